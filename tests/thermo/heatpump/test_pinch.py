"""Pinches: found wherever they lie, equal to what was asked for, and never against the second law."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange, TemperatureCross
from heatloop_thermo.heatpump import (
    Compressor,
    CoolantLine,
    Cycle,
    Duty,
    HeatPumpSpec,
    Limits,
    Refrigerant,
    Transcritical,
    design_heat_pump,
    match,
    solve_cycle,
)
from heatloop_thermo.properties import glycol, pg25, water

pytestmark = pytest.mark.xdist_group("coolprop")
NAMES = ("R1233zd(E)", "R1234ze(Z)", "R1234ze(E)", "R600", "R717", "R601", "R290", "R134a", "R1336mzz(E)")
WIDE = Limits(discharge_max_c=400.0, pressure_max_pa=400e5, ratio_max=99.0, ratio_min=1.0, critical_margin_k=2.0)


def dense_differences(fluid, path, coolant, cold_c, hot_c, sign, points=400):
    """The difference along an exchanger by flashing the refrigerant anew at every point; pressure as the package states it."""
    low, high = sorted((path.start.enthalpy_j_kg, path.end.enthalpy_j_kg))
    bottom, top = coolant.enthalpy_j_kg(cold_c), coolant.enthalpy_j_kg(hot_c)
    x = np.linspace(0.0, 1.0, points)
    liquid_c = coolant.temperature_c(bottom + x * (top - bottom))
    gaps = []
    for share, coolant_c in zip(x, liquid_c, strict=True):
        h = low + share * (high - low)
        zone = next(z for z in path.zones if min(z.start[2], z.end[2]) - 1e-6 <= h <= max(z.start[2], z.end[2]) + 1e-6)
        along = (h - zone.start.enthalpy_j_kg) / (zone.end.enthalpy_j_kg - zone.start.enthalpy_j_kg)
        pressure = zone.start.pressure_pa + along * (zone.end.pressure_pa - zone.start.pressure_pa)
        gaps.append(sign * (fluid.at_enthalpy(pressure, h).t_c - coolant_c))
    return np.array(gaps)


duties = st.builds(
    lambda source_c, glide_k, sink_c, rise_k: Duty(
        pg25(), source_c + glide_k, source_c, water(), sink_c - rise_k, sink_c, heat_w=1e5
    ),
    st.floats(10.0, 50.0),
    st.floats(2.0, 15.0),
    st.floats(65.0, 82.0),
    st.floats(3.0, 40.0),
)


@settings(max_examples=40)
@given(duties, st.sampled_from(NAMES), st.floats(1.0, 8.0), st.sampled_from((0.0, 0.02, 0.05)))
def test_both_pinches_are_what_was_asked_for_to_a_millionth_of_a_kelvin(duty, name, pinch_k, loss):
    spec = HeatPumpSpec(name, pinch_k, evaporator_loss=loss, condenser_loss=loss, limits=WIDE, arrangement="single")
    machine = design_heat_pump(duty, spec)
    assert machine.evaporator.pinch_k == pytest.approx(pinch_k, abs=1e-6)
    assert machine.condenser.pinch_k == pytest.approx(pinch_k, abs=1e-6)
    fluid = Refrigerant(name)
    below = dense_differences(
        fluid, machine.cycle.evaporator, duty.source, duty.source_out_c, duty.source_in_c, -1.0, 120
    )
    above = dense_differences(fluid, machine.cycle.condenser, duty.sink, duty.sink_in_c, duty.sink_out_c, 1.0, 120)
    assert below.min() > pinch_k - 1e-4
    assert above.min() > pinch_k - 1e-4


@settings(max_examples=25)
@given(duties, st.sampled_from(NAMES))
def test_every_zone_makes_entropy(duty, name):
    machine = design_heat_pump(duty, HeatPumpSpec(name, 2.0, limits=WIDE, arrangement="single"))
    for path, found, coolant, span_c, sign in (
        (machine.cycle.condenser, machine.condenser, duty.sink, (duty.sink_in_c, duty.sink_out_c), 1.0),
        (machine.cycle.evaporator, machine.evaporator, duty.source, (duty.source_out_c, duty.source_in_c), -1.0),
    ):
        whole = path.heat_j_kg / path.flow_ratio
        flow = whole / (coolant.enthalpy_j_kg(span_c[1]) - coolant.enthalpy_j_kg(span_c[0]))
        for zone in found.zones:
            grid = np.linspace(zone.coolant_cold_c, zone.coolant_hot_c, 41)
            of_coolant = flow * np.trapezoid(coolant.heat_capacity_j_kgk(grid) / (grid + 273.15), grid)
            own = next(z for z in path.zones if z.name == zone.name)
            of_refrigerant = own.end.entropy_j_kgk - own.start.entropy_j_kgk
            assert of_refrigerant + sign * of_coolant > 0.0, zone.name
    assert sum(zone.share for zone in machine.condenser.zones) == pytest.approx(1.0, abs=1e-12)


def test_ammonias_pinch_lies_inside_the_condenser_and_a_single_mean_difference_would_miss_it(rack_duty):
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R717", limits=WIDE))
    assert 0.5 < machine.condenser.pinch_x < 0.95
    assert machine.cycle.condensing_c < rack_duty.sink_out_c, (
        "condensation colder than the hot water: desuperheating lifts it"
    )
    gaps = dense_differences(Refrigerant("R717"), machine.cycle.condenser, rack_duty.sink, 55.0, 75.0, 1.0)
    ends = gaps[0], gaps[-1]
    lmtd = (ends[1] - ends[0]) / math.log(ends[1] / ends[0])
    real = 1.0 / np.trapezoid(1.0 / gaps, np.linspace(0.0, 1.0, gaps.size))
    by_zones = 1.0 / sum(zone.share / zone.mean_difference_k for zone in machine.condenser.zones)
    assert by_zones == pytest.approx(real, rel=5e-3)
    assert abs(lmtd / real - 1.0) > 0.5


def test_the_mean_difference_of_every_zone_is_that_of_a_fine_integration(rack_duty):
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R1234ze(E)", limits=WIDE))
    fluid = Refrigerant("R1234ze(E)")
    for path, found, coolant, span_c, sign in (
        (machine.cycle.condenser, machine.condenser, rack_duty.sink, (55.0, 75.0), 1.0),
        (machine.cycle.evaporator, machine.evaporator, rack_duty.source, (45.0, 55.0), -1.0),
    ):
        gaps = dense_differences(fluid, path, coolant, *span_c, sign, points=2001)
        x, start = np.linspace(0.0, 1.0, gaps.size), 0.0
        for zone in found.zones:
            inside = (x >= start - 1e-9) & (x <= start + zone.share + 1e-9)
            fine = zone.share / np.trapezoid(1.0 / gaps[inside], x[inside])
            start += zone.share
            if inside.sum() > 50:
                assert zone.mean_difference_k == pytest.approx(fine, rel=0.02), zone.name


@pytest.mark.parametrize(("pressure_bar", "hot_c"), [(80.0, 45.0), (85.0, 45.0), (95.0, 70.0), (110.0, 80.0)])
def test_a_pinch_inside_a_gas_cooler_is_found(pressure_bar, hot_c):
    """Near the critical point the heat capacity of CO2 has a peak, and the two lines come closest in the middle."""
    fluid = Refrigerant("R744")
    path = solve_cycle(Transcritical("R744", 0.0, pressure_bar * 1e5, 22.0, superheat_k=10.0), fluid).condenser
    found = match(fluid, path, CoolantLine(water(), 10.0, hot_c), 1.0)
    gaps = dense_differences(fluid, path, water(), 10.0, hot_c, 1.0, points=1200)
    assert found.pinch_k <= gaps.min() + 1e-6
    assert found.pinch_k == pytest.approx(gaps.min(), abs=2e-3)
    assert 0.5 < found.pinch_x < 0.65


def test_a_pinch_inside_desuperheating_is_found():
    """Vapour near its critical point cools slowly at first sight of the dew line, and the sink's line touches it before."""
    fluid = Refrigerant("R1234ze(E)")
    path = solve_cycle(Cycle("R1234ze(E)", 40.0, 104.0, superheat_k=40.0, subcooling_k=2.0), fluid).condenser
    found = match(fluid, path, CoolantLine(water(), 20.0, 112.0), 1.0)
    gaps = dense_differences(fluid, path, water(), 20.0, 112.0, 1.0, points=2000)
    assert found.pinch_k <= gaps.min() + 1e-6
    assert found.pinch_k == pytest.approx(gaps.min(), abs=1e-4)
    assert found.pinch_zone == "desuperheating"
    assert 0.6 < found.pinch_x < 0.99


