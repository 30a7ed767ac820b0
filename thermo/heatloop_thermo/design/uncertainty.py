"""How sure a design is: every uncertain input is moved alone to both ends of its band, and the plant is designed again."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heatloop_thermo.design.inputs import Input, inputs_of
from heatloop_thermo.design.result import Design, Route
from heatloop_thermo.design.size import size
from heatloop_thermo.errors import OutOfRange, ThermoError
from heatloop_thermo.plant import Plant, Verified

Values = Mapping[str, float]


@dataclass(frozen=True)
class End:
    """The plant designed with one input at one end of its band.

    Parameters
    ----------
    text : the input's value there, in words with its unit.
    values : every quantity that this design has, by key; empty where the plant cannot be designed.
    route : of its verdict; None where it cannot be designed.
    refusal : why it cannot be designed; empty where it can.
    """

    text: str
    values: Values
    route: Route | None
    refusal: str = ""


@dataclass(frozen=True)
class Factor:
    """One uncertain input.

    Parameters
    ----------
    name : in words.
    low, high : the designs at both ends of the band (of correlations: with the two that the design does not use).
    why : why the band is as wide as that.
    verified : the weakest mark that the plant's provenance has for this input; None where it has none.
    """

    name: str
    low: End
    high: End
    why: str
    verified: Verified | None

    @property
    def unverified(self) -> bool:
        """Whether the input is known to be an estimate."""
        return self.verified == "estimate"

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why the plant cannot be designed at an end, with the value there."""
        return tuple(f"{end.text}: {end.refusal}" for end in (self.low, self.high) if end.refusal)


@dataclass(frozen=True)
class Band:
    """Between what a quantity of the design may lie.

    Parameters
    ----------
    key, quantity, unit : stable name, words, SI unit (temperatures in degC).
    rated : as designed.
    low, high : rated less and plus the root of the summed squares of the one-sided deviations, factor by factor.
    worst_factor : the one with the widest swing; empty where none moves the quantity.
    missing : factors at whose ends there is no such quantity (the plant cannot be designed, or the part is not needed);
        what that would mean is not in the band.
    """

    key: str
    quantity: str
    unit: str
    rated: float
    low: float
    high: float
    worst_factor: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Swing:
    """What one factor alone does to one quantity; a value is None where that end has no such quantity."""

    factor: Factor
    at_low: float | None
    at_high: float | None
    swing: float


@dataclass(frozen=True)
class Uncertainty:
    """Bands of a design and the table that they come from.

    Parameters
    ----------
    route : of the design itself.
    rated : its quantities, by key.
    bands : one a quantity.
    factors : one an input that the plant has; all loops, banks, sinks or pipes move together.
    """

    route: Route
    rated: Values
    bands: tuple[Band, ...]
    factors: tuple[Factor, ...]

    @property
    def verdict_key(self) -> str:
        """The quantity that the verdict hangs on: the lifted plant's electric power, otherwise the hottest direct supply."""
        return "heat_pump_electric_w" if "heat_pump_electric_w" in self.rated else "direct_max_c"

    @property
    def flips(self) -> tuple[Factor, ...]:
        """Factors that alone lead to another route, or to no design at all."""
        return tuple(one for one in self.factors if {one.low.route, one.high.route} != {self.route})

    def band(self, key: str) -> Band:
        """The band of one quantity; OutOfRange for a quantity that the design does not have."""
        self._require(key)
        return next(band for band in self.bands if band.key == key)

    def tornado(self, key: str) -> tuple[Swing, ...]:
        """Every factor's effect on one quantity, the widest first; OutOfRange for a quantity that the design does not have."""
        self._require(key)
        return _tornado(key, self.rated[key], self.factors)

    def _require(self, key: str) -> None:
        if key not in self.rated:
            raise OutOfRange(f"quantity = {key!r} is none of {', '.join(self.rated)}")


