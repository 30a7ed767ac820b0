"""Life of an alarm after ISA-18.2 / IEC 62682: raised after its delay, acknowledged, returned, shelved for a time, suppressed by design.

An alarm asks a person to act; what needs no action is an event, not an alarm.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from heatloop_control.condition import CLEAR, Condition, Seen
from heatloop_control.condition import step as see
from heatloop_control.image import Image
from heatloop_thermo.errors import require

Priority = Literal["critical", "high", "low"]
SHELF_MAX_S = 8 * 3600.0
"""Longest time on the shelf. [s] secondary (facts on ISA-18.2 practice: 8 h, reason mandatory)"""


class AlarmState(Enum):
    """Where an alarm is in its life."""

    NORMAL = "normal"
    UNACKNOWLEDGED = "unacknowledged"  # there, and nobody has seen it
    ACKNOWLEDGED = "acknowledged"  # there, and somebody deals with it
    RETURNED = "returned"  # gone, and nobody has seen it
    SHELVED = "shelved"  # put aside by an operator, for a time, with a reason
    SUPPRESSED = "suppressed"  # hidden by the mode of the plant or by a greater alarm


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as configured.

    Parameters
    ----------
    code, text : stable name; what it means.
    priority : critical, high or low.
    cause : condition with delay and deadband.
    action : what the operator is to do.
    hidden_by : codes of alarms, or names of modes, that make it pointless.
    """

    code: str
    text: str
    priority: Priority
    cause: Condition
    action: str
    hidden_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AlarmMemory:
    """What is remembered of an alarm: condition, state, what is left of its time on the shelf [s], and why it lies there."""

    seen: Seen = CLEAR
    state: AlarmState = AlarmState.NORMAL
    shelf_s: float = 0.0
    reason: str = ""


def step(alarm: Alarm, memory: AlarmMemory, image: Image, hiding: Collection[str], dt_s: float) -> AlarmMemory:
    """Next memory of one alarm.

    Parameters
    ----------
    alarm, memory : configuration and memory.
    image : of this scan.
    hiding : codes of the alarms that are there and the name of the mode.
    dt_s : since the last scan. [s]
    """
    seen = see(alarm.cause, memory.seen, image, dt_s)
    shelf_s = max(0.0, memory.shelf_s - dt_s)
    if shelf_s > 0.0:
        return AlarmMemory(seen, AlarmState.SHELVED, shelf_s, memory.reason)
    if not alarm.hidden_by.isdisjoint(hiding):
        return AlarmMemory(seen, AlarmState.SUPPRESSED)
    state = _state(memory.state, seen.holds)
    return memory if seen is memory.seen and state is memory.state else AlarmMemory(seen, state)


def _state(state: AlarmState, there: bool) -> AlarmState:
    if there:
        return AlarmState.ACKNOWLEDGED if state is AlarmState.ACKNOWLEDGED else AlarmState.UNACKNOWLEDGED
    if state in {AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED}:
        return AlarmState.RETURNED
    return AlarmState.NORMAL


def acknowledge(memory: AlarmMemory) -> AlarmMemory:
    """Somebody has seen it."""
    if memory.state is AlarmState.UNACKNOWLEDGED:
        return replace(memory, state=AlarmState.ACKNOWLEDGED)
    if memory.state is AlarmState.RETURNED:
        return replace(memory, state=AlarmState.NORMAL)
    return memory


def shelve(memory: AlarmMemory, for_s: float, reason: str) -> AlarmMemory:
    """Put it aside for a time.

    Raises
    ------
    OutOfRange : for no time, more than `SHELF_MAX_S`, or no reason.
    """
    require("for_s", for_s, 1.0, SHELF_MAX_S, "s", "an alarm comes back from the shelf by itself")
    require("reason", float(len(reason.strip())), 3.0, 400.0, "characters", "who shelves an alarm says why")
    return replace(memory, state=AlarmState.SHELVED, shelf_s=for_s, reason=reason.strip())


def step_all(
    alarms: Sequence[Alarm], memories: Sequence[AlarmMemory], image: Image, mode: str, dt_s: float
) -> tuple[AlarmMemory, ...]:
    """All alarms; one that is there hides those that name it, from the scan after."""
    there = {alarm.code for alarm, memory in zip(alarms, memories, strict=True) if memory.seen.holds}
    hiding = there | {mode}
    return tuple(step(alarm, memory, image, hiding, dt_s) for alarm, memory in zip(alarms, memories, strict=True))
