"""The two given reference years of GreenLight, and how well a year agrees with one; the data are not part of the project.

Record j of the weather is the hour from j to j + 1, in the EPW file and in the CSV alike.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from heatloop_thermo.greenhouse import LED, Greenhouse, GreenhouseYear, Pipes, grow, transplants
from heatloop_thermo.weather import Weather

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
MONTH_HOURS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24
MONTHS = np.repeat(np.arange(12), MONTH_HOURS)
PLANTING = 269 * 24
"""27 September: hour of the year in which the case with lamps begins."""


@dataclass(frozen=True, eq=False)
class Case:
    """A reference year: hour by hour from 1 January, NaN where the reference did not run."""

    name: str
    year: GreenhouseYear
    weather: Weather
    heat_w_m2: np.ndarray
    reference_w_m2: np.ndarray


def missing() -> bool:
    return not (DATA / "reference_heat_windsor.csv").exists()


def saturation_pa(t_c):
    return 610.78 * np.exp(17.2694 * t_c / (t_c + 238.3))


def ground(monthly_c):
    """Sine through twelve monthly means, hour by hour."""
    month, hour = np.arange(12) + 0.5, np.arange(8760) / 730.0
    angles = [2.0 * np.pi * t / 12.0 for t in (month, hour)]
    basis = [np.stack([np.sin(a), np.cos(a), np.ones_like(a)], axis=1) for a in angles]
    return basis[1] @ np.linalg.lstsq(basis[0], np.array(monthly_c), rcond=None)[0]


def place(name, where, ground_c, dry_bulb, humidity, wind, long_wave, sun) -> Weather:
    latitude, longitude, offset, altitude = where
    return Weather(
        name=name,
        source="given reference case",
        synthetic=False,
        latitude_deg=latitude,
        longitude_deg=longitude,
        utc_offset_h=offset,
        altitude_m=altitude,
        dry_bulb_c=dry_bulb,
        vapour_pa=0.01 * humidity * saturation_pa(dry_bulb),
        wind_m_s=wind,
        ghi_w_m2=sun,
        dni_w_m2=np.zeros(8760),
        dhi_w_m2=np.zeros(8760),
        sky_c=(long_wave / 5.6697e-8) ** 0.25 - 273.15,
        ground_c=ground(ground_c),
    )


def winnipeg() -> Weather:
    rows = np.genfromtxt(DATA / "winnipeg_morphed_hourly.csv", delimiter=",", names=True)
    soil = (-6.1, -8.7, -8.2, -6.0, 1.0, 7.4, 12.5, 15.3, 14.7, 11.1, 5.3, -0.9)
    columns = (rows[key] for key in ("tdb", "rh", "wind", "ir", "ghi"))
    return place("Winnipeg, morphed", (49.917, -97.233, -6.0, 239.0), soil, *columns)


def windsor() -> Weather:
    lines = (DATA / "windsor_on_cwec.epw").read_text(encoding="latin-1").splitlines()
    rows = [line.split(",") for line in lines[8:]]
    columns = (np.array([float(row[i]) for row in rows]) for i in (6, 8, 21, 12, 13))
    at_2_m = lines[3].split(",")[2:][16:]  # depth, three properties, twelve months, and the next depth
    return place("Windsor, CWEC", (42.27, -82.97, -5.0, 190.0), [float(t) for t in at_2_m[4:16]], *columns)


def rolled(weather: Weather, hours: int) -> Weather:
    """The same year begun at another hour."""
    arrays = {k: np.roll(v, -hours) for k, v in vars(weather).items() if isinstance(v, np.ndarray)}
    return replace(weather, **arrays)


def given(name: str) -> np.ndarray:
    return np.genfromtxt(DATA / f"reference_heat_{name}.csv", delimiter=",", names=True)["heat_w_m2"]


def winnipeg_case(steps_per_hour: int = 6, lamp_hours: bool = True) -> Case:
    """No lamps, 600 W/m2 of boiler. GreenLight ran it with lamps of no power, whose hours still ask for the air of day."""
    lamps = replace(LED, power_w_m2=0.0) if lamp_hours else None
    house, weather = Greenhouse(lamps=lamps, pipes=Pipes(power_w_m2=600.0)), winnipeg()
    year = grow(house, weather, steps_per_hour=steps_per_hour)
    return Case("Winnipeg, no lamps", year, weather, year.heat_w_m2, given("winnipeg"))


def windsor_case(steps_per_hour: int = 6) -> Case:
    """LED, 300 W/m2 of boiler, planted on 27 September, 350 days."""
    house, weather = Greenhouse(lamps=LED), windsor()
    season = rolled(weather, PLANTING)
    year = grow(house, season, start=transplants(house, season), steps_per_hour=steps_per_hour)
    reference = given("windsor")
    heat = np.where(np.isnan(reference), np.nan, np.roll(year.heat_w_m2, PLANTING))
    return Case("Windsor, LED", year, weather, heat, reference)


def kwh(heat_w_m2) -> float:
    return float(np.nansum(heat_w_m2) / 1000.0)


def monthly_kwh(heat_w_m2) -> np.ndarray:
    return np.array([kwh(heat_w_m2[month == MONTHS]) for month in range(12)])


def day_means(heat_w_m2) -> np.ndarray:
    return heat_w_m2.reshape(365, 24).mean(axis=1)


def r_squared(ours, theirs) -> float:
    both = np.isfinite(ours) & np.isfinite(theirs)
    ours, theirs = ours[both], theirs[both]
    return float(1.0 - ((ours - theirs) ** 2).sum() / ((theirs - theirs.mean()) ** 2).sum())
