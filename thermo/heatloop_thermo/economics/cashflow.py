"""Figures of a row of yearly sums: net present value, internal rate of return, payback, annuity.

Index 0 of a row is today, index t the end of year t. Rates are per year; real rates with prices of one year, as everywhere in
this package.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num, as_given
from heatloop_thermo.roots import root

RATE_LOW, RATE_HIGH = -0.9, 10.0
"""Rates between which an internal rate is looked for. [1/year]"""
_FACTORS = 1.0 / np.geomspace(1.0 + RATE_LOW, 1.0 + RATE_HIGH, 600)


@dataclass(frozen=True)
class Rate:
    """Internal rate of return, or why there is none. ``value`` [1/year] is None where ``reason`` says something."""

    value: float | None
    reason: str = ""


def discount_factors(rate: Num, years: int) -> Array:
    """What a unit of money at the end of year 0, 1 .. years is worth today. [-], shape (..., years + 1)

    Parameters
    ----------
    rate : [1/year], -0.9..10; scalar or shape (...)
    years : whole years, 0..200

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> discount_factors(0.25, 2)
    array([1.  , 0.8 , 0.64])
    """
    require("rate", rate, RATE_LOW, RATE_HIGH, "1/year", "a discount rate")
    require("years", years, 0, 200, "year", "a horizon")
    factors: Array = (1.0 + np.asarray(rate, dtype=np.float64)[..., None]) ** -np.arange(years + 1.0)
    return factors


def npv(rate: Num, flows: Array) -> Num:
    """Net present value: sum of flows[t] / (1 + rate)^t.

    Parameters
    ----------
    rate : [1/year]; scalar or shape (...)
    flows : yearly sums, today first. [money], shape (..., years + 1)

    Returns
    -------
    Worth today. [money], broadcast shape

    Raises
    ------
    OutOfRange : a rate outside -0.9..10, or sums that are none.

    Source
    ------
    The usual definition; checked against numpy-financial.

    >>> round(npv(0.1, np.array([-100.0, 60.0, 60.0])), 6)
    4.132231
    """
    require("flows", flows, -1e18, 1e18, "money", "sums of money")
    row: Any = np.asarray(flows, dtype=np.float64)
    value: Num = as_given((row * discount_factors(rate, row.shape[-1] - 1)).sum(axis=-1))
    return value


def irr(flows: Array) -> Rate:
    """Internal rate of return: the rate at which the net present value is nought.

    Parameters
    ----------
    flows : yearly sums, today first. [money], shape (years + 1,)

    Returns
    -------
    Rate. No value, and the reason, where the sums never change sign, where no rate between `RATE_LOW` and `RATE_HIGH` will do,
    and where several would.

    Raises
    ------
    OutOfRange : sums that are none.

    >>> round(irr(np.array([-100.0, 60.0, 60.0])).value, 6), irr(np.array([-1.0, -1.0])).reason
    (0.130662, 'no change of sign: nothing comes back')
    """
    require("flows", flows, -1e18, 1e18, "money", "sums of money")
    scale = float(np.abs(flows).max()) if flows.size else 0.0
    if scale == 0.0 or not (flows < 0.0).any():
        return Rate(None, "no change of sign: nothing is invested")
    if not (flows > 0.0).any():
        return Rate(None, "no change of sign: nothing comes back")
    ratio = flows[::-1] / scale
    positive = np.polyval(ratio, _FACTORS) >= 0.0
    crossings = np.flatnonzero(positive[:-1] != positive[1:])
    if crossings.size == 0:
        return Rate(None, f"no rate between {RATE_LOW:.0%} and {RATE_HIGH:.0%} makes it nought")
    if crossings.size > 1:
        return Rate(None, f"{crossings.size} rates make it nought: the sums change sign more than once")
    at = int(crossings[0])
    terms = ratio.tolist()
    factor = root(lambda x: _horner(terms, x), float(_FACTORS[at + 1]), float(_FACTORS[at]), 1e-13)
    return Rate(1.0 / factor - 1.0)


def _horner(terms: Sequence[float], x: float) -> float:
    """Polynomial with the highest power first; for one number, numpy takes twenty times as long."""
    value = 0.0
    for term in terms:
        value = value * x + term
    return value


def payback_year(flows: Array, rate: float = 0.0) -> float | None:
    """Time after which the cumulated sums stay at nought or above. [year]; within a year, in proportion

    Parameters
    ----------
    flows : yearly sums, today first. [money], shape (years + 1,)
    rate : 0 for the simple payback, the discount rate for the discounted one. [1/year]

    Returns
    -------
    Years, or None where the sum of all is negative: it never pays back within the horizon.

    Raises
    ------
    OutOfRange : a rate outside -0.9..10, or sums that are none.

    >>> payback_year(np.array([-100.0, 40.0, 40.0, 40.0])), payback_year(np.array([-100.0, 40.0, 40.0]))
    (2.5, None)
    """
    require("flows", flows, -1e18, 1e18, "money", "sums of money")
    cumulated = np.cumsum(flows * discount_factors(rate, len(flows) - 1))
    tiny = 1e-9 * float(np.abs(flows).max(initial=0.0))
    if cumulated[-1] < -tiny:
        return None
    below = np.flatnonzero(cumulated < -tiny)
    if below.size == 0:
        return 0.0
    last = int(below[-1])
    return last + float(cumulated[last] / (cumulated[last] - cumulated[last + 1]))


def annuity(rate: Num, years: int) -> Num:
    """Yearly sum that is worth 1 today. [1/year]

    Parameters
    ----------
    rate : [1/year], -0.9..10
    years : over which it is paid, 1..200

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> round(annuity(0.08, 10), 5), annuity(0.0, 10)
    (0.14903, 0.1)
    """
    require("years", years, 1, 200, "year", "a horizon")
    value: Num = as_given(1.0 / discount_factors(rate, years)[..., 1:].sum(axis=-1))
    return value


def lifetime_flows(cost: float, lifetime_year: float, years: int) -> Array:
    """What an item costs over a horizon: bought today, replaced as often as it wears out, its rest worth something at the end.

    Parameters
    ----------
    cost : of one purchase. [money], >= 0
    lifetime_year : after which it is replaced. [year], > 0.1
    years : whole years of the horizon.

    Returns
    -------
    Sums, purchases positive, the residual value negative. [money], shape (years + 1,)

    Raises
    ------
    OutOfRange : an argument outside its range.

    Source
    ------
    Usual in district heating: reinvestment in the year after which a life ends, straight-line residual value.

    >>> lifetime_flows(100.0, 4.0, 6)
    array([100.,   0.,   0.,   0., 100.,   0., -50.])
    """
    require("cost", cost, 0.0, 1e15, "money", "a purchase")
    require("lifetime_year", lifetime_year, 0.1, 1e3, "year", "life of an item")
    flows = np.zeros(years + 1)
    bought = 0.0
    while bought < years:
        flows[round(bought)] += cost
        bought += lifetime_year
    flows[years] -= cost * (bought - years) / lifetime_year
    return flows
