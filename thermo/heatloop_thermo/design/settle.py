"""The coupling solved: header return, source inlets, flows, losses and pump heat, all at once."""

from collections.abc import Sequence
from dataclasses import replace

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
    holds: Sequence[bool],
    fire: bool,
) -> tuple[tuple[RingPoint, ...], HeaderPoint]:
    """Turn loops and header round until nothing changes.

    Parameters
    ----------
    plant : as typed.
    rings : the loops that hand heat over, equipped; at least one.
    first, start : a turn of each loop and of the header, to start from.
    pump : header pump(s).
    holds : for each ring, whether it may shift its supply so that the sinks get the target exactly.
    fire : whether the boiler may top up.

    Returns
    -------
    The settled points. Each duty is met to 2e-10: losses and pump heat depend so weakly on temperature that a turn
    shrinks the error some hundredfold.
    """
    points, header = tuple(first), start
    shifts = any(holds) and not fire
    miss_k = plant.target_c - header.supply_c if shifts else 0.0
    for _ in range(TURNS_MAX):
        rings = [replace(r, supply_c=r.supply_c + miss_k) if hold else r for r, hold in zip(rings, holds, strict=True)]
        cold_in_c, water = header.back_c, plant.header.coolant
        points = tuple(turn(r, point.next_duty_w, water, cold_in_c) for r, point in zip(rings, points, strict=True))
        header = header_turn(plant, points, pump, header.return_c, fire)
        change = max(abs(point.next_duty_w - point.duty_w) / point.duty_w for point in points)
        miss_k = plant.target_c - header.supply_c if shifts else 0.0
        shift_k = max(abs(header.back_c - cold_in_c), abs(miss_k))
        if max(change, shift_k / (header.mixed_c - header.back_c)) < TOLERANCE:
            return points, header
    raise AssertionError(f"{plant.name} did not settle within {TURNS_MAX} turns")
