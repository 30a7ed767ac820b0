"""The historian: it keeps what it is given, gives it back fast, and never holds anybody up."""

import os
import signal as signals
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plants_history import DAY, START_S, TAGS, Disk, Unsure, kept, signal

from heatloop_control.historian import cold, schema
from heatloop_control.historian.reader import reading
from heatloop_control.historian.recorder import Historian
from heatloop_control.historian.store import SqliteStore
from heatloop_control.historian.trend import trend
from heatloop_control.image import Image, Quality, Reading
from heatloop_thermo.errors import OutOfRange

START_MS = round(1000 * START_S)
ODD = "disk I/O error"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite"


def numbers(path, tag="JT-101", until_s=10**6):
    with reading(path) as reader:
        return reader.samples(tag, START_MS, START_MS + 1000 * until_s).values.tolist()


def count(path, run, upto, disk=None, first=0, begin_s=START_S):
    """Put numbered scans through a historian whose thread is this one."""
    historian = Historian(("N",), lambda: disk.open(path, ("N",), run) if disk else SqliteStore(path, ("N",), run))
    for number in range(first, upto):
        historian.put(begin_s + number, [float(number)], [0])
    return historian


def test_what_is_put_in_comes_back_across_quarters_of_an_hour_and_the_tail(path):
    seconds = np.arange(0, 4000)
    kept(path, seconds)
    expected = signal(seconds).astype(np.float32)
    with reading(path) as reader:
        for index, tag in enumerate(TAGS):
            found = reader.samples(tag, START_MS, START_MS + 4_000_000)
            assert (found.times_ms == START_MS + 1000 * seconds).all()
            assert (found.values == expected[:, index]).all()
        part = reader.samples("TT-201", START_MS + 880_000, START_MS + 920_000)
        assert (part.values == expected[880:920, 0]).all()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM tail").fetchone() == (400,)
        assert file.execute("SELECT count(*) FROM chunk").fetchone() == (4 * len(TAGS),)


@pytest.mark.parametrize("buckets", [720, 60, 7, 1, 4000])
def test_a_trend_is_what_the_samples_say_whatever_it_is_made_of(path, buckets):
    seconds = np.arange(0, 7300)
    gone = set(range(2000, 2300))
    kept(path, seconds, bad=gone)
    found = trend(path, "TT-201", START_S, START_S + 7300.0, buckets)
    values, good = signal(seconds)[:, 0], np.array([s not in gone for s in seconds.tolist()])
    for index, begin in enumerate(found.times_s - START_S):
        inside = (seconds >= begin - 1e-6) & (seconds < begin + found.step_s - 1e-6)
        mine = values[inside & good]
        assert found.count[index] == mine.size
        if mine.size:
            expected = [mine.min(), mine.max(), mine.mean(), mine[-1]]
            row = [found.low[index], found.high[index], found.mean[index], found.last[index]]
            assert row == pytest.approx(expected, rel=1e-6)
            assert found.quality[index] == (Quality.GOOD if good[inside].all() else Quality.BAD)
        else:
            assert np.isnan([found.low[index], found.high[index], found.mean[index], found.last[index]]).all()
            assert found.quality[index] == Quality.BAD
    assert found.count.sum() == good.sum()
    assert len(found.times_s) <= buckets + 1


def test_a_tag_that_was_never_kept_has_empty_buckets_and_an_impossible_time_is_refused(path):
    kept(path, np.arange(10))
    assert trend(path, "TT-999", START_S, START_S + 10.0, 5).count.sum() == 0
    for from_s, to_s, buckets in (
        (START_S, START_S - 1.0, 5),
        (float("nan"), START_S, 5),
        (START_S, START_S + 1.0, 10**6),
    ):
        with pytest.raises(OutOfRange):
            trend(path, "TT-201", from_s, to_s, buckets)
    with pytest.raises(FileNotFoundError):
        trend(path.with_name("nowhere"), "TT-201", START_S, START_S + 1.0)


