"""The historian with a week of 200 tags at 1 Hz in its file, and a year of summaries behind it. All made up, all seeded."""

import time
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from heatloop_control.historian.cold import folder_of, freeze
from heatloop_control.historian.pieces import DAY_MS, QUARTER_MS, QUARTERS, summed
from heatloop_control.historian.recorder import Historian
from heatloop_control.historian.store import SqliteStore
from heatloop_control.historian.trend import trend

SEED = 20260119
TAGS = tuple(f"TT-{number}" for number in range(200))
DAY = 20_472  # 2026-01-19
DAYS = 7
DAY_S = 86_400
YEAR = 365


def scans() -> np.ndarray:
    """An hour of all tags: half as noisy floats, a quarter with one decimal, an eighth slow, an eighth still; shape (3600, 200)."""
    rng = np.random.default_rng(SEED)
    values = 75.0 + np.cumsum(rng.normal(0.0, 0.02, (3600, 200)), axis=0)
    values += rng.normal(0.0, 0.05, values.shape)
    values[:, 100:150] = np.round(values[:, 100:150], 1)
    values[:, 150:175] = np.repeat(np.round(values[::60, 150:175], 2), 60, axis=0)
    values[:, 175:] = 50.0
    return values


def historian(path: Path, run: str) -> Historian:
    return Historian(TAGS, lambda: SqliteStore(path, TAGS, run), rows_most=10**6)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The file after a week, and what it took to make: bytes, seconds."""
    path = tmp_path_factory.mktemp("week") / "history.sqlite"
    values, good = scans(), [0] * len(TAGS)
    kept, begun_s = historian(path, "week"), time.perf_counter()
    for second in range(DAYS * DAY_S):
        kept.put(DAY * DAY_S + second, values[second % 3600] + second * 1e-6, good)
        if second % 900 == 899:
            while kept.work():
                pass
    assert kept.close()
    return path, path.stat().st_size, time.perf_counter() - begun_s


@pytest.fixture(scope="module")
def year(week):
    """The same file with the summaries of the days before that week, as they stay when days go cold."""
    path, _, _ = week
    store, values = SqliteStore(path, TAGS, "year"), scans()[:: 3600 // QUARTERS // 10][:QUARTERS].astype(np.float32)
    times, none = DAY_MS + QUARTER_MS * np.arange(QUARTERS), np.zeros(values.shape, np.uint8)
    pieces = summed(times, values, none, DAY_MS, QUARTER_MS, QUARTERS)
    quarters = {tag: pieces[index].tobytes() for index, tag in enumerate(TAGS)}
    for day in range(DAY + DAYS - YEAR, DAY):
        store.register(day, f"{day}.parquet", 0, DAY_S, quarters)
    store.close()
    return path


def test_putting_a_scan(benchmark, book, tmp_path):
    kept, values, good, second = historian(tmp_path / "h.sqlite", "put"), scans().tolist(), [0] * len(TAGS), count()

    def put() -> None:
        number = next(second)
        kept.put(DAY * DAY_S + number, values[number % 3600], good)

    benchmark.pedantic(put, rounds=2000)
    book("history", "a scan of 200 tags into the ring", remark="all that the scan pays")


def test_a_day_of_the_week(benchmark, book, week):
    path, size, took_s = week
    found = benchmark(trend, path, "TT-7", (DAY + 3) * DAY_S, (DAY + 4) * DAY_S, 720)
    assert found.count.sum() == DAY_S
    assert len(found.times_s) == 720
    remark = (
        f"{size / DAYS / 1e6:.0f} MB a day, {DAYS * DAY_S / took_s:,.0f} scans/s written; acceptance: 50 ms, 100 MB"
    )
    book("history", "trend of a day, 720 buckets", remark=remark)


def test_ten_minutes_of_samples(benchmark, book, week):
    start_s = (DAY + 3) * DAY_S + 40_000
    found = benchmark(trend, week[0], "TT-7", start_s, start_s + 600, 600)
    assert (found.count == 1.0).all()
    book("history", "ten minutes, every sample")


def test_a_year(benchmark, book, year):
    found = benchmark(trend, year, "TT-7", (DAY + DAYS - YEAR) * DAY_S, (DAY + DAYS) * DAY_S, 720)
    assert found.count.sum() == (YEAR - DAYS) * QUARTERS + DAYS * DAY_S
    book("history", "trend of a year, 720 buckets", remark="acceptance: 1 s")


def test_a_day_into_the_cold_and_its_trend(benchmark, book, week):
    path, _, _ = week
    begun_s = time.perf_counter()
    size, rows, quarters = freeze(path, DAY)
    took_s = time.perf_counter() - begun_s
    store = SqliteStore(path, TAGS, "cold")
    store.register(DAY, next(folder_of(path).iterdir()).name, size, rows, quarters)
    store.close()
    found = benchmark(trend, path, "TT-7", DAY * DAY_S, (DAY + 1) * DAY_S, 720)
    assert found.count.sum() == DAY_S
    book("history", "trend of a cold day", remark=f"{size / 1e6:.0f} MB a day, written in {took_s:.1f} s")
