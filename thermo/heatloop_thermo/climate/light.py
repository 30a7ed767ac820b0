"""Sunshine of a synthetic year: a clearness for each day, its course over the day, and how much of it is diffuse."""

import numpy as np

from heatloop_thermo.climate.dice import plotting_positions
from heatloop_thermo.climate.normals import Normals
from heatloop_thermo.climate.sun import Sun
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import month_slices
from heatloop_thermo.numeric import Array

CLEARNESS_MEMORY = 0.29
"""Correlation of the clearness of neighbouring days. [-] secondary (Graham, Hollands & Huget, Solar Energy 40 (1988) 83)"""
CLEARNESS_MIN = 0.05
"""Clearness of the darkest days. [-] secondary (Bendt, Collares-Pereira & Rabl, Solar Energy 27 (1981) 1)"""
_DARK_W_M2 = 0.01  # a month with less outside the atmosphere is polar night
_GAMMA_MAX, _POWER_MAX, _STEPS = 80.0, 8.0, 30


def clearest(mean: float) -> float:
    """Clearness of the clearest days of a month, from its mean clearness. [-]

    Source
    ------
    Hollands & Huget, Solar Energy 30 (1983) 195.

    >>> round(clearest(0.5), 3)
    0.765
    """
    return 0.6313 + 0.267 * mean - 11.9 * (mean - 0.75) ** 8


def daily_clearness(normals: Normals, sun: Sun, order: Array) -> Array:
    """Clearness of each day: irradiation on the ground over that outside the atmosphere.

    Parameters
    ----------
    normals : of the place.
    sun : of the same place, 8,760 hours.
    order : any numbers that rise with the sunshine of the days, shape (365,). [-]

    Returns
    -------
    [-], shape (365,), so that the irradiation of each month is that of the normals; 0 in a polar night

    Raises
    ------
    OutOfRange : more sunshine than the clearest days give, or less than the darkest.

    Source
    ------
    Distribution of the days of a month: Bendt, Collares-Pereira & Rabl, Solar Energy 27 (1981) 1.
    """
    outside = sun.horizontal_w_m2.reshape(365, 24).mean(axis=1)
    found = np.zeros(365)
    for index, hours in enumerate(month_slices()):
        days = slice(hours.start // 24, hours.stop // 24)
        above = outside[days]
        if above.mean() < _DARK_W_M2:
            continue
        mean = normals.ghi_w_m2[index] / float(above.mean())
        top = clearest(mean)
        if not CLEARNESS_MIN + 0.01 < mean < top - 0.01:
            raise OutOfRange(
                f"ghi_w_m2 of {normals.name} = {normals.ghi_w_m2[index]:g} W/m2 in month {index + 1} is a clearness of "
                f"{mean:.2f}, outside {CLEARNESS_MIN + 0.01:g}..{top - 0.01:.2f} (darkest to clearest days)"
            )
        share = plotting_positions(order[days])
        found[days] = _of_mean(share, above / above.mean(), mean, top)
    return found


def _of_mean(share: Array, weight: Array, mean: float, top: float) -> Array:
    """Clearness at shares of the distribution whose weighted mean is the wanted one."""
    low, high = -_GAMMA_MAX, _GAMMA_MAX
    values = np.empty(0)
    for _ in range(_STEPS):
        gamma = 0.5 * (low + high)
        if abs(gamma) < 1e-6:
            gamma = 1e-6  # the limit is a straight line
        span = top - CLEARNESS_MIN
        grown = np.log1p(share * np.expm1(gamma * span)) / gamma
        values = CLEARNESS_MIN + grown
        low, high = (gamma, high) if float(values @ weight) < mean * len(values) else (low, gamma)
    return np.asarray(values * (mean * len(values) / float(values @ weight)))


def hourly_global_w_m2(sun: Sun, clearness: Array) -> Array:
    """Global irradiance of each hour from the clearness of its day.

    Parameters
    ----------
    sun : 8,760 hours.
    clearness : of each day, shape (365,). [-], 0..0.9

    Returns
    -------
    [W/m2], shape (8760,); the sum of a day is its clearness times what arrives outside the atmosphere

    Source
    ------
    Course over the day: Collares-Pereira & Rabl, Solar Energy 22 (1979) 155.
    """
    sunset = np.arccos(sun.cos_sunset)
    a = 0.409 + 0.5016 * np.sin(sunset - np.pi / 3.0)
    b = 0.6609 - 0.4767 * np.sin(sunset - np.pi / 3.0)
    outside = sun.horizontal_w_m2.reshape(365, 24)
    shape = outside * np.maximum(a + b * sun.cos_hour_angle, 0.0).reshape(365, 24)
    total = shape.sum(axis=1)
    day = np.divide(clearness * outside.sum(axis=1), total, out=np.zeros(365), where=total > 0.0)
    return np.asarray((shape * day[:, None]).ravel())


def diffuse_share(clearness: Array) -> Array:
    """Diffuse over global irradiance of an hour.

    Parameters
    ----------
    clearness : of the hour: global irradiance over that outside the atmosphere, both horizontal. [-], 0..1.2

    Source
    ------
    Erbs, Klein & Duffie, Solar Energy 28 (1982) 293.

    >>> diffuse_share(np.array([0.1, 0.5, 0.9])).round(3)
    array([0.991, 0.659, 0.165])
    """
    k = np.asarray(clearness)
    middle = 0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4
    return np.asarray(np.where(k <= 0.22, 1.0 - 0.09 * k, np.where(k <= 0.8, middle, 0.165)))


def hourly_direct_w_m2(normals: Normals, sun: Sun, global_w_m2: Array) -> Array:
    """Direct normal irradiance of each hour, so that that of each month is that of the normals where they give it.

    Parameters
    ----------
    normals : of the place.
    sun : 8,760 hours.
    global_w_m2 : global horizontal irradiance. [W/m2], shape (8760,)

    Returns
    -------
    Mean over the hour. [W/m2], shape (8760,); times ``cos_zenith / up`` never above the global irradiance

    Raises
    ------
    OutOfRange : a direct irradiance that the global one does not allow.

    Source
    ------
    `diffuse_share`; the beam's share is raised to a power that is the same for all hours of a month.
    """
    outside = sun.horizontal_w_m2
    k = np.divide(global_w_m2, outside, out=np.zeros_like(outside), where=outside > 0.0)
    beam = 1.0 - diffuse_share(k)
    most = k * sun.normal_w_m2 * sun.up  # all of it direct
    found = most * beam
    if normals.dni_w_m2 is None:
        return np.asarray(found)
    for index, hours in enumerate(month_slices()):
        wanted = normals.dni_w_m2[index]
        bright = most[hours] > 0.0
        full, share = most[hours][bright], beam[hours][bright]
        low, high = 0.0, _POWER_MAX
        if not bright.any():
            continue
        for _ in range(_STEPS):
            power = 0.5 * (low + high)
            low, high = (
                (power, high) if float((full * share**power).sum()) > wanted * most[hours].size else (low, power)
            )
        found[hours] = most[hours] * beam[hours] ** (0.5 * (low + high))
        got = float(found[hours].mean())
        if abs(got - wanted) > 0.01 * wanted + 0.1:
            raise OutOfRange(
                f"dni_w_m2 of {normals.name} = {wanted:g} W/m2 in month {index + 1} does not fit its ghi_w_m2; "
                f"{got:.0f} W/m2 is the nearest"
            )
    return np.asarray(found)
