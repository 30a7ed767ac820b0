"""A year made by hand whose energy closes, so that what people read is tested without the floors that simulate it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from heatloop_api.year.payload import year_payload
from heatloop_api.year.result import GreenhouseResult, YearResult
from heatloop_api.year.table import columns
from heatloop_thermo.design import Finding
from heatloop_thermo.dispatch.account import Account
from heatloop_thermo.dispatch.compare import Contender
from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.economics.coverage import scan
from heatloop_thermo.economics.energy import energy_of
from heatloop_thermo.economics.money import Money, money
from heatloop_thermo.economics.prices import Horizon, Mining, Prices
from heatloop_thermo.economics.risk import Bar, Distribution, monte_carlo, tornado
from heatloop_thermo.greenhouse.state import State
from heatloop_thermo.greenhouse.steady import DesignLoad
from heatloop_thermo.greenhouse.year import GreenhouseYear
from heatloop_thermo.kpi import achieved
from heatloop_thermo.numeric import Array
from heatloop_thermo.plant import Provenance
from heatloop_thermo.weather import Weather
from heatloop_thermo.year.result import Hours, Reason, Year

HOURS = 8760
MakeYear = Callable[..., YearResult]


def weather(*, synthetic: bool = True) -> Weather:
    """A cold continental year: a season, a day, and noise that lasts some days."""
    dice, hour = np.random.default_rng(7), np.arange(HOURS)
    season = -np.cos(2 * np.pi * (hour / 24 - 15) / 365)
    slow = np.repeat(np.convolve(dice.normal(0.0, 5.0, 369), np.ones(5) / 2.0, "valid"), 24)
    air_c = 2.5 + 18.5 * season - 5.0 * np.cos(2 * np.pi * (hour % 24 - 4) / 24) + slow
    sun = np.maximum(np.sin(np.pi * (hour % 24 - 6) / 12), 0.0) * (450 + 350 * season)
    flat = np.full(HOURS, 3.0)
    source = "made from published monthly normals" if synthetic else "winnipeg.epw"
    return Weather(
        "Winnipeg", source, synthetic, 49.9, -97.2, -6.0, 239.0, air_c, 100 * flat, flat, sun, 0.6 * sun, 0.5 * sun, air_c - 12.0, flat
    )  # fmt: skip


def hours(outside: Weather) -> Hours:
    """Machines off for two January days, a tank that shaves peaks, a boiler for the rest; every watt is somewhere."""
    dice, off = np.random.default_rng(11), np.zeros(HOURS, dtype=bool)
    off[300:348] = True
    demand = np.clip(1.3e5 * (17.0 - outside.dry_bulb_c) - 2500.0 * outside.ghi_w_m2, 0.0, 5.4e6)
    running = np.where(off, 0.0, 0.95)
    it = running * 2.952e6
    source, pumps, fans = 0.9 * it, np.full(HOURS, 24e3), np.zeros(HOURS)
    pump_heat, loss = 0.8 * pumps, np.full(HOURS, 14e3) + dice.uniform(0, 1e3, HOURS)
    captured = np.maximum(source - 9e3, 0.0)
    have = source + pump_heat - loss
    tank_loss, level, stored = np.full(HOURS, 2e3), 0.0, np.zeros(HOURS)
    for i in range(HOURS):
        stored[i] = np.clip(have[i] - demand[i], -min(level, 3e6), 5.56e6 - level) - tank_loss[i]
        level = level + stored[i]
    plant = have - stored - tank_loss
    recovered = np.minimum(np.maximum(plant, 0.0), demand)
    dumped = plant - recovered
    captured = np.maximum(captured, dumped)
    boiler = np.clip(demand - recovered, 0.0, 2.5e6)
    delivered = recovered + boiler
    unmet = demand - delivered
    reason = np.zeros(HOURS, dtype=np.uint16)
    reason[off] |= np.uint16(Reason.MACHINES_OFF)
    reason[unmet > 1.0] |= np.uint16(Reason.BOILER_LIMIT | Reason.SOURCE_SHORT)
    cold = unmet > 5e5
    reason[cold] |= np.uint16(Reason.COLD_SUPPLY)
    supply = 75.0 - np.where(cold, 8.0 * unmet / 5.4e6, 0.0)
    return Hours(
        it, source, captured, dumped, np.zeros(HOURS), np.zeros(HOURS), boiler, boiler / 0.99, pumps, dumped / 60 + fans, pump_heat, loss, tank_loss,
        stored, demand, delivered, unmet, supply, supply - 20.0, supply, supply - 15.0, running, reason,
    )  # fmt: skip


def house(heat_w_m2: Array, outside: Weather) -> GreenhouseResult:
    """Two hectares that are warm in summer and 2 K too cold for ten hours of January."""
    air_c = 19.0 + 0.15 * np.maximum(outside.dry_bulb_c - 10.0, 0.0)
    air_c[330:340] = 16.5
    flat = np.ones(HOURS)
    grown = GreenhouseYear(
        heat_w_m2, 18.5 * flat, air_c, air_c - 0.5, 0.8 * flat, 20 * flat, 0 * flat, 50 * flat, 1e-5 * flat, flat, 50 * flat, 60 * flat,
        40 * flat, 3 * flat, 2e-12, State(np.zeros(1)),
    )  # fmt: skip
    return GreenhouseResult(2e4, grown, load=DesignLoad(380.0, 274.0, 50.0))


def money_of(year: Year) -> tuple[Money, tuple[Bar, ...], Distribution]:
    """The house's own money of this year: electric boilers and 39 USD a petahash."""
    prices = Prices("USD", 35.0, gas_per_mwh=25.0, grid_kg_per_mwh=1.3)
    made = money(year.design, energy_of(year), prices, Horizon(10, 0.08, power_growth=0.02), Mining(165.6, 39.0))
    return made, tornado(made), monte_carlo(made, 200)


