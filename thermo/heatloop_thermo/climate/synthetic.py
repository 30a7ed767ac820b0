"""A synthetic year: 8,760 hours of weather made from monthly statistics and a seed."""

import numpy as np

from heatloop_thermo.climate.dice import autoregressive, plotting_positions
from heatloop_thermo.climate.fit import dry_bulb_of
from heatloop_thermo.climate.heat import pattern
from heatloop_thermo.climate.light import (
    CLEARNESS_MEMORY,
    clearest,
    daily_clearness,
    hourly_direct_w_m2,
    hourly_global_w_m2,
)
from heatloop_thermo.climate.normals import Normals
from heatloop_thermo.climate.sky import ground_from_air_c, ground_from_months_c, sky_from_cloud_c
from heatloop_thermo.climate.sun import sun_of_year
from heatloop_thermo.errors import require
from heatloop_thermo.months import middles, month_slices
from heatloop_thermo.numeric import Array
from heatloop_thermo.vapour import vapour_pressure_pa
from heatloop_thermo.weather import Weather

WIND_SHAPE = 2.0
"""Shape of the Weibull distribution of wind speed. [-] secondary (Justus et al., J. Appl. Meteorol. 17 (1978) 350: near 2)"""
WIND_MEMORY = 0.9
"""Correlation of the wind of neighbouring hours. [-] estimate: 0.85 to 0.95 at most stations"""
DEW_FOLLOWS = 0.9
"""By how much the dew point moves with the mean temperature of the day. [-] estimate"""
_STEPS = 26


def synthetic_year(normals: Normals, seed: int = 1) -> Weather:
    """Make a year that has the published statistics of a place; the same seed gives the same year.

    Parameters
    ----------
    normals : of the place.
    seed : of the dice. [-], 0..2**63

    Returns
    -------
    Weather of 8,760 hours, marked synthetic. Held: monthly means of temperature (0.1 K), dew point, wind, global and, where
    given, direct irradiance (1 %), monthly extremes as limits, design temperatures (1 K). Not held: gusts, clouds within a day,
    persistence beyond a few days.

    Raises
    ------
    OutOfRange : the seed, or normals that contradict each other.
    """
    require("seed", float(seed), 0.0, 2.0**63, "-", "a whole number that numpy takes")
    dice = np.random.default_rng(seed)
    bright, spell = dice.standard_normal((2, 365))
    gust = dice.standard_normal(8760)
    sun = sun_of_year(normals.latitude_deg, normals.longitude_deg, normals.utc_offset_h)
    order = autoregressive(bright, CLEARNESS_MEMORY)
    sunshine = np.concatenate([plotting_positions(order[days]) for days in _days()])
    clearness = daily_clearness(normals, sun, order)
    dry_bulb = dry_bulb_of(normals, pattern(normals, sunshine, bright, spell))
    dew_point = _dew_point_c(normals, dry_bulb)
    ghi = hourly_global_w_m2(sun, clearness)
    dni = hourly_direct_w_m2(normals, sun, ghi)
    beam = np.divide(dni * sun.cos_zenith, sun.up, out=np.zeros_like(dni), where=sun.up > 0.0)
    cloud = np.repeat(_cloud(clearness), 24)
    ground = normals.ground_c
    return Weather(
        name=normals.name,
        source=normals.source,
        synthetic=True,
        latitude_deg=normals.latitude_deg,
        longitude_deg=normals.longitude_deg,
        utc_offset_h=normals.utc_offset_h,
        altitude_m=normals.altitude_m,
        dry_bulb_c=dry_bulb,
        vapour_pa=np.asarray(vapour_pressure_pa(dew_point)),
        wind_m_s=_wind_m_s(normals, gust),
        ghi_w_m2=ghi,
        dni_w_m2=dni,
        dhi_w_m2=np.maximum(ghi - beam, 0.0),  # round-off only
        sky_c=sky_from_cloud_c(dry_bulb, dew_point, cloud),
        ground_c=ground_from_air_c(dry_bulb) if ground is None else ground_from_months_c(np.array(ground)),
    )


def _days() -> list[slice]:
    return [slice(hours.start // 24, hours.stop // 24) for hours in month_slices()]


def _dew_point_c(normals: Normals, dry_bulb_c: Array) -> Array:
    """Dew point that moves with the temperature of the day, never above that of the hour; monthly means held."""
    daily = dry_bulb_c.reshape(365, 24).mean(axis=1)
    time = middles(8760) / 24.0
    smooth = np.interp(time, middles(365), daily)
    found = np.empty(8760)
    for index, hours in enumerate(month_slices()):
        moving = DEW_FOLLOWS * (smooth[hours] - normals.dry_bulb_c[index])
        air, wanted = dry_bulb_c[hours], normals.dew_point_c[index]
        low, high = wanted - 30.0, wanted + 60.0
        for _ in range(_STEPS):
            level = 0.5 * (low + high)
            low, high = (
                (level, high) if float(np.minimum(level + moving, air).sum()) < wanted * len(air) else (low, level)
            )
        found[hours] = np.minimum(0.5 * (low + high) + moving, air)
    return found


def _wind_m_s(normals: Normals, shocks: Array) -> Array:
    """Wind speed of each hour: Weibull-distributed within the month, with the mean of the normals."""
    series = autoregressive(shocks, WIND_MEMORY)
    found = np.empty(8760)
    for index, hours in enumerate(month_slices()):
        share = plotting_positions(series[hours])
        speed = (-np.log1p(-share)) ** (1.0 / WIND_SHAPE)
        found[hours] = speed * (normals.wind_m_s[index] / float(speed.mean()))
    return found


def _cloud(clearness: Array) -> Array:
    """Share of the sky under cloud, from the clearness of the day against the clearest of its month.

    Kasten & Czeplak, Solar Energy 24 (1980) 177, solved for the cloud.
    """
    found = np.empty(365)
    for days in _days():
        top = clearest(float(clearness[days].mean()))
        missing = np.maximum(1.0 - clearness[days] / top, 0.0) / 0.75
        found[days] = np.minimum(missing, 1.0) ** (1.0 / 3.4)
    return found
