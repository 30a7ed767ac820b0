"""The scan: what it does on a good day, and what it never does on a bad one."""

import math
import random
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import itertools

from plants import LIFELINE, STEADY, image, points, program

from heatloop_control.image import Image, Quality, Reading, judge
from heatloop_control.mode import Event, Mode
from heatloop_control.scan import scan
from heatloop_control.state import Asked, State, first

START, STOP, RESET = (Asked(event=event) for event in (Event.START, Event.STOP, Event.RESET))
NOTHING = Asked()


def run(state: State, frames: list[tuple[Image, Asked]], dt_s: float = 1.0) -> list[State]:
    """Scan after scan; actuators have done what the scan before asked, unless a frame says otherwise."""
    states = []
    for frame, asked in frames:
        echo = {
            o.actual: Reading(state.outputs[o.command], Quality.GOOD, 0.2) for o in program().outputs if state.outputs
        }
        said = {
            tag: reading
            for tag, reading in frame.readings.items()
            if tag not in echo or reading.value != STEADY.get(tag)
        }
        state = scan(program(), state, Image(echo | said), asked, dt_s).state
        states.append(state)
    return states


@cache
def running() -> State:
    """The plant in RUN, machines at full power, outputs settled on what the actuators do."""
    states = run(
        first(program()), [(image(), START), (image(), NOTHING), (image(), START), *[(image(), NOTHING)] * 400]
    )
    assert states[-1].mode is Mode.RUN
    return states[-1]


def test_it_starts_through_selftest_and_proven_flow():
    state = first(program())
    modes = [
        s.mode for s in run(state, [(image(), START), (image(), NOTHING), (image(), START), *[(image(), NOTHING)] * 15])
    ]
    assert list(dict.fromkeys(modes)) == [Mode.SELFTEST, Mode.STANDBY, Mode.STARTING, Mode.RUN]


def test_machines_get_power_only_after_the_flows_are_proven_and_then_on_a_ramp():
    dead = image({"FT-101": 0.0, "JT-101": 0.0, "TT-101": 60.0})
    state = replace(first(program()), mode=Mode.STARTING)
    states = run(state, [(dead, NOTHING)] * 60)
    assert {s.mode for s in states} == {Mode.STARTING}
    assert all(s.outputs["JC-101"] == 0.0 for s in states[11:])
    states = run(states[-1], [(image({"JT-101": 0.0}), NOTHING)] * 60)
    assert states[-1].mode is Mode.RUN
    permits = [s.outputs["JC-101"] for s in states]
    assert max(b - a for a, b in itertools.pairwise(permits)) <= 10.0 / 30.0 + 1e-9


def test_a_start_that_is_not_proven_in_time_stops_again():
    dead = image({"FT-201": 0.0, "JT-101": 0.0})
    states = run(replace(first(program()), mode=Mode.STARTING), [(dead, NOTHING)] * 301)
    assert states[-1].mode is Mode.STOPPING


def test_on_a_good_day_nothing_is_thrown_away_and_no_interlock_acts():
    state = running()
    assert state.mode is Mode.RUN
    assert not any(guard.acting for guard in state.guards.each)
    assert state.outputs["TCV-102"] == 0.0
    assert state.outputs["JC-501"] == 0.0
    assert state.outputs["JC-101"] == 100.0


def test_less_heat_means_less_flow_as_soon_as_the_loop_brings_less():
    state = running()
    before = state.outputs["SC-201"]
    less = image({"JT-101": 0.75 * STEADY["JT-101"]})
    speeds = [s.outputs["SC-201"] for s in run(state, [(less, NOTHING)] * 90)]
    assert before - speeds[1] < 5.0, "the flow of the loop has hardly changed yet"
    assert before - speeds[-1] > 15.0, "feed-forward has followed a quarter less heat"


def test_a_hot_inlet_opens_the_valve_first_and_the_fans_after():
    frames = run(running(), [(image({"TT-102": 74.5}), NOTHING)] * 1500)
    valve, fans = [s.outputs["TCV-102"] for s in frames], [s.outputs["SC-102"] for s in frames]
    first_fan = next(i for i, value in enumerate(fans) if value > 0.0)
    assert valve[10] > 5.0
    assert fans[10] == 0.0
    assert first_fan > 10


