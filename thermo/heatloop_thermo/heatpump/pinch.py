"""Refrigerant against liquid in counterflow: where the pinch lies, zone by zone, and what surface each zone needs.

Both sides are drawn over the share x of the heat that has been passed, from the cold end (0) to the hot end (1). The
difference can be smallest at any zone boundary, at either end, or inside a zone where the refrigerant's heat capacity
changes: desuperheating near the dew line and gas cooling near the critical point. All are looked at.
"""

import math
from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from heatloop_thermo.errors import Infeasible, TemperatureCross, require
from heatloop_thermo.heatpump.refrigerant import Refrigerant, State
from heatloop_thermo.heatpump.result import RefrigerantPath, Zone, ZoneName
from heatloop_thermo.numeric import Array
from heatloop_thermo.polynomial import Coefficients, derivative, horner
from heatloop_thermo.properties import Coolant
from heatloop_thermo.roots import root

GAS_COOLER_POINTS = 16
DESUPERHEATER_POINTS = 3


class CoolantLine:
    """A coolant's temperature over the share of the heat, from its cold to its hot end.

    The coolant's enthalpy is inverted at 12 points and a polynomial put through them, good to 1e-7 K, because a solver
    asks some hundred times.

    Parameters
    ----------
    coolant : the liquid.
    cold_c, hot_c : its temperatures at the two ends. [degC], at least 0.01 K apart

    Raises
    ------
    OutOfRange : temperatures outside the coolant's range, or in the wrong order.
    """

    __slots__ = ("_slope", "_values", "cold_c", "coolant", "hot_c", "rise_j_kg")

    def __init__(self, coolant: Coolant, cold_c: float, hot_c: float) -> None:
        require(
            "temperature rise of " + coolant.name, hot_c - cold_c, 0.01, math.inf, "K", "from its cold to its hot end"
        )
        self.coolant, self.cold_c, self.hot_c = coolant, cold_c, hot_c
        low = coolant.enthalpy_j_kg(cold_c)
        self.rise_j_kg: float = coolant.enthalpy_j_kg(hot_c) - low
        u, through = _through_points()
        t_c = coolant.temperature_c(low + 0.5 * (1.0 + u) * self.rise_j_kg)
        self._values: Coefficients = tuple((through @ t_c).tolist())
        self._slope = derivative(self._values)

    def at(self, x: float) -> float:
        """Temperature where a share of the heat has been passed. [degC]"""
        return horner(self._values, 2.0 * x - 1.0)

    def slope(self, x: float) -> float:
        """dT/dx. [K]"""
        return 2.0 * horner(self._slope, 2.0 * x - 1.0)


@lru_cache(maxsize=1)
def _through_points() -> tuple[Array, Array]:
    """Twelve Chebyshev points in -1..1, and the matrix from values there to the polynomial through them."""
    u = np.cos(np.pi * (np.arange(12) + 0.5) / 12)
    return u, np.linalg.inv(np.vander(u))


class Segment(NamedTuple):
    """One zone of the refrigerant, cold end first: shares of the heat, temperatures and states at some points."""

    zone: ZoneName
    x: tuple[float, ...]
    t_c: tuple[float, ...]
    states: tuple[State, ...]


class ZoneMatch(NamedTuple):
    """One zone of a matched exchanger.

    Parameters
    ----------
    name : of the zone.
    share : of the exchanger's heat. [-]
    refrigerant_cold_c, refrigerant_hot_c, coolant_cold_c, coolant_hot_c : temperatures at its two ends. [degC]
    mean_difference_k : the difference that moves the heat with a constant U. [K]
    least_difference_k : at its ends or within. [K]
    """

    name: ZoneName
    share: float
    refrigerant_cold_c: float
    refrigerant_hot_c: float
    coolant_cold_c: float
    coolant_hot_c: float
    mean_difference_k: float
    least_difference_k: float


class Match(NamedTuple):
    """A refrigerant's path matched with a coolant's line.

    Parameters
    ----------
    zones : cold end first.
    pinch_k : smallest difference anywhere. [K]
    pinch_x : where, as a share of the heat from the cold end. [-]
    pinch_zone : the zone that it lies in or begins at.
    """

    zones: tuple[ZoneMatch, ...]
    pinch_k: float
    pinch_x: float
    pinch_zone: ZoneName


def curve(fluid: Refrigerant, path: RefrigerantPath) -> tuple[Segment, ...]:
    """A path drawn over the share of its heat, cold end first."""
    cold, hot = sorted((path.start.enthalpy_j_kg, path.end.enthalpy_j_kg))
    zones = sorted(path.zones, key=lambda zone: zone.start.enthalpy_j_kg + zone.end.enthalpy_j_kg)
    return tuple(_segment(fluid, zone, cold, hot - cold) for zone in zones)


def _segment(fluid: Refrigerant, zone: Zone, base: float, whole: float) -> Segment:
    points = {"gas_cooling": GAS_COOLER_POINTS, "desuperheating": DESUPERHEATER_POINTS}.get(zone.name, 1)
    ends = sorted((zone.start, zone.end), key=lambda state: state.enthalpy_j_kg)
    step = (ends[1].t_c - ends[0].t_c) / points
    row = [ends[0]]
    for i in range(1, points):
        row.append(fluid.vapour(ends[0].t_c + i * step, ends[0].pressure_pa, row[-1]))
    row.append(ends[1])
    return Segment(
        zone.name, tuple((s.enthalpy_j_kg - base) / whole for s in row), tuple(s.t_c for s in row), tuple(row)
    )


