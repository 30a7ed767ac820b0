"""One pump and its kind: affinity, efficiency by law, and selection for a duty."""

import contextlib
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import Infeasible, OutOfRange
from heatloop_thermo.pump import GRAVITY_M_S2, PumpCurve, PumpType, bep_efficiency, operate, select_pump

DATA = Path(__file__).parent / "data"
BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
LAWS = json.loads((DATA / "pump_laws.json").read_text(encoding="utf-8"))
PUMP = PumpCurve("P-101", 1750.0, 24.0, 0.040, 20.0, 0.78, 2.5, Motor(15e3))
END_SUCTION = PumpType(
    "end suction", 4, 128.07, 1.15, 155.0, 6 / 3600, 1000 / 3600, 90.0, 1, 0.3, 1.25, 0.4, "law", "estimate"
)
MULTISTAGE = PumpType(
    "multistage", 2, 133.95, 1.25, 155.0, 5 / 3600, 100 / 3600, 250.0, 20, 0.2, 1.25, 0.4, "law", "estimate"
)

fractions = st.floats(0.05, 1.89)
speeds = st.floats(0.4, 1.0)


def test_four_fifths_of_the_speed_give_four_fifths_of_the_flow_64_percent_head_and_51_percent_power():
    law, band = LAWS["affinity"], BANDS["affinity"]
    slow = PUMP.at(law["speed_fraction"])
    assert slow.bep_flow_m3_s / PUMP.bep_flow_m3_s == pytest.approx(float(law["flow"]), **band)
    assert slow.bep_head_m / PUMP.bep_head_m == pytest.approx(float(law["head"]), **band)
    power = slow.shaft_w(slow.bep_flow_m3_s, 1000.0) / PUMP.shaft_w(PUMP.bep_flow_m3_s, 1000.0)
    assert power == pytest.approx(float(law["power"]), **band)


@given(q=fractions, speed=speeds)
def test_a_pump_at_a_speed_is_the_pump_of_that_speed(q, speed):
    flow, slow = q * speed * PUMP.bep_flow_m3_s, PUMP.at(speed)
    for law in ("head_m", "efficiency", "npsh_required_m"):
        assert getattr(PUMP, law)(flow, speed) == pytest.approx(getattr(slow, law)(flow), rel=1e-9, abs=1e-9)
    assert PUMP.shaft_w(flow, 975.0, speed) == pytest.approx(slow.shaft_w(flow, 975.0), rel=1e-9, abs=1e-6)


@given(speed=speeds)
def test_going_to_a_speed_and_back_changes_nothing(speed):
    back = PUMP.at(speed).at(1.0 / speed)
    for field in ("speed_rpm", "shutoff_head_m", "bep_flow_m3_s", "bep_head_m", "npsh_bep_m", "speed_max_fraction"):
        assert getattr(back, field) == pytest.approx(getattr(PUMP, field), rel=1e-12)


@given(q=fractions, density=st.floats(800.0, 1200.0), speed=speeds)
def test_shaft_power_times_efficiency_is_the_power_in_the_water(q, density, speed):
    flow = q * speed * PUMP.bep_flow_m3_s
    water = density * GRAVITY_M_S2 * flow * PUMP.head_m(flow, speed)
    assert PUMP.shaft_w(flow, density, speed) * PUMP.efficiency(flow, speed) == pytest.approx(water, rel=1e-9)


@given(one=fractions, other=fractions)
def test_head_falls_and_npsh_required_rises_with_flow(one, other):
    low, high = (q * PUMP.bep_flow_m3_s for q in sorted((one, other)))
    if high > low * (1 + 1e-6):
        assert PUMP.head_m(high) < PUMP.head_m(low)
        assert PUMP.npsh_required_m(high) > PUMP.npsh_required_m(low)


@given(q=fractions)
def test_no_flow_has_a_better_efficiency_than_the_best_point(q):
    assert PUMP.efficiency(q * PUMP.bep_flow_m3_s) <= PUMP.bep_efficiency
    assert PUMP.efficiency(PUMP.bep_flow_m3_s) == pytest.approx(PUMP.bep_efficiency, rel=1e-15)


