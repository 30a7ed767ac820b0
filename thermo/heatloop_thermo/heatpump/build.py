"""A machine with everything decided but its two temperatures, and the solver that finds those from the two pinches."""

from dataclasses import dataclass

from heatloop_thermo.errors import Infeasible
from heatloop_thermo.heatpump.cascade import Cascade, solve_cascade
from heatloop_thermo.heatpump.cycle import Compressor, Cycle, Transcritical, solve_cycle
from heatloop_thermo.heatpump.pinch import CoolantLine, curve, least
from heatloop_thermo.heatpump.refrigerant import Fluids, Refrigerant
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.heatpump.spec import Arrangement
from heatloop_thermo.heatpump.two_stage import Intercooler, TwoStage, solve_two_stage
from heatloop_thermo.roots import root_of_two

PINCH_TOLERANCE_K = 1e-8


@dataclass(frozen=True, slots=True)
class Build:
    """A machine whose evaporating temperature, and condensing temperature or gas cooler outlet, are still open.

    Parameters
    ----------
    arrangement : single, two_stage, cascade, transcritical.
    refrigerants : one; in a cascade the lower and the upper one.
    superheat_k, subcooling_k, ihx_effectiveness, compressor, evaporator_loss, condenser_loss : as for `Cycle`; in a cascade
        ``ihx_effectiveness`` belongs to the lower circuit.
    upper_ihx_effectiveness, cascade_pinch_k : of a cascade.
    intercooler : of two stages.
    high_pa : pressure in the gas cooler of a transcritical machine. [Pa]
    """

    arrangement: Arrangement
    refrigerants: tuple[str, ...]
    superheat_k: float
    subcooling_k: float
    compressor: Compressor
    evaporator_loss: float
    condenser_loss: float
    ihx_effectiveness: float = 0.0
    upper_ihx_effectiveness: float = 0.0
    cascade_pinch_k: float = 4.0
    intercooler: Intercooler = "open"
    high_pa: float = 0.0

    def open(self) -> Fluids:
        """Its refrigerants, opened for the caller's thread."""
        return tuple(Refrigerant(name) for name in self.refrigerants)

    def run(self, fluids: Fluids, evaporating_c: float, warm_c: float) -> CycleResult:
        """Solve it; ``warm_c`` is the condensing temperature, or the gas cooler outlet of a transcritical machine. [degC]"""
        name, ihx, loss = self.refrigerants[0], self.ihx_effectiveness, self.evaporator_loss
        if self.arrangement == "transcritical":
            cycle = Transcritical(
                name, evaporating_c, self.high_pa, warm_c, self.superheat_k, self.compressor, ihx, loss
            )
            return solve_cycle(cycle, fluids[0])
        if self.arrangement == "cascade":
            lower = Cycle(name, 0.0, 0.0, self.superheat_k, 0.0, self.compressor, ihx, loss, self.condenser_loss)
            upper = Cycle(
                self.refrigerants[1], 0.0, 0.0, 5.0, self.subcooling_k, self.compressor, self.upper_ihx_effectiveness, loss,
                self.condenser_loss,
            )  # fmt: skip
            return solve_cascade(
                Cascade(lower, upper, evaporating_c, warm_c, self.cascade_pinch_k), (fluids[0], fluids[1])
            )
        tail = (self.superheat_k, self.subcooling_k, self.compressor, ihx, loss, self.condenser_loss)
        if self.arrangement == "two_stage":
            return solve_two_stage(TwoStage(name, evaporating_c, warm_c, self.intercooler, None, *tail), fluids[0])
        return solve_cycle(Cycle(name, evaporating_c, warm_c, *tail), fluids[0])

    def bounds(self, fluids: Fluids) -> tuple[tuple[float, float], tuple[float, float]]:
        """Between which the two open temperatures can lie. [degC]"""
        low, high = fluids[0], fluids[-1]
        evaporating = (max(low.triple_c, -100.0) + 0.5, low.critical_c - 1.0)
        if self.arrangement == "transcritical":
            return evaporating, (high.triple_c + 1.0, high.t_max_c - 1.0)
        return evaporating, (high.triple_c + 1.0, high.critical_c - 1.0)


def solve_pinches(
    build: Build,
    fluids: Fluids,
    source: CoolantLine,
    sink: CoolantLine,
    pinch_k: float,
    start: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """Evaporating and condensing temperature (or gas cooler outlet) at which both exchangers have the pinch wanted.

    Parameters
    ----------
    build, fluids : machine and its opened refrigerants.
    source, sink : the two liquids.
    pinch_k : smallest difference in either exchanger. [K]
    start : first guess; None: from the liquids.

    Raises
    ------
    Infeasible : ``evaporating_triple``, ``evaporating_critical`` or ``condensing_critical``, a refrigerant too close to its
        triple or critical point for the liquids; ``pinch``, no solution found.
    """
    bounds = build.bounds(fluids)
    _refuse_range(build, fluids, source, sink, pinch_k)
    if start is None:
        cold_c = min(source.cold_c - pinch_k, source.hot_c - pinch_k - build.superheat_k) - 0.3
        warm_c = sink.cold_c if build.arrangement == "transcritical" else sink.hot_c
        start = max(cold_c, bounds[0][0] + 0.2), min(warm_c + pinch_k, bounds[1][1] - 0.5)

    def residual(evaporating_c: float, warm_c: float) -> tuple[float, float]:
        result = build.run(fluids, evaporating_c, warm_c)
        cold, hot = result.evaporator, result.condenser
        below = least(fluids[0], cold, curve(fluids[0], cold), source, -1.0)[0]
        above = least(fluids[-1], hot, curve(fluids[-1], hot), sink, 1.0)[0]
        return below - pinch_k, above - pinch_k

    found = root_of_two(residual, start, (-1.0, 1.0), bounds, PINCH_TOLERANCE_K)
    if found is None:
        name = " / ".join(build.refrigerants)
        ends = f"{source.hot_c:.1f}..{source.cold_c:.1f} degC to {sink.cold_c:.1f}..{sink.hot_c:.1f} degC"
        raise Infeasible(
            "pinch", f"{name}: no {build.arrangement} cycle with {pinch_k:g} K of pinch lifts heat from {ends}"
        )
    return found


def _refuse_range(build: Build, fluids: Fluids, source: CoolantLine, sink: CoolantLine, pinch_k: float) -> None:
    low, high = fluids[0], fluids[-1]
    if source.cold_c - pinch_k < low.triple_c + 1.0:
        text = (
            f"{low.name} has no evaporation at {source.cold_c - pinch_k:.1f} degC: data end at {low.triple_c:.1f} degC"
        )
        raise Infeasible("evaporating_triple", text)
    if source.cold_c - pinch_k > low.critical_c - 2.0:
        text = f"{low.name} has no evaporation at {source.cold_c - pinch_k:.1f} degC: critical at {low.critical_c:.1f} degC"
        raise Infeasible("evaporating_critical", text)
    if build.arrangement != "transcritical" and sink.cold_c + pinch_k > high.critical_c - 2.0:
        text = f"{high.name} has no condensation above {sink.cold_c + pinch_k:.1f} degC: critical at {high.critical_c:.1f} degC"
        raise Infeasible("condensing_critical", text)
