import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
from fluids.geometry import AirCooledExchanger
from ht import Ft_aircooler, effectiveness_from_NTU
from ht.air_cooler import h_Briggs_Young
from ht.conv_internal import turbulent_Gnielinski
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from heatloop_thermo.air import air_density_kg_m3
from heatloop_thermo.errors import Infeasible, OutOfRange, TemperatureCross
from heatloop_thermo.exchanger.ntu import effectiveness_counterflow
from heatloop_thermo.properties import glycol, pg25, water
from heatloop_thermo.rejector import (
    Coil,
    DryCooler,
    Fan,
    Reason,
    effectiveness_counter_cross,
    heat_per_kelvin,
    hold,
    rate,
    size,
)
from heatloop_thermo.rejector.cooler import air_side, film_k_w
from heatloop_thermo.rejector.relation import nusselt_tube
from heatloop_thermo.roots import rising_root

PUBLISHED = json.loads((Path(__file__).parent / "data" / "dry_cooler.json").read_text(encoding="utf-8"))
COOLER = DryCooler(pg25(), Coil(), Fan(), fans=10, circuits=150)
STRONG = DryCooler(glycol("APG", 0.4), Coil(), Fan(), fans=10, circuits=150)
CP_AIR = 1006.0


@pytest.fixture
def rng(request):
    """Random, from the seed that the header of the run names: --hypothesis-seed replays it."""
    return np.random.default_rng(int(request.config.getoption("--hypothesis-seed")))


# ---------------------------------------------------------------- the relation
def roetzel_nicole(ntu, c_ratio, rows, air_is_min):
    """Effectiveness by Roetzel & Nicole's correction of the mean temperature difference, as ht 1.2.0 has it."""
    air, coolant = (1.0, 1.0 / c_ratio) if air_is_min else (1.0 / c_ratio, 1.0)

    def excess(heat):
        coolant_out, air_out = 1.0 - heat / coolant, heat / air
        hot_end, cold_end = 1.0 - air_out, coolant_out
        mean = hot_end if abs(hot_end - cold_end) < 1e-9 else (hot_end - cold_end) / math.log(hot_end / cold_end)
        factor = Ft_aircooler(301.0, 300.0 + coolant_out, 300.0, 300.0 + air_out, Ntp=rows, rows=rows)
        return ntu * factor * mean - heat

    return brentq(excess, 1e-4, 0.99)


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
@pytest.mark.parametrize("air_is_min", [True, False])
def test_the_effectiveness_is_that_of_roetzel_and_nicole_within_a_hundredth(rows, air_is_min):
    for ntu in (0.3, 1.0, 2.0, 3.0):
        for c_ratio in (0.2, 0.5, 0.8, 1.0):
            ours = effectiveness_counter_cross(ntu, c_ratio, rows, air_is_min=air_is_min)
            assert ours == pytest.approx(roetzel_nicole(ntu, c_ratio, rows, air_is_min), abs=0.01)


def test_one_row_is_crossflow_with_the_coolant_mixed():
    for ntu in (0.1, 1.0, 5.0):
        for c_ratio in (0.1, 0.6, 1.0):
            for air_is_min, kind in ((True, "crossflow, mixed Cmax"), (False, "crossflow, mixed Cmin")):
                expected = effectiveness_from_NTU(ntu, c_ratio, subtype=kind)
                assert effectiveness_counter_cross(ntu, c_ratio, 1, air_is_min=air_is_min) == pytest.approx(
                    expected, rel=1e-12
                )


@given(st.floats(0.0, 50.0), st.floats(1e-6, 1.0), st.booleans())
def test_more_rows_come_closer_to_counterflow_and_never_pass_it(ntu, c_ratio, air_is_min):
    found = [effectiveness_counter_cross(ntu, c_ratio, rows, air_is_min=air_is_min) for rows in (1, 2, 4, 12, 100)]
    limit = effectiveness_counterflow(ntu, c_ratio)
    assert all(a <= b + 1e-12 for a, b in zip(found, [*found[1:], limit], strict=True))
    assert found[-1] == pytest.approx(limit, abs=0.02)


def test_the_relation_runs_smoothly_through_equal_capacities():
    ratios = 1.0 - np.logspace(-2.0, -16.0, 60)
    values = effectiveness_counter_cross(np.full(60, 2.0), ratios, 4)
    assert np.all(np.diff(values) <= 1e-12)
    assert values[-1] == pytest.approx(values[20], abs=1e-5)
    assert heat_per_kelvin(2.0, 1.0, 1.0 + 1e-12, 4) == pytest.approx(
        heat_per_kelvin(2.0, 1.0 + 1e-12, 1.0, 4), rel=1e-6
    )


