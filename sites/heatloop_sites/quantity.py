"""Quantities at the edge: ``"8.2 kW"`` comes in, ``8200.0`` goes on; everything else gets a sentence that helps.

A `Unit` is put beside a float in a schema, ``power_w: Annotated[float, POWER]``: it parses the text, checks dimension and range,
describes itself in the JSON Schema, and its suffix is the end of the field's name. The value is a `Typed`: a float that
remembers how it was written, so that reports can quote the site file.

The table of units is our own, tested against pint: importing pint takes a fifth of the time that a whole design may take.
"""

import math
import re
from dataclasses import dataclass, replace
from typing import Any, NoReturn, Self

from pydantic_core import PydanticCustomError, core_schema

from heatloop_sites.unit_table import TEMPERATURES, UnknownUnit, close_units, measure

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"({NUMBER})\s*(\S.*)?")
_MONEY = re.compile(r"([A-Z]{3})((?:/.+)?)")
CURRENCIES = ("CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "NOK", "SEK", "USD")


class Typed(float):
    """A number in the unit of its field, with the ``text`` that a person typed and, for money, its ``currency``."""

    __slots__ = ("currency", "text")
    text: str
    currency: str

    def __new__(cls, value: float, text: str, currency: str = "") -> Self:
        """Make one; ``text`` is what stood in the file."""
        made = super().__new__(cls, value)
        made.text = text
        made.currency = currency
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[float, str, str]]:
        """Let copies and pickles keep the text."""
        return type(self), (float(self), self.text, self.currency)