def test_a_day_in_the_cold_answers_as_it_did_in_the_file(path):
    pytest.importorskip("pyarrow")
    seconds = np.concatenate([np.arange(0, 4000), np.arange(86_400, 88_000), np.arange(172_800, 174_000)])
    kept(path, seconds, bad={17})
    asked = [(0.0, 4000.0, 100), (0.0, 4000.0, 1000), (0.0, 3 * 86_400.0, 20), (3000.0, 87_000.0, 720)]
    before = [trend(path, "TT-201", START_S + a, START_S + b, n) for a, b, n in asked]
    numbers_before = numbers(path)
    kept(path, np.array([4 * 86_400]), run="r2", keep_days=2)
    with reading(path) as reader:
        assert reader.cold_days(START_MS, START_MS + 10**9) == [
            (DAY, "2026-01-19.parquet"),
            (DAY + 1, "2026-01-20.parquet"),
        ]
        assert not reader.file.execute("SELECT * FROM chunk WHERE start_ms < ?", (START_MS + 172_800_000,)).fetchall()
    assert numbers(path)[: len(numbers_before)] == numbers_before
    for (a, b, n), was in zip(asked, before, strict=True):
        now = trend(path, "TT-201", START_S + a, START_S + b, n)
        for name in ("times_s", "low", "high", "mean", "last", "count", "quality"):
            np.testing.assert_allclose(getattr(now, name), getattr(was, name), rtol=1e-6, err_msg=name)


def test_a_crash_between_the_file_of_a_cold_day_and_its_entry_costs_nothing(path):
    pytest.importorskip("pyarrow")
    kept(path, np.concatenate([np.arange(0, 1000), [86_400 * 3]]))
    before = numbers(path)
    cold.freeze(path, DAY)
    assert numbers(path) == before, "nothing is counted twice"
    kept(path, np.array([86_400 * 3 + 1]), run="r2", keep_days=0)
    assert numbers(path)[:1000] == before[:1000]


def test_a_day_goes_cold_in_a_process_of_its_own(path):
    pytest.importorskip("pyarrow")
    kept(path, np.concatenate([np.arange(0, 1000), [86_400 * 3]]))
    before = numbers(path)
    kept(path, np.array([86_400 * 3 + 1]), run="r2", keep_days=0, apart=True)
    assert (cold.folder_of(path) / "2026-01-19.parquet").exists()
    assert numbers(path)[:1000] == before[:1000]
    with pytest.raises(OSError, match="no history"):
        cold.freeze_apart(path.with_name("nowhere"), DAY)


def test_a_day_that_cannot_go_cold_stays_and_says_so(path):
    pytest.importorskip("pyarrow")
    kept(path, np.concatenate([np.arange(0, 1000), [86_400 * 3]]))
    cold.folder_of(path).write_text("in the way")
    historian = Historian(TAGS, lambda: SqliteStore(path, TAGS, "r2", 0, apart=False))
    historian.put(START_S + 86_400 * 3 + 1, [1.0, 2.0, 3.0], [0, 0, 0])
    while historian.work():
        pass
    assert (historian.health().trouble, historian.health().waiting) == ("", 0)
    assert historian.health().remark.startswith("a day stays in the file")
    historian.close()
    assert len(numbers(path)) == 1002


