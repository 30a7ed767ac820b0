import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.properties import pg25, table_coolant, water
from heatloop_thermo.storage import (
    Tank,
    TankState,
    available_heat_j,
    layers_c,
    run,
    state_of_charge,
    step,
    stored_j,
    tank_state,
    thermocline,
)
from heatloop_thermo.storage.kernel import conduct, settle
from heatloop_thermo.storage.step import constants

HOUR_S = 3600.0
DATA = Path(__file__).parent / "data"
MIXED = json.loads((DATA / "tank_mixed.json").read_text(encoding="utf-8"))
BAND = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))["tank"]
BARE = {"u_side_w_m2k": 0.0, "u_top_w_m2k": 0.0, "u_bottom_w_m2k": 0.0, "conductivity_w_mk": 0.0}
PLAIN = table_coolant(
    "water of one heat capacity",
    [0.0, 25.0, 50.0, 75.0, 100.0],
    [990.0] * 5,
    [4186.0] * 5,
    [1.0e-3, 0.8e-3, 0.64e-3, 0.512e-3, 0.4096e-3],
    [0.64] * 5,
    -1.0,
    "invented for this test",
    "estimate",
)


@pytest.fixture
def rng(request):
    """Random, from the seed that the header of the run names: --hypothesis-seed replays it."""
    return np.random.default_rng(int(request.config.getoption("--hypothesis-seed")))


def random_year(rng, low_c, high_c):
    """Flows, temperatures and surroundings of 8,760 hours, both streams at rest half of the time."""
    n = 8760
    charge, discharge = (np.where(rng.random(n) < 0.5, rng.uniform(0.0, 120.0, n), 0.0) for _ in range(2))
    return charge, rng.uniform(low_c, high_c, n), discharge, rng.uniform(low_c, high_c, n), rng.uniform(-35.0, 30.0, n)


# ---------------------------------------------------------------- energy
@pytest.mark.parametrize(
    ("coolant", "layers", "low_c"),
    [(water(), 20, 20.0), (pg25(), 20, 0.0), (water(), 1, 20.0)],
    ids=["water", "PG25", "mixed"],
)
def test_no_energy_is_made_or_lost_in_a_year_of_random_charging(rng, coolant, layers, low_c):
    tank = Tank(coolant, 600.0, layers=layers)
    start = tank_state(tank, 60.0)
    charge, charge_c, discharge, discharge_c, ambient_c = random_year(rng, low_c, 90.0)
    year = run(tank, start, charge, charge_c, discharge, discharge_c, ambient_c, HOUR_S)
    h = coolant.enthalpy_j_kg
    brought = charge * (h(charge_c) - h(year.charge_out_c))  # from the temperatures that a user sees
    taken = discharge * (h(year.discharge_out_c) - h(discharge_c))
    before = np.concatenate([[stored_j(tank, start)], year.stored_j[:-1]])
    error_j = (brought - taken - year.loss_w) * HOUR_S - (year.stored_j - before)
    assert np.max(np.abs(error_j)) < 1e-12 * stored_j(tank, start)
    assert abs(np.sum(error_j)) < 1e-12 * np.sum(np.abs(brought) + np.abs(taken)) * HOUR_S
    assert np.allclose(brought, year.charge_w, rtol=0.0, atol=1e-9 * np.max(np.abs(brought)))
    assert np.allclose(taken, year.discharge_w, rtol=0.0, atol=1e-9 * np.max(np.abs(taken)))


def test_a_run_is_the_same_as_its_steps(rng):
    tank = Tank(water(), 100.0, layers=7)
    state = tank_state(tank, 60.0)
    series = [values[:200] for values in random_year(rng, 20.0, 90.0)]
    year = run(tank, state, *series, HOUR_S)
    for i in range(200):
        done = step(tank, state, *(float(values[i]) for values in series), HOUR_S)
        state = done.state
        for name in ("charge_out_c", "discharge_out_c", "charge_w", "discharge_w", "loss_w", "stored_j"):
            assert getattr(done, name) == pytest.approx(getattr(year, name)[i], rel=1e-12, abs=1e-6), name
        assert layers_c(tank, state)[[0, -1]] == pytest.approx([year.top_c[i], year.bottom_c[i]], abs=1e-9)
    assert state == year.state


