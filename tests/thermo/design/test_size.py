"""A plant typed in code: the coupling closes, limits are constraints, and the verdict follows from them."""

import dataclasses
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design, size
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, PlateGeometry, SizingLimits
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Circuit,
    Component,
    DryCoolerToSize,
    ExchangerGiven,
    ExchangerToSize,
    Plant,
    PumpGiven,
    PumpToSize,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant, glycol, water
from heatloop_thermo.pump import PumpType, select_pump
from heatloop_thermo.source import MachineBank

PLATE = PlateGeometry("plate", "gasketed", 0.6, 0.45, 3.0e-3, 1.18, 60.0, 0.6e-3, 16.0, 0.15, 400, 150.0, 1.6e6)
KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
BANK = MachineBank("miners", "typed", 125, 1, 8000.0, 0.9, 2e-4, 1.5e-4, 2.4e-4, 20.0, 72.0, 80.0, 45e3)


def run(name: str, ambient_c: float = 10.0) -> Pipe:
    return Pipe(name, 0.15408, 0.1683, 4.5e-5, 50.0, 4.0, 0.05, 0.04, ambient_c)


def circuit(coolant: Coolant, lowest_c: float = -30.0) -> Circuit:
    strainer = Component("strainer", 10e3, 0.025)
    return Circuit(coolant, (run("supply"),), (run("return"),), (strainer,), PumpToSize(KIND, 0.1), 3.0e5, lowest_c)


def loop(name: str = "miners", **changes: Any) -> SourceLoop:
    limits = SizingLimits(60e3, 60e3, 7.0, oversurface_min=0.05)
    typed = SourceLoop(name, (BANK,), circuit(glycol("MPG", 0.5)), ExchangerToSize((PLATE,), 3.0, limits))
    return replace(typed, **changes)


@pytest.fixture
def plant() -> Plant:
    return Plant(
        name="small",
        title="A round megawatt",
        target_c=75.0,
        loops=(loop(),),
        header=circuit(water(), lowest_c=5.0),
        sinks=(Sink("greenhouse", "greenhouse", 2e6, 55.0, 40e3),),
        tank_volume_m3=100.0,
        dry_cooler=DryCoolerToSize(None, 30.0, 10.0),
        boiler=Boiler(2e6, "electricity", 0.99),
        provenance=(),
    )


FAST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


def with_bank(plant: Plant, **changes: object) -> Plant:
    first = plant.loops[0]
    return replace(plant, loops=(replace(first, banks=(replace(BANK, **changes),)), *plant.loops[1:]))


def codes(design: Design, severity: str) -> set[str]:
    return {row.code for row in design.findings if row.severity == severity}


def test_the_target_is_reached_directly_and_every_joule_is_booked(plant: Plant):
    design = size(plant)
    assert design.verdict.route == "direct"
    assert design.verdict.reached
    assert design.heat.error_fraction < 1e-9
    assert design.header is not None
    assert design.header.supply_c == pytest.approx(75.0, abs=1e-6)
    heat = design.heat
    assert heat.liquid_w + heat.air_w == pytest.approx(heat.source_w, rel=1e-12)
    gains = heat.liquid_w + heat.pump_heat_w
    assert gains == pytest.approx(heat.delivered_w + heat.rejected_w + heat.pipe_loss_w, rel=1e-9)
    assert heat.capture_fraction == pytest.approx(0.9, abs=0.01)
    assert not codes(design, "error")


def test_the_rated_point_is_what_exchanger_machines_and_pumps_agree_on(plant: Plant):
    design = size(plant)
    one = design.loops[0]
    coolant = one.loop.circuit.coolant
    rise = coolant.enthalpy_j_kg(one.source_outlet_c) - coolant.enthalpy_j_kg(one.source_inlet_c)
    assert one.flow_kg_s * rise == pytest.approx(one.liquid_w, rel=1e-9)
    assert one.duty_w == pytest.approx(one.liquid_w + one.pump_heat_w - one.pipe_loss_w, rel=1e-9)
    assert one.rating is not None
    assert one.rating.hot_in_c < one.source_outlet_c, "the supply run loses heat"
    assert one.rating.cold_out_c > 75.0, "the header's run loses heat too"
    assert one.head_budget is not None
    assert one.pump is not None
    density = coolant.density_kg_m3(one.rating.hot_out_c)
    assert one.pump.head_m * density * 9.80665 == pytest.approx(one.head_budget.total_pa, rel=1e-9)


