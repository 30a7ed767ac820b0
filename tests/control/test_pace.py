"""The pace of the scan: absolute, measured, and never catching up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_control.pace import Pace, at


@given(st.lists(st.floats(0.0, 4.0), min_size=1, max_size=60), st.floats(0.0, 1e6))
def test_turns_stay_on_the_grid_whatever_they_take(durations, start_s):
    pace, now_s, last_s = Pace(1.0, start_s), start_s, -1.0
    for took_s in durations:
        now_s = max(now_s, pace.due_s)
        assert pace.due_s > last_s, "every slot is used once at most"
        assert (pace.due_s - start_s) == pytest.approx(round(pace.due_s - start_s), abs=1e-6), "and nothing drifts"
        last_s = pace.due_s
        pace.begin(now_s)
        now_s += took_s
        in_time = pace.end(now_s)
        assert in_time == (took_s <= 1.0 + 1e-6) or now_s - last_s == pytest.approx(1.0, abs=1e-5)
        assert pace.due_s >= now_s - 1e-5, "nothing piles up"
    timing = pace.timing()
    assert timing.turns == len(durations)
    assert timing.turns + timing.missed == round(pace.due_s - start_s)
    assert timing.took_max_s == pytest.approx(max(durations), abs=1e-6)
    assert timing.late_max_s <= 1e-6


def test_lateness_is_measured_from_when_a_turn_was_due():
    pace = Pace(0.1, 5.0)
    for late_s in (0.001, 0.002, 0.030):
        pace.begin(pace.due_s + late_s)
        pace.end(pace.due_s + late_s + 0.01)
    timing = pace.timing()
    assert (timing.late_p50_s, timing.late_max_s) == (pytest.approx(0.002), pytest.approx(0.030))
    assert (timing.overruns, timing.missed) == (0, 0)


def test_a_percentile_is_a_value_that_was_there():
    values = [float(i) for i in range(1, 101)]
    assert (at(values, 0.5), at(values, 0.99), at(values, 1.0), at([], 0.5)) == (50.0, 99.0, 100.0, 0.0)
