"""A cold clear week out of nothing, for examples in docstrings and for trying things out; no place has this weather."""

import numpy as np

from heatloop_thermo.weather import Weather


def cold_week(mean_c: float = -15.0, days: int = 7) -> Weather:
    """Weather with a daily swing of 10 K around ``mean_c``, 400 W/m2 of sun at noon, 4 m/s of wind. Synthetic.

    >>> cold_week().hours
    168
    """
    hour = np.arange(24 * days) + 0.5
    swing = -np.cos(2.0 * np.pi * (hour - 3.0) / 24.0)
    dry_bulb = mean_c + 5.0 * swing
    sun = (
        400.0
        * np.maximum(0.0, np.sin(np.pi * (hour % 24.0 - 8.0) / 8.0))
        * ((hour % 24.0 > 8.0) & (hour % 24.0 < 16.0))
    )
    flat = np.ones_like(hour)
    return Weather(
        name="cold week",
        source="example",
        synthetic=True,
        latitude_deg=50.0,
        longitude_deg=-97.0,
        utc_offset_h=-6.0,
        altitude_m=240.0,
        dry_bulb_c=dry_bulb,
        vapour_pa=0.7 * 610.78 * np.exp(17.2694 * dry_bulb / (dry_bulb + 238.3)),
        wind_m_s=4.0 * flat,
        ghi_w_m2=sun,
        dni_w_m2=sun,
        dhi_w_m2=0.3 * sun,
        sky_c=dry_bulb - 15.0,
        ground_c=2.0 * flat,
    )