def test_crossing_lines_are_an_error():
    fluid = Refrigerant("R600")
    path = solve_cycle(Cycle("R600", 40.0, 70.0), fluid).condenser
    with pytest.raises(TemperatureCross, match="cross in"):
        match(fluid, path, CoolantLine(water(), 55.0, 75.0), 1.0)


@given(st.floats(3.0, 60.0), st.floats(0.5, 35.0), st.floats(0.0, 1.0))
def test_a_line_is_the_coolants_own_temperature(cold_c, rise_k, x):
    for coolant in (water(), glycol("MEG", 0.3)):
        line = CoolantLine(coolant, cold_c, cold_c + rise_k)
        h = coolant.enthalpy_j_kg(cold_c) + x * line.rise_j_kg
        assert line.at(x) == pytest.approx(coolant.temperature_c(h), abs=1e-7)
        assert line.slope(x) == pytest.approx(line.rise_j_kg / coolant.heat_capacity_j_kgk(line.at(x)), rel=1e-5)


def test_a_line_without_rise_or_beyond_its_liquid_is_refused():
    with pytest.raises(OutOfRange, match="temperature rise of water"):
        CoolantLine(water(), 60.0, 60.0)
    with pytest.raises(OutOfRange, match="freezes"):
        CoolantLine(pg25(), -20.0, 5.0)
    with pytest.raises(OutOfRange, match="source glide"):
        Duty(pg25(), 45.0, 55.0, water(), 55.0, 75.0, 1e6)
    with pytest.raises(OutOfRange, match="heat_w = nan"):
        Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, float("nan"))
    assert Compressor().isentropic_efficiency == 0.75
