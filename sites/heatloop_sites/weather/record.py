"""Columns of a weather file as they were typed, missing values as NaN: what all readers give, and the checks want."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_sites.text import got
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.numeric import Array


@dataclass(frozen=True, eq=False)
class Header:
    """Place of a weather file, and who made it."""

    name: str
    source: str
    latitude_deg: float
    longitude_deg: float
    utc_offset_h: float
    altitude_m: float


@dataclass(frozen=True, eq=False)
class Record:
    """A year of records; NaN where the file says that a value is missing.

    Parameters
    ----------
    header : place and maker.
    lines : line in the file of each hour.
    dry_bulb_c, dew_point_c, wind_m_s : as typed. relative_humidity : share, 1 is saturated.
    ghi_w_m2, dni_w_m2, dhi_w_m2, infrared_w_m2 : as typed.
    cloud : share of the sky under opaque cloud.
    ground_c : twelve monthly temperatures of the soil at 2 m, or None.
    """

    header: Header
    lines: tuple[int, ...]
    dry_bulb_c: Array
    dew_point_c: Array
    relative_humidity: Array
    wind_m_s: Array
    ghi_w_m2: Array
    dni_w_m2: Array
    dhi_w_m2: Array
    infrared_w_m2: Array
    cloud: Array
    ground_c: Array | None


def number(file: TextFile, line: int, what: str, text: str, low: float, high: float) -> float:
    """A number of a header.

    Raises
    ------
    SiteError : not a number, or outside ``low..high``.
    """
    try:
        value = float(text)
    except ValueError:
        file.refuse(line, f"{what} must be a number (got {got(text)})")
    if not low <= value <= high:
        file.refuse(line, f"{what} must be {low:g}..{high:g} (got {text.strip()})")
    return value


def column(file: TextFile, lines: tuple[int, ...], what: str, values: Any, missing: float = np.inf) -> Array:
    """A column as numbers; what is at least ``missing``, or not there, becomes NaN.

    Parameters
    ----------
    values : of each hour, numbers or text, as the reader found them.
    missing : the format's code for a value that is not known; with a negative code, all at or below it.

    Raises
    ------
    SiteError : something that is no number, with its line.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "fiu":
        array = _numbers(file, lines, what, array.tolist())
    found = array.astype(np.float64)
    gone = found >= missing if missing > 0.0 else found <= missing
    return np.where(gone | ~np.isfinite(found), np.nan, found)


def _numbers(file: TextFile, lines: tuple[int, ...], what: str, values: list[Any]) -> Any:
    found, wrong = [], []
    for line, value in zip(lines, values, strict=True):
        try:
            found.append(float(value))
        except (TypeError, ValueError):
            wrong.append((line, f"{what} must be a number (got {got(value)})"))
    file.refuse_all(wrong)
    return np.array(found, dtype=np.float64)
