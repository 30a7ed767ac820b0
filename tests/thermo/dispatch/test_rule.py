"""Dispatch by rules: the break-even price, and what each rule does with heat and power."""

import numpy as np
import pytest

from heatloop_thermo.dispatch import Call, Store, account, call_limit, violations
from heatloop_thermo.dispatch.optimum import optimum
from heatloop_thermo.dispatch.rule import always_on, heat_following, rule, tiers
from heatloop_thermo.economics.breakeven import break_even_per_mwh, mining_value_per_mwh

MWH_J = 3.6e9
WINTER_W, SUMMER_W = 5.0e6, 0.0


def reference(problem, machines, price, demand_w, **options):
    """The reference miners: 18.1 J/TH at 39 USD/PH/d, 90 % of the power as heat, electric boilers at 35 USD/MWh."""
    revenue = mining_value_per_mwh(39.0, 18.1)
    hours = len(price)
    banks = (machines(hours, revenue_per_mwh=revenue),)
    return problem(np.full(hours, demand_w), price, banks=banks, fan_fraction=0.0, **options)


@pytest.mark.parametrize(
    ("demand_w", "heat_value", "published"), [(WINTER_W, 35.0 / 0.99, 122.0), (SUMMER_W, 0.0, 90.0)]
)
def test_machines_stop_at_the_break_even_price_of_the_season(problem, machines, demand_w, heat_value, published):
    """Facts E3: 90 USD/MWh on mining alone, 122 where the heat saves an electric boiler's."""
    price = np.arange(60.0, 160.0, 0.05)
    plan = rule(reference(problem, machines, price, demand_w))
    runs = plan.running[0] > 0.0
    stop = price[np.flatnonzero(runs)[-1]]
    assert np.array_equal(runs, price <= stop)
    expected = break_even_per_mwh(39.0, 18.1, heat_value, 0.9)
    assert stop == pytest.approx(expected, abs=0.05)
    assert expected == pytest.approx(published, abs=0.6)


def test_between_the_two_break_evens_machines_run_in_winter_and_stand_in_summer(problem, machines):
    price = np.full(24, 105.0)
    assert np.all(rule(reference(problem, machines, price, WINTER_W)).running == 1.0)
    assert np.all(rule(reference(problem, machines, price, SUMMER_W)).running == 0.0)


def test_between_the_break_evens_only_as_much_runs_as_the_sinks_lack(problem, machines):
    plan = rule(reference(problem, machines, np.full(3, 105.0), 1.35e6))
    assert plan.running == pytest.approx(0.5)
    assert plan.dumped_w == pytest.approx(0.0, abs=1e-6)


def test_what_is_in_the_store_has_no_second_value(problem, machines):
    """Demand that the store covers gives the heat no worth: between the break-evens the store is emptied first."""
    plan = rule(reference(problem, machines, np.full(8, 105.0), 2.7e6, store=Store(5.4 * MWH_J, initial_j=5.4 * MWH_J)))
    assert plan.running[0] == pytest.approx([0, 0, 1, 1, 1, 1, 1, 1])


def test_fans_lower_the_break_even_of_heat_that_nobody_wants(problem, machines):
    """2.7 MW dumped at 5 % fans take 0.135 MW: 90 USD/MWh of mining pay for 90 x 3 / 3.135 only."""
    price = np.arange(80.0, 95.0, 0.01)
    plan = rule(problem(np.zeros(len(price)), price, fan_fraction=0.05))
    assert price[plan.running[0] > 0][-1] == pytest.approx(90.0 * 3.0 / 3.135, abs=0.01)


def test_always_on_and_heat_following_do_not_look_at_the_price(problem):
    demand = np.array([1.0e6, 4.0e6, 2.0e6])
    for price in (20.0, 500.0):
        given = problem(demand, price, store=Store(1.0 * MWH_J))
        assert np.all(always_on(given).running == 1.0)
        assert heat_following(given).running[0] * 2.7e6 == pytest.approx([2.0e6, 2.7e6, 2.0e6 + 0.7e6])
        assert np.all(heat_following(given).dumped_w == 0.0)


def test_sinks_come_first_at_any_price(problem):
    """No boiler: the machines run at 3,000 a MWh for the demand, and not a share more."""
    plan = rule(problem(np.full(5, 1.35e6), 3000.0, boiler_w=0.0))
    assert plan.running == pytest.approx(0.5)
    assert np.all(plan.unmet_w == 0.0)


def test_without_store_at_a_flat_price_the_rule_is_optimal(problem, rng):
    for price in (20.0, 85.0, 95.0, 118.0, 125.0, 300.0):
        given = problem(rng.uniform(0.0, 8e6, 48), price)
        ruled, best = rule(given), optimum(given)
        assert account(given, ruled).objective == pytest.approx(account(given, best).objective, rel=1e-9)
        assert ruled.running == pytest.approx(best.running, abs=1e-6)


def test_cheapest_heat_runs_first(problem, machines):
    """Two loops between the break-evens: the one with more revenue serves the demand, the other what is left."""
    banks = (machines(4, name="old", share=0.5, revenue_per_mwh=70.0), machines(4, name="new", share=0.5))
    plan = rule(problem(np.full(4, 1.8e6), 95.0, banks=banks))
    assert plan.running[1] == pytest.approx(1.0)
    assert plan.running[0] == pytest.approx((1.8 - 1.35) / 1.35)


