"""Looks at an audit log: reads it, and finds the rows that are not as they were written. Writes nothing."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

from heatloop_control.audit import GENESIS, PENDING, Entry, Head, digest_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not as it was written: its number, and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a log.

    Parameters
    ----------
    rows, head : how many there are, and the last one.
    faults : empty for a whole chain.
    pending : rows that no other one completed: on their way, or cut off by a crash.
    """

    rows: int
    head: Head
    faults: tuple[Fault, ...]
    pending: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or added in between."""
        return not self.faults


def read(path: Path, after: int = 0, most: int = 1_000_000_000) -> Iterator[tuple[int, Entry, str, str]]:
    """Rows of a log in their order: number, entry, hash before it, own hash. Only reads; raises `sqlite3.Error` for what is no log."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as file:
        names = ", ".join(["seq", *(field.name for field in fields(Entry)), "prev_hash", "hash"])
        query = f"SELECT {names} FROM audit WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - names of our own
        for seq, *values, prev_hash, digest in file.execute(query, (after, most)):
            yield seq, Entry(*values), prev_hash, digest


def verify(path: Path, known: Sequence[Head] = ()) -> Verdict:
    """Look at every row of a log.

    Parameters
    ----------
    path : of the file.
    known : heads that were kept elsewhere; only they show that rows are missing at the end, or that the whole chain is another one.

    Raises
    ------
    FileNotFoundError : if there is no such file.
    sqlite3.DatabaseError : if it is no log at all, or damaged so far that it cannot be read to its end.
    """
    if not path.exists():
        raise FileNotFoundError(2, "no such audit log", str(path))
    faults: list[Fault] = []
    pending: set[int] = set()
    hashes = {0: GENESIS}
    last = Head(0, GENESIS)
    for seq, entry, prev_hash, digest in read(path):
        faults += _faults(seq, entry, prev_hash, digest, last)
        if entry.result == PENDING:
            pending.add(seq)
        pending.discard(entry.refers)
        hashes[seq] = digest
        last = Head(seq, digest)
    for head in known:
        found = hashes.get(head.seq)
        if found is None:
            faults.append(Fault(head.seq, f"is missing; the log ends with row {last.seq}"))
        elif found != head.hash:
            faults.append(Fault(head.seq, "is not the row whose hash was kept elsewhere"))
    return Verdict(len(hashes) - 1, last, tuple(faults), tuple(sorted(pending)))


def _faults(seq: int, entry: Entry, prev_hash: str, digest: str, last: Head) -> Iterator[Fault]:
    if seq != last.seq + 1:
        gap = f"row {last.seq + 1} is" if seq == last.seq + 2 else f"rows {last.seq + 1} to {seq - 1} are"
        yield Fault(seq, f"{gap} missing before it" if seq > last.seq else "stands where no row can stand")
    elif prev_hash != last.hash:
        yield Fault(seq, f"does not follow row {last.seq}")
    try:
        same = digest_of(seq, entry, prev_hash) == digest
    except (ValueError, TypeError):
        same = False
    if not same:
        yield Fault(seq, "was changed: its hash does not fit")
