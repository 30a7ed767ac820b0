"""The stories that a controller has to pass before anybody lets it near a plant. Limits: acceptance figures of the design basis.

Where a limit is in kelvin above the machines' own, it was taken over from the reference plant of those figures by its distance.
"""

from math import inf

from heatloop_control.mode import Event
from heatloop_hil.rig import judge, troubles
from heatloop_hil.rig.script import (
    BLIND_K,
    HEADER_PUMP,
    PLANT_FAULT_K,
    PRIMARY,
    TRIPPED_K,
    T,
    around,
    ask,
    call,
    fault,
    press,
    safe,
    water,
)
from heatloop_hil.rig.story import Story
from heatloop_sites.naming import SOURCE, tag


def _heat_step(loss: float, peak_k: float, back_s: float) -> Story:
    """Some of the machines go off at once."""
    percent = round(100.0 * loss)
    return Story(
        f"heat-{percent}",
        f"{percent} % of the machines go off at once",
        2400.0,
        (fault(T, machines=1.0 - loss),),
        safe(PLANT_FAULT_K, 5.0, judge.supply_peak(peak_k, T), judge.supply_back(back_s, T)),
    )


def _return_step(name: str, shift_k: float, peak_k: float, back_s: float) -> Story:
    return Story(
        name,
        f"the water that comes back changes by {shift_k:+g} K",
        3600.0,
        (water(T, shift_k),),
        safe(PLANT_FAULT_K, 5.0, judge.supply_peak(peak_k, T), judge.supply_back(back_s, T)),
    )