def test_the_outlet_limit_of_the_machines_binds_and_the_boiler_tops_up(plant: Plant):
    design = size(replace(plant, target_c=85.0))
    assert design.verdict.route == "boiler_top_up"
    assert design.verdict.reached
    assert design.verdict.binding_constraint == "source_outlet_max"
    assert design.verdict.direct_max_c == pytest.approx(80.0 - 3.0, abs=0.2)
    assert design.verdict.supply_c == pytest.approx(85.0, abs=1e-6)
    assert design.heat.boiler_w > 0
    assert design.heat.error_fraction < 1e-9
    outlet = next(limit for limit in design.loops[0].limits if limit.code == "source_outlet_max")
    assert outlet.margin > -0.05


def test_without_boiler_and_heat_pump_the_target_is_not_reached(plant: Plant):
    design = size(replace(plant, target_c=85.0, boiler=None))
    assert design.verdict.route == "not_reached"
    assert not design.verdict.reached
    assert "target_not_reached" in codes(design, "error")
    assert "a boiler of" in design.verdict.text


def test_a_boiler_too_small_for_the_lift_is_the_binding_constraint(plant: Plant):
    design = size(replace(plant, target_c=85.0, boiler=Boiler(50e3, "gas", 0.95)))
    assert design.verdict.route == "not_reached"
    assert design.verdict.binding_constraint == "boiler_capacity"
    assert 77.0 < design.verdict.supply_c < 85.0


def test_machines_that_bear_only_a_cool_inlet_hand_nothing_to_a_warm_return(plant: Plant):
    rack = with_bank(plant, inlet_max_c=45.0, outlet_max_c=56.0)
    design = size(rack)
    assert design.verdict.route == "not_reached"
    assert design.verdict.binding_constraint == "header_return"
    assert design.header is None
    assert design.heat.rejected_w == pytest.approx(design.heat.liquid_w)
    assert design.loops[0].rating is None
    assert "loop_gives_no_heat" in codes(design, "error")


def test_an_inlet_limit_lowers_the_flow_before_it_lowers_the_supply(plant: Plant):
    design = size(with_bank(plant, inlet_max_c=66.0))
    assert design.verdict.route == "direct"
    flow = next(limit for limit in design.loops[0].limits if limit.code == "source_flow_min")
    assert flow.value < 12.0 * 0.97, "less flow, more rise, cooler inlet"
    assert flow.margin >= 0.0
    inlet = next(limit for limit in design.loops[0].limits if limit.code == "source_inlet_max")
    assert inlet.margin > -0.05


def test_two_loops_meet_one_target_the_hot_one_making_up_for_the_cool_one(plant: Plant):
    cool = loop("cool", banks=(replace(BANK, outlet_max_c=74.0, inlet_max_c=70.0, count=40),))
    hot = loop("hot", banks=(replace(BANK, outlet_max_c=88.0, inlet_max_c=80.0),))
    design = size(replace(plant, loops=(cool, hot)))
    assert design.verdict.route == "direct"
    supplies = [one.rating.cold_out_c for one in design.loops if one.rating]
    assert supplies[0] < 75.0 < supplies[1]
    assert design.verdict.supply_c == pytest.approx(75.0, abs=1e-6)
    assert design.heat.error_fraction < 1e-9


def test_equal_loops_share_the_duty_equally(plant: Plant):
    design = size(replace(plant, loops=(loop("a"), loop("b"))))
    assert design.loops[0].duty_w == pytest.approx(design.loops[1].duty_w, rel=1e-12)


