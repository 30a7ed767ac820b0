"""Weather as a plain table: remarks that say where, a line of names with units, and 8,760 lines."""

import csv
from collections.abc import Sequence

import numpy as np

from heatloop_sites.text import choice, did_you_mean, got
from heatloop_sites.weather.record import Header, Record, column, number
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.months import YEAR_HOURS
from heatloop_thermo.numeric import Array

REQUIRED = ("dry_bulb_c", "wind_m_s", "ghi_w_m2")
OPTIONAL = ("dew_point_c", "rh_percent", "dni_w_m2", "dhi_w_m2", "infrared_w_m2", "cloud_percent")
_PLACE = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "utc_offset_h": (-12.0, 14.0),
    "altitude_m": (-500.0, 6000.0),
}


def looks_like_table(file: TextFile) -> bool:
    """Whether a line of names is found before the first figures."""
    _, names, _ = _parts(file)
    return "dry_bulb_c" in names


def _wrong_names(names: Sequence[str], line: int) -> list[tuple[int, str]]:
    """What is wrong with the line of names."""
    known = (*REQUIRED, *OPTIONAL)
    wrong = [
        (line, f"has no column {name}; names and units must be {choice(known)}")
        for name in REQUIRED
        if name not in names
    ]
    wrong += [
        (line, f"{got(name)} is not a column here{did_you_mean(name, known)}")
        for name in names
        if name not in (*known, "hour")
    ]
    twice = sorted({name for name in names if list(names).count(name) > 1})
    return wrong + [(line, f"the column {name} stands twice") for name in twice]


def _cells(file: TextFile, names: Sequence[str], start: int) -> tuple[tuple[int, ...], list[list[str]]]:
    """Line number and fields of each hour."""
    lines, cells, wrong = [], [], []
    for line, text in enumerate(file.lines[start:], start=start + 1):
        if not text.strip():
            continue
        row = next(csv.reader([text]))
        if len(row) != len(names):
            wrong.append((line, f"must have {len(names)} fields, as the line of names (got {len(row)})"))
        lines.append(line)
        cells.append(row)
    file.refuse_all(wrong)
    if len(cells) != YEAR_HOURS:
        file.refuse(0, f"has {len(cells)} hours, a year has {YEAR_HOURS}; leave 29 February out")
    return tuple(lines), cells


def read_table(file: TextFile) -> tuple[Record, tuple[str, ...]]:
    """Read a table with one line an hour from 1 January, local standard time, without a leap day.

    Raises
    ------
    SiteError : a column or a remark is missing, or the table has not 8,760 lines.
    """
    remarks, names, start = _parts(file)
    file.refuse_all(_wrong_names(names, start))
    at, cells = _cells(file, names, start)

    def take(name: str) -> Array:
        if name not in names:
            return np.full(len(at), np.nan)
        where = names.index(name)
        return column(file, at, name, np.array([row[where].strip() or "nan" for row in cells], dtype=object))

    record = Record(
        header=_header(file, remarks),
        lines=at,
        dry_bulb_c=take("dry_bulb_c"),
        dew_point_c=take("dew_point_c"),
        relative_humidity=take("rh_percent") / 100.0,
        wind_m_s=take("wind_m_s"),
        ghi_w_m2=take("ghi_w_m2"),
        dni_w_m2=take("dni_w_m2"),
        dhi_w_m2=take("dhi_w_m2"),
        infrared_w_m2=take("infrared_w_m2"),
        cloud=take("cloud_percent") / 100.0,
        ground_c=None,
    )
    return record, ()


def _parts(file: TextFile) -> tuple[dict[str, tuple[int, str]], list[str], int]:
    """Remarks ``# key: value`` with their lines, names of the columns, and how many lines stand before the figures."""
    remarks: dict[str, tuple[int, str]] = {}
    for line, text in enumerate(file.lines, start=1):
        if text.startswith("#"):
            key, _, value = text.lstrip("# ").partition(":")
            remarks[key.strip()] = line, value.strip()
        elif text.strip():
            return remarks, [name.strip() for name in next(csv.reader([text]))], line
    return remarks, [], len(file.lines)


def _header(file: TextFile, remarks: dict[str, tuple[int, str]]) -> Header:
    absent = [key for key in _PLACE if key not in remarks]
    if absent:
        file.refuse(1, f"must say where: a line `# {absent[0]}: ...` is missing before the line of names")
    place = {key: number(file, remarks[key][0], key, remarks[key][1], *span) for key, span in _PLACE.items()}
    _, name = remarks.get("name", (0, "place without a name"))
    _, source = remarks.get("source", (0, "source not named"))
    return Header(name=name, source=f"CSV file {file.name.rsplit('/', maxsplit=1)[-1]}: {source}", **place)
