"""A heat pump designed for a duty: what it says of itself, what it decides, and what it refuses."""

from dataclasses import replace

import pytest

from heatloop_thermo.errors import Infeasible, OutOfRange, ThermoError
from heatloop_thermo.heatpump import (
    U_W_M2K,
    Compressor,
    Drive,
    Duty,
    HeatPumpSpec,
    Limits,
    Refrigerant,
    design_heat_pump,
    limits_for,
    wet_check,
)
from heatloop_thermo.properties import pg25, water

pytestmark = pytest.mark.xdist_group("coolprop")
HIGH = Limits(discharge_max_c=150.0, pressure_max_pa=60e5)


def spec_for(data, **typed):
    return HeatPumpSpec(
        data.name, family=data.family, limits=limits_for(data), transcritical=data.transcritical, **typed
    )


def test_every_refrigerant_lifts_the_racks_heat_at_04_to_075_of_carnot(rack_duty, catalogue):
    """Carnot between the coldest source, 45 degC, and the hottest sink, 75 degC."""
    done = 0
    for data in catalogue.values():
        if data.name == "R744":
            continue
        machine = design_heat_pump(rack_duty, spec_for(data))
        assert 0.4 < machine.carnot_fraction < 0.75, data.name
        assert machine.cop < machine.cop_shaft < machine.lorenz_cop
        assert machine.carnot_cop == pytest.approx(348.15 / 30.0, rel=1e-12)
        done += 1
    assert done >= 13


def test_heat_closes_to_1e_9_with_and_without_shell_losses(rack_duty):
    for loss in (0.0, 0.05):
        machine = design_heat_pump(rack_duty, HeatPumpSpec("R1234ze(Z)", compressor=Compressor(0.7, 0.9, loss)))
        left = machine.heat_w + machine.shell_loss_w - machine.evaporator_w - machine.shaft_w
        assert abs(left) < 1e-9 * machine.heat_w
        assert machine.shell_loss_w == pytest.approx(loss * machine.shaft_w, rel=1e-12)
        assert machine.electric_w == pytest.approx(machine.shaft_w / 0.92, rel=1e-12)
        assert machine.cop == pytest.approx(machine.heat_w / machine.electric_w, rel=1e-15)


def test_a_duty_may_name_the_heat_of_either_side(rack_duty):
    by_sink = design_heat_pump(rack_duty, HeatPumpSpec("R600"))
    by_source = design_heat_pump(
        replace(rack_duty, heat_w=by_sink.evaporator_w, heat_at="source"), HeatPumpSpec("R600")
    )
    assert by_source.heat_w == pytest.approx(by_sink.heat_w, rel=1e-12)
    assert by_source.electric_w == pytest.approx(by_sink.electric_w, rel=1e-12)
    assert by_sink.heat_w == rack_duty.heat_w


def test_the_surfaces_are_heat_over_coefficient_and_mean_difference(rack_duty):
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R717", family="ammonia", limits=HIGH))
    u = U_W_M2K["ammonia"]
    area = sum(machine.heat_w * z.share / u[z.name] / z.mean_difference_k for z in machine.condenser.zones)
    assert machine.condenser_area_m2 == pytest.approx(area, rel=1e-12)
    tighter = design_heat_pump(rack_duty, HeatPumpSpec("R717", pinch_k=1.0, family="ammonia", limits=HIGH))
    assert tighter.condenser_area_m2 > 1.3 * machine.condenser_area_m2
    assert tighter.cop > machine.cop


def test_a_refrigerant_without_transport_properties_gets_its_surfaces_all_the_same(rack_duty):
    for name in ("R1233zd(E)", "R1234ze(Z)", "R1336mzz(E)", "R1336mzz(Z)"):
        machine = design_heat_pump(rack_duty, HeatPumpSpec(name))
        assert 50.0 < machine.evaporator_area_m2 < 300.0
        assert 50.0 < machine.condenser_area_m2 < 300.0


@pytest.mark.parametrize("name", ["R1233zd(E)", "R600", "R601", "R1336mzz(Z)", "R1336mzz(E)", "R245fa", "R1224yd(Z)"])
def test_the_design_keeps_the_ideal_compression_dry_and_says_how(rack_duty, name):
    machine = design_heat_pump(rack_duty, HeatPumpSpec(name))
    found = wet_check(Refrigerant(name), machine.cycle.compressions[0])
    assert not found.isentropic_wet
    assert found.margin_k >= 1.0 - 1e-6
    codes = {remark.code for remark in machine.remarks}
    raised, internal = machine.build.superheat_k > 5.0, machine.build.ihx_effectiveness > 0.0
    assert raised != internal
    assert ("heat_pump_superheat" in codes) == raised
    assert ("heat_pump_internal_exchanger" in codes) == internal
    assert machine.evaporator.pinch_k == pytest.approx(3.0, abs=1e-6)


