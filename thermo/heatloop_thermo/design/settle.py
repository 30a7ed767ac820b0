"""The coupling solved: header return, source inlets, flows, losses and pump heat, all at once."""

from collections.abc import Sequence

from heatloop_thermo.design.aim import Aim, InSeries, Stages
from heatloop_thermo.design.header import HeaderPoint, header_turn
from heatloop_thermo.design.hydraulics import CircuitPump
from heatloop_thermo.design.ring import Ring, RingPoint, turn
from heatloop_thermo.plant import Plant

TOLERANCE = 2e-10
"""Largest change between two turns of any duty, relative, and of a temperature, over the header's spread. [-]"""
TURNS_MAX = 60


def settle(
    plant: Plant,
    rings: Sequence[Ring],
    first: Sequence[RingPoint],
    start: HeaderPoint,
    pump: CircuitPump | None,
    aim: Aim,
    shifts: bool,
    fire: bool,
) -> tuple[tuple[RingPoint, ...], HeaderPoint]:
    """Turn loops and header round until nothing changes.

    Parameters
    ----------
    plant : as typed.
    rings : the loops that hand heat over, equipped; at least one.
    first, start : a turn of each loop and of the header, to start from.
    pump : header pump(s).
    aim : what each ring is to give, and from what.
    shifts : whether it may shift so that the sinks get the target exactly.
    fire : whether the boiler may top up.

    Returns
    -------
    The settled points. Each duty is met to 2e-10: losses and pump heat depend so weakly on temperature that a turn
    shrinks the error some hundredfold.
    """
    points, header = tuple(first), start
    shifts = shifts and not fire
    stages = aim.stages if isinstance(aim, InSeries) else None
    miss_k = plant.target_c - header.supply_c if shifts else 0.0
    for _ in range(TURNS_MAX):
        back_c, water = header.back_c, plant.header.coolant
        before = rings
        rings, colds = aim(rings, points, header, miss_k)
        stuck = stages is None and all(now.supply_c == then.supply_c for now, then in zip(rings, before, strict=True))
        rows = zip(rings, points, colds, strict=True)
        points = tuple(turn(r, point.next_duty_w, water, cold_c, point.cdu) for r, point, cold_c in rows)
        header = header_turn(plant, points, pump, header.return_c, fire, stages)
        change = max(*(point.unsettled for point in points), _apart(points, stages) if stages else 0.0)
        miss_k = plant.target_c - header.supply_c if shifts else 0.0
        lacks_k = 0.0 if stuck and miss_k > 0 else abs(miss_k)
        shift_k = max(abs(header.back_c - back_c), lacks_k)
        if max(change, shift_k / (header.mixed_c - header.back_c)) < TOLERANCE:
            return points, header
    raise AssertionError(f"{plant.name} did not settle within {TURNS_MAX} turns")


def _apart(points: Sequence[RingPoint], stages: Stages) -> float:
    """By how much the flows through stages in series differ. [-]"""
    flows = [sum(points[i].handed.cold_flow_kg_s for i in stage) for stage in stages]
    return max(flows) / min(flows) - 1.0
