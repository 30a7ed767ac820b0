"""Plants and hours that the dispatch tests share."""

import numpy as np
import pytest

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.dispatch import DispatchProblem, Machines, Store

MWH_J = 3.6e9
ELECTRIC_W, HEAT_W = 3.0e6, 2.7e6
HASH_PRICE_PER_PH_D, EFFICIENCY_J_TH = 39.0, 18.1


def machines(hours, *, name="containers", revenue_per_mwh=90.0, available=1.0, limit=1.0, share=1.0, **options):
    """3 MW of miners that give 2.7 MW of heat, or a share of them."""
    return Machines(
        name,
        share * HEAT_W,
        share * ELECTRIC_W,
        share * revenue_per_mwh * ELECTRIC_W / 1e6,
        np.full(hours, available),
        np.broadcast_to(np.asarray(limit, dtype=np.float64), (hours,)).copy(),
        **options,
    )


def problem(demand_w, price, *, store=None, boiler_w=6e6, boiler_price=35.0, banks=None, **options):
    """The miners, an electric boiler of 99 %, and a tank if one is given."""
    demand = np.asarray(demand_w, dtype=np.float64)
    return DispatchProblem(
        banks or (machines(len(demand)),),
        demand,
        price,
        store or Store(),
        Boiler(boiler_w, "electricity", 0.99) if boiler_w else None,
        boiler_price,
        **options,
    )


def random_problem(rng, hours, **options):
    """A random plant with every part, and random hours; prices may be negative, calls come and go, some of it lies idle."""
    price = rng.normal(60.0, 60.0, hours) + rng.choice([0.0, 400.0], hours, p=[0.93, 0.07])
    limit = np.repeat(rng.choice([1.0, 0.5, 0.0], -(-hours // 4), p=[0.8, 0.1, 0.1]), 4)[:hours]
    banks = tuple(
        machines(
            hours,
            name=f"loop {j}",
            share=float(rng.uniform(0.2, 1.0)),
            revenue_per_mwh=float(rng.uniform(40.0, 110.0)),
            available=float(rng.uniform(0.6, 1.0)),
            limit=limit,
            rise_per_h=float(rng.choice([0.3, 1.0])),
            before=float(rng.uniform(0.0, 1.0)),
        )
        for j in range(int(rng.integers(1, 4)))
    )
    capacity = float(rng.choice([0.0, 2.0, 15.0])) * MWH_J
    store = Store(capacity, 0.002, 0.5 * capacity, 2.0e6, 3.0e6)
    given = {
        "heat_price_per_mwh": float(rng.choice([0.0, 12.0])),
        "lift_fraction": float(rng.choice([0.0, 0.25])),
        "end_value_per_mwh": float(rng.choice([0.0, 10.0])),
        "dump_max_w": float(rng.choice([np.inf, 1.5e6])),
        "unmet_per_mwh": 1e5,
    }
    demand = np.maximum(rng.normal(3e6, 2e6, hours), 0.0)
    boiler_w, boiler_price = float(rng.choice([0.0, 2e6, 6e6])), rng.uniform(10.0, 80.0, hours)
    return problem(
        demand, price, store=store, boiler_w=boiler_w, boiler_price=boiler_price, banks=banks, **(given | options)
    )


def winter(hours, seed=7):
    """Prices and demand of a cold spell, in which both go up and down by the day."""
    rng = np.random.default_rng(seed)
    hour = np.arange(hours)
    demand = 2.5e6 + 1.5e6 * np.cos(2.0 * np.pi * (hour - 5) / 24.0) + rng.normal(0.0, 2e5, hours)
    price = 40.0 + 25.0 * np.sin(2.0 * np.pi * (hour - 9) / 24.0) + np.where(hour % 24 == 18, 90.0, 0.0)
    return np.maximum(demand, 0.0), price + rng.normal(0.0, 5.0, hours)


@pytest.fixture(name="machines")
def _machines():
    return machines


@pytest.fixture(name="problem")
def _problem():
    return problem


@pytest.fixture(name="random_problem")
def _random_problem():
    return random_problem


@pytest.fixture(name="winter")
def _winter():
    return winter


@pytest.fixture
def rng(request):
    """Random, from the seed that the header of the run names: --hypothesis-seed replays it."""
    return np.random.default_rng(int(request.config.getoption("--hypothesis-seed")))
