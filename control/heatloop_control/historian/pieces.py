"""Samples as bytes, and what is left of them when they are summed up: lowest, highest, mean, last, how many, how bad.

Values are kept as 32-bit floats: seven digits. A sample counts when its quality is usable and it is a number; mean is over samples.
"""

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heatloop_control.image import Quality

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Pieces = npt.NDArray[np.void]

MINUTE_MS, QUARTER_MS, DAY_MS = 60_000, 900_000, 86_400_000
MINUTES = QUARTER_MS // MINUTE_MS
QUARTERS = DAY_MS // QUARTER_MS
NO_SAMPLE = 255
"""Worst quality of a time in which there is not even a bad sample."""
PIECE = np.dtype([("low", "<f4"), ("high", "<f4"), ("mean", "<f4"), ("last", "<f4"), ("count", "<u2"), ("worst", "u1")])
"""A minute or a quarter of an hour of one tag: 19 bytes."""
COUNT_MOST = 65_535
LEVEL = 1
"""Effort of zlib: of noisy floats, level 6 saves 2 % more in 1.2 times the time (measured)."""


def packed(values: Sequence[float], qualities: Sequence[int]) -> bytes:
    """One scan of all tags: the values, then their qualities."""
    with np.errstate(over="ignore"):  # beyond 32 bits: inf, which no reader counts
        return np.asarray(values, np.float64).astype("<f4").tobytes() + bytes(qualities)


def unpacked(rows: Sequence[bytes], tags: int) -> tuple[Floats, Bytes]:
    """Scans of the same tags: values and qualities, both of shape (scans, tags)."""
    both = np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), 5 * tags)
    values = np.ascontiguousarray(both[:, : 4 * tags]).view("<f4")
    return values, both[:, 4 * tags :]


def squeezed(values: Floats, qualities: Bytes) -> bytes:
    """One tag's samples: bytes of the floats by significance, then the qualities; all of it compressed.

    >>> values, qualities = np.full(900, 75.0, np.float32), np.zeros(900, np.uint8)
    >>> len(squeezed(values, qualities)) < 60
    True
    >>> again, _ = loosened(squeezed(values, qualities))
    >>> bool((again == values).all())
    True
    """
    planes = np.ascontiguousarray(values, "<f4").view(np.uint8).reshape(-1, 4).T
    return zlib.compress(planes.tobytes() + qualities.tobytes(), LEVEL)


def loosened(data: bytes) -> tuple[Floats, Bytes]:
    """The way back from `squeezed`."""
    raw = np.frombuffer(zlib.decompress(data), np.uint8)
    count = raw.size // 5
    values = np.ascontiguousarray(raw[: 4 * count].reshape(4, count).T).view("<f4").ravel()
    return values, raw[4 * count :]


def squeezed_times(times_ms: Times) -> bytes:
    """Times of samples, as differences."""
    return zlib.compress(np.diff(times_ms, prepend=np.int64(0)).astype("<i8").tobytes(), LEVEL)


def loosened_times(data: bytes) -> Times:
    """The way back from `squeezed_times`."""
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<i8"))


def empty(*shape: int) -> Pieces:
    """Pieces in which there is no sample."""
    pieces = np.zeros(shape, PIECE)
    for name in ("low", "high", "mean", "last"):
        pieces[name] = np.nan
    pieces["worst"] = NO_SAMPLE
    return pieces


def summed(times_ms: Times, values: Floats, qualities: Bytes, start_ms: int, step_ms: int, count: int) -> Pieces:
    """Pieces of many tags at once.

    Parameters
    ----------
    times_ms : rising, within the ``count`` steps that begin at ``start_ms``; shape (samples,).
    values, qualities : shape (samples, tags).
    start_ms, step_ms, count : of the pieces.

    Returns
    -------
    Pieces of shape (tags, count).
    """
    pieces = empty(values.shape[1], count)
    if times_ms.size == 0:
        return pieces
    usable = (qualities <= Quality.UNCERTAIN) & np.isfinite(values)
    which, first = np.unique((times_ms - start_ms) // step_ms, return_index=True)
    number = np.add.reduceat(usable, first, axis=0, dtype=np.int64).T
    total = np.add.reduceat(np.where(usable, values, 0.0), first, axis=0, dtype=np.float64).T
    latest = np.maximum.reduceat(np.where(usable, np.arange(times_ms.size)[:, None], 0), first, axis=0).T
    found = pieces[:, which]
    found["worst"] = np.maximum.reduceat(qualities, first, axis=0).T
    found["count"] = np.minimum(number, COUNT_MOST)
    some = number > 0
    found["low"][some] = np.minimum.reduceat(np.where(usable, values, np.inf), first, axis=0).T[some]
    found["high"][some] = np.maximum.reduceat(np.where(usable, values, -np.inf), first, axis=0).T[some]
    found["mean"][some] = total[some] / number[some]
    found["last"][some] = values[latest, np.arange(values.shape[1])[:, None]][some]
    pieces[:, which] = found
    return pieces


def merged(pieces: Pieces, bucket: npt.NDArray[np.int64], count: int) -> dict[str, Array]:
    """Pieces of one tag in fewer buckets.

    Parameters
    ----------
    pieces : in order of time; shape (pieces,).
    bucket : of each piece, 0..count-1.

    Returns
    -------
    low, high, mean, last, count, worst: each of shape (count,); NaN where nothing counts, worst is then at least BAD.
    """
    rows, some = bucket, pieces["count"] > 0
    number, total = np.zeros(count), np.zeros(count)
    np.add.at(number, rows[some], pieces["count"][some].astype(np.float64))
    np.add.at(total, rows[some], pieces["count"][some] * pieces["mean"][some].astype(np.float64))
    low, high, last = np.full(count, np.inf), np.full(count, -np.inf), np.full(count, np.nan)
    np.minimum.at(low, rows[some], pieces["low"][some].astype(np.float64))
    np.maximum.at(high, rows[some], pieces["high"][some].astype(np.float64))
    last[rows[some]] = pieces["last"][some]  # of equal indices the last one stays
    worst, seen = np.zeros(count), pieces["worst"] != NO_SAMPLE
    np.maximum.at(worst, rows[seen], pieces["worst"][seen].astype(np.float64))
    none = number == 0.0
    low[none] = high[none] = np.nan
    worst[none] = np.maximum(worst[none], float(Quality.BAD))
    mean = np.divide(total, number, out=np.full(count, np.nan), where=~none)
    return {"low": low, "high": high, "mean": mean, "last": last, "count": number, "worst": worst}
