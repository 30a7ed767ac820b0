"""EPW, the weather format of EnergyPlus: its frame is checked here, its columns are read by pvlib."""

import csv
import io

import numpy as np

from heatloop_sites.text import got
from heatloop_sites.weather.record import Header, Record, column, number
from heatloop_sites.weather.stamps import Stamp, kept
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.numeric import Array

FIELDS, FIELDS_MIN = 35, 32  # older files stop before albedo and rain
_HEADER_LINES = 8
_YEAR = 2001  # stands for all years of a typical year; has no leap day
_GROUND_DEPTH_M, _GROUND_FIELDS = 2.0, 16
# Codes for "missing" and the columns: EnergyPlus, Auxiliary Programs, EPW data dictionary.


def read_epw(file: TextFile) -> tuple[Record, tuple[str, ...]]:
    """Read the records of an EPW file; hour k of the file is the hour that ends at k, and becomes record k - 1.

    Raises
    ------
    SiteError : the frame is broken: header, fields, hour stamps.
    """
    from pvlib.iotools import read_epw as read  # noqa: PLC0415  (two seconds)

    start = _start(file)
    _periods(file, start - 1)
    header = _header(file)
    rows, stamps = _rows(file, start)
    keep, notes = kept(file, stamps)
    lines = tuple(stamps[i].line for i in keep)
    place = f"x,x,x,x,x,{header.latitude_deg},{header.longitude_deg},{header.utc_offset_h},{header.altitude_m}"
    text = "\n".join([f"LOCATION,{place}", *[""] * (_HEADER_LINES - 2), "DATA PERIODS", *(rows[i] for i in keep)])
    frame, _ = read(io.StringIO(text), coerce_year=_YEAR)

    def take(name: str, what: str, missing: float) -> Array:
        return column(file, lines, what, frame[name], missing)

    record = Record(
        header=header,
        lines=lines,
        dry_bulb_c=take("temp_air", "dry-bulb temperature", 99.9),
        dew_point_c=take("temp_dew", "dew point", 99.9),
        relative_humidity=take("relative_humidity", "relative humidity", 999.0) / 100.0,
        wind_m_s=take("wind_speed", "wind speed", 999.0),
        ghi_w_m2=take("ghi", "global irradiance", 9999.0),
        dni_w_m2=take("dni", "direct normal irradiance", 9999.0),
        dhi_w_m2=take("dhi", "diffuse irradiance", 9999.0),
        infrared_w_m2=_unknown_if_zero(take("ghi_infrared", "infrared irradiance", 9999.0)),
        cloud=take("opaque_sky_cover", "opaque cloud cover", 99.0) / 10.0,
        ground_c=_ground(file, start),
    )
    return record, notes


def _unknown_if_zero(values: Array) -> Array:
    return np.where(values == 0.0, np.nan, values)  # no sky is black; some writers put 0 for "not known"


def _start(file: TextFile) -> int:
    """Position of the first record: behind the line DATA PERIODS."""
    top = [line.upper().startswith("DATA PERIODS") for line in file.lines[: 2 * _HEADER_LINES]]
    if not any(top):
        file.refuse(1, "begins like an EPW file, but has no line DATA PERIODS among its first lines")
    return top.index(True) + 1


def _periods(file: TextFile, position: int) -> None:
    fields = file.lines[position].split(",")
    per_hour = fields[2].strip() if len(fields) > 2 else ""
    if per_hour != "1":
        text = f"DATA PERIODS must say one record an hour (got {got(per_hour)}); make an hourly file of it"
        file.refuse(position + 1, text)


def _header(file: TextFile) -> Header:
    fields = next(csv.reader([file.lines[0]]))
    if len(fields) < 10:
        file.refuse(1, f"LOCATION must have 10 fields (got {len(fields)})")
    *names, latitude, longitude, zone, altitude = fields[1:10]
    city, _, country, kind, station = (name.strip() for name in names)
    return Header(
        name=", ".join(part for part in (city, country) if part) or "place without a name",
        source=f"EPW file {file.name.rsplit('/', maxsplit=1)[-1]}: {kind or 'maker not named'}, WMO {station or 'unknown'}",
        latitude_deg=number(file, 1, "latitude", latitude, -90.0, 90.0),
        longitude_deg=number(file, 1, "longitude", longitude, -180.0, 180.0),
        utc_offset_h=number(file, 1, "time zone", zone, -12.0, 14.0),
        altitude_m=number(file, 1, "height above the sea", altitude, -500.0, 6000.0),
    )


def _rows(file: TextFile, start: int) -> tuple[list[str], list[Stamp]]:
    """Text and stamp of every record."""
    rows, stamps, wrong = [], [], []
    for line, text in enumerate(file.lines[start:], start=start + 1):
        row = text.strip().rstrip(",")
        if not row:
            continue
        if '"' in row:
            wrong.append((line, "a record must not have quotation marks"))
            continue
        count = row.count(",") + 1
        if not FIELDS_MIN <= count <= FIELDS:
            wrong.append((line, f"a record has {FIELDS} fields ({FIELDS_MIN} at least), here are {count}"))
            continue
        try:
            _, month, day, hour, _ = row.split(",", 4)
            stamps.append(Stamp(line, int(month), int(day), int(hour)))
        except ValueError:
            wrong.append((line, f"month, day and hour must be whole numbers (got {got(row[:24])})"))
            continue
        rows.append(row)
    file.refuse_all(wrong)
    if not rows:
        file.refuse(start, "has no records")
    return rows, stamps


def _ground(file: TextFile, start: int) -> Array | None:
    """Monthly soil temperatures at the depth nearest to 2 m; None where the header has none within 1 m of that."""
    top = [line.upper().startswith("GROUND TEMPERATURES") for line in file.lines[:start]]
    if not any(top):
        return None
    line = top.index(True) + 1
    fields = file.lines[line - 1].split(",")[2:]
    best: tuple[float, list[str]] | None = None
    for at in range(0, len(fields) - _GROUND_FIELDS + 1, _GROUND_FIELDS):
        group = fields[at : at + _GROUND_FIELDS]
        away = abs(number(file, line, "depth of soil temperatures", group[0], 0.0, 100.0) - _GROUND_DEPTH_M)
        if away <= 1.0 and (best is None or away < best[0]):
            best = away, group[4:]
    if best is None:
        return None
    return np.array([number(file, line, "soil temperature", value, -60.0, 60.0) for value in best[1]])