def test_losing_the_sink_cools_in_full_within_two_scans():
    states = run(running(), [(image({"FT-201": 2.0}), NOTHING)] * 2)
    assert states[-1].outputs["TCV-102"] == states[-1].outputs["SC-102"] == 100.0


def test_lost_flow_takes_the_power_away_and_stays_tripped_until_reset():
    states = run(running(), [(image({"FT-101": 10.0}), NOTHING)] * 2)
    assert states[-1].mode is Mode.ABORTED
    assert states[-1].outputs["JC-101"] == 0.0
    assert states[-1].guards.first_out == "containers.flow_low"
    cool = image({"JT-101": 0.0, "TT-101": 60.0, "TT-102": 58.0})
    states = run(states[-1], [(cool, NOTHING)] * 5)
    assert states[-1].mode is Mode.ABORTED
    states = run(states[-1], [(cool, RESET)])
    assert states[-1].mode is Mode.OFF


def test_a_lost_plc_holds_everything_and_comes_back_without_a_bump():
    state = running()
    actuals = [output.actual for output in program().outputs]
    silent = Image({tag: Reading(0.0, Quality.STALE, 9.0) for tag in (*STEADY, *actuals) if tag != LIFELINE})
    states = run(state, [(silent, NOTHING)] * 60)
    assert states[-1].mode is Mode.HOLD
    held = run(states[2], [(silent, NOTHING)] * 2)
    assert held[0].outputs["SC-201"] == held[1].outputs["SC-201"] == states[2].outputs["SC-201"]
    back = image({"ST-201": 70.0})
    after = run(states[-1], [(back, NOTHING)] * 2)
    assert after[0].mode is Mode.STARTING
    assert abs(after[0].outputs["SC-201"] - 70.0) <= 2.0, "it goes on from where the PLC has put the pump"


def test_the_sinks_keep_their_water_while_machines_are_curtailed_and_the_boiler_helps_when_it_is_cold():
    off = image({"JT-101": 0.0, "TT-101": 60.0, "TT-102": 60.0, "TT-203": 62.0})
    states = run(running(), [(off, Asked(permit=0.0))] * 1200)
    assert states[-1].mode is Mode.CURTAILED
    assert states[-1].outputs["JC-101"] == 0.0
    assert states[-1].outputs["SC-301"] == 50.0
    assert states[100].outputs["JC-501"] == 0.0, "cold for less than a quarter of an hour"
    assert states[-1].outputs["JC-501"] > 50.0


def test_the_boiler_never_burns_while_heat_is_thrown_away():
    wasting = image({"TT-203": 60.0, "ZT-102": 80.0})
    assert all(s.outputs["JC-501"] == 0.0 for s in run(running(), [(wasting, NOTHING)] * 1500))


@pytest.mark.parametrize(
    ("asked_c", "settles_c"), [(72.0, 72.0), (200.0, 80.0), (-5.0, 40.0), (math.nan, 75.0), (math.inf, 75.0)]
)
def test_a_setpoint_stays_in_its_envelope_and_on_its_ramp(asked_c, settles_c):
    follows = image({"TT-201": settles_c})
    states = run(running(), [(follows, Asked(supply_c=asked_c))] * 1400)
    assert states[-1].setpoint_c == pytest.approx(settles_c)
    assert max(abs(b.setpoint_c - a.setpoint_c) for a, b in itertools.pairwise(states)) <= 0.05 + 1e-12


def test_a_setpoint_does_not_climb_away_from_a_supply_that_cannot_follow():
    states = run(running(), [(image(), Asked(supply_c=80.0))] * 400)
    assert states[-1].setpoint_c == pytest.approx(76.0)


