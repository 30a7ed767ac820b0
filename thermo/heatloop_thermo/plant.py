"""The plant as typed: N source loops in parallel, one header, M sinks; every other part is optional.

Only what the engineer decides stands here; what follows from it is computed by `heatloop_thermo.design`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, PlateGeometry, ScaledUa, SizingLimits
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import PumpCurve, PumpType
from heatloop_thermo.source import MachineBank

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData

Verified = Literal["manufacturer", "secondary", "estimate"]


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
class Component:
    """A part of a circuit known by one pressure drop at one flow (strainer, valve, manifold); dp ~ V^2."""

    name: str
    pressure_drop_pa: float
    flow_m3_s: float

    def pressure_drop_at(self, flow_m3_s: float) -> float:
        """Pressure drop at a flow. [Pa]"""
        return self.pressure_drop_pa * (flow_m3_s / self.flow_m3_s) ** 2


@dataclass(frozen=True)
class ExchangerToSize:
    """An exchanger to be chosen among plates.

    Parameters
    ----------
    plates : geometries offered by the catalogue or typed in.
    approach_k : smallest temperature difference at either end. [K], > 0
    limits : allowed pressure drops, port velocity, fouling and least oversurface.
    """

    plates: tuple[PlateGeometry, ...]
    approach_k: float
    limits: SizingLimits


@dataclass(frozen=True)
class ExchangerGiven:
    """An exchanger that is already chosen: its datasheet or its plates override every correlation."""

    exchanger: ConstantUa | ScaledUa | PlateExchanger


@dataclass(frozen=True)
class PumpToSize:
    """A pump to be chosen of a type; `parallel` of them run at once, `standby` more wait.

    `head_margin` is added to the computed head. [-], for example 0.1
    """

    type: PumpType
    head_margin: float
    parallel: int = 1
    standby: int = 0


@dataclass(frozen=True)
class PumpGiven:
    """A pump that is already chosen, by its curve; `parallel` of them run at once, `standby` more wait."""

    curve: PumpCurve
    parallel: int = 1
    standby: int = 0


PumpSpec = PumpToSize | PumpGiven


@dataclass(frozen=True)
class Circuit:
    """What a liquid goes round in, apart from the machines or sinks and the exchanger.

    Parameters
    ----------
    coolant : the liquid.
    supply, return_ : pipe runs that the hot and the cooled liquid pass, in order of flow.
    components : parts known by one pressure drop at one flow.
    pump : chosen, or to be chosen; stands in the cooled (return) leg.
    static_pressure_pa : absolute pressure at the pump suction, set by the expansion vessel. [Pa]
    lowest_ambient_c : coldest air that the stopped circuit has to survive. [degC]
    """

    coolant: Coolant
    supply: tuple[Pipe, ...]
    return_: tuple[Pipe, ...]
    components: tuple[Component, ...]
    pump: PumpSpec
    static_pressure_pa: float
    lowest_ambient_c: float


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
class SourceLoop:
    """Machines, their closed circuit, and what hands the heat to the header: an exchanger, a heat pump, or whichever is needed."""

    name: str
    banks: tuple[MachineBank, ...]
    circuit: Circuit
    exchanger: ExchangerToSize | ExchangerGiven | None
    heat_pump: HeatPumpToSize | None = None

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
    loops : source loops, in parallel on one header.
    header : the circuit between exchangers and sinks.
    sinks : users in parallel on the header.
    tank_volume_m3, dry_cooler, boiler : None where the site has none.
    provenance : every number that came from outside.
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

    @property
    def demand_w(self) -> float:
        """Design load of all sinks. [W]"""
        return sum(sink.design_load_w for sink in self.sinks)
