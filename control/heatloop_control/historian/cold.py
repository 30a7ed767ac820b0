"""Days that went cold: one Parquet file each, a column for every tag and one for its quality, beside the historian's file.

A day is written beside its place, renamed when it is whole, and only then forgotten by the database; a crash in between costs nothing
but the work. Any tool that reads Parquet reads it. pyarrow comes with ``heatloop[report]``; without it, days stay where they are.
"""

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from heatloop_control.historian import pieces as pc
from heatloop_control.historian.pieces import Bytes, Floats, Times

if TYPE_CHECKING:
    from heatloop_control.historian.store import SqliteStore

QUALITY = ".quality"
TIME = "time"
APART_MOST_S = 600.0
"""Longest time for one day. [s] estimate: 4 s were measured with 200 tags at 1 Hz"""


def folder_of(path: Path) -> Path:
    """Folder of the cold days of a file of the historian."""
    return path.with_name(f"{path.stem}-cold")


def name_of(day: int) -> str:
    """Name of the file of a day, counted from 1970.

    >>> name_of(20472)
    '2026-01-19.parquet'
    """
    return f"{datetime.fromtimestamp(day * pc.DAY_MS / 1000, UTC):%Y-%m-%d}.parquet"


def chill(store: "SqliteStore", keep_days: int) -> bool:
    """Move the oldest day into the cold if it is older than what is to stay; whether there may be another.

    Parameters
    ----------
    store : that has the one writing connection.
    keep_days : whole days that stay, besides the one that is under way.
    """
    days = store.days()
    if days is None or find_spec("pyarrow") is None:
        return False
    oldest, youngest, under_way = days
    if oldest >= youngest - keep_days or oldest == under_way:  # after a clock was set back, the oldest may be under way
        return False
    size, rows, quarters = (freeze_apart if store.apart else freeze)(store.path, oldest)
    store.register(oldest, name_of(oldest), size, rows, quarters)
    return True


def freeze(path: Path, day: int) -> tuple[int, int, dict[str, bytes]]:
    """Write a day into its Parquet file; reads only, and changes nothing in the database.

    Returns
    -------
    (size of the file [bytes], rows, quarters of an hour by tag).
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    from heatloop_control.historian.reader import reading  # noqa: PLC0415 - which reads cold days too

    first_ms = day * pc.DAY_MS
    with reading(path) as reader:
        tags = {tag: reader.samples(tag, first_ms, first_ms + pc.DAY_MS) for tag in reader.tags()}
    tags = {tag: samples for tag, samples in tags.items() if samples.times_ms.size}
    times = every_time([samples.times_ms for samples in tags.values()])
    columns: dict[str, object] = {TIME: pa.array(times, pa.timestamp("ms", "UTC"))}
    quarters = {}
    for tag, samples in tags.items():
        columns[tag], columns[tag + QUALITY] = _spread(times, samples.times_ms, samples.values, samples.qualities)
        both = (samples.values[:, None], samples.qualities[:, None])
        quarters[tag] = pc.summed(samples.times_ms, *both, first_ms, pc.QUARTER_MS, pc.QUARTERS).tobytes()
    target = folder_of(path) / name_of(day)
    target.parent.mkdir(exist_ok=True)
    beside = target.with_suffix(".part")
    pq.write_table(
        pa.table(columns),
        beside,
        compression="zstd",
        use_dictionary=[tag + QUALITY for tag in tags],
        use_byte_stream_split=list(tags),
        write_statistics=False,
    )
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(target)
    return target.stat().st_size, times.size, quarters


def freeze_apart(path: Path, day: int) -> tuple[int, int, dict[str, bytes]]:
    """`freeze` in a process of its own, which yields to all others: seconds of work that would make a scan in this one late.

    Raises
    ------
    OSError : if it failed, with the last line that it said.
    """
    command = [sys.executable, "-m", __name__, str(path), str(day)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=APART_MOST_S)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise OSError(f"{name_of(day)}: not written within {APART_MOST_S:g} s") from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise OSError(f"{name_of(day)}: {said[-1] if said else f'ended with {done.returncode}'}")
    size, rows, quarters = json.loads(done.stdout)
    return size, rows, {tag: b64decode(data) for tag, data in quarters.items()}


def _freeze_here(path: str, day: str) -> None:
    """What the process of `freeze_apart` does."""
    os.nice(10)
    size, rows, quarters = freeze(Path(path), int(day))
    sys.stdout.write(json.dumps([size, rows, {tag: b64encode(data).decode() for tag, data in quarters.items()}]))


def every_time(each: list[Times]) -> Times:
    """All times at which any of some tags has a sample, rising; most tags share theirs.

    >>> every_time([np.array([1, 2]), np.array([1, 2]), np.array([2, 5])])
    array([1, 2, 5])
    """
    times = np.zeros(0, np.int64)
    for own in each:
        if not np.array_equal(own, times):
            times = np.union1d(times, own)
    return times


def _spread(times: Times, own: Times, values: Floats, qualities: Bytes) -> tuple[Floats, Bytes]:
    """One tag's samples at the times of all: where it has none, NaN and `pieces.NO_SAMPLE`."""
    if own.size == times.size:
        return values, qualities
    at = np.searchsorted(times, own)
    spread, graded = np.full(times.size, np.nan, np.float32), np.full(times.size, pc.NO_SAMPLE, np.uint8)
    spread[at], graded[at] = values, qualities
    return spread, graded


def samples(file: Path, tag: str) -> tuple[Times, Floats, Bytes]:
    """Samples of one tag in a cold day: times, values, qualities; empty where the day does not have the tag.

    Raises
    ------
    OSError : if the file is gone or damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(file) as day:
            if tag not in day.schema_arrow.names:
                return np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.uint8)
            table = day.read([TIME, tag, tag + QUALITY])
    except pa.ArrowInvalid as error:
        raise OSError(f"{file.name}: damaged: {error}") from error
    times = table[TIME].cast(pa.int64()).to_numpy()
    values, qualities = table[tag].to_numpy(), table[tag + QUALITY].to_numpy()
    there = qualities != pc.NO_SAMPLE
    return times[there], values[there], qualities[there]


if __name__ == "__main__":
    _freeze_here(*sys.argv[1:])
