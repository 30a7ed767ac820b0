"""The process image: what was read, with quality and age, frozen for one scan."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Quality(IntEnum):
    """How far a reading can be trusted; a larger number is worse."""

    GOOD = 0
    UNCERTAIN = 1  # usable, and somebody should look: frozen, disagreeing, substituted
    STALE = 2  # was good, and is too old to act on
    BAD = 3  # no number, no sense, or not there


@dataclass(frozen=True, slots=True)
class Reading:
    """One value with its quality and its age. [s]"""

    value: float
    quality: Quality
    age_s: float

    @property
    def usable(self) -> bool:
        """Whether a loop may act on it."""
        return self.quality <= Quality.UNCERTAIN

    @property
    def known(self) -> float | None:
        """The value where it is usable, else None."""
        return self.value if self.quality <= Quality.UNCERTAIN else None


NOTHING = Reading(math.nan, Quality.BAD, math.inf)
"""A point that nobody has read."""


@dataclass(frozen=True, slots=True)
class Image:
    """All readings of one scan, by tag; a tag that nobody read is `NOTHING`."""

    readings: Mapping[str, Reading]

    def __getitem__(self, tag: str) -> Reading:
        """Reading of a tag."""
        return self.readings.get(tag, NOTHING)

    def known(self, tag: str) -> float | None:
        """Value of a tag where it is usable, else None.

        >>> image = Image({"TT-201": Reading(75.0, Quality.GOOD, 0.2), "TT-202": Reading(55.0, Quality.STALE, 9.0)})
        >>> image.known("TT-201"), image.known("TT-202"), image.known("TT-999")
        (75.0, None, None)
        """
        return self.readings.get(tag, NOTHING).known


def judge(value: float, age_s: float, low: float, high: float, stale_after_s: float, bad_after_s: float) -> Reading:
    """Grade a raw value: no number or outside its plausible range is BAD, an old one STALE and then BAD.

    Parameters
    ----------
    value : as decoded; NaN where nothing came.
    age_s : since it was read. [s]
    low, high : plausible range, in the unit of the value.
    stale_after_s, bad_after_s : ages beyond which it is STALE, BAD. [s]

    Returns
    -------
    The reading; its value is kept for display whatever the quality.

    >>> judge(75.0, 0.5, -40.0, 150.0, 2.5, 10.0).quality.name, judge(float("nan"), 0.0, -40.0, 150.0, 2.5, 10.0).quality.name
    ('GOOD', 'BAD')
    """
    if not low <= value <= high or not 0.0 <= age_s <= bad_after_s:  # NaN compares false: it is never good
        return Reading(value, Quality.BAD, age_s)
    return Reading(value, Quality.STALE if age_s > stale_after_s else Quality.GOOD, age_s)
