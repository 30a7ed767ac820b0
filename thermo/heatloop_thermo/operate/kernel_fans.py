"""The slowest fans that reject a heat, compiled: the same coil, air side and order of preference as `rejector.hold`."""

import math
from typing import NamedTuple

from heatloop_thermo.compiled import lean, twin
from heatloop_thermo.numeric import Array
from heatloop_thermo.rejector import relation

heat_per_kelvin = twin(relation.heat_per_kelvin)

TOLERANCE = 1e-5
"""Of the heat that the fans move. [-]"""


class Coil(NamedTuple):
    """What stays of a cooler: tube rows, exponent of the air side, share of air that moves by itself, slowest speed. [-] all"""

    rows: int
    exponent: float
    free_share: float
    speed_min: float


class Air(NamedTuple):
    """One hour at full fan speed.

    Conductance from wall to air, heat-capacity rate of the air and of the coolant, heat per kelvin that is to be moved, all [W/K];
    resistance from coolant to wall [K/W]; whether fans may run.
    """

    wall_w_k: float
    air_w_k: float
    coolant_w_k: float
    need_w_k: float
    film_k_w: float
    may_run: bool


@lean
def _moved(coil: Coil, air: Air, speed: float) -> float:
    """Heat per kelvin between the two inlets at a speed. [W/K]"""
    share = max((speed**3 + coil.free_share**3) ** (1.0 / 3.0), 1e-9)
    ua = 1.0 / (1.0 / (air.wall_w_k * share**coil.exponent) + air.film_k_w)
    return float(heat_per_kelvin(ua, air.air_w_k * share, air.coolant_w_k, coil.rows))


@lean
def slowest(coil: Coil, air: Air, near: float) -> float:
    """Share of full fan speed: 0 where still air does it, else from the slowest that can be held up to 1, which may be too little. [-]

    Heat over speed is nearly a straight line in logarithms: secants there, the first with a slope of one half.
    """
    if air.need_w_k <= 0.0 or not air.may_run:
        return 0.0
    at, slope, want = math.log(near), 0.5, math.log(air.need_w_k)
    low = math.log(coil.speed_min)
    found = math.log(max(_moved(coil, air, near), 1e-300))
    for _ in range(30):
        if abs(found - want) < TOLERANCE or (at <= low and found > want) or (at >= 0.0 and found < want):
            break
        new = min(max(at + (want - found) / slope, low), 0.0)
        moved = math.log(max(_moved(coil, air, math.exp(new)), 1e-300))
        slope = max((moved - found) / (new - at), 0.05) if new != at else slope
        at, found = new, moved
    if at <= low and _moved(coil, air, 0.0) >= air.need_w_k:
        return 0.0
    return math.exp(at)


@lean
def speeds(coil: Coil, hours: Array, may_run: Array, out: Array) -> None:
    """`slowest` for every hour; columns of ``hours`` as the first five of `Air`."""
    near = 0.5
    for t in range(out.size):
        row = hours[t]
        out[t] = slowest(coil, Air(row[0], row[1], row[2], row[3], row[4], may_run[t] > 0.0), near)
        near = out[t] if out[t] > 0.0 else near
