"""Trends: a time of one tag in as many buckets as a screen has columns, whatever the time is, an hour or a year."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heatloop_control.historian import pieces as pc
from heatloop_control.historian.pieces import Array
from heatloop_control.historian.reader import Part, Reader, Samples, reading
from heatloop_thermo.errors import require

BUCKETS_MOST = 20_000
SPAN_MOST_S = 40.0 * 366.0 * 86_400.0


@dataclass(frozen=True, slots=True)
class Trend:
    """One tag over a time.

    Parameters
    ----------
    tag : of the point.
    times_s : beginning of each bucket, since 1970, UTC. [s]
    step_s : length of a bucket. [s]
    low, high, mean, last : of the usable samples in each; NaN where there are none. [unit of the tag]
    count : usable samples in each.
    quality : worst quality in each, as `heatloop_control.image.Quality`; BAD where there is nothing.
    grain_s : length of the pieces that were joined: 900 or 60; 0 for the samples themselves. [s]
    """

    tag: str
    times_s: Array
    step_s: float
    low: Array
    high: Array
    mean: Array
    last: Array
    count: Array
    quality: Array
    grain_s: float


def trend(path: Path, tag: str, from_s: float, to_s: float, buckets: int = 720) -> Trend:
    """A time of one tag in buckets.

    Parameters
    ----------
    path : of the historian's file.
    tag : of the point; one that was never kept has empty buckets.
    from_s, to_s : since 1970, UTC. [s]
    buckets : how many at the most. From a minute on, a bucket is whole minutes long, from a quarter of an hour on, whole quarters,
        and begins with one; so there may be fewer, and the first may begin a little before ``from_s``.

    Raises
    ------
    OutOfRange : for a time that ends before it begins, or more than `BUCKETS_MOST` buckets.
    FileNotFoundError, sqlite3.OperationalError : as for `reader.reading`.
    """
    require("from_s", from_s, 0.0, 1e11, "s", "seconds since 1970")
    require("to_s", to_s, from_s + 1e-3, from_s + SPAN_MOST_S, "s", "a trend ends after it begins, within 40 years")
    require("buckets", float(buckets), 1.0, float(BUCKETS_MOST), "-", "a screen has no more columns")
    from_ms, to_ms = math.floor(1000.0 * from_s), math.ceil(1000.0 * to_s)
    step_ms, grain_ms = steps(to_ms - from_ms, buckets)
    start_ms = from_ms // grain_ms * grain_ms if grain_ms else from_ms
    count = -(-(to_ms - start_ms) // step_ms)
    with reading(path) as reader:
        parts = _parts(reader, tag, start_ms, start_ms + count * step_ms, grain_ms)
    return _joined(tag, parts, start_ms, step_ms, count, grain_ms)


def steps(length_ms: int, buckets: int) -> tuple[int, int]:
    """Length of a bucket, and of the pieces that it is made of (0: samples). [ms]

    >>> steps(86_400_000, 720), steps(365 * 86_400_000, 720), steps(600_000, 720)
    ((120000, 60000), (44100000, 900000), (834, 0))
    """
    step_ms = max(-(-length_ms // buckets), 1)
    for grain_ms in (pc.QUARTER_MS, pc.MINUTE_MS):
        if step_ms >= grain_ms:
            return -(-step_ms // grain_ms) * grain_ms, grain_ms
    return step_ms, 0


def _parts(reader: Reader, tag: str, from_ms: int, to_ms: int, grain_ms: int) -> list[Part]:
    if grain_ms == pc.QUARTER_MS:
        return list(reader.quarters(tag, from_ms, to_ms))
    if grain_ms == pc.MINUTE_MS:
        return list(reader.minutes(tag, from_ms, to_ms))
    return [_each(reader.samples(tag, from_ms, to_ms))]


def _each(samples: Samples) -> Part:
    """Samples as pieces of one sample each."""
    pieces = pc.empty(samples.times_ms.size)
    usable = (samples.qualities <= 1) & np.isfinite(samples.values)
    for name in ("low", "high", "mean", "last"):
        pieces[name] = np.where(usable, samples.values, np.nan)
    pieces["count"], pieces["worst"] = usable, samples.qualities
    return Part(samples.times_ms, pieces)


def _joined(tag: str, parts: list[Part], start_ms: int, step_ms: int, count: int, grain_ms: int) -> Trend:
    starts = np.concatenate([part.starts_ms for part in parts]) if parts else np.zeros(0, np.int64)
    pieces = np.concatenate([part.pieces for part in parts]) if parts else pc.empty(0)
    bucket = (starts - start_ms) // step_ms
    inside = np.flatnonzero((bucket >= 0) & (bucket < count))
    inside = inside[np.argsort(starts[inside], kind="stable")]
    found = pc.merged(pieces[inside], bucket[inside], count)
    return Trend(
        tag=tag,
        times_s=(start_ms + step_ms * np.arange(count)) / 1000.0,
        step_s=step_ms / 1000.0,
        low=found["low"],
        high=found["high"],
        mean=found["mean"],
        last=found["last"],
        count=found["count"],
        quality=found["worst"],
        grain_s=grain_ms / 1000.0,
    )
