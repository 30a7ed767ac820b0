"""Hourly prices of power from a CSV file."""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydantic_core import PydanticCustomError

from heatloop_sites.hourly_csv import open_table
from heatloop_sites.text import got
from heatloop_sites.units import ENERGY_PRICE
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.months import YEAR_HOURS
from heatloop_thermo.numeric import Array

KWH_PER_MWH = 1e3
HIGHEST_PER_MWH = 1e5
"""No market lets a price past this, up or down. [money/MWh] estimate: the highest cap known is below 20,000"""
_UNIT = re.compile(r"\b([A-Z]{3}/[A-Za-z]+)\b")
_HOUR = re.compile(r"h|hour|hour of year|hour_of_year", re.IGNORECASE)
_TIME = re.compile(r"time|timestamp|date|datetime", re.IGNORECASE)


def read_prices(path: str | Path, currency: str) -> Array:
    """Read 8,760 hourly prices.

    Parameters
    ----------
    path : of a CSV: a line of names, then one line an hour from 1 January, local standard time, without 29 February. One column
        holds the price and names its unit, as ``price [USD/MWh]`` or ``CAD/kWh``; beside it there may be one called ``hour``, counted
        from 0 or 1, which has to rise by one, or one of time stamps, which is not read. Semicolons may part the columns, and a decimal
        comma is understood then.
    currency : of the site.

    Returns
    -------
    Prices. [money/MWh], shape (8760,); may be negative

    Raises
    ------
    SiteError : with file, line and reason of what was found.
    """
    table = open_table(Path(path), "file of power prices")
    file, names = table.file, table.names
    at, factor = _column(file, table.line, names, currency)
    hour_at = next((k for k, name in enumerate(names) if k != at and _HOUR.fullmatch(name)), None)
    prices: list[float] = []
    stamps: list[tuple[int, float]] = []
    for line, row in table.rows():
        value = table.number(row[at]) * factor
        if not abs(value) <= HIGHEST_PER_MWH:
            table.wrong.append((line, f"{names[at]} must be a price (got {got(row[at])})"))
        prices.append(value)
        if hour_at is not None:
            stamps.append((line, table.number(row[hour_at])))
    file.refuse_all(table.wrong)
    _count(file, len(prices))
    _gaps(file, stamps)
    return np.array(prices)


def _column(file: TextFile, line: int, names: list[str], currency: str) -> tuple[int, float]:
    """Position of the prices, and what one of their units is in money per MWh."""
    found = [(at, match[1]) for at, name in enumerate(names) if (match := _UNIT.search(name))]
    if len(found) != 1:
        what = "no column with a unit" if not found else f"{len(found)} columns with a unit"
        file.refuse(
            line,
            f"needs one column that names a unit, as price [{currency}/MWh]: there are {what} in {got(','.join(names))}",
        )
    at, unit = found[0]
    for k, name in enumerate(names):
        if k != at and not (_HOUR.fullmatch(name) or _TIME.fullmatch(name)):
            file.refuse(line, f"{got(name)} is not a column here: only one of prices, and one called `hour` or `time`")
    try:
        price = ENERGY_PRICE.parse(f"1 {unit}")
    except PydanticCustomError as error:
        file.refuse(line, f"the unit of {got(names[at])} {error.message()}")
    if price.currency != currency:
        file.refuse(line, f"must be in {currency}, the site's currency (got {got(names[at])})")
    return at, float(price) * KWH_PER_MWH


def _count(file: TextFile, hours: int) -> None:
    if hours == YEAR_HOURS:
        return
    hint = "; leave 29 February out" if hours == YEAR_HOURS + 24 else ""
    if hours in (YEAR_HOURS - 1, YEAR_HOURS + 1):
        hint = "; give standard time, without the change to summer time"
    file.refuse(0, f"has {hours} hours, a year has {YEAR_HOURS}{hint}")


def _gaps(file: TextFile, stamps: list[tuple[int, float]]) -> None:
    """Hours have to rise by one, from 0 or 1."""
    if stamps and stamps[0][1] not in (0.0, 1.0):
        file.refuse(stamps[0][0], f"hour must begin with 0 or 1 (got {stamps[0][1]:g})")
    jumps = [
        (line, f"hour must be {before + 1:g} after {before:g} (got {hour:g})")
        for (_, before), (line, hour) in pairwise(stamps)
        if hour != before + 1.0
    ]
    file.refuse_all(jumps[:1])