def test_heat_is_lost_as_the_insulation_says():
    """The driving difference is taken from enthalpy and one heat capacity a step: within 0.3 % of the sum of UA (T - Ta)."""
    tank = Tank(water(), 300.0)
    temperatures = np.linspace(85.0, 45.0, 20)
    for ambient_c in (-30.0, 20.0, 35.0):
        done = step(tank, tank_state(tank, temperatures), 0.0, 60.0, 0.0, 60.0, ambient_c, 1.0)
        assert done.loss_w == pytest.approx(np.dot(tank.ua_w_k, temperatures - ambient_c), rel=3e-3)


@pytest.mark.parametrize(("flow_kg_s", "within"), [(2.0, 0.005), (10.0, 0.02)])
def test_one_long_step_loses_nearly_as_much_as_many_short_ones(flow_kg_s, within):
    """The losses before and after the flow are averaged: 0.5 % where 7 % of the tank moves, 2 % where 36 % does."""
    tank = Tank(water(), 100.0)
    start = tank_state(tank, 50.0)
    long = step(tank, start, flow_kg_s, 80.0, 0.0, 50.0, 0.0, HOUR_S)
    short = run(tank, start, np.full(360, flow_kg_s), 80.0, 0.0, 50.0, 0.0, 10.0)
    assert long.loss_w == pytest.approx(np.mean(short.loss_w), rel=within)
    assert long.stored_j == pytest.approx(short.stored_j[-1], rel=1e-5)


# ---------------------------------------------------------------- known answers
@pytest.mark.parametrize("flow_kg_s", MIXED["flows_kg_s"])
def test_one_layer_is_the_fully_mixed_tank(flow_kg_s):
    """T = T_e + (T_0 - T_e) exp(-t (m/M + UA/(M cp))), T_e the mean of inlet and surroundings by those two rates."""
    start_c, inlet_c, ambient_c, dt_s = (MIXED[name] for name in ("start_c", "inlet_c", "ambient_c", "dt_s"))
    tank = Tank(PLAIN, MIXED["volume_m3"], layers=1, u_side_w_m2k=MIXED["u_side_w_m2k"])
    by_flow, by_loss = flow_kg_s / tank.mass_kg, tank.loss_w_k / (tank.mass_kg * 4186.0)
    rate, aim_c = by_flow + by_loss, (by_flow * inlet_c + by_loss * ambient_c) / (by_flow + by_loss)
    expected_c = aim_c + (start_c - aim_c) * math.exp(-rate * dt_s)
    mean_c = aim_c + (start_c - aim_c) * (1.0 - math.exp(-rate * dt_s)) / (rate * dt_s)
    once = step(tank, tank_state(tank, start_c), flow_kg_s, inlet_c, 0.0, start_c, ambient_c, dt_s)
    assert layers_c(tank, once.state)[0] == pytest.approx(expected_c, **BAND)
    assert once.charge_out_c == pytest.approx(mean_c if flow_kg_s else expected_c, **BAND)
    assert once.loss_w == pytest.approx(tank.loss_w_k * (mean_c - ambient_c), rel=1e-9)
    flows = np.full(600, flow_kg_s)
    many = run(tank, tank_state(tank, start_c), flows, inlet_c, 0.0, start_c, ambient_c, dt_s / 600.0)
    assert many.top_c[-1] == pytest.approx(expected_c, **BAND)


def test_a_standing_tank_of_many_layers_decays_exponentially():
    case, ambient_c = MIXED["standing"], MIXED["ambient_c"]
    bare_ends = {"u_top_w_m2k": 0.0, "u_bottom_w_m2k": 0.0, "u_side_w_m2k": case["u_side_w_m2k"]}
    tank = Tank(PLAIN, MIXED["volume_m3"], layers=case["layers"], **bare_ends)
    done = step(tank, tank_state(tank, case["start_c"]), 0.0, 80.0, 0.0, 40.0, ambient_c, case["dt_s"])
    decay = math.exp(-tank.loss_w_k / (tank.mass_kg * 4186.0) * case["dt_s"])
    expected_c = ambient_c + (case["start_c"] - ambient_c) * decay
    assert layers_c(tank, done.state) == pytest.approx(np.full(case["layers"], expected_c), **BAND)


