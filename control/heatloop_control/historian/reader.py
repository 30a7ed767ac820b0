"""Reads the historian's file while another process writes it: a connection that cannot write, opened for one question."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heatloop_control.historian import cold
from heatloop_control.historian import pieces as pc
from heatloop_control.historian.pieces import Array, Bytes, Floats, Pieces, Times
from heatloop_control.historian.seam import Happened


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of one tag in order of time: times [ms since 1970, UTC], values, qualities (`heatloop_control.image.Quality`)."""

    times_ms: Times
    values: Floats
    qualities: Bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces of one tag with the times at which they begin. [ms]"""

    starts_ms: Times
    pieces: Pieces


class Reader:
    """A file of the historian, for questions; `heatloop_control.historian.trend` asks most of them.

    Parameters
    ----------
    file : connection with ``mode=ro``.
    folder : in which the cold days lie.
    """

    def __init__(self, file: sqlite3.Connection, folder: Path) -> None:
        self.file, self.folder = file, folder

    def tags(self) -> tuple[str, ...]:
        """Names of all tags that were ever kept."""
        return tuple(name for (name,) in self.file.execute("SELECT name FROM tag ORDER BY name"))

    def cold_days(self, from_ms: int, to_ms: int) -> list[tuple[int, str]]:
        """Days that lie in files of their own, with the names of the files."""
        query = "SELECT day, file FROM cold WHERE day >= ? AND day <= ? ORDER BY day"
        return self.file.execute(query, (from_ms // pc.DAY_MS, (to_ms - 1) // pc.DAY_MS)).fetchall()

    def samples(self, tag: str, from_ms: int, to_ms: int) -> Samples:
        """Every sample of a tag from a time until before another, hot or cold."""
        parts = [cold.samples(self.folder / name, tag) for _, name in self.cold_days(from_ms, to_ms)]
        parts += [*self._squeezed(tag, from_ms, to_ms), *self._tail(tag, from_ms, to_ms)]
        if not parts:
            return Samples(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.uint8))
        times, values, qualities = (np.concatenate(column) for column in zip(*parts, strict=True))
        inside = (times >= from_ms) & (times < to_ms)
        order = np.argsort(times[inside], kind="stable")
        return Samples(times[inside][order], values[inside][order], qualities[inside][order])

    def minutes(self, tag: str, from_ms: int, to_ms: int) -> Iterator[Part]:
        """Minutes of a tag that were summed up, in whole quarters of an hour, and those of the tail and of cold days."""
        for day, name in self.cold_days(from_ms, to_ms):
            yield summed(cold.samples(self.folder / name, tag), day * pc.DAY_MS, pc.DAY_MS)
        query = "SELECT start_ms, minutes FROM roll JOIN tag ON tag.id = tag WHERE name = ? AND start_ms > ? AND start_ms < ?"
        rows = self.file.execute(f"{query} ORDER BY start_ms", (tag, from_ms - pc.QUARTER_MS, to_ms)).fetchall()
        if rows:
            starts = np.array([row[0] for row in rows])[:, None] + pc.MINUTE_MS * np.arange(pc.MINUTES)
            yield Part(starts.ravel(), np.frombuffer(b"".join(row[1] for row in rows), pc.PIECE))
        for tail in self._tail(tag, from_ms, to_ms):
            first_ms = int(tail[0][0]) // pc.MINUTE_MS * pc.MINUTE_MS
            yield summed(tail, first_ms, int(tail[0][-1]) + 1 - first_ms)

    def quarters(self, tag: str, from_ms: int, to_ms: int) -> Iterator[Part]:
        """Quarters of an hour of a tag: of cold days as they were kept; of the others their minutes, which are finer."""
        query = "SELECT day, quarters FROM day JOIN tag ON tag.id = tag WHERE name = ? AND day >= ? AND day <= ? ORDER BY day"
        rows = self.file.execute(query, (tag, from_ms // pc.DAY_MS, (to_ms - 1) // pc.DAY_MS)).fetchall()
        if rows:
            starts = np.array([row[0] for row in rows])[:, None] * pc.DAY_MS + pc.QUARTER_MS * np.arange(pc.QUARTERS)
            yield Part(starts.ravel(), np.frombuffer(b"".join(row[1] for row in rows), pc.PIECE))
        last_cold = self.file.execute("SELECT max(day) FROM cold").fetchone()[0]
        hot_ms = from_ms if last_cold is None else max(from_ms, (last_cold + 1) * pc.DAY_MS)
        if hot_ms < to_ms:
            yield from self.minutes(tag, hot_ms, to_ms)

    def events(self, from_ms: int, to_ms: int, most: int = 1000) -> list[Happened]:
        """Events from a time until before another, the oldest first."""
        query = "SELECT seq, time_ms, kind, code, became, text FROM event WHERE time_ms >= ? AND time_ms < ?"
        rows = self.file.execute(f"{query} ORDER BY time_ms, seq LIMIT ?", (from_ms, to_ms, most))
        return [Happened(*row) for row in rows]

    def _squeezed(self, tag: str, from_ms: int, to_ms: int) -> Iterator[tuple[Times, Floats, Bytes]]:
        query = """SELECT times, data FROM chunk JOIN tag ON tag.id = chunk.tag JOIN span ON span.id = chunk.span
            WHERE name = ? AND chunk.start_ms > ? AND chunk.start_ms < ? ORDER BY chunk.start_ms"""
        for times, data in self.file.execute(query, (tag, from_ms - pc.QUARTER_MS, to_ms)):
            yield (pc.loosened_times(times), *pc.loosened(data))

    def _tail(self, tag: str, from_ms: int, to_ms: int) -> Iterator[tuple[Times, Floats, Bytes]]:
        for layout, text in self.file.execute("SELECT id, tags FROM layout").fetchall():
            tags = json.loads(text)
            if tag not in tags:
                continue
            query = (
                "SELECT time_ms, data FROM tail WHERE layout = ? AND time_ms >= ? AND time_ms < ? ORDER BY time_ms, seq"
            )
            rows = self.file.execute(query, (layout, from_ms, to_ms)).fetchall()
            if rows:
                values, qualities = pc.unpacked([row[1] for row in rows], len(tags))
                at = tags.index(tag)
                yield np.array([row[0] for row in rows]), values[:, at], qualities[:, at]


def summed(samples: tuple[Times, Floats, Bytes], start_ms: int, length_ms: int) -> Part:
    """Minutes of some samples of one tag."""
    times, values, qualities = samples
    count = -(-length_ms // pc.MINUTE_MS)
    pieces = pc.summed(times, values[:, None], qualities[:, None], start_ms, pc.MINUTE_MS, count)
    return Part(start_ms + pc.MINUTE_MS * np.arange(count), pieces[0])


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Open a file of the historian for questions; what it shows does not change until it is closed.

    Raises
    ------
    FileNotFoundError : if there is none.
    sqlite3.OperationalError : if it cannot be read.
    """
    if not path.exists():
        raise FileNotFoundError(2, "no history", str(path))
    file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5.0)
    try:
        file.execute("PRAGMA query_only = ON")
        file.execute("BEGIN")
        yield Reader(file, cold.folder_of(path))
    finally:
        file.close()


__all__ = ["Array", "Part", "Reader", "Samples", "reading", "summed"]