# ---------------------------------------------------------------- estimates against what is published
@pytest.mark.parametrize("face_velocity", [1.5, 2.5, 3.5])
def test_the_estimated_coil_has_the_air_side_of_briggs_and_young(face_velocity):
    """Round fins of about the area that the plate fins have; computed by ht 1.2.0, within 3 %."""
    bank = AirCooledExchanger(
        tube_rows=4,
        tube_passes=4,
        tubes_per_row=20,
        tube_length=1.0,
        tube_diameter=0.016,
        fin_thickness=0.0002,
        fin_density=1.0 / 0.0021,
        pitch_normal=0.050,
        pitch_parallel=0.0433,
        fin_height=0.0165,
        tube_thickness=0.0006,
        bundles_per_bay=1,
        parallel_bays=1,
        corbels=True,
    )
    names = ("A", "A_min", "A_increase", "A_fin", "A_tube_showing", "tube_diameter", "fin_diameter", "bare_length")
    geometry = {name: getattr(bank, name) for name in (*names, "fin_thickness")}
    air = {"rho": 1.2, "Cp": CP_AIR, "mu": 1.82e-5, "k": 0.026, "k_fin": 205.0}
    bare_m2 = math.pi * 0.016 * 1.0 * 20
    published = h_Briggs_Young(m=1.2 * face_velocity * 1.0, **geometry, **air) * bare_m2
    coil = Coil()
    ours = coil.air_w_m2k * (face_velocity / coil.face_velocity_m_s) ** coil.air_exponent
    assert ours == pytest.approx(published, rel=0.03)


def test_the_film_in_the_tubes_is_gnielinskis():
    for reynolds in (4000.0, 1e4, 5e4):
        for prandtl in (3.0, 7.0, 40.0):
            factor = (0.79 * math.log(reynolds) - 1.64) ** -2
            assert nusselt_tube(reynolds, prandtl) == pytest.approx(
                turbulent_Gnielinski(reynolds, prandtl, fd=factor), rel=1e-12
            )
    rising = nusselt_tube(np.linspace(100.0, 1e4, 500), 10.0)
    assert np.all(np.diff(rising) >= 0.0)
    assert np.max(np.diff(rising)) < 1.0


@pytest.mark.parametrize(("inlet_c", "outlet_c"), PUBLISHED["inlet_outlet_c"])
def test_a_cooler_of_common_approach_takes_common_fan_power(inlet_c, outlet_c):
    """At approaches of 10 to 15 K (published median 10 K): 8 to 30 W per kW; open wet towers take 12 to 21."""
    heat_w, ambient_c = PUBLISHED["heat_w"], PUBLISHED["ambient_c"]
    cooler = size(pg25(), heat_w, inlet_c, outlet_c, ambient_c)
    flow = heat_w / (pg25().enthalpy_j_kg(inlet_c) - pg25().enthalpy_j_kg(outlet_c))
    at = rate(cooler, flow, inlet_c, ambient_c, 1.0)
    for found, (low, high) in ((1e3 * at.fan_w / at.heat_w, PUBLISHED["fan_w_per_kw"]), (at.dp_pa, PUBLISHED["dp_pa"])):
        assert low < found < high


# ---------------------------------------------------------------- laws
flow = st.floats(0.05, 60.0)
inlet = st.floats(10.0, 95.0)
ambient = st.floats(-39.0, 60.0)
speed = st.floats(0.0, 1.0)


@given(flow, inlet, ambient, speed)
def test_heat_flows_from_hot_to_cold_and_the_outlet_never_passes_the_air(flow_kg_s, inlet_c, ambient_c, fan_speed):
    at = rate(STRONG, flow_kg_s, inlet_c, ambient_c, fan_speed)
    low, high = min(inlet_c, ambient_c) - 1e-6, max(inlet_c, ambient_c) + 1e-6
    assert low <= at.outlet_c <= high
    assert low <= at.air_out_c <= high
    assert at.heat_w * (inlet_c - ambient_c) >= 0.0
    assert at.freezes == (at.outlet_c < STRONG.min_outlet_c)
    if at.outlet_c > STRONG.coolant.t_low_c:
        h = STRONG.coolant.enthalpy_j_kg
        assert at.heat_w == pytest.approx(flow_kg_s * (h(inlet_c) - h(at.outlet_c)), rel=1e-9, abs=1e-3)


