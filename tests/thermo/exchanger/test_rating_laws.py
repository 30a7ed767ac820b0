"""Laws of a rating: energy, second law, monotony, symmetry, continuity; for every fidelity where it applies."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.exchanger import ConstantUa, PlateExchanger, PlateGeometry, Stream, balance, lmtd, rate
from heatloop_thermo.exchanger.lumped import ReferenceSide, ScaledUa
from heatloop_thermo.properties import glycol, pg25, water

PLATE = PlateGeometry("dn150", "gasketed", 0.6, 0.45, 3e-3, 1.2, 60.0, 5e-4, 16.0, 0.15, 501, 150.0, 1.6e6)
REFERENCE = ReferenceSide(30.0, 990.0, 4180.0, 5e-4, 0.64, 4e4)
LUMPED = [ConstantUa(3e5, 100.0, 0.1, REFERENCE, REFERENCE), ScaledUa(3e5, REFERENCE, REFERENCE, 100.0, 0.1)]

plate_exchangers = st.builds(
    PlateExchanger,
    plate=st.builds(lambda beta: replace(PLATE, chevron_beta_deg=beta), st.sampled_from([30.0, 45.0, 60.0, 65.0])),
    plates=st.integers(1, 100).map(lambda k: 4 * k + 1),
    passes_hot=st.sampled_from([1, 2]),
    passes_cold=st.sampled_from([1, 2]),
    fouling_hot_m2k_w=st.sampled_from([0.0, 2e-5]),
    correlation=st.sampled_from(["martin", "kumar", "muley_manglik"]),
)
exchangers = st.one_of(plate_exchangers, st.sampled_from(LUMPED))
coolants = st.sampled_from([water(), pg25(), glycol("MEG", 0.4)])
flows = st.floats(1.0, 60.0)
colds = st.floats(5.0, 50.0)
drives = st.floats(0.01, 45.0)


def given_heat(rating, side):
    return rating.duty_w / (rating.hot_flow_kg_s if side == "hot" else rating.cold_flow_kg_s)


@given(exchanger=exchangers, hot=coolants, cold=coolants, hot_flow=flows, cold_flow=flows, cold_c=colds, drive=drives)
def test_what_the_hot_side_loses_the_cold_side_gains(exchanger, hot, cold, hot_flow, cold_flow, cold_c, drive):
    rating = rate(exchanger, Stream(hot, hot_flow, cold_c + drive), Stream(cold, cold_flow, cold_c))
    lost = hot.enthalpy_j_kg(rating.hot_in_c) - hot.enthalpy_j_kg(rating.hot_out_c)
    gained = cold.enthalpy_j_kg(rating.cold_out_c) - cold.enthalpy_j_kg(rating.cold_in_c)
    # An enthalpy of some 2e5 J/kg is known to 3e-11 J/kg; for large differences that is 1e-12 of the heat.
    assert lost == pytest.approx(given_heat(rating, "hot"), rel=1e-12, abs=2e-10)
    assert gained == pytest.approx(given_heat(rating, "cold"), rel=1e-12, abs=2e-10)


@given(exchanger=exchangers, hot=coolants, cold=coolants, hot_flow=flows, cold_flow=flows, cold_c=colds, drive=drives)
def test_no_outlet_passes_the_other_inlet(exchanger, hot, cold, hot_flow, cold_flow, cold_c, drive):
    rating = rate(exchanger, Stream(hot, hot_flow, cold_c + drive), Stream(cold, cold_flow, cold_c))
    slack = 1e-7 * drive + 1e-11  # the iteration stops some 1e-8 short at worst
    assert rating.duty_w > 0.0
    assert rating.cold_in_c - slack <= rating.hot_out_c < rating.hot_in_c
    assert rating.cold_in_c < rating.cold_out_c <= rating.hot_in_c + slack


@given(
    exchanger=exchangers,
    hot=coolants,
    hot_flow=st.floats(10.0, 40.0),
    cold_flow=st.floats(10.0, 40.0),
    cold_c=colds,
    drive=drives,
)
def test_duty_is_ua_times_mean_difference_and_effectiveness_times_what_could_be(
    exchanger, hot, hot_flow, cold_flow, cold_c, drive
):
    rating = rate(exchanger, Stream(hot, hot_flow, cold_c + drive), Stream(water(), cold_flow, cold_c))
    c_min = rating.ua_w_k / rating.ntu
    assert rating.duty_w == pytest.approx(rating.effectiveness * c_min * (rating.hot_in_c - cold_c), rel=1e-9)
    pinch = min(rating.hot_in_c - rating.cold_out_c, rating.hot_out_c - rating.cold_in_c)
    if pinch > 1e-2 * drive:
        mean = lmtd(rating.hot_in_c, rating.hot_out_c, rating.cold_in_c, rating.cold_out_c)
        counterflow = exchanger.passes_hot == exchanger.passes_cold
        assert rating.lmtd_k == pytest.approx(mean, rel=1e-9)
        assert rating.duty_w <= rating.ua_w_k * mean * (1.0 + 1e-5)
        assert not counterflow or rating.duty_w == pytest.approx(rating.ua_w_k * mean, rel=1e-5)


@given(exchanger=plate_exchangers, hot_flow=flows, cold_flow=flows, cold_c=colds, drive=drives)
def test_more_plates_pass_on_more_heat_at_less_pressure_drop(exchanger, hot_flow, cold_flow, cold_c, drive):
    hot, cold = Stream(pg25(), hot_flow, cold_c + drive), Stream(water(), cold_flow, cold_c)
    small, large = rate(exchanger, hot, cold), rate(replace(exchanger, plates=exchanger.plates + 4), hot, cold)
    assert large.duty_w >= small.duty_w * (1.0 - 1e-9)
    assert large.dp_hot_channel_pa < small.dp_hot_channel_pa
    assert large.dp_cold_channel_pa < small.dp_cold_channel_pa


@given(exchanger=exchangers, hot_flow=flows, cold_flow=flows, cold_c=colds, drive=drives, more=st.floats(1.001, 1.5))
def test_more_flow_passes_on_more_heat_at_more_pressure_drop(exchanger, hot_flow, cold_flow, cold_c, drive, more):
    base = rate(exchanger, Stream(pg25(), hot_flow, cold_c + drive), Stream(water(), cold_flow, cold_c))
    hotter = rate(exchanger, Stream(pg25(), more * hot_flow, cold_c + drive), Stream(water(), cold_flow, cold_c))
    colder = rate(exchanger, Stream(pg25(), hot_flow, cold_c + drive), Stream(water(), more * cold_flow, cold_c))
    assert hotter.duty_w >= base.duty_w * (1.0 - 1e-9)
    assert colder.duty_w >= base.duty_w * (1.0 - 1e-9)
    assert hotter.dp_hot_pa > base.dp_hot_pa
    assert colder.dp_cold_pa > base.dp_cold_pa


@given(
    exchanger=exchangers,
    flow=flows,
    cold_c=st.floats(5.0, 40.0),
    drive=st.floats(1.0, 40.0),
    more=st.floats(0.01, 10.0),
)
def test_a_hotter_inlet_passes_on_more_heat(exchanger, flow, cold_c, drive, more):
    cold = Stream(water(), 20.0, cold_c)
    base, hotter = (rate(exchanger, Stream(water(), flow, cold_c + d), cold) for d in (drive, drive + more))
    assert hotter.duty_w > base.duty_w


@given(
    plates=st.integers(1, 200).map(lambda k: 2 * k + 1),
    one=st.tuples(flows, st.floats(3e-4, 3e-3)),
    other=st.tuples(flows, st.floats(3e-4, 3e-3)),
    correlation=st.sampled_from(["martin", "kumar", "muley_manglik"]),
)
def test_it_does_not_matter_which_liquid_is_the_hot_one(constant_coolant, plates, one, other, correlation):
    """A single pass with as many channels on both sides: exchange the sides, and the same heat flows."""
    a = constant_coolant(1000.0, 4000.0, one[1], 0.6)
    b = constant_coolant(900.0, 3500.0, other[1], 0.4)
    exchanger = PlateExchanger(PLATE, plates, fouling_hot_m2k_w=2e-5, fouling_cold_m2k_w=2e-5, correlation=correlation)
    there = rate(exchanger, Stream(a, one[0], 60.0), Stream(b, other[0], 20.0))
    back = rate(exchanger, Stream(b, other[0], 60.0), Stream(a, one[0], 20.0))
    assert back.duty_w == pytest.approx(there.duty_w, rel=1e-12)
    assert back.ua_w_k == pytest.approx(there.ua_w_k, rel=1e-12)
    assert back.dp_cold_pa == pytest.approx(there.dp_hot_pa, rel=1e-12)
    assert 60.0 - back.hot_out_c == pytest.approx(there.cold_out_c - 20.0, rel=1e-10)


@pytest.mark.parametrize("correlation", ["martin", "kumar", "muley_manglik"])
@pytest.mark.parametrize("beta", [30.0, 60.0])
def test_rating_is_continuous_across_every_step_of_the_correlations(correlation, beta):
    """Steps of 0.1 % in flow from Re 20 to 10,000: heat, U and pressure drop change by no more than 0.1 % and 0.25 %."""
    exchanger = PlateExchanger(replace(PLATE, chevron_beta_deg=beta), 101, correlation=correlation)
    flow = np.exp(np.arange(math.log(0.12), math.log(140.0), 1e-3))
    rating = rate(exchanger, Stream(water(), flow, 70.0), Stream(water(), 1.1 * flow, 40.0))
    assert rating.reynolds_hot.min() < 20.0
    assert rating.reynolds_hot.max() > 10_000.0
    for figure, most in ((rating.duty_w, 1.1e-3), (rating.u_fouled_w_m2k, 1.0e-3), (rating.dp_hot_pa, 2.5e-3)):
        assert np.diff(np.log(figure)).min() > 0.0
        assert np.diff(np.log(figure)).max() < most


@given(exchanger=exchangers, hot=coolants, hot_flow=flows, cold_flow=flows, cold_c=st.floats(5.0, 40.0), drive=drives)
def test_balance_finds_the_temperature_at_which_rate_passes_on_that_heat(
    exchanger, hot, hot_flow, cold_flow, cold_c, drive
):
    cold = Stream(water(), cold_flow, cold_c)
    rated = rate(exchanger, Stream(hot, hot_flow, cold_c + drive), cold)
    found = balance(exchanger, rated.duty_w, hot, hot_flow, cold)
    assert found.hot_in_c - cold_c == pytest.approx(drive, rel=2e-7, abs=1e-9)
    assert found.cold_out_c == pytest.approx(rated.cold_out_c, abs=1e-9)
    assert found.duty_w == rated.duty_w
    lost = hot.enthalpy_j_kg(found.hot_in_c) - hot.enthalpy_j_kg(found.hot_out_c)
    assert lost == pytest.approx(found.duty_w / hot_flow, rel=1e-12, abs=2e-10)


@pytest.mark.parametrize(
    "exchanger", [*LUMPED, PlateExchanger(PLATE, 101), PlateExchanger(PLATE, 101, 1, 2)], ids=lambda x: x.fidelity
)
def test_a_year_of_hours_gives_what_each_hour_gives(exchanger):
    rng = np.random.default_rng(5)
    flow, hot_c, cold_c = rng.uniform(5.0, 50.0, (3, 40)), rng.uniform(55.0, 95.0, (3, 40)), rng.uniform(10.0, 50.0, 40)
    year = rate(exchanger, Stream(pg25(), flow, hot_c), Stream(water(), 20.0, cold_c))
    found = balance(exchanger, year.duty_w, pg25(), flow, Stream(water(), 20.0, cold_c))
    assert found.hot_in_c == pytest.approx(hot_c, abs=1e-5)
    for i, j in ((0, 0), (1, 17), (2, 39)):
        hour = rate(
            exchanger, Stream(pg25(), float(flow[i, j]), float(hot_c[i, j])), Stream(water(), 20, float(cold_c[j]))
        )
        for field in fields(hour):
            one, many = getattr(hour, field.name), getattr(year, field.name)
            if field.name in ("fidelity", "notes", "area_m2") or one is None:
                assert (many is None) == (one is None)
            elif field.name == "within_range":
                assert many[i, j] == one
            else:
                assert type(one) is float, field.name
                assert many.shape == (3, 40)
                assert many[i, j] == pytest.approx(one, rel=2e-6), field.name


def test_a_very_long_exchanger_stands_at_its_pinch():
    """300 transfer units: the smaller side leaves at the other's inlet, and nothing overflows."""
    rating = rate(ConstantUa(3e7), Stream(water(), 20.0, 80.0), Stream(water(), 40.0, 50.0))
    assert rating.effectiveness == pytest.approx(1.0, rel=1e-9)
    assert rating.hot_out_c == pytest.approx(50.0, abs=5e-7)
    assert rating.ntu > 300.0
