"""A reading beyond a limit for long enough: the cause behind every interlock and every alarm."""

from dataclasses import dataclass
from typing import Literal

from heatloop_control.image import Image, Reading
from heatloop_thermo.errors import require

Side = Literal["above", "below", "blind"]
Blind = Literal["true", "false", "hold"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be seen, and for how long.

    Parameters
    ----------
    tag : point that is watched.
    side : "above" or "below" the limit, or "blind": the reading cannot be used.
    limit : in the unit of the point; of no matter when blind.
    delay_s : it has to last so long before it holds. [s], >= 0
    deadband : the reading has to come back by this much before it ends. [unit], >= 0
    when_blind : what a reading that cannot be used means: "true" is the safe side, "hold" leaves it as it was.
    """

    tag: str
    side: Side
    limit: float = 0.0
    delay_s: float = 0.0
    deadband: float = 0.0
    when_blind: Blind = "true"

    def __post_init__(self) -> None:
        """Refuse what cannot be watched."""
        require(f"{self.tag}: delay_s", self.delay_s, 0.0, 1e6, "s", "a delay")
        require(f"{self.tag}: deadband", self.deadband, 0.0, 1e6, "-", "a deadband")
        require(f"{self.tag}: limit", self.limit, -1e9, 1e9, "-", "a limit is a number")


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether the condition holds, and for how long its cause has been there. [s]"""

    holds: bool = False
    for_s: float = 0.0


CLEAR = Seen()


def step(condition: Condition, seen: Seen, image: Image, dt_s: float) -> Seen:
    """Next state of a condition.

    >>> from heatloop_control.image import Quality
    >>> hot = Condition("TT-101", "above", 88.0, delay_s=2.0, deadband=2.0)
    >>> def at(value): return Image({"TT-101": Reading(value, Quality.GOOD, 0.0)})
    >>> first = step(hot, CLEAR, at(89.0), 1.0)
    >>> second = step(hot, first, at(89.0), 1.0)
    >>> first.holds, second.holds, step(hot, second, at(87.0), 1.0).holds, step(hot, second, at(85.9), 1.0).holds
    (False, True, True, False)
    """
    there = _there(condition, seen, image[condition.tag])
    if there is None:
        return seen
    if not there:
        return CLEAR
    for_s = seen.for_s + dt_s
    return Seen(seen.holds or for_s >= condition.delay_s, for_s)


def _there(condition: Condition, seen: Seen, reading: Reading) -> bool | None:
    """Whether the cause is there now; None leaves everything as it was."""
    if condition.side == "blind":
        return not reading.usable
    if not reading.usable:
        return None if condition.when_blind == "hold" else condition.when_blind == "true"
    back = condition.deadband if seen.holds else 0.0
    if condition.side == "above":
        return reading.value > condition.limit - back
    return reading.value < condition.limit + back