def test_a_whole_number_of_layers_moves_without_any_mixing():
    tank = Tank(water(), 100.0, layers=10, **BARE)
    flow_kg_s = 3.0 * tank.layer_kg / HOUR_S
    start = tank_state(tank, [70.0, 70.0, 66.0, 64.0, 60.0, 55.0, 50.0, 48.0, 46.0, 40.0])
    down = step(tank, start, flow_kg_s, 85.0, 0.0, 40.0, 10.0, HOUR_S)
    assert layers_c(tank, down.state) == pytest.approx([85, 85, 85, 70, 70, 66, 64, 60, 55, 50], abs=1e-6)
    assert down.charge_out_c == pytest.approx((48.0 + 46.0 + 40.0) / 3.0, abs=0.01)
    up = step(tank, start, 0.0, 85.0, flow_kg_s, 30.0, 10.0, HOUR_S)
    assert layers_c(tank, up.state) == pytest.approx([64, 60, 55, 50, 48, 46, 40, 30, 30, 30], abs=1e-6)
    assert up.discharge_out_c == pytest.approx((70.0 + 70.0 + 66.0) / 3.0, abs=0.01)


def test_more_than_the_whole_tank_in_one_step_leaves_the_inlet_and_passes_the_rest_on():
    tank = Tank(water(), 10.0, layers=4, **BARE)
    done = step(tank, tank_state(tank, 40.0), 2.5 * tank.mass_kg / HOUR_S, 80.0, 0.0, 40.0, 10.0, HOUR_S)
    assert layers_c(tank, done.state) == pytest.approx(np.full(4, 80.0), abs=1e-9)
    h = water().enthalpy_j_kg
    assert h(done.charge_out_c) == pytest.approx((1.0 * h(40.0) + 1.5 * h(80.0)) / 2.5, rel=1e-12)


def front(layers, courant):
    """A tank charged half-way with a sharp front, ``courant`` layers a step."""
    tank = Tank(water(), 600.0, layers=layers, **BARE)
    steps = round(0.5 * layers / courant)
    flows = np.full(steps, courant * tank.layer_kg / HOUR_S)
    return tank, run(tank, tank_state(tank, 45.0), flows, 75.0, 0.0, 45.0, 10.0, HOUR_S), steps * courant / layers


@pytest.mark.parametrize(
    ("courant", "most_layers"), [(0.05, 4.7), (0.3, 4.2), (0.5, 3.8), (0.9, 2.3), (1.0, 1e-9), (2.5, 3.0), (3.7, 2.4)]
)
def test_the_thermocline_of_twenty_layers_spreads_over_less_than_five(courant, most_layers):
    """The figures that the documentation states; plain upwinding gives 10 layers at a small Courant number."""
    tank, year, charged = front(20, courant)
    found = thermocline(tank, year.state)
    assert found.thickness_m <= most_layers * tank.layer_m
    assert found.hot_height_m == pytest.approx(charged * tank.height_m, rel=2e-3)


