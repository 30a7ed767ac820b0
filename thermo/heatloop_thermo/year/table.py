"""The hours of a year as columns in plant units, ready for a CSV file or a data frame."""

from dataclasses import fields
from typing import Any

import numpy as np

from heatloop_thermo.year.result import Reason, Year

HOUR = "hour"
REASON = "reason"


def table(year: Year) -> dict[str, np.ndarray[Any, Any]]:
    """The hourly table.

    Parameters
    ----------
    year : simulated.

    Returns
    -------
    Columns of n values by name: ``hour`` (0 for the first of the year); powers of `Hours` in kW, ``it_w`` as ``it_kw``; temperatures in
    degC and shares as they are; ``reason`` in words, joined by "+", empty where nothing fell short.
    """
    columns: dict[str, np.ndarray[Any, Any]] = {HOUR: np.arange(len(year.hours.it_w))}
    for field in fields(year.hours):
        values = getattr(year.hours, field.name)
        if field.name == REASON:
            columns[REASON] = np.array([_words(int(value)) for value in values], dtype=str)
        elif field.name.endswith("_w"):
            columns[f"{field.name.removesuffix('_w')}_kw"] = values / 1e3
        else:
            columns[field.name] = values
    return columns


def _words(reason: int) -> str:
    return "+".join(flag.name.lower() for flag in Reason if flag.name and flag & reason)
