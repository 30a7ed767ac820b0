"""Demand of sinks: the design load on the design day, degree-hours between, shifts to the hour; nothing negative, nothing lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.demand import district_heating_w, hot_water_w, process_w, profile_w
from heatloop_thermo.demand.district import ROOM_SHAPE, trailing_mean
from heatloop_thermo.demand.hot_water import DAY_SHAPE, hot_water_factor
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.months import monthly_mean


def constant(t_c: float) -> np.ndarray:
    return np.full(8760, t_c)


def test_on_a_day_as_cold_as_the_design_day_the_largest_hour_is_the_design_load():
    load = district_heating_w(constant(-24.0), 6e6, -24.0)
    assert load.max() == pytest.approx(6e6, rel=1e-9)
    assert load.min() > 0.7 * 6e6


@given(st.floats(-40.0, 5.0), st.floats(0.0, 0.4), st.floats(1e5, 1e8))
def test_the_design_load_is_met_whatever_the_place_and_the_share_of_hot_water(ambient, share, design):
    load = district_heating_w(constant(ambient), design, ambient, hot_water_fraction=share)
    assert load.max() == pytest.approx(design, rel=1e-9)


def test_rooms_take_heat_in_proportion_to_the_degrees_below_the_balance_temperature():
    rooms = [district_heating_w(constant(t), 1e6, -23.0, hot_water_fraction=0.0) for t in (17.0, 7.0, -3.0, -23.0)]
    means = [float(load.mean()) for load in rooms]
    assert means[0] == 0.0
    assert means[2] == pytest.approx(2.0 * means[1])
    assert means[3] == pytest.approx(4.0 * means[1])


def test_above_the_balance_temperature_only_hot_water_is_left():
    warm = district_heating_w(constant(25.0), 6e6, -24.0)
    assert warm.mean() == pytest.approx(0.06 * 6e6)
    assert warm == pytest.approx(0.06 * 6e6 * hot_water_factor())


def test_colder_than_the_design_day_asks_for_more():
    assert district_heating_w(constant(-30.0), 6e6, -24.0).max() > 6e6


def test_buildings_do_not_feel_the_night_at_once():
    step = np.where(np.arange(8760) < 4000, 10.0, -10.0)
    load = district_heating_w(step, 1e6, -20.0, hot_water_fraction=0.0)
    factor = np.array(ROOM_SHAPE)[np.arange(8760) % 24]
    plain = load / factor
    assert plain[3999] < plain[4000] < plain[4011] < plain[4023]
    assert plain[4023] == pytest.approx(plain[4200])
    assert trailing_mean(step, 24).mean() == pytest.approx(step.mean())


def test_nights_are_quieter_than_mornings():
    day = district_heating_w(constant(0.0), 1e6, -20.0)[:24]
    assert day[3] < 0.95 * day.mean() < day[7]


def test_hot_water_peaks_at_the_design_load_morning_and_evening_and_in_winter():
    load = hot_water_w(2e5)
    assert load.max() == pytest.approx(2e5)
    assert load.min() > 0.0
    months = monthly_mean(load)
    assert months[1] > 1.2 * months[7]
    day = load[:24]
    assert day[7] > day[12] > day[2]
    assert day[19] > day[14]
    assert len(DAY_SHAPE) == len(ROOM_SHAPE) == 24


def test_a_process_works_its_shifts_and_idles_else():
    load = process_w(1e6, 6.5, 22.0, workdays=5, idle_fraction=0.1, first_weekday=3)
    thursday, saturday = load[:24], load[48:72]
    assert thursday[6] == pytest.approx(1e6 * (0.1 + 0.9 * 0.5)), "an hour worked by half"
    assert (thursday[7:22] == 1e6).all()
    assert thursday[23] == pytest.approx(1e5)
    assert (saturday == 1e5).all()
    assert (process_w(1e6) == 1e6).all()
    assert process_w(1e6, 8.0, 8.0).max() == 0.0


def test_a_given_profile_comes_back_as_it_is():
    given_load = np.linspace(0.0, 1e6, 8760)
    assert np.array_equal(profile_w(given_load), given_load)


@pytest.mark.parametrize(
    ("load", "says"),
    [
        (np.ones(8759), r"\(8759,\)"),
        (np.append(np.ones(8759), -1.0), "load_w = -1"),
        (np.append(np.ones(8759), np.nan), "load_w = nan"),
        (np.append(np.ones(8759), np.inf), "load_w = inf"),
    ],
)
def test_a_profile_that_is_none_is_refused(load, says):
    with pytest.raises(OutOfRange, match=says):
        profile_w(load)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: district_heating_w(np.zeros(24), 1e6, -20.0), "8760 hours"),
        (lambda: district_heating_w(constant(float("nan")), 1e6, -20.0), "dry_bulb_c = nan"),
        (lambda: district_heating_w(constant(0.0), 0.0, -20.0), "design_load_w = 0"),
        (lambda: district_heating_w(constant(0.0), 1e6, 20.0), "design_ambient_c = 20"),
        (lambda: district_heating_w(constant(0.0), 1e6, 10.0, balance_c=8.0), "balance_c = 8"),
        (lambda: district_heating_w(constant(0.0), 1e6, -20.0, hot_water_fraction=0.9), "hot_water_fraction = 0.9"),
        (lambda: hot_water_w(float("nan")), "design_load_w = nan"),
        (lambda: process_w(1e6, 9.0, 8.0), "end_h = 8"),
        (lambda: process_w(1e6, workdays=8), "workdays = 8"),
        (lambda: process_w(1e6, idle_fraction=1.5), "idle_fraction = 1.5"),
        (lambda: process_w(1e6, first_weekday=7), "first_weekday = 7"),
    ],
)
def test_what_is_no_load_is_refused(call, says):
    with pytest.raises(OutOfRange, match=says):
        call()
