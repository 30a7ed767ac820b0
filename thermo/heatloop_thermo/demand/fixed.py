"""Heat loads that ask nobody about the weather: a process with its shifts, and a series that somebody measured."""

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.months import YEAR_HOURS
from heatloop_thermo.numeric import Array


def process_w(
    design_load_w: float,
    start_h: float = 0.0,
    end_h: float = 24.0,
    workdays: int = 7,
    idle_fraction: float = 0.0,
    first_weekday: int = 0,
) -> Array:
    """Heat that a process takes: its load in the working hours, a share of it in the others.

    Parameters
    ----------
    design_load_w : in working hours. [W], > 0
    start_h, end_h : working hours of a day, local standard time; an hour that is worked in part counts in part.
        [h], 0..24, start before end
    workdays : days a week, from Monday. [-], 0..7
    idle_fraction : load at other times, over that of working hours. [-], 0..1
    first_weekday : of 1 January: 0 is Monday, 6 Sunday. [-]

    Returns
    -------
    [W], shape (8760,). Holidays are worked.

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> float(process_w(1e6, 6.0, 22.0, 5).sum() / 1e6)
    4176.0
    """
    require("design_load_w", design_load_w, 1.0, 1e10, "W", "largest heat load of a sink")
    require("start_h", start_h, 0.0, 24.0, "h", "hour of a day")
    require("end_h", end_h, start_h, 24.0, "h", "hour of a day, not before the start")
    require("workdays", float(workdays), 0.0, 7.0, "-", "days of a week")
    require("idle_fraction", idle_fraction, 0.0, 1.0, "-", "a share of the load")
    require("first_weekday", float(first_weekday), 0.0, 6.0, "-", "0 is Monday")
    hour = np.arange(24.0)
    worked = np.maximum(np.minimum(hour + 1.0, end_h) - np.maximum(hour, start_h), 0.0)
    weekday = (first_weekday + np.arange(365)) % 7
    busy = ((weekday < workdays)[:, None] * worked).ravel()
    return np.asarray(design_load_w * (idle_fraction + (1.0 - idle_fraction) * busy))


def profile_w(load_w: Array) -> Array:
    """Heat load as given, once it has been checked.

    Parameters
    ----------
    load_w : of each hour of a year without leap day, local standard time. [W], >= 0, shape (8760,)

    Returns
    -------
    The same, as float64. [W], shape (8760,)

    Raises
    ------
    OutOfRange : not 8,760 hours, or one that is negative, NaN or infinite.

    >>> profile_w(np.full(8760, 2e6))[:2]
    array([2000000., 2000000.])
    """
    load = np.asarray(load_w, dtype=np.float64)
    if load.shape != (YEAR_HOURS,):
        raise OutOfRange(f"load_w has the shape {load.shape}, a year has {YEAR_HOURS} hours")
    require("load_w", load, 0.0, 1e10, "W", "heat load of a sink")
    return load