def contenders() -> tuple[Contender, ...]:
    """Three plans by hand: nothing here is optimised."""
    made = []
    for method, profit, gap in (("always_on", 1.31e6, 0.03), ("rule", 1.34e6, 0.01), ("perfect", 1.35e6, 0.0)):
        empty = np.zeros(1)
        plan = Plan(method, np.ones((1, 1)), empty, empty, empty, empty, empty, empty, np.zeros(2))
        books = Account(profit, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.6e13, 7.8e13, 4.0e13, 3.8e13, 2.5e12, 7e9)
        made.append(Contender(plan, books, gap * 1.35e6, gap))
    return tuple(made)


@pytest.fixture(scope="session")
def make_year(make_design) -> MakeYear:
    """Make a year; ``money=None`` and the like take a part away."""

    def make(**changes: Any) -> YearResult:
        outside = changes.pop("weather", None) or weather()
        year = Year(changes.pop("design", None) or make_design(), hours(outside), 3e-13, 41.0)
        gained, bars, spread = money_of(year)
        areas, tanks = np.meshgrid([5e3, 1e4, 2e4, 4e4, 8e4], [0.0, 300.0, 740.0])
        rows = (
            Provenance("weather: monthly normals", "CWEC2016", "-", "Winnipeg Richardson statistics", "secondary"),
            Provenance("greenhouse: leakage", "0.0001", "-", "typed in", "estimate", "nothing is published"),
        )
        base = YearResult(
            weather=outside, year=year, kpi=achieved(year), greenhouse=house(year.hours.demand_w / 2e4, outside),
            money=gained, tornado=bars, distribution=spread, dispatch=contenders(), area_scan=scan(year.hours.demand_w / 2e4, 2.5e6, areas, areas * tanks / 1e4),
            findings=(Finding("warning", "peak_unmet", "The peak is not met."),), provenance=rows, site_digest="0" * 64,
        )  # fmt: skip
        return dataclasses.replace(base, **changes)

    return make


@pytest.fixture(scope="session")
def result(make_year) -> YearResult:
    return make_year()


@pytest.fixture(scope="session")
def bare(make_year) -> YearResult:
    """A year of which nobody asked more than the plant's own hours."""
    return make_year(greenhouse=None, money=None, tornado=(), distribution=None, dispatch=(), area_scan=None)


@pytest.fixture(scope="session")
def table(result) -> dict:
    return columns(result)


@pytest.fixture(scope="session")
def year_data(result, table) -> dict:
    return year_payload(result, table)
