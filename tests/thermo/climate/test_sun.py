"""The sun against pvlib, the authority; the sky and the soil against what they have to be."""

import numpy as np
import pytest

from heatloop_thermo.climate.light import diffuse_share
from heatloop_thermo.climate.sky import ground_from_air_c, ground_from_months_c, sky_from_cloud_c, sky_from_infrared_c
from heatloop_thermo.climate.sun import cos_zenith, sun_of_year
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import middles

PLACES = [(49.92, -97.23, -6.0), (60.3, 25.0, 2.0), (-37.8, 145.0, 10.0), (69.7, 18.9, 1.0), (1.3, 103.8, 8.0)]


@pytest.mark.parametrize(("latitude", "longitude", "zone"), PLACES)
def test_the_sun_stands_where_pvlib_has_it(latitude, longitude, zone):
    import pandas as pd
    from pvlib.solarposition import get_solarposition

    hours = np.arange(0.5, 8760.0, 7.0)
    stamps = pd.Timestamp("2001-01-01", tz="UTC") + pd.to_timedelta(hours - zone, unit="h")
    truth = np.cos(np.deg2rad(get_solarposition(stamps, latitude, longitude)["zenith"].to_numpy()))
    ours = cos_zenith(hours, latitude, longitude, zone)
    assert np.abs(ours - truth).max() < 0.007
    assert np.abs(ours - truth).mean() < 0.0035


def test_the_hourly_mean_is_that_of_the_points_within_the_hour():
    place = (60.3, 25.0, 2.0)
    sun = sun_of_year(*place)
    fine = np.maximum(cos_zenith((np.arange(8760 * 60) + 0.5) / 60.0, *place), 0.0).reshape(8760, 60)
    assert np.abs(sun.cos_zenith - fine.mean(axis=1)).max() < 2e-3
    assert np.abs(sun.up - (fine > 0.0).mean(axis=1)).max() < 0.1
    assert sun.up.mean() == pytest.approx((fine > 0.0).mean(), abs=1e-3)


def test_irradiance_outside_the_atmosphere_is_that_of_pvlib():
    from pvlib.irradiance import get_extra_radiation

    day = np.arange(1, 366)
    truth = get_extra_radiation(day, method="spencer", solar_constant=1361.1)
    ours = sun_of_year(50.0, 0.0, 0.0).normal_w_m2.reshape(365, 24)[:, 12]
    assert np.abs(ours / truth - 1.0).max() < 4e-4


def test_the_polar_night_is_dark_and_the_polar_day_is_not():
    sun = sun_of_year(80.0, 0.0, 0.0)
    assert sun.up[:24].max() == 0.0
    assert sun.horizontal_w_m2[:24].max() == 0.0
    assert sun.cos_sunset[0] == 1.0
    june = slice(24 * 172, 24 * 173)
    assert sun.up[june].min() == 1.0
    assert (sun.cos_sunset[june] == -1.0).all()


def test_the_diffuse_share_is_that_of_pvlib():
    from pvlib.irradiance import erbs, get_extra_radiation

    clearness = np.linspace(0.01, 0.95, 60)
    outside = get_extra_radiation(100)
    truth = erbs(clearness * outside * np.cos(0.5), np.rad2deg(0.5), 100)
    assert diffuse_share(clearness) == pytest.approx(truth["dhi"] / (clearness * outside * np.cos(0.5)), abs=1e-9)


def test_a_black_sky_radiates_what_it_was_made_from():
    infrared = np.array([120.0, 250.0, 420.0])
    assert 5.670374e-8 * (sky_from_infrared_c(infrared) + 273.15) ** 4 == pytest.approx(infrared)
    with pytest.raises(OutOfRange, match="infrared_w_m2"):
        sky_from_infrared_c(np.array([0.0]))


def test_the_sky_is_that_of_a_published_weather_file():
    """Windsor, Ontario, CWEC: 1 January, hours 1 to 3: air, dew point, opaque cloud, and the infrared of the file."""
    air, dew, cloud = np.array([-3.9, -2.8, -1.8]), np.array([-5.4, -4.0, -3.0]), np.array([0.4, 0.9, 1.0])
    found = sky_from_cloud_c(air, dew, cloud)
    assert found == pytest.approx(sky_from_infrared_c(np.array([242.0, 264.0, 276.0])), abs=0.2)


def test_cloud_warms_the_sky_and_dry_air_cools_it():
    clouds = sky_from_cloud_c(np.full(11, 0.0), np.full(11, -3.0), np.linspace(0.0, 1.0, 11))
    assert (np.diff(clouds) > 0.0).all()
    assert clouds[-1] < 0.0
    dry = sky_from_cloud_c(np.array([0.0, 0.0]), np.array([-20.0, -3.0]), np.array([0.0, 0.0]))
    assert dry[0] < dry[1] - 3.0


def test_soil_follows_its_months_where_they_are_an_annual_wave():
    """Winnipeg at 2 m as published; a sinusoid is what the maker's own method gives."""
    months = np.array([-6.1, -8.7, -8.2, -6.0, 1.0, 7.4, 12.5, 15.3, 14.7, 11.1, 5.3, -0.9])
    hourly = ground_from_months_c(months)
    starts = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]) * 24
    found = np.add.reduceat(hourly, starts) / np.diff(np.append(starts, 8760))
    assert np.abs(found - months).max() < 1.2
    assert abs(hourly.mean() - months.mean()) < 0.1


def test_soil_is_calmer_and_later_than_the_air_and_as_warm():
    air = 4.0 - 16.0 * np.cos(2.0 * np.pi * (middles(8760) / 8760.0 - 0.05)) + 3.0 * np.sin(middles(8760))
    soil = ground_from_air_c(air)
    assert soil.mean() == pytest.approx(air.mean(), abs=0.01)
    assert np.ptp(soil) == pytest.approx(32.0 * np.exp(-2.0 / 2.218), rel=0.01), "damping depth sqrt(a P / pi) = 2.22 m"
    late_days = (soil.argmin() - 0.05 * 8760) / 24
    assert late_days == pytest.approx(365.0 / (2.0 * np.pi) * 2.0 / 2.218, abs=2.0)
    assert ground_from_air_c(air, 0.0).min() == pytest.approx(4.0 - 16.0, abs=0.1)
