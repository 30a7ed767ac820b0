"""Sizing: whole plates that meet every limit at least area, the limit that binds, and honest refusals."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heatloop_thermo.errors import Infeasible, OutOfRange, TemperatureCross
from heatloop_thermo.exchanger import Duty, PlateExchanger, PlateGeometry, SizingLimits, Stream, oversurface, rate, size
from heatloop_thermo.exchanger.stacks import Shapes, Stacks
from heatloop_thermo.properties import Coolant, pg25, water

SIZES = [
    ("dn50", 0.14, 0.216, 3e-3, 0.05, 250),
    ("dn100", 0.24, 0.375, 2.6e-3, 0.1, 350),
    ("dn150", 0.6, 0.45, 3e-3, 0.15, 501),
]
PLATES = [
    PlateGeometry(f"{name}-{beta:g}", "gasketed", area, width, gap, 1.18, beta, 5e-4, 16.2, port, most, 150.0, 1e6)
    for name, area, width, gap, port, most in SIZES
    for beta in (30.0, 45.0, 60.0)
]
LIMITS = SizingLimits(60e3, 60e3, 6.0, 2e-5, 2e-5, 0.1)


def duty(
    heat_w: float, hot_in: float, hot_out: float, cold_in: float, cold_out: float, hot: Coolant | None = None
) -> Duty:
    hot, cold = hot or pg25(), water()
    hot_flow = heat_w / (hot.enthalpy_j_kg(hot_in) - hot.enthalpy_j_kg(hot_out))
    cold_flow = heat_w / (cold.enthalpy_j_kg(cold_out) - cold.enthalpy_j_kg(cold_in))
    return Duty(hot, hot_flow, hot_in, hot_out, cold, cold_flow, cold_in, cold_out)


duties = st.builds(
    lambda log_heat, hot_in, hot_change, cold_change, pinch: duty(
        10.0**log_heat,
        hot_in,
        hot_in - hot_change,
        max(hot_in - hot_change - pinch, 1.0),
        hot_in - pinch - max(hot_change - cold_change, 0.0),
    ),
    st.floats(4.5, 6.5),
    st.floats(55.0, 95.0),
    st.floats(5.0, 20.0),
    st.floats(5.0, 20.0),
    st.floats(2.0, 8.0),
)
limits = st.builds(
    SizingLimits,
    st.floats(15e3, 150e3),
    st.floats(15e3, 150e3),
    st.floats(3.0, 7.0),
    st.sampled_from([0.0, 2e-5]),
    st.sampled_from([0.0, 2e-5]),
    st.sampled_from([0.0, 0.1, 0.3]),
    correlation=st.sampled_from(["martin", "kumar", "muley_manglik"]),
)


def attempt(plates, what, limits):
    """The sizing, or nothing where nothing fits."""
    try:
        return size(plates, what, limits)
    except Infeasible:
        return None


def broken(exchanger: PlateExchanger, what: Duty, limits: SizingLimits, slack: float = 1e-9) -> set[str]:
    """Which limits a stack breaks by more than a slack, at the duty and rated at its inlets; never mind what sizing says."""
    hot, cold = (
        Stream(what.hot_coolant, what.hot_flow_kg_s, what.hot_in_c),
        Stream(what.cold_coolant, what.cold_flow_kg_s, what.cold_in_c),
    )
    rating = rate(exchanger, hot, cold)
    hot_mean = what.hot_coolant.state(0.5 * (what.hot_in_c + what.hot_out_c))
    cold_mean = what.cold_coolant.state(0.5 * (what.cold_in_c + what.cold_out_c))
    ua = exchanger.conductance_w_k(what.hot_flow_kg_s, hot_mean, what.cold_flow_kg_s, cold_mean)
    at_duty = exchanger.details(ua, what.hot_flow_kg_s, hot_mean, what.cold_flow_kg_s, cold_mean, what.hot_in_c)
    velocity = max(at_duty.port_velocity_hot_m_s, at_duty.port_velocity_cold_m_s)
    used = {
        "thermal_duty": what.duty_w * (1.0 + limits.oversurface_min) / (ua * what.lmtd_k),
        "dp_hot": max(rating.dp_hot_pa, at_duty.dp_hot_pa) / limits.dp_hot_max_pa,
        "dp_cold": max(rating.dp_cold_pa, at_duty.dp_cold_pa) / limits.dp_cold_max_pa,
        "port_velocity": velocity / limits.port_velocity_max_m_s,
    }
    return {name for name, share in used.items() if share > 1.0 + slack}


@given(what=duties, limits=limits)
def test_the_result_meets_every_limit_and_passes_on_the_heat(what, limits):
    sizing = attempt(PLATES, what, limits)
    assume(sizing is not None)
    assert broken(sizing.exchanger, what, limits) == set()
    assert sizing.rating.duty_w >= what.duty_w * (1.0 - 1e-7)
    assert sizing.oversurface_fraction == oversurface(sizing.exchanger, what) >= limits.oversurface_min - 1e-9
    assert sizing.exchanger.plates <= sizing.exchanger.plate.plates_max
    assert sizing.exchanger.plates % 2 == 1


@given(what=duties, limits=limits)
def test_one_channel_less_on_each_side_would_not_do(what, limits):
    sizing = attempt(PLATES, what, limits)
    assume(sizing is not None)
    exchanger = sizing.exchanger
    fewer = exchanger.plates - 2 * exchanger.passes_hot
    assume(fewer >= 3)
    assert broken(replace(exchanger, plates=fewer), what, limits, -1e-9) & {"thermal_duty", "dp_hot", "dp_cold"}


@given(what=duties, limits=limits)
def test_no_other_single_pass_stack_of_the_plates_offered_is_smaller(what, limits):
    """Against trying every odd number of plates of every plate, one by one, up to the area found."""
    single = replace(limits, passes_max=1)
    sizing = attempt(PLATES[3:], what, single)
    area = sizing.exchanger.area_m2 if sizing else math.inf
    for plate in PLATES[3:]:
        most = min(plate.plates_max, area / plate.area_m2 + 2.0 - 1e-6)
        for plates in sorted({3, *range(5, int(most), 10), (int(most) - 1) // 2 * 2 + 1}):
            if 3 <= plates < most:
                stack = PlateExchanger(
                    plate, plates, 1, 1, limits.fouling_hot_m2k_w, limits.fouling_cold_m2k_w, limits.correlation
                )
                assert broken(stack, what, single, -1e-9), f"{plates} plates {plate.name} would do"


RELAXED = {
    "dp_hot": lambda limits: replace(limits, dp_hot_max_pa=limits.dp_hot_max_pa * 1.5),
    "dp_cold": lambda limits: replace(limits, dp_cold_max_pa=limits.dp_cold_max_pa * 1.5),
    "port_velocity": lambda limits: replace(limits, port_velocity_max_m_s=limits.port_velocity_max_m_s * 1.5),
    "fouling": lambda limits: replace(limits, fouling_hot_m2k_w=0.0),
    "thermal_duty": lambda limits: replace(limits, oversurface_min=0.0),
}


@given(what=duties, limits=limits, which=st.sampled_from(sorted(RELAXED)))
def test_relaxing_a_limit_never_asks_for_more_area(what, limits, which):
    """Among stacks of as many passes; a limit that is relaxed can make a single pass possible where it took two."""
    before = attempt(PLATES, what, limits)
    after = attempt(PLATES, what, RELAXED[which](limits))
    if before is not None:
        assert after is not None
        assert (
            after.exchanger.area_m2 <= before.exchanger.area_m2
            or after.exchanger.passes_hot < before.exchanger.passes_hot
        )


@given(what=duties, limits=limits)
def test_without_the_binding_limit_less_area_would_do(what, limits):
    sizing = attempt(PLATES, what, limits)
    assume(sizing is not None)
    if sizing.binding in ("dp_hot", "dp_cold"):
        free = replace(limits, **{f"{sizing.binding}_max_pa": 1e8})
        fewer = sizing.exchanger.plates - 2 * sizing.exchanger.passes_hot
        smaller = size(PLATES, what, free).exchanger.area_m2 < sizing.exchanger.area_m2
        tied = fewer < 3 or broken(replace(sizing.exchanger, plates=fewer), what, free, -1e-9)
        assert smaller or tied
    elif sizing.binding == "port_velocity":
        free = size(PLATES, what, replace(limits, port_velocity_max_m_s=100.0))
        assert free.exchanger.area_m2 < sizing.exchanger.area_m2
    elif sizing.binding == "plates_max":
        free = size([replace(plate, plates_max=5000) for plate in PLATES], what, limits)
        assert free.exchanger.area_m2 < sizing.exchanger.area_m2
    else:
        assert sizing.binding == "thermal_duty"


def test_pressure_drop_binds_when_little_is_allowed():
    sizing = size(PLATES, duty(2.657e6, 80.0, 70.0, 55.0, 75.0), replace(LIMITS, dp_hot_max_pa=40e3))
    assert sizing.binding == "dp_hot"
    assert "the hot side's pressure drop binds, at" in sizing.text
    assert "of 40 kPa" in sizing.text
    assert sizing.rating.dp_hot_pa > 0.97 * 40e3
    assert sizing.oversurface_fraction > 0.15


def test_the_heat_itself_binds_when_pressure_drop_is_free():
    sizing = size(
        PLATES, duty(2.657e6, 80.0, 60.0, 55.0, 75.0), replace(LIMITS, dp_hot_max_pa=200e3, dp_cold_max_pa=200e3)
    )
    assert sizing.binding == "thermal_duty"
    assert 0.1 <= sizing.oversurface_fraction < 0.12


def test_the_port_velocity_binds_when_it_shuts_the_smaller_plate_out():
    small, large = PLATES[5], PLATES[6]
    what = duty(1.2e6, 80.0, 60.0, 50.0, 70.0)
    limits = replace(LIMITS, dp_hot_max_pa=150e3, dp_cold_max_pa=150e3)
    open_, tight = (
        size([small, large], what, limits),
        size([small, large], what, replace(limits, port_velocity_max_m_s=1.5)),
    )
    assert open_.exchanger.plate is small
    assert tight.exchanger.plate is large
    assert tight.binding == "port_velocity"
    assert "dn100-60" in tight.text
    assert "m/s in the ports, 1.5 m/s allowed" in tight.text


@pytest.mark.parametrize(
    ("plates", "limits", "binding", "says"),
    [
        (
            [replace(PLATES[8], plates_max=51)],
            LIMITS,
            "plates_max",
            r"the heat asks for \d+ plates, the frame takes 51",
        ),
        ([PLATES[2]], LIMITS, "dp_hot", r"the hot ports alone take [\d.]+ of 60 kPa allowed"),
        (
            [PLATES[8]],
            replace(LIMITS, port_velocity_max_m_s=0.5),
            "port_velocity",
            r"m/s in the ports, 0.5 m/s allowed",
        ),
        ([replace(PLATES[8], temperature_max_c=70.0)], LIMITS, "temperature_max", "80 °C, the plate takes 70 °C"),
        ([PLATES[8]], replace(LIMITS, temperature_max_c=160.0), "temperature_max", "160 °C, the plate takes 150 °C"),
        ([PLATES[8]], replace(LIMITS, pressure_max_pa=1.6e6), "pressure_max", "16 bar, the plate takes 10 bar"),
    ],
)
def test_a_duty_that_nothing_does_names_the_limit_with_figures(plates, limits, binding, says):
    with pytest.raises(Infeasible, match=says) as refusal:
        size(plates, duty(1.2e6, 80.0, 62.0, 55.0, 73.0), limits)
    assert refusal.value.binding == binding
    assert plates[0].name in str(refusal.value)


def test_of_many_plates_the_closest_is_named():
    with pytest.raises(
        Infeasible, match="none of the 9 plates offered does the duty within the limits; dn150-30"
    ) as refusal:
        size(PLATES, duty(2e7, 80.0, 60.0, 50.0, 70.0), LIMITS)
    assert refusal.value.binding in {"plates_max", "dp_hot", "dp_cold", "port_velocity"}


def test_every_plate_offered_is_accounted_for():
    sizing = size(PLATES, duty(2.657e6, 80.0, 70.0, 55.0, 75.0), LIMITS)
    assert [each.plate for each in sizing.considered] == [plate.name for plate in PLATES]
    chosen = [each for each in sizing.considered if not each.refused]
    assert [each.plate for each in chosen] == [sizing.exchanger.plate.name]
    assert (chosen[0].plates, chosen[0].area_m2) == (sizing.exchanger.plates, pytest.approx(sizing.exchanger.area_m2))
    for each in sizing.considered:
        if each.refused.startswith("fits"):
            assert each.area_m2 > sizing.exchanger.area_m2


def test_a_close_approach_gets_passes_in_series_and_a_wide_one_does_not():
    """20 K across 3 K is 6.7 transfer units; 20 K across 20 K is one."""
    close = size([PLATES[8]], duty(5e5, 80.0, 60.0, 57.0, 77.0), LIMITS)
    assert (close.exchanger.passes_hot, close.exchanger.passes_cold) == (2, 2)
    assert size([PLATES[8]], duty(5e5, 80.0, 60.0, 40.0, 60.0), LIMITS).exchanger.passes_hot == 1
    assert size([PLATES[8]], duty(5e5, 80.0, 60.0, 57.0, 77.0), replace(LIMITS, passes_max=1)).exchanger.passes_hot == 1


def test_more_passes_are_tried_where_one_does_not_do():
    short = replace(PLATES[5], plates_max=99)
    what = duty(2.5e5, 80.0, 60.0, 55.5, 75.5)
    with pytest.raises(Infeasible):
        size([short], what, replace(LIMITS, passes_max=1))
    assert size([short], what, LIMITS).exchanger.passes_hot > 1


def test_a_pressure_drop_that_only_the_rating_exceeds_takes_one_channel_more():
    """At full area the hot side runs cooler and thicker than in the duty: a limit between the two pressure drops decides."""
    what, plate = duty(5e5, 80.0, 72.0, 50.0, 70.0), PLATES[5]
    limits = replace(LIMITS, oversurface_min=0.0, dp_hot_max_pa=50e3, dp_cold_max_pa=200e3)
    bound = size([plate], what, limits)
    assert bound.binding == "dp_hot"
    hot, cold = (
        side.state(0.5 * (one + other))
        for side, one, other in ((what.hot_coolant, 80.0, 72.0), (what.cold_coolant, 50.0, 70.0))
    )
    at_duty = bound.exchanger.details(
        bound.rating.ua_w_k, what.hot_flow_kg_s, hot, what.cold_flow_kg_s, cold, 80.0
    ).dp_hot_pa
    assert at_duty < bound.rating.dp_hot_pa
    between = size([plate], what, replace(limits, dp_hot_max_pa=0.5 * (at_duty + bound.rating.dp_hot_pa)))
    assert between.exchanger.plates == bound.exchanger.plates + 2
    assert between.binding == "dp_hot"


@pytest.mark.parametrize(("share", "fits"), [(1.001, True), (0.999, False)])
def test_the_port_velocity_is_held_to_the_last_per_mille(share, fits):
    what = duty(5e5, 80.0, 60.0, 55.0, 75.0)
    hot, cold = what.hot_coolant.density_kg_m3(70.0), what.cold_coolant.density_kg_m3(65.0)
    velocity = max(what.hot_flow_kg_s / hot, what.cold_flow_kg_s / cold) / (0.25 * math.pi * 0.1**2)
    assert (attempt([PLATES[5]], what, replace(LIMITS, port_velocity_max_m_s=share * velocity)) is not None) == fits


def test_whole_numbers_are_tried_and_not_trusted():
    """Start the last step from requirements that are some channels off, either way: the same stacks come out."""
    what = duty(2.657e6, 80.0, 60.0, 55.0, 75.0)
    hot, cold = what.hot_coolant.state(70.0), what.cold_coolant.state(65.0)
    stacks = Stacks(Shapes(PLATES), np.ones(len(PLATES)), what, LIMITS, hot, cold)
    required = stacks.required()
    expected = stacks.whole(required).tolist()
    assert expected[:3] == [-1, -1, -1]
    for off in (-4.0, 3.0):
        assert stacks.whole(np.maximum(required + off, 1.0)).tolist() == expected


def test_fouling_and_margin_cost_area():
    what = duty(1e6, 80.0, 60.0, 55.0, 75.0)
    clean = size(PLATES, what, replace(LIMITS, fouling_hot_m2k_w=0.0, fouling_cold_m2k_w=0.0, oversurface_min=0.0))
    fouled = size(PLATES, what, replace(LIMITS, oversurface_min=0.0))
    assert clean.exchanger.area_m2 < fouled.exchanger.area_m2 < size(PLATES, what, LIMITS).exchanger.area_m2


def test_a_duty_whose_sides_disagree_is_refused_with_both_heats():
    with pytest.raises(OutOfRange, match=r"the hot side gives 8\d+\.?\d* kW, the cold side takes 9\d+"):
        Duty(water(), 10.0, 80.0, 60.0, water(), 11.0, 50.0, 70.0)


@pytest.mark.parametrize("ends", [(80.0, 60.0, 60.0, 80.0), (80.0, 60.0, 65.0, 75.0), (60.0, 80.0, 20.0, 40.0)])
def test_a_duty_whose_temperatures_cross_is_refused(ends):
    with pytest.raises(TemperatureCross):
        Duty(water(), 10.0, ends[0], ends[1], water(), 10.0, ends[2], ends[3])


@pytest.mark.parametrize(
    "change",
    [
        {"dp_hot_max_pa": 0.0},
        {"dp_cold_max_pa": math.nan},
        {"port_velocity_max_m_s": -1.0},
        {"oversurface_min": -0.1},
        {"fouling_hot_m2k_w": math.nan},
        {"passes_max": 0},
        {"correlation": "colburn"},
    ],
)
def test_limits_that_mean_nothing_are_refused(change):
    with pytest.raises(OutOfRange):
        replace(LIMITS, **change)


def test_nothing_to_choose_from_is_refused():
    with pytest.raises(OutOfRange, match="plates: none offered"):
        size([], duty(1e6, 80.0, 60.0, 50.0, 70.0), LIMITS)
