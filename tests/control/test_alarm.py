"""Life of an alarm."""

import pytest

from heatloop_control import alarm
from heatloop_control.alarm import Alarm, AlarmMemory, AlarmState
from heatloop_control.condition import Condition
from heatloop_control.image import Image, Quality, Reading
from heatloop_thermo.errors import OutOfRange

COLD = Alarm(
    "supply_cold",
    "supply below 72 °C",
    "high",
    Condition("TT-203", "below", 72.0, delay_s=600.0, deadband=1.0, when_blind="hold"),
    "check feed-forward, pump, exchanger",
    hidden_by=frozenset({"curtailed", "plc_lost"}),
)


def at(value):
    return Image({"TT-203": Reading(value, Quality.GOOD, 0.0)})


def lived(*values, hiding=(), memory=None):
    memory = memory or AlarmMemory()
    for value in values:
        memory = alarm.step(COLD, memory, at(value), hiding, 300.0)
    return memory


def test_it_waits_out_its_delay_and_its_deadband():
    assert lived(71.0).state is AlarmState.NORMAL
    assert lived(71.0, 71.0).state is AlarmState.UNACKNOWLEDGED
    assert lived(71.0, 71.0, 72.5).state is AlarmState.UNACKNOWLEDGED
    assert lived(71.0, 71.0, 73.1).state is AlarmState.RETURNED


def test_acknowledging_is_remembered_while_it_is_there_and_clears_it_when_gone():
    seen = alarm.acknowledge(lived(71.0, 71.0))
    assert seen.state is AlarmState.ACKNOWLEDGED
    assert lived(71.0, memory=seen).state is AlarmState.ACKNOWLEDGED
    assert lived(74.0, memory=seen).state is AlarmState.NORMAL
    assert alarm.acknowledge(lived(71.0, 71.0, 74.0)).state is AlarmState.NORMAL


def test_the_shelf_gives_it_back():
    shelved = alarm.shelve(lived(71.0, 71.0), 900.0, "sensor is being changed")
    assert lived(71.0, 71.0, memory=shelved).state is AlarmState.SHELVED
    assert lived(71.0, 71.0, 71.0, memory=shelved).state is AlarmState.UNACKNOWLEDGED


@pytest.mark.parametrize(
    ("for_s", "reason"), [(0.0, "because"), (9 * 3600.0, "because"), (float("nan"), "because"), (60.0, "  ")]
)
def test_the_shelf_asks_for_a_time_and_a_reason(for_s, reason):
    with pytest.raises(OutOfRange):
        alarm.shelve(AlarmMemory(), for_s, reason)


def test_a_mode_or_a_greater_alarm_hides_it_and_it_is_there_again_after():
    hidden = lived(71.0, 71.0, hiding={"curtailed"})
    assert hidden.state is AlarmState.SUPPRESSED
    assert lived(71.0, memory=hidden).state is AlarmState.UNACKNOWLEDGED


def test_all_together_one_hides_another():
    lost = Alarm("plc_lost", "PLC silent", "critical", Condition("YT-1", "blind"), "go local")
    memories = (AlarmMemory(), AlarmMemory())
    for _ in range(3):
        memories = alarm.step_all((lost, COLD), memories, at(60.0), "run", 600.0)
    assert [memory.state for memory in memories] == [AlarmState.UNACKNOWLEDGED, AlarmState.SUPPRESSED]