def test_superheat_is_raised_only_while_it_is_free(rack_duty):
    assert design_heat_pump(rack_duty, HeatPumpSpec("R600")).build.superheat_k > 5.0
    short = replace(rack_duty, source_in_c=47.0)
    machine = design_heat_pump(short, HeatPumpSpec("R600", superheat_k=1.0))
    assert machine.build.superheat_k == 1.0
    assert machine.build.ihx_effectiveness > 0.0


def test_a_refrigerant_whose_dew_line_does_not_lean_over_is_left_alone(rack_duty):
    for name in ("R717", "R134a", "R290"):
        machine = design_heat_pump(rack_duty, HeatPumpSpec(name, superheat_k=2.0, limits=HIGH))
        assert (machine.build.superheat_k, machine.build.ihx_effectiveness) == (2.0, 0.0)


def test_each_limit_is_reported_with_both_figures(rack_duty):
    def codes(**limits):
        machine = design_heat_pump(rack_duty, HeatPumpSpec("R134a", limits=Limits(**limits), arrangement="single"))
        assert machine.feasible == (not machine.violations)
        for violation in machine.violations:
            assert any(remark.severity == "error" and violation.text in remark.text for remark in machine.remarks)
        return {violation.code for violation in machine.violations}

    assert codes(pressure_max_pa=40e5) == set()
    assert codes(pressure_max_pa=20e5) == {"pressure_max"}
    assert codes(discharge_max_c=80.0) == {"discharge_max"}
    assert codes(critical_margin_k=40.0) == {"critical_margin"}
    assert codes(ratio_max=1.8) == {"ratio_max"}
    assert codes(ratio_min=3.0) == {"ratio_min"}
    assert codes(discharge_superheat_min_k=30.0) == {"discharge_superheat"}


def test_evaporation_below_atmosphere_is_a_warning_and_no_refusal():
    cold = Duty(pg25(), 25.0, 15.0, water(), 40.0, 60.0, heat_w=1e5)
    machine = design_heat_pump(cold, HeatPumpSpec("R1233zd(E)"))
    assert machine.feasible
    assert [remark.severity for remark in machine.remarks if remark.code == "heat_pump_vacuum"] == ["warning"]


def test_a_lift_too_hot_for_one_stage_gets_two():
    steep = Duty(water(), 20.0, 12.0, water(), 60.0, 85.0, heat_w=1e6)
    spec = HeatPumpSpec("R717", family="ammonia", limits=Limits(discharge_max_c=150.0, pressure_max_pa=60e5))
    single = design_heat_pump(steep, replace(spec, arrangement="single"))
    machine = design_heat_pump(steep, spec)
    assert {violation.code for violation in single.violations} == {"discharge_max"}
    assert machine.arrangement == "two_stage"
    assert machine.build.intercooler == "open"
    assert machine.feasible
    assert machine.cop > single.cop
    assert len(machine.swept_m3_s) == 2
    assert any(remark.code == "heat_pump_two_stage" and "150 degC" in remark.text for remark in machine.remarks)


def test_two_stages_of_a_leaning_refrigerant_mix_flash_gas_and_stay_dry():
    steep = Duty(water(), 20.0, 12.0, water(), 70.0, 110.0, heat_w=1e6)
    machine = design_heat_pump(steep, HeatPumpSpec("R1233zd(E)", limits=Limits(ratio_max=6.0)))
    fluid = Refrigerant("R1233zd(E)")
    assert machine.arrangement == "two_stage"
    assert machine.build.intercooler == "flash_gas"
    assert not any(wet_check(fluid, compression).isentropic_wet for compression in machine.cycle.compressions)
    assert machine.feasible


def test_where_two_stages_do_not_help_the_one_is_kept_with_a_word_on_the_attempt():
    steep = Duty(water(), 10.0, 2.0, water(), 70.0, 110.0, heat_w=1e6)
    machine = design_heat_pump(steep, HeatPumpSpec("R717", limits=Limits(100.0, 90e5, ratio_max=6.0), family="ammonia"))
    assert machine.arrangement == "single"
    assert not machine.feasible
    assert any("Two stages do not cure it" in remark.text for remark in machine.remarks)


