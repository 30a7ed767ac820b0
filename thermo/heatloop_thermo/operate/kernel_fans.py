"""The slowest fans that reject a heat, compiled: the same coil, air side and order of preference as `rejector.hold`."""

import math
from typing import NamedTuple

from heatloop_thermo.compiled import inlined, lean, twin
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


@inlined
def _moved(coil: Coil, air: Air, at: float) -> float:
    """Heat per kelvin between the two inlets at ln of a share of the air. [W/K]"""
    share = math.exp(at)
    ua = 1.0 / (math.exp(-coil.exponent * at) / air.wall_w_k + air.film_k_w)
    return float(heat_per_kelvin(ua, air.air_w_k * share, air.coolant_w_k, coil.rows))


@inlined
def _air_share(coil: Coil, speed: float) -> float:
    """ln of the share of the air at a speed: forced and free convection, as `rejector.cooler.air_share`. [-]"""
    return math.log(max((speed**3 + coil.free_share**3) ** (1.0 / 3.0), 1e-9))


@inlined
def slowest(coil: Coil, air: Air, near: tuple[float, float, float]) -> tuple[float, float, float, float]:
    """Slowest fans that move a heat.

    Heat over air is nearly a straight line in logarithms: secants there, the first along the slope of the hour before.

    Parameters
    ----------
    coil, air : what stays, and the hour.
    near : ln of the share of the air, of the heat per kelvin, and slope between them, as found for another hour.

    Returns
    -------
    Share of full fan speed: 0 where still air does it, else from the slowest that can be held up to 1, which may be too little [-];
    then what another hour starts from.
    """
    if air.need_w_k <= 0.0 or not air.may_run:
        return 0.0, near[0], near[1], near[2]
    low, high, slope, want = _air_share(coil, coil.speed_min), _air_share(coil, 1.0), near[2], math.log(air.need_w_k)
    at = min(max(near[0] + (want - near[1]) / slope, low), high)
    found = math.log(max(_moved(coil, air, at), 1e-300))
    for _ in range(30):
        if abs(found - want) < TOLERANCE or (at <= low and found > want) or (at >= high and found < want):
            break
        new = min(max(at + (want - found) / slope, low), high)
        moved = math.log(max(_moved(coil, air, new), 1e-300))
        slope = max((moved - found) / (new - at), 0.05) if abs(new - at) > 1e-4 else slope
        at, found = new, moved
    if at <= low:
        still = _moved(coil, air, _air_share(coil, 0.0)) >= air.need_w_k
        return (0.0 if still else coil.speed_min), at, found, slope
    speed = (math.exp(3.0 * at) - coil.free_share**3) ** (1.0 / 3.0)
    return min(speed, 1.0), at, found, slope


@lean
def speeds(coil: Coil, hours: Array, may_run: Array, out: Array) -> None:
    """`slowest` for every hour; columns of ``hours`` as the first five of `Air`."""
    near = (math.log(0.5), math.log(max(hours[0, 3], 1e-300)), 0.5)
    for t in range(out.size):
        row = hours[t]
        air = Air(row[0], row[1], row[2], row[3], row[4], may_run[t] > 0.0)
        out[t], at, heat, slope = slowest(coil, air, near)
        near = (at, heat, slope)
