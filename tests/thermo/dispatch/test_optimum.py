"""The optimal dispatch against brute force, and the laws that no optimum may break."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.dispatch import Call, DispatchProblem, Machines, Store, account, call_limit, violations
from heatloop_thermo.dispatch.follow import realise
from heatloop_thermo.dispatch.optimum import NoOptimum, optimum
from heatloop_thermo.dispatch.rule import always_on, heat_following, rule
from heatloop_thermo.errors import Infeasible, OutOfRange

MWH_J = 3.6e9
FAN, BOILER_PRICE, UNMET = 0.02, 35.0, 1e4


def objective(problem, plan):
    return account(problem, plan).objective


# ---------------------------------------------------------------- brute force
def cheapest(demand, price, capacity, heat, boiler, steps, groups):
    """Least cost by trying every level of store and machines, hour after hour backwards; all heats in whole MWh."""

    def hour(t, run, flow):
        best = np.inf
        charge, discharge = max(flow, 0), max(-flow, 0)
        for direct in range(run - charge + 1):
            fire = min(demand[t] - direct - discharge, boiler)
            if fire < 0:
                continue
            unmet = demand[t] - direct - discharge - fire
            dumped = run - charge - direct
            cost = dumped * FAN * price[t] + fire * BOILER_PRICE + unmet * UNMET
            best = min(best, cost)
        return best + run * (price[t] - 90.0)  # 1 MWh of power gives 1 MWh of heat here

    @cache
    def onward(t, level):
        if t == len(demand):
            return 0.0
        return min(
            hour(t, run, flow) + onward(t + 1, level + flow)
            for run in range(0, heat + 1, heat // groups if steps else 1)
            for flow in range(-level, min(capacity - level, run) + 1)
        )

    return onward(0, 0)


@settings(max_examples=15)
@given(
    hours=st.integers(4, 12),
    seed=st.integers(0, 10_000),
    capacity=st.integers(0, 4),
    boiler=st.integers(0, 4),
    steps=st.booleans(),
)
def test_no_way_of_running_in_whole_megawatts_is_better_than_the_optimum(hours, seed, capacity, boiler, steps):
    """Without losses the programme is a network: whole numbers in, a whole optimum out, so brute force finds the same."""
    rng = np.random.default_rng(seed)
    demand, price = rng.integers(0, 7, hours), rng.normal(80.0, 60.0, hours)
    one = Machines("m", 4e6, 4e6, 4 * 90.0, np.ones(hours), np.ones(hours), steps=2 if steps else 0)
    plant = DispatchProblem(
        (one,),
        demand * 1e6,
        price,
        Store(capacity * MWH_J),
        Boiler(boiler * 1e6, "electricity", 1.0),
        BOILER_PRICE,
        fan_fraction=FAN,
        unmet_per_mwh=UNMET,
    )
    expected = -cheapest(tuple(demand.tolist()), tuple(price.tolist()), capacity, 4, boiler, steps, 2)
    found = objective(plant, optimum(plant, gap=1e-9))
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-4)


# ---------------------------------------------------------------- laws
def test_no_other_plan_is_better_in_random_hours(random_problem, rng):
    """Rules, and machines run at random, on random plants with every part."""
    for _ in range(12):
        plant = random_problem(rng, 48)
        plan = optimum(plant)
        best, turnover = objective(plant, plan), abs(account(plant, plan).margin) + 1.0
        assert max(violations(plant, plan).values()) <= 1e-9
        chance = realise(plant, "rule", planned=rng.random(plan.running.shape))
        for other in (always_on(plant), heat_following(plant), rule(plant), chance):
            assert objective(plant, other) <= best + 1e-6 * turnover


def test_a_larger_store_is_never_worse(problem, winter):
    demand, price = winter(72)
    sizes = [0.0, 1.0, 3.0, 10.0, 30.0, 100.0]
    plants = [problem(demand, price, boiler_price=60.0, store=Store(size * MWH_J, 0.001)) for size in sizes]
    worth = [objective(plant, optimum(plant)) for plant in plants]
    assert np.all(np.diff(worth) >= -1e-6 * abs(worth[0]))
    assert worth[3] > worth[0] + 1.0


def test_energy_closes_to_round_off(problem, winter):
    demand, price = winter(72)
    plant = problem(demand, price, store=Store(10 * MWH_J, 0.01, 5 * MWH_J))
    plan, books = (found := optimum(plant)), account(plant, found)
    lost_j = 0.01 * plan.stored_j[:-1].sum()
    in_j, out_j = books.heat_j + books.boiler_j + books.unmet_j, demand.sum() * 3600.0 + books.dumped_j
    assert in_j == pytest.approx(out_j + lost_j + plan.stored_j[-1] - plan.stored_j[0], rel=1e-12)


def test_before_a_full_curtailment_the_store_is_filled_and_the_boiler_covers_the_rest(problem, machines):
    """The coldest hours are called off for 6 h; the boiler alone is too small, store and boiler together are not."""
    hours, calls = 48, (Call(30, 6, notice_h=18),)
    demand = np.full(hours, 2.0e6)
    demand[30:36] = 5.0e6
    banks = (machines(hours, limit=call_limit(calls, hours)),)
    plant = problem(demand, 100.0, store=Store(14.0 * MWH_J), boiler_w=3.0e6, banks=banks)
    best, ruled = optimum(plant), rule(plant)
    assert best.unmet_w.sum() * 3600.0 == pytest.approx(0.0, abs=1.0)
    assert np.all(best.running[0, 30:36] == 0.0)
    assert best.stored_j[30] >= (6 * 2.0 - 1e-6) * MWH_J
    assert best.boiler_w[30:36].max() <= 3.0e6
    assert ruled.unmet_w.sum() > 1e6  # without foresight nor notice the rule lets the greenhouse cool
    assert rule(plant, calls).unmet_w.sum() == 0.0


def test_heat_is_moved_from_cheap_hours_to_dear_ones(problem):
    """Above every break-even at noon, below at night: the store carries the night's heat."""
    price = np.where(np.arange(48) % 24 < 12, 30.0, 300.0)
    plan = optimum(problem(np.full(48, 1.0e6), price, store=Store(12.0 * MWH_J)))
    assert np.all(plan.running[0, price > 200.0] < 1e-9)
    assert plan.boiler_w.sum() == pytest.approx(0.0, abs=1e-3)