@dataclass(frozen=True)
class Unit:
    """What a field of a site file expects: a quantity, the unit of its value, and the range that makes sense.

    Parameters
    ----------
    quantity : in plain words, for messages ("a power").
    unit : of the value that the program goes on with.
    suffix : end of the field's name, for example ``_w``; empty for a share, which has no unit.
    accepts : units that people use, the most usual first; any other unit of the same dimension is understood too.
    example : one good value.
    low, high : allowed range in ``unit``; ``positive`` forbids the lower end itself.
    auto : whether the word ``auto`` may stand for a value.
    """

    quantity: str
    unit: str
    suffix: str
    accepts: tuple[str, ...]
    example: str
    low: float = -math.inf
    high: float = math.inf
    positive: bool = False
    auto: bool = False

    def or_auto(self) -> "Unit":
        """Give the same unit for a field that may also read ``auto`` (None: found by the design)."""
        return replace(self, auto=True)

    def between(self, low: float, high: float = math.inf, example: str | None = None) -> "Unit":
        """Give the same unit with a range, both ends allowed."""
        return replace(self, low=low, high=high, positive=False, example=example or self.example)

    def above_zero(self, example: str | None = None) -> "Unit":
        """Give the same unit for values above 0 only."""
        return replace(self, low=0.0, positive=True, example=example or self.example)

    def described(self) -> str:
        """Quantity, units and range in words, for the documentation.

        >>> from heatloop_sites.units import POWER
        >>> POWER.above_zero().described()
        'a power (W, kW or MW), above 0 W'
        """
        words = f"{self.quantity} ({_either(self.accepts)})"
        if self.positive:
            words += f", above {self._shown(0.0)}"
        elif not math.isinf(self.low):
            words += f", from {self._shown(self.low)}"
        words += "" if math.isinf(self.high) else f" to {self._shown(self.high)}"
        return f"{words}, or `auto`" if self.auto else words

    def parse(self, raw: object) -> Typed:
        """Read a quantity; the error says what was expected.

        Raises
        ------
        PydanticCustomError : not a text with number and unit, an unknown unit, a wrong dimension, or out of range.

        >>> from heatloop_sites.units import POWER
        >>> POWER.parse("8.2 kW")
        8200.0
        """
        number, unit = self._split(raw)
        value = self._convert(number, unit)
        self._check(value)
        return Typed(value, str(raw).strip())

    def _split(self, raw: object) -> tuple[float, str]:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            self._refuse(f"must be text: {self._wanted()}")
        text = str(raw).strip()
        match = _QUANTITY.fullmatch(text)
        if match is None or not text.isprintable():
            self._refuse(_why_no_number(text) or f"is no number with a unit: {self._wanted()}")
        if match[2] is None:
            self._refuse(f"has no unit: {self._wanted()}")
        if re.match(r"[,']?\d", match[2]) or match[2].startswith(","):
            self._refuse(f"has a comma or gap in its number; write it plainly, for example {self.example}")
        return float(match[1]), match[2]

    def _convert(self, number: float, unit: str) -> float:
        if self.unit == "degC":
            if unit not in TEMPERATURES:
                self._refuse(
                    f"is no temperature; {self.quantity} is written in degC or degF, for example {self.example}"
                )
            scale, offset = TEMPERATURES[unit]
            return scale * number + offset
        factor, dimension = self._measure(unit)
        target, wanted = measure(self.unit)
        if dimension != wanted:
            self._refuse(f"does not fit: {self._wanted()}")
        return number * (factor / target)

    def _measure(self, unit: str) -> tuple[float, tuple[tuple[str, int], ...]]:
        if unit in TEMPERATURES:
            hint = f"a temperature difference is written in K, for example {self.example}" if self.unit == "K" else ""
            self._refuse(f"does not fit: {hint or f'{self.quantity} is expected, in {_either(self.accepts)}'}")
        try:
            return measure(unit)
        except UnknownUnit as unknown:
            near = close_units(unknown.name, self.accepts)
            self._refuse(f"has the unknown unit {unknown.name!r}; write {_either(near or self.accepts)}")

    def _check(self, value: float) -> None:
        if not math.isfinite(value):
            self._refuse("is not a finite number")
        if self.low <= value <= self.high and not (self.positive and value <= self.low):
            return
        low, high = self._shown(self.low), self._shown(self.high)
        if self.positive and value <= self.low:
            self._refuse(f"must be greater than {low}")
        if math.isinf(self.high):
            self._refuse(f"must be at least {low}")
        self._refuse(f"must be at most {high}" if math.isinf(self.low) else f"must be between {low} and {high}")

    def _shown(self, end: float) -> str:
        return f"{end * 100:.6g} %" if self.unit == "-" else f"{end:.6g} {_legible(self.unit)}"

    def _wanted(self) -> str:
        return f"{self.quantity} is expected, in {_either(self.accepts)}, for example {self.example}"

    def _refuse(self, text: str) -> NoReturn:
        raise PydanticCustomError("quantity", "{text}", {"text": text})

    def _read(self, raw: object) -> Typed | None:
        return None if self.auto and raw == "auto" else self.parse(raw)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        """Tell pydantic to read the field with `parse`."""
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        """Describe the field to an editor; `heatloop_sites.schema.editor` puts ``unit`` into the description."""
        pattern = rf"^\s*{NUMBER}\s*[^\s\d,'].*$"
        return {
            "type": "string",
            "pattern": f"{pattern}|^auto$" if self.auto else pattern,
            "unit": self.described(),
            "examples": [self.example],
        }


@dataclass(frozen=True)
class Price(Unit):
    """A sum of money, or money per something; its currency has to be the site's."""

    def parse(self, raw: object) -> Typed:
        """Read a price such as ``"0.035 USD/kWh"``.

        >>> from heatloop_sites.units import ENERGY_PRICE
        >>> ENERGY_PRICE.parse("0.035 USD/kWh").text
        '0.035 USD/kWh'
        """
        number, unit = self._split(raw)
        match = _MONEY.fullmatch(unit)
        if match is None or match[1] not in CURRENCIES:
            self._refuse(f"is no price; write for example {self.example} (currencies: {', '.join(CURRENCIES)})")
        value = self._convert(number, f"currency{match[2]}")
        self._check(value)
        return Typed(value, str(raw).strip(), match[1])


def _legible(unit: str) -> str:
    return unit.replace("currency", "USD")


def _either(units: tuple[str, ...]) -> str:
    legible = [_legible(unit) for unit in units]
    return legible[0] if len(legible) == 1 else f"{', '.join(legible[:-1])} or {legible[-1]}"


def _why_no_number(text: str) -> str | None:
    if re.match(r"[+-]?\.?(nan|inf)", text, re.IGNORECASE):
        return "is not a finite number"
    if text.lower() in {"", "auto", "unknown", "tbd", "?", "n/a"}:
        return "is left open, but a value is needed here"
    return None
