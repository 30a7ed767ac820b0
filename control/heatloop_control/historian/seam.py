"""Between the recorder and whatever keeps the samples: what is handed over, and what a store promises."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

TROUBLES = (sqlite3.Error, OSError)
"""What a store may raise; the recorder keeps what waits, and tries again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One scan: running number of this run, time [ms since 1970, UTC], and values with qualities (`pieces.packed`)."""

    number: int
    time_ms: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: running number, time [ms since 1970, UTC], kind, code, what it became, and any text."""

    number: int
    time_ms: int
    kind: str
    code: str
    became: str
    text: str = ""


class Store(Protocol):
    """Where samples go. Another database fits behind it: rows and events come in order, and a batch is taken whole or not at all.

    Attributes
    ----------
    remark : what somebody should know although samples are taken; empty when there is nothing.
    """

    remark: str

    def append(self, rows: Sequence[Row], events: Sequence[Happened]) -> None:
        """Take a batch; what was taken before (by its number) is passed over. Raises `sqlite3.Error` or `OSError`."""

    def tidy(self) -> bool:
        """Do one piece of housekeeping; whether there is more."""

    def close(self) -> None:
        """Let go of the file."""
