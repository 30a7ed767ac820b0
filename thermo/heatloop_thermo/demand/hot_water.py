"""Domestic hot water of many dwellings: two humps a day, a little more in winter."""

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.months import YEAR_HOURS, middles
from heatloop_thermo.numeric import Array

DAY_SHAPE = (
    *(0.35, 0.25, 0.20, 0.20, 0.30, 0.60),
    *(1.20, 1.70, 1.60, 1.35, 1.20, 1.10),
    *(1.10, 1.00, 0.95, 0.95, 1.05, 1.25),
    *(1.45, 1.55, 1.50, 1.35, 1.10, 0.70),
)
"""Draw of each hour of the day over its mean, many dwellings. [-] estimate: morning and evening hump of residential networks
(shape as in Frederiksen & Werner, District Heating and Cooling, 2013, ch. 4); its mean is made exactly 1"""
SEASON_SWING = 0.15
"""By how much the draw of the coldest weeks is above the mean: colder mains water, longer showers. [-] estimate"""
COLDEST_DAY = 45.0
"""Middle of the coldest weeks of the mains water, northern half of the Earth. [d] estimate"""


def hot_water_factor() -> Array:
    """Heat for hot water of each hour over the mean of the year. [-], shape (8760,)

    >>> float(hot_water_factor().mean().round(9))
    1.0
    """
    day = np.array(DAY_SHAPE) / np.mean(DAY_SHAPE)
    middle = middles(365)
    season = 1.0 + SEASON_SWING * np.cos(2.0 * np.pi * (middle - COLDEST_DAY) / 365.0)
    factor = (season[:, None] * day).ravel()
    return np.asarray(factor / factor.mean())


def hot_water_w(design_load_w: float) -> Array:
    """Heat for domestic hot water.

    Parameters
    ----------
    design_load_w : of the largest hour of the year. [W], > 0

    Returns
    -------
    Of each hour of a year, local standard time. [W], shape (8760,)

    Raises
    ------
    OutOfRange : no load.

    Source
    ------
    Shapes: estimates, see the constants of this module. Holidays, weekends and summer time are left out.

    >>> year = hot_water_w(1e6)
    >>> float(year.max()), float((year.mean() / year.max()).round(3))
    (1000000.0, 0.512)
    """
    require("design_load_w", design_load_w, 1.0, 1e10, "W", "largest heat load of a sink")
    factor = hot_water_factor()
    assert len(factor) == YEAR_HOURS
    return np.asarray(design_load_w * factor / factor.max())
