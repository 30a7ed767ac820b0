"""Money of other currencies and years: rates and the index of plant costs, each with its source; nothing is taken 1:1.

An amount goes to US dollars at the mean rate of its own year, by the index to `PRICE_YEAR`, and to the currency wanted at the
mean rate of that year.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from heatloop_thermo.errors import OutOfRange, require

Currency = Literal["CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "NOK", "SEK", "USD"]

PRICE_YEAR = 2023
"""Year in whose money investments are stated: the last with a confirmed annual index and annual rates."""

PLANT_COST_INDEX: Mapping[int, float] = {
    2015: 556.8,
    2016: 541.7,
    2017: 567.5,
    2018: 603.1,
    2019: 607.5,
    2020: 596.2,
    2021: 708.8,
    2022: 816.0,
    2023: 797.9,
}
"""Chemical Engineering Plant Cost Index, annual means (1957-59 = 100).

Source: table of handbook.tea-commons.org, "Cost indices & escalation series". secondary. It follows process plants in the USA;
for other countries it stands in for an index of their own: estimate.
"""

USD_PER_UNIT: Mapping[int, Mapping[str, float]] = {
    2015: {"EUR": 1.1096, "USD": 1.0},
    2020: {"EUR": 1.1410, "USD": 1.0},
    2021: {"EUR": 1.1830, "USD": 1.0},
    2023: {
        "CAD": 1.0 / 1.3494,
        "CHF": 1.0 / 0.8984,
        "CNY": 1.0 / 7.0809,
        "DKK": 1.0 / 6.8900,
        "EUR": 1.0817,
        "GBP": 1.2440,
        "NOK": 1.0 / 10.5659,
        "SEK": 1.0 / 10.6089,
        "USD": 1.0,
    },
}
"""US dollars for one unit of a currency, annual means of the noon buying rates in New York.

Source: Federal Reserve, release G.5A of 1 February 2024 and of 4 January 2016. secondary.
"""


def converted(amount: float, currency: str, year: int, to: str) -> float:
    """An amount of a currency and a year in another currency, in money of `PRICE_YEAR`.

    Parameters
    ----------
    amount : [currency of year], any sign
    currency, year : that it is stated in; the year has an index, and a rate of the currency.
    to : currency wanted.

    Returns
    -------
    The same plant's worth. [to of `PRICE_YEAR`]

    Raises
    ------
    OutOfRange : an amount that is none, a currency or a year without a rate or index.

    Source
    ------
    `USD_PER_UNIT`, `PLANT_COST_INDEX`.

    >>> round(converted(100.0, "USD", 2020, "USD"), 1), round(converted(100.0, "EUR", 2023, "CAD"), 1)
    (133.8, 146.0)
    """
    require("amount", amount, -1e15, 1e15, currency, "a sum of money")
    dollars = amount * _rate(currency, year) * _index(PRICE_YEAR) / _index(year)
    return dollars / _rate(to, PRICE_YEAR)


def _rate(currency: str, year: int) -> float:
    if currency not in get_args(Currency):
        raise OutOfRange(f"currency = {currency!r} is none of {', '.join(get_args(Currency))}")
    rates = USD_PER_UNIT.get(year, {})
    if currency not in rates:
        raise OutOfRange(f"no rate of {currency} is known for {year}")
    return rates[currency]


def _index(year: int) -> float:
    if year not in PLANT_COST_INDEX:
        raise OutOfRange(f"no plant cost index is known for {year}")
    return PLANT_COST_INDEX[year]