def test_heat_and_effectiveness_agree_also_where_the_flow_turns_laminar(rng):
    """Of 5,000 points with Reynolds numbers from 50 to 20,000, all satisfy the relation with the properties at their mean."""
    n = 5000
    flow_kg_s, inlet_c = np.exp(rng.uniform(-2.0, 4.0, n)), rng.uniform(10.0, 95.0, n)
    ambient_c, fan_speed = rng.uniform(-39.0, 60.0, n), rng.random(n)
    at = rate(STRONG, flow_kg_s, inlet_c, ambient_c, fan_speed)
    sure = (at.outlet_c > STRONG.coolant.t_low_c) & (np.abs(inlet_c - at.outlet_c) > 0.1)
    h = STRONG.coolant.enthalpy_j_kg
    share = (fan_speed**3 + STRONG.fan.free_share**3) ** (1.0 / 3.0)
    air = 10 * 5.5 * CP_AIR * share * 101_325.0 / (287.05 * (ambient_c + 273.15))
    out_c = np.where(sure, at.outlet_c, inlet_c - 1.0)
    coolant = flow_kg_s * (h(inlet_c) - h(out_c)) / (inlet_c - out_c)
    ua = 1.0 / (1.0 / air_side(STRONG, ambient_c, share)[0] + film_k_w(STRONG, flow_kg_s, 0.5 * (inlet_c + out_c)))
    expected = heat_per_kelvin(ua, air, coolant, 4) * (inlet_c - ambient_c)
    assert sure.sum() > 2000
    assert at.heat_w[sure] == pytest.approx(expected[sure], rel=1e-5)


def test_more_air_cools_more_and_warmer_air_less():
    speeds = rate(COOLER, 25.0, 45.0, 25.0, np.linspace(0.0, 1.0, 60))
    assert np.all(np.diff(speeds.outlet_c) < 0.0)
    assert np.all(np.diff(speeds.heat_w) > 0.0)
    weather = rate(COOLER, 25.0, 45.0, np.linspace(-35.0, 44.0, 60), 1.0)
    assert np.all(np.diff(weather.outlet_c) > 0.0)
    assert np.all(np.diff(weather.heat_w) < 0.0)
    flows = rate(COOLER, np.linspace(0.2, 60.0, 100), 45.0, 25.0, 1.0)
    assert np.all(np.diff(flows.heat_w) > 0.0)
    assert np.all(np.diff(flows.dp_pa) > 0.0)


def test_fan_power_goes_with_the_cube_of_the_speed_and_the_density_of_the_air():
    half, full = (rate(COOLER, 25.0, 45.0, 20.0, n).fan_w for n in (0.5, 1.0))
    assert full / half == pytest.approx(8.0, rel=1e-12)
    assert full == pytest.approx(10 * 1250.0 * air_density_kg_m3(20.0) / 1.2, rel=1e-12)
    high = dataclasses.replace(COOLER, pressure_pa=80e3)
    assert rate(high, 25.0, 45.0, 20.0, 1.0).fan_w / full == pytest.approx(80e3 / 101_325.0, rel=1e-12)
    assert rate(high, 25.0, 45.0, 20.0, 1.0).heat_w < rate(COOLER, 25.0, 45.0, 20.0, 1.0).heat_w


def test_with_the_fans_off_about_a_tenth_of_the_heat_remains():
    off, on = (rate(COOLER, 25.0, 45.0, 30.0, n) for n in (0.0, 1.0))
    assert off.fan_w == 0.0
    assert 0.05 < off.heat_w / on.heat_w < 0.15


def test_where_nothing_flows_nothing_is_rejected():
    at = rate(COOLER, np.array([0.0, 25.0]), 45.0, 10.0, 1.0)
    assert (at.heat_w[0], at.outlet_c[0], at.dp_pa[0]) == (0.0, 45.0, 0.0)
    assert at.heat_w[1] > 0.0


def test_a_year_at_once_is_the_same_as_hour_by_hour():
    ambient_c = np.linspace(-38.0, 35.0, 50)
    year = rate(COOLER, 12.0, 50.0, ambient_c, 0.4)
    for i, t_c in enumerate(ambient_c):
        assert rate(COOLER, 12.0, 50.0, float(t_c), 0.4).outlet_c == pytest.approx(year.outlet_c[i], abs=1e-9)


