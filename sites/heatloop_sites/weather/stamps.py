"""Hour stamps of a weather file: 8,760 of them, in order, none missing and none twice; a leap day is dropped."""

from dataclasses import dataclass

from heatloop_sites.weather.text import TextFile
from heatloop_thermo.months import MONTH_DAYS, YEAR_HOURS

_MONTH_START = [24 * sum(MONTH_DAYS[:month]) for month in range(12)]
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One record: its line in the file, and the hour that it closes: 1..24 of a day."""

    line: int
    month: int
    day: int
    hour: int

    @property
    def leap(self) -> bool:
        """Whether it belongs to 29 February."""
        return (self.month, self.day) == (2, 29)

    @property
    def index(self) -> int:
        """Hour of the year, from 0."""
        return _MONTH_START[self.month - 1] + 24 * (self.day - 1) + self.hour - 1

    def __str__(self) -> str:
        """As in messages: 3 Mar, hour 7."""
        return f"{self.day} {NAMES[self.month - 1]}, hour {self.hour}"


def fault_of(stamp: Stamp) -> str | None:
    """What is wrong with a stamp by itself.

    >>> fault_of(Stamp(9, 4, 31, 1))
    'the day must be 1..30 in month 4 (got 31)'
    """
    if not 1 <= stamp.month <= 12:
        return f"the month must be 1..12 (got {stamp.month})"
    last = 29 if stamp.month == 2 else MONTH_DAYS[stamp.month - 1]
    if not 1 <= stamp.day <= last:
        return f"the day must be 1..{last} in month {stamp.month} (got {stamp.day})"
    if not 1 <= stamp.hour <= 24:
        return f"the hour must be 1..24, the hour that ends then (got {stamp.hour})"
    return None


def kept(file: TextFile, stamps: list[Stamp]) -> tuple[list[int], tuple[str, ...]]:
    """Positions of the records to keep, in order of the year, and what is to be said.

    Parameters
    ----------
    file : for messages. stamps : of all records, in the order of the file.

    Returns
    -------
    8,760 positions, and notes.

    Raises
    ------
    SiteError : hours missing, twice or out of order, or a stamp that no year has.
    """
    file.refuse_all([(stamp.line, text) for stamp in stamps if (text := fault_of(stamp))])
    keep = [position for position, stamp in enumerate(stamps) if not stamp.leap]
    leap = len(stamps) - len(keep)
    found: list[tuple[int, str]] = []
    expected = 0
    for stamp in (stamps[position] for position in keep):
        index = stamp.index
        if index != expected:
            found.append((stamp.line, _story(stamp, expected)))
        expected = index + 1
    if not found and expected != YEAR_HOURS:
        line = stamps[-1].line if stamps else 0
        found.append((line, f"ends with hour {expected} of the year; a year has {YEAR_HOURS} hours, from 1 January"))
    if len(keep) != YEAR_HOURS and found:
        found.insert(0, (0, f"has {len(keep)} hours without a leap day, a year has {YEAR_HOURS}"))
    file.refuse_all(found)
    note = f"29 February ({leap} h) was dropped: a year here has 365 days."
    return keep, (note,) if leap else ()


def _story(stamp: Stamp, expected: int) -> str:
    if expected == 0:
        return f"begins with {stamp}; a year here begins with 1 Jan, hour 1"
    if stamp.index == expected - 1:
        return f"the hour stands twice: {stamp}"
    if stamp.index < expected:
        return f"goes back in time, to {stamp}"
    missing = stamp.index - expected
    return f"{missing} hour{'s are' if missing > 1 else ' is'} missing before {stamp}"