def least(
    fluid: Refrigerant, path: RefrigerantPath, segments: tuple[Segment, ...], line: CoolantLine, sign: float
) -> tuple[float, float, ZoneName]:
    """Smallest difference, where it lies, and in which zone; ``sign`` 1: refrigerant is the hot side, -1: the cold side."""
    best = (math.inf, 0.0, segments[0].zone)
    for segment in segments:
        gaps = [sign * (t - line.at(x)) for x, t in zip(segment.x, segment.t_c, strict=True)]
        i = min(range(len(gaps)), key=gaps.__getitem__)
        best = min(best, (gaps[i], segment.x[i], segment.zone))
        if segment.zone in ("desuperheating", "gas_cooling"):
            best = min((best, *_valleys(fluid, path, segment, line)))
    return best


def _valleys(
    fluid: Refrigerant, path: RefrigerantPath, segment: Segment, line: CoolantLine
) -> Iterator[tuple[float, float, ZoneName]]:
    """Every difference inside a zone that is smaller than those beside it: d(gap)/dx changes its sign from - to +.

    Going away from the dew line the heat capacity falls, and the gap bends one way only: if it widens there, there is none.
    """
    cold, hot = sorted((path.start.enthalpy_j_kg, path.end.enthalpy_j_kg))

    def slope(state: State) -> float:
        x = (state.enthalpy_j_kg - cold) / (hot - cold)
        return (hot - cold) / fluid.heat_capacity_j_kgk(state) - line.slope(x)

    before = slope(segment.states[0])
    if segment.zone == "desuperheating" and before >= 0.0:
        return
    for low, high in zip(segment.states, segment.states[1:], strict=False):
        after = slope(high)
        if before < 0.0 < after:
            at = partial(fluid.vapour, pressure_pa=path.start.pressure_pa, near=low)
            if slope(at(low.t_c)) * slope(at(high.t_c)) > 0.0:
                text = f"{fluid.name}: so near its critical point that its heat capacity between {low.t_c:.1f} and "
                raise Infeasible(
                    "near_critical", f"{text}{high.t_c:.1f} degC is not to be had from the equation of state"
                )
            state = at(root(lambda t_c, at=at: slope(at(t_c)), low.t_c, high.t_c, 1e-4))  # type: ignore[misc]
            x = (state.enthalpy_j_kg - cold) / (hot - cold)
            yield state.t_c - line.at(x), x, segment.zone
        before = after


def load_over_u(segments: tuple[Segment, ...], line: CoolantLine, sign: float, u_w_m2k: dict[ZoneName, float]) -> float:
    """Surface per heat: the sum over all zones of share / (U x mean difference). [m2/W]; infinite where the lines touch."""
    return sum(_share_per_k(s, line, sign) / u_w_m2k[s.zone] for s in segments)


def _share_per_k(segment: Segment, line: CoolantLine, sign: float) -> float:
    """Sum of dx over the logarithmic mean difference from point to point. [1/K]"""
    total, before = 0.0, sign * (segment.t_c[0] - line.at(segment.x[0]))
    for i in range(1, len(segment.x)):
        after = sign * (segment.t_c[i] - line.at(segment.x[i]))
        if before <= 0.0 or after <= 0.0:
            return math.inf
        ratio = after / before
        mean = (after - before) / math.log(ratio) if abs(ratio - 1.0) > 1e-6 else 0.5 * (before + after)
        total += (segment.x[i] - segment.x[i - 1]) / mean
        before = after
    return total


def match(fluid: Refrigerant, path: RefrigerantPath, line: CoolantLine, sign: float) -> Match:
    """The whole story of one exchanger.

    Parameters
    ----------
    fluid : the path's refrigerant, opened by the caller's thread.
    path, line : refrigerant and coolant, in counterflow.
    sign : 1 for a condenser (the refrigerant is hotter), -1 for an evaporator.

    Raises
    ------
    TemperatureCross : where the coolant is not on its side of the refrigerant everywhere.
    """
    segments = curve(fluid, path)
    pinch_k, pinch_x, pinch_zone = least(fluid, path, segments, line, sign)
    if not pinch_k > 0.0:
        raise TemperatureCross(f"{fluid.name} and {line.coolant.name} cross in {pinch_zone}: {pinch_k:.3f} K")
    return Match(tuple(_zone(segment, line, sign) for segment in segments), pinch_k, pinch_x, pinch_zone)


def _zone(segment: Segment, line: CoolantLine, sign: float) -> ZoneMatch:
    share = segment.x[-1] - segment.x[0]
    gaps = [sign * (t - line.at(x)) for x, t in zip(segment.x, segment.t_c, strict=True)]
    return ZoneMatch(
        segment.zone,
        share,
        segment.t_c[0],
        segment.t_c[-1],
        line.at(segment.x[0]),
        line.at(segment.x[-1]),
        share / _share_per_k(segment, line, sign),
        min(gaps),
    )