# ---------------------------------------------------------------- sizing
@pytest.mark.parametrize(("coolant", "inlet_c", "outlet_c"), [(pg25(), 45.0, 40.0), (water(), 75.0, 55.0)])
def test_the_sized_cooler_does_its_duty_and_one_fan_less_does_not(coolant, inlet_c, outlet_c):
    cooler = size(coolant, 2.7e6, inlet_c, outlet_c, 30.3, altitude_m=239.0)
    flow_kg_s = 2.7e6 / (coolant.enthalpy_j_kg(inlet_c) - coolant.enthalpy_j_kg(outlet_c))
    built = rate(cooler, flow_kg_s, inlet_c, 30.3, 1.0)
    assert built.heat_w == pytest.approx(2.7e6 * (1.0 + cooler.oversize), rel=1e-9)
    assert 0.0 <= cooler.oversize < 0.05
    assert built.outlet_c <= outlet_c + 1e-9
    less = dataclasses.replace(cooler, fans=cooler.fans - 1)
    assert rate(less, flow_kg_s, inlet_c, 30.3, 1.0).heat_w < 2.7e6


def test_a_smaller_approach_or_thinner_air_takes_more_fans():
    fans = [size(pg25(), 2.7e6, 45.0, 40.0, ambient_c).fans for ambient_c in (20.0, 25.0, 30.0, 35.0)]
    assert fans == sorted(set(fans))
    assert size(pg25(), 2.7e6, 45.0, 40.0, 30.0, altitude_m=2500.0).fans > fans[2]


def test_no_cooler_cools_to_the_air_or_below():
    for inlet_c, outlet_c, ambient_c in (
        (45.0, 30.0, 30.0),
        (45.0, 25.0, 30.0),
        (40.0, 45.0, 30.0),
        (40.0, 40.0, 30.0),
    ):
        with pytest.raises(TemperatureCross, match="dry cooler"):
            size(pg25(), 1e6, inlet_c, outlet_c, ambient_c)
    with pytest.raises(Infeasible, match="approach") as refusal:
        size(pg25(), 100e6, 45.0, 30.01, 30.0)
    assert refusal.value.binding == "cooler_size"


# ---------------------------------------------------------------- holding an outlet
def test_the_outlet_is_held_or_the_reason_says_why_not(rng):
    """5,000 random hours, and what `rate` says of each at that speed and bypass."""
    n = 5000
    flow_kg_s, inlet_c, wanted_c = rng.uniform(2.0, 40.0, n), rng.uniform(20.0, 90.0, n), rng.uniform(0.0, 60.0, n)
    ambient_c = rng.uniform(-39.0, 45.0, n)
    at = hold(COOLER, flow_kg_s, inlet_c, ambient_c, wanted_c)
    held, idle, short, cold = (at.reason == reason for reason in Reason)
    partly = (at.bypass > 0.0) & (at.bypass < 1.0)
    assert all(kind.sum() > 20 for kind in (held, idle, short, cold, partly, short & (inlet_c < ambient_c)))
    h = COOLER.coolant.enthalpy_j_kg
    assert at.heat_w == pytest.approx(flow_kg_s * (h(inlet_c) - h(at.outlet_c)), rel=1e-9, abs=1e-3)

    again = rate(COOLER, flow_kg_s * (1.0 - at.bypass), inlet_c, ambient_c, at.fan_speed)
    assert at.fan_w == pytest.approx(again.fan_w)
    assert at.heat_w == pytest.approx(again.heat_w, rel=1e-5)
    some = at.bypass < 1.0
    assert at.coil_outlet_c[some] == pytest.approx(again.outlet_c[some], abs=1e-3)

    assert at.outlet_c[held | cold] == pytest.approx(wanted_c[held | cold], abs=1e-5)
    assert np.all(at.coil_outlet_c[cold] < COOLER.min_outlet_c)
    assert np.all(at.coil_outlet_c[held] >= COOLER.min_outlet_c)
    assert np.all(inlet_c[idle] <= wanted_c[idle])
    assert np.all(at.outlet_c[short] > wanted_c[short])
    assert np.all(at.fan_speed[short] == np.where(inlet_c > ambient_c, 1.0, 0.0)[short])
    assert np.all(at.bypass[short] == np.where(inlet_c > ambient_c, 0.0, 1.0)[short])
    assert np.all((at.fan_speed[idle] == 0.0) & (at.bypass[idle] == 1.0))


def test_the_fans_turn_only_where_free_convection_does_not_do():
    weather = np.linspace(-39.0, 39.0, 300)
    at = hold(COOLER, 25.0, 43.0, weather, 40.0)
    still = rate(COOLER, 25.0, 43.0, weather, 0.0)
    assert np.array_equal(at.fan_speed > 0.0, still.outlet_c > 40.0)
    assert 30 < np.sum(at.fan_speed == 0.0) < 300


