"""Which reader a weather file needs, by what is in it; the only module that opens weather files."""

from pathlib import Path

from heatloop_sites.weather.check import weather_from
from heatloop_sites.weather.csv import looks_like_table, read_table
from heatloop_sites.weather.epw import read_epw
from heatloop_sites.weather.text import read_text
from heatloop_sites.weather.tmy3 import looks_like_tmy3, read_tmy3
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.weather import Weather


def read(path: Path) -> tuple[Weather, tuple[str, ...]]:
    """Weather of a file, and notes.

    Parameters
    ----------
    path : of an EPW, TMY3 or CSV with named columns.

    Raises
    ------
    SiteError : with file, line and reason of everything that was found.
    """
    file = read_text(path)
    first = file.lines[0].lstrip("\ufeff").upper()
    if first.startswith("LOCATION"):
        record, notes = read_epw(file)
    elif looks_like_tmy3(file):
        record, notes = read_tmy3(file)
    elif looks_like_table(file):
        record, notes = read_table(file)
    else:
        file.refuse(
            1,
            "is not a weather file that is known here: an EPW begins with LOCATION, a TMY3 has `Date (MM/DD/YYYY)` on its second "
            "line, a CSV names a column dry_bulb_c (docs/weather.md)",
        )
    try:
        weather, more = weather_from(file, record)
    except ThermoError as refusal:
        file.refuse(0, str(refusal))
    return weather, (*notes, *more)