def test_what_the_plc_has_tripped_is_tripped_here_too_and_one_reset_is_enough_for_both():
    tripped, cured = image({"plc-1.trips": 4.0}), image({"plc-1.trips": 0.0})
    states = run(running(), [(tripped, NOTHING)] * 2)
    assert states[-1].mode is Mode.ABORTED
    assert states[-1].outputs["JC-101"] == 0.0
    states = run(states[-1], [(cured, NOTHING)] * 3)
    assert states[-1].mode is Mode.ABORTED
    states = run(states[-1], [(tripped, RESET), (cured, NOTHING)])
    assert states[-1].mode is Mode.OFF


def test_a_sensor_that_stands_still_and_an_actuator_that_does_not_follow_are_noticed():
    def there(state: State) -> set[str]:
        rows = zip(program().alarms, state.alarms, strict=True)
        return {alarm.code for alarm, memory in rows if memory.seen.holds}

    states = run(running(), [(image({"ZT-102": 40.0}), NOTHING)] * 620)
    assert "TCV-102.deviation" in there(states[130])
    assert "TT-201.frozen" not in there(states[10])
    assert "TT-201.frozen" in there(states[-1])


def test_until_the_first_start_it_only_watches_and_then_takes_over_from_what_the_actuators_do():
    running_alone = image({"ST-201": 64.0, "JA-101": 80.0})
    states = run(first(program()), [(running_alone, NOTHING)] * 5)
    assert not states[-1].in_charge
    assert states[-1].outputs["SC-201"] == 64.0
    states = run(states[-1], [(running_alone, START), (running_alone, NOTHING), (running_alone, START)])
    assert states[-1].mode is Mode.STARTING
    assert states[-1].in_charge
    assert abs(states[-1].outputs["SC-201"] - 64.0) <= 2.0
    assert states[-1].outputs["JC-101"] == 80.0, "machines that run go on"


def test_a_process_that_comes_back_takes_the_plant_over_where_it_is():
    came_back = first(program()).resumed(Mode.RUN)
    half = image({"JA-101": 70.0})
    states = run(came_back, [(half, NOTHING)] * 15)
    assert [s.mode for s in states[:1]] == [Mode.STARTING]
    assert states[-1].mode is Mode.RUN
    assert min(s.outputs["JC-101"] for s in states) >= 70.0
    assert first(program()).resumed(Mode.ABORTED).mode is Mode.ABORTED


def test_the_same_arguments_give_the_same_answer():
    state = running()
    assert scan(program(), state, image(), NOTHING, 1.0) == scan(program(), state, image(), NOTHING, 1.0)


@pytest.mark.parametrize("site", ["nvl72-greenhouse", "mixed", "nordic-district"])
def test_every_shipped_site_has_a_program_that_scans(site):
    made = program(site)
    readings = {point.tag: Reading(0.5 * (point.low + point.high), Quality.GOOD, 0.1) for point in points(site)}
    scanned = scan(made, first(made), Image(readings | {LIFELINE: Reading(1.0, Quality.GOOD, 0.0)}), START, 1.0)
    commands = {point.tag for point in points(site) if point.role == "command"}
    assert set(scanned.outputs) == commands


RANGES = {point.tag: (point.low, point.high) for point in points() if point.role != "command"}
TAGS = sorted(RANGES)
HISTORIES, SCANS, PARTS = 10_000, 3, 4
"""Random histories of the test below, scans in each, and parts that workers share."""


def _value(dice: random.Random, tag: str) -> float:
    low, high = RANGES[tag]
    return dice.choice(
        (STEADY.get(tag, 0.0), dice.uniform(low, high), low, high, math.nan, math.inf, 1e12, dice.uniform(40.0, 100.0))
    )


def _image(dice: random.Random) -> Image:
    """Any image at all: good values, nonsense, old ones, missing ones."""
    rows = {LIFELINE: judge(1.0, dice.choice((0.0, 0.0, 0.0, 99.0)), 0.0, 1.0, 2.5, 10.0)}
    base = dice.random() < 0.5
    for tag in TAGS:
        if base and dice.random() < 0.8:
            rows[tag] = Reading(STEADY.get(tag, 1.0), Quality.GOOD, 0.1)
        elif dice.random() < 0.9:
            rows[tag] = judge(_value(dice, tag), dice.choice((0.1, 0.1, 5.0, 60.0, math.inf)), *RANGES[tag], 2.5, 10.0)
    return Image(rows)