def test_a_cold_day_that_is_damaged_is_named(path):
    pytest.importorskip("pyarrow")
    kept(path, np.concatenate([np.arange(0, 1000), [86_400 * 3]]))
    kept(path, np.array([86_400 * 3 + 1]), run="r2", keep_days=0)
    (cold.folder_of(path) / "2026-01-19.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(OSError, match=r"2026-01-19.parquet: damaged"):
        numbers(path)
    assert trend(path, "TT-201", START_S, START_S + 365 * 86_400.0).count.sum() == 1002, "a year does not need it"


def test_tags_may_come_and_go_within_a_day(path):
    kept(path, np.arange(0, 100))
    kept(path, np.arange(100, 1000), run="r2", tags=TAGS[:2])
    kept(path, np.arange(1000, 1100), run="r3")
    assert len(numbers(path, "TT-201")) == 1100
    assert len(numbers(path, "JT-101")) == 200
    if cold.find_spec("pyarrow"):
        kept(path, np.array([90_000]), run="r4", keep_days=0)
        assert len(numbers(path, "TT-201")) == 1101
        assert len(numbers(path, "JT-101", 86_400)) == 200


def test_a_clock_that_is_set_back_loses_and_overwrites_nothing(path):
    kept(path, np.concatenate([np.arange(3000, 3600), np.arange(0, 4000)]))
    assert len(numbers(path)) == 4600
    assert trend(path, "TT-201", START_S, START_S + 4000.0, 10).count.sum() == 4600


def test_events_come_back_in_order(path):
    historian = Historian(TAGS, lambda: SqliteStore(path, TAGS, "r"))
    for second in range(5):
        historian.tell(START_S + second, "alarm", f"A{second}", "unacknowledged", "supply is cold")
    historian.close()
    with reading(path) as reader:
        found = reader.events(START_MS + 1000, START_MS + 4000)
        assert [event.code for event in found] == ["A1", "A2", "A3"]
        assert found[0].text == "supply is cold"
        assert len(reader.events(0, 10**14, most=2)) == 2


def test_the_image_is_kept_with_what_it_does_not_have_marked_bad(path):
    historian = Historian(TAGS, lambda: SqliteStore(path, TAGS, "r"))
    historian.put_image(
        START_S, Image({"TT-201": Reading(75.0, Quality.UNCERTAIN, 0.1), "FT-201": Reading(1e300, Quality.GOOD, 0.1)})
    )
    historian.close()
    with reading(path) as reader:
        rows = [reader.samples(tag, START_MS, START_MS + 1) for tag in TAGS]
    assert [row.qualities.tolist() for row in rows] == [[1], [0], [3]]
    assert trend(path, "FT-201", START_S, START_S + 1.0, 1).count.sum() == 0, "a number beyond 32 bits does not count"


def test_as_many_values_as_tags_are_taken():
    with pytest.raises(ValueError, match="2 values and 1 qualities for 3 tags"):
        Historian(TAGS, Disk).put(START_S, [1.0, 2.0], [0])


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        OSError(5, ODD),
        Unsure("disk I/O error"),
    ],
)
def test_what_waits_while_the_disk_is_gone_is_written_in_order_and_once_when_it_is_back(path, error):
    disk = Disk()
    historian = count(path, "r", 3, disk)
    historian.work()
    disk.error = error
    for number in range(3, 2500):
        historian.put(START_S + number, [float(number)], [0])
    assert not historian.work()
    health = historian.health()
    assert str(error) in health.trouble
    assert health.waiting >= 2497 - 1000 * isinstance(error, Unsure)
    historian.work()
    disk.error = None
    while historian.work():
        pass
    assert historian.health().trouble == ""
    historian.close()
    assert numbers(path, "N") == [float(number) for number in range(2500)]


def test_a_disk_that_is_really_full_gives_everything_once_there_is_room(path):
    room = [20]
    historian = Historian(("N",), lambda: SqliteStore(path, ("N",), "r", most_pages=room[0]))
    for number in range(6000):
        historian.put(START_S + number, [float(number)], [0])
    while historian.work():
        pass
    assert "full" in historian.health().trouble
    assert historian.health().waiting > 0
    room[0] = 2000
    while historian.work():
        pass
    historian.close()
    assert numbers(path, "N") == [float(number) for number in range(6000)]


def test_a_full_ring_drops_the_oldest_and_counts_them(path):
    historian = Historian(("N",), lambda: SqliteStore(path, ("N",), "r"), rows_most=100, events_most=2)
    for number in range(130):
        historian.put(START_S + number, [float(number)], [0])
    for number in range(5):
        historian.tell(START_S + number, "mode", str(number), "run")
    health = historian.health()
    assert (health.waiting, health.dropped_rows, health.dropped_events) == (102, 30, 3)
    historian.close()
    assert numbers(path, "N") == [float(number) for number in range(30, 130)]


class Hanging:
    """A store whose disk does not answer until it is let go."""

    remark = ""

    def __init__(self):
        self.asked, self.go, self.rows = threading.Event(), threading.Event(), 0

    def append(self, rows, events):
        self.asked.set()
        assert self.go.wait(30.0)
        self.rows += len(rows)

    def tidy(self):
        return False

    def close(self):
        pass


def test_a_disk_that_hangs_holds_up_nobody():
    store = Hanging()
    historian = Historian(("N",), lambda: store).start()
    historian.put(START_S, [0.0], [0])
    assert store.asked.wait(30.0)
    for number in range(1, 1000):
        historian.put(START_S + number, [float(number)], [0])
    health = historian.health()
    assert (health.waiting, store.rows) == (1000, 0)
    assert health.busy_s > 0.0
    assert not historian.close(patience_s=0.01), "it says that it could not finish"
    store.go.set()
    assert historian.close(30.0)
    assert store.rows == 1000