def test_a_cascade_keeps_both_circuits_dry_and_its_pinches():
    steep = Duty(water(), 10.0, 4.0, water(), 70.0, 105.0, heat_w=1e6)
    machine = design_heat_pump(steep, HeatPumpSpec("R290", upper="R600", arrangement="cascade", limits=HIGH))
    assert machine.refrigerant == "R290 / R600"
    assert machine.condenser.pinch_k == pytest.approx(3.0, abs=1e-6)
    assert machine.evaporator.pinch_k == pytest.approx(3.0, abs=1e-6)
    for compression in machine.cycle.compressions:
        assert not wet_check(Refrigerant(compression.refrigerant), compression).isentropic_wet
    assert abs(machine.cycle.balance_error_fraction) < 1e-12
    with pytest.raises(OutOfRange, match="upper = None"):
        HeatPumpSpec("R290", arrangement="cascade")


def test_carbon_dioxide_makes_hot_water_from_a_cold_return_at_its_best_pressure(catalogue):
    hot_water = Duty(water(), 15.0, 10.0, water(), 20.0, 75.0, heat_w=1e5)
    spec = spec_for(catalogue["R744"])
    machine = design_heat_pump(hot_water, spec)
    assert machine.arrangement == "transcritical"
    assert machine.feasible
    assert machine.condenser.pinch_k == pytest.approx(3.0, abs=1e-6)
    assert machine.evaporator.pinch_k == pytest.approx(3.0, abs=1e-6)
    assert machine.cycle.condensing_c is None
    warmer = design_heat_pump(replace(hot_water, sink_in_c=40.0), spec)
    assert warmer.cop < 0.8 * machine.cop, "a warm return is what CO2 cannot bear"


def test_what_cannot_be_says_why(rack_duty):
    with pytest.raises(Infeasible, match="no evaporation at 42") as refused:
        design_heat_pump(rack_duty, HeatPumpSpec("R744", transcritical=True))
    assert refused.value.binding == "evaporating_critical"
    hot = replace(rack_duty, sink_in_c=95.0, sink_out_c=98.0)
    with pytest.raises(Infeasible, match="no condensation") as refused:
        design_heat_pump(hot, HeatPumpSpec("R290"))
    assert refused.value.binding == "condensing_critical"
    cold = Duty(pg25(), 8.0, 0.0, water(), 30.0, 50.0, heat_w=1e5)
    with pytest.raises(Infeasible, match="data end at") as refused:
        design_heat_pump(cold, HeatPumpSpec("R1234ze(Z)"))
    assert refused.value.binding == "evaporating_triple"
    with pytest.raises(ThermoError):
        design_heat_pump(replace(rack_duty, sink_in_c=20.0, sink_out_c=25.0), HeatPumpSpec("R600"))


def test_the_worth_of_a_subcooler_is_the_design_that_has_one(rack_duty):
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R134a", limits=HIGH))
    text = next(remark.text for remark in machine.remarks if remark.code == "heat_pump_subcooler")
    deeper_k = 5.0 + machine.cycle.condenser.end.t_c - 55.0 - 3.0
    better = design_heat_pump(rack_duty, HeatPumpSpec("R134a", subcooling_k=deeper_k, limits=HIGH))
    assert f"a subcooler of {deeper_k:.0f} K" in text
    assert f"by {better.cop / machine.cop - 1.0:.1%}" in text
    assert better.cop > 1.03 * machine.cop
    assert not any(remark.code == "heat_pump_subcooler" for remark in better.remarks)


def test_a_drive_loses_its_constant_share_at_no_load():
    drive = Drive(0.9, constant_share=0.4)
    assert drive.electric_w(100e3, 100e3) == pytest.approx(100e3 / 0.9)
    assert drive.electric_w(0.0, 100e3) == pytest.approx(0.4 * 100e3 * (1 / 0.9 - 1))
    with pytest.raises(OutOfRange, match="drive efficiency"):
        Drive(1.1)


def test_the_states_are_there_to_be_printed(rack_duty):
    machine = design_heat_pump(rack_duty, HeatPumpSpec("R601"))
    numbers = [point.number for point in machine.cycle.states]
    assert numbers == ["1", "1i", "2s", "2", "3", "3i", "4"]
    by_number = {point.number: point.state for point in machine.cycle.states}
    assert by_number["2s"].phase == by_number["2"].phase == "vapour"
    assert by_number["4"].quality is not None
    assert 0.0 < by_number["4"].quality < 1.0
    assert by_number["2"].t_c == machine.discharge_c
    assert all(point.what and point.refrigerant == "R601" for point in machine.cycle.states)
    assert (machine.source_c, machine.sink_c) == (45.0, 75.0)