def _asked(dice: random.Random) -> Asked:
    event = dice.choice((None, None, *Event))
    return Asked(
        event, dice.choice((None, 72.0, math.nan, 1e309, -300.0)), dice.choice((100.0, 50.0, 0.0, -7.0, math.nan))
    )


def _check(before: State, after: State, frame: Image, dt_s: float) -> None:
    """The safety laws, for one scan of a history."""
    made = program()
    acting = {row.code for row, guard in zip(made.interlocks, after.guards.each, strict=True) if guard.acting}
    touched = {tag for row in made.interlocks if row.code in acting for tag in row.effects}
    for output in made.outputs:
        value = after.outputs[output.command]
        assert math.isfinite(value)
        assert 0.0 <= value <= 100.0, "no output outside its limits"
        if after.in_charge and output.command not in touched:
            seen = frame.known(output.actual)
            free = before.outputs.get(output.command, output.fail) if seen is None else min(max(seen, 0.0), 100.0)
            step = value - (before.outputs[output.command] if before.in_charge else free)
            assert -output.ramp.down_per_s * dt_s - 1e-9 <= step <= output.ramp.up_per_s * dt_s + 1e-9, (
                "no step beyond the rate"
            )
    for row, was, now in zip(made.interlocks, before.guards.each, after.guards.each, strict=True):
        assert not (row.latched and now.seen.holds and not now.acting), "a cause that holds acts"
        if row.latched and was.acting and not now.acting:
            assert not now.seen.holds, "no trip is reset while its cause is there"
    if any(row.latched and row.code in acting for row in made.interlocks):
        assert after.mode is Mode.ABORTED, "a trip aborts"
        assert after.in_charge, "and is said to the PLC, whoever had the plant"
        assert after.outputs["JC-101"] == 0.0, "and takes the power away"
    outlet, inlet = frame["TT-101"], frame["TT-102"]
    blind_s = next(
        g.seen.for_s
        for r, g in zip(made.interlocks, after.guards.each, strict=True)
        if r.code == "containers.inlet_blind"
    )
    hot = inlet.usable and inlet.value > 75.0 and "containers.inlet_hot" in acting
    if not after.in_charge:
        return
    if blind_s >= 5.0 or hot or (outlet.usable and outlet.value > 88.0 and "containers.outlet_trip" in acting):
        assert after.outputs["TCV-102"] == after.outputs["SC-102"] == after.outputs["SC-101"] == 100.0, (
            "blind or hot means full cooling"
        )


@pytest.mark.parametrize("part", range(PARTS))
def test_no_history_breaks_a_safety_law(part):
    """Ten thousand random histories of values, qualities, NaN, ages and commands."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}, part {part}")
    dice, modes = random.Random(seed), set()
    for _ in range(HISTORIES // PARTS):
        state = replace(first(program()), mode=dice.choice(list(Mode)))
        for _ in range(SCANS):
            frame, dt_s = _image(dice), dice.choice((0.0, 1.0, 1.0, 7.0))
            before, state = state, scan(program(), state, frame, _asked(dice), dt_s).state
            _check(before, state, frame, dt_s)
            modes.add(state.mode)
    assert modes == set(Mode), "the histories have seen every mode"


@pytest.mark.parametrize("tag", ["TT-101", "TT-102", "FT-101", "FT-201", "JT-101", "TT-201", "TT-202"])
def test_one_dead_sensor_never_leaves_the_machines_uncooled(tag):
    dead = image({tag: Reading(math.nan, Quality.BAD, math.inf)})
    state = run(running(), [(dead, NOTHING)] * 70)[-1]
    if tag in {"TT-101", "TT-102", "FT-101", "FT-201"}:
        assert state.outputs["TCV-102"] == state.outputs["SC-102"] == 100.0
    if tag in {"TT-101", "TT-102", "FT-101"}:
        assert state.outputs["JC-101"] <= 60.0
    assert state.outputs["SC-101"] >= 45.0
