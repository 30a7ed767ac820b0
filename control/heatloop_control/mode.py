"""Modes of the plant, and the one table that says what leads from one to another.

Names follow ISA-88 where it has them. Nothing else in the house changes the mode; whatever is not in the table does not happen.
"""

from enum import Enum


class Mode(Enum):
    """What the plant is doing."""

    OFF = "off"  # nothing runs, nothing is asked
    SELFTEST = "selftest"  # map, versions, sensors, PLC are looked at
    STANDBY = "standby"  # all is well, waiting to be started
    STARTING = "starting"  # flows proven, dump path proven, machines in steps
    RUN = "run"  # heat is taken and sold
    CURTAILED = "curtailed"  # machines off by order of the grid; the tank and the boiler carry the sinks
    HOLD = "hold"  # blind or cut off: outputs stay where they are
    STOPPING = "stopping"  # machines off, pumps run until they are cool
    ABORTED = "aborted"  # tripped: safe positions until somebody resets


class Event(Enum):
    """What can happen to a plant."""

    START = "start"
    STOP = "stop"
    PASSED = "passed"  # the step that the mode waits for is done
    FAILED = "failed"  # it did not come about in its time
    CURTAIL = "curtail"
    RESTORE = "restore"  # the curtailment is over
    LOST = "lost"  # the wire, or a reading that cannot be spared
    FOUND = "found"
    TRIP = "trip"
    RESET = "reset"


TRANSITIONS: dict[Mode, dict[Event, Mode]] = {
    Mode.OFF: {Event.START: Mode.SELFTEST, Event.TRIP: Mode.ABORTED},
    Mode.SELFTEST: {
        Event.PASSED: Mode.STANDBY,
        Event.FAILED: Mode.OFF,
        Event.STOP: Mode.OFF,
        Event.LOST: Mode.OFF,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.STANDBY: {
        Event.START: Mode.STARTING,
        Event.STOP: Mode.OFF,
        Event.LOST: Mode.OFF,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.STARTING: {
        Event.PASSED: Mode.RUN,
        Event.FAILED: Mode.STOPPING,
        Event.STOP: Mode.STOPPING,
        Event.CURTAIL: Mode.CURTAILED,
        Event.LOST: Mode.HOLD,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.RUN: {
        Event.STOP: Mode.STOPPING,
        Event.CURTAIL: Mode.CURTAILED,
        Event.LOST: Mode.HOLD,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.CURTAILED: {
        Event.RESTORE: Mode.STARTING,
        Event.STOP: Mode.STOPPING,
        Event.LOST: Mode.HOLD,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.HOLD: {
        Event.FOUND: Mode.STARTING,
        Event.FAILED: Mode.STOPPING,
        Event.STOP: Mode.STOPPING,
        Event.TRIP: Mode.ABORTED,
    },
    Mode.STOPPING: {Event.PASSED: Mode.OFF, Event.FAILED: Mode.OFF, Event.TRIP: Mode.ABORTED},
    Mode.ABORTED: {Event.RESET: Mode.OFF},
}
"""Mode and event to the next mode; an event that does not stand in a mode's row leaves the mode as it is."""


def after(mode: Mode, event: Event) -> Mode:
    """Mode after an event.

    >>> after(Mode.RUN, Event.LOST), after(Mode.RUN, Event.PASSED), after(Mode.ABORTED, Event.START)
    (<Mode.HOLD: 'hold'>, <Mode.RUN: 'run'>, <Mode.ABORTED: 'aborted'>)
    """
    return TRANSITIONS[mode].get(event, mode)
