"""The loops at part load: at rated conditions they are the design, elsewhere they obey the laws of the design's own models."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.pipework import through
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import Stream, balance, rate
from heatloop_thermo.operate.fans import fans_w
from heatloop_thermo.operate.films import films_of
from heatloop_thermo.operate.kernel_exchanger import resistance_k_w
from heatloop_thermo.operate.kernel_loops import CEILING
from heatloop_thermo.operate.point import operate
from heatloop_thermo.operate.prepare import Prepared, prepare
from heatloop_thermo.rejector import hold


@pytest.fixture(scope="module")
def design() -> Design:
    return size(build(load("bitforest")))


@pytest.fixture(scope="module")
def ready(design: Design) -> Prepared:
    return prepare(design)


def ends(design: Design) -> tuple[float, float]:
    return design.header.exchanger_in_c, design.header.exchanger_out_c


@pytest.mark.parametrize("site", ["bitforest", "nordic-district", "nvl72-greenhouse"])
def test_at_rated_conditions_a_loop_is_that_of_the_design(site: str):
    design = size(build(load(site)))
    at = operate(prepare(design), 1.0, ends(design)[0], 0.0)
    for i, loop in enumerate(design.loops):
        assert at.given_w[0, i] == pytest.approx(loop.duty_w, rel=1e-4)
        assert at.source_inlet_c[0, i] == pytest.approx(loop.source_inlet_c, abs=0.05)
        assert at.source_outlet_c[0, i] == pytest.approx(loop.source_outlet_c, abs=0.05)
        assert at.pumps_w[0, i] == pytest.approx(loop.pumps_electric_w, rel=0.01)
        assert at.loss_w[0, i] == pytest.approx(loop.pipe_loss_w, rel=1e-2)
        assert at.rejected_w[0, i] == pytest.approx(0.0, abs=1.0)
        if loop.machine is not None:
            assert at.lift_w[0, i] == pytest.approx(loop.machine.electric_w, rel=2e-3)


@given(share=st.floats(0.05, 1.0), back_c=st.floats(30.0, 70.0), part=st.floats(0.0, 1.5), air_c=st.floats(-40.0, 38.0))
@settings(max_examples=60)
def test_energy_closes_round_every_loop(ready, share, back_c, part, air_c):
    wanted = part * ready.design.heat.liquid_w
    at = operate(ready, share, back_c, air_c, wanted)
    gained = at.source_w + at.pump_heat_w + at.added_w
    spent = at.given_w + at.rejected_w + at.loss_w
    assert gained == pytest.approx(spent, rel=1e-12)
    assert np.all(at.given_w <= wanted * (1 + 1e-12))
    coolant, flow = ready.design.loops[0].loop.circuit.coolant, ready.rows[0].flow_kg_s * at.running
    rise = coolant.enthalpy_j_kg(at.source_outlet_c) - coolant.enthalpy_j_kg(at.source_inlet_c)
    assert flow * rise == pytest.approx(at.source_w, rel=1e-9)


@given(share=st.floats(0.1, 1.0), back_c=st.floats(40.0, 60.0))
@settings(max_examples=30)
def test_the_exchanger_passes_on_what_its_rating_says(ready, design, share, back_c):
    at = operate(ready, share, back_c, 0.0, supply_c=75.04)
    (loop,) = design.loops
    hot = Stream(loop.loop.circuit.coolant, loop.flow_kg_s * share, float(_hot_in_c(design, at, share)))
    cold = Stream(design.plant.header.coolant, float(at.flow_kg_s[0, 0]), back_c)
    rating = rate(loop.sizing.exchanger, hot, cold)
    if not at.limited[0, 0]:
        assert rating.duty_w == pytest.approx(at.given_w[0, 0], rel=1e-3)
        assert rating.cold_out_c == pytest.approx(75.04, abs=0.03)


def _hot_in_c(design, at, share):
    """Behind the supply run, by the design's own pipe model."""
    (loop,) = design.loops
    circuit = loop.loop.circuit
    return through(circuit.supply, circuit.coolant, loop.flow_kg_s * share, float(at.source_outlet_c[0, 0]))[0]


