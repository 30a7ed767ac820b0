"""The table of modes, proved whole."""

import pytest

from heatloop_control.mode import TRANSITIONS, Event, Mode, after

EVERY = [(mode, event) for mode in Mode for event in Event]


def test_every_mode_has_a_row():
    assert set(TRANSITIONS) == set(Mode)


@pytest.mark.parametrize(("mode", "event"), EVERY)
def test_an_event_that_a_mode_does_not_know_leaves_it(mode, event):
    if event not in TRANSITIONS[mode]:
        assert after(mode, event) is mode


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.ABORTED])
def test_a_trip_aborts_from_everywhere(mode):
    assert after(mode, Event.TRIP) is Mode.ABORTED


def test_only_a_reset_leads_out_of_aborted():
    assert {event: after(Mode.ABORTED, event) for event in Event if after(Mode.ABORTED, event) is not Mode.ABORTED} == {
        Event.RESET: Mode.OFF
    }


def test_heat_is_taken_only_after_a_start_that_was_proven():
    into_run = {(mode, event) for mode, event in EVERY if mode is not Mode.RUN and after(mode, event) is Mode.RUN}
    assert into_run == {(Mode.STARTING, Event.PASSED)}


def test_every_mode_can_be_left_and_reached():
    assert all(any(after(mode, event) is not mode for event in Event) for mode in Mode)
    reached = {after(mode, event) for mode, event in EVERY if after(mode, event) is not mode}
    assert reached == set(Mode)
