"""Curtailment calls: when a grid operator asks the machines to stop, how deeply, and how long before one hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array


@dataclass(frozen=True, order=True)
class Call:
    """One curtailment call.

    Parameters
    ----------
    start_h : first hour of it, counted from 0 at the start of the year. [h]
    hours : how long it lasts. [h], >= 1
    notice_h : how long before its start it is announced. [h], >= 0
    depth : share of the machines that has to stand still. [-], 0..1

    >>> Call(400, 4, 2, 1.0).end_h
    404
    """

    start_h: int
    hours: int
    notice_h: int = 0
    depth: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no call."""
        require("start_h", float(self.start_h), 0.0, 1e6, "h", "counted from the start of the year")
        require("hours", float(self.hours), 1.0, 8784.0, "h", "length of a call")
        require("notice_h", float(self.notice_h), 0.0, 8784.0, "h", "notice of a call")
        require("depth", self.depth, 0.0, 1.0, "-", "share of the machines that stands still")

    @property
    def end_h(self) -> int:
        """First hour after it. [h]"""
        return self.start_h + self.hours


def call_limit(calls: Sequence[Call], hours: int, known_at_h: int | None = None) -> Array:
    """Share of the machines that may run in each hour; where calls overlap, the deepest holds.

    Parameters
    ----------
    calls : in any order.
    hours : length of the series. [h]
    known_at_h : leave out calls of which nobody has heard in this hour; None: all. [h]

    Returns
    -------
    Largest running share. [-], 0..1, shape (hours,)

    Raises
    ------
    OutOfRange : a call ends after the last hour.

    >>> call_limit([Call(1, 2, depth=0.4)], 4)
    array([1. , 0.6, 0.6, 1. ])
    """
    limit = np.ones(hours)
    for call in calls:
        if call.end_h > hours:
            raise OutOfRange(f"a call from hour {call.start_h} to {call.end_h} ends after the last hour, {hours}")
        if known_at_h is None or call.start_h - call.notice_h <= known_at_h:
            limit[call.start_h : call.end_h] = np.minimum(limit[call.start_h : call.end_h], 1.0 - call.depth)
    return limit


def call_clock(calls: Sequence[Call], hours: int) -> NDArray[np.int64]:
    """Where each hour stands to the calls that are known in it: 0 no call, -1 notice of one, k > 0 the k-th last hour of one.

    Parameters
    ----------
    calls : in any order; where they overlap, the one that lasts longest counts.
    hours : length of the series. [h]

    >>> call_clock([Call(3, 2, notice_h=2)], 6)
    array([ 0, -1, -1,  2,  1,  0])
    """
    clock = np.zeros(hours, dtype=np.int64)
    for call in calls:
        before = slice(max(call.start_h - call.notice_h, 0), call.start_h)
        clock[before] = np.where(clock[before] == 0, -1, clock[before])
        left = np.arange(call.hours, 0, -1)[: max(hours - call.start_h, 0)]
        clock[call.start_h : call.end_h] = np.maximum(clock[call.start_h : call.end_h], left)
    return clock


def draw_calls(
    severity: Array,
    count: int,
    hours: int = 4,
    notice_h: int = 2,
    depth: float = 1.0,
    seed: int = 0,
    spread: float = 2.0,
) -> tuple[Call, ...]:
    """Calls in the worst hours of a year, as a grid operator would make them.

    Of the ``spread * count`` worst windows that do not touch, ``count`` are drawn by the seed; ``spread`` 1 takes the worst.

    Parameters
    ----------
    severity : what makes an hour bad: the price of power, or how cold it is (minus the outdoor temperature). Shape (n,)
    count : calls in all. [-], >= 0
    hours, notice_h, depth : of each, see `Call`. [h], [h], [-]
    seed : the same seed and severity give the same calls.
    spread : windows to draw from, over the calls drawn. [-], >= 1

    Returns
    -------
    Calls by rising start, at least ``hours + notice_h`` apart.

    Raises
    ------
    OutOfRange : the series is too short for so many calls.

    >>> cold = np.zeros(48); cold[30:34] = 20.0
    >>> draw_calls(cold, 1, spread=1.0)
    (Call(start_h=30, hours=4, notice_h=2, depth=1.0),)
    """
    require("severity", severity, -np.inf, np.inf, "-", "how bad an hour is")
    require("spread", spread, 1.0, 100.0, "-", "windows to draw from, over the calls drawn")
    require("count", float(count), 0.0, float(len(severity)), "-", "calls in the series")
    windows = _worst(severity, int(np.ceil(count * spread)), hours, notice_h)
    if len(windows) < count:
        raise OutOfRange(
            f"count = {count}: {len(severity)} hours hold only {len(windows)} calls of {hours} h that do not touch"
        )
    drawn = np.random.default_rng(seed).choice(len(windows), size=count, replace=False)
    return tuple(sorted(Call(windows[i], hours, notice_h, depth) for i in drawn))


def _worst(severity: Array, count: int, hours: int, notice_h: int) -> list[int]:
    """Starts of the worst windows, worst first, none of which touches another or its notice."""
    if hours > len(severity):
        return []
    total = np.concatenate([[0.0], np.cumsum(severity)])
    mean = (total[hours:] - total[:-hours]) / hours
    free = np.ones(len(mean), dtype=np.bool_)
    starts: list[int] = []
    for start in np.argsort(-mean, kind="stable"):
        if len(starts) == count:
            break
        if free[start]:
            starts.append(int(start))
            free[max(start - hours - notice_h + 1, 0) : start + hours + notice_h] = False
    return starts
