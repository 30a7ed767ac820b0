"""Racks behind coolant distribution units: what they cost in kelvin and kilowatts, and that no joule is lost between the circuits."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.rejection import loop_coolers
from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import ConstantUa, PlateGeometry, SizingLimits
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import (
    Cdu,
    Circuit,
    DryCoolerToSize,
    ExchangerGiven,
    ExchangerToSize,
    Plant,
    PumpGiven,
    PumpToSize,
    Sink,
    SourceLoop,
)
from heatloop_thermo.properties import Coolant, glycol, pg25, water
from heatloop_thermo.pump import PumpCurve, PumpType
from heatloop_thermo.source import MachineBank

KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
RACKS = MachineBank("racks", "typed", 8, 1, 130e3, 0.9, 2.95e-3, 1.0e-3, 3.5e-3, 2.0, 45.0, 56.0, 120e3)
PLATES = tuple(
    PlateGeometry(f"plate-{beta:g}", "gasketed", 1.1, 0.45, 3.0e-3, 1.18, beta, 0.6e-3, 16.0, 0.15, 500, 150.0, 1.6e6)
    for beta in (30.0, 45.0, 60.0)
)
LIMITS = SizingLimits(60e3, 60e3, 6.0, 1e-5, 1e-5, 0.05)
RUN = Pipe("run", 0.2027, 0.2191, 4.5e-5, 40.0, 3.0, 0.05, 0.04, 15.0)


def circuit(coolant: Coolant, run: Pipe | None = RUN) -> Circuit:
    runs = (run,) if run else ()
    return Circuit(coolant, runs, runs, (), PumpToSize(KIND, 0.1), 3.0e5, 5.0)


def units(approach_k: float = 4.0, **changes: object) -> Cdu:
    return replace(Cdu(circuit(pg25(), None), ExchangerToSize(PLATES, approach_k, LIMITS)), **changes)


def rack_loop(cdu: Cdu | None, **changes: object) -> SourceLoop:
    exchanger = ExchangerToSize(PLATES, 3.0, LIMITS)
    return replace(SourceLoop("racks", (RACKS,), circuit(pg25()), exchanger, None, cdu), **changes)


def plant(loop: SourceLoop, target_c: float = 45.0, return_c: float = 30.0) -> Plant:
    sink = Sink("greenhouse", "greenhouse", 4e6, return_c, 40e3)
    cooler, boiler = DryCoolerToSize(None, 25.0, 10.0), Boiler(4e6, "gas", 0.95)
    return Plant("racks", "Racks", target_c, (loop,), circuit(water()), (sink,), None, cooler, boiler, ())


@pytest.fixture(scope="module")
def behind() -> Design:
    return size(plant(rack_loop(units())))


def test_the_units_stand_between_the_machines_and_the_circuit_with_their_approach_at_both_ends(behind: Design):
    (loop,) = behind.loops
    assert loop.cdu is not None
    at = loop.cdu.rating
    assert behind.verdict.route == "direct"
    assert 3.0 < at.hot_out_c - at.cold_in_c <= 4.0, (
        "more surface than needed, so a little less than the approach typed"
    )
    assert at.hot_in_c - at.cold_out_c == pytest.approx(at.hot_out_c - at.cold_in_c, abs=0.05)
    assert loop.source_outlet_c == pytest.approx(at.hot_in_c, abs=1e-6), "no pipes between machines and unit"
    assert loop.source_inlet_c == pytest.approx(at.hot_out_c + loop.cdu.pump_heat_w / _capacity(loop), abs=1e-3)
    assert (loop.circuit_inlet_c, loop.circuit_outlet_c) == (at.cold_in_c, at.cold_out_c)
    assert at.ntu == pytest.approx((at.hot_in_c - at.hot_out_c) / at.lmtd_k, rel=1e-2)
    assert loop.banks[0].inlet_c == loop.source_inlet_c


def _capacity(loop) -> float:
    return loop.cdu.flow_kg_s * pg25().heat_capacity_j_kgk(loop.source_inlet_c)


def test_heat_is_kept_on_both_sides_of_the_units_and_in_the_whole(behind: Design):
    (loop,), heat = behind.loops, behind.heat
    cdu, hot = loop.cdu, pg25()
    assert cdu is not None
    given_w = cdu.flow_kg_s * (hot.enthalpy_j_kg(cdu.rating.hot_in_c) - hot.enthalpy_j_kg(cdu.rating.hot_out_c))
    taken_w = loop.flow_kg_s * (hot.enthalpy_j_kg(loop.circuit_outlet_c) - hot.enthalpy_j_kg(loop.circuit_inlet_c))
    assert given_w == pytest.approx(taken_w, rel=1e-9)
    assert given_w == pytest.approx(loop.liquid_w + cdu.pump_heat_w, rel=1e-9)
    assert heat.error_fraction < 1e-9
    assert loop.duty_w == pytest.approx(loop.liquid_w + loop.pump_heat_w - loop.pipe_loss_w, rel=1e-9)
    assert loop.pump_heat_w > cdu.pump_heat_w > 0, "the circuit has pumps of its own"
    assert heat.air_w == pytest.approx(8 * 13e3), "what does not go to the liquid stays on the books"


def test_the_units_pumps_are_paid_for(behind: Design):
    (loop,) = behind.loops
    assert loop.cdu is not None
    assert loop.cdu.pump is not None
    assert loop.pump is not None
    assert loop.cdu.electric_w == loop.cdu.pump.electric_w > loop.cdu.pump_heat_w
    assert loop.pumps_electric_w == pytest.approx(loop.cdu.electric_w + loop.pump.electric_w)
    names = [name for name, _ in loop.cdu.head_budget.items]
    assert names == ["machines", "CDU"]
    assert "CDU" in [name for name, _ in loop.head_budget.items], "the facility's side is in the loop's head budget"
    assert "machines" not in [name for name, _ in loop.head_budget.items]


def test_a_smaller_approach_gives_a_hotter_supply_and_none_at_all_the_hottest():
    tops = [size(plant(rack_loop(units(k)))).loops[0].supply_max_c for k in (2.0, 4.0, 6.0)]
    bare = size(plant(rack_loop(None))).loops[0]
    assert tops[0] - tops[1] == pytest.approx(2.0, abs=0.01)
    assert tops[1] - tops[2] == pytest.approx(2.0, abs=0.01)
    assert 2.0 < bare.supply_max_c - tops[0] < 2.6, (
        "the approach, and what the units' pumps warm the machines' water by"
    )
    assert bare.cdu is None
    assert bare.circuit_inlet_c == bare.source_inlet_c


def test_what_binds_says_how_much_of_it_is_the_units():
    held = size(plant(rack_loop(units()))).loops[0].held_by
    assert held.code == "source_inlet_max"
    assert "racks / racks: inlet at most 45 °C, of which the CDU takes 4.1 K" in held.text


@pytest.mark.parametrize("approach_k", [0.0, -1.0])
def test_no_surface_is_large_enough_for_no_approach(approach_k: float):
    with pytest.raises(OutOfRange, match="CDU approach_k"):
        size(plant(rack_loop(units(approach_k))))


def test_as_many_units_run_as_their_capacity_asks_for():
    (loop,) = size(plant(rack_loop(units(capacity_w=400e3)))).loops
    assert loop.cdu is not None
    assert loop.cdu.count == 3, "936 kW and what the pumps add"
    assert loop.cdu.rating.duty_w * 3 == pytest.approx(loop.cdu.duty_w, rel=1e-9)
    assert loop.cdu.pumps_running == 3
    margin = next(limit for limit in loop.limits if limit.code == "cdu_capacity")
    assert margin.value == pytest.approx(loop.cdu.duty_w / 3e3)
    assert 0 < margin.margin < 100


def test_as_many_units_run_as_their_flow_asks_for():
    (loop,) = size(plant(rack_loop(units(flow_max_m3_s=0.012)))).loops
    assert loop.cdu is not None
    assert loop.cdu.count == 2, "8 x 2.95 L/s"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"capacity_w": 500e3}, "cdu_capacity"),
        ({"flow_max_m3_s": 0.01}, "cdu_flow_max"),
        ({"head_max_pa": 100e3}, "cdu_head"),
    ],
)
def test_a_unit_that_is_too_small_is_an_error(typed: dict[str, float], code: str):
    design = size(plant(rack_loop(units(count=1, **typed))))
    errors = {row.code: row.text for row in design.findings if row.severity == "error"}
    assert set(errors) == {code}
    assert errors[code].startswith("racks / CDU: ")


def test_without_a_waiting_unit_a_failure_stops_machines():
    design = size(plant(rack_loop(units(standby=0))))
    (row,) = [row for row in design.findings if row.code == "cdu_redundancy"]
    assert row.severity == "warning"
    assert not [row for row in size(plant(rack_loop(units()))).findings if row.code == "cdu_redundancy"]


def test_a_given_exchanger_keeps_the_difference_that_its_conductance_asks_for():
    ua_w_k = 250e3
    (loop,) = size(plant(rack_loop(units(exchanger=ExchangerGiven(ConstantUa(ua_w_k)))))).loops
    assert loop.cdu is not None
    at = loop.cdu.rating
    assert at.lmtd_k == pytest.approx(loop.cdu.duty_w / ua_w_k, rel=1e-9)
    ceiling_k = 56.0 - (loop.supply_max_c + 3.0)
    assert ceiling_k == pytest.approx(at.lmtd_k, abs=0.3), (
        "so much below the machines' limit can the header's water be at most"
    )


def test_another_liquid_in_the_circuit_takes_the_machines_capacity_rate():
    loop = rack_loop(units(), circuit=circuit(glycol("MPG", 0.5)))
    (made,) = size(plant(loop)).loops
    assert made.cdu is not None
    rate = made.flow_kg_s * glycol("MPG", 0.5).heat_capacity_j_kgk(made.circuit_inlet_c)
    assert rate == pytest.approx(_capacity(made), rel=5e-3)
    assert made.flow_kg_s > 1.08 * made.cdu.flow_kg_s


def test_a_pipe_too_narrow_between_units_and_machines_leaves_the_loop_without_a_design():
    narrow = replace(RUN, inner_diameter_m=0.04, outer_diameter_m=0.05, length_m=400.0)
    design = size(plant(rack_loop(units(circuit=circuit(pg25(), narrow)))))
    (loop,) = design.loops
    assert (loop.runs, loop.cdu, loop.held_by.code) == (False, None, "cdu_pump_head")


def test_pipes_between_units_and_machines_lose_heat_that_is_booked():
    (loop,) = size(plant(rack_loop(units(circuit=circuit(pg25()))))).loops
    assert loop.cdu is not None
    assert 500 < loop.cdu.pipe_loss_w < 5000
    assert loop.cdu.duty_w == pytest.approx(loop.liquid_w + loop.cdu.pump_heat_w - loop.cdu.pipe_loss_w, rel=1e-9)
    assert loop.source_outlet_c > loop.cdu.rating.hot_in_c


def test_a_typed_pump_of_the_units_that_falls_short_gives_the_machines_less_flow():
    weak = PumpCurve("weak", 1750.0, 16.0, 0.018, 13.0, 0.78, 2.0, Motor(7500.0))
    own = replace(circuit(pg25(), None), pump=PumpGiven(weak))
    (loop,), (full,) = size(plant(rack_loop(units(circuit=own)))).loops, size(plant(rack_loop(units()))).loops
    assert loop.cdu is not None
    assert full.cdu is not None
    assert loop.cdu.flow_kg_s < 0.95 * full.cdu.flow_kg_s
    assert loop.flow_kg_s / full.flow_kg_s == pytest.approx(loop.cdu.flow_kg_s / full.cdu.flow_kg_s, rel=1e-2)


def test_a_loop_that_hands_nothing_over_still_runs_its_machines_at_their_limit():
    design = size(plant(rack_loop(units()), target_c=75.0, return_c=60.0))
    (loop,) = design.loops
    assert not loop.runs
    assert loop.source_inlet_c == pytest.approx(45.0)
    assert loop.source_inlet_c - loop.circuit_inlet_c == pytest.approx(4.06, abs=0.01)
    (cooler,) = loop_coolers(design)
    assert cooler.at_design.heat_w == pytest.approx(loop.liquid_w, rel=0.2)


def test_the_dry_cooler_stands_in_the_circuit_and_may_let_the_machines_run_warmer():
    base = plant(rack_loop(units()), target_c=43.0)
    (loop,) = size(base).loops
    warmest_c = loop.circuit_inlet_c + loop.headroom_k
    assert warmest_c > loop.source_inlet_c + 0.5, "the two ways to get it wrong are told apart"
    good, far = (replace(base, dry_cooler=DryCoolerToSize(None, warmest_c + k, 10.0)) for k in (-10.1, -9.9))
    assert "rejector_approach" not in {row.code for row in size(good).findings}
    (row,) = [row for row in size(far).findings if row.code == "rejector_approach"]
    assert "cannot cool the CDU's inlet" in row.text


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    approach_k=st.floats(1.5, 8.0),
    flow=st.floats(0.7, 1.15),
    target_c=st.floats(36.0, 46.0),
    count=st.integers(1, 4),
)
def test_whatever_is_typed_limits_hold_and_energy_closes(approach_k: float, flow: float, target_c: float, count: int):
    bank = replace(RACKS, flow_m3_s=RACKS.flow_m3_s * flow, pressure_drop_pa=RACKS.pressure_drop_pa * flow**1.9)
    design = size(plant(rack_loop(units(approach_k, count=count), banks=(bank,)), target_c))
    (loop,) = design.loops
    if not loop.runs:
        assert "exchanger" in loop.held_by.code or "pump" in loop.held_by.code or "plates" in loop.held_by.code, (
            loop.held_by
        )
        return
    assert loop.cdu is not None
    assert design.heat.error_fraction < 1e-9
    assert 0 < loop.cdu.rating.hot_out_c - loop.cdu.rating.cold_in_c <= approach_k * 1.01
    assert loop.source_inlet_c > loop.circuit_inlet_c
    assert loop.source_outlet_c > loop.circuit_outlet_c
    held = ("source_inlet_max", "source_outlet_max", "cdu_dp_hot", "cdu_dp_cold")
    assert all(limit.margin > -0.05 for limit in loop.limits if limit.code in held)
