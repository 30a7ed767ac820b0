"""The plant as typed: N source loops, one header, M sinks; every other part is optional.

Only what the engineer decides stands here; what follows from it is computed by `heatloop_thermo.design`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.circuit import (
    Circuit,
    Component,
    ExchangerGiven,
    ExchangerToSize,
    PumpGiven,
    PumpSpec,
    PumpToSize,
)
from heatloop_thermo.properties import Coolant
from heatloop_thermo.source import MachineBank

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData

__all__ = [
    "Arrangement",
    "Cdu",
    "Circuit",
    "Component",
    "DryCoolerToSize",
    "ExchangerGiven",
    "ExchangerToSize",
    "HeatPumpToSize",
    "Plant",
    "Provenance",
    "PumpGiven",
    "PumpSpec",
    "PumpToSize",
    "Sink",
    "SourceLoop",
    "Verified",
]

Verified = Literal["manufacturer", "secondary", "estimate"]
Arrangement = Literal["parallel", "series"]
"""How the loops stand on the header: each with its share of the flow, or the whole flow through one after the other."""


@dataclass(frozen=True)
class Provenance:
    """Where one number that came from outside comes from, and how well it is verified.

    Parameters
    ----------
    what : the quantity, in words an engineer uses ("containers / miners: outlet maximum").
    value, unit : as it was typed.
    source : who says so.
    verified : manufacturer, secondary (seen quoted), or estimate.
    assumption : why an unpublished number was set to this value; None for a published one.
    """

    what: str
    value: str
    unit: str
    source: str
    verified: Verified
    assumption: str | None = None


@dataclass(frozen=True)
class HeatPumpToSize:
    """Permission to lift this loop's heat by a heat pump, where it is not hot enough by itself.

    Parameters
    ----------
    spec : how the machine is to be built; its refrigerant is the candidates'.
    refrigerants : candidates from the catalogue.
    policy : what the owner allows: global warming potential, safety classes.
    dp_source_pa, dp_sink_pa : pressure drops of evaporator and condenser that the pumps have to overcome. [Pa]
    """

    spec: "HeatPumpSpec"
    refrigerants: "tuple[RefrigerantData, ...]"
    policy: "Policy"
    dp_source_pa: float
    dp_sink_pa: float


@dataclass(frozen=True)
class Cdu:
    """Coolant distribution units between the machines' own circuit and that of the loop, all alike and in parallel.

    Parameters
    ----------
    circuit : the machines' own: coolant, pipes, parts, and the pumps of one unit.
    exchanger : of one unit; its hot side is the machines'.
    capacity_w, flow_max_m3_s, head_max_pa : heat, flow to the machines and pressure outside the unit that one unit manages; None where
        nobody says. [W], [m3/s], [Pa]
    count : units that run; None: as many as capacity and flow ask for.
    standby : further units that wait.
    """

    circuit: Circuit
    exchanger: ExchangerToSize | ExchangerGiven
    capacity_w: float | None = None
    flow_max_m3_s: float | None = None
    head_max_pa: float | None = None
    count: int | None = None
    standby: int = 1


@dataclass(frozen=True)
class SourceLoop:
    """Machines, their closed circuit, and what hands the heat to the header: an exchanger, a heat pump, or whichever is needed.

    With a `cdu`, the machines have a circuit of their own, and ``circuit`` is the one between the units and the header's exchanger.
    """

    name: str
    banks: tuple[MachineBank, ...]
    circuit: Circuit
    exchanger: ExchangerToSize | ExchangerGiven | None
    heat_pump: HeatPumpToSize | None = None
    cdu: Cdu | None = None

    @property
    def machine_coolant(self) -> Coolant:
        """The liquid that goes through the machines."""
        return self.cdu.circuit.coolant if self.cdu else self.circuit.coolant

    @property
    def electric_w(self) -> float:
        """Electric power of all machines on the loop. [W]"""
        return sum(bank.electric_w for bank in self.banks)

    @property
    def liquid_w(self) -> float:
        """Heat of all machines to the liquid. [W]"""
        return sum(bank.liquid_w for bank in self.banks)

    @property
    def design_flow_m3_s(self) -> float:
        """Flow of all machines, each at its design flow. [m3/s]"""
        return sum(bank.count * bank.flow_m3_s for bank in self.banks)


@dataclass(frozen=True)
class Sink:
    """A user of heat: design load [W], temperature at which it gives the water back [degC], its pressure drop [Pa]."""

    name: str
    kind: str
    design_load_w: float
    return_c: float
    pressure_drop_pa: float


@dataclass(frozen=True)
class DryCoolerToSize:
    """Rejects what nobody wants. ``capacity_w`` None means: all heat of the machines, found by the design.

    ``design_ambient_c`` is the hottest design air [degC], ``approach_k`` the least that the coolant stays above it [K],
    ``altitude_m`` the height of the site [m].
    """

    capacity_w: float | None
    design_ambient_c: float
    approach_k: float
    altitude_m: float = 0.0


@dataclass(frozen=True)
class Plant:
    """One place, as typed.

    Parameters
    ----------
    name, title : of the site.
    target_c : supply temperature promised to the sinks. [degC]
    loops : source loops on one header.
    header : the circuit between exchangers and sinks.
    sinks : users in parallel on the header.
    tank_volume_m3, dry_cooler, boiler : None where the site has none.
    provenance : every number that came from outside.
    arrangement : of the loops on the header; auto: the better one of both.
    """

    name: str
    title: str
    target_c: float
    loops: tuple[SourceLoop, ...]
    header: Circuit
    sinks: tuple[Sink, ...]
    tank_volume_m3: float | None
    dry_cooler: DryCoolerToSize | None
    boiler: Boiler | None
    provenance: tuple[Provenance, ...]
    arrangement: Arrangement | Literal["auto"] = "auto"

    @property
    def demand_w(self) -> float:
        """Design load of all sinks. [W]"""
        return sum(sink.design_load_w for sink in self.sinks)
