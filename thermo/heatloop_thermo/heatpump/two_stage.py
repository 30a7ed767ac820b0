"""Two stages of compression with a flash tank between them.

The liquid from the condenser is throttled into a tank at an intermediate pressure; the tank's liquid goes on to the
evaporator, its vapour straight to the high stage, so that the low stage does not have to compress it. With an **open
intercooler** the low stage blows into the tank's liquid, which boils off until the vapour is saturated: the coldest
discharge, but refrigerants whose dew line leans over would then be compressed wet. With **flash gas** the tank's vapour
only mixes with the low stage's discharge, which stays superheated.
"""

import math
from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.errors import Infeasible, OutOfRange, require
from heatloop_thermo.heatpump.cycle import (
    COMPRESSOR,
    Compressor,
    check_high_side,
    check_low_side,
    compress,
    condenser_path,
    evaporator_path,
    internal_heat_j_kg,
)
from heatloop_thermo.heatpump.refrigerant import Refrigerant, State
from heatloop_thermo.heatpump.result import CycleResult, StatePoint

Intercooler = Literal["open", "flash_gas"]


@dataclass(frozen=True, slots=True)
class TwoStage:
    """A two-stage cycle with one refrigerant, as typed.

    Parameters
    ----------
    intercooler : "open" (the low stage's vapour is cooled to saturation in the tank) or "flash_gas" (mixed with the tank's).
    intermediate_pa : pressure in the tank. [Pa]; None: the geometric mean of suction and discharge pressure, so that both
        stages have the same ratio
    refrigerant ... condenser_loss : as for `Cycle`; the internal exchanger warms the low stage's suction with the
        condenser's liquid; both stages have the same efficiencies.

    >>> result = solve_two_stage(TwoStage("R717", evaporating_c=10.0, condensing_c=80.0))
    >>> round(result.pressure_ratio, 2), round(result.discharge_c, 1)
    (2.6, 130.5)
    """

    refrigerant: str
    evaporating_c: float
    condensing_c: float
    intercooler: Intercooler = "open"
    intermediate_pa: float | None = None
    superheat_k: float = 5.0
    subcooling_k: float = 5.0
    compressor: Compressor = COMPRESSOR
    ihx_effectiveness: float = 0.0
    evaporator_loss: float = 0.0
    condenser_loss: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no cycle."""
        check_low_side(self.superheat_k, self.ihx_effectiveness, self.evaporator_loss)
        check_high_side(self.subcooling_k, self.condenser_loss)
        if self.intercooler not in ("open", "flash_gas"):
            raise OutOfRange(f"intercooler = {self.intercooler!r} is neither 'open' nor 'flash_gas'")


def solve_two_stage(cycle: TwoStage, fluid: Refrigerant | None = None) -> CycleResult:
    """Solve a two-stage cycle; arguments and errors as for `solve_cycle`.

    Raises
    ------
    Infeasible : ``no_lift``; ``no_flash_gas`` where the liquid reaches the tank too cold to flash.
    """
    fluid = fluid or Refrigerant(cycle.refrigerant)
    dew = fluid.saturated(cycle.evaporating_c, 1.0)
    bubble = fluid.saturated(cycle.condensing_c, 0.0)
    high_pa = bubble.pressure_pa / (1.0 - cycle.condenser_loss)
    between_pa = _between(cycle, dew.pressure_pa, high_pa)
    leaving = fluid.vapour(dew.t_c + cycle.superheat_k, dew.pressure_pa) if cycle.superheat_k > 0 else dew
    out = fluid.liquid(bubble.t_c - cycle.subcooling_k, bubble.pressure_pa) if cycle.subcooling_k > 0 else bubble
    ihx = internal_heat_j_kg(fluid, leaving, out, cycle.ihx_effectiveness)
    suction = fluid.at_enthalpy(leaving.pressure_pa, leaving.enthalpy_j_kg + ihx) if ihx else leaving
    low = compress(fluid, suction, between_pa, cycle.compressor, "low stage")
    tank = fluid.saturated_at(between_pa, 0.0), fluid.saturated_at(between_pa, 1.0)
    ratio = _low_flow(cycle.intercooler, low.discharge, out, tank, ihx)
    liquid = fluid.at_enthalpy(out.pressure_pa, out.enthalpy_j_kg - ratio * ihx) if ihx else out
    if not tank[0].enthalpy_j_kg < liquid.enthalpy_j_kg or not 0.0 < ratio < math.inf:
        text = f"{fluid.name}: liquid of {liquid.t_c:.1f} degC does not flash in a tank at {tank[0].t_c:.1f} degC"
        raise Infeasible("no_flash_gas", text)
    low = low._replace(flow_ratio=ratio)
    between = tank[1]
    if cycle.intercooler == "flash_gas":
        mixed = ratio * low.discharge.enthalpy_j_kg + (1.0 - ratio) * tank[1].enthalpy_j_kg
        between = fluid.at_enthalpy(between_pa, mixed)
    high = compress(fluid, between, high_pa, cycle.compressor, "high stage")
    throttled = fluid.at_enthalpy(between_pa, liquid.enthalpy_j_kg)
    entering = fluid.at_enthalpy(dew.pressure_pa / (1.0 - cycle.evaporator_loss), tank[0].enthalpy_j_kg)
    return CycleResult(
        "two_stage",
        fluid.name,
        _table(
            fluid.name,
            (leaving, suction, low.discharge, between, high.discharge, out, liquid, throttled, tank[0], entering),
        ),
        (low, high),
        condenser_path(fluid, high.discharge, out),
        evaporator_path(entering, dew, leaving, ratio),
        cycle.compressor.volumetric_efficiency,
        ratio * ihx,
    )


_POINTS = (
    ("1", "evaporator outlet"),
    ("1i", "low suction, after the internal exchanger"),
    ("2", "low stage discharge"),
    ("3", "high stage suction"),
    ("4", "high stage discharge"),
    ("5", "condenser outlet"),
    ("5i", "liquid, after the internal exchanger"),
    ("6", "into the flash tank"),
    ("7", "liquid from the flash tank"),
    ("8", "evaporator inlet"),
)


def _table(name: str, states: tuple[State, ...]) -> tuple[StatePoint, ...]:
    """The states by their numbers; an internal exchanger that is not there leaves its two out."""
    internal = states[1] is not states[0]
    rows = zip(_POINTS, states, strict=True)
    return tuple(StatePoint(n, what, name, state) for (n, what), state in rows if internal or not n.endswith("i"))


def _between(cycle: TwoStage, low_pa: float, high_pa: float) -> float:
    if not high_pa > low_pa:
        text = f"{cycle.refrigerant}: {high_pa / 1e5:.3f} bar is not above {low_pa / 1e5:.3f} bar: nothing to lift"
        raise Infeasible("no_lift", text)
    between_pa = cycle.intermediate_pa or math.sqrt(low_pa * high_pa)
    require("intermediate_pa", between_pa, low_pa, high_pa, "Pa", "between evaporation and condensation")
    return between_pa


def _low_flow(kind: Intercooler, low: State, out: State, tank: tuple[State, State], ihx: float) -> float:
    """Flow of the low stage over that of the high stage, from the heat balance of the tank. [-]

    With y low-stage flow, liquid enters at h_out - y ihx. Open: y h_low + h_out - y ihx = h_dew + y h_bubble.
    Flash gas: the tank splits by quality, h_out - y ihx = (1 - y) h_dew + y h_bubble.
    """
    bubble, dew = tank[0].enthalpy_j_kg, tank[1].enthalpy_j_kg
    if kind == "open":
        return (dew - out.enthalpy_j_kg) / (low.enthalpy_j_kg - bubble - ihx)
    return (dew - out.enthalpy_j_kg) / (dew - bubble - ihx)
