"""District heating: rooms by degree-hours below a balance temperature, with quieter nights, and hot water all year."""

import numpy as np

from heatloop_thermo.demand.hot_water import hot_water_factor
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.months import YEAR_HOURS
from heatloop_thermo.numeric import Array

BALANCE_C = 17.0
"""Outdoor temperature above which rooms need no heat: sun and people do the rest. [°C] secondary (Frederiksen & Werner, District
Heating and Cooling, 2013, ch. 4; the Nordic degree-day base)"""
HOT_WATER_FRACTION = 0.06
"""Mean heat for hot water, losses of circulation included, over the design load. [-] estimate: gives 15 to 25 % of the year's heat
in the Nordic countries"""
INERTIA_H = 24
"""Hours over which buildings average the outdoor temperature. [h] estimate: heavy buildings take longer"""
ROOM_SHAPE = (
    *(0.90, 0.90, 0.90, 0.90, 0.92, 1.00),
    *(1.10, 1.12, 1.10, 1.06, 1.03, 1.01),
    *(1.00, 0.99, 0.98, 0.99, 1.00, 1.02),
    *(1.04, 1.04, 1.03, 1.01, 0.97, 0.93),
)
"""Heat of rooms in each hour over that of the day, with night setback in a part of the buildings. [-] estimate; its mean is made 1"""


def district_heating_w(
    dry_bulb_c: Array,
    design_load_w: float,
    design_ambient_c: float,
    balance_c: float = BALANCE_C,
    hot_water_fraction: float = HOT_WATER_FRACTION,
) -> Array:
    """Heat that a district takes.

    Parameters
    ----------
    dry_bulb_c : of the outdoor air, hours of a year in local standard time. [°C], shape (8760,)
    design_load_w : in the largest hour of a day as cold as ``design_ambient_c`` all along. [W], > 0
    design_ambient_c : cold design day. [°C], -60..15
    balance_c : no room heating above. [°C], above ``design_ambient_c``, up to 25
    hot_water_fraction : mean heat for hot water over the design load. [-], 0..0.5

    Returns
    -------
    [W], shape (8760,). Not capped: days colder than the design day ask for more than the design load.

    Raises
    ------
    OutOfRange : an argument outside its range, or no year of hours.

    Source
    ------
    Degree-hour method (Frederiksen & Werner, District Heating and Cooling, 2013, ch. 4); shapes of the day: estimates.

    >>> cold = district_heating_w(np.full(8760, -24.0), 6e6, -24.0)
    >>> warm = district_heating_w(np.full(8760, 20.0), 6e6, -24.0)
    >>> float((cold.max() / 6e6).round(2)), float((warm.mean() / 6e6).round(2))
    (1.0, 0.06)
    """
    if np.shape(dry_bulb_c) != (YEAR_HOURS,):
        raise OutOfRange(f"dry_bulb_c has the shape {np.shape(dry_bulb_c)}, a year has {YEAR_HOURS} hours")
    require("dry_bulb_c", dry_bulb_c, -90.0, 60.0, "°C", "outdoor air")
    require("design_load_w", design_load_w, 1.0, 1e10, "W", "largest heat load of a sink")
    require("design_ambient_c", design_ambient_c, -60.0, 15.0, "°C", "cold design day of a place that heats")
    require("balance_c", balance_c, design_ambient_c + 1.0, 25.0, "°C", "above the design day, below room temperature")
    require("hot_water_fraction", hot_water_fraction, 0.0, 0.5, "-", "room heating leads the design")
    room_shape = np.array(ROOM_SHAPE) / np.mean(ROOM_SHAPE)
    water = hot_water_fraction * design_load_w * hot_water_factor()
    coldest_day = water.reshape(365, 24)[np.argmax(water) // 24]
    room_design = float(
        ((design_load_w - coldest_day) / room_shape).min()
    )  # no hour of that day passes the design load
    degrees = np.maximum(balance_c - trailing_mean(dry_bulb_c, INERTIA_H), 0.0) / (balance_c - design_ambient_c)
    return np.asarray(room_design * degrees * np.tile(room_shape, 365) + water)


def trailing_mean(values: Array, hours: int) -> Array:
    """Mean of each hour and the ones before it; the year joins its own end.

    Parameters
    ----------
    values : hourly, shape (n,)
    hours : how many count. [-], 1..n

    Returns
    -------
    Shape (n,), same unit and mean.

    >>> trailing_mean(np.array([0.0, 0.0, 4.0, 0.0]), 2)
    array([0., 0., 2., 2.])
    """
    require("hours", float(hours), 1.0, float(len(values)), "-", "a part of the year")
    total = np.cumsum(np.concatenate([values[-hours:], values]))
    return np.asarray((total[hours:] - total[:-hours]) / hours)