def test_the_value_of_heat_is_what_it_saves(problem):
    """Surplus: it saves fans; demand above the machines: the boiler's cost; between the break-evens: the machines' loss."""
    plan = optimum(problem(np.array([1.0e6, 5.0e6, 1.0e6]), np.array([50.0, 50.0, 105.0])))
    loss = (105.0 - 90.0) * 3.0 / 2.7
    assert plan.heat_value_per_mwh == pytest.approx([-50.0 * 0.02, 35.0 / 0.99, loss])


def test_prices_and_flows_are_complementary(problem, winter):
    """Heat is worth at most what the boiler asks while the boiler has room, and at least that when it fires."""
    demand, price = winter(72)
    plant = problem(demand, price, store=Store(6 * MWH_J, 0.002, 3 * MWH_J), boiler_price=55.0)
    plan, cost = optimum(plant), 55.0 / 0.99
    fires, room = plan.boiler_w > 1.0, plan.boiler_w < 6e6 - 1.0
    assert fires.any()
    assert np.all(plan.heat_value_per_mwh[fires] >= cost - 1e-6)
    assert np.all(plan.heat_value_per_mwh[room] <= cost + 1e-6)


def test_negative_prices_fire_the_boiler_and_dump_the_machines_heat(problem):
    plant = problem(np.full(2, 2e6), np.array([-80.0, 40.0]), boiler_price=np.array([-80.0, 40.0]))
    plan = optimum(plant)
    assert plan.boiler_w == pytest.approx([2e6, 0.0], abs=1e-3)
    assert plan.dumped_w == pytest.approx([2.7e6, 0.7e6])


def test_heat_left_over_counts_at_its_value(problem):
    """At the end of the last day the store is emptied if heat left in it is worth nothing, and filled if it is."""
    plant = problem(np.full(24, 2.0e6), 35.0, store=Store(5 * MWH_J, 0.0, 5 * MWH_J), fan_fraction=0.0)
    worth = replace(plant, end_value_per_mwh=20.0)
    assert objective(worth, optimum(worth)) >= objective(worth, optimum(plant)) - 1e-6
    assert optimum(worth).stored_j[-1] == pytest.approx(5 * MWH_J)


