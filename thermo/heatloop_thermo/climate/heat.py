"""Air temperature of a synthetic year, first part: season, spells of warm and cold days, the wave of the day."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.climate.dice import autoregressive
from heatloop_thermo.climate.normals import Normals
from heatloop_thermo.months import at_months, middles
from heatloop_thermo.numeric import Array

SPELL_MEMORY = 0.7
"""Correlation of the temperature anomalies of neighbouring days. [-] secondary (Richardson, Water Resour. Res. 17 (1981) 182:
0.6 to 0.75)"""
SUN_LINK = 0.4
"""How far sunny days are warmer than others in the warmest month, and colder in the coldest: a correlation. [-] estimate"""
SUN_SWING = 0.8
"""How much wider the daily range of the brightest day of a month is than that of the dullest, over the mean. [-] estimate"""


@dataclass(frozen=True, eq=False)
class Pattern:
    """What the dice gave, before it is fitted to the statistics of the months.

    Parameters
    ----------
    slow_c : season and spells of each hour, shape (8760,). [degC]
    swing : daily range of each day over the mean of its month, shape (365,). [-]
    """

    slow_c: Array
    swing: Array


def daily_wave(hour: Array) -> Array:
    """Air temperature over the day, less its mean, over its range.

    Parameters
    ----------
    hour : local time. [h], 0..24

    Returns
    -------
    [-], about -0.46..0.54; highest about 15 h, lowest about 5 h; mean 0 over 24 equal steps

    Source
    ------
    Erbs, Klein & Beckman, ASHRAE Journal 25 (June 1983) 60.

    >>> daily_wave(np.array([5.0, 15.0])).round(2)
    array([-0.45,  0.52])
    """
    t = 2.0 * np.pi * (np.asarray(hour) - 1.0) / 24.0
    return np.asarray(
        0.4632 * np.cos(t - 3.805)
        + 0.0984 * np.cos(2.0 * t - 0.360)
        + 0.0168 * np.cos(3.0 * t - 0.822)
        + 0.0138 * np.cos(4.0 * t - 3.513)
    )


def pattern(normals: Normals, sunshine: Array, sun_shocks: Array, shocks: Array) -> Pattern:
    """Season and spells, and how wide the days swing.

    Parameters
    ----------
    normals : of the place.
    sunshine : of each day: 0 the dullest and 1 the brightest of its month, shape (365,). [-]
    sun_shocks, shocks : independent standard normal numbers, shape (365,): those that made ``sunshine``, and others. [-]
    """
    day = middles(365)
    mean = np.array(normals.dry_bulb_c)
    season = mean - mean.mean()
    link = at_months(SUN_LINK * season / max(float(np.abs(season).max()), 1e-9), day)
    spells = autoregressive(link * sun_shocks + np.sqrt(1.0 - link**2) * shocks, SPELL_MEMORY)
    width = (np.array(normals.dry_bulb_max_c) - np.array(normals.dry_bulb_min_c)) / 4.0  # about two deviations each way
    time = middles(8760) / 24.0
    slow = at_months(mean, time) + np.interp(time, day, spells * at_months(width, day))
    return Pattern(slow, 1.0 + SUN_SWING * (sunshine - 0.5))
