"""Weather of a site: a synthetic year by name, or a file of EPW, TMY3 or CSV, told apart by what is in it."""

from dataclasses import dataclass
from pathlib import Path

from heatloop_sites.problem import Fault
from heatloop_sites.schema.weather import WeatherSource, faults_of
from heatloop_sites.weather.sheets import normals_of, sheet
from heatloop_thermo.climate.synthetic import synthetic_year
from heatloop_thermo.weather import Weather


@dataclass(frozen=True, eq=False)
class WeatherFile:
    """Weather and what is to be said about it.

    Parameters
    ----------
    weather : 8,760 hours.
    notes : what was dropped, filled or looks odd, one sentence each; for a report and the terminal.
    """

    weather: Weather
    notes: tuple[str, ...] = ()


def weather_of(block: WeatherSource, folder: str | Path) -> WeatherFile:
    """Weather that a site names.

    Parameters
    ----------
    block : `weather` of a site file.
    folder : of the site file; a path in ``block`` starts there.

    Raises
    ------
    Fault : the block contradicts itself, or names a place without statistics; its path is relative to the block.
    SiteError : the file cannot be used; file, line and reason of everything that was found.

    >>> weather_of(WeatherSource(synthetic="winnipeg"), ".").weather.name
    'Winnipeg, Manitoba, synthetic year'
    """
    for fault in faults_of(block):
        raise fault
    if block.file is not None:
        return read_weather(Path(folder) / block.file)
    assert block.synthetic is not None
    try:
        normals = normals_of(block.synthetic)
    except Fault as fault:
        raise Fault(fault.text, "synthetic", *fault.path) from fault
    notes = [f"The weather is synthetic: {normals.name}, seed {block.seed}; {normals.source}."]
    if sheet(block.synthetic).verified == "estimate":
        notes.append(f"The statistics of {block.synthetic} are an estimate; use an hourly file for a project.")
    return WeatherFile(synthetic_year(normals, block.seed), tuple(notes))


def read_weather(path: str | Path) -> WeatherFile:
    """Read a weather file.

    Parameters
    ----------
    path : of an EPW, a TMY3, or a CSV with named columns (docs/weather.md).

    Raises
    ------
    SiteError : it cannot be used; file, line and reason of everything that was found.
    """
    from heatloop_sites.weather.file import read  # noqa: PLC0415  (readers bring pvlib and pandas: two seconds)

    weather, notes = read(Path(path))
    return WeatherFile(weather, notes)