def test_the_fans_run_no_faster_than_they_must():
    weather = np.linspace(-35.0, 39.0, 150)
    at = hold(COOLER, 25.0, 45.0, weather, 40.0)
    turning = (at.fan_speed > COOLER.fan.speed_min + 0.01) & (at.reason == Reason.HELD)
    assert turning.sum() > 30
    assert np.all(at.bypass[turning] == 0.0)
    slower = rate(COOLER, 25.0, 45.0, weather[turning], at.fan_speed[turning] - 0.01)
    assert np.all(slower.outlet_c > 40.0)
    assert np.all(np.diff(at.fan_speed) >= 0.0)
    assert not np.any((at.fan_speed > 0.0) & (at.fan_speed < COOLER.fan.speed_min))


def test_in_the_cold_the_fans_stand_and_the_bypass_holds_the_outlet():
    at = hold(COOLER, 25.0, 43.0, np.array([-15.0, -39.0, -45.0]), 40.0)
    assert at.fan_speed[2] == 0.0
    assert np.all(at.bypass > 0.0)
    assert at.outlet_c == pytest.approx(np.full(3, 40.0), abs=1e-9)
    assert np.all(at.coil_outlet_c < 40.0)


def test_below_the_limit_of_the_motors_the_fans_do_not_turn_even_if_the_outlet_is_too_warm():
    strict = dataclasses.replace(COOLER, fan=Fan(stop_below_c=-10.0))
    at = hold(strict, 25.0, 55.0, np.array([-11.0, -9.0]), 40.0)
    assert list(at.reason) == [Reason.SHORT, Reason.HELD]
    assert at.fan_speed[0] == 0.0
    assert at.fan_speed[1] > 0.0
    with pytest.raises(OutOfRange, match="fans run at -11"):
        rate(strict, 25.0, 80.0, -11.0, 0.5)


def test_a_coil_of_water_in_the_frost_is_flagged():
    """Little flow goes through the coil when the bypass does the rest, and it leaves the coil near freezing."""
    wet = DryCooler(water(), Coil(), Fan(), fans=10, circuits=150)
    at = hold(wet, 25.0, 45.0, np.array([-30.0, 15.0]), 44.0)
    assert list(at.reason) == [Reason.COLD, Reason.HELD]
    assert rate(wet, 0.5, 45.0, -30.0, 0.0).freezes
    assert not rate(wet, 25.0, 45.0, -30.0, 0.0).freezes


def test_an_outlet_at_which_the_coolant_might_freeze_is_refused():
    with pytest.raises(OutOfRange, match="freezes at -9"):
        hold(COOLER, 25.0, 45.0, 0.0, -6.0)


# ---------------------------------------------------------------- the search, and refusals
@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=20), st.floats(0.2, 9.0))
def test_the_search_finds_every_root_in_its_bracket(shares, power):
    target = np.array(shares)
    found = rising_root(lambda x: x**power, np.zeros(target.shape), np.ones(target.shape), target, 1e-12)
    assert found**power == pytest.approx(target, rel=1e-9, abs=1e-11)


def test_the_search_gives_the_nearer_end_where_the_bracket_does_not_hold_the_target():
    found = rising_root(lambda x: x, np.zeros(3), np.ones(3), np.array([-1.0, 0.5, 2.0]), 1e-12)
    assert found == pytest.approx([0.0, 0.5, 1.0])


@pytest.mark.parametrize(
    ("position", "value", "words"),
    [
        (0, -1.0, "coolant_flow"),
        (0, math.nan, "coolant_flow"),
        (1, math.nan, "temperature of propylene"),
        (1, 120.0, "temperature of propylene"),
        (2, math.nan, "ambient_c"),
        (3, 1.2, "fan_speed"),
        (3, math.nan, "fan_speed"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(position, value, words):
    arguments = [25.0, 45.0, 20.0, 0.5]
    arguments[position] = value
    with pytest.raises(OutOfRange, match=words):
        rate(COOLER, *arguments)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Coil, {"rows": 0}),
        (Coil, {"air_w_m2k": math.nan}),
        (Coil, {"tube_pitch_m": 0.01}),
        (Coil, {"air_exponent": 1.5}),
        (Fan, {"flow_m3_s": 0.0}),
        (Fan, {"speed_min": -0.1}),
        (Fan, {"power_w": math.nan}),
    ],
)
def test_a_part_that_cannot_be_is_refused(kind, change):
    with pytest.raises(OutOfRange, match=next(iter(change))):
        kind(**change)
