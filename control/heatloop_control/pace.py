"""Pace of the scan: turns at fixed times of a clock that nobody sets, with lateness and overruns measured.

Turn n is due at start + n * period, whatever the turns before took: nothing drifts. A turn that takes too long costs the turns that it
covers; they are counted and never made up for: nothing piles up.
"""

import asyncio
import math
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

REMEMBERED = 3600
"""Turns of which lateness and duration are remembered. [-]"""


class Clock(Protocol):
    """Time of the plant, and a way to wait for it."""

    def now(self) -> float:
        """Monotonic time. [s]"""

    async def until(self, time_s: float) -> bool:
        """Wait until then; False if somebody wants to stop before."""

    def stop(self) -> None:
        """Let nobody wait any more."""


class Monotonic:
    """The monotonic clock of the machine, which no change of the date moves.

    Parameters
    ----------
    speed : seconds of the plant in one of the wall; other than 1 only for a simulated plant. [-]
    """

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._begun_s = time.monotonic()
        self._stop = asyncio.Event()

    def now(self) -> float:
        """Time of the plant since the clock was made. [s]"""
        return (time.monotonic() - self._begun_s) * self.speed

    async def until(self, time_s: float) -> bool:
        """Wait until then; False if somebody wants to stop before."""
        wait_s = (time_s - self.now()) / self.speed
        if wait_s <= 0.0:
            await asyncio.sleep(0.0)
            return not self._stop.is_set()
        try:
            await asyncio.wait_for(self._stop.wait(), wait_s)
        except TimeoutError:
            return True
        return False

    def stop(self) -> None:
        """Let nobody wait any more."""
        self._stop.set()


@dataclass(frozen=True, slots=True)
class Timing:
    """How well the pace was kept; all times in seconds of the plant. Percentiles are over the last `REMEMBERED` turns.

    Parameters
    ----------
    turns, overruns, missed : turns made; turns that took longer than the period; turns that fell out for it.
    late_p50_s, late_p99_s, late_max_s : a turn began so much after it was due; the maximum is over all turns.
    took_p50_s, took_p99_s, took_max_s : duration of a turn.
    """

    turns: int
    overruns: int
    missed: int
    late_p50_s: float
    late_p99_s: float
    late_max_s: float
    took_p50_s: float
    took_p99_s: float
    took_max_s: float


@dataclass(slots=True)
class Pace:
    """When the next turn is due, and how it went so far.

    Parameters
    ----------
    period_s : of the scan. [s]
    start_s : when the first turn is due. [s]
    """

    period_s: float
    start_s: float
    turns: int = 0
    overruns: int = 0
    missed: int = 0
    _slot: int = 0
    _began_s: float = 0.0
    _late_max_s: float = 0.0
    _took_max_s: float = 0.0
    _late_s: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _took_s: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    @property
    def due_s(self) -> float:
        """When the next turn is due. [s]"""
        return self.start_s + self._slot * self.period_s

    def begin(self, now_s: float) -> None:
        """A turn begins."""
        late_s = max(now_s - self.due_s, 0.0)
        self._began_s = now_s
        self._late_s.append(late_s)
        self._late_max_s = max(self._late_max_s, late_s)

    def end(self, now_s: float) -> bool:
        """It is over; whether it was in time. The next one is due at the next slot that is still to come.

        >>> pace = Pace(1.0, 0.0)
        >>> pace.begin(0.001); pace.end(0.2), pace.due_s
        (True, 1.0)
        >>> pace.begin(1.0); pace.end(3.5), pace.due_s, pace.missed
        (False, 4.0, 2)
        """
        took_s = now_s - self._began_s
        self._took_s.append(took_s)
        self._took_max_s = max(self._took_max_s, took_s)
        self.turns += 1
        passed = max(math.ceil((now_s - self.start_s) / self.period_s - 1e-9), self._slot + 1)
        in_time = passed == self._slot + 1
        self.overruns += not in_time
        self.missed += passed - self._slot - 1
        self._slot = passed
        return in_time

    def timing(self) -> Timing:
        """How it went so far."""
        late, took = sorted(self._late_s), sorted(self._took_s)
        return Timing(
            turns=self.turns,
            overruns=self.overruns,
            missed=self.missed,
            late_p50_s=at(late, 0.5),
            late_p99_s=at(late, 0.99),
            late_max_s=self._late_max_s,
            took_p50_s=at(took, 0.5),
            took_p99_s=at(took, 0.99),
            took_max_s=self._took_max_s,
        )


def at(ordered: list[float], share: float) -> float:
    """Value below which a share of the values lies; 0 without any.

    >>> at([1.0, 2.0, 3.0, 4.0], 0.5), at([1.0, 2.0, 3.0, 4.0], 0.99)
    (2.0, 4.0)
    """
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else 0.0