def test_a_call_is_obeyed_and_the_store_filled_in_its_notice(problem, machines):
    """Above the mining break-even nothing would fill the store but the notice."""
    calls = (Call(6, 3, notice_h=3),)
    banks = (machines(12, limit=call_limit(calls, 12)),)
    given = problem(np.full(12, 1.2e6), 100.0, store=Store(4.0 * MWH_J), banks=banks)
    deaf, heard = rule(given), rule(given, calls)
    assert np.all(heard.running[0, 6:9] == 0.0)
    assert deaf.stored_j[6] == 0.0
    assert heard.stored_j[6] == pytest.approx(4.0 * MWH_J)
    assert heard.boiler_w[6:9].sum() < deaf.boiler_w[6:9].sum()


def test_a_reserve_bridges_a_standstill_that_nobody_announced(problem, machines):
    """Demand above what the machines give: without a reserve the store is empty when the call comes."""
    calls = (Call(30, 4, notice_h=0),)
    banks = (machines(40, limit=call_limit(calls, 40)),)
    given = problem(np.full(40, 4.0e6), 35.0, store=Store(14.0 * MWH_J), boiler_w=2.5e6, banks=banks)
    bare, ready = rule(given, calls, reserve_h=0), rule(given, calls)
    assert bare.unmet_w.sum() == pytest.approx(4 * 1.5e6)
    assert ready.stored_j[30] == pytest.approx(4 * (1.2 * 4.0 - 2.5) * MWH_J)
    assert ready.unmet_w.sum() == 0.0
    assert ready.boiler_w[:30].sum() > bare.boiler_w[:30].sum()


def test_a_boiler_for_the_whole_peak_needs_no_reserve(problem, machines):
    calls = (Call(30, 4),)
    banks = (machines(40, limit=call_limit(calls, 40)),)
    given = problem(np.full(40, 4.0e6), 35.0, store=Store(14.0 * MWH_J, 0.0, 14.0 * MWH_J), boiler_w=4.8e6, banks=banks)
    assert rule(given, calls).boiler_w[:5].sum() == 0.0


def test_a_restart_takes_its_time(problem, machines):
    limit = np.array([1.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    banks = (machines(6, limit=limit, rise_per_h=0.4),)
    plan = rule(problem(np.full(6, 5e6), 35.0, banks=banks))
    assert plan.running[0] == pytest.approx([1.0, 0.0, 0.4, 0.8, 1.0, 1.0])


def test_whole_groups_run_or_stand(problem, machines):
    banks = (machines(3, steps=4, available=0.8),)
    plan = rule(problem(np.array([0.1e6, 1.0e6, 5.0e6]), 105.0, banks=banks))
    assert plan.running[0] == pytest.approx([0.2, 0.4, 0.8])


def test_a_started_group_stays_on_for_its_least_time(problem, machines):
    price = np.array([35.0, 200.0, 200.0, 200.0, 200.0])
    banks = (machines(5, steps=2, up_h=3, before=0.0),)
    plan = rule(problem(np.zeros(5), price, banks=banks))
    assert plan.running[0] == pytest.approx([1.0, 1.0, 1.0, 0.0, 0.0])


def test_a_dry_cooler_that_is_too_small_holds_the_machines_back(problem):
    plan = rule(problem(np.full(3, 1e6), 35.0, dump_max_w=0.35e6))
    assert plan.running == pytest.approx(0.5)
    assert plan.dumped_w == pytest.approx(0.35e6)


def test_below_its_least_load_a_boiler_pushes_other_heat_aside(problem, machines):
    from dataclasses import replace

    given = problem(np.full(2, 3.0e6), 35.0, banks=(machines(2),))
    given = replace(given, boiler=replace(given.boiler, minimum_load=0.2))
    plan = rule(given)
    assert plan.boiler_w == pytest.approx(1.2e6)
    assert plan.dumped_w == pytest.approx(0.9e6)
    tank = rule(replace(given, store=Store(10 * MWH_J, initial_j=5 * MWH_J)))
    assert tank.boiler_w == pytest.approx(0.0)
    assert tank.discharge_w == pytest.approx(0.3e6)


def test_every_rule_keeps_every_limit_in_random_hours(random_problem, rng):
    for _ in range(30):
        given = random_problem(rng, 72)
        for method in (always_on, heat_following, rule):
            assert max(violations(given, method(given)).values()) <= 1e-9


def test_higher_prices_are_never_worth_more_running(random_problem, rng):
    given = random_problem(rng, 72, lift_fraction=0.0)
    tier = tiers(given)
    order = np.argsort(given.power_price_per_mwh)
    flat = problem_at(given, order)
    assert np.all(np.diff(tiers(flat), axis=1) <= 0)
    assert tier.min() >= 0


def problem_at(given, order):
    """The same hours by rising price, the boiler at one price."""
    from dataclasses import replace

    return replace(given, power_price_per_mwh=np.asarray(given.power_price_per_mwh)[order], boiler_price_per_mwh=35.0)
