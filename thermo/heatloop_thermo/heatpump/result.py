"""What a solved cycle says: states, compressions, and the refrigerant's way through condenser and evaporator.

Everything is per kilogram of refrigerant through the condenser, so that a duty scales it: q [J/kg], flow ratios [-].
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from heatloop_thermo.errors import require
from heatloop_thermo.heatpump.refrigerant import State

ZoneName = Literal["desuperheating", "condensation", "subcooling", "gas_cooling", "evaporation", "superheating"]
Kind = Literal["subcritical", "transcritical", "two_stage", "cascade"]


class StatePoint(NamedTuple):
    """A state with its number in the diagram, what it is, and the refrigerant it belongs to."""

    number: str
    what: str
    refrigerant: str
    state: State


class Zone(NamedTuple):
    """One stretch of an exchanger in which the refrigerant keeps its phase, in the direction of its flow."""

    name: ZoneName
    start: State
    end: State


class RefrigerantPath(NamedTuple):
    """The refrigerant's way through one exchanger.

    Parameters
    ----------
    zones : in the direction of flow, each beginning where the one before ends.
    flow_ratio : refrigerant here over refrigerant through the condenser. [-]
    """

    zones: tuple[Zone, ...]
    flow_ratio: float

    @property
    def start(self) -> State:
        """Where the refrigerant enters."""
        return self.zones[0].start

    @property
    def end(self) -> State:
        """Where the refrigerant leaves."""
        return self.zones[-1].end

    @property
    def heat_j_kg(self) -> float:
        """Heat taken up (evaporator) or given (condenser), positive, per kg through the condenser. [J/kg]"""
        return abs(self.end.enthalpy_j_kg - self.start.enthalpy_j_kg) * self.flow_ratio

    def zone_heat_j_kg(self, name: ZoneName) -> float:
        """Heat of one zone, 0 where there is none of that name, per kg through the condenser. [J/kg]"""
        return (
            sum(abs(z.end.enthalpy_j_kg - z.start.enthalpy_j_kg) for z in self.zones if z.name == name)
            * self.flow_ratio
        )


class Compression(NamedTuple):
    """One compressor.

    Parameters
    ----------
    stage : "compressor", "low stage", "high stage".
    refrigerant : in it.
    suction, isentropic, discharge : states before, after the ideal and after the real compression.
    work_j_kg : shaft work per kg of its own flow. [J/kg]
    heat_loss_j_kg : of that, given to the room by the shell. [J/kg]
    flow_ratio : its flow over the flow through the condenser. [-]
    """

    stage: str
    refrigerant: str
    suction: State
    isentropic: State
    discharge: State
    work_j_kg: float
    heat_loss_j_kg: float
    flow_ratio: float

    @property
    def pressure_ratio(self) -> float:
        """Discharge over suction pressure. [-]"""
        return self.discharge.pressure_pa / self.suction.pressure_pa


@dataclass(frozen=True, slots=True)
class CycleResult:
    """A solved cycle; heat closes: condenser + shell losses = evaporator + shaft work.

    Parameters
    ----------
    kind : subcritical, transcritical, two_stage, cascade.
    refrigerant : its name; "lower / upper" in a cascade.
    states : for the table and the diagram.
    compressions : from the lowest pressure to the highest.
    condenser, evaporator : refrigerant's way through the exchangers with the sink and the source.
    volumetric_efficiency : suction volume over swept volume. [-]
    ihx_heat_j_kg : moved from the liquid to the suction vapour. [J/kg]
    """

    kind: Kind
    refrigerant: str
    states: tuple[StatePoint, ...]
    compressions: tuple[Compression, ...]
    condenser: RefrigerantPath
    evaporator: RefrigerantPath
    volumetric_efficiency: float
    ihx_heat_j_kg: float = 0.0

    @property
    def condenser_heat_j_kg(self) -> float:
        """Heat to the sink. [J/kg]"""
        return self.condenser.heat_j_kg

    @property
    def evaporator_heat_j_kg(self) -> float:
        """Heat from the source. [J/kg]"""
        return self.evaporator.heat_j_kg

    @property
    def work_j_kg(self) -> float:
        """Shaft work of all compressors. [J/kg]"""
        return sum(c.work_j_kg * c.flow_ratio for c in self.compressions)

    @property
    def heat_loss_j_kg(self) -> float:
        """Heat from all compressor shells to the room. [J/kg]"""
        return sum(c.heat_loss_j_kg * c.flow_ratio for c in self.compressions)

    @property
    def cop_heating(self) -> float:
        """Heat to the sink over shaft work. [-]"""
        return self.condenser_heat_j_kg / self.work_j_kg

    @property
    def balance_error_fraction(self) -> float:
        """What is left of the heat balance, over the heat to the sink. [-]"""
        left = self.condenser_heat_j_kg + self.heat_loss_j_kg - self.evaporator_heat_j_kg - self.work_j_kg
        return left / self.condenser_heat_j_kg

    @property
    def vhc_j_m3(self) -> float:
        """Volumetric heating capacity: heat to the sink per suction volume of the lowest stage. [J/m3]"""
        low = self.compressions[0]
        return self.condenser_heat_j_kg * low.suction.density_kg_m3 / low.flow_ratio

    @property
    def discharge_c(self) -> float:
        """Hottest discharge. [degC]"""
        return max(c.discharge.t_c for c in self.compressions)

    @property
    def pressure_ratio(self) -> float:
        """Highest pressure ratio of one stage. [-]"""
        return max(c.pressure_ratio for c in self.compressions)

    @property
    def evaporating_pa(self) -> float:
        """Pressure at the evaporator's outlet: the lowest of the cycle. [Pa]"""
        return self.evaporator.end.pressure_pa

    @property
    def condensing_pa(self) -> float:
        """Pressure at the last discharge: the highest of the cycle. [Pa]"""
        return self.condenser.start.pressure_pa

    @property
    def evaporating_c(self) -> float:
        """Dew temperature at the evaporator's outlet. [degC]"""
        return next(z.end.t_c for z in self.evaporator.zones if z.name == "evaporation")

    @property
    def condensing_c(self) -> float | None:
        """Bubble temperature at the end of condensation; None above the critical pressure. [degC]"""
        return next((z.end.t_c for z in self.condenser.zones if z.name == "condensation"), None)

    def mass_flow_kg_s(self, heat_w: float) -> float:
        """Refrigerant through the condenser for a heat to the sink. [kg/s]"""
        require("heat_w", heat_w, 0.0, 1e12, "W", "heat to the sink")
        return heat_w / self.condenser_heat_j_kg

    def work_w(self, heat_w: float) -> float:
        """Shaft power for a heat to the sink. [W]"""
        return self.mass_flow_kg_s(heat_w) * self.work_j_kg

    def swept_volume_m3_s(self, heat_w: float) -> tuple[float, ...]:
        """Volume that each compressor's pistons, screws or wheels sweep for a heat to the sink. [m3/s]"""
        flow = self.mass_flow_kg_s(heat_w)
        per_kg = (c.flow_ratio / c.suction.density_kg_m3 for c in self.compressions)
        return tuple(flow * volume / self.volumetric_efficiency for volume in per_kg)