@pytest.mark.parametrize(("q", "lawful"), [(0.75, 0.947), (1.10, 0.985)])
def test_the_efficiency_parabola_is_near_what_the_law_asks_off_the_best_point(q, lawful):
    """Regulation (EU) 547/2012 asks for 94.7 % of the best efficiency at 75 % of the flow and 98.5 % at 110 %."""
    assert PUMP.efficiency(q * PUMP.bep_flow_m3_s) / PUMP.bep_efficiency == pytest.approx(lawful, abs=0.01)


def test_at_no_flow_the_pump_still_takes_half_its_power_or_so():
    assert 0.4 < PUMP.shaft_w(0.0, 1000.0) / PUMP.shaft_w(PUMP.bep_flow_m3_s, 1000.0) < 0.7
    assert PUMP.efficiency(0.0) == 0.0


def test_arrays_of_flow_and_speed_give_what_their_scalars_give():
    flows, turning = np.array([0.01, 0.02, 0.04]), np.array([0.5, 0.7, 1.0])
    for law in (PUMP.head_m, PUMP.efficiency, PUMP.npsh_required_m, PUMP.bep_fraction):
        np.testing.assert_allclose(
            law(flows, turning), [law(float(a), float(b)) for a, b in zip(flows, turning, strict=True)]
        )
    assert type(PUMP.head_m(0.03)) is float


@pytest.mark.parametrize("flow", [-0.001, math.nan, 0.08])
def test_a_flow_backwards_unknown_or_off_the_curve_has_no_power(flow):
    with pytest.raises(OutOfRange, match="P-101"):
        PUMP.shaft_w(flow, 1000.0)


@pytest.mark.parametrize("speed", [0.0, -0.5, math.nan, 0.39, 1.01])
def test_a_speed_outside_the_range_of_the_drive_is_refused(speed):
    with pytest.raises(OutOfRange, match="speed_fraction"):
        PUMP.at(speed)


@pytest.mark.parametrize(
    "change",
    [
        {"shutoff_head_m": 20.0},
        {"bep_efficiency": 1.2},
        {"bep_flow_m3_s": 0.0},
        {"bep_head_m": math.nan},
        {"npsh_bep_m": -1.0},
        {"flow_min_fraction": 1.1},
        {"flow_max_fraction": 2.0},
        {"speed_min_fraction": 1.1},
        {"speed_rpm": 0.0},
    ],
)
def test_a_pump_that_cannot_exist_is_refused_by_name(change):
    with pytest.raises(OutOfRange, match=f"P-101: {next(iter(change))}"):
        replace(PUMP, **change)


def test_the_law_on_efficiency_gives_a_published_example():
    """A small end-suction pump of ns 14.876 and 7.26 m3/h has to reach 48.74 % (public example of annex III)."""
    case = LAWS["bep_efficiency"]
    found = bep_efficiency(case["specific_speed"], case["flow_m3_h"] / 3600.0, case["constant"])
    assert found == pytest.approx(float(case["efficiency"]), **BANDS["pump_law"])


@pytest.mark.parametrize(("specific_speed", "flow"), [(5.0, 0.03), (81.0, 0.03), (30.0, 0.001), (math.nan, 0.03)])
def test_outside_the_regulation_there_is_no_lawful_efficiency(specific_speed, flow):
    with pytest.raises(OutOfRange):
        bep_efficiency(specific_speed, flow, 128.07)


duties = {
    "flow": st.floats(0.006, 0.15),
    "head": st.floats(8.0, 35.0),
    "margin": st.floats(0.0, 0.5),
    "place": st.floats(0.7, 1.2),
    "mains_hz": st.sampled_from([50, 60]),
}


def chosen(flow, head, margin, place, mains_hz):
    with contextlib.suppress(Infeasible):  # a few of the duties lie outside the range of the kind
        return select_pump(replace(END_SUCTION, mains_hz=mains_hz), flow, head, margin, place)
    return None