def test_more_layers_come_closer_to_plug_flow():
    shares = [
        thermocline(tank, year.state).thickness_m / tank.height_m
        for tank, year, _ in map(front, (10, 20, 40, 80), (0.3,) * 4)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.09


def test_until_the_front_arrives_the_tank_gives_back_cold_water():
    """Plug flow: of 100 layers charged with 0.7 layers a step, 94 % of the cold water comes out before it warms by 1 K."""
    tank = Tank(water(), 600.0, layers=100, **BARE)
    year = run(tank, tank_state(tank, 45.0), np.full(200, 0.7 * tank.layer_kg / HOUR_S), 75.0, 0.0, 45.0, 10.0, HOUR_S)
    displaced = 0.007 * np.arange(1, 201)
    assert year.charge_out_c[displaced < 0.94] == pytest.approx(45.0, abs=1.0)
    assert year.charge_out_c[displaced > 1.06] == pytest.approx(75.0, abs=1.0)
    assert np.sum((75.0 - year.charge_out_c) / 30.0) * 0.007 == pytest.approx(1.0, rel=1e-3)


def test_conduction_spreads_a_front_as_the_error_function():
    """Of a front that diffuses, the integral of x (1 - x) is sqrt(2 D t / pi)."""
    tank = dataclasses.replace(Tank(PLAIN, 100.0, layers=400, **BARE), conductivity_w_mk=5.0)
    start = tank_state(tank, [80.0] * 200 + [40.0] * 200)
    done = run(tank, start, np.zeros(60), 80.0, 0.0, 40.0, 10.0, HOUR_S)
    diffusivity = 5.0 * tank.area_m2 * tank.height_m / (tank.mass_kg * 4186.0)
    expected_m = 6.0 * math.sqrt(2.0 * diffusivity * 60.0 * HOUR_S / math.pi)
    assert thermocline(tank, done.state).thickness_m == pytest.approx(expected_m, rel=0.01)


def test_conduction_solves_its_linear_system(rng):
    tank = constants(Tank(water(), 10.0, layers=9, conductivity_w_mk=300.0))
    h = np.sort(rng.uniform(1e5, 3e5, 9))[::-1]
    number = tank.conductance_w_k * HOUR_S / tank.layer_kg / 4180.0
    laplacian = np.diag([1.0] + [2.0] * 7 + [1.0]) - np.diag(np.ones(8), 1) - np.diag(np.ones(8), -1)
    solved = list(h)
    conduct(solved, [0.0] * 9, tank, HOUR_S)
    assert solved == pytest.approx(np.linalg.solve(np.eye(9) + number * laplacian, h), rel=3e-4)
    assert math.fsum(solved) == pytest.approx(math.fsum(h), rel=1e-14)


# ---------------------------------------------------------------- mixing
@given(st.lists(st.floats(1e4, 5e5), min_size=2, max_size=40))
def test_inversions_mix_as_little_as_they_must(values):
    """The mixing that pools the fewest layers is the isotonic regression, for which scipy is the second opinion."""
    h = list(values)
    settle(h, [0.0] * len(h))
    assert h == pytest.approx(isotonic_regression(values, increasing=False).x, rel=1e-12)
    assert math.fsum(h) == pytest.approx(math.fsum(values), rel=1e-13)


temperature = st.floats(1.0, 139.0)
flow = st.one_of(st.just(0.0), st.floats(1e-12, 1e4))


@given(
    st.lists(temperature, min_size=1, max_size=25),
    flow,
    temperature,
    flow,
    temperature,
    st.floats(0.0, 80.0),
    st.floats(1.0, 1e7),
    st.floats(0.0, 1e3),
)
def test_nothing_gets_hotter_or_colder_than_what_is_mixed(
    layers, charge, charge_c, discharge, discharge_c, ambient_c, dt_s, conductivity
):
    layers = sorted(layers, reverse=True)
    tank = Tank(water(), 20.0, layers=len(layers), conductivity_w_mk=conductivity)
    low = min(*layers, charge_c, discharge_c, ambient_c) - 1e-9
    high = max(*layers, charge_c, discharge_c, ambient_c) + 1e-9
    done = step(tank, tank_state(tank, layers), charge, charge_c, discharge, discharge_c, ambient_c, dt_s)
    found = layers_c(tank, done.state)
    assert low <= found.min() <= found.max() <= high
    assert low <= done.charge_out_c <= high
    assert low <= done.discharge_out_c <= high
    assert np.all(np.diff(done.state.enthalpy_j_kg) <= 0.0)


def test_cold_water_fed_into_the_top_of_a_hot_tank_sinks_and_mixes():
    tank = Tank(water(), 100.0, layers=10, **BARE)
    done = step(tank, tank_state(tank, 80.0), tank.layer_kg * 2.0 / HOUR_S, 50.0, 0.0, 80.0, 10.0, HOUR_S)
    h = water().enthalpy_j_kg
    assert np.ptp(layers_c(tank, done.state)) < 1e-9
    assert done.state.enthalpy_j_kg[0] == pytest.approx(0.2 * h(50.0) + 0.8 * h(80.0), rel=1e-12)
    assert done.charge_out_c == pytest.approx(80.0, abs=1e-9)


def test_what_flows_in_and_out_at_once_goes_straight_across():
    tank = Tank(water(), 100.0, **BARE)
    state = tank_state(tank, [75.0] * 8 + [50.0] * 12)
    level = step(tank, state, 12.0, 81.0, 12.0, 44.0, 10.0, HOUR_S)
    assert level.state == state
    assert (level.discharge_out_c, level.charge_out_c) == pytest.approx((81.0, 44.0), abs=1e-9)
    more = step(tank, state, 12.0, 81.0, 16.0, 44.0, 10.0, HOUR_S)
    assert more.discharge_out_c == pytest.approx(0.75 * 81.0 + 0.25 * 75.0, abs=0.01)
    assert more.charge_out_c == pytest.approx(44.0, abs=1e-9)
    less = step(tank, state, 16.0, 81.0, 12.0, 44.0, 10.0, HOUR_S)
    assert less.charge_out_c == pytest.approx(0.75 * 44.0 + 0.25 * 50.0, abs=0.01)
    assert more.stored_j < stored_j(tank, state) < less.stored_j


# ---------------------------------------------------------------- measures
def test_charge_is_counted_between_the_two_temperatures_and_not_clipped():
    tank = Tank(water(), 100.0)
    for t_c, low, high in (
        (45.0, -1e-12, 1e-12),
        (75.0, 1.0 - 1e-12, 1.0 + 1e-12),
        (80.0, 1.1, 1.2),
        (40.0, -0.2, -0.1),
    ):
        assert low <= state_of_charge(tank, tank_state(tank, t_c), 45.0, 75.0) <= high
    with pytest.raises(OutOfRange, match="not below"):
        state_of_charge(tank, tank_state(tank, 60.0), 75.0, 75.0)


def test_available_heat_counts_hot_layers_only():
    tank = Tank(water(), 100.0, layers=4)
    state = tank_state(tank, [80.0, 70.0, 50.0, 40.0])
    h = water().enthalpy_j_kg
    assert available_heat_j(tank, state, 60.0) == pytest.approx(tank.layer_kg * (h(80.0) + h(70.0) - 2.0 * h(60.0)))
    assert available_heat_j(tank, state, 80.0) == pytest.approx(0.0, abs=1.0)


def test_the_thermocline_of_a_straight_ramp_is_as_thick_as_the_ramp():
    tank = Tank(PLAIN, 100.0, layers=500)
    height = (np.arange(500) + 0.5) / 500.0  # from the top
    ramp = np.clip((0.55 - height) / 0.3 + 0.5, 0.0, 1.0)
    found = thermocline(tank, tank_state(tank, 45.0 + 30.0 * ramp))
    assert found.thickness_m == pytest.approx(0.3 * tank.height_m, rel=1e-3)
    assert found.hot_height_m == pytest.approx(0.55 * tank.height_m, rel=1e-3)
    assert found.span_k == pytest.approx(30.0)
    assert thermocline(tank, tank_state(tank, 60.0)).thickness_m == 0.0


# ---------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"volume_m3": 0.0}, "volume_m3"),
        ({"layers": 0}, "layers"),
        ({"aspect": math.nan}, "aspect"),
        ({"u_top_w_m2k": -0.1}, "u_top_w_m2k"),
        ({"conductivity_w_mk": math.inf}, "conductivity"),
        ({"reference_c": 150.0}, "temperature of water"),
    ],
)
def test_a_tank_that_cannot_be_built_is_refused(change, words):
    with pytest.raises(OutOfRange, match=words):
        Tank(**{"coolant": water(), "volume_m3": 10.0, **change})