def test_a_pressure_drop_that_no_stack_keeps_is_the_stated_reason(plant: Plant):
    tight = ExchangerToSize((PLATE,), 3.0, SizingLimits(20.0, 60e3, 7.0))
    design = size(replace(plant, loops=(loop(exchanger=tight),)))
    assert design.verdict.route == "not_reached"
    assert design.verdict.binding_constraint == "exchanger_dp_hot"
    assert "kPa" in design.verdict.text


def test_a_given_exchanger_floats_to_the_temperatures_its_ua_asks_for(plant: Plant):
    design = size(replace(plant, loops=(loop(exchanger=ExchangerGiven(ConstantUa(200e3))),)))
    one = design.loops[0]
    assert one.rating is not None
    assert one.rating.fidelity == "ua"
    assert one.rating.duty_w == pytest.approx(one.rating.ua_w_k * one.rating.lmtd_k, rel=1e-3)
    assert one.sizing is None
    assert design.heat.error_fraction < 1e-9


def test_a_given_exchanger_too_small_lowers_the_supply(plant: Plant):
    small = ExchangerGiven(ConstantUa(80e3))
    design = size(replace(plant, loops=(loop(exchanger=small),), boiler=None))
    assert design.verdict.route == "not_reached"
    assert design.verdict.binding_constraint == "source_outlet_max"
    outlet = next(limit for limit in design.loops[0].limits if limit.code == "source_outlet_max")
    assert outlet.margin == pytest.approx(0.0, abs=0.2)


def test_the_sized_exchanger_typed_back_as_plates_gives_the_same_point(plant: Plant):
    design = size(plant)
    sizing = design.loops[0].sizing
    assert sizing is not None
    assert isinstance(sizing.exchanger, PlateExchanger)
    again = size(replace(plant, loops=(loop(exchanger=ExchangerGiven(sizing.exchanger)),)))
    assert again.loops[0].source_outlet_c == pytest.approx(design.loops[0].source_outlet_c, abs=0.01)


def test_a_given_pump_that_falls_short_takes_flow_from_the_machines(plant: Plant):
    design = size(plant)
    pump = design.loops[0].pump
    assert pump is not None
    weak = select_pump(KIND, pump.flow_m3_s * 0.9, pump.head_m * 0.8, margin=0.0)
    short = replace(plant.loops[0], circuit=replace(plant.loops[0].circuit, pump=PumpGiven(weak)))
    less = size(replace(plant, loops=(short,)))
    assert less.loops[0].flow_kg_s < design.loops[0].flow_kg_s
    assert less.loops[0].pump is not None
    assert less.loops[0].pump.speed_fraction <= 1.0 + 1e-3
    assert less.heat.error_fraction < 1e-9


def test_a_given_pump_below_the_machines_least_flow_is_refused(plant: Plant):
    tiny = select_pump(KIND, 0.008, 6.0, margin=0.0)
    short = replace(plant.loops[0], circuit=replace(plant.loops[0].circuit, pump=PumpGiven(tiny)))
    design = size(replace(plant, loops=(short,)))
    assert design.verdict.binding_constraint == "pump_flow"
    assert design.verdict.route == "not_reached"


def test_a_coolant_that_freezes_in_the_coldest_air_is_an_error(plant: Plant):
    wet = replace(plant.loops[0], circuit=circuit(water(), lowest_c=-30.0))
    assert "coolant_freezes" in codes(size(replace(plant, loops=(wet,))), "error")


def test_without_a_dry_cooler_the_design_cannot_work(plant: Plant):
    assert "no_rejector" in codes(size(replace(plant, dry_cooler=None)), "error")


def test_heat_that_the_sinks_do_not_want_goes_to_the_dry_cooler(plant: Plant):
    design = size(replace(plant, sinks=(Sink("small", "profile", 500e3, 55.0, 40e3),)))
    assert design.heat.delivered_w == pytest.approx(500e3)
    assert design.heat.rejected_w == pytest.approx(design.heat.liquid_w - 500e3, rel=0.02)


