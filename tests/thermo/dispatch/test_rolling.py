"""The rolling optimum: between the rule and perfect foresight, and robust where a forecast is wrong."""

from dataclasses import replace

import numpy as np
import pytest

from heatloop_thermo.dispatch import Call, Horizon, Store, account, call_limit, draw_calls, violations
from heatloop_thermo.dispatch.compare import compare, lines
from heatloop_thermo.dispatch.forecast import factor
from heatloop_thermo.dispatch.optimum import optimum
from heatloop_thermo.dispatch.rolling import rolling
from heatloop_thermo.dispatch.rule import rule
from heatloop_thermo.errors import OutOfRange

MWH_J = 3.6e9


def objective(plant, plan):
    return account(plant, plan).objective


def test_foresight_is_worth_something_and_more_of_it_more(problem, winter):
    """Perfect foresight beats two days of it, and those the rule."""
    demand, price = winter(240)
    plant = problem(demand, price, store=Store(12 * MWH_J, 0.001, 6 * MWH_J), boiler_price=price)
    ruled, near, best = (objective(plant, plan) for plan in (rule(plant), rolling(plant), optimum(plant)))
    assert best >= near - 1e-6 * abs(best)
    assert near > ruled


def test_a_window_over_all_hours_is_perfect_foresight(problem, winter):
    demand, price = winter(60)
    plant = problem(demand, price, store=Store(12 * MWH_J, 0.001))
    plan = rolling(plant, Horizon(window_h=60, step_h=60))
    assert objective(plant, plan) == pytest.approx(objective(plant, optimum(plant)), rel=1e-6)


def test_rolling_plans_keep_every_limit_on_random_plants_with_wrong_forecasts(random_problem, rng):
    for _ in range(6):
        plant = random_problem(rng, 72)
        plan = rolling(plant, Horizon(36, 12, demand_error=0.3, price_error=0.3))
        assert max(violations(plant, plan).values()) <= 1e-9
        turnover = abs(account(plant, plan).margin) + account(plant, plan).penalty + 1.0
        assert objective(plant, plan) <= objective(plant, optimum(plant)) + 1e-5 * turnover


def test_wrong_forecasts_cost_money_and_no_sink_goes_short(problem, winter):
    demand, price = winter(240)
    plant = problem(demand, price + 40.0, store=Store(12 * MWH_J, 0.001, 6 * MWH_J), boiler_price=price)
    knows = rolling(plant)
    errs = rolling(plant, Horizon(demand_error=0.3, price_error=0.3, seed=5))
    assert objective(plant, errs) < objective(plant, knows)
    assert errs.unmet_w.sum() == 0.0


