"""Three fidelities of one exchanger: alike at the datasheet's point, different away from it, and a sheet that must add up."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange, TemperatureCross
from heatloop_thermo.exchanger import (
    ConstantUa,
    Datasheet,
    PlateExchanger,
    ReferenceSide,
    ScaledUa,
    Stream,
    from_datasheet,
    rate,
)
from heatloop_thermo.properties import glycol, pg25, water

HOT, COLD = Stream(pg25(), 34.0, 80.0), Stream(water(), 31.7, 55.0)


@pytest.fixture
def plate_exchanger(plate):
    return PlateExchanger(plate, 181, fouling_hot_m2k_w=1e-5, fouling_cold_m2k_w=1e-5)


@pytest.fixture
def sheet(plate_exchanger):
    """What a maker would print of the plate exchanger."""
    rating = rate(plate_exchanger, HOT, COLD)
    return Datasheet(
        rating.duty_w,
        HOT.coolant,
        34.0,
        80.0,
        rating.hot_out_c,
        COLD.coolant,
        31.7,
        55.0,
        rating.cold_out_c,
        rating.dp_hot_pa,
        rating.dp_cold_pa,
        rating.area_m2,
        181,
        fouling_margin=rating.u_clean_w_m2k / rating.u_fouled_w_m2k - 1.0,
    )


@pytest.mark.parametrize("fidelity", ["ua", "ua_scaled"])
def test_the_three_fidelities_agree_at_the_datasheet_point(plate_exchanger, sheet, fidelity):
    plates, lumped = rate(plate_exchanger, HOT, COLD), rate(from_datasheet(sheet, fidelity), HOT, COLD)
    assert (plates.fidelity, lumped.fidelity) == ("plate", fidelity)
    for name in ("duty_w", "hot_out_c", "cold_out_c", "lmtd_k", "ntu", "effectiveness", "ua_w_k", "area_m2"):
        assert getattr(lumped, name) == pytest.approx(getattr(plates, name), rel=1e-6), name
    for name in ("u_clean_w_m2k", "u_fouled_w_m2k", "dp_hot_pa", "dp_cold_pa"):
        assert getattr(lumped, name) == pytest.approx(getattr(plates, name), rel=1e-6), name
    assert lumped.within_range is True
    assert lumped.u_low_w_m2k is None
    assert lumped.reynolds_hot is None


def test_away_from_the_point_scaling_follows_the_plates_and_a_constant_does_not(plate_exchanger, sheet):
    half_hot, half_cold = replace(HOT, flow_kg_s=17.0), replace(COLD, flow_kg_s=15.85)
    plates = rate(plate_exchanger, half_hot, half_cold)
    scaled = rate(from_datasheet(sheet, "ua_scaled"), half_hot, half_cold)
    constant = rate(from_datasheet(sheet, "ua"), half_hot, half_cold)
    assert scaled.ua_w_k == pytest.approx(plates.ua_w_k, rel=0.01)
    assert constant.ua_w_k > 1.4 * plates.ua_w_k
    for lumped in (scaled, constant):
        assert lumped.dp_hot_pa == pytest.approx(plates.dp_hot_pa, rel=0.15)
        assert lumped.dp_cold_pa == pytest.approx(plates.dp_cold_pa, rel=0.15)


def test_another_glycol_changes_ua_and_pressure_drop(plate_exchanger, sheet):
    """Change the fluid and the nominal pressure drop no longer holds: viscosity, density, heat capacity, conductivity count."""
    thick = replace(HOT, coolant=glycol("APG", 0.50))
    plates, scaled = rate(plate_exchanger, thick, COLD), rate(from_datasheet(sheet), thick, COLD)
    nominal = rate(from_datasheet(sheet), HOT, COLD)
    assert scaled.ua_w_k < 0.8 * nominal.ua_w_k
    assert scaled.ua_w_k == pytest.approx(plates.ua_w_k, rel=0.01)
    assert scaled.dp_hot_pa > 1.1 * nominal.dp_hot_pa
    assert scaled.dp_hot_pa == pytest.approx(plates.dp_hot_pa, rel=0.10)


def test_a_sheet_whose_sides_disagree_within_the_tolerance_keeps_its_stated_conductance(sheet):
    printed = replace(sheet, duty_w=1.015 * sheet.duty_w)
    exchanger = from_datasheet(printed)
    assert exchanger.ua_w_k == pytest.approx(1.015 * from_datasheet(sheet).ua_w_k, rel=1e-12)


@pytest.mark.parametrize("side", ["hot", "cold"])
def test_a_sheet_that_does_not_add_up_is_refused_with_its_figures(sheet, side):
    wrong = replace(sheet, **{f"{side}_flow_kg_s": 1.05 * getattr(sheet, f"{side}_flow_kg_s")})
    with pytest.raises(
        OutOfRange, match=rf"{side} side over stated duty = 1\.05 - is outside 0\.98\.\.1\.02 .*balance of the sheet"
    ):
        from_datasheet(wrong)
    assert from_datasheet(wrong, balance_tolerance=0.06).ua_w_k > 0.0


@pytest.mark.parametrize(
    "change",
    [{"cold_out_c": 80.0}, {"cold_out_c": 82.0}, {"hot_out_c": 55.0}, {"hot_out_c": 50.0}, {"hot_out_c": 81.0}],
)
def test_a_sheet_whose_temperatures_cross_or_touch_is_refused(sheet, change):
    with pytest.raises(TemperatureCross):
        from_datasheet(replace(sheet, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"duty_w": 0.0},
        {"duty_w": math.nan},
        {"hot_flow_kg_s": 0.0},
        {"hot_in_c": math.nan},
        {"fouling_margin": -0.1},
        {"area_m2": 0.0},
    ],
)
def test_a_sheet_with_impossible_figures_is_refused(sheet, change):
    with pytest.raises(OutOfRange):
        from_datasheet(replace(sheet, **change))


def test_an_unknown_fidelity_is_refused(sheet):
    with pytest.raises(OutOfRange, match="fidelity = 'plate' is none of ua, ua_scaled"):
        from_datasheet(sheet, "plate")


def test_a_silent_sheet_gives_none_and_not_zero(sheet):
    silent = from_datasheet(replace(sheet, dp_hot_pa=None, area_m2=None), "ua")
    for rating in (rate(silent, HOT, COLD), rate(silent, replace(HOT, inlet_c=np.array([70.0, 80.0])), COLD)):
        assert rating.dp_hot_pa is None
        assert rating.dp_cold_pa is not None
        assert rating.u_fouled_w_m2k is rating.u_clean_w_m2k is rating.area_m2 is None
    assert rate(ConstantUa(1e5), HOT, COLD).dp_cold_pa is None


def test_a_flow_far_from_the_sheet_is_flagged(sheet):
    rating = rate(from_datasheet(sheet), replace(HOT, flow_kg_s=np.array([3.4, 34.0, 80.0])), COLD)
    assert rating.within_range.tolist() == [False, True, False]
    assert rating.notes == (
        "hot flow over datasheet flow 0.1..2.35294 is outside 0.25..2 (reach of the power laws) in 2 of 3 points",
    )


@given(exponent=st.floats(0.5, 0.8), wall=st.floats(0.0, 0.4), margin=st.floats(0.0, 0.5), more=st.floats(1.01, 2.0))
def test_scaling_grows_with_flow_but_never_faster_than_its_films(exponent, wall, margin, more):
    state = water().state(60.0)
    side = ReferenceSide(
        30.0, state.density_kg_m3, state.heat_capacity_j_kgk, state.viscosity_pa_s, state.conductivity_w_mk
    )
    exchanger = ScaledUa(3e5, side, side, None, margin, exponent, wall)
    base, grown = (exchanger.conductance_w_k(flow, state, flow, state) for flow in (30.0, 30.0 * more))
    assert base == pytest.approx(3e5, rel=1e-12)
    assert base < grown <= base * more**exponent * (1.0 + 1e-12)
    films = (1.0 - wall) / (1.0 + margin)
    assert grown == pytest.approx(base / (films * more**-exponent + 1.0 - films), rel=1e-12)


@pytest.mark.parametrize(
    "change",
    [{"ua_w_k": 0.0}, {"ua_w_k": math.nan}, {"exponent": 1.5}, {"wall_share": 1.0}, {"friction_exponent": -0.1}],
)
def test_an_impossible_reference_point_is_refused(sheet, change):
    with pytest.raises(OutOfRange):
        replace(from_datasheet(sheet), **change)


@given(flow=st.floats(5.0, 60.0), p=st.floats(0.0, 1.0), fluid=st.sampled_from([water(), pg25(), glycol("MEG", 0.4)]))
def test_pressure_drop_follows_flow_viscosity_and_density(flow, p, fluid):
    side = ReferenceSide(30.0, 1000.0, 4000.0, 5e-4, 0.6, 4e4)
    exchanger, state = ConstantUa(3e5, None, 0.0, side, side, p), fluid.state(60.0)
    found = exchanger.details(3e5, flow, state, 30.0, state, 60.0).dp_hot_pa
    scale = (flow / 30.0) ** (2.0 - p) * (state.viscosity_pa_s / 5e-4) ** p * 1000.0 / state.density_kg_m3
    assert found == pytest.approx(4e4 * scale, rel=1e-12)
