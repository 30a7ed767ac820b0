"""What a dispatch is made of: calls, made-up prices, and the energy-only picture of a design."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import size
from heatloop_thermo.dispatch import Call, PriceModel, call_clock, call_limit, draw_calls, synthetic_price
from heatloop_thermo.dispatch.from_design import lift_fraction, machines_of, store_of
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.properties import water
from heatloop_thermo.storage import Tank, available_heat_j, run, tank_state

HOURS = 8760
_HOUR = 2.0 * np.pi * np.arange(HOURS)
SEASON_C = 3.0 - 17.0 * np.cos(_HOUR / HOURS - 0.3) - 5.0 * np.cos(_HOUR / 24.0 - 1.0)


# ---------------------------------------------------------------- calls
def test_the_deepest_of_overlapping_calls_holds():
    limit = call_limit([Call(2, 4, depth=0.5), Call(3, 1, depth=1.0), Call(3, 2, depth=0.2)], 8)
    assert limit == pytest.approx([1, 1, 0.5, 0, 0.5, 0.5, 1, 1])


def test_a_call_is_known_from_its_notice_on():
    calls = [Call(10, 2, notice_h=3)]
    assert [call_limit(calls, 24, now)[10] for now in (0, 6, 7, 11)] == [1.0, 1.0, 0.0, 0.0]


def test_a_call_past_the_year_is_refused():
    with pytest.raises(OutOfRange, match="ends after the last hour"):
        call_limit([Call(8758, 4)], HOURS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((-1, 2), "start_h"), ((0, 0), "hours"), ((0, 2, -1), "notice_h"), ((0, 2, 0, 1.2), "depth")],
)
def test_a_call_that_is_none_is_refused(arguments, said):
    with pytest.raises(OutOfRange, match=said):
        Call(*arguments)


def test_the_clock_counts_a_call_down_and_never_hides_one_behind_a_notice():
    assert call_clock([Call(2, 3, 2), Call(6, 1, 4)], 8).tolist() == [-1, -1, 3, 2, 1, -1, 1, 0]


def test_calls_are_drawn_from_the_worst_hours_and_do_not_touch():
    """January storms: the coldest hours are also the ones with most heat demand."""
    calls = draw_calls(-SEASON_C, 12, hours=5, notice_h=3, seed=4)
    assert len(calls) == 12
    assert calls == draw_calls(-SEASON_C, 12, hours=5, notice_h=3, seed=4)
    assert calls != draw_calls(-SEASON_C, 12, hours=5, notice_h=3, seed=5)
    assert all(after.start_h - after.notice_h >= before.end_h for before, after in pairwise(calls))
    in_call = call_limit(calls, HOURS) < 1.0
    assert in_call.sum() == 60
    assert SEASON_C[in_call].mean() < np.percentile(SEASON_C, 5)


def test_more_calls_than_fit_are_refused():
    with pytest.raises(OutOfRange, match="hold only"):
        draw_calls(np.zeros(24), 5, hours=6)


# ---------------------------------------------------------------- prices
def test_made_up_prices_repeat_by_seed_and_keep_their_mean():
    assert np.array_equal(synthetic_price(SEASON_C, seed=1), synthetic_price(SEASON_C, seed=1))
    assert not np.array_equal(synthetic_price(SEASON_C, seed=1), synthetic_price(SEASON_C, seed=2))
    calm = synthetic_price(SEASON_C, PriceModel(spikes=0.0, noise_share=0.0))
    assert calm.mean() == pytest.approx(35.0, rel=2e-3)
    flat = PriceModel(mean_per_mwh=40.0, day_share=0.0, weekend_share=0.0, noise_share=0.0, spikes=0.0)
    assert np.all(synthetic_price(SEASON_C, flat) == 40.0)


def test_noise_has_the_spread_and_memory_asked_for():
    only = PriceModel(day_share=0.0, weekend_share=0.0, spikes=0.0, noise_share=0.2, noise_h=12.0)
    noise = np.concatenate([synthetic_price(SEASON_C, only, seed) for seed in range(8)]) / 35.0 - 1.0
    assert noise.std() == pytest.approx(0.2, rel=0.1)
    assert np.corrcoef(noise[:-1], noise[1:])[0, 1] == pytest.approx(np.exp(-1.0 / 12.0), abs=0.02)


def test_scarcity_comes_with_the_cold():
    none = PriceModel(spikes=0.0)
    extra = [synthetic_price(SEASON_C, seed=s) - synthetic_price(SEASON_C, none, s) for s in range(20)]
    hit = np.array(extra) > 0.0
    assert 10.0 * 20 < (hit[:, 1:] & ~hit[:, :-1]).sum() < 25.0 * 20  # 20 a year on average, some of them touch
    assert np.mean(SEASON_C[np.nonzero(hit)[1]]) < SEASON_C.mean() - 8.0


@pytest.mark.parametrize("name", ["day_share", "noise_h", "spikes", "spike_h", "cold_k", "mean_per_mwh"])
def test_a_price_model_refuses_what_is_no_number(name):
    with pytest.raises(OutOfRange, match=name):
        PriceModel(**{name: float("nan")})


# ---------------------------------------------------------------- from a design
@pytest.fixture(scope="module")
def design():
    return size(build(load("bitforest")))


def test_the_machines_of_a_design_give_its_heat_and_take_its_power(design):
    on = np.full(24, 0.95)
    (one,) = machines_of(design, [90.0], on, np.ones(24), whole_groups=True)
    loop = design.loops[0]
    assert one.heat_w == loop.duty_w
    assert one.electric_w == 2_952_000.0 + loop.pump.electric_w
    assert one.revenue_per_h == pytest.approx(90.0 * 2.952)
    assert one.steps == 4
    assert one.top == pytest.approx(0.95)
    assert lift_fraction(design) == 0.0


def test_a_heat_pump_takes_its_power_only_for_heat_that_is_used(design):
    duty_w = design.loops[0].duty_w
    lifted = replace(design, heat=replace(design.heat, heat_pump_electric_w=0.25 * duty_w))
    assert lift_fraction(lifted) == pytest.approx(0.25)


def test_a_revenue_for_each_loop_is_asked_for(design):
    with pytest.raises(OutOfRange, match="give one each"):
        machines_of(design, [90.0, 80.0], np.ones(24), np.ones(24))


def test_the_store_holds_what_the_tank_holds_and_loses_no_less():
    """Against the tank's own model: full, left alone for a day."""
    tank = Tank(water(), 600.0)
    store = store_of(tank, 75.0, 55.0, 5.0, filled=1.0)
    full = tank_state(tank, 75.0)
    assert store.capacity_j == pytest.approx(available_heat_j(tank, full, 55.0), rel=1e-9)
    still = np.zeros(24)
    alone = run(tank, full, still, np.full(24, 75.0), still, np.full(24, 55.0), np.full(24, 5.0), 3600.0)
    lost_j = np.sum(alone.loss_w) * 3600.0
    assert store.capacity_j * (1.0 - (1.0 - store.loss_per_h) ** 24) == pytest.approx(lost_j, rel=0.05)
    assert store.initial_j == store.capacity_j
