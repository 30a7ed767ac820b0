"""Where the sun stands: declination, equation of time, hour angle; enough for hourly irradiance."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.months import middles
from heatloop_thermo.numeric import Array

SOLAR_CONSTANT_W_M2 = 1361.1
"""Irradiance outside the atmosphere at the mean distance of the sun. [W/m2] secondary (Gueymard, Solar Energy 168 (2018) 2)"""
_STEPS = 6  # points within an hour, for its mean
_RAD_PER_H = np.pi / 12.0


@dataclass(frozen=True, eq=False)
class Sun:
    """The sun over each hour, shape (n,).

    Parameters
    ----------
    cos_zenith : mean over the hour, night counted as 0. [-]
    up : share of the hour in which the sun is above the horizon. [-]
    cos_hour_angle : at the middle of the hour; 1 when the sun is highest. [-]
    cos_sunset : cosine of the hour angle of sunset; -1 where it does not set, 1 where it does not rise. [-]
    normal_w_m2 : irradiance outside the atmosphere, normal to the rays. [W/m2]
    """

    cos_zenith: Array
    up: Array
    cos_hour_angle: Array
    cos_sunset: Array
    normal_w_m2: Array

    @property
    def horizontal_w_m2(self) -> Array:
        """Mean irradiance outside the atmosphere on the horizontal. [W/m2]"""
        return self.normal_w_m2 * self.cos_zenith


def cos_zenith(time_h: Array, latitude_deg: float, longitude_deg: float, utc_offset_h: float) -> Array:
    """Cosine of the angle between sun and zenith; negative when the sun is below the horizon.

    Parameters
    ----------
    time_h : since the start of 1 January, local standard time. [h]
    latitude_deg, longitude_deg : north and east positive. [deg], -90..90, -180..180
    utc_offset_h : local standard time less UTC. [h], -12..14

    Returns
    -------
    [-], -1..1, shape of ``time_h``; within 0.007 of the true sun of the years round 2000. Without refraction, which lifts the
    sun by 0.6° at the horizon.

    Source
    ------
    Spencer, Search 2 (1971) 172, in Duffie & Beckman, Solar Engineering of Thermal Processes, 4th ed., 2013, ch. 1.

    >>> cos_zenith(np.array([0.0, 12.0]) + 24 * 171, 49.92, -97.23, -6.0).round(3)
    array([-0.281,  0.89 ])
    """
    require("latitude_deg", latitude_deg, -90.0, 90.0, "deg", "north is positive")
    require("longitude_deg", longitude_deg, -180.0, 180.0, "deg", "east is positive")
    require("utc_offset_h", utc_offset_h, -12.0, 14.0, "h", "time zones of the Earth")
    declination, angle = _declination(time_h), _hour_angle(time_h, longitude_deg, utc_offset_h)
    latitude = np.deg2rad(latitude_deg)
    return np.asarray(np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle))


def sun_of_year(latitude_deg: float, longitude_deg: float, utc_offset_h: float, hours: int = 8760) -> Sun:
    """The sun over each hour of a year.

    Parameters
    ----------
    latitude_deg, longitude_deg, utc_offset_h : as `cos_zenith`
    hours : from 1 January. [-], 1..8784

    Raises
    ------
    OutOfRange : an argument outside its range.

    >>> round(float(sun_of_year(49.92, -97.23, -6.0).horizontal_w_m2.mean()), 1)
    284.6
    """
    require("hours", float(hours), 1.0, 8784.0, "-", "hours of a year")
    middle = middles(hours)
    declination, angle = _declination(middle), _hour_angle(middle, longitude_deg, utc_offset_h)
    latitude = np.deg2rad(latitude_deg)
    level, swing = np.sin(latitude) * np.sin(declination), np.cos(latitude) * np.cos(declination)
    cosine, sine = np.cos(angle), np.sin(angle)
    total, up = np.zeros(hours), np.zeros(hours)
    for off in (
        middles(_STEPS) / _STEPS - 0.5
    ) * _RAD_PER_H:  # the hour turns the sun by 15°, its declination by nothing
        height = level + swing * (cosine * np.cos(off) - sine * np.sin(off))
        shines = height > 0.0
        total += np.where(shines, height, 0.0)
        up += shines
    limit = -np.tan(latitude) * np.tan(declination)
    return Sun(
        total / _STEPS,
        up / _STEPS,
        cosine,
        np.clip(limit, -1.0, 1.0),  # no clamp of an input: beyond these the sun does not set, or does not rise
        SOLAR_CONSTANT_W_M2 * _distance_factor(middle),
    )


def _day_angle(time_h: Array) -> Array:
    return np.asarray(2.0 * np.pi * time_h / 8760.0)


def _declination(time_h: Array) -> Array:
    b = _day_angle(time_h)
    value = (
        0.006918
        - 0.399912 * np.cos(b)
        + 0.070257 * np.sin(b)
        - 0.006758 * np.cos(2.0 * b)
        + 0.000907 * np.sin(2.0 * b)
        - 0.002697 * np.cos(3.0 * b)
        + 0.00148 * np.sin(3.0 * b)
    )
    return np.asarray(value)


def _hour_angle(time_h: Array, longitude_deg: float, utc_offset_h: float) -> Array:
    """Angle of the sun past noon. [rad]"""
    b = _day_angle(time_h)
    equation_h = (229.18 / 60.0) * (
        0.000075 + 0.001868 * np.cos(b) - 0.032077 * np.sin(b) - 0.014615 * np.cos(2.0 * b) - 0.040890 * np.sin(2.0 * b)
    )
    solar_h = time_h % 24.0 + equation_h + longitude_deg / 15.0 - utc_offset_h
    return np.asarray((solar_h - 12.0) * _RAD_PER_H)


def _distance_factor(time_h: Array) -> Array:
    b = _day_angle(time_h)
    return np.asarray(
        1.00011 + 0.034221 * np.cos(b) + 0.00128 * np.sin(b) + 0.000719 * np.cos(2.0 * b) + 0.000077 * np.sin(2.0 * b)
    )