def test_the_thread_tries_again_after_a_failure_and_ends_when_it_is_told(path):
    disk = Disk()
    disk.error = OSError(28, "No space left on device")
    historian = count(path, "r", 10, disk).start()
    while not historian.health().trouble:
        threading.Event().wait(0.001)
    disk.error = None
    assert historian.close(30.0)
    assert len(numbers(path, "N")) == 10


CHILD = """
import sys, threading
from heatloop_control.historian.recorder import Historian
from heatloop_control.historian.store import SqliteStore
from pathlib import Path
historian = Historian(("N",), lambda: SqliteStore(Path(sys.argv[1]), ("N",), "child")).start()
number, pause = 0, threading.Event()
while True:
    historian.put(float(sys.argv[2]) + number, [float(number)], [0])
    number += 1
    while historian.health().waiting:
        pause.wait(0.0002)
    print(number, flush=True)
"""


def test_killed_in_the_middle_of_its_work_it_loses_no_scan_that_was_a_second_old(path):
    """Each scan is said aloud when the store has it; after kill -9 all of these are there, the file is sound, and work goes on."""
    command = [sys.executable, "-c", CHILD, str(path), str(START_S + 700.0)]  # over the end of a quarter of an hour
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        said = 0
        while said < 400:
            said = int(child.stdout.readline())
        os.kill(child.pid, signals.SIGKILL)
        said = max([said, *(int(line) for line in child.stdout.read().split())])
    found = numbers(path, "N")
    assert found[:said] == [float(number) for number in range(said)]
    assert len(found) <= said + 1
    count(path, "next", len(found) + 50, first=len(found), begin_s=START_S + 700.0).close()
    assert numbers(path, "N") == [float(number) for number in range(len(found) + 50)]
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("damage", [b"<html>" * 1000, None])
def test_a_damaged_file_is_put_aside_and_a_new_one_begun(path, damage):
    kept(path, np.arange(2000))
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 8] = b"\xff" * (4096 * 7)
    path.write_bytes(damage or content)
    historian = count(path, "r2", 5)
    for _ in range(3):
        historian.work()
    assert historian.health().remark == "a damaged file was put aside as history.sqlite.broken-1"
    historian.close()
    assert numbers(path, "N") == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert path.with_name("history.sqlite.broken-1").read_bytes() == (damage or content)


def test_a_file_of_a_later_heatloop_is_left_as_it_is(path):
    kept(path, np.arange(10))
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")
    historian = count(path, "r2", 5)
    assert not historian.work()
    assert "this heatloop knows" in historian.health().trouble
    assert historian.health().waiting == 5


def test_a_file_of_an_earlier_heatloop_is_upgraded_step_by_step_and_copied_before(path):
    kept(path, np.arange(10))
    steps = (
        *schema.STEPS,
        "ALTER TABLE event ADD COLUMN who TEXT NOT NULL DEFAULT ''",
        "CREATE TABLE note (text TEXT);",
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        assert schema.upgrade(file, path, steps) == 1
        assert file.execute("PRAGMA user_version").fetchone() == (3,)
        assert file.execute("SELECT count(*) FROM note").fetchone() == (0,)
    assert numbers(path.with_name("history.sqlite.v1")) == numbers(path)


def test_an_upgrade_that_fails_leaves_the_version_that_was_reached(path):
    kept(path, np.arange(10))
    steps = (
        *schema.STEPS,
        "CREATE TABLE note (text TEXT);",
        "CREATE TABLE other (text TEXT); CREATE TABLE note (text TEXT);",
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            schema.upgrade(file, path, steps)
        assert file.execute("PRAGMA user_version").fetchone() == (2,)
        assert not file.execute("SELECT * FROM sqlite_master WHERE name = 'other'").fetchall()


def test_a_reader_cannot_write_and_sees_one_moment(path):
    kept(path, np.arange(10))
    with reading(path) as reader:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.file.execute("DELETE FROM tail")
        before = reader.samples("JT-101", START_MS, START_MS + 10**6).values.size
        kept(path, np.arange(10, 20), run="r2")
        assert reader.samples("JT-101", START_MS, START_MS + 10**6).values.size == before
    assert len(numbers(path)) == 20
