"""The units that people may type, each by a factor and an expression of simpler ones; no offsets but for temperatures.

Offsets live in `TEMPERATURES` alone: degC and degF stand by themselves and never inside an expression.
"""

import difflib
import re
from collections import Counter
from functools import cache

Dimension = tuple[tuple[str, int], ...]

TEMPERATURES = {
    "degC": (1.0, 0.0),
    "°C": (1.0, 0.0),
    "degF": (5.0 / 9.0, -160.0 / 9.0),
    "°F": (5.0 / 9.0, -160.0 / 9.0),
}
"""Scale and offset to °C. Kelvin is kept for differences, so that "72 K" is never taken for a temperature."""

BASE = ("kg", "m", "s", "K", "deg", "hash", "currency")
_TABLE: dict[str, tuple[float, str]] = {
    "g": (1e-3, "kg"),
    "t": (1e3, "kg"),
    "mm": (1e-3, "m"),
    "cm": (1e-2, "m"),
    "km": (1e3, "m"),
    "inch": (0.0254, "m"),
    "ft": (0.3048, "m"),
    "ha": (1e4, "m2"),
    "L": (1e-3, "m3"),
    "l": (1e-3, "m3"),
    "mL": (1e-6, "m3"),
    "gal": (3.785411784e-3, "m3"),
    "ms": (1e-3, "s"),
    "min": (60.0, "s"),
    "h": (3600.0, "s"),
    "d": (86400.0, "s"),
    "year": (31557600.0, "s"),
    "rpm": (1.0 / 60.0, "1/s"),
    "N": (1.0, "kg*m/s2"),
    "Pa": (1.0, "N/m2"),
    "hPa": (1e2, "Pa"),
    "kPa": (1e3, "Pa"),
    "MPa": (1e6, "Pa"),
    "mbar": (1e2, "Pa"),
    "bar": (1e5, "Pa"),
    "psi": (6894.757293168361, "Pa"),
    "J": (1.0, "N*m"),
    "kJ": (1e3, "J"),
    "MJ": (1e6, "J"),
    "GJ": (1e9, "J"),
    "Wh": (3600.0, "J"),
    "kWh": (3.6e6, "J"),
    "MWh": (3.6e9, "J"),
    "GWh": (3.6e12, "J"),
    "W": (1.0, "J/s"),
    "kW": (1e3, "W"),
    "MW": (1e6, "W"),
    "GW": (1e9, "W"),
    "mPa": (1e-3, "Pa"),
    "cP": (1e-3, "Pa*s"),
    "gpm": (3.785411784e-3, "m3/min"),
    "LPM": (1e-3, "m3/min"),
    "lpm": (1e-3, "m3/min"),
    "delta_degC": (1.0, "K"),
    "delta_degF": (5.0 / 9.0, "K"),
    "rad": (57.29577951308232, "deg"),
    "°": (1.0, "deg"),
    "%": (1e-2, "-"),
    "GH": (1e9, "hash"),
    "TH": (1e12, "hash"),
    "PH": (1e15, "hash"),
    "EH": (1e18, "hash"),
}
_TERM = re.compile(r"([*/]?)([A-Za-z°%_]+|1)(?:\^?(-?[1-4]))?")
_LONGEST = 24


class UnknownUnit(ValueError):
    """A unit, or the way it is written, is not known; ``name`` is the part that is not."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@cache
def measure(expression: str) -> tuple[float, Dimension]:
    """Factor to the base units and dimension of a unit expression such as ``"m2*K/W"``.

    ``W/m2K`` and ``J/kgK`` are read as engineers mean them: all that follows the stroke is below it.

    Raises
    ------
    UnknownUnit : naming the part that is not understood.

    >>> measure("kW") == (1000.0, (("kg", 1), ("m", 2), ("s", -3)))
    True
    """
    if expression == "-":
        return 1.0, ()
    factor, powers = 1.0, Counter[str]()
    for stroke, name, power in _terms(expression):
        exponent = int(power or 1) * (-1 if stroke == "/" else 1)
        unit_factor, dimension = _unit(name)
        factor *= unit_factor**exponent
        for base, count in dimension:
            powers[base] += count * exponent
    return factor, tuple(sorted((base, count) for base, count in powers.items() if count))


def _unit(name: str) -> tuple[float, Dimension]:
    if name == "1":
        return 1.0, ()
    if name in BASE:
        return 1.0, ((name, 1),)
    if name not in _TABLE:
        raise UnknownUnit(name)
    factor, expression = _TABLE[name]
    inner, dimension = measure(expression)
    return factor * inner, dimension


def _terms(expression: str) -> list[tuple[str, str, str]]:
    plain = expression.replace("²", "2").replace("³", "3").replace("µ", "u").replace("·", "*").replace("**", "^")
    plain = re.sub(r"/\((\w+\^?\d?)\*(\w+)\)", r"/\1/\2", plain)  # W/(m2*K)
    plain = re.sub(r"^m2K", "m2*K", plain)  # m2K/W
    plain = re.sub(r"/(m2|m|kg)\*?K\b", r"/\1/K", plain)  # W/m2K
    found: list[tuple[str, str, str]] = []
    at = 0
    while at < len(plain):
        match = _TERM.match(plain, at)
        if match is None or bool(match[1]) == (at == 0) or len(plain) > _LONGEST:
            raise UnknownUnit(expression[:_LONGEST])
        found.append((match[1], match[2], match[3] or ""))
        at = match.end()
    return found


def close_units(name: str, accepts: tuple[str, ...]) -> tuple[str, ...]:
    """Units among ``accepts`` that look like a mistyped name: the same letters in another case first.

    >>> close_units("kw", ("W", "kW", "MW"))
    ('kW',)
    """
    same = tuple(unit for unit in accepts if unit.lower() == name.lower())
    return same or tuple(difflib.get_close_matches(name, accepts, n=3, cutoff=0.75))


def known_units() -> tuple[str, ...]:
    """Every unit that can be typed, for the documentation and the tests."""
    return (*BASE, *_TABLE)