def test_a_plant_without_heat_or_sinks_is_refused(plant: Plant):
    with pytest.raises(OutOfRange, match="at least one source loop and one sink"):
        size(replace(plant, sinks=()))
    with pytest.raises(OutOfRange, match="a sink cools the water"):
        size(replace(plant, sinks=(Sink("warm", "x", 1e6, 74.9, 0.0),)))
    with pytest.raises(OutOfRange, match="a source loop carries heat"):
        size(with_bank(plant, liquid_fraction=0.0))


@FAST
@given(target=st.floats(62.0, 95.0), back=st.floats(30.0, 60.0), count=st.integers(20, 400), share=st.floats(0.3, 1.0))
def test_every_design_closes_and_never_breaks_a_limit_it_calls_reached(
    plant: Plant, target: float, back: float, count: int, share: float
):
    typed = with_bank(plant, count=count, liquid_fraction=share)
    design = size(replace(typed, target_c=target, sinks=(Sink("s", "x", 5e5, min(back, target - 2.0), 4e4),)))
    assert design.heat.error_fraction < 1e-9
    if design.verdict.route == "direct":
        assert design.verdict.supply_c == pytest.approx(target, abs=0.05)
        for limit in design.loops[0].limits:
            if limit.code.startswith("source_"):
                assert limit.margin > -0.06, limit


@FAST
@given(outlet=st.floats(70.0, 90.0))
def test_a_hotter_outlet_limit_never_lowers_the_reach(plant: Plant, outlet: float):
    lower = size(with_bank(plant, outlet_max_c=outlet, inlet_max_c=min(72.0, outlet)))
    higher = size(with_bank(plant, outlet_max_c=outlet + 2.0, inlet_max_c=min(72.0, outlet)))
    assert higher.verdict.direct_max_c >= lower.verdict.direct_max_c - 1e-6


def test_the_design_is_a_frozen_value(plant: Plant):
    with pytest.raises(dataclasses.FrozenInstanceError):
        size(plant).verdict = None


def test_more_glycol_means_more_surface(plant: Plant):
    thin = size(replace(plant, loops=(loop(circuit=circuit(glycol("MPG", 0.2))),))).loops[0].rating
    thick = size(replace(plant, loops=(loop(circuit=circuit(glycol("MPG", 0.55))),))).loops[0].rating
    assert thin is not None
    assert thick is not None
    assert thick.area_m2 > thin.area_m2


def test_standby_pumps_wait_and_parallel_pumps_share(plant: Plant):
    pair = replace(plant.loops[0], circuit=replace(plant.loops[0].circuit, pump=PumpToSize(KIND, 0.1, parallel=2)))
    one, two = size(plant).loops[0].pump, size(replace(plant, loops=(pair,))).loops[0].pump
    assert one is not None
    assert two is not None
    assert two.flow_m3_s == pytest.approx(one.flow_m3_s / 2.0, rel=1e-3)


def test_a_pipe_far_too_narrow_is_the_stated_reason(plant: Plant):
    narrow = replace(run("supply"), inner_diameter_m=0.04, outer_diameter_m=0.048)
    tight = replace(plant.loops[0], circuit=replace(plant.loops[0].circuit, supply=(narrow,)))
    verdict = size(replace(plant, loops=(tight,))).verdict
    assert (verdict.route, verdict.binding_constraint) == ("not_reached", "pump_head")
    assert "pipe: supply" in verdict.text


def test_pipes_that_lose_most_of_the_heat_are_refused_with_the_figures(plant: Plant):
    with pytest.raises(OutOfRange, match=r"header: pipe loss over heat .*its pipes would lose .* kW at 75 °C"):
        size(
            replace(
                with_bank(plant, count=1), loops=(replace(loop(), banks=(replace(BANK, count=1),), circuit=bare()),)
            )
        )


def bare() -> Circuit:
    """No pipes at all: the header's are the ones that lose."""
    return replace(circuit(glycol("MPG", 0.5)), supply=(), return_=())
