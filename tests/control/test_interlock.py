"""Interlocks only narrow, trips latch, the first one is remembered."""

from hypothesis import given
from hypothesis import strategies as st

from heatloop_control import condition, interlock
from heatloop_control.condition import Condition
from heatloop_control.image import Image, Quality, Reading
from heatloop_control.interlock import FULL, Guard, Guards, Interlock, Range

HOT = Interlock(
    "hot",
    "too hot",
    Condition("TT-101", "above", 88.0, delay_s=2.0, deadband=2.0),
    {"JC-101": Range(0.0, 0.0)},
    latched=True,
)
WARM = Interlock(
    "warm", "warm", Condition("TT-101", "above", 76.0), {"TCV-102": Range(100.0, 100.0), "JC-101": Range(0.0, 60.0)}
)


def at(value, quality=Quality.GOOD):
    return Image({"TT-101": Reading(value, quality, 0.0)})


def run(rows, images, reset=()):
    guards = interlock.fresh(rows)
    for i, image in enumerate(images):
        guards = interlock.step(rows, guards, image, i in reset, 1.0)
    return guards


percents = st.floats(0.0, 100.0)
ranges = st.tuples(percents, percents).map(lambda pair: Range(min(pair), max(pair)))


@given(ranges, st.lists(ranges, max_size=6))
def test_no_interlock_ever_widens_a_range(allowed, effects):
    rows = [Interlock(str(i), "x", WARM.cause, {"SC-101": effect}) for i, effect in enumerate(effects)]
    guards = Guards(tuple(Guard(acting=True) for _ in rows))
    narrowed = interlock.narrow(rows, guards, {"SC-101": allowed})["SC-101"]
    assert allowed.low <= narrowed.low <= narrowed.high <= allowed.high


def test_a_trip_stays_until_it_is_reset_and_its_cause_is_gone():
    hot, cool = at(90.0), at(60.0)
    assert not run([HOT], [hot]).each[0].acting, "its delay is not over"
    assert run([HOT], [hot, hot]).each[0].acting
    assert run([HOT], [hot, hot, cool, cool]).each[0].acting, "nobody has reset it"
    assert run([HOT], [hot, hot, hot], reset={2}).each[0].acting, "its cause is still there"
    assert not run([HOT], [hot, hot, cool, cool], reset={3}).each[0].acting


def test_an_interlock_ends_with_its_cause():
    assert run([WARM], [at(77.0)]).each[0].acting
    assert not run([WARM], [at(77.0), at(75.0)]).each[0].acting


def test_the_first_one_out_is_remembered_until_all_is_clear():
    guards = run([HOT, WARM], [at(77.0), at(90.0), at(90.0), at(60.0)])
    assert [guard.acting for guard in guards.each] == [True, False]
    assert guards.first_out == "warm"
    assert run([HOT, WARM], [at(77.0), at(60.0)]).first_out is None


def test_a_blind_sensor_is_on_the_safe_side():
    for image in (at(20.0, Quality.BAD), at(20.0, Quality.STALE), at(float("nan"), Quality.BAD), Image({})):
        assert run([WARM], [image]).each[0].acting


def test_a_condition_that_holds_when_blind_keeps_what_it_saw():
    kept = Condition("TT-101", "above", 76.0, when_blind="hold")
    seen = condition.step(kept, condition.CLEAR, at(77.0), 1.0)
    assert condition.step(kept, seen, Image({}), 1.0) == seen
    assert condition.step(kept, condition.CLEAR, Image({}), 1.0) == condition.CLEAR


def test_where_two_contradict_the_earlier_row_wins():
    rows = [
        Interlock("flow", "keep cooling", WARM.cause, {"SC-101": Range(60.0, 100.0)}),
        Interlock("dry", "protect the pump", WARM.cause, {"SC-101": Range(0.0, 0.0)}),
    ]
    guards = Guards((Guard(acting=True), Guard(acting=True)))
    assert interlock.narrow(rows, guards, {"SC-101": FULL})["SC-101"] == Range(60.0, 60.0)
