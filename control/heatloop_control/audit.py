"""The audit log: who asked for what, what became of it, in a chain of hashes that shows every change made afterwards.

A row is written before the device is, and a second row, which refers to it, says how that ended; what is refused is written too. The
table takes new rows only. Whoever owns the file can still write a new chain: keep the head elsewhere (journal, a report on paper).

Never called from the scan: each row waits for the disk.
"""

import json
import sqlite3
from collections import deque
from dataclasses import astuple, dataclass, fields, replace
from hashlib import sha256
from pathlib import Path

GENESIS = sha256(b"heatloop audit 1").hexdigest()
"""What the first row follows."""
OWED_MOST = 1000
"""Rows that are kept in memory while the disk does not take them. [-]"""
SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY, utc TEXT, monotonic_s REAL, actor TEXT, role TEXT, origin TEXT, request TEXT, action TEXT, target TEXT,
    before TEXT, after TEXT, reason TEXT, lease_until TEXT, result TEXT, refers INTEGER, prev_hash TEXT, hash TEXT) STRICT;
CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log takes new rows only'); END;
CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log takes new rows only'); END;
"""
VERSION = 1
PENDING = "pending"
"""Result of a row that a second one completes."""


class AuditUnavailable(Exception):
    """The log cannot be written: what has to be on record first must not happen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says. Everything is text, as it is to be read in ten years; an empty one says nothing.

    Parameters
    ----------
    utc, monotonic_s : when: ISO 8601 in UTC, and the monotonic clock [s], which no change of the date moves.
    actor, role, origin, request : who, as what, from where (address, command line, panel), and the name of the request.
    action, target : "write", "release", "start", …; of what.
    before, after : value with its unit.
    reason, lease_until : why; end of the lease, in UTC.
    result : "pending" for what is about to happen, else how it ended: "verified", "refused: outside_envelope", …
    refers : row that this one completes; 0 for none.
    """

    utc: str
    monotonic_s: float
    actor: str
    role: str
    origin: str
    request: str
    action: str
    target: str
    before: str = ""
    after: str = ""
    reason: str = ""
    lease_until: str = ""
    result: str = PENDING
    refers: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Last row of a chain: its number, 0 for an empty one, and its hash. As text it goes to the journal.

    >>> str(Head(12, "ab" * 32))[:16], Head.read("12:" + "ab" * 32).seq
    ('12:ababababababa', 12)
    """

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @staticmethod
    def read(text: str) -> "Head":
        """A head from its text; raises `ValueError` for anything else."""
        seq, _, digest = text.strip().partition(":")
        if not seq.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(f"{text!r} is no head: a head is SEQ:HASH, as the journal has it")
        return Head(int(seq), digest)


def digest_of(seq: int, entry: Entry, prev_hash: str) -> str:
    """Hash of a row: SHA-256 of the hash before it and its canonical JSON (keys sorted, no blanks, UTF-8), 64 hex digits.

    Raises
    ------
    ValueError : for a time that is no number.
    """
    body = {field.name: getattr(entry, field.name) for field in fields(entry)} | {"seq": seq}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256((prev_hash + text).encode("utf-8", "surrogatepass")).hexdigest()


class Audit:
    """The log, open for writing; one process has it, and its calls come one after the other.

    Parameters
    ----------
    path : of the file; it is made when it is not there.

    Raises
    ------
    AuditUnavailable : if it cannot be opened, or is of a later heatloop.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._owed: deque[Entry] = deque(maxlen=OWED_MOST)
        self.lost = 0
        try:
            self._file = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False)
        except sqlite3.Error as error:
            raise AuditUnavailable(f"{path}: {error}") from error
        try:
            self._open()
        except sqlite3.Error as error:
            self.close()
            raise AuditUnavailable(f"{path}: {error}") from error

    def _open(self) -> None:
        (version,) = self._file.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            self.close()
            raise AuditUnavailable(f"{self.path}: written by a later heatloop (format {version}, known is {VERSION})")
        self._file.execute("PRAGMA synchronous = FULL")
        if version == 0:
            self._file.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        row = self._file.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        self.head = Head(*row) if row else Head(0, GENESIS)

    def append(self, entry: Entry) -> int:
        """Write a row, and wait until the disk has it.

        Returns
        -------
        Its number, for the row that completes it.

        Raises
        ------
        AuditUnavailable : if it cannot be written; then do not do what it was to record.
        """
        try:
            while self._owed:
                self._write(self._owed[0])
                self._owed.popleft()
            return self._write(entry)
        except (sqlite3.Error, OSError) as error:
            raise AuditUnavailable(f"{self.path}: {error}") from error

    def note(self, entry: Entry) -> bool:
        """Write a row about what must not wait (a stop, how something ended); it is kept and written later if the disk refuses.

        Returns
        -------
        Whether it is written already.
        """
        try:
            self.append(entry)
        except AuditUnavailable:
            self.lost += len(self._owed) == OWED_MOST
            self._owed.append(entry)
            return False
        return True

    def complete(self, seq: int, entry: Entry, result: str, utc: str, monotonic_s: float) -> bool:
        """Say how what row ``seq`` announced has ended; as for `note`."""
        return self.note(replace(entry, refers=seq, result=result, utc=utc, monotonic_s=monotonic_s))

    @property
    def owed(self) -> int:
        """Rows that wait for the disk."""
        return len(self._owed)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, entry: Entry) -> int:
        seq = self.head.seq + 1
        digest = digest_of(seq, entry, self.head.hash)
        values = (seq, *astuple(entry), self.head.hash, digest)
        self._file.execute(f"INSERT INTO audit VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - question marks
        self.head = Head(seq, digest)
        return seq
