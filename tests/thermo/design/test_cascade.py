"""Loops in series on the header: racks preheat, miners finish; where that wins, where not, and that no joule is lost on the way."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.aim import ends_c, least_flow_kg_s
from heatloop_thermo.design.arrange import arrangements_of, compared
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import PlateGeometry, SizingLimits
from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Circuit,
    DryCoolerToSize,
    ExchangerToSize,
    HeatPumpToSize,
    Plant,
    PumpToSize,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant, pg25, water
from heatloop_thermo.pump import PumpType
from heatloop_thermo.source import MachineBank

pytestmark = pytest.mark.xdist_group("coolprop")

KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
RACKS = MachineBank("racks", "typed", 4, 1, 130e3, 0.9, 2.95e-3, 1.0e-3, 3.5e-3, 2.0, 45.0, 56.0, 60e3)
MINERS = MachineBank("miners", "typed", 180, 1, 8000.0, 0.9, 2e-4, 1.5e-4, 2.4e-4, 20.0, 72.0, 80.0, 45e3)
PLATES = tuple(
    PlateGeometry(f"plate-{beta:g}", "gasketed", 0.6, 0.45, 3.0e-3, 1.18, beta, 0.6e-3, 16.0, 0.15, 500, 150.0, 1.6e6)
    for beta in (30.0, 45.0, 60.0)
)
LIMITS = SizingLimits(60e3, 40e3, 6.0, 1e-5, 2e-5, 0.1)
LIFT = HeatPumpToSize(HeatPumpSpec("R1233zd(E)"), (RefrigerantData("R1233zd(E)", "halocarbon", 3.88, "A1", 140.0, 28e5),), Policy(), 30e3, 30e3)  # fmt: skip
RUN = Pipe("run", 0.2027, 0.2191, 4.5e-5, 40.0, 3.0, 0.05, 0.04, 15.0)


def circuit(coolant: Coolant) -> Circuit:
    return Circuit(coolant, (RUN,), (RUN,), (), PumpToSize(KIND, 0.1), 3.0e5, 5.0)


def loop(bank: MachineBank, heat_pump: HeatPumpToSize | None = None, **changes: object) -> SourceLoop:
    made = SourceLoop(bank.name, (bank,), circuit(pg25()), ExchangerToSize(PLATES, 3.0, LIMITS), heat_pump)
    return replace(made, **changes)


def plant(
    *loops: SourceLoop, target_c: float = 70.0, return_c: float = 35.0, boiler_w: float = 0.0, way: str = "auto"
) -> Plant:
    sink = Sink("greenhouse", "greenhouse", 4e6, return_c, 40e3)
    boiler = Boiler(boiler_w, "gas", 0.95) if boiler_w else None
    cooler = DryCoolerToSize(None, 25.0, 10.0)
    return Plant("mixed", "Mixed", target_c, loops, circuit(water()), (sink,), None, cooler, boiler, (), way)


@pytest.fixture(scope="module")
def cold_return() -> Design:
    return size(plant(loop(MINERS), loop(RACKS)))


def test_at_a_cold_return_series_reaches_directly_what_parallel_does_not(cold_return: Design):
    series, parallel = cold_return.arrangements
    assert (series.name, series.stages, series.reached, series.route) == (
        "series",
        (("racks",), ("miners",)),
        True,
        "direct",
    )
    assert (parallel.name, parallel.stages, parallel.reached) == ("parallel", (("miners", "racks"),), False)
    assert parallel.supply_c < 70.0 - 1.0, "both at their hottest, mixed"
    assert (cold_return.arrangement, cold_return.verdict.route) == ("series", "direct")
    assert cold_return.stages == series.stages
    assert "The header's whole flow passes racks, then miners." in cold_return.verdict.text


def test_the_whole_flow_passes_every_stage_and_each_takes_over_what_the_one_before_gives(cold_return: Design):
    miners, racks = cold_return.loops
    header = cold_return.header
    assert header is not None
    assert miners.rating.cold_flow_kg_s == pytest.approx(header.flow_kg_s, rel=1e-9)
    assert racks.rating.cold_flow_kg_s == pytest.approx(header.flow_kg_s, rel=1e-9)
    assert racks.rating.cold_in_c == pytest.approx(header.exchanger_in_c, abs=1e-6)
    assert miners.rating.cold_in_c == pytest.approx(racks.rating.cold_out_c, abs=1e-6)
    assert header.exchanger_out_c == pytest.approx(miners.rating.cold_out_c, abs=1e-6)
    assert [name for name, _ in header.head_budget.items][:2] == ["stage 1: exchanger", "stage 2: exchanger"]
    assert header.head_budget.items[0][1] == racks.rating.dp_cold_pa


def test_energy_closes_in_series(cold_return: Design):
    heat = cold_return.heat
    assert heat.error_fraction < 1e-9
    gains = heat.liquid_w + heat.pump_heat_w + heat.lift_w
    assert gains == pytest.approx(heat.delivered_w + heat.rejected_w + heat.pipe_loss_w, rel=1e-9)
    assert cold_return.verdict.supply_c == pytest.approx(70.0, abs=1e-6)
    assert heat.capture_fraction > 0.89, "all the liquid heat but what pipes lose"


def test_the_limits_of_the_machines_hold_in_series(cold_return: Design):
    for one in cold_return.loops:
        assert all(limit.margin > -0.05 for limit in one.limits), one.limits


def test_what_the_supply_could_be_is_told_by_the_tightest_stage(cold_return: Design):
    miners, racks = cold_return.loops
    flow, held = least_flow_kg_s(
        water(),
        cold_return.header.exchanger_in_c,
        [racks.duty_w, miners.duty_w],
        [racks.supply_max_c, miners.supply_max_c],
    )
    assert flow < cold_return.header.flow_kg_s, "something in hand"
    assert cold_return.verdict.direct_max_c > 71.0
    assert (racks, miners)[held].held_by.text in cold_return.verdict.text


def test_a_heat_pump_is_spared_where_the_racks_preheat():
    design = size(plant(loop(MINERS), loop(RACKS, LIFT)))
    series, parallel = design.arrangements
    assert (series.name, series.route, series.heat_pump_electric_w) == ("series", "direct", 0.0)
    assert (parallel.route, parallel.reached) == ("heat_pump", True)
    assert parallel.heat_pump_electric_w > 30e3
    assert series.bought_w < 0.5 * parallel.bought_w
    assert [one.machine for one in design.loops] == [None, None]


def test_at_a_warm_return_the_heat_pump_lifts_less_in_series():
    design = size(plant(loop(MINERS), loop(RACKS, LIFT), target_c=75.0, return_c=55.0))
    series, parallel = design.arrangements
    assert (series.name, parallel.name) == ("series", "parallel")
    machine = design.loops[1].machine
    assert machine is not None
    assert machine.sink_c < 62.0, "the miners finish"
    assert series.heat_pump_electric_w < 0.75 * parallel.heat_pump_electric_w
    assert design.heat.error_fraction < 1e-9
    assert design.verdict.supply_c == pytest.approx(75.0, abs=1e-6)
    flows = machine.heat_w / (
        water().enthalpy_j_kg(machine.duty.sink_out_c) - water().enthalpy_j_kg(machine.duty.sink_in_c)
    )
    assert flows == pytest.approx(design.header.flow_kg_s, rel=1e-8)


def test_where_both_reach_the_target_by_themselves_parallel_takes_less_pumping():
    design = size(plant(loop(MINERS), loop(RACKS), target_c=45.0, return_c=30.0))
    parallel, series = design.arrangements
    assert (parallel.name, design.arrangement) == ("parallel", "parallel")
    assert parallel.reached
    assert series.reached
    assert parallel.pumps_electric_w < series.pumps_electric_w
    assert "whole flow" not in design.verdict.text


def test_loops_of_the_same_warmth_are_not_compared_and_give_the_same_in_either_way():
    twin = replace(MINERS, name="more miners")
    both = {way: size(plant(loop(MINERS), loop(twin), way=way)) for way in ("auto", "parallel", "series")}
    assert both["auto"].arrangements == ()
    assert both["auto"].arrangement == "parallel"
    assert both["series"].stages == both["parallel"].stages == (("miners", "more miners"),)
    series, parallel = both["series"].verdict, both["parallel"].verdict
    assert (series.route, series.binding_constraint) == (parallel.route, parallel.binding_constraint)
    assert (series.supply_c, series.direct_max_c) == pytest.approx((parallel.supply_c, parallel.direct_max_c), rel=1e-4)
    assert both["series"].pumps_electric_w == pytest.approx(both["parallel"].pumps_electric_w, rel=1e-3)


def test_loops_of_the_same_warmth_share_a_stage():
    twin = replace(MINERS, name="more miners")
    design = size(plant(loop(MINERS), loop(RACKS), loop(twin), way="series"))
    assert design.stages == (("racks",), ("miners", "more miners"))
    assert design.heat.error_fraction < 1e-9
    first, second = design.loops[0], design.loops[2]
    assert first.rating.cold_flow_kg_s == pytest.approx(second.rating.cold_flow_kg_s, rel=1e-6)
    assert first.rating.cold_flow_kg_s * 2 == pytest.approx(design.header.flow_kg_s, rel=1e-6)


def test_the_order_in_the_file_does_not_matter(cold_return: Design):
    other = size(plant(loop(RACKS), loop(MINERS)))
    assert other.stages == cold_return.stages
    assert other.verdict.direct_max_c == pytest.approx(cold_return.verdict.direct_max_c, abs=1e-6)


def test_racks_too_many_for_their_stage_make_the_flow_grow_until_none_is_beyond_its_limit():
    many = replace(RACKS, count=10)
    design = size(plant(loop(MINERS), loop(many), way="series", target_c=75.0))
    racks = design.loops[1]
    assert not design.verdict.reached
    assert racks.rating.cold_out_c == pytest.approx(racks.supply_max_c, abs=0.1)
    assert design.verdict.supply_c == pytest.approx(design.verdict.direct_max_c, abs=0.1)
    assert design.verdict.binding_constraint == racks.held_by.code
    assert design.heat.error_fraction < 1e-9


def test_a_boiler_tops_up_what_series_leaves_short():
    many = replace(RACKS, count=10)
    design = size(plant(loop(MINERS), loop(many), way="series", target_c=75.0, boiler_w=4e6))
    assert design.verdict.route == "boiler_top_up"
    assert design.heat.boiler_w > 100e3
    assert design.heat.error_fraction < 1e-9
    assert compared(design).boiler_input_w == pytest.approx(design.heat.boiler_w / 0.95)


def test_a_loop_that_can_give_nothing_is_left_out_of_the_series():
    design = size(plant(loop(MINERS), loop(RACKS), way="series", target_c=75.0, return_c=55.0))
    assert [one.runs for one in design.loops] == [True, False]
    assert design.stages == (("miners",),)
    assert design.verdict.reached


def test_one_loop_is_never_compared():
    assert arrangements_of(plant(loop(MINERS))) == ("parallel",)
    design = size(plant(loop(MINERS)))
    assert (design.arrangement, design.stages, design.arrangements) == ("parallel", (("miners",),), ())


def test_the_least_flow_is_that_of_the_tightest_stage():
    flow, held = least_flow_kg_s(water(), 35.0, [1e6, 1e6], [45.0, 77.0])
    ends = ends_c(water(), 35.0, [1e6, 1e6], flow)
    assert held == 0
    assert ends[1] == pytest.approx(45.0)
    assert ends[2] == pytest.approx(55.0, abs=0.1)
    assert least_flow_kg_s(water(), 35.0, [1e6, 1e6], [77.0, 77.0])[1] == 1


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    racks=st.integers(1, 14),
    miners=st.integers(40, 300),
    return_c=st.floats(25.0, 50.0),
    rise_k=st.floats(8.0, 35.0),
    boiler=st.booleans(),
)
def test_auto_is_never_worse_than_either_way_and_energy_closes(
    racks: int, miners: int, return_c: float, rise_k: float, boiler: bool
):
    loops = loop(replace(MINERS, count=miners)), loop(replace(RACKS, count=racks))
    keys = {"target_c": return_c + rise_k, "return_c": return_c, "boiler_w": 5e6 * boiler}
    made = {way: size(plant(*loops, way=way, **keys)) for way in ("auto", "parallel", "series")}
    rank = {way: _rank(design) for way, design in made.items()}
    assert rank["auto"] == min(rank["parallel"], rank["series"])
    for design in made.values():
        assert design.heat.error_fraction < 1e-9
        for one in design.loops:
            held = ("source_inlet_max", "source_outlet_max", "source_flow_min", "source_flow_max")
            assert all(limit.margin > -2e-3 * limit.limit for limit in one.limits if limit.code in held)


def _rank(design: Design) -> tuple[bool, int, float, float]:
    """The criterion, written out again: reached, no loop idle, least bought, most captured."""
    idle = sum(not one.runs for one in design.loops)
    boiler = design.heat.boiler_w / 0.95
    pumps = sum(one.pump.electric_w for one in design.loops if one.pump)
    pumps += design.header.pump.electric_w if design.header and design.header.pump else 0.0
    return (
        not design.verdict.reached,
        idle,
        round(design.heat.heat_pump_electric_w + pumps + boiler, 3),
        -round(design.heat.captured_w, 3),
    )


def test_a_way_that_cannot_be_computed_leaves_the_other_one(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise OutOfRange("no such temperature")

    module = sys.modules[size.__module__]
    monkeypatch.setattr(module, "in_parallel", refuse)
    design = size(plant(loop(MINERS), loop(RACKS)))
    assert [one.name for one in design.arrangements] == ["series"]
    monkeypatch.setattr(module, "in_series", refuse)
    with pytest.raises(OutOfRange, match="no such temperature"):
        size(plant(loop(MINERS), loop(RACKS)))


def test_one_small_hot_loop_that_makes_up_for_many_settles():
    cool = replace(RACKS, count=12, inlet_max_c=40.0, outlet_max_c=52.0)
    few = loop(replace(MINERS, count=40))
    hot, other = (design := size(plant(few, loop(cool), target_c=50.0, return_c=26.0, way="parallel"))).loops
    assert hot.rating.cold_out_c > 53.0
    assert other.rating.cold_out_c < 49.5
    assert design.verdict.supply_c == pytest.approx(50.0, abs=1e-6)
    assert design.heat.error_fraction < 1e-9