def uncertainty(plant: Plant, design: Design) -> Uncertainty:
    """Move every uncertain input alone, design the plant again, and combine what comes out.

    Parameters
    ----------
    plant : as typed.
    design : what `size` made of it.

    Returns
    -------
    Bands and the whole one-at-a-time table. At most 20 designs: as many times as long as one of them.

    Notes
    -----
    One-at-a-time shows no interaction of two inputs, and the root of summed squares takes them as independent: a site
    where one assumption moves several inputs together is less sure than its bands. The inputs' bands are estimates.
    """
    rated = _values(design)
    factors = tuple(_factor(plant, one, design, rated) for one in inputs_of(plant))
    words = _quantities(design)
    bands = tuple(_band(key, *words[key], value, factors) for key, value in rated.items())
    return Uncertainty(design.verdict.route, rated, bands, factors)


def _factor(plant: Plant, one: Input, design: Design, rated: Values) -> Factor:
    same = End(one.text(one.values), rated, design.verdict.route)
    low, high = (same if to == one.values else _end(plant, one, to) for to in (one.low, one.high))
    return Factor(one.name, low, high, one.why, one.verified)


def _end(plant: Plant, one: Input, to: Sequence[float | str]) -> End:
    """The plant designed with the input there; a refusal is a result too."""
    try:
        design = size(one.put(plant, to))
    except ThermoError as refusal:
        return End(one.text(to), {}, None, str(refusal))
    return End(one.text(to), _values(design), design.verdict.route)


def _quantities(design: Design) -> dict[str, tuple[str, str]]:
    """Words and unit of every quantity, by key, in the order of the table."""
    areas = {f"area_m2: {one.loop.name}": (f"exchanger area, {one.loop.name}", "m2") for one in design.loops}
    return {
        "direct_max_c": ("hottest direct supply", "degC"),
        "captured_w": ("captured heat", "W"),
        **areas,
        "pumps_electric_w": ("electric power of the pumps", "W"),
        "boiler_w": ("boiler top-up", "W"),
        "heat_pump_electric_w": ("electric power of the heat pumps", "W"),
        "cop": ("COP of the heat pumps", "-"),
    }


def _values(design: Design) -> dict[str, float]:
    """Every quantity that a design has, by key."""
    header = (design.header.pump if design.header else None, design.plant.header)
    circuits = [*((one.pump, one.loop.circuit) for one in design.loops), header]
    found: dict[str, float | None] = {
        "direct_max_c": design.verdict.direct_max_c,
        "captured_w": design.heat.captured_w,
        **{f"area_m2: {one.loop.name}": one.rating.area_m2 if one.rating else None for one in design.loops},
        "pumps_electric_w": sum(pump.electric_w * circuit.pump.parallel for pump, circuit in circuits if pump),
        "boiler_w": design.heat.boiler_w,
    }
    machines = [one.machine for one in design.loops if one.machine]
    if machines:
        electric = sum(one.electric_w for one in machines)
        found |= {"heat_pump_electric_w": electric, "cop": sum(one.heat_w for one in machines) / electric}
    return {key: float(value) for key, value in found.items() if value is not None and math.isfinite(value)}


def _tornado(key: str, rated: float, factors: Sequence[Factor]) -> tuple[Swing, ...]:
    rows = []
    for one in factors:
        ends = one.low.values.get(key), one.high.values.get(key)
        reached = [rated, *(end for end in ends if end is not None)]
        rows.append(Swing(one, *ends, max(reached) - min(reached)))
    return tuple(sorted(rows, key=lambda row: -row.swing))


def _band(key: str, quantity: str, unit: str, rated: float, factors: Sequence[Factor]) -> Band:
    """Combine one-sided deviations; a power, an area or a heat is never below nothing, however many squares are summed."""
    rows = _tornado(key, rated, factors)
    ends = [[rated, *(end for end in (row.at_low, row.at_high) if end is not None)] for row in rows]
    low = rated - math.hypot(*(rated - min(reached) for reached in ends))
    high = rated + math.hypot(*(max(reached) - rated for reached in ends))
    worst = rows[0].factor.name if rows and rows[0].swing > 0 else ""
    missing = tuple(row.factor.name for row in rows if None in (row.at_low, row.at_high))
    return Band(key, quantity, unit, rated, low if unit == "degC" else max(low, 0.0), high, worst, missing)
