"""One closed circuit as typed: its liquid, pipes, parts, pump and exchanger, chosen or to be chosen."""

from dataclasses import dataclass

from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, PlateGeometry, ScaledUa, SizingLimits
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.properties import Coolant
from heatloop_thermo.pump import PumpCurve, PumpType


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
