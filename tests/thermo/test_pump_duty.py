"""Pump against system: the duty lies on both curves, the speed gives the flow, every watt is booked."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import Infeasible, OutOfRange
from heatloop_thermo.pipe import Pipe, pressure_drop_pa
from heatloop_thermo.properties import water
from heatloop_thermo.pump import (
    GRAVITY_M_S2,
    PumpCurve,
    SystemCurve,
    duty_point,
    operate,
    power_w,
    speed_for_flow,
    speed_fraction_for,
)

PUMP = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15e3))
RHO, NPSH = 975.0, 22.0

systems = st.builds(
    SystemCurve.through,
    flow_m3_s=st.just(0.040),
    head_m=st.floats(12.0, 60.0),
    static_head_m=st.floats(-2.0, 3.0),
    exponent=st.floats(1.0, 2.5),
)


def friction_of_a_pipe(flow_m3_s):
    run = Pipe("ring", 0.154, 0.168, 4.5e-5, 300.0, 20.0)
    return pressure_drop_pa(run, water(), flow_m3_s * RHO, 75.0) / (RHO * GRAVITY_M_S2)


@given(system=systems, speed=st.floats(0.7, 1.0), parallel=st.integers(1, 3))
def test_the_duty_lies_on_the_pumps_curve_and_on_the_systems(system, speed, parallel):
    try:
        duty = duty_point(PUMP, system, RHO, NPSH, speed, parallel)
    except OutOfRange:
        return  # off the end of the curve
    assert duty.head_m == pytest.approx(PUMP.head_m(duty.flow_m3_s, speed), rel=1e-12)
    assert duty.head_m == pytest.approx(system.head_m(duty.flow_m3_s * parallel), rel=1e-10)
    assert duty.speed_fraction == pytest.approx(speed, rel=1e-10)


def test_a_duty_is_found_against_the_pressure_drop_of_real_pipes():
    system = SystemCurve(friction_of_a_pipe)
    duty = duty_point(PUMP, system, RHO, NPSH)
    assert duty.head_m == pytest.approx(friction_of_a_pipe(duty.flow_m3_s), rel=1e-11)


@given(system=systems, flow=st.floats(0.02, 0.06), parallel=st.integers(1, 3))
def test_the_speed_for_a_flow_gives_that_flow(system, flow, parallel):
    try:
        speed = speed_for_flow(PUMP, system, flow, parallel)
        duty = duty_point(PUMP, system, RHO, NPSH, speed, parallel)
    except (Infeasible, OutOfRange):
        return
    assert duty.flow_m3_s * parallel == pytest.approx(flow, rel=1e-8)


def test_against_friction_alone_flow_goes_with_speed_and_power_with_its_cube():
    system = SystemCurve.through(0.040, 20.0)
    full, slow = (duty_point(PUMP, system, RHO, NPSH, speed) for speed in (1.0, 0.8))
    assert slow.flow_m3_s / full.flow_m3_s == pytest.approx(0.8, rel=1e-12)
    assert slow.head_m / full.head_m == pytest.approx(0.64, rel=1e-12)
    assert slow.shaft_w / full.shaft_w == pytest.approx(0.512, rel=1e-12)


def test_a_second_pump_adds_less_flow_than_the_first():
    system = SystemCurve.through(0.060, 20.0)
    one, two = (duty_point(PUMP, system, RHO, NPSH, parallel=n) for n in (1, 2))
    assert one.flow_m3_s < 2 * two.flow_m3_s < 2 * one.flow_m3_s


def test_a_pump_that_cannot_lift_the_water_says_so():
    with pytest.raises(Infeasible, match=r"24.00 m at no flow, the system asks for 30.00 m") as caught:
        duty_point(PUMP, SystemCurve.through(0.04, 40.0, static_head_m=30.0), RHO, NPSH)
    assert caught.value.binding == "pump_shutoff_head"


@pytest.mark.parametrize(("flow", "binding"), [(0.055, "pump_speed_max"), (0.008, "pump_speed_min")])
def test_a_flow_beyond_the_range_of_the_drive_names_the_end_that_binds(flow, binding):
    with pytest.raises(Infeasible, match="P-101 would have to turn at") as caught:
        speed_for_flow(PUMP, SystemCurve.through(0.040, 20.0), flow)
    assert caught.value.binding == binding


duties = {"flow": st.floats(0.01, 0.05), "head": st.floats(2.0, 25.0), "density": st.floats(900.0, 1100.0)}


@given(**duties)
def test_every_watt_from_the_grid_is_booked(flow, head, density):
    speed = speed_fraction_for(PUMP, flow, head)
    assume(PUMP.bep_fraction(flow, speed) < 1.9)
    duty = operate(PUMP, flow, head, density, NPSH)
    assert duty.hydraulic_w == pytest.approx(density * GRAVITY_M_S2 * flow * head, rel=1e-14)
    chain = duty.pump_efficiency * duty.motor_efficiency * duty.drive_efficiency
    assert duty.efficiency == pytest.approx(chain, rel=1e-12)
    assert duty.pump_efficiency == pytest.approx(PUMP.efficiency(flow, speed), rel=1e-10)
    assert duty.hydraulic_w < duty.shaft_w < duty.electric_w


@given(flows=st.lists(st.floats(0.01, 0.04), min_size=1, max_size=12), head=st.floats(8.0, 20.0))
def test_a_year_of_hours_gives_what_each_hour_gives(flows, head):
    columns = power_w(PUMP, np.array(flows), np.full(len(flows), head), RHO)
    for i, flow in enumerate(flows):
        duty = operate(PUMP, flow, head, RHO, NPSH)
        expected = (duty.speed_fraction, duty.shaft_w, duty.electric_w)
        np.testing.assert_allclose([column[i] for column in columns], expected, rtol=1e-12)


def test_a_good_duty_breaks_no_limit():
    duty = operate(PUMP, 0.036, 18.0, RHO, NPSH)
    assert duty.limits == ()
    assert duty.within_range


@pytest.mark.parametrize(
    ("duty", "broken", "stays"),
    [
        (operate(PUMP, 0.038, 22.0, RHO, NPSH), ("pump_speed",), False),
        (operate(PUMP, 0.006, 2.5, RHO, NPSH), ("pump_speed", "pump_preferred"), False),
        (operate(replace(PUMP, motor=Motor(7.5e3)), 0.036, 19.0, RHO, NPSH), ("pump_motor",), False),
        (operate(PUMP, 0.060, 60.0, RHO, 99.0), ("pump_speed", "pump_motor"), False),
        (operate(PUMP, 0.036, 18.0, RHO, 1.0), ("pump_npsh", "pump_npsh_margin"), False),
        (operate(PUMP, 0.036, 18.0, RHO, 2.4), ("pump_npsh_margin",), True),
        (operate(PUMP, 0.010, 18.0, RHO, NPSH), ("pump_flow", "pump_preferred"), False),
        (operate(PUMP, 0.024, 18.0, RHO, NPSH), ("pump_preferred",), True),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else None,
)
def test_each_broken_limit_is_named(duty, broken, stays):
    assert duty.limits == broken
    assert duty.within_range is stays


@pytest.mark.parametrize(
    ("flow", "head"), [(-0.01, 10.0), (0.0, 10.0), (0.03, -1.0), (0.03, math.nan), (math.nan, 10.0), (0.09, 2.0)]
)
def test_what_is_no_duty_is_refused(flow, head):
    with pytest.raises(OutOfRange):
        operate(PUMP, flow, head, RHO, NPSH)


def test_a_mains_pump_is_at_its_one_speed_or_out_of_range():
    fixed = replace(PUMP, speed_min_fraction=1.0, motor=Motor(15e3, on_drive=False))
    assert duty_point(fixed, SystemCurve.through(0.040, 20.0), RHO, NPSH).limits == ()
    assert operate(fixed, 0.036, 18.0, RHO, NPSH).limits == ("pump_speed",)


@pytest.mark.parametrize("bad", [{"flow_m3_s": 0.0}, {"head_m": -1.0}, {"exponent": 3.0}, {"static_head_m": 21.0}])
def test_a_system_that_cannot_exist_is_refused(bad):
    with pytest.raises(OutOfRange):
        SystemCurve.through(**({"flow_m3_s": 0.04, "head_m": 20.0} | bad))
    with pytest.raises(OutOfRange, match="parallel"):
        speed_for_flow(PUMP, SystemCurve.through(0.04, 20.0), 0.03, parallel=0)
