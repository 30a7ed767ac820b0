"""Histories to look into, and stores that fail on demand."""

import sqlite3
from pathlib import Path

import numpy as np

from heatloop_control.historian.recorder import Historian
from heatloop_control.historian.store import SqliteStore

DAY = 20_472
START_S = DAY * 86_400.0
"""2026-01-19, midnight."""
TAGS = ("TT-201", "FT-201", "JT-101")


def signal(seconds: np.ndarray) -> np.ndarray:
    """Values of all tags; shape (seconds, 3)."""
    slow = 75.0 + 3.0 * np.sin(seconds / 5000.0)
    return np.stack([slow, 100.0 + seconds % 7, np.floor(seconds / 3600.0)], axis=1)


def kept(
    path: Path, seconds: np.ndarray, run: str = "r", keep_days: int | None = None, tags=TAGS, bad=(), apart=False
) -> None:
    """A history of some seconds since `START_S`; at those in ``bad`` the first tag is no number."""
    historian = Historian(tags, lambda: SqliteStore(path, tags, run, keep_days, apart=apart), rows_most=10**6)
    values = signal(seconds)[:, : len(tags)].tolist()
    for second, row in zip(seconds.tolist(), values, strict=True):
        wrong = second in bad
        historian.put(
            START_S + second, [float("nan"), *row[1:]] if wrong else row, [3 if wrong else 0, *[0] * (len(tags) - 1)]
        )
    assert historian.close()
    assert historian.health().trouble == ""
    assert historian.health().waiting == 0


class Disk:
    """A disk that works until it is told not to."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.appended = 0

    def open(self, path: Path, tags=TAGS, run: str = "r") -> "OnDisk":
        if self.error is not None:
            raise self.error
        return OnDisk(self, path, tags, run)


class OnDisk(SqliteStore):
    """A store on such a disk: it fails before a commit, or right after one that it does not know of."""

    def __init__(self, disk: Disk, path: Path, tags, run: str) -> None:
        self.disk = disk
        super().__init__(path, tags, run)

    def append(self, rows, events) -> None:
        if self.disk.error is not None and not isinstance(self.disk.error, Unsure):
            raise self.disk.error
        super().append(rows, events)
        self.disk.appended += len(rows)
        if self.disk.error is not None:
            raise self.disk.error


class Unsure(sqlite3.OperationalError):
    """The commit came through, and the word that it did was lost."""
