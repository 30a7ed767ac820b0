"""Weather made up for tests, and made warmer."""

from dataclasses import replace

import numpy as np

from heatloop_thermo.weather import Weather


def made_up(mean_c: float = 2.0, swing_c: float = 18.0, days: int = 365, seed: int = 7) -> Weather:
    """Weather of a cold inland place: season, day, and weeks that are warmer or colder, calm or windy."""
    dice = np.random.default_rng(seed)
    hour = np.arange(24 * days) + 0.5
    season = -np.cos(2.0 * np.pi * (hour / 24.0 - 20.0) / 365.0)
    of_day = np.cos(2.0 * np.pi * (hour % 24.0 - 15.0) / 24.0)
    knots = np.arange(0, 24 * days + 72, 72)
    spell, gust = (np.interp(hour, knots, dice.normal(size=len(knots))) for _ in range(2))
    dry_bulb = mean_c + swing_c * season + 5.0 * of_day + 5.0 * spell
    light = np.maximum(0.0, (0.35 + 0.25 * season) + 0.65 * np.cos(2.0 * np.pi * (hour % 24.0 - 12.0) / 24.0) - 0.25)
    sun = 700.0 * light * (0.65 - 0.2 * np.tanh(gust))
    ones = np.ones_like(hour)
    return Weather(
        name="made up",
        source="test",
        synthetic=True,
        latitude_deg=50.0,
        longitude_deg=-97.0,
        utc_offset_h=-6.0,
        altitude_m=239.0,
        dry_bulb_c=dry_bulb,
        vapour_pa=0.75 * 610.78 * np.exp(17.2694 * dry_bulb / (dry_bulb + 238.3)),
        wind_m_s=np.clip(5.0 + 2.0 * gust, 0.3, None),
        ghi_w_m2=sun,
        dni_w_m2=sun,
        dhi_w_m2=0.5 * sun,
        sky_c=dry_bulb - 14.0,
        ground_c=6.0 + 9.0 * season * ones,
    )


def warmer(weather: Weather, by_k: float) -> Weather:
    return replace(weather, dry_bulb_c=weather.dry_bulb_c + by_k, sky_c=weather.sky_c + by_k)