COLD_START = Story(
    "cold-start",
    "everything at 15 °C; an operator presses start",
    7200.0,
    (press(1.0, Event.START), press(5.0, Event.START)),
    safe(PLANT_FAULT_K, 5.0, judge.climb(3.0), judge.supply_back(3600.0, 0.0), judge.dumped(1.0)),
    cold=True,
)
STEADY_DAY = Story(
    "steady-day",
    "a day on which nothing happens",
    86400.0,
    (),
    safe(
        PLANT_FAULT_K,
        5.0,
        judge.supply_share(95.0, 0.0),
        judge.supply_peak(1.0, 0.0),
        judge.dumped(1.0),
        judge.calm(10.0),
    ),
)
SETPOINT = Story(
    "setpoint",
    "75 °C, 72 °C, 75 °C again, at 80 % of the machines' power: at full power the pump has no room for more flow",
    6000.0,
    (ask(0.0, permit=80.0), ask(1500.0, supply_c=72.0), ask(3600.0, supply_c=75.0)),
    safe(
        PLANT_FAULT_K,
        5.0,
        judge.overshoot(0.5, 1500.0, 3600.0, falling=True),
        judge.overshoot(0.5, 3600.0, 6000.0, falling=False),
        judge.supply_back(300.0, 1500.0, 3600.0),
        judge.supply_back(300.0, 3600.0),
    ),
)
SINK_LOSS = Story(
    "sink-loss",
    "the header's pump fails at full load, and there is no standby",
    1800.0,
    (fault(T, dead_pumps=frozenset({HEADER_PUMP}), standby_s=inf),),
    safe(PLANT_FAULT_K, 8.0),
    needs=frozenset({"dry_cooler"}),
)
PRIMARY_STANDBY = Story(
    "primary-pump-standby",
    "the machines' pump fails; its standby is at speed after 5 s",
    1800.0,
    (fault(T, dead_pumps=frozenset({PRIMARY}), standby_s=5.0),),
    safe(PLANT_FAULT_K, 5.0),
)
PRIMARY_LOST = Story(
    "primary-pump-lost",
    "the machines' pump fails, and there is no standby",
    1800.0,
    (fault(T, dead_pumps=frozenset({PRIMARY}), standby_s=inf),),
    safe(PLANT_FAULT_K, TRIPPED_K, judge.mode_after("aborted", 8.0, T)),
)
CABLE_10_S = Story(
    "cable-10-s",
    "the wire to the PLC is cut for 10 s",
    1800.0,
    (fault(T, cable=False), fault(T + 10.0, cable=True)),
    safe(
        PLANT_FAULT_K,
        5.0,
        judge.mode_after("hold", 5.0, T),
        judge.bump(1.0),
        judge.supply_peak(1.0, T),
        judge.runs_at_end(),
    ),
)
CABLE_10_MIN = Story(
    "cable-10-min",
    "the wire to the PLC is cut for ten minutes",
    3600.0,
    (fault(T, cable=False), fault(T + 600.0, cable=True)),
    safe(
        BLIND_K,
        5.0,
        judge.mode_after("hold", 5.0, T),
        judge.alarmed("plc-1", 6.0, T),
        judge.local_after(11.0, T),
        judge.bump(1.0),
        judge.runs_at_end(),
    ),
)
PC_KILLED = Story(
    "pc-killed",
    "the controller's process dies and is there again after a minute",
    2400.0,
    (
        fault(T, controller_dead=True),
        fault(T + 60.0, controller_dead=False),
        call(T + 60.0, lambda rig: rig.kill_and_restart()),
    ),
    safe(PLANT_FAULT_K, 5.0, judge.local_after(11.0, T), judge.bump(1.0), judge.runs_at_end()),
)
PLC_REBOOT = Story(
    "plc-reboot",
    "the PLC starts again: machines trip; an operator resets and starts after five minutes",
    5400.0,
    (
        call(T, lambda rig: rig.logic.restart()),
        press(T + 300.0, Event.RESET),
        *(press(T + at_s, Event.START) for at_s in (310.0, 320.0)),
    ),
    safe(PLANT_FAULT_K, TRIPPED_K, judge.runs_at_end()),
)
CURTAIL = Story(
    "curtail",
    "the grid wants all power back in 10 s, and gives it again after half an hour",
    7200.0,
    (ask(T, permit=0.0), ask(T + 1800.0, permit=100.0)),
    safe(
        PLANT_FAULT_K,
        5.0,
        judge.Check("power after 30 s", "%", 10.0, lambda f: float(f.of(tag("JA", SOURCE, 0))[int(T) + 30])),
        judge.cold(5.0),
        judge.supply_back(1800.0, T + 1800.0),
        judge.runs_at_end(),
    ),
)
FROST_NIGHT = Story(
    "frost-night",
    "-30 °C, the greenhouse asks for everything, and the boiler does not burn",
    14400.0,
    (fault(T, boiler_ok=False), around(T, ambient_c=-30.0, requests=[100.0])),
    safe(PLANT_FAULT_K, 5.0, judge.supply_peak(1.5, T), judge.dumped(1.0), judge.alarmed("supply_cold", 14400.0, T)),
    needs=frozenset({"boiler"}),
)
STORIES: tuple[Story, ...] = (
    COLD_START,
    STEADY_DAY,
    _heat_step(0.25, 1.5, 60.0),
    _heat_step(0.50, 2.5, 120.0),
    _heat_step(0.75, 3.5, 300.0),
    _return_step("return-colder", -10.0, 1.5, 300.0),
    _return_step("return-warmer", 10.0, inf, inf),
    SETPOINT,
    SINK_LOSS,
    PRIMARY_STANDBY,
    PRIMARY_LOST,
    CABLE_10_S,
    CABLE_10_MIN,
    troubles.PLC_FROZEN,
    troubles.SENSOR_FROZEN,
    troubles.SENSOR_BLIND,
    troubles.INLET_BLIND,
    troubles.SENSOR_SPIKE,
    troubles.SENSOR_BIAS,
    troubles.VALVE_STUCK,
    PC_KILLED,
    PLC_REBOOT,
    CURTAIL,
    FROST_NIGHT,
)
"""All stories, in the order in which they are told."""
