"""What the benchmarks share: the shipped plant, a year at its exchanger, and the tables of ratios printed at the end.

Nothing here or in the benchmarks asserts how long something took: a busy machine must not turn a run red. What is asserted is that
two rivals did the same work, for a ratio between different answers means nothing. Run with ``make bench``; read docs/performance.md.
"""

import math
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import size
from heatloop_thermo.exchanger import PlateExchanger, Rating, Stream, rate
from heatloop_thermo.plant import Plant

HOURS = 8760
SEED = 20260119
POINTS = 48
"""Hours of the year that the slow peers solve, one at a time; their time for a year is scaled from these."""

TITLES = {
    "design": "The shipped plant, bitforest: from the site file to the design",
    "exchanger": f"One plate exchanger, 56 % propylene glycol | water: a year of {HOURS:,} hours",
    "process": "A whole process, from the shell to its exit",
    "cycle": "One heat-pump cycle, R134a",
    "map": "A heat pump, R1233zd(E), 55 → 45 °C to 55 → 75 °C: its design and its map",
    "lift": f"The same heat pump: a year of {HOURS:,} hours",
    "off design": f"A heat pump, R1233zd(E), off its design: a year of {HOURS:,} hours",
    "plant year": f"A year of the shipped plant: {HOURS:,} hours",
    "greenhouse": f"A greenhouse: a year of {HOURS:,} hours",
    "dispatch": "The dispatch of a year: 3 MW of miners, 2 ha, 600 m3, restless prices",
    "history": "History: 200 tags at 1 Hz, a week in the file",
    "one water": "Density, heat capacity, viscosity and conductivity of water at one temperature",
    "year water": f"The same at {HOURS:,} temperatures",
    "one glycol": "The four properties of 56 % propylene glycol at one temperature",
    "year glycol": f"The same at {HOURS:,} temperatures",
}


@dataclass(frozen=True)
class Row:
    """One line of a table: the time of a piece of work, how many of them the table is about, and what its answers were worth.

    ``median_s`` and ``best_s`` are for one piece; ``times`` scales them to the table's unit (one piece may be a whole year, or one hour).
    """

    table: str
    what: str
    median_s: float
    best_s: float
    rounds: int
    times: int
    remark: str