# ---------------------------------------------------------------- whole numbers
def test_whole_groups_cost_something_and_never_gain(problem, machines, winter):
    demand, price = winter(36)
    coarse = problem(demand, price + 45.0, store=Store(3 * MWH_J), banks=(machines(36, steps=3),))
    free = problem(demand, price + 45.0, store=Store(3 * MWH_J))
    plan = optimum(coarse, gap=1e-9)
    assert np.allclose(plan.running * 3, np.rint(plan.running * 3), atol=1e-9)
    assert objective(coarse, plan) <= objective(free, optimum(free)) + 1e-6


def test_a_started_group_stays_on_except_under_a_call(problem, machines):
    rng = np.random.default_rng(3)
    hours, price = 36, rng.choice([30.0, 160.0], 36)
    limit = np.ones(hours)
    limit[20:22] = 0.0
    bank = machines(hours, limit=limit, steps=2, up_h=4)
    plan = optimum(problem(np.zeros(hours), price, banks=(bank,)), gap=1e-9)
    free = optimum(problem(np.zeros(hours), price, banks=(machines(hours, limit=limit, steps=2),)), gap=1e-9)
    assert shortest_run(free.running[0], limit) == 1
    assert shortest_run(plan.running[0], limit) >= 4
    assert np.all(plan.running[0, 20:22] == 0.0)


def shortest_run(running, limit):
    """Shortest time on of a run that neither a call nor the end cuts short."""
    on = running > 0.0
    starts = [t for t in range(1, len(on)) if on[t] and not on[t - 1]]
    ends = [next((t for t in range(s, len(on)) if not on[t]), len(on)) for s in starts]
    return min((e - s for s, e in zip(starts, ends, strict=True) if e < len(on) and limit[e] == 1.0), default=len(on))


def test_a_boiler_holds_its_least_load_or_stands(problem, winter):
    demand, price = winter(36)
    plant = problem(demand, price, store=Store(2 * MWH_J), boiler_price=20.0)
    plant = replace(plant, boiler=replace(plant.boiler, minimum_load=0.3))
    plan = optimum(plant, gap=1e-9)
    fires = plan.boiler_w[plan.boiler_w > 0.0]
    assert fires.size > 0
    assert fires.min() >= 0.3 * 6e6 * (1 - 1e-9)
    assert objective(plant, rule(plant)) <= objective(plant, plan) + 1e-6


# ---------------------------------------------------------------- what goes wrong
def test_a_floor_that_nothing_can_take_is_infeasible_and_says_so(problem, machines):
    banks = (machines(4, floor=np.ones(4)),)
    with pytest.raises(Infeasible, match="no plan keeps the limits"):
        optimum(problem(np.zeros(4), 35.0, dump_max_w=0.0, banks=banks))


def test_a_solver_that_gives_up_is_never_replaced_by_the_rule(problem, winter):
    demand, price = winter(400)
    with pytest.raises(NoOptimum, match="without an optimum"):
        optimum(problem(demand, price, store=Store(5 * MWH_J)), time_limit_s=0.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"demand_w": np.array([1e6, np.nan])}, "demand_w = nan"),
        ({"demand_w": np.array([1e6, -1.0])}, "demand_w = -1"),
        ({"power_price_per_mwh": np.ones(3)}, "power_price_per_mwh has shape"),
        ({"power_price_per_mwh": np.array([35.0, np.nan])}, "power_price_per_mwh = nan"),
        ({"unmet_per_mwh": 40.0}, "dearest heat"),
        ({"machines": ()}, "needs machines"),
        ({"dump_max_w": -1.0}, "dump_max_w"),
    ],
)
def test_a_problem_that_is_none_is_refused(problem, change, said):
    plant = problem(np.full(2, 1e6), 35.0)
    with pytest.raises(OutOfRange, match=said):
        replace(plant, **change)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"available": 1.1}, "available"),
        ({"available": float("nan")}, "available"),
        ({"limit": -0.1}, "call_limit"),
        ({"up_h": 3}, "needs steps"),
        ({"steps": 2, "rise_per_h": 0.1}, "never lets one"),
    ],
)
def test_machines_that_are_none_are_refused(machines, options, said):
    with pytest.raises(OutOfRange, match=said):
        machines(4, **options)


def test_a_store_that_is_none_is_refused():
    with pytest.raises(OutOfRange, match="initial_j"):
        Store(1.0, 0.0, 2.0)
