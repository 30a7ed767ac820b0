"""Air temperature of a synthetic year, second part: each month gets its mean and its limits, the year its design temperatures."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from heatloop_thermo.climate.dice import plotting_positions
from heatloop_thermo.climate.heat import Pattern, daily_wave
from heatloop_thermo.climate.normals import Normals
from heatloop_thermo.climate.spread import bounded
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import middles, month_slices
from heatloop_thermo.numeric import Array

DESIGN_TOLERANCE_K = 1.0
"""How far the design temperatures of the year may lie from the published ones. [K]"""
DESIGN_HOURS = 35
"""Hours of a year beyond a 0.4 % design temperature. [h]"""
LEAN_MAX_K = 0.095
"""How far the months may leave their means towards published degree-days. [K]"""
DEGREE_DAY_BASE_C = 18.3
"""Base of the degree-days in normals: 65 °F. [degC]"""
BLEND_H = 48
"""Hours on either side of the turn of a month in which it passes into the next. [h]"""
_SPREAD_MIN, _SPREAD_MAX = 0.1, 1.5
_ROUNDS, _STEPS = 3, 10
_WAVE = daily_wave(middles(24))


@dataclass(frozen=True)
class _Month:
    """What one month has to meet, and the order of its hours."""

    index: int
    hours: slice
    mean_c: float
    low_c: float
    high_c: float
    odds: Array
    swing: Array  # of each day, mean about 1

    def slow_c(self, spread: float, swing_k: float) -> Array:
        """Season and spells: the month's mean, far enough from its limits for a mean daily wave to fit in."""
        low, high = self.low_c - _WAVE.min() * swing_k, self.high_c - _WAVE.max() * swing_k
        return np.asarray(low + (high - low) * bounded(self.odds, (self.mean_c - low) / (high - low), spread))

    def with_wave_c(self, slow_c: Array, swing_k: float) -> Array:
        """Add the wave of each day, narrower where it would pass a limit of the month."""
        days = slow_c.reshape(-1, 24)
        below = ((self.low_c - days[:, _WAVE < 0.0]) / _WAVE[_WAVE < 0.0]).min(axis=1)
        above = ((self.high_c - days[:, _WAVE > 0.0]) / _WAVE[_WAVE > 0.0]).min(axis=1)
        swing = np.minimum(np.minimum(self.swing * swing_k, below), above)
        return np.asarray((days + swing[:, None] * _WAVE).ravel())


def dry_bulb_of(normals: Normals, pattern: Pattern) -> Array:
    """Air temperature of each hour, in the order of the pattern.

    Parameters
    ----------
    normals : of the place.
    pattern : of the year.

    Returns
    -------
    Shape (8760,). [°C]; no hour outside the limits of its month, daily ranges nearly those of the normals; means of the months
    exact, or, where degree-days are given that do not fit them, up to 0.1 K nearer to those

    Raises
    ------
    OutOfRange : the design temperatures cannot be had within 1 K between the limits of the months.
    """
    months = [_month(normals, pattern, index, hours) for index, hours in enumerate(month_slices())]
    room = 1.5 * np.array([min(m.high_c - m.mean_c, m.mean_c - m.low_c) for m in months])
    swing = 0.8 * np.array(normals.daily_range_k)
    state = _Search(swing, (0.6, 0.6), np.array([normals.heating_996_c, normals.cooling_004_c]), 0.0)
    found = np.empty(0)
    for _ in range(_ROUNDS):
        state = replace(state, swing_k=np.minimum(state.swing_k, room))
        leaning = [replace(m, mean_c=m.mean_c + state.lean_k) for m in months]
        state = replace(state, pair=_spreads(normals, leaning, state))
        spreads, swing = _between(normals, state.pair), state.swing_k
        slow = _joined(pattern.slow_c, leaning, [m.slow_c(spreads[m.index], swing[m.index]) for m in leaning])
        found = np.concatenate([m.with_wave_c(slow[m.hours], swing[m.index]) for m in leaning])
        state = _corrected(normals, state, found)
    _check(normals, found)
    return found


@dataclass(frozen=True, eq=False)
class _Search:
    """Where the search stands."""

    swing_k: Array  # mean daily wave of each month
    pair: tuple[float, float]  # spread of the coldest and of the warmest month
    aim_c: Array  # design temperatures to aim at, so that those wanted come out
    lean_k: float  # by how much all months leave their mean, towards the degree-days