@given(**duties)
def test_a_selected_pump_has_its_margin_at_full_speed_and_its_duty_where_it_was_asked_for(
    flow, head, margin, place, mains_hz
):
    pump = chosen(flow, head, margin, place, mains_hz)
    if pump is None:
        return
    assert pump.head_m(flow) == pytest.approx((1.0 + margin) * head, rel=1e-9)
    duty = operate(pump, flow, head, 1000.0, 30.0)
    assert duty.speed_fraction <= 1.0 + 1e-12
    assert duty.bep_fraction == pytest.approx(place, rel=1e-9)
    assert not {"pump_speed", "pump_motor", "pump_flow", "pump_preferred"} & set(duty.limits)
    assert pump.motor.rated_w >= pump.shaft_w(flow, 1000.0)


@given(**duties)
def test_the_same_pump_on_60_hz_mains_is_as_good_as_on_50_hz(flow, head, margin, place, mains_hz):
    slow = chosen(flow, head, margin, place, 50)
    fast = chosen(flow * 1.2, head * 1.44, margin, place, 60)
    if slow and fast:
        assert fast.bep_efficiency == pytest.approx(slow.bep_efficiency, rel=1e-9)
        assert fast.speed_rpm == pytest.approx(1.2 * slow.speed_rpm)


def test_npsh_required_follows_from_the_suction_specific_speed():
    pump = select_pump(END_SUCTION, 0.036, 20.0)
    assert pump.speed_rpm * pump.bep_flow_m3_s**0.5 / pump.npsh_bep_m**0.75 == pytest.approx(155.0, rel=1e-12)


def test_a_multistage_pump_takes_the_stages_that_suit_it_best():
    pump = select_pump(MULTISTAGE, 0.008, 120.0)
    flow, head = pump.bep_flow_m3_s, pump.bep_head_m
    speeds = [2900.0 * flow**0.5 / (head / stages) ** 0.75 for stages in range(1, 21)]
    efficiencies = [bep_efficiency(speed, flow, 133.95) if 6.0 <= speed <= 80.0 else 0.0 for speed in speeds]
    assert pump.bep_efficiency == pytest.approx(max(efficiencies), rel=1e-12)
    assert pump.name == f"multistage, {1 + efficiencies.index(max(efficiencies))} stages"


@pytest.mark.parametrize(
    ("kind", "flow", "head", "binding"),
    [
        (END_SUCTION, 0.001, 10.0, "pump_flow_range"),
        (END_SUCTION, 0.5, 20.0, "pump_flow_range"),
        (END_SUCTION, 0.05, 150.0, "pump_head_max"),
        (END_SUCTION, 0.003, 80.0, "pump_specific_speed"),
        (END_SUCTION, 0.25, 78.0, "motor_size"),
    ],
)
def test_where_makers_offer_no_pump_the_limit_is_named(kind, flow, head, binding):
    with pytest.raises(Infeasible) as caught:
        select_pump(kind, flow, head)
    assert caught.value.binding == binding


@pytest.mark.parametrize(
    "bad", [{"flow_m3_s": -1.0}, {"head_m": 0.0}, {"margin": -0.1}, {"bep_fraction": 0.6}, {"margin": math.nan}]
)
def test_what_is_no_duty_is_refused(bad):
    with pytest.raises(OutOfRange, match=next(iter(bad))):
        select_pump(END_SUCTION, **({"flow_m3_s": 0.036, "head_m": 20.0} | bad))


@pytest.mark.parametrize(
    "bad", [{"shutoff_head_ratio": 1.0}, {"suction_specific_speed": 0.0}, {"stages_max": 0}, {"mei_constant": 1.28}]
)
def test_a_kind_of_pump_that_cannot_exist_is_refused(bad):
    with pytest.raises(OutOfRange, match=next(iter(bad))):
        replace(END_SUCTION, **bad)
