"""What the sky radiates, and what the ground below knows of the year: temperatures that follow from those of the air."""

from typing import Any

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.months import MONTH_DAYS, middles
from heatloop_thermo.numeric import Array

STEFAN_BOLTZMANN_W_M2K4 = 5.670374e-8
"""Stefan-Boltzmann constant. [W/(m2 K4)] secondary (CODATA 2018)"""
SOIL_DIFFUSIVITY_M2_S = 4.9e-7
"""Thermal diffusivity of soil: 0.85 W/(m K) over 1.73 MJ/(m3 K). [m2/s] estimate: 2e-7 dry to 1e-6 wet"""
_KELVIN = 273.15
_YEAR_S = 365.0 * 86_400.0


def sky_from_infrared_c(infrared_w_m2: Array) -> Array:
    """Temperature of a black sky that sends this much long-wave radiation down.

    Parameters
    ----------
    infrared_w_m2 : long-wave radiation from the sky on the horizontal. [W/m2], 20..700

    >>> sky_from_infrared_c(np.array([200.0, 300.0])).round(1)
    array([-29.5,  -3.5])
    """
    require("infrared_w_m2", infrared_w_m2, 20.0, 700.0, "W/m2", "long-wave radiation of a sky")
    return np.asarray((infrared_w_m2 / STEFAN_BOLTZMANN_W_M2K4) ** 0.25 - _KELVIN)


def sky_from_cloud_c(dry_bulb_c: Array, dew_point_c: Array, cloud: Array) -> Array:
    """Sky temperature from the state of the air and the cloud cover.

    Parameters
    ----------
    dry_bulb_c, dew_point_c : of the air at the ground. [°C], -90..60
    cloud : share of the sky that opaque cloud covers. [-], 0..1; all broadcast

    Returns
    -------
    [°C]; below ``dry_bulb_c``, but for warm, humid, overcast air, where the formula passes it by a little.

    Source
    ------
    Emissivity of the clear sky: Clark & Allen, Proc. 2nd National Passive Solar Conf. (1978) 675; effect of clouds: Walton, TARP
    Reference Manual, NBSIR 83-2655 (1983). The same pair is the default of EnergyPlus (Engineering Reference, climate
    calculations).

    >>> sky_from_cloud_c(np.array([-20.0, -20.0]), np.array([-23.0, -23.0]), np.array([0.0, 1.0])).round(1)
    array([-39.9, -31.4])
    """
    require("dry_bulb_c", dry_bulb_c, -90.0, 60.0, "°C", "outdoor air")
    require("dew_point_c", dew_point_c, -90.0, 60.0, "°C", "outdoor air")
    require("cloud", cloud, 0.0, 1.0, "-", "a share of the sky")
    tenths = 10.0 * np.asarray(cloud)
    clear = 0.787 + 0.764 * np.log((np.asarray(dew_point_c) + _KELVIN) / 273.0)
    emissivity = clear * (1.0 + 0.0224 * tenths - 0.0035 * tenths**2 + 0.00028 * tenths**3)
    return np.asarray((np.asarray(dry_bulb_c) + _KELVIN) * emissivity**0.25 - _KELVIN)


def ground_from_months_c(monthly_c: Array, hours: int = 8760) -> Array:
    """Soil temperature of each hour: the annual wave that fits twelve monthly means best.

    Parameters
    ----------
    monthly_c : means of the months at one depth. [°C], shape (12,)
    hours : from 1 January

    Returns
    -------
    [°C], shape (hours,)

    Source
    ------
    Least squares of mean and first harmonic; the soil lets nothing faster through.

    >>> year = ground_from_months_c(5.0 - 10.0 * np.cos((np.arange(12) - 1.0) * np.pi / 6.0))
    >>> int(year.argmin() / 24)  # the middle of February is day 45
    44
    """
    require("monthly_c", monthly_c, -60.0, 60.0, "°C", "soil")
    days = np.array(MONTH_DAYS, dtype=np.float64)
    wave = _wave(24.0 * (np.cumsum(days) - days / 2.0))
    found = _fit(wave, np.asarray(monthly_c, dtype=np.float64))
    return np.asarray(_wave(middles(hours)) @ found)


def ground_from_air_c(dry_bulb_c: Array, depth_m: float = 2.0) -> Array:
    """Soil temperature estimated from that of the air: its annual wave, damped and delayed on the way down.

    Parameters
    ----------
    dry_bulb_c : hourly, one year. [°C]
    depth_m : [m], 0..20

    Returns
    -------
    [°C], shape of ``dry_bulb_c``. An estimate: snow keeps the soil warmer, a building too.

    Source
    ------
    Kusuda & Achenbach, ASHRAE Trans. 71 (1965) 61, with the annual wave of the air at the surface.

    >>> air = 5.0 - 15.0 * np.cos(2.0 * np.pi * (np.arange(8760) / 8760.0))
    >>> soil = ground_from_air_c(air)
    >>> float(soil.mean().round(2)), float(np.ptp(soil).round(1)), int(soil.argmin() / 24)
    (5.0, 12.2, 52)
    """
    require("depth_m", depth_m, 0.0, 20.0, "m", "soil that feels the year")
    require("dry_bulb_c", dry_bulb_c, -90.0, 60.0, "°C", "outdoor air")
    time_h = middles(len(dry_bulb_c))
    mean, cosine, sine = _fit(_wave(time_h), dry_bulb_c)
    ratio = depth_m / np.sqrt(SOIL_DIFFUSIVITY_M2_S * _YEAR_S / np.pi)
    late = _wave(time_h - ratio / (2.0 * np.pi) * 8760.0)
    return np.asarray(late @ np.array([mean, cosine * np.exp(-ratio), sine * np.exp(-ratio)]))


def _fit(wave: Array, values: Array) -> Array:
    """Mean, cosine and sine of the annual wave closest to the values."""
    square: Any = wave.T @ wave
    found: Array = np.linalg.solve(square, wave.T @ values)
    return found


def _wave(time_h: Array) -> Array:
    angle = 2.0 * np.pi * np.asarray(time_h) / 8760.0
    return np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)], axis=-1)
