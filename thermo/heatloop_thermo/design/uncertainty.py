"""How sure a design is: every uncertain input is moved alone to both ends of its band, and the plant is designed again."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from heatloop_thermo.design.inputs import Input, inputs_of
from heatloop_thermo.design.quantities import Quantity, quantities
from heatloop_thermo.design.result import Design, Route
from heatloop_thermo.design.size import size
from heatloop_thermo.errors import OutOfRange, ThermoError
from heatloop_thermo.plant import Plant, SourceLoop, Verified

Values = Mapping[str, float]
SIGNED = ("degC", "K")
"""Units of what may be below zero."""


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
    key, quantity, unit, owner : as in `Quantity`.
    rated : as designed.
    low, high : rated less and plus the root of the summed squares of the one-sided deviations, factor by factor.
    worst_factor : the one with the widest swing; empty where none moves the quantity.
    missing : factors at whose ends there is no such quantity (the plant cannot be designed, or the part is not needed);
        what that would mean is not in the band.
    """

    key: str
    quantity: str
    unit: str
    owner: str
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


def uncertainty(plant: Plant, design: Design, *, choose_again: bool = False) -> Uncertainty:
    """Move every uncertain input alone, design the plant again, and combine what comes out.

    Parameters
    ----------
    plant : as typed.
    design : what `size` made of it.
    choose_again : whether refrigerants are compared anew at every end. Without it a heat pump keeps the one that the
        design chose, unless that one breaks a limit there; this takes a fourth of the time.

    Returns
    -------
    Bands and the whole one-at-a-time table. At most 20 designs: as many times as long as one of them.

    Notes
    -----
    One-at-a-time shows no interaction of two inputs, and the root of summed squares takes them as independent: a site
    where one assumption moves several inputs together is less sure than its bands. The inputs' bands are estimates.
    """
    rows = quantities(design)
    rated = _values(rows)
    bought = plant if choose_again else _with_chosen(plant, design)
    same = (rated, design.verdict.route)
    factors = tuple(_factor(plant, bought, one, same) for one in inputs_of(plant))
    bands = tuple(_band(row, factors) for row in rows.values())
    return Uncertainty(design.verdict.route, rated, bands, factors)


def _with_chosen(plant: Plant, design: Design) -> Plant:
    """The plant with the refrigerants that its design chose: a machine is bought with one."""
    chosen = {one.loop.name: one.selection.chosen for one in design.loops if one.selection}

    def keep(loop: SourceLoop) -> SourceLoop:
        one, typed = chosen.get(loop.name), loop.heat_pump
        return (
            loop if one is None or typed is None else replace(loop, heat_pump=replace(typed, refrigerants=(one.data,)))
        )

    return replace(plant, loops=tuple(keep(loop) for loop in plant.loops))


def _factor(plant: Plant, bought: Plant, one: Input, same: tuple[Values, Route]) -> Factor:
    low, high = (
        End(one.text(to), *same) if to == one.values else _end(plant, bought, one, to) for to in (one.low, one.high)
    )
    return Factor(one.name, low, high, one.why, one.verified)


def _end(plant: Plant, bought: Plant, one: Input, to: Sequence[float | str]) -> End:
    """The plant designed with the input there; a refusal is a result too."""
    try:
        design = size(one.put(bought, to))
        if any(loop.selection and loop.selection.chosen is None for loop in design.loops):
            design = size(one.put(plant, to))
    except ThermoError as refusal:
        return End(one.text(to), {}, None, str(refusal))
    return End(one.text(to), _values(quantities(design)), design.verdict.route)


def _values(rows: Mapping[str, Quantity]) -> Values:
    return {key: row.value for key, row in rows.items()}


def _tornado(key: str, rated: float, factors: Sequence[Factor]) -> tuple[Swing, ...]:
    rows = []
    for one in factors:
        ends = one.low.values.get(key), one.high.values.get(key)
        reached = [rated, *(end for end in ends if end is not None)]
        rows.append(Swing(one, *ends, max(reached) - min(reached)))
    return tuple(sorted(rows, key=lambda row: -row.swing))


def _band(of: Quantity, factors: Sequence[Factor]) -> Band:
    """Combine one-sided deviations; what cannot be below nothing (a power, an area) is not, however many squares are summed."""
    rated, rows = of.value, _tornado(of.key, of.value, factors)
    ends = [[rated, *(end for end in (row.at_low, row.at_high) if end is not None)] for row in rows]
    low = rated - math.hypot(*(rated - min(reached) for reached in ends))
    high = rated + math.hypot(*(max(reached) - rated for reached in ends))
    low = low if of.unit in SIGNED else max(low, 0.0)
    worst = rows[0].factor.name if rows and rows[0].swing > 0 else ""
    missing = tuple(row.factor.name for row in rows if None in (row.at_low, row.at_high))
    return Band(of.key, of.words, of.unit, of.owner, rated, low, high, worst, missing)
