"""TMY3, the typical years of the USA: the frame is checked here, the columns are read by pvlib."""

import csv
import io

import numpy as np

from heatloop_sites.text import got
from heatloop_sites.weather.record import Header, Record, column, number
from heatloop_sites.weather.stamps import Stamp, kept
from heatloop_sites.weather.text import TextFile
from heatloop_thermo.numeric import Array

_MISSING = -9900.0
_DATE, _TIME = "Date (MM/DD/YYYY)", "Time (HH:MM)"
# Pvlib's names of the columns; the others keep the name that they have in the file.
_NEEDED = ("GHI (W/m^2)", "DNI (W/m^2)", "DHI (W/m^2)", "Dry-bulb (C)", "Dew-point (C)", "RHum (%)", "Wspd (m/s)")


def looks_like_tmy3(file: TextFile) -> bool:
    """Whether the second line has the columns of a TMY3 file."""
    return len(file.lines) > 1 and file.lines[1].lstrip('"').startswith(_DATE)


def read_tmy3(file: TextFile) -> tuple[Record, tuple[str, ...]]:
    """Read the records of a TMY3 file; 01:00 is the hour that ends then, and becomes record 0.

    Raises
    ------
    SiteError : the frame is broken: header, columns, hour stamps.
    """
    from pvlib.iotools import read_tmy3 as read  # noqa: PLC0415  (two seconds)

    header = _header(file)
    columns = [name.strip() for name in next(csv.reader([file.lines[1]]))]
    absent = [name for name in (_TIME, *_NEEDED) if name not in columns]
    if absent:
        file.refuse(2, f"has no column {absent[0]!r}")
    rows, stamps = _rows(file, len(columns))
    keep, notes = kept(file, stamps)
    lines = tuple(stamps[i].line for i in keep)
    place = f"0,x,x,{header.utc_offset_h},{header.latitude_deg},{header.longitude_deg},{header.altitude_m}"
    text = "\n".join([place, ",".join(columns), *(rows[i] for i in keep)])
    frame, _ = read(io.StringIO(text))

    def take(name: str, what: str) -> Array:
        if name not in frame:
            return np.full(len(lines), np.nan)
        return column(file, lines, what, frame[name], _MISSING)

    record = Record(
        header=header,
        lines=lines,
        dry_bulb_c=take("temp_air", "dry-bulb temperature"),
        dew_point_c=take("temp_dew", "dew point"),
        relative_humidity=take("relative_humidity", "relative humidity") / 100.0,
        wind_m_s=take("wind_speed", "wind speed"),
        ghi_w_m2=take("ghi", "global irradiance"),
        dni_w_m2=take("dni", "direct normal irradiance"),
        dhi_w_m2=take("dhi", "diffuse irradiance"),
        infrared_w_m2=np.full(len(lines), np.nan),
        cloud=take("OpqCld (tenths)", "opaque cloud cover") / 10.0,
        ground_c=None,
    )
    return record, notes


def _header(file: TextFile) -> Header:
    fields = next(csv.reader([file.lines[0]]))
    if len(fields) < 7:
        file.refuse(1, f"the first line of a TMY3 file has 7 fields (got {len(fields)})")
    station, name, state, zone, latitude, longitude, altitude = (field.strip() for field in fields[:7])
    return Header(
        name=", ".join(part for part in (name.title(), state) if part) or "place without a name",
        source=f"TMY3 file {file.name.rsplit('/', maxsplit=1)[-1]}: NSRDB, station {station}",
        latitude_deg=number(file, 1, "latitude", latitude, -90.0, 90.0),
        longitude_deg=number(file, 1, "longitude", longitude, -180.0, 180.0),
        utc_offset_h=number(file, 1, "time zone", zone, -12.0, 14.0),
        altitude_m=number(file, 1, "height above the sea", altitude, -500.0, 6000.0),
    )


def _rows(file: TextFile, fields: int) -> tuple[list[str], list[Stamp]]:
    """Text and stamp of every record."""
    rows, stamps, wrong = [], [], []
    for line, text in enumerate(file.lines[2:], start=3):
        row = text.strip()
        if not row:
            continue
        if '"' in row:
            wrong.append((line, "a record must not have quotation marks"))
            continue
        if (count := row.count(",") + 1) != fields:
            wrong.append((line, f"a record must have {fields} fields, as the line of names (got {count})"))
            continue
        date, time, *_ = row.split(",", 2)
        try:
            month, day, _ = (int(part) for part in date.split("/"))
            hour, minute = (int(part) for part in time.split(":"))
        except ValueError:
            wrong.append((line, f"date and time must be MM/DD/YYYY,HH:MM (got {got(f'{date},{time}')})"))
            continue
        if minute:
            wrong.append((line, f"a record must close a full hour (got {got(time)})"))
            continue
        rows.append(row)
        stamps.append(Stamp(line, month, day, hour))
    file.refuse_all(wrong)
    if not rows:
        file.refuse(2, "has no records")
    return rows, stamps
