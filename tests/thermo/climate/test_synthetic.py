"""A synthetic year has the statistics that it was made from, whatever the dice say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo.climate import Normals, sun_of_year, synthetic_year
from heatloop_thermo.climate.dice import autoregressive, plotting_positions
from heatloop_thermo.climate.light import clearest
from heatloop_thermo.climate.spread import bounded
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import month_slices, monthly_mean
from heatloop_thermo.vapour import vapour_pressure_pa
from heatloop_thermo.weather import design_conditions, monthly_means


def wave(mean: float, swing: float, late: float = 0.0) -> tuple[float, ...]:
    return tuple(float(mean - swing * np.cos(2.0 * np.pi * (m - 0.5 - late) / 12.0)) for m in range(12))


COLD = Normals(
    name="Testville",
    source="made for a test",
    latitude_deg=50.0,
    longitude_deg=-97.0,
    utc_offset_h=-6.0,
    altitude_m=200.0,
    dry_bulb_c=wave(3.0, 17.0),
    dry_bulb_max_c=wave(18.0, 15.0),
    dry_bulb_min_c=wave(-14.0, 19.0),
    daily_range_k=wave(10.5, 1.5),
    dew_point_c=wave(-2.0, 15.0),
    wind_m_s=wave(5.0, -0.5),
    ghi_w_m2=wave(150.0, 95.0, -0.6),
    heating_996_c=-30.0,
    cooling_004_c=30.0,
)
WARM_SOUTH = replace(
    COLD,
    latitude_deg=-35.0,
    longitude_deg=145.0,
    utc_offset_h=10.0,
    dry_bulb_c=wave(15.0, -6.0),
    dry_bulb_max_c=wave(28.0, -8.0),
    dry_bulb_min_c=wave(4.0, -5.0),
    dew_point_c=wave(8.0, -4.0),
    ghi_w_m2=wave(190.0, -90.0, -0.6),
    heating_996_c=1.0,
    cooling_004_c=33.5,
)
POLAR = replace(
    COLD,
    latitude_deg=69.7,
    longitude_deg=18.9,
    utc_offset_h=1.0,
    ghi_w_m2=tuple(0.42 * float(g) for g in monthly_mean(sun_of_year(69.7, 18.9, 1.0).horizontal_w_m2)),
)


@pytest.mark.parametrize("normals", [COLD, WARM_SOUTH, POLAR], ids=["cold", "south", "polar"])
@pytest.mark.parametrize("seed", [0, 1, 2**40])
def test_a_year_holds_the_statistics_that_it_was_made_from(normals, seed):
    weather = synthetic_year(normals, seed)
    months, design = monthly_means(weather), design_conditions(weather)
    assert weather.synthetic
    assert weather.hours == 8760
    assert months.dry_bulb_c == pytest.approx(normals.dry_bulb_c, abs=0.1)
    assert months.wind_m_s == pytest.approx(normals.wind_m_s, rel=1e-9)
    assert months.ghi_w_m2 == pytest.approx(normals.ghi_w_m2, rel=0.01, abs=0.01)
    assert design.heating_996_c == pytest.approx(normals.heating_996_c, abs=1.0)
    assert design.cooling_004_c == pytest.approx(normals.cooling_004_c, abs=1.0)
    for index, hours in enumerate(month_slices()):
        assert weather.dry_bulb_c[hours].min() >= normals.dry_bulb_min_c[index] - 1e-9
        assert weather.dry_bulb_c[hours].max() <= normals.dry_bulb_max_c[index] + 1e-9


def test_daily_ranges_are_near_the_normals_and_no_hour_jumps():
    for seed in range(3):
        air = synthetic_year(COLD, seed).dry_bulb_c
        ranges = np.ptp(air.reshape(365, 24), axis=1)
        found = np.array([ranges[h.start // 24 : h.stop // 24].mean() for h in month_slices()])
        assert found == pytest.approx(COLD.daily_range_k, abs=1.5)
        turns = [abs(air[h.start] - air[h.start - 1]) for h in month_slices()[1:]]
        assert max(turns) < 4.5, "months pass into each other"
        assert np.abs(np.diff(air)).max() < 8.0


def test_the_same_seed_gives_the_same_year_and_another_seed_another():
    first, again, other = synthetic_year(COLD, 7), synthetic_year(COLD, 7), synthetic_year(COLD, 8)
    assert np.array_equal(first.dry_bulb_c, again.dry_bulb_c)
    assert np.array_equal(first.wind_m_s, again.wind_m_s)
    assert np.corrcoef(first.dry_bulb_c, other.dry_bulb_c)[0, 1] < 0.95
    assert not np.array_equal(first.ghi_w_m2, other.ghi_w_m2)


def test_the_parts_of_the_irradiance_close_in_every_hour():
    weather = synthetic_year(COLD)
    sun = sun_of_year(COLD.latitude_deg, COLD.longitude_deg, COLD.utc_offset_h)
    beam = np.where(sun.up > 0.0, weather.dni_w_m2 * sun.cos_zenith / np.maximum(sun.up, 1e-9), 0.0)
    assert np.abs(weather.ghi_w_m2 - weather.dhi_w_m2 - beam).max() < 1e-9
    assert weather.ghi_w_m2[sun.up == 0.0].max() == 0.0
    assert weather.dni_w_m2.max() < 1100.0
    assert weather.ghi_w_m2.max() < 1100.0


def test_published_direct_irradiance_is_held_where_it_is_given():
    plain = monthly_means(synthetic_year(COLD)).dni_w_m2
    wanted = tuple(float(x) for x in 1.1 * plain)
    held = monthly_means(synthetic_year(replace(COLD, dni_w_m2=wanted))).dni_w_m2
    assert held == pytest.approx(wanted, rel=0.01)
    with pytest.raises(OutOfRange, match=r"dni_w_m2 of Testville = .* does not fit its ghi_w_m2"):
        synthetic_year(replace(COLD, dni_w_m2=tuple(min(float(x), 540.0) for x in 3.0 * plain)))


def test_dew_points_keep_their_means_and_the_air_is_never_oversaturated():
    weather = synthetic_year(COLD)
    assert (weather.vapour_pa <= np.asarray(vapour_pressure_pa(weather.dry_bulb_c)) + 1e-9).all()
    grid = np.linspace(-54.9, 40.0, 20_000)
    dew = np.interp(weather.vapour_pa, np.asarray(vapour_pressure_pa(grid)), grid)
    assert monthly_mean(dew) == pytest.approx(COLD.dew_point_c, abs=0.01)


def test_cold_winter_days_are_clear_and_warm_summer_days_too():
    """Over ten years; one alone is a matter of luck."""
    winter, summer = [], []
    for seed in range(10):
        weather = synthetic_year(COLD, seed)
        days, sky = weather.dry_bulb_c.reshape(365, 24).mean(axis=1), weather.ghi_w_m2.reshape(365, 24).sum(axis=1)
        winter.append(np.corrcoef(days[:31], sky[:31])[0, 1])
        summer.append(np.corrcoef(days[181:212], sky[181:212])[0, 1])
    assert np.mean(winter) < -0.1
    assert np.mean(summer) > 0.1


def test_degree_days_that_do_not_fit_the_means_move_them_by_a_tenth_of_a_kelvin_at_most():
    plain = synthetic_year(COLD)
    colder = synthetic_year(replace(COLD, heating_degree_days_k_d=9000.0))
    warmer = synthetic_year(replace(COLD, heating_degree_days_k_d=3000.0))
    shift = monthly_means(colder).dry_bulb_c - monthly_means(plain).dry_bulb_c
    assert shift == pytest.approx(np.full(12, -0.095), abs=1e-3)
    assert (monthly_means(warmer).dry_bulb_c > monthly_means(plain).dry_bulb_c).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dry_bulb_c": COLD.dry_bulb_c[:11]}, "dry_bulb_c of Testville has 11 values"),
        ({"wind_m_s": (float("nan"), *COLD.wind_m_s[1:])}, "wind_m_s of Testville = nan"),
        ({"dry_bulb_max_c": COLD.dry_bulb_c}, "dry_bulb_max_c above dry_bulb_c"),
        ({"dew_point_c": tuple(t + 1.0 for t in COLD.dry_bulb_c)}, "dry_bulb_c above dew_point_c"),
        ({"heating_996_c": -50.0}, "heating_996_c = -50"),
        ({"cooling_004_c": 45.0}, "cooling_004_c = 45"),
        ({"heating_degree_days_k_d": float("nan")}, "heating_degree_days_k_d = nan"),
    ],
)
def test_normals_that_are_none_are_refused(change, says):
    with pytest.raises(OutOfRange, match=says):
        replace(COLD, **change)


def test_more_sunshine_than_clear_days_give_is_refused():
    bright = tuple(1.6 * g for g in COLD.ghi_w_m2)
    with pytest.raises(OutOfRange, match=r"ghi_w_m2 of Testville = .* is a clearness of"):
        synthetic_year(replace(COLD, ghi_w_m2=bright))


def test_design_temperatures_that_the_months_do_not_reach_are_refused():
    mild = tuple(max(t, -22.0) for t in COLD.dry_bulb_min_c)
    with pytest.raises(OutOfRange, match="heating_996_c"):
        synthetic_year(replace(COLD, dry_bulb_min_c=mild))


def test_a_seed_that_is_none_is_refused():
    with pytest.raises(OutOfRange, match="seed"):
        synthetic_year(COLD, -1)


@settings(max_examples=40)
@given(st.floats(0.03, 0.97), st.floats(0.1, 1.5), st.integers(20, 800))
def test_a_bounded_month_has_its_mean_stays_inside_and_keeps_the_order(mean, spread, count):
    share = (np.arange(count) + 0.5) / count
    values = bounded(np.log(share / (1.0 - share)), mean, spread)
    assert values.mean() == pytest.approx(mean, abs=1e-7)
    assert values.min() >= 0.0
    assert values.max() <= 1.0
    assert (np.diff(values) >= 0.0).all()


def test_a_mean_at_a_limit_is_refused():
    with pytest.raises(OutOfRange, match="mean = 1"):
        bounded(np.array([-1.0, 1.0]), 1.0, 0.5)


def test_a_series_remembers_as_it_should():
    series = autoregressive(np.random.default_rng(1).standard_normal(20_000), 0.7)
    assert np.corrcoef(series[1:], series[:-1])[0, 1] == pytest.approx(0.7, abs=0.02)
    assert series.std() == pytest.approx(1.0, abs=0.05)
    assert sorted(plotting_positions(series[:10])) == pytest.approx(np.arange(0.05, 1.0, 0.1))


def test_the_clearest_days_are_clearer_in_clear_months():
    assert 0.65 < clearest(0.3) < clearest(0.6) < 0.81
