"""Sizing: the stack of whole plates that does a duty within its limits at least area, and which limit binds."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from heatloop_thermo.errors import Infeasible, OutOfRange
from heatloop_thermo.exchanger.candidate import NAMES, PURPOSE, Candidate, judge
from heatloop_thermo.exchanger.fluid import Stream
from heatloop_thermo.exchanger.plate import PlateGeometry
from heatloop_thermo.exchanger.plate_exchanger import PlateExchanger
from heatloop_thermo.exchanger.rate import Exchanger, rate
from heatloop_thermo.exchanger.rating import Rating
from heatloop_thermo.exchanger.sizing import Considered, Duty, Sizing, SizingLimits
from heatloop_thermo.exchanger.stacks import Shapes, Stacks

NTU_PER_PASS = 5.0
"""Transfer units up to which a duty is left to a single pass; beyond it one pass more is tried for each. [-]; estimate"""

__all__ = ["Considered", "Duty", "Sizing", "SizingLimits", "oversurface", "size"]


def size(plates: Sequence[PlateGeometry], duty: Duty, limits: SizingLimits) -> Sizing:
    """Choose the stack of least area that does a duty within its limits.

    A single pass has all its connections on the fixed end plate, so that it opens without touching the pipes; more passes, the same
    on both sides, are tried where the duty asks for more than `NTU_PER_PASS` a pass, or where fewer passes do not do. An odd number
    of plates gives both sides the same number of channels. Conductance grows and pressure drop falls with the number of plates, so
    each requirement has a least number, and the largest of them is needed.

    Parameters
    ----------
    plates : geometries to choose from.
    duty : heat and temperatures.
    limits : to be kept at the duty, and by the rating at the duty's inlets.

    Returns
    -------
    Sizing.

    Raises
    ------
    Infeasible : when nothing fits; names the limit and the figures of the plate that comes closest.
    OutOfRange : no plates offered.

    >>> from heatloop_thermo.properties import water
    >>> plate = PlateGeometry("a", "gasketed", 0.5, 0.4, 0.0028, 1.2, 60.0, 5e-4, 16.0, 0.1, 300, 150.0, 1e6)
    >>> duty = Duty(water(), 10.0, 80.0, 60.0, water(), 10.0, 54.9817, 75.0)
    >>> sizing = size([plate], duty, SizingLimits(50e3, 50e3, 6.0))
    >>> sizing.exchanger.plates, sizing.binding
    (77, 'thermal_duty')
    """
    if not plates:
        raise OutOfRange("plates: none offered to choose from")
    first = min(math.ceil(duty.ntu / NTU_PER_PASS), limits.passes_max)
    candidates = [one for passes in range(1, first + 1) for one in _candidates(plates, passes, duty, limits)]
    for passes in range(first + 1, limits.passes_max + 2):
        while any(not one.broken for one in candidates):
            best = min((one for one in candidates if not one.broken), key=lambda one: one.rank)
            exchanger, rating = _rated(best, duty, limits)
            if rating.dp_hot_pa <= limits.dp_hot_max_pa and rating.dp_cold_pa <= limits.dp_cold_max_pa:
                return _sizing(best, exchanger, rating, duty, limits, candidates)
            # At full area the hot side runs a little cooler than in the duty; one step more where that tips a pressure drop.
            grown = best.grown("dp_hot" if rating.dp_hot_pa > limits.dp_hot_max_pa else "dp_cold")
            candidates = [grown if one is best else one for one in candidates]
        if passes <= limits.passes_max:
            candidates += _candidates(plates, passes, duty, limits)
    raise _infeasible(candidates)


def _candidates(plates: Sequence[PlateGeometry], passes: int, duty: Duty, limits: SizingLimits) -> list[Candidate]:
    """Every plate with a number of passes; Kumar's table is entered one angle at a time."""
    if limits.correlation != "kumar":
        return _group(plates, passes, duty, limits)
    found: list[Candidate] = []
    for angle in dict.fromkeys(plate.chevron_beta_deg for plate in plates):
        found += _group([plate for plate in plates if plate.chevron_beta_deg == angle], passes, duty, limits)
    return sorted(found, key=lambda one: plates.index(one.plate))


