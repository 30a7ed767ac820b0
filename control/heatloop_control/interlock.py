"""Interlocks come last, and they only narrow: each takes from the range that an output may have, none ever gives back.

An interlock ends by itself when its cause is gone; a trip stays until somebody resets it, and is not reset while its cause is there.
The one that came first is remembered (first-out): when ten things trip, it says which began.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heatloop_control.condition import CLEAR, Condition, Seen
from heatloop_control.condition import step as see
from heatloop_control.image import Image
from heatloop_thermo.errors import require


@dataclass(frozen=True, slots=True)
class Range:
    """What an output may be. [%]"""

    low: float = 0.0
    high: float = 100.0

    def __post_init__(self) -> None:
        """Refuse a range without a value in it."""
        require("high", self.high, self.low, 100.0, "%", "a range contains a value")
        require("low", self.low, 0.0, 100.0, "%", "an output goes from 0 to 100")


FULL = Range()


@dataclass(frozen=True, slots=True)
class Interlock:
    """One cause and its effects.

    Parameters
    ----------
    code : stable name ("inlet_hot").
    text : what it means to an operator.
    cause : see `Condition`.
    effects : range by output tag while it acts.
    latched : whether it is a trip, that only a reset ends.
    elsewhere : whether it is the trip of a PLC, which latches it itself.
    only_if : without this, the cause means nothing (no flow matters only while machines heat); blind counts as there.
    """

    code: str
    text: str
    cause: Condition
    effects: Mapping[str, Range]
    latched: bool = False
    only_if: Condition | None = None
    elsewhere: bool = False

    @property
    def aborts(self) -> bool:
        """Whether it is a trip, here or elsewhere."""
        return self.latched or self.elsewhere


@dataclass(frozen=True, slots=True)
class Guard:
    """Memory of one interlock."""

    seen: Seen = CLEAR
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Guards:
    """Memory of all interlocks, by position, and which one acted first since none did."""

    each: tuple[Guard, ...]
    first_out: str | None = None


def fresh(interlocks: Sequence[Interlock]) -> Guards:
    """Memory before the first scan."""
    return Guards(tuple(Guard() for _ in interlocks))


def step(interlocks: Sequence[Interlock], guards: Guards, image: Image, reset: bool, dt_s: float) -> Guards:
    """Look at every cause; a reset frees trips whose cause is gone.

    Parameters
    ----------
    interlocks, guards : rows and their memory, in one order.
    image : of this scan.
    reset : whether somebody asks for a reset now.
    dt_s : since the last scan. [s]
    """
    each = tuple(_guard(row, guard, image, reset, dt_s) for row, guard in zip(interlocks, guards.each, strict=True))
    acting = [row.code for row, guard in zip(interlocks, each, strict=True) if guard.acting]
    if not acting:
        return Guards(each, None)
    return Guards(each, guards.first_out or acting[0])


def _guard(row: Interlock, guard: Guard, image: Image, reset: bool, dt_s: float) -> Guard:
    matters = row.only_if is None or see(row.only_if, CLEAR, image, dt_s).holds
    seen = see(row.cause, guard.seen, image, dt_s) if matters else CLEAR
    acting = seen.holds or (row.latched and guard.acting and not reset)
    return guard if seen is guard.seen and acting == guard.acting else Guard(seen, acting)


def narrow(interlocks: Sequence[Interlock], guards: Guards, allowed: Mapping[str, Range]) -> dict[str, Range]:
    """Ranges of the outputs after every acting interlock.

    Where two interlocks contradict each other (one wants at least 60 %, another at most 0 %), the earlier row wins: rows stand in the
    order of what they protect, people and machines before comfort.

    Parameters
    ----------
    interlocks, guards : as for `step`.
    allowed : range of each output before.

    Returns
    -------
    Ranges within those given.

    >>> row = Interlock("sink_lost", "no flow to the sinks", Condition("FT-201", "below", 5.0), {"TCV-102": Range(100.0, 100.0)})
    >>> narrow([row], Guards((Guard(CLEAR, True),)), {"TCV-102": FULL, "SC-101": FULL})
    {'TCV-102': Range(low=100.0, high=100.0), 'SC-101': Range(low=0.0, high=100.0)}
    """
    ranges = dict(allowed)
    for row, guard in zip(interlocks, guards.each, strict=True):
        if guard.acting:
            for tag, effect in row.effects.items():
                ranges[tag] = intersect(ranges.get(tag, FULL), effect)
    return ranges


def intersect(first: Range, second: Range) -> Range:
    """What both allow; where they share nothing, the value of the first that is nearest to the second.

    >>> intersect(Range(0.0, 60.0), Range(40.0, 100.0)), intersect(Range(60.0, 100.0), Range(0.0, 0.0))
    (Range(low=40.0, high=60.0), Range(low=60.0, high=60.0))
    """
    low, high = max(first.low, second.low), min(first.high, second.high)
    if low <= high:
        return Range(low, high)
    nearest = first.low if second.high < first.low else first.high
    return Range(nearest, nearest)
