"""Pipes: the published case, a second opinion, the textbook heat loss, and conservation."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from fluids import one_phase_dP
from hypothesis import assume, given
from hypothesis import strategies as st

from heatloop_thermo.errors import Infeasible, OutOfRange
from heatloop_thermo.friction import friction_factor
from heatloop_thermo.pipe import (
    Pipe,
    heat_loss,
    pressure_drop_pa,
    reynolds,
    smallest_pipe,
    transit_time_s,
    velocity_m_s,
)
from heatloop_thermo.properties import glycol, water

WATER = water()
DATA = Path(__file__).parent / "data"
BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
CASE = json.loads((DATA / "pipe_200m.json").read_text(encoding="utf-8"))
NPS6 = Pipe(*CASE["pipe"].values())
BORES = st.floats(0.01, 0.5)


def pipe_of(bore_m, length_m=100.0, roughness=3e-4, k=0.0, **more):
    return Pipe("run", bore_m, bore_m * 1.1, bore_m * roughness, length_m, k, **more)


def test_the_published_pipe_of_200_m_has_its_published_pressure_drop():
    published = {name: float(value) for name, value in CASE["answers"].items()}
    at, relative_roughness = (WATER, CASE["water_kg_s"], CASE["water_c"]), NPS6.roughness_m / NPS6.inner_diameter_m
    ours = {
        "velocity_m_s": velocity_m_s(NPS6, *at),
        "reynolds": reynolds(NPS6, *at),
        "friction_factor": friction_factor(published["reynolds"], relative_roughness),
        "pressure_drop_pa": pressure_drop_pa(NPS6, *at),
    }
    for name, found in ours.items():
        assert found == pytest.approx(published[name], **BANDS["pipe"][name]), name


@given(
    flow=st.floats(0.01, 200.0),
    bore=BORES,
    length=st.floats(0.1, 5000.0),
    roughness=st.floats(1e-7, 0.04),
    temp=st.floats(5.0, 95.0),
    k=st.floats(0.0, 50.0),
)
def test_pressure_drop_agrees_with_fluids(flow, bore, length, roughness, temp, k):
    pipe = pipe_of(bore, length, roughness, k)
    re = reynolds(pipe, WATER, flow, temp)
    assume(not 2000.0 < re < 4000.0)  # there fluids jumps from one formula to the other
    assume(re < 1e8)
    rho, mu = WATER.density_kg_m3(temp), WATER.viscosity_pa_s(temp)
    straight = one_phase_dP(m=flow, rho=rho, mu=mu, D=bore, roughness=bore * roughness, L=length)
    fittings = k * rho * velocity_m_s(pipe, WATER, flow, temp) ** 2 / 2.0
    assert pressure_drop_pa(pipe, WATER, flow, temp) == pytest.approx(straight + fittings, rel=1e-9)


@given(one=st.floats(0.0, 100.0), other=st.floats(0.0, 100.0), bore=BORES)
def test_more_flow_takes_more_pressure(one, other, bore):
    low, high = sorted((one, other))
    assume(high > low + 1e-6)
    pipe = pipe_of(bore, k=2.0)
    assume(reynolds(pipe, WATER, high, 60.0) < 1e8)
    assert pressure_drop_pa(pipe, WATER, high, 60.0) > pressure_drop_pa(pipe, WATER, low, 60.0)


@given(flow=st.floats(0.001, 50.0), first=st.floats(1.0, 500.0), second=st.floats(1.0, 500.0), k=st.floats(0.0, 20.0))
def test_pipes_in_series_add_up(flow, first, second, k):
    whole = pressure_drop_pa(pipe_of(0.1, first + second, k=k), WATER, flow, 60.0)
    parts = pressure_drop_pa(pipe_of(0.1, first, k=k), WATER, flow, 60.0) + pressure_drop_pa(
        pipe_of(0.1, second), WATER, flow, 60.0
    )
    assert whole == pytest.approx(parts, rel=1e-12)


def test_at_rest_nothing_is_lost():
    assert pressure_drop_pa(NPS6, WATER, 0.0, 60.0) == 0.0


def test_an_array_of_hours_gives_what_each_hour_gives():
    flows, temps = np.array([0.0, 0.5, 5.0, 36.0]), np.array([20.0, 40.0, 60.0, 75.0])
    run = pipe_of(0.154, k=4.0, insulation_thickness_m=0.05)
    each = [pressure_drop_pa(run, WATER, float(m), float(t)) for m, t in zip(flows, temps, strict=True)]
    np.testing.assert_allclose(pressure_drop_pa(run, WATER, flows, temps), each, rtol=1e-12)
    outlet, loss = heat_loss(run, WATER, flows[1:], temps[1:])
    for i, (m, t) in enumerate(zip(flows[1:], temps[1:], strict=True)):
        np.testing.assert_allclose((outlet[i], loss[i]), heat_loss(run, WATER, float(m), float(t)), rtol=1e-9)


def test_a_scalar_gives_plain_floats():
    outlet, loss = heat_loss(NPS6, WATER, 36.0, 75.0)
    assert {type(pressure_drop_pa(NPS6, WATER, 36.0, 75.0)), type(outlet), type(loss)} == {float}


def test_a_thicker_coolant_takes_more_pressure_at_the_same_volume_flow():
    thick = glycol("MPG", 0.5)
    volume = 0.03
    drops = [pressure_drop_pa(NPS6, coolant, volume * coolant.density_kg_m3(20.0), 20.0) for coolant in (WATER, thick)]
    assert drops[1] > 1.2 * drops[0]


@pytest.mark.parametrize(("thickness", "k"), [(0.0, 0.04), (0.02, 0.04), (0.08, 0.027)])
def test_the_heat_loss_of_a_short_pipe_is_the_textbook_formula(thickness, k):
    """Over a metre the coolant stays at its temperature, so dT / (ln(r2/r1) / (2 pi k L) + 1/(h A)) must come out."""
    run = Pipe("metre", 0.1, 0.11, 0.0, 1.0, 0.0, thickness, k, ambient_c=10.0, surface_w_m2k=9.0)
    inner, outer = 0.055, 0.055 + thickness
    resistance = math.log(outer / inner) / (2.0 * math.pi * k * 1.0) + 1.0 / (9.0 * 2.0 * math.pi * outer * 1.0)
    _, loss = heat_loss(run, WATER, 50.0, 80.0)
    assert loss == pytest.approx((80.0 - 10.0) / resistance, rel=2e-5)


def test_insulation_saves_most_of_the_loss_of_a_bare_pipe():
    bare = heat_loss(pipe_of(0.15), WATER, 36.0, 75.0)[1]
    lagged = heat_loss(pipe_of(0.15, insulation_thickness_m=0.05), WATER, 36.0, 75.0)[1]
    assert 0.05 < lagged / bare < 0.25


@given(
    flow=st.floats(0.05, 80.0), inlet=st.floats(10.0, 95.0), ambient=st.floats(5.0, 60.0), length=st.floats(1.0, 2000.0)
)
def test_energy_is_conserved_and_heat_only_runs_downhill(flow, inlet, ambient, length):
    run = pipe_of(0.1, length, insulation_thickness_m=0.03, ambient_c=ambient)
    outlet, loss = heat_loss(run, WATER, flow, inlet)
    given_up = flow * (WATER.enthalpy_j_kg(inlet) - WATER.enthalpy_j_kg(outlet))
    assert abs(loss - given_up) <= 1e-12 * flow * WATER.enthalpy_j_kg(inlet)
    slack = 1e-9
    assert min(inlet, ambient) - slack <= outlet <= max(inlet, ambient) + slack
    assert loss * (inlet - ambient) >= -slack


@given(flow=st.floats(0.5, 80.0), inlet=st.floats(40.0, 95.0))
def test_two_halves_lose_what_the_whole_loses(flow, inlet):
    whole = pipe_of(0.1, 800.0, insulation_thickness_m=0.03)
    half = pipe_of(0.1, 400.0, insulation_thickness_m=0.03)
    middle, first = heat_loss(half, WATER, flow, inlet)
    end, second = heat_loss(half, WATER, flow, middle)
    outlet, loss = heat_loss(whole, WATER, flow, inlet)
    assert outlet == pytest.approx(end, abs=3e-5 * (inlet - outlet))
    assert loss == pytest.approx(first + second, rel=3e-5)


def test_the_surroundings_of_the_hour_replace_those_of_the_pipe():
    run = pipe_of(0.1, ambient_c=20.0)
    assert heat_loss(run, WATER, 5.0, 60.0, ambient_c=-30.0)[1] > heat_loss(run, WATER, 5.0, 60.0)[1]
    assert heat_loss(run, WATER, 5.0, 10.0)[1] < 0.0  # a warm room heats a cold pipe


def test_the_dead_time_is_length_over_velocity():
    assert transit_time_s(NPS6, WATER, 36.0, 75.0) == pytest.approx(200.0 / velocity_m_s(NPS6, WATER, 36.0, 75.0))


def test_the_smallest_pipe_that_keeps_both_limits_is_taken():
    sizes = [pipe_of(bore) for bore in (0.2, 0.1, 0.15)]
    assert smallest_pipe(sizes, WATER, 36.0, 60.0, 2.5, math.inf).inner_diameter_m == 0.15
    assert smallest_pipe(sizes, WATER, 36.0, 60.0, math.inf, 10e3).inner_diameter_m == 0.2


def test_where_no_pipe_is_wide_enough_the_limit_is_named():
    with pytest.raises(Infeasible, match="allowed 2 m/s") as caught:
        smallest_pipe([pipe_of(0.05), pipe_of(0.1)], WATER, 36.0, 60.0, 2.0, math.inf)
    assert caught.value.binding == "pipe_velocity"
    with pytest.raises(Infeasible) as caught:
        smallest_pipe([pipe_of(0.1)], WATER, 36.0, 60.0, math.inf, 1e3)
    assert caught.value.binding == "pipe_dp"
    with pytest.raises(OutOfRange):
        smallest_pipe([], WATER, 36.0, 60.0, 2.0, math.inf)


@pytest.mark.parametrize("flow", [-1.0, math.nan])
def test_a_flow_that_runs_backwards_or_is_unknown_is_refused(flow):
    for law in (pressure_drop_pa, velocity_m_s, reynolds, heat_loss, transit_time_s):
        with pytest.raises(OutOfRange, match="NPS 6: flow_kg_s"):
            law(NPS6, WATER, flow, 60.0)


def test_a_pipe_at_rest_has_no_outlet_temperature_and_no_dead_time():
    for law in (heat_loss, transit_time_s):
        with pytest.raises(OutOfRange, match="at rest"):
            law(NPS6, WATER, 0.0, 60.0)


def test_a_slow_flow_in_a_frost_says_that_it_freezes():
    with pytest.raises(OutOfRange, match="freezes"):
        heat_loss(pipe_of(0.05, 500.0, ambient_c=-30.0), WATER, 0.01, 20.0)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"inner_diameter_m": 0.0}, "inner_diameter_m"),
        ({"outer_diameter_m": 0.15}, "outer_diameter_m"),
        ({"roughness_m": 0.01}, "roughness_m"),
        ({"length_m": -1.0}, "length_m"),
        ({"fittings_k": math.nan}, "fittings_k"),
        ({"insulation_thickness_m": -0.01}, "insulation_thickness_m"),
        ({"insulation_conductivity_w_mk": 0.0}, "insulation_conductivity_w_mk"),
        ({"surface_w_m2k": 0.0}, "surface_w_m2k"),
        ({"ambient_c": 400.0}, "ambient_c"),
    ],
)
def test_a_pipe_that_cannot_exist_is_refused_by_name(change, named):
    sound = {
        "name": "P",
        "inner_diameter_m": 0.154,
        "outer_diameter_m": 0.1683,
        "roughness_m": 4.5e-5,
        "length_m": 10.0,
    }
    with pytest.raises(OutOfRange, match=f"P: {named}"):
        Pipe(**(sound | change))
