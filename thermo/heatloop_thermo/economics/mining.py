"""What machines earn: mining at a hash price that declines and halves, or a hosting fee."""

from typing import Any

import numpy as np

from heatloop_thermo.economics.energy import J_PER_MWH
from heatloop_thermo.economics.prices import Mining
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num, as_given

DAYS_PER_YEAR = 365.0
HALVING_YEARS = 4.0
"""Time between two halvings of the subsidy: 210,000 blocks of ten minutes. [year]"""


def price_path(mining: Mining, years: int) -> Array:
    """Hash price and hash rate together over those of the start, mean of each year. [-], shape (years,)

    The first year is untouched by decline and degradation; a halving within a year counts from its time on.

    Raises
    ------
    OutOfRange : a horizon outside 1..200 years.

    >>> price_path(Mining(halving_after_year=1.5, decline=0.1), 3)
    array([1.   , 0.675, 0.405])
    """
    require("years", years, 1, 200, "year", "a horizon")
    age = np.arange(years, dtype=np.float64)
    path: Array = ((1.0 - mining.decline) * (1.0 - mining.degradation)) ** age * _halved(mining, age)
    return path


def _halved(mining: Mining, age: Array) -> Array:
    """Mean over each year of the steps down at the halvings."""
    kept = np.ones_like(age)
    if mining.halving_after_year is None:
        return kept
    at, level = mining.halving_after_year, 1.0
    while at < age[-1] + 1.0:
        after = np.clip(age + 1.0 - at, 0.0, 1.0)  # share of the year that lies behind the halving
        kept += after * level * (mining.halving_keeps - 1.0)
        level *= mining.halving_keeps
        at += HALVING_YEARS
    return kept


def mined(mining: Mining, running_fraction: float, years: int) -> Array:
    """Revenue of each year from mining. [money], shape (years,)

    Parameters
    ----------
    mining : scenario.
    running_fraction : mean share of the machines that run. [-], 0..1
    years : 1..200

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> round(mined(Mining(165.6, 39.0), 0.95, 1)[0])
    2239450
    """
    require("running_fraction", running_fraction, 0.0, 1.0 + 1e-9, "-", "share of the machines")
    first = mining.hash_rate_ph_s * (mining.hash_price_per_ph_d or 0.0) * DAYS_PER_YEAR * running_fraction
    path: Array = first * price_path(mining, years)
    return path


def hosted(mining: Mining, it_j: float, years: int) -> Array:
    """Revenue of each year from hosting. [money], shape (years,)

    Parameters
    ----------
    mining : scenario.
    it_j : electricity of the machines in a year. [J], >= 0
    years : 1..200

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> hosted(Mining(hosting_per_mwh=70.0), 3.6e12, 2)
    array([70000., 70000.])
    """
    require("it_j", it_j, 0.0, 1e22, "J", "electricity")
    require("years", years, 1, 200, "year", "a horizon")
    return np.full(years, it_j / J_PER_MWH * (mining.hosting_per_mwh or 0.0))


def effective_power_price(power_per_mwh: Num, capture_fraction: Num, use_fraction: Num, heat_per_mwh: Num) -> Num:
    """What a machine pays for its power once its used heat is sold. [money/MWh]

    Parameters
    ----------
    power_per_mwh : price of the power. [money/MWh]
    capture_fraction : heat captured over that power. [-], 0..1
    use_fraction : share of the captured heat that is used. [-], 0..1
    heat_per_mwh : value of used heat. [money/MWh]; all broadcast

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> effective_power_price(35.0, 0.9, np.array([0.25, 0.49, 0.62, 0.70]), 35.0 / 0.99).round()
    array([27., 19., 15., 13.])
    """
    require("power_per_mwh", power_per_mwh, -1e5, 1e5, "money/MWh", "a price of energy")
    require("capture_fraction", capture_fraction, 0.0, 1.0, "-", "share of the power")
    require("use_fraction", use_fraction, 0.0, 1.0, "-", "share of the captured heat")
    require("heat_per_mwh", heat_per_mwh, -1e5, 1e5, "money/MWh", "a price of energy")
    power, capture, use, heat = (
        np.asarray(x, dtype=np.float64) for x in (power_per_mwh, capture_fraction, use_fraction, heat_per_mwh)
    )
    value: Any = power - capture * use * heat
    out: Num = as_given(value)
    return out