@pytest.mark.parametrize(
    ("position", "value", "words"),
    [
        (0, -1.0, "charge_flow"),
        (1, math.nan, "temperature of water"),
        (2, math.nan, "discharge_flow"),
        (3, 150.0, "temperature of water"),
        (4, math.nan, "ambient_c"),
        (5, 0.0, "dt_s"),
    ],
)
def test_a_step_that_cannot_be_is_refused(position, value, words):
    tank = Tank(water(), 10.0)
    arguments = [1.0, 80.0, 1.0, 40.0, 20.0, HOUR_S]
    arguments[position] = value
    for function in (step, run):
        with pytest.raises(OutOfRange, match=words):
            function(tank, tank_state(tank, 60.0), *arguments)


@pytest.mark.parametrize("given_c", [[50.0] * 3, [50.0, 60.0], [math.nan, 40.0], math.nan])
def test_layers_that_would_not_stay_are_refused(given_c):
    with pytest.raises(OutOfRange):
        tank_state(Tank(water(), 10.0, layers=2), given_c)


def test_a_tank_left_in_the_cold_freezes_and_says_so():
    tank = Tank(water(), 0.5, u_side_w_m2k=5.0, u_top_w_m2k=5.0)
    with pytest.raises(OutOfRange, match="freezes"):
        step(tank, tank_state(tank, 20.0), 0.0, 20.0, 0.0, 20.0, -30.0, 1e6)


def test_a_state_is_a_value():
    tank = Tank(water(), 10.0)
    assert tank == Tank(water(), 10.0)
    assert hash(tank_state(tank, 50.0)) == hash(TankState(tank_state(tank, 50.0).enthalpy_j_kg))