def test_the_table_of_film_resistances_is_the_correlation(design):
    (loop,) = design.loops
    exchanger, at, hot, cold = (
        loop.sizing.exchanger,
        loop.rating,
        loop.loop.circuit.coolant,
        design.plant.header.coolant,
    )
    point = (float(at.hot_flow_kg_s), 72.0), (float(at.cold_flow_kg_s), 65.0)
    figures, films = films_of(exchanger, hot, point[0], cold, point[1])
    rng, worst = np.random.default_rng(5), 0.0
    row = np.zeros((1, 16))
    row[0, :8] = figures
    for _ in range(300):
        hot_kg_s, cold_kg_s = (flow * np.exp(rng.uniform(np.log(0.03), np.log(1.5))) for flow, _ in point)
        hot_c, cold_c = rng.uniform(45.0, 95.0), rng.uniform(40.0, 90.0)
        ua = exchanger.conductance_w_k(float(hot_kg_s), hot.state(hot_c), float(cold_kg_s), cold.state(cold_c))
        table = films[None]
        sides = ((0, 0, 0), hot_kg_s, hot_c), ((0, 1, 4), cold_kg_s, cold_c)
        found = sum(resistance_k_w(row, table, place, float(np.log(flow)), t) for place, flow, t in sides)
        worst = max(worst, abs(found * ua - 1.0))
    assert worst < 2e-4, "the error that docs/year.md states"


def test_less_wanted_heat_is_rejected_and_the_machines_keep_their_inlet(ready, design):
    at = operate(ready, 1.0, ends(design)[0], np.array([0.0]), 1e6)
    assert at.given_w[0, 0] == pytest.approx(1e6)
    assert at.source_inlet_c[0, 0] == pytest.approx(design.loops[0].source_inlet_c, abs=1e-6)
    assert at.rejected_w[0, 0] > 1.6e6


def test_colder_air_never_takes_more_fan_power(ready):
    air = np.linspace(30.0, -38.0, 60)
    at = operate(ready, 1.0, 55.0, air, 0.0)
    assert np.all(np.diff(at.fans_w[:, 0]) <= 1e-6)
    assert at.fans_w[0, 0] > 5 * at.fans_w[-1, 0]


@given(share=st.floats(0.2, 1.0), air_c=st.floats(-35.0, 30.0), part=st.floats(0.02, 1.0))
@settings(max_examples=40)
def test_fans_are_those_of_the_rejectors_own_solver(ready, share, air_c, part):
    cooler, row = ready.coolers[0], ready.rows[0]
    flow, heat, end_c = share * row.flow_kg_s, part * share * 2.6e6, row.hold_c
    coolant = cooler.cooler.coolant
    start_c = coolant.temperature_c(coolant.enthalpy_j_kg(end_c) + heat / flow)
    exact = hold(cooler.cooler, flow, start_c, air_c, end_c)
    found = fans_w(cooler, np.array([flow]), np.array([end_c]), np.array([heat]), np.array([air_c]))
    assert found[0] == pytest.approx(exact.fan_w, rel=2e-3, abs=1.0)


def test_machines_throttle_where_neither_sinks_nor_air_take_their_heat(design):
    bare = replace(design, plant=replace(design.plant, dry_cooler=None))
    at = operate(prepare(bare), 1.0, ends(design)[0], 0.0, np.array([1.3e6, 0.0]))
    assert at.given_w[0, 0] == pytest.approx(1.3e6, rel=1e-4)
    assert at.running[0, 0] == pytest.approx(0.5, abs=0.02)
    assert at.running[1, 0] == 0.0
    assert at.limited.all()


def test_a_return_that_is_too_warm_is_held_back_by_the_machines(ready, design):
    at = operate(ready, 1.0, np.array([55.0, 73.5]), 0.0)
    top_c = design.loops[0].source_inlet_c + design.loops[0].headroom_k
    assert not at.limited[0, 0]
    assert at.limited[1, 0]
    assert at.source_inlet_c[1, 0] == pytest.approx(top_c, abs=1e-3)
    assert at.given_w[1, 0] + at.rejected_w[1, 0] > 2.5e6


def test_one_pass_against_two_is_computed_as_the_exchanger_itself_does(design):
    (loop,) = design.loops
    plates = loop.sizing.exchanger
    even = replace(plates, plates=plates.plates // 4 * 4 + 1, passes_hot=2, passes_cold=1)
    ready = prepare(replace(design, loops=(replace(loop, sizing=replace(loop.sizing, exchanger=even)),)))
    ready.loops.figures[:, CEILING] = 95.0  # the machines' limit is not the question
    found = operate(ready, 1.0, 55.0, 0.0)
    cold = Stream(design.plant.header.coolant, float(found.flow_kg_s[0, 0]), 55.0)
    wanted = balance(even, float(found.given_w[0, 0]), loop.loop.circuit.coolant, loop.flow_kg_s, cold)
    assert _hot_in_c(design, found, 1.0) == pytest.approx(wanted.hot_in_c, abs=0.02)


def test_nan_and_odd_shapes_are_refused(ready):
    with pytest.raises(OutOfRange, match="back_c"):
        operate(ready, 1.0, float("nan"), 0.0)
    with pytest.raises(OutOfRange, match="shape"):
        operate(ready, np.ones(3), np.full(4, 55.0), 0.0)
