"""Hourly heat loads from a CSV file, for a sink of kind `profile`."""

import re
from pathlib import Path

import numpy as np

from heatloop_sites.hourly_csv import open_table
from heatloop_sites.text import got
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.months import YEAR_HOURS
from heatloop_thermo.numeric import Array

MOST_W = 1e10
"""No sink asks for more. [W] A mistake in the unit shows"""
_WATTS = {"w": 1.0, "kw": 1e3, "mw": 1e6}
_UNIT = re.compile(r"(?:^|[\s_\[(])(W|kW|MW|w|kw|mw)[\])]?$")
_TIME = {"hour", "h", "time", "timestamp", "date", "datetime"}


def read_profile(path: str | Path) -> Array:
    """Read 8,760 hourly loads.

    Parameters
    ----------
    path : of a CSV: a line of names, then one line an hour from 1 January without 29 February. One column holds the load and
        names its unit, as ``load_kw`` or ``load [MW]``; beside it there may be one of times, which is not read. With semicolons
        between the columns a decimal comma is understood.

    Returns
    -------
    Loads. [W], shape (8760,)

    Raises
    ------
    SiteError : with file, line and reason of what was found.
    """
    table = open_table(Path(path), "file of hourly loads")
    file, names = table.file, table.names
    at, factor = _column(file, table.line, names)
    loads = []
    for line, row in table.rows():
        value = table.number(row[at])
        if not 0.0 <= value * factor <= MOST_W:  # NaN is in no range
            table.wrong.append((line, f"{names[at]} must be a number from 0 on (got {got(row[at])})"))
            continue
        loads.append(value * factor)
    file.refuse_all(table.wrong)
    if len(loads) != YEAR_HOURS:
        hint = "; leave 29 February out" if len(loads) == YEAR_HOURS + 24 else ""
        file.refuse(0, f"has {len(loads)} hours, a year has {YEAR_HOURS}{hint}")
    if not any(loads):
        file.refuse(0, "has no load in any hour")
    return np.array(loads)


def _column(file: TextFile, line: int, names: list[str]) -> tuple[int, float]:
    """Position of the loads, and how many watts their unit has."""
    found = [(at, match[1]) for at, name in enumerate(names) if (match := _UNIT.search(name))]
    if len(found) != 1:
        what = "no column with a unit" if not found else f"{len(found)} columns with a unit"
        file.refuse(
            line,
            f"needs one column of loads that names W, kW or MW, as load_kw: there are {what} in {got(','.join(names))}",
        )
    at, unit = found[0]
    others = [name for position, name in enumerate(names) if position != at and name.lower() not in _TIME]
    if others:
        file.refuse(line, f"{got(others[0])} is not a column here: only one of loads, and one of times such as `hour`")
    return at, _WATTS[unit.lower()]
