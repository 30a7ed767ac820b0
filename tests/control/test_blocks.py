"""The blocks of a control loop: what each may never do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_control import hysteresis, lag, pi, ramp, split
from heatloop_control.hysteresis import Hysteresis, Switch
from heatloop_control.image import NOTHING, Image, Quality, Reading, judge
from heatloop_control.pi import Pi, PiState
from heatloop_control.ramp import Ramp
from heatloop_control.split import Share
from heatloop_thermo.errors import OutOfRange

percents = st.floats(0.0, 100.0)
anything = st.floats(allow_nan=True, allow_infinity=True)


@given(value=anything, age_s=anything)
def test_no_reading_is_good_that_is_no_number_out_of_range_or_old(value, age_s):
    reading = judge(value, age_s, -40.0, 150.0, 2.5, 10.0)
    sound = math.isfinite(value) and -40.0 <= value <= 150.0
    assert reading.usable == (sound and 0.0 <= age_s <= 2.5)
    assert (reading.quality is Quality.BAD) == (not sound or not 0.0 <= age_s <= 10.0)


def test_a_tag_that_nobody_read_is_nothing():
    assert Image({})["TT-1"] is NOTHING
    assert Image({}).known("TT-1") is None
    assert Image({"TT-1": Reading(1.0, Quality.UNCERTAIN, 0.0)}).known("TT-1") == 1.0


@given(last=percents, target=st.floats(-500.0, 500.0), dt_s=st.floats(0.0, 60.0))
def test_a_ramp_never_moves_faster_than_it_may_and_never_past_its_target(last, target, dt_s):
    new = ramp.step(Ramp(2.0, 3.0), last, target, dt_s)
    assert -3.0 * dt_s - 1e-9 <= new - last <= 2.0 * dt_s + 1e-9
    assert min(last, target) - 1e-9 <= new <= max(last, target) + 1e-9


@given(steps=st.integers(1, 20))
def test_a_lag_does_not_care_how_often_it_is_asked(steps):
    value = 0.0
    for _ in range(steps):
        value = lag.step(value, 10.0, 30.0, 60.0 / steps)
    assert value == pytest.approx(10.0 * (1.0 - math.exp(-2.0)), rel=1e-12)


def test_a_switch_waits_out_its_least_times_and_ignores_nonsense():
    levels = Hysteresis(on_at=20.0, off_at=80.0, min_on_s=600.0, min_off_s=300.0)
    state = Switch(False, 299.0)
    state = hysteresis.step(levels, state, 10.0, 0.5)
    assert not state.on, "300 s of rest are not over"
    state = hysteresis.step(levels, state, 10.0, 0.5)
    assert state.on
    assert hysteresis.step(levels, state, 90.0, 599.0).on
    assert not hysteresis.step(levels, state, 90.0, 600.0).on
    assert hysteresis.step(levels, state, math.nan, 1e6).on
    with pytest.raises(OutOfRange, match="have to differ"):
        Hysteresis(5.0, 5.0)


@given(output=st.floats(-50.0, 150.0))
def test_actuators_of_a_split_range_move_one_after_the_other(output):
    valve, fans = split.at(Share(0.0, 50.0, 0.0, 100.0), output), split.at(Share(50.0, 100.0, 20.0, 100.0), output)
    assert 0.0 <= valve <= 100.0
    assert 20.0 <= fans <= 100.0
    assert valve == 100.0 or fans == 20.0, "fans move only behind an open valve"


CONTROLLER = Pi(gain=1.5, reset_s=40.0)


@given(st.lists(st.tuples(st.floats(-50.0, 150.0), percents), min_size=1, max_size=50), st.floats(-100.0, 200.0))
def test_a_wish_stays_in_its_range_whatever_comes(history, feedforward):
    state = PiState(0.0, 0.0)
    for measured, applied in history:
        state = pi.step(CONTROLLER, state, 75.0, measured, applied, 1.0, feedforward)
        assert 0.0 <= state.wish <= 100.0
        assert math.isfinite(state.integral)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_controller_that_gets_nonsense_stays_where_it_was(bad):
    state = PiState(12.0, 34.0)
    assert pi.step(CONTROLLER, state, bad, 70.0, 34.0, 1.0) == state
    assert pi.step(CONTROLLER, state, 75.0, bad, 34.0, 1.0) == state
    assert pi.step(CONTROLLER, state, 75.0, 70.0, 34.0, 1.0, bad) == state


@given(percents, st.floats(-20.0, 20.0), st.floats(-30.0, 30.0))
def test_taking_over_does_not_move_the_actuator(applied, error, feedforward):
    state = pi.follow(CONTROLLER, 75.0, 75.0 - error, applied, feedforward)
    assert pi.step(CONTROLLER, state, 75.0, 75.0 - error, applied, 0.0, feedforward).wish == pytest.approx(
        applied, abs=1e-9
    )


def test_it_leaves_a_limit_as_soon_as_the_error_turns():
    state = PiState(0.0, 0.0)
    for _ in range(3600):
        state = pi.step(CONTROLLER, state, 75.0, 40.0, 100.0, 1.0)
    assert state.wish == 100.0
    turned = pi.step(CONTROLLER, state, 75.0, 77.0, 100.0, 1.0)
    assert turned.wish < 100.0, "an hour at the limit has not wound up"


def test_what_an_override_holds_back_does_not_wind_up():
    state = PiState(50.0, 50.0)
    for _ in range(3600):
        state = pi.step(CONTROLLER, state, 75.0, 74.0, 20.0, 1.0)
    assert state.wish == 51.5, "the integral has waited"


def test_a_step_of_the_feed_forward_leaves_the_integral_as_it_is_while_the_actuator_ramps():
    state, applied = pi.follow(CONTROLLER, 75.0, 75.0, 40.0, 40.0), 40.0
    for _ in range(100):
        applied = ramp.step(Ramp(2.0, 2.0), applied, state.wish, 1.0)
        state = pi.step(CONTROLLER, state, 75.0, 75.0, applied, 1.0, 80.0)
    assert applied == pytest.approx(80.0)


def test_it_brings_a_slow_process_to_its_setpoint_and_stays():
    state, temp_c = PiState(0.0, 0.0), 55.0
    for _ in range(2000):
        state = pi.step(CONTROLLER, state, 75.0, temp_c, state.wish, 1.0)
        temp_c += ((55.0 + 0.4 * state.wish) - temp_c) / 60.0
    assert temp_c == pytest.approx(75.0, abs=0.01)
