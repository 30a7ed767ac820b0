"""The dispatch of a year: rules, a rolling optimum, and the whole year as one programme. Made-up demand and prices, all seeded."""

import numpy as np
import pytest

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.dispatch import (
    DispatchProblem,
    Horizon,
    Machines,
    PriceModel,
    Store,
    account,
    call_limit,
    draw_calls,
    synthetic_price,
)
from heatloop_thermo.dispatch.optimum import optimum
from heatloop_thermo.dispatch.rolling import rolling
from heatloop_thermo.dispatch.rule import rule

HOURS = 8760
SEED = 20260119
LOSS_W_M2K, AREA_M2, INDOOR_C = 3.7, 2e4, 19.0  # facts: Venlo glass with a screen in Winnipeg, by m2 of floor; 2 ha


@pytest.fixture(scope="module")
def calls():
    return draw_calls(-outdoor_c(), 15, hours=4, notice_h=2, seed=SEED)


@pytest.fixture(scope="module")
def problem(calls):
    """3 MW of miners, 2 ha, 600 m3, an electric boiler on the same dear and restless price, 15 calls in the cold."""
    air_c = outdoor_c()
    demand_w = np.maximum(LOSS_W_M2K * AREA_M2 * (INDOOR_C - air_c), 0.0)
    price = synthetic_price(air_c, PriceModel(mean_per_mwh=70.0), SEED)
    miners = Machines("miners", 2.65e6, 2.97e6, 269.0, np.full(HOURS, 0.95), call_limit(calls, HOURS))
    boiler, store = Boiler(5.5e6, "electricity", 0.99), Store(13.7 * 3.6e9, 6e-4, 6.8 * 3.6e9)
    return DispatchProblem((miners,), demand_w, price, store, boiler, price)


def outdoor_c():
    """Season, day and weather fronts of a place like Winnipeg."""
    hour, rng = np.arange(HOURS), np.random.default_rng(SEED)
    fronts = np.convolve(rng.normal(0.0, 1.0, HOURS + 95), np.full(96, 1.0 / np.sqrt(96.0)), "valid")
    return (
        3.0
        - 18.0 * np.cos(2.0 * np.pi * (hour - 400) / HOURS)
        - 5.0 * np.cos(2.0 * np.pi * (hour - 3) / 24.0)
        + 5.0 * fronts
    )


def test_a_year_by_the_rule(benchmark, book, problem, calls):
    plan = benchmark(rule, problem, calls)
    assert plan.unmet_w.sum() == 0.0
    book("dispatch", "rule", remark=f"{account(problem, plan).profit:,.0f} earned")


def test_a_year_with_a_rolling_horizon(benchmark, book, problem, calls):
    plan = benchmark.pedantic(rolling, (problem, Horizon(48, 24), calls), rounds=3, warmup_rounds=1)
    assert plan.unmet_w.sum() < 10.0
    book("dispatch", "optimum of 48 h, every day anew", remark=f"{account(problem, plan).profit:,.0f} earned")


def test_a_year_with_perfect_foresight(benchmark, book, problem, calls):
    plan = benchmark.pedantic(optimum, (problem,), rounds=3, warmup_rounds=1)
    best = account(problem, plan)
    assert best.objective >= account(problem, rule(problem, calls)).objective
    book("dispatch", "optimum of all 8,760 h at once", remark=f"{best.profit:,.0f} earned; acceptance: 30 s")