def test_the_same_seed_gives_the_same_plan(problem, winter):
    demand, price = winter(96)
    plant = problem(demand, price, store=Store(12 * MWH_J))
    one, two, other = (rolling(plant, Horizon(price_error=0.3, demand_error=0.3, seed=seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.stored_j, two.stored_j)
    assert not np.array_equal(one.stored_j, other.stored_j)


def test_a_forecast_knows_the_present_and_ever_less_of_what_is_ahead(rng):
    made = np.array([factor(96, 0.2, 24.0, rng) for _ in range(400)])
    spread = made.std(axis=0)
    assert np.all(made[:, 0] == 1.0)
    assert spread[12] == pytest.approx(0.2 * np.sqrt(1.0 - np.exp(-1.0)), rel=0.15)
    assert spread[-1] == pytest.approx(0.2, rel=0.15)
    assert made.mean() == pytest.approx(1.0, abs=0.02)


def test_a_call_is_unknown_before_its_notice_and_then_planned_for(problem, machines):
    """Full curtailment, a boiler that is too small: filled with a day's notice; without, cold unless a reserve was kept."""
    hours = 72
    demand = np.full(hours, 2.0e6)
    unmet = {}
    for notice, reserve_h in ((0, 0), (20, 0), (0, None)):
        calls = (Call(40, 6, notice),)
        banks = (machines(hours, limit=call_limit(calls, hours)),)
        plant = problem(demand, 100.0, store=Store(14 * MWH_J), boiler_w=1.0e6, banks=banks)
        plan = rolling(plant, Horizon(48, 24, reserve_h=reserve_h), calls)
        assert np.all(plan.running[0, 40:46] == 0.0)
        unmet[notice, reserve_h] = plan.unmet_w.sum()
    assert unmet[20, 0] == pytest.approx(0.0, abs=10.0)
    assert unmet[0, 0] > 5e6
    assert unmet[0, None] == pytest.approx(0.0, abs=10.0)


def test_in_a_january_storm_no_greenhouse_freezes_and_foresight_pays(problem, machines, winter):
    """Facts E3: the coldest hours are the dearest, and the ones called off; the boiler alone is a third too small."""
    hours = 120
    demand, price = winter(hours)
    cold = np.exp(-(((np.arange(hours) - 66) / 18.0) ** 2))
    demand, price = demand + 1.5e6 * cold, price + 150.0 * cold
    calls = draw_calls(cold, 3, hours=4, notice_h=2, depth=1.0, seed=1)
    assert all(40 < call.start_h < 100 for call in calls)
    banks = (machines(hours, limit=call_limit(calls, hours)),)
    store = Store(14 * MWH_J, 0.001, 7 * MWH_J)
    plant = problem(demand, price, store=store, boiler_w=0.68 * demand.max(), boiler_price=price, banks=banks)
    found = {one.plan.method: one for one in compare(plant, Horizon(48, 24), calls)}
    for method in ("rule", "rolling", "perfect"):
        plan = found[method].plan
        assert np.all(plan.running[0, plant.machines[0].call_limit == 0.0] == 0.0)
        assert found[method].account.unmet_j == pytest.approx(0.0, abs=1e4)
    assert found["always_on"].account.unmet_j > MWH_J  # without reserve nor foresight
    assert found["perfect"].account.profit >= found["rolling"].account.profit > found["rule"].account.profit


def test_calls_and_limits_have_to_agree(problem):
    with pytest.raises(OutOfRange, match="do not agree"):
        rolling(problem(np.full(48, 1e6), 35.0), calls=(Call(4, 2),))


def test_a_group_started_in_one_window_stays_on_in_the_next(problem, machines):
    """It is started in the last hour of a window whose next begins with a high price."""
    price = np.full(12, 160.0)
    price[5] = -400.0
    banks = (machines(12, steps=1, up_h=4, before=0.0),)
    plan = rolling(problem(np.zeros(12), price, banks=banks), Horizon(6, 6))
    assert plan.running[0] == pytest.approx([0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0])


def test_whole_groups_and_least_loads_roll_too(problem, winter, machines):
    demand, price = winter(30)
    plant = problem(demand, price + 45.0, store=Store(4 * MWH_J), banks=(machines(30, steps=2, up_h=3),))
    plant = replace(plant, boiler=replace(plant.boiler, minimum_load=0.2))
    plan = rolling(plant, Horizon(18, 9))
    assert max(violations(plant, plan).values()) <= 1e-9
    assert objective(plant, plan) <= objective(plant, optimum(plant)) * (1.0 + 2e-4)


@pytest.mark.parametrize(
    ("options", "said"), [({"window_h": 12}, "step_h"), ({"price_error": float("nan")}, "price_error")]
)
def test_a_horizon_that_is_none_is_refused(options, said):
    with pytest.raises(OutOfRange, match=said):
        Horizon(**options)


def test_the_comparison_ranks_every_method_under_one_account(problem, winter):
    demand, price = winter(96)
    plant = problem(demand, price, store=Store(8 * MWH_J, 0.001), boiler_price=price)
    found = {one.plan.method: one for one in compare(plant)}
    assert [*found] == ["always_on", "heat_following", "rule", "rolling", "perfect"]
    assert found["perfect"].gap == 0.0
    assert min(one.gap for one in found.values()) >= -1e-6 * abs(found["perfect"].account.objective)
    for one in found.values():
        assert one.gap == pytest.approx(found["perfect"].account.objective - objective(plant, one.plan))
    table = lines([*found.values()], "USD")
    assert len(table) == 7
    assert f"{found['rule'].gap:,.0f} | {100 * found['rule'].gap_fraction:.2f}" in table[4]
