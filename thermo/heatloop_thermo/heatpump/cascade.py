"""A cascade: two circuits, the condenser of the lower being the evaporator of the upper."""

from dataclasses import dataclass

from heatloop_thermo.errors import Infeasible, require
from heatloop_thermo.heatpump.cycle import Cycle, solve_cycle
from heatloop_thermo.heatpump.ideal import mean_c
from heatloop_thermo.heatpump.refrigerant import Refrigerant
from heatloop_thermo.heatpump.result import CycleResult, RefrigerantPath, StatePoint


@dataclass(frozen=True, slots=True)
class Cascade:
    """Two single-stage cycles, one above the other, as typed.

    Parameters
    ----------
    lower, upper : cycles whose ``condensing_c`` (lower) and ``evaporating_c`` (upper) are set by the cascade.
    evaporating_c, condensing_c : of the whole: evaporation below, condensation above. [degC]
    pinch_k : smallest difference in the exchanger between the two. [K], > 0
    intermediate_c : evaporating temperature of the upper cycle. [degC]; None: the geometric mean of the absolute
        evaporating and condensing temperatures, which equal ideal efficiencies of both ask for, less half the pinch

    Where the lower cycle's liquid is to be subcooled, the upper refrigerant has to be colder by as much: 0 K is best.

    >>> lower, upper = Cycle("R290", 0.0, 0.0, subcooling_k=0.0), Cycle("R1233zd(E)", 0.0, 0.0, ihx_effectiveness=0.4)
    >>> result = solve_cascade(Cascade(lower, upper, evaporating_c=-10.0, condensing_c=90.0, pinch_k=4.0))
    >>> result.refrigerant, round(result.cop_heating, 2)
    ('R290 / R1233zd(E)', 2.41)
    """

    lower: Cycle
    upper: Cycle
    evaporating_c: float
    condensing_c: float
    pinch_k: float = 4.0
    intermediate_c: float | None = None

    def __post_init__(self) -> None:
        """Refuse a pinch that none is."""
        require("pinch_k", self.pinch_k, 0.01, 50.0, "K", "smallest difference between the two circuits")


def solve_cascade(cascade: Cascade, fluids: tuple[Refrigerant, Refrigerant] | None = None) -> CycleResult:
    """Solve a cascade; ``fluids`` are its two refrigerants opened by the caller's thread, lower first.

    Raises
    ------
    OutOfRange, Infeasible : as `solve_cycle`, for either cycle; ``no_lift`` where the intermediate temperature leaves one none.
    """
    low_fluid, up_fluid = fluids or (Refrigerant(cascade.lower.refrigerant), Refrigerant(cascade.upper.refrigerant))
    between_c = cascade.intermediate_c
    if between_c is None:
        between_c = mean_c(cascade.evaporating_c, cascade.condensing_c) - 0.5 * cascade.pinch_k
    if not cascade.evaporating_c < between_c < cascade.condensing_c:
        ends = f"{cascade.evaporating_c:.1f} and {cascade.condensing_c:.1f} degC"
        raise Infeasible("no_lift", f"cascade: {between_c:.1f} degC is not between {ends}")
    upper = solve_cycle(_with(cascade.upper, between_c, cascade.condensing_c), up_fluid)
    guess_c = between_c + cascade.pinch_k + cascade.lower.subcooling_k
    lower = solve_cycle(_with(cascade.lower, cascade.evaporating_c, guess_c), low_fluid)
    for _ in range(20):
        lack_k = cascade.pinch_k - pinch_between_k(lower.condenser, low_fluid, upper.evaporator, up_fluid)
        if abs(lack_k) < 1e-9:
            break
        guess_c += lack_k
        lower = solve_cycle(_with(cascade.lower, cascade.evaporating_c, guess_c), low_fluid)
    return _joined(lower, upper)


def pinch_between_k(
    hot: RefrigerantPath, hot_fluid: Refrigerant, cold: RefrigerantPath, cold_fluid: Refrigerant
) -> float:
    """Smallest temperature difference in counterflow between a condensing and an evaporating refrigerant. [K]

    All zone boundaries of both sides are looked at, each against the other side's state at the same share of the heat.
    """
    shares = sorted({0.0, 1.0, *_boundaries(hot), *_boundaries(cold)})
    return min(_at(hot, hot_fluid, share) - _at(cold, cold_fluid, share) for share in shares)


def _boundaries(path: RefrigerantPath) -> list[float]:
    low, high = sorted((path.start.enthalpy_j_kg, path.end.enthalpy_j_kg))
    return [(zone.end.enthalpy_j_kg - low) / (high - low) for zone in path.zones[:-1]]


def _at(path: RefrigerantPath, fluid: Refrigerant, share: float) -> float:
    """Temperature where a share of the heat, from the cold end, has been passed. [degC]"""
    low, high = sorted((path.start.enthalpy_j_kg, path.end.enthalpy_j_kg))
    h = low + share * (high - low)
    for zone in path.zones:
        ends = sorted((zone.start, zone.end), key=lambda state: state.enthalpy_j_kg)
        first, last = ends[0].enthalpy_j_kg, ends[1].enthalpy_j_kg
        if first - 1e-9 * abs(high) <= h <= last + 1e-9 * abs(high):
            if zone.name in ("condensation", "evaporation") or last == first:
                return ends[0].t_c + (h - first) / (last - first) * (ends[1].t_c - ends[0].t_c)
            if h in (first, last):
                return ends[h == last].t_c
            return fluid.at_enthalpy(zone.start.pressure_pa, h).t_c
    raise AssertionError("zones join")


def _with(cycle: Cycle, evaporating_c: float, condensing_c: float) -> Cycle:
    return Cycle(
        cycle.refrigerant,
        evaporating_c,
        condensing_c,
        cycle.superheat_k,
        cycle.subcooling_k,
        cycle.compressor,
        cycle.ihx_effectiveness,
        cycle.evaporator_loss,
        cycle.condenser_loss,
    )


def _joined(lower: CycleResult, upper: CycleResult) -> CycleResult:
    """Both as one, per kg of the upper refrigerant: what the upper takes up is what the lower gives."""
    ratio = upper.evaporator_heat_j_kg / lower.condenser_heat_j_kg
    states = [StatePoint(f"L{n}", f"lower: {what}", fluid, state) for n, what, fluid, state in lower.states]
    states += [StatePoint(f"U{n}", f"upper: {what}", fluid, state) for n, what, fluid, state in upper.states]
    low, up = lower.compressions[0], upper.compressions[0]
    return CycleResult(
        "cascade",
        f"{lower.refrigerant} / {upper.refrigerant}",
        tuple(states),
        (low._replace(stage="lower circuit", flow_ratio=ratio), up._replace(stage="upper circuit")),
        upper.condenser,
        lower.evaporator._replace(flow_ratio=ratio),
        lower.volumetric_efficiency,
        lower.ihx_heat_j_kg * ratio + upper.ihx_heat_j_kg,
    )
