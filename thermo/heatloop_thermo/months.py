"""Months of a year without a leap day: which hour belongs to which, sums and means by month."""

from typing import Any

import numpy as np

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.numeric import Array

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of each month; 29 February is never part of a year here."""
YEAR_HOURS = 24 * sum(MONTH_DAYS)
"""Hours of a year: 8,760."""


def month_slices() -> tuple[slice, ...]:
    """Hours of each month, as slices of an hourly array.

    >>> month_slices()[1]
    slice(744, 1416, None)
    """
    ends = np.cumsum(MONTH_DAYS) * 24
    return tuple(slice(int(end) - 24 * days, int(end)) for end, days in zip(ends, MONTH_DAYS, strict=True))


def monthly_mean(hourly: Array) -> Array:
    """Mean of each month of an hourly array.

    Parameters
    ----------
    hourly : one value an hour, shape (8760,); any unit

    Returns
    -------
    Means, shape (12,), same unit.

    Raises
    ------
    OutOfRange : another number of hours.

    >>> monthly_mean(np.arange(8760.0))[:2]
    array([ 371.5, 1079.5])
    """
    return monthly_sum(hourly) / (24.0 * np.array(MONTH_DAYS))


def monthly_sum(hourly: Array) -> Array:
    """Sum of each month of an hourly array, shape (12,); as `monthly_mean`.

    >>> monthly_sum(np.ones(8760))[:2]
    array([744., 672.])
    """
    if np.shape(hourly) != (YEAR_HOURS,):
        raise OutOfRange(f"hourly values have the shape {np.shape(hourly)}, a year has {YEAR_HOURS} hours")
    starts = [month.start for month in month_slices()]
    total: Any = np.add.reduceat(hourly, starts)
    sums: Array = total
    return sums


def middles(count: int) -> Array:
    """Middles of hours, or of days, counted from the start of the year: 0.5, 1.5, ...

    >>> middles(3)
    array([0.5, 1.5, 2.5])
    """
    return np.linspace(0.5, count - 0.5, count)


def at_months(monthly: Array, day: Array) -> Array:
    """Monthly values between the middles of the months, joined by straight lines over the turn of the year.

    Parameters
    ----------
    monthly : shape (12,)
    day : time since the start of the year. [d], 0..365

    Returns
    -------
    Values at ``day``, its shape.

    >>> at_months(np.arange(12.0), np.array([15.5, 30.25]))
    array([0. , 0.5])
    """
    days = np.array(MONTH_DAYS, dtype=np.float64)
    middle = np.cumsum(days) - days / 2.0
    return np.interp(day, middle, np.asarray(monthly, dtype=np.float64), period=365.0)
