"""Stories of sensors, actuators and a PLC that do not tell the truth."""

from heatloop_hil.rig import judge
from heatloop_hil.rig.script import BLIND_K, INLET, PLANT_FAULT_K, SUPPLY, VALVE, T, around, call, fault, safe
from heatloop_hil.rig.story import Story

PLC_FROZEN = Story(
    "plc-frozen",
    "the PLC answers and does not work for a minute, and a quarter of the machines goes off meanwhile",
    1800.0,
    (fault(T, plc_frozen=True), fault(T + 10.0, machines=0.75), fault(T + 60.0, plc_frozen=False)),
    safe(BLIND_K, 8.0, judge.mode_after("hold", 6.0, T), judge.alarmed("plc-1", 7.0, T), judge.runs_at_end()),
)
SENSOR_FROZEN = Story(
    "sensor-frozen",
    "the supply sensor sticks at its setpoint; the air gets 15 K warmer and half of the machines go off",
    7200.0,
    (fault(T, frozen=frozenset({SUPPLY})), around(600.0, ambient_c=15.0), fault(900.0, machines=0.5)),
    safe(PLANT_FAULT_K, 5.0, judge.supply_peak(4.0, T), judge.alarmed("frozen", 900.0, T)),
)
SENSOR_BLIND = Story(
    "sensor-blind",
    "the supply sensor shows nothing for ten minutes, and a quarter of the machines goes off meanwhile",
    2400.0,
    (fault(T, blind=frozenset({SUPPLY})), fault(T + 60.0, machines=0.75), fault(T + 600.0, blind=frozenset())),
    safe(PLANT_FAULT_K, 5.0, judge.supply_peak(2.5, T), judge.runs_at_end()),
)
INLET_BLIND = Story(
    "inlet-blind",
    "the sensor of the machines' inlet shows nothing: they go off",
    1800.0,
    (fault(T, blind=frozenset({INLET})),),
    safe(PLANT_FAULT_K, 5.0, judge.mode_after("aborted", 10.0, T)),
)
SENSOR_SPIKE = Story(
    "sensor-spike",
    "supply and inlet sensor each show 20 K too much for a second",
    1200.0,
    (
        fault(T, biased={SUPPLY: 20.0}),
        fault(T + 1.0, biased=None),
        fault(600.0, biased={INLET: 20.0}),
        fault(601.0, biased=None),
    ),
    safe(PLANT_FAULT_K, 5.0, judge.supply_peak(1.0, T), judge.runs_at_end()),
)
SENSOR_BIAS = Story(
    "sensor-bias",
    "the supply sensor shows 5 K too much from now on",
    3600.0,
    (fault(T, biased={SUPPLY: 5.0}),),
    safe(PLANT_FAULT_K, 5.0, judge.alarmed("supply_doubtful", 900.0, T), judge.runs_at_end()),
)
VALVE_STUCK = Story(
    "valve-stuck",
    "the valve to the dry cooler sticks at 40 %",
    3600.0,
    (call(T, lambda rig: rig.stick(VALVE, 40.0)),),
    safe(PLANT_FAULT_K + 2.0, 8.0, judge.alarmed(f"{VALVE}.deviation", 150.0, T)),
    needs=frozenset({"dry_cooler"}),
)
