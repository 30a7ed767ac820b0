"""Published values and bands, read from the files that the tests read, and one comparison of ours with them."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "thermo" / "data"
ROUND_OFF = 1e-12
"""Differences below are round-off, which another processor may have otherwise."""

Band = Mapping[str, float]


def load(name: str) -> Any:
    """A data file of the tests, as it is."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    """A table with its header; what starts with # is its citation."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def citation(path: Path) -> str:
    """The comment on top of a table, as one line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))


BANDS: dict[str, Any] = load("bands.json")


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def brief(value: float) -> str:
    """Two figures: 1e-09 is written 1e-9.

    >>> brief(1.234e-9), brief(0.05), brief(0.0), brief(-3.0)
    ('1.2e-9', '0.05', '0', '-3')
    """
    text = f"{value:.2g}"
    mantissa, _, power = text.partition("e")
    return f"{mantissa}e{int(power)}" if power else mantissa


@dataclass(frozen=True)
class Check:
    """One line of a table.

    ``published`` as printed at its source. ``band`` as pytest.approx takes it; None: every printed digit must come out.
    """

    case: str
    published: str
    ours: float
    source: str
    band: Band | None = None

    @property
    def relative(self) -> bool:
        return self.band is not None and "rel" in self.band

    @property
    def difference(self) -> float:
        """Ours less published; over published where the band is relative."""
        off = self.ours - float(self.published)
        return off / abs(float(self.published)) if self.relative else off

    @property
    def within(self) -> bool:
        if self.band is None:
            return "e" not in self.published and f"{self.ours:.{decimals(self.published)}f}" == self.published
        return abs(self.difference) <= next(iter(self.band.values()))

    def cells(self) -> list[str]:
        """Case, source, published, ours, difference, band."""
        off = abs(self.difference)
        difference = f"< {brief(ROUND_OFF)}" if off < ROUND_OFF else brief(self.difference)
        band = "all digits" if self.band is None else f"{brief(next(iter(self.band.values())))}"
        kind = " rel" if self.relative else ""
        return [self.case, self.source, shown(self.published), self.our_digits(), difference + kind, band + kind]

    def our_digits(self) -> str:
        """One digit more than published, as far as that says anything."""
        if "e" in self.published or len(self.published.replace(".", "")) > 12:
            return f"{self.ours:.12g}" if "e" not in self.published else f"{self.ours:.4e}".replace("e+0", "e")
        return f"{self.ours:.{decimals(self.published) + 1}f}"


def shown(published: str) -> str:
    """At most twelve figures of what a computer printed with sixteen."""
    return published if len(published.replace(".", "")) <= 12 or "e" in published else f"{float(published):.12g}"


@dataclass(frozen=True)
class Refusal:
    """A case without an answer: what ours says instead of one, and what it must say."""

    case: str
    source: str
    says: str
    must_say: str

    @property
    def within(self) -> bool:
        return self.must_say in self.says


@dataclass(frozen=True)
class Limit:
    """A largest error, and what it may be; or a value and the two ends between which it must lie."""

    case: str
    source: str
    found: float
    low: float
    high: float
    unit: str = ""

    @property
    def within(self) -> bool:
        return self.low <= self.found <= self.high

    def cells(self) -> list[str]:
        """Case, source, ours, band."""
        band = f"at most {brief(self.high)}" if self.low == 0.0 else f"{self.low:g} to {self.high:g}"
        value = brief(self.found) if self.low == 0.0 else f"{self.found:.1f}"
        return [self.case, self.source, f"{value}{self.unit}", f"{band}{self.unit}"]


@dataclass(frozen=True)
class Topic:
    """A section of the page."""

    title: str
    about: str
    checks: list[Check] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def lines(self) -> Iterator[Check | Refusal | Limit]:
        yield from (*self.checks, *self.refusals, *self.limits)
