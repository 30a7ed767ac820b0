"""Tables of the historian's file, and how a file of an earlier heatloop becomes one of today."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

STEPS: tuple[str, ...] = (
    # 1: samples of the last minutes as they came; quarters of an hour by tag; days that went cold
    """
    CREATE TABLE layout (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE);
    CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE tail (seq INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, layout INTEGER NOT NULL, data BLOB NOT NULL);
    CREATE TABLE span (id INTEGER PRIMARY KEY, start_ms INTEGER NOT NULL, times BLOB NOT NULL);
    CREATE TABLE chunk (tag INTEGER, start_ms INTEGER, span INTEGER, data BLOB NOT NULL, PRIMARY KEY (tag, start_ms, span));
    CREATE TABLE roll (tag INTEGER, start_ms INTEGER, span INTEGER, minutes BLOB NOT NULL, PRIMARY KEY (tag, start_ms, span))
        WITHOUT ROWID;
    CREATE TABLE day (tag INTEGER, day INTEGER, quarters BLOB NOT NULL, PRIMARY KEY (tag, day)) WITHOUT ROWID;
    CREATE TABLE cold (day INTEGER PRIMARY KEY, file TEXT NOT NULL, bytes INTEGER NOT NULL, rows INTEGER NOT NULL);
    CREATE TABLE event (seq INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
        became TEXT NOT NULL, text TEXT NOT NULL);
    CREATE INDEX event_time ON event (time_ms);
    CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), run TEXT NOT NULL, number INTEGER NOT NULL);
    """,
)
"""SQL that leads from each version to the next; never changed, only added to."""


class LaterFormat(sqlite3.OperationalError):
    """The file was written by a later heatloop."""


def upgrade(file: sqlite3.Connection, path: Path, steps: Sequence[str] = STEPS) -> int:
    """Bring a file to today's version, each step whole or not at all; before the first one a copy is put beside it.

    Parameters
    ----------
    file : the one writing connection, in autocommit.
    path : of the file; the copy is ``path`` with ``.v<version>``.

    Returns
    -------
    The version that it had.

    Raises
    ------
    LaterFormat : for a file of a version that is not known; it is left as it is.
    """
    (version,) = file.execute("PRAGMA user_version").fetchone()
    had = int(version)
    if had > len(steps):
        raise LaterFormat(f"{path}: format {had}; this heatloop knows {len(steps)}")
    if 0 < had < len(steps):
        with closing(sqlite3.connect(path.with_name(f"{path.name}.v{had}"))) as copy:
            file.backup(copy)
    for number, step in enumerate(steps[had:], start=had + 1):
        try:
            file.executescript(f"BEGIN IMMEDIATE; {step.rstrip().rstrip(';')}; PRAGMA user_version = {number}; COMMIT;")
        except sqlite3.Error:
            if file.in_transaction:
                file.execute("ROLLBACK")
            raise
    return had
