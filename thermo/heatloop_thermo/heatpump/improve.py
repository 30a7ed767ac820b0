"""Two optima of a machine's own: the gas cooler's pressure, and how far a subcooler pays."""

from dataclasses import replace

from heatloop_thermo.errors import Infeasible, ThermoError
from heatloop_thermo.heatpump.build import Build, solve_pinches
from heatloop_thermo.heatpump.pinch import CoolantLine
from heatloop_thermo.heatpump.refrigerant import Fluids
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.heatpump.spec import HeatPumpSpec
from heatloop_thermo.roots import summit

SUBCOOLER_WORTH_K = 10.0
"""Liquid this much above the sink's inlet is worth a word. [K]; estimate"""


def best_pressure(build: Build, spec: HeatPumpSpec, fluids: Fluids, source: CoolantLine, sink: CoolantLine) -> Build:
    """The gas cooler pressure of the highest COP, to 0.2 bar: the optimum is flat."""
    low, high = 1.02 * fluids[0].critical_pa, min(spec.limits.pressure_max_pa, fluids[0].pressure_max_pa)
    if not high > low:
        text = f"{fluids[0].name}: gas cooling begins above {low / 1e5:.0f} bar, its compressors end at {high / 1e5:.0f} bar"
        raise Infeasible("pressure_max", text)

    start: tuple[float, float] | None = None

    def cop(high_pa: float) -> float:
        nonlocal start
        trial = replace(build, high_pa=high_pa)
        try:
            start = solve_pinches(trial, fluids, source, sink, spec.pinch_k, start)
        except Infeasible:
            return -1.0 + high_pa / 1e9  # a higher pressure gives a hotter discharge
        return trial.run(fluids, *start).cop_heating

    return replace(build, high_pa=summit(cop, low, high, 2e4))


def subcooler_gain(
    build: Build, fluids: Fluids, source: CoolantLine, sink: CoolantLine, pinch_k: float, result: CycleResult
) -> tuple[float, float] | None:
    """What subcooling down to a pinch above the sink's inlet would bring.

    Returns
    -------
    Subcooling [K] and COP over the COP of ``result`` [-]; None where the liquid is no `SUBCOOLER_WORTH_K` too warm.
    """
    left_k = result.condenser.end.t_c - sink.cold_c
    if result.condensing_c is None or left_k <= SUBCOOLER_WORTH_K:
        return None
    more = replace(build, subcooling_k=build.subcooling_k + left_k - pinch_k)
    try:
        at = solve_pinches(more, fluids, source, sink, pinch_k, (result.evaporating_c, result.condensing_c))
        return more.subcooling_k, more.run(fluids, *at).cop_heating / result.cop_heating
    except ThermoError:  # an internal exchanger may find its liquid too cold
        return None
