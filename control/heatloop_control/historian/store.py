"""The historian's file: samples as they come in, summed up and squeezed every quarter of an hour. SQLite, one writing connection.

SQLite up to 3.51.2 can damage a file in WAL mode when two connections write or checkpoint at once: so one connection writes, every
reader is ``mode=ro``, and nothing is mapped into memory.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from heatloop_control.historian import pieces as pc
from heatloop_control.historian.cold import chill
from heatloop_control.historian.schema import LaterFormat, upgrade
from heatloop_control.historian.seam import Happened, Row

CORRUPT = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


class SqliteStore:
    """The file of one site.

    Parameters
    ----------
    path : of the file; made when it is not there. One that is damaged is put aside (``.broken-1``) and begun anew.
    tags : of the values in each row, in their order.
    run : name of this run of the controller; numbers of rows count within it.
    keep_days : whole days that stay in the file; older ones go to a Parquet file each, in the folder ``cold`` beside it. None: all stay.
    apart : whether Parquet files are written by a process of their own; not so, the work of seconds is done in this one.
    most_pages : largest size of the file, in pages of 4 KiB; 0 for as large as the disk.

    Raises
    ------
    sqlite3.OperationalError : if it cannot be opened or written.
    """

    def __init__(
        self,
        path: Path,
        tags: Sequence[str],
        run: str,
        keep_days: int | None = None,
        *,
        apart: bool = True,
        most_pages: int = 0,
    ) -> None:
        self.path, self.tags, self.run, self.most_pages = path, tuple(tags), run, most_pages
        self.keep_days, self.apart = keep_days, apart
        self.remark = ""
        self._untidy, self._quarter = True, -1
        try:
            self._open()
        except LaterFormat:
            raise
        except sqlite3.DatabaseError as error:
            self._put_aside_if_damaged(error)
            self._open()

    def _open(self) -> None:
        self._file = sqlite3.connect(self.path, isolation_level=None, timeout=5.0, check_same_thread=False)
        try:
            self._file.execute("PRAGMA mmap_size = 0")
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            if self.most_pages:
                self._file.execute(f"PRAGMA max_page_count = {self.most_pages:d}")
            upgrade(self._file, self.path)
            self._layout = self._named("layout", "tags", json.dumps(self.tags))
            self._tag_ids = [self._named("tag", "name", tag) for tag in self.tags]
        except BaseException:
            self._file.close()
            raise

    def _named(self, table: str, column: str, text: str) -> int:
        self._file.execute(f"INSERT OR IGNORE INTO {table} ({column}) VALUES (?)", (text,))  # noqa: S608 - names of our own
        query = f"SELECT id FROM {table} WHERE {column} = ?"  # noqa: S608
        return int(self._file.execute(query, (text,)).fetchone()[0])

    def append(self, rows: Sequence[Row], events: Sequence[Happened]) -> None:
        """Take a batch, whole or not at all."""
        try:
            self._begin()
            known = self._file.execute("SELECT number FROM progress WHERE run = ?", (self.run,)).fetchone()
            taken = known[0] if known else 0
            samples = [(row.time_ms, self._layout, row.data) for row in rows if row.number > taken]
            self._file.executemany("INSERT INTO tail (time_ms, layout, data) VALUES (?, ?, ?)", samples)
            told = [(e.time_ms, e.kind, e.code, e.became, e.text) for e in events if e.number > taken]
            self._file.executemany("INSERT INTO event (time_ms, kind, code, became, text) VALUES (?, ?, ?, ?, ?)", told)
            most = max([taken, *(row.number for row in rows), *(event.number for event in events)])
            self._file.execute("INSERT OR REPLACE INTO progress VALUES (1, ?, ?)", (self.run, most))
            self._file.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._undo(error)
            raise
        if len({self._quarter, *(row.time_ms // pc.QUARTER_MS for row in rows)}) > 1:
            self._untidy = True
            self._quarter = rows[-1].time_ms // pc.QUARTER_MS

    def tidy(self) -> bool:
        """Squeeze one quarter of an hour that is over, or else move one day into the cold; whether there may be another."""
        if not self._untidy:
            return False
        self._untidy = self._squeezed_one() or self._chilled_one()
        return self._untidy

    def _chilled_one(self) -> bool:
        """Move a day into the cold; one that does not go there stays, and is tried again after the next quarter of an hour."""
        if self.keep_days is None:
            return False
        try:
            chilled = chill(self, self.keep_days)
        except OSError as error:
            self.remark = f"a day stays in the file: {error}"
            return False
        self.remark = ""
        return chilled

    def _squeezed_one(self) -> bool:
        latest = self._file.execute("SELECT time_ms, layout FROM tail ORDER BY seq DESC LIMIT 1").fetchone()
        if latest is None:
            return False
        quarter, layout = latest[0] // pc.QUARTER_MS, latest[1]
        query = "SELECT time_ms / ?, layout FROM tail WHERE time_ms / ? != ? OR layout != ? ORDER BY seq LIMIT 1"
        over = self._file.execute(query, (pc.QUARTER_MS, pc.QUARTER_MS, quarter, layout)).fetchone()
        if over is None:
            return False
        try:
            self._begin()
            self._squeeze(*over)
            self._file.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._undo(error)
            raise
        return True

    def _squeeze(self, quarter: int, layout: int) -> None:
        """Move one quarter of an hour from the tail to chunks by tag."""
        which = (pc.QUARTER_MS, quarter, layout)
        query = "SELECT time_ms, data FROM tail WHERE time_ms / ? = ? AND layout = ? ORDER BY time_ms, seq"
        rows = self._file.execute(query, which).fetchall()
        ids = self._ids_of(layout)
        times = np.array([row[0] for row in rows], np.int64)
        values, qualities = pc.unpacked([row[1] for row in rows], len(ids))
        start_ms = quarter * pc.QUARTER_MS
        (most,) = self._file.execute("SELECT coalesce(max(id), 0) FROM span").fetchone()
        span = most + 1
        minutes = pc.summed(times, values, qualities, start_ms, pc.MINUTE_MS, pc.MINUTES)
        self._file.execute("INSERT INTO span VALUES (?, ?, ?)", (span, start_ms, pc.squeezed_times(times)))
        chunks = [(tag, start_ms, span, pc.squeezed(values[:, i], qualities[:, i])) for i, tag in enumerate(ids)]
        self._file.executemany("INSERT INTO chunk VALUES (?, ?, ?, ?)", chunks)
        rolls = [(tag, start_ms, span, minutes[i].tobytes()) for i, tag in enumerate(ids)]
        self._file.executemany("INSERT INTO roll VALUES (?, ?, ?, ?)", rolls)
        self._file.execute("DELETE FROM tail WHERE time_ms / ? = ? AND layout = ?", which)

    def _ids_of(self, layout: int) -> list[int]:
        if layout == self._layout:
            return self._tag_ids
        (tags,) = self._file.execute("SELECT tags FROM layout WHERE id = ?", (layout,)).fetchone()
        return [self._named("tag", "name", tag) for tag in json.loads(tags)]

    def days(self) -> tuple[int, int, int] | None:
        """Oldest day that was squeezed, youngest day, and day of what was put in last, counted from 1970; None where there is nothing."""
        query = "SELECT min(start_ms) / ?, max(start_ms) / ? FROM span"
        first, last = self._file.execute(query, (pc.DAY_MS, pc.DAY_MS)).fetchone()
        latest = self._file.execute("SELECT time_ms / ? FROM tail ORDER BY seq DESC LIMIT 1", (pc.DAY_MS,)).fetchone()
        return None if first is None or latest is None else (first, max(last, latest[0]), latest[0])

    def register(self, day: int, file: str, size: int, rows: int, quarters: dict[str, bytes]) -> None:
        """Note that a day lies in a file of its own now, and forget its samples here; the summary of its quarters stays."""
        first_ms, end_ms = day * pc.DAY_MS, (day + 1) * pc.DAY_MS
        try:
            self._begin()
            kept = [(self._named("tag", "name", tag), day, data) for tag, data in quarters.items()]
            self._file.executemany("INSERT OR REPLACE INTO day VALUES (?, ?, ?)", kept)
            self._file.execute("INSERT OR REPLACE INTO cold VALUES (?, ?, ?, ?)", (day, file, size, rows))
            each = [(tag, first_ms, end_ms) for (tag,) in self._file.execute("SELECT id FROM tag").fetchall()]
            self._file.executemany("DELETE FROM chunk WHERE tag = ? AND start_ms >= ? AND start_ms < ?", each)
            self._file.executemany("DELETE FROM roll WHERE tag = ? AND start_ms >= ? AND start_ms < ?", each)
            self._file.execute("DELETE FROM span WHERE start_ms >= ? AND start_ms < ?", (first_ms, end_ms))
            self._file.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._undo(error)
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _begin(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def _undo(self, error: sqlite3.DatabaseError) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")
        if getattr(error, "sqlite_errorname", "") in CORRUPT:
            self._put_aside_if_damaged(error)
            self._open()

    def _put_aside_if_damaged(self, error: sqlite3.DatabaseError) -> None:
        """Rename a damaged file with what belongs to it; any other error goes on."""
        if getattr(error, "sqlite_errorname", "") not in CORRUPT:
            raise error
        self._file.close()
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.broken-{number}")).exists():
            number += 1
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            beside = self.path.with_name(self.path.name + ending)
            if beside.exists():
                beside.replace(aside.with_name(aside.name + ending))
        self.remark = f"a damaged file was put aside as {aside.name}"
