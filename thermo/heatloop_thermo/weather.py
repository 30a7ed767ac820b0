"""Weather of a year, hour by hour: what the sun, the wind and the air do at a site, and what a plant is designed for."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.months import YEAR_HOURS, monthly_mean
from heatloop_thermo.numeric import Array

COLDEST_C, HOTTEST_C = -90.0, 60.0
"""Range of outdoor air: a little beyond the records of the Earth, -89.2 and 56.7 °C (WMO). [°C] secondary"""
_RANGES = (
    ("dry_bulb_c", COLDEST_C, HOTTEST_C, "°C", "outdoor air; is it in °F or K?"),
    ("vapour_pa", 0.0, 8000.0, "Pa", "vapour pressure of outdoor air"),
    ("wind_m_s", 0.0, 110.0, "m/s", "wind speed"),
    ("ghi_w_m2", 0.0, 1500.0, "W/m2", "hourly mean irradiance"),
    ("dni_w_m2", 0.0, 1500.0, "W/m2", "hourly mean irradiance"),
    ("dhi_w_m2", 0.0, 1500.0, "W/m2", "hourly mean irradiance"),
    ("sky_c", -150.0, 60.0, "°C", "sky as a black radiator"),
    ("ground_c", -60.0, 60.0, "°C", "soil at 2 m"),
)


@dataclass(frozen=True, eq=False)
class Weather:
    """Hourly weather from 1 January in local standard time; every array has shape (n,), n = 8,760 for a year.

    Record i belongs to the hour from i to i + 1. Radiation is the mean over that hour; temperatures, vapour pressure and
    wind are those that the file gives for it.

    Parameters
    ----------
    name, source : of the place, and who made the data.
    synthetic : whether the year was made from published statistics instead of measured.
    latitude_deg, longitude_deg : north and east positive. [deg]
    utc_offset_h : local standard time less UTC. [h]
    altitude_m : above the sea. [m]
    dry_bulb_c : of the outdoor air. [degC]
    vapour_pa : partial pressure of its water vapour. [Pa]
    wind_m_s : at 10 m. [m/s]
    ghi_w_m2, dni_w_m2, dhi_w_m2 : global horizontal, direct normal, diffuse horizontal irradiance. [W/m2]
    sky_c : temperature of a black sky that radiates as this one. [degC]
    ground_c : of the soil at 2 m. [degC]

    Raises
    ------
    OutOfRange : arrays of different length, NaN anywhere, or a value that no place on Earth has.
    """

    name: str
    source: str
    synthetic: bool
    latitude_deg: float
    longitude_deg: float
    utc_offset_h: float
    altitude_m: float
    dry_bulb_c: Array
    vapour_pa: Array
    wind_m_s: Array
    ghi_w_m2: Array
    dni_w_m2: Array
    dhi_w_m2: Array
    sky_c: Array
    ground_c: Array

    def __post_init__(self) -> None:
        """Refuse what cannot be weather."""
        require("latitude_deg", self.latitude_deg, -90.0, 90.0, "deg", "north is positive")
        require("longitude_deg", self.longitude_deg, -180.0, 180.0, "deg", "east is positive")
        require("utc_offset_h", self.utc_offset_h, -12.0, 14.0, "h", "time zones of the Earth")
        require("altitude_m", self.altitude_m, -500.0, 6000.0, "m", "where plants stand")
        for name, low, high, unit, reason in _RANGES:
            values = getattr(self, name)
            if np.shape(values) != np.shape(self.dry_bulb_c) or np.ndim(values) != 1:
                raise OutOfRange(
                    f"{name} has the shape {np.shape(values)}, dry_bulb_c {np.shape(self.dry_bulb_c)};"
                    " each is one value an hour"
                )
            require(name, values, low, high, unit, reason)

    @property
    def hours(self) -> int:
        """Number of hourly records."""
        return len(self.dry_bulb_c)


@dataclass(frozen=True)
class DesignConditions:
    """Temperatures that the outdoor air passes in few hours of the year. [degC]

    Parameters
    ----------
    heating_996_c, heating_990_c : exceeded in 99.6 and in 99 % of the hours; 35 and 88 hours of a year are colder.
    cooling_004_c : exceeded in 0.4 % of the hours.
    coldest_c, hottest_c : of the year.
    """

    heating_996_c: float
    heating_990_c: float
    cooling_004_c: float
    coldest_c: float
    hottest_c: float


@dataclass(frozen=True, eq=False)
class MonthlyWeather:
    """Means of the months, shape (12,) each: temperatures [degC], wind [m/s], irradiance over day and night [W/m2]."""

    dry_bulb_c: Array
    vapour_pa: Array
    wind_m_s: Array
    ghi_w_m2: Array
    dni_w_m2: Array
    ground_c: Array


def design_conditions(weather: Weather) -> DesignConditions:
    """Design temperatures of this one year.

    Parameters
    ----------
    weather : any number of hours; a year for the usual meaning

    Returns
    -------
    DesignConditions. Those that handbooks print are taken over some 25 years, and differ from those of one year by a
    kelvin or two.

    Source
    ------
    ASHRAE Handbook of Fundamentals 2021, ch. 14: annual cumulative frequencies.
    """
    cold, chilly, hot = np.quantile(weather.dry_bulb_c, [0.004, 0.01, 0.996])
    lowest, highest = float(weather.dry_bulb_c.min()), float(weather.dry_bulb_c.max())
    return DesignConditions(float(cold), float(chilly), float(hot), lowest, highest)


def heating_degree_days_k_d(weather: Weather, base_c: float = 18.0) -> float:
    """Heating degree-days: by how much the daily means stay below a base, summed over the days.

    Parameters
    ----------
    weather : whole days
    base_c : [°C], -20..40; 18 is the custom of Canada and Europe, 18.3 (65 °F) that of the USA

    Returns
    -------
    Degree-days. [K d], >= 0

    Raises
    ------
    OutOfRange : the hours are not whole days.

    Source
    ------
    ASHRAE Handbook of Fundamentals 2021, ch. 14; the daily mean is that of 24 hours, not (max + min) / 2.
    """
    require("base_c", base_c, -20.0, 40.0, "°C", "base of degree-days")
    if weather.hours % 24:
        raise OutOfRange(f"hours = {weather.hours} are not whole days of 24")
    daily = weather.dry_bulb_c.reshape(-1, 24).mean(axis=1)
    return float(np.maximum(base_c - daily, 0.0).sum())


def monthly_means(weather: Weather) -> MonthlyWeather:
    """Means of the twelve months.

    Raises
    ------
    OutOfRange : the weather is no year of 8,760 hours.
    """
    if weather.hours != YEAR_HOURS:
        raise OutOfRange(f"hours = {weather.hours}: months need a year of {YEAR_HOURS}")
    names = ("dry_bulb_c", "vapour_pa", "wind_m_s", "ghi_w_m2", "dni_w_m2", "ground_c")
    return MonthlyWeather(*(monthly_mean(getattr(weather, name)) for name in names))
