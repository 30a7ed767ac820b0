"""What a duty is told: nothing where all is well, an error where the pump cannot do it."""

from dataclasses import replace

import pytest

from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.pump import PumpCurve, operate
from heatloop_thermo.pump.remarks import pump_remarks

PUMP = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15e3))
RHO, NPSH = 975.0, 22.0


def told(pump, flow, head, npsh=NPSH):
    return [(row.severity, row.code) for row in pump_remarks("racks", operate(pump, flow, head, RHO, npsh), pump)]


def test_a_good_duty_is_told_nothing():
    assert told(PUMP, 0.036, 18.0) == []


@pytest.mark.parametrize(
    ("pump", "flow", "head", "npsh", "expected"),
    [
        (PUMP, 0.038, 22.0, NPSH, [("error", "pump_speed")]),
        (PUMP, 0.006, 2.5, NPSH, [("warning", "pump_speed"), ("warning", "pump_preferred")]),
        (replace(PUMP, motor=Motor(7.5e3)), 0.036, 18.0, NPSH, [("error", "pump_motor")]),
        (PUMP, 0.036, 18.0, 1.0, []),  # cavitation is a limit of the circuit
        (PUMP, 0.036, 18.0, 2.4, [("warning", "pump_npsh_margin")]),
        (PUMP, 0.010, 18.0, NPSH, [("error", "pump_flow")]),
        (PUMP, 0.024, 18.0, NPSH, [("warning", "pump_preferred")]),
        (PUMP, 0.036, 20.5, NPSH, [("warning", "pump_head_margin")]),
    ],
)
def test_each_trouble_has_its_severity_and_its_code(pump, flow, head, npsh, expected):
    assert told(pump, flow, head, npsh) == expected


def test_a_pump_on_the_mains_is_told_that_a_valve_takes_the_rest():
    fixed = replace(PUMP, speed_min_fraction=1.0, motor=Motor(15e3, on_drive=False))
    (row,) = pump_remarks("header", operate(fixed, 0.036, 18.0, RHO, NPSH), fixed)
    assert row.text == (
        "header: the duty asks for 94 % of the pump's rated speed; it turns at 100 % at the least: "
        "a valve has to take the rest, for good."
    )


def test_a_pump_that_may_not_turn_fast_enough_is_an_error_with_its_own_limit():
    slow = replace(PUMP, speed_max_fraction=0.9)
    (row,) = pump_remarks("header", operate(slow, 0.036, 18.0, RHO, NPSH), slow)
    assert row.severity == "error"
    assert row.text == "header: the duty asks for 94 % of the pump's rated speed, it turns at 90 % at the most."


def test_the_head_in_hand_of_a_typed_pump_is_that_of_its_curve_at_full_speed():
    spare_m = PUMP.head_m(0.036) - 20.0
    (row,) = pump_remarks("racks", operate(PUMP, 0.036, 20.0, RHO, NPSH), PUMP)
    assert row.text.startswith(f"racks: the pump has only {spare_m:.2f} m ")
    faster = replace(PUMP, speed_max_fraction=1.1)
    assert pump_remarks("racks", operate(faster, 0.036, 20.0, RHO, NPSH), faster) == ()


def test_a_chosen_pump_has_the_margin_that_was_asked_for():
    duty = operate(PUMP, 0.036, 18.0, RHO, NPSH)
    assert pump_remarks("racks", duty, margin_fraction=0.10) == ()
    (row,) = pump_remarks("racks", duty, margin_fraction=0.01)
    assert (row.severity, row.code) == ("info", "pump_head_margin")
    assert "only 0.18 m (1.0 %)" in row.text


def test_a_chosen_pump_beyond_its_speed_is_an_error_and_a_margin_below_nothing_is_refused():
    duty = operate(PUMP, 0.038, 22.0, RHO, NPSH)
    assert [row.code for row in pump_remarks("racks", duty, margin_fraction=0.1)] == ["pump_speed"]
    with pytest.raises(OutOfRange, match="margin_fraction"):
        pump_remarks("racks", duty, margin_fraction=-0.1)