def _group(plates: Sequence[PlateGeometry], passes: int, duty: Duty, limits: SizingLimits) -> list[Candidate]:
    stacks = Stacks(
        Shapes(plates),
        np.full(len(plates), float(passes)),
        duty,
        limits,
        duty.hot_coolant.state(0.5 * (duty.hot_in_c + duty.hot_out_c)),
        duty.cold_coolant.state(0.5 * (duty.cold_in_c + duty.cold_out_c)),
    )
    required = stacks.required()
    channels = stacks.whole(required).tolist()
    ports = np.vstack([stacks.port_dp_pa, stacks.port_velocity_m_s])
    figures = zip(plates, channels, required.T.tolist(), ports.T.tolist(), strict=True)
    return [judge(plate, passes, count, needs, port, duty.hot_in_c, limits) for plate, count, needs, port in figures]


def _rated(best: Candidate, duty: Duty, limits: SizingLimits) -> tuple[PlateExchanger, Rating]:
    exchanger = PlateExchanger(
        best.plate,
        best.plates,
        best.passes,
        best.passes,
        limits.fouling_hot_m2k_w,
        limits.fouling_cold_m2k_w,
        limits.correlation,
    )
    hot = Stream(duty.hot_coolant, duty.hot_flow_kg_s, duty.hot_in_c)
    return exchanger, rate(exchanger, hot, Stream(duty.cold_coolant, duty.cold_flow_kg_s, duty.cold_in_c))


def _sizing(
    best: Candidate, exchanger: PlateExchanger, rating: Rating, duty: Duty, limits: SizingLimits, all_: list[Candidate]
) -> Sizing:
    spare = oversurface(exchanger, duty)
    binding, reason = best.binding, ""
    shut_out = [
        one for one in all_ if len(one.broken) == 1 and one.broken[0].name not in NAMES and one.rank < best.rank
    ]
    if binding != "thermal_duty":
        hot = binding == "dp_hot"
        taken, allowed = (rating.dp_hot_pa, limits.dp_hot_max_pa) if hot else (rating.dp_cold_pa, limits.dp_cold_max_pa)
        reason = f"{PURPOSE[binding]} binds, at {taken / 1e3:.4g} of {allowed / 1e3:.4g} kPa"
    elif shut_out:
        other = min(shut_out, key=lambda one: one.rank)
        binding, reason = other.broken[0].name, f"{other.stack}, would do but for its limit: {other.broken[0].text}"
    else:
        reason = "the heat itself asks for the area, no limit stands in the way"
    text = f"{best.stack}, {spare:.1%} oversurface; {reason}"
    return Sizing(exchanger, rating, spare, binding, text, tuple(_considered(best, all_)))


def oversurface(exchanger: Exchanger, duty: Duty) -> float:
    """Area over the area that a duty needs at the fouled coefficient, less 1. [-]; negative when the exchanger is too small

    >>> from heatloop_thermo.exchanger import ConstantUa
    >>> from heatloop_thermo.properties import water
    >>> duty = Duty(water(), 10.0, 80.0, 60.0, water(), 10.0, 50.0, 70.015)
    >>> round(oversurface(ConstantUa(1e5), duty), 3)
    0.193
    """
    hot = duty.hot_coolant.state(0.5 * (duty.hot_in_c + duty.hot_out_c))
    cold = duty.cold_coolant.state(0.5 * (duty.cold_in_c + duty.cold_out_c))
    ua = exchanger.conductance_w_k(duty.hot_flow_kg_s, hot, duty.cold_flow_kg_s, cold)
    return float(ua * duty.lmtd_k / duty.duty_w - 1.0)


def _considered(best: Candidate, candidates: list[Candidate]) -> Iterator[Considered]:
    """The best candidate of every plate, with the reason why it was not chosen."""
    foremost: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda each: (each is not best, each.worst.ratio, each.rank)):
        foremost.setdefault(one.plate.name, one)
    for name in dict.fromkeys(one.plate.name for one in candidates):
        one = foremost[name]
        refused = one.worst.text or ("" if one is best else f"fits, but takes {one.area_m2:.4g} m²")
        plates, area_m2 = (one.plates, one.area_m2) if one.channels > 0 else (None, None)
        yield Considered(name, one.passes, plates, area_m2, refused, one.worst.name or one.binding)


def _infeasible(candidates: list[Candidate]) -> Infeasible:
    closest = min(candidates, key=lambda one: (one.worst.ratio, one.rank))
    names = len({one.plate.name for one in candidates})
    story = "; ".join(each.text for each in sorted(closest.broken, key=lambda each: -each.ratio))
    passes = "1 pass" if closest.passes == 1 else f"{closest.passes} passes"
    offered = "the plate offered does not do" if names == 1 else f"none of the {names} plates offered does"
    text = f"{offered} the duty within the limits; {closest.plate.name} in {passes} comes closest: {story}"
    return Infeasible(closest.worst.name, text)