def _corrected(normals: Normals, state: _Search, found_c: Array) -> _Search:
    days = found_c.reshape(365, 24)
    ranges = np.ptp(days, axis=1)
    got_k = np.array([ranges[h.start // 24 : h.stop // 24].mean() for h in month_slices()])
    swing = state.swing_k * np.clip(np.array(normals.daily_range_k) / got_k, 0.3, 2.0)  # steps of the search
    wanted = np.array([normals.heating_996_c, normals.cooling_004_c])
    aim = state.aim_c + wanted - np.quantile(found_c, [0.004, 0.996])
    lean = state.lean_k
    if normals.heating_degree_days_k_d is not None:
        short = np.maximum(DEGREE_DAY_BASE_C - days.mean(axis=1), 0.0)
        lean += (float(short.sum()) - normals.heating_degree_days_k_d) / max(int((short > 0.0).sum()), 1)
    return _Search(swing, state.pair, aim, min(max(lean, -LEAN_MAX_K), LEAN_MAX_K))


def _month(normals: Normals, pattern: Pattern, index: int, hours: slice) -> _Month:
    position = plotting_positions(pattern.slow_c[hours])
    low, high, mean = normals.dry_bulb_min_c[index], normals.dry_bulb_max_c[index], normals.dry_bulb_c[index]
    days = pattern.swing[hours.start // 24 : hours.stop // 24]
    return _Month(index, hours, mean, low, high, np.log(position / (1.0 - position)), days)


def _spreads(normals: Normals, months: list[_Month], state: _Search) -> tuple[float, float]:
    """Spread of the coldest and of the warmest month, so that the design temperatures come out; see `_between`."""
    cold = [m for m in months if m.low_c < state.aim_c[0]]
    warm = [m for m in months if m.high_c > state.aim_c[1]]

    def hours_beyond(part: list[_Month], pair: tuple[float, float]) -> int:
        spread = _between(normals, pair)
        hours = [m.with_wave_c(m.slow_c(spread[m.index], swing[m.index]), swing[m.index]) for m in part]
        if part is cold:
            return sum(int((t < state.aim_c[0]).sum()) for t in hours)
        return sum(int((t > state.aim_c[1]).sum()) for t in hours)

    (coldest, warmest), swing = state.pair, state.swing_k
    for part in (cold, warm):
        low, high = _SPREAD_MIN, _SPREAD_MAX
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            coldest, warmest = (middle, warmest) if part is cold else (coldest, middle)
            low, high = (low, middle) if hours_beyond(part, (coldest, warmest)) > DESIGN_HOURS else (middle, high)
    return coldest, warmest


def _between(normals: Normals, pair: tuple[float, float]) -> Array:
    """Spread of every month: by its mean temperature between those of the coldest and the warmest."""
    mean = np.array(normals.dry_bulb_c)
    warmth = (mean - mean.min()) / max(float(np.ptp(mean)), 1e-9)
    return np.asarray(pair[0] + (pair[1] - pair[0]) * warmth)


def _joined(raw_c: Array, months: list[_Month], slow: list[Array]) -> Array:
    """Let each month pass into the next, and give it back the mean that this costs."""
    joined = np.concatenate(slow)
    ramp = 0.5 - 0.5 * middles(BLEND_H) / BLEND_H  # share of the other month, falling away from the turn
    for first, second in pairwise(months):
        turn = second.hours.start
        before, after = slice(turn - BLEND_H, turn), slice(turn, turn + BLEND_H)
        other = _as_in(raw_c, second, slow[second.index], before)
        joined[before] += ramp[::-1] * (other - joined[before])
        other = _as_in(raw_c, first, slow[first.index], after)
        joined[after] += ramp * (other - joined[after])
    for month in months:
        part = joined[month.hours]
        x = middles(len(part)) / len(part)
        np.clip(part, month.low_c, month.high_c, out=part)  # the neighbour's limits may be wider
        part += (month.mean_c - part.mean()) * 6.0 * x * (1.0 - x)
    return joined


def _as_in(raw_c: Array, month: _Month, slow_c: Array, hours: slice) -> Array:
    """Hours of another month as this one would have them."""
    order = np.argsort(raw_c[month.hours])
    return np.interp(raw_c[hours], raw_c[month.hours][order], slow_c[order])


def _check(normals: Normals, found_c: Array) -> None:
    for name, share, wanted in (
        ("heating_996_c", 0.004, normals.heating_996_c),
        ("cooling_004_c", 0.996, normals.cooling_004_c),
    ):
        got = float(np.quantile(found_c, share))
        if not abs(got - wanted) <= DESIGN_TOLERANCE_K:
            raise OutOfRange(
                f"{name} = {wanted:g} °C of {normals.name} does not fit the extremes of its months; {got:.1f} °C would"
            )