class Ledger:
    """Rows in the order in which they were measured."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.load_before = os.getloadavg()[0]

    def tables(self) -> Iterator[tuple[str, list[Row]]]:
        for key, title in TITLES.items():
            rows = [row for row in self.rows if row.table == key]
            if rows:
                yield title, rows


LEDGER = pytest.StashKey[Ledger]()

Book = Callable[..., None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEDGER] = Ledger()


@pytest.fixture
def book(request: pytest.FixtureRequest, benchmark: Any) -> Book:
    """Enter what `benchmark` has just measured into a table; the first row of a table is what the others are held against."""

    def enter(table: str, what: str, times: int = 1, remark: str = "") -> None:
        benchmark.group = TITLES[table]
        benchmark.extra_info.update(what=what, times=times, remark=remark)
        if benchmark.stats is None:  # --benchmark-disable: the work is checked, nothing is measured
            return
        stats = benchmark.stats.stats
        ledger = request.config.stash[LEDGER]
        ledger.rows.append(Row(table, what, stats.median, stats.min, stats.rounds, times, remark))

    return enter


def duration(seconds: float) -> str:
    """A time with three figures: 1.23 ms.

    >>> [duration(s) for s in (1.234e-6, 0.0123, 12.3, 754.0)]
    ['1.23 µs', '12.3 ms', '12.3 s', '754 s']
    """
    unit, scale = next(((u, k) for u, k in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)) if seconds >= k), ("ns", 1e-9))
    value = max(seconds / scale, 0.01)
    return f"{value:,.{max(0, 2 - math.floor(math.log10(value)))}f} {unit}"


def ratio(value: float) -> str:
    """A ratio with two figures: 1, 0.42, 38, 12,000.

    >>> [ratio(r) for r in (1.0, 0.417, 5.23, 38.4, 12345.0)]
    ['1', '0.42', '5.2', '38', '12,000']
    """
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(0, digits)}f}".removesuffix(".0")


def table_lines(title: str, rows: Sequence[Row]) -> list[str]:
    """A table as Markdown that also reads well as it is."""
    first = rows[0]
    cells = [["what", "median", "best", "rounds", "ratio", "remark"]]
    for row in rows:
        median, best = duration(row.median_s * row.times), duration(row.best_s * row.times)
        relative = ratio(row.median_s * row.times / (first.median_s * first.times))
        cells.append([row.what, median, best, str(row.rounds), relative, row.remark])
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    left = (0, 5)
    lines = [
        "| "
        + " | ".join(t.ljust(w) if i in left else t.rjust(w) for i, (t, w) in enumerate(zip(line, widths, strict=True)))
        + " |"
        for line in cells
    ]
    rule = "|" + "|".join("-" * (w + 2) if i in left else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    return [f"### {title}", "", lines[0], rule, *lines[1:], ""]


def versions() -> str:
    found = []
    for name in ("numpy", "CoolProp", "TESPy"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    ledger = config.stash[LEDGER]
    if not ledger.rows:
        return
    terminalreporter.section("heatloop beside others, in one run", sep="=")
    terminalreporter.line(
        f"{os.cpu_count()} processors ({platform.machine()}), {sys.platform}, Python {platform.python_version()}, {versions()}. "
        f"Load before and after: {ledger.load_before:.1f}, {os.getloadavg()[0]:.1f}."
    )
    clock = config.getoption("benchmark_timer")
    terminalreporter.line(
        f"Clock: {clock}, processes always by perf_counter. Ratios are of medians, to the first row of a table."
    )
    terminalreporter.line("")
    for title, rows in ledger.tables():
        for line in table_lines(title, rows):
            terminalreporter.line(line)


@dataclass(frozen=True)
class Year:
    """A seeded year at the exchanger, and what it does in each hour; arrays of shape (hours,)."""

    exchanger: PlateExchanger
    hot: Stream
    cold: Stream
    rating: Rating

    def points(self) -> list["OnePoint"]:
        """Hours spread evenly over the year, one at a time."""
        hours = np.linspace(0, HOURS - 1, POINTS).astype(int)
        r = self.rating
        columns = (r.hot_flow_kg_s, r.hot_in_c, r.cold_flow_kg_s, r.cold_in_c, r.ua_w_k, r.hot_out_c, r.cold_out_c)
        return [OnePoint(*(float(column[hour]) for column in columns)) for hour in hours]


@dataclass(frozen=True)
class OnePoint:
    """One hour: flows and inlets; the conductance that ours found, which peers without a plate model are given; and our outlets."""

    hot_kg_s: float
    hot_in_c: float
    cold_kg_s: float
    cold_in_c: float
    ua_w_k: float
    hot_out_c: float
    cold_out_c: float


@pytest.fixture(scope="session")
def plant() -> Plant:
    return build(load("bitforest"))


@pytest.fixture(scope="session")
def year(plant: Plant) -> Year:
    """The plant's own exchanger; each flow 45 to 105 % of its design, miners' outlets of 66 to 80 °C, returns of 35 to 58 °C.

    Uniform over these ranges, hour by hour without order: the solver finds nothing to hold on to from one hour to the next, and the
    glycol's Reynolds numbers lie on both sides of the transition, so that both flow regimes are computed throughout.
    """
    loop = size(plant).loops[0]
    assert loop.sizing is not None
    assert loop.rating is not None
    rng = np.random.default_rng(SEED)
    hot_kg_s = loop.rating.hot_flow_kg_s * rng.uniform(0.45, 1.05, HOURS)
    cold_kg_s = loop.rating.cold_flow_kg_s * rng.uniform(0.45, 1.05, HOURS)
    hot = Stream(plant.loops[0].circuit.coolant, hot_kg_s, rng.uniform(66.0, 80.0, HOURS))
    cold = Stream(plant.header.coolant, cold_kg_s, rng.uniform(35.0, 58.0, HOURS))
    return Year(loop.sizing.exchanger, hot, cold, rate(loop.sizing.exchanger, hot, cold))
