"""The uncertain inputs of a plant: what stands in it, between what it may lie and why, and how it is put back moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from heatloop_thermo.design import places
from heatloop_thermo.exchanger.continuous import Correlation
from heatloop_thermo.plant import Plant, Verified

Values = tuple[Any, ...]
MARKS: tuple[Verified, ...] = ("estimate", "secondary", "manufacturer")
"""Weakest first."""


@dataclass(frozen=True)
class Input:
    """One uncertain input at all its places in the plant.

    Parameters
    ----------
    name, why : in words; every `why` is an estimate of ours.
    values, low, high : as typed and at both ends, one a place.
    put : gives the plant with other values; raises what the plant's own types raise.
    unit, scale : for `text`: what stands here times `scale`, in `unit`.
    verified : weakest mark of the provenance rows on this input; None without any.
    """

    name: str
    why: str
    values: Values
    low: Values
    high: Values
    put: Callable[[Plant, Sequence[Any]], Plant]
    unit: str
    scale: float
    verified: Verified | None

    def text(self, values: Sequence[Any]) -> str:
        """Values in words with their unit; a range where the places differ."""
        words = dict.fromkeys(
            value.replace("_", "-") if isinstance(value, str) else f"{value * self.scale:.4g}"
            for value in (sorted(values) if len(values) > 1 else values)
        )
        some = list(words)
        text = some[0] if len(some) == 1 else f"{some[0]} to {some[-1]}"
        return f"{text} {self.unit}".rstrip()


def inputs_of(plant: Plant) -> tuple[Input, ...]:
    """Every uncertain input that the plant has; one that stands nowhere in it is not among them."""
    found = (_correlation(plant), *(_input(plant, row) for row in _rows(plant)))
    return tuple(one for one in found if one.values)


@dataclass(frozen=True)
class _Row:
    """A number, where it stands, and how far it moves down and up."""

    name: str
    why: str
    at: places.Place
    low: Callable[[Any, float], float]
    high: Callable[[Any, float], float]
    unit: str
    scale: float = 1.0


def _rows(plant: Plant) -> Iterator[_Row]:
    yield _Row(
        "fouling of the exchangers", "estimate: from clean to twice the allowance typed",
        places.FOULING, lambda _, v: 0.0 * v, lambda _, v: 2.0 * v, "m²K/kW", 1e3,
    )  # fmt: skip
    yield _Row(
        "outlet limit of the machines", "estimate: makers round such limits, and sensors are 1 K off at either end",
        places.OUTLET, lambda _, v: v - 2.0, lambda _, v: v + 2.0, "°C",
    )  # fmt: skip
    yield _Row(
        "inlet limit of the machines", "estimate: as the outlet limit; never above it",
        places.INLET, lambda _, v: v - 2.0, lambda bank, v: min(v + 2.0, bank.outlet_max_c), "°C",
    )  # fmt: skip
    yield _Row(
        "heat to the liquid", "estimate: announced as 'up to', so it is rather less: 5 points down, 2 up, never above 100 %",
        places.FRACTION, lambda _, v: v - 0.05, lambda _, v: min(v + 0.02, 1.0), "%", 100.0,
    )  # fmt: skip
    yield _Row(
        "flow through a machine", "estimate: 10 % either way as balanced on site, within the range the machine allows",
        places.FLOW, lambda bank, v: max(0.9 * v, bank.flow_min_m3_s), lambda bank, v: min(1.1 * v, bank.flow_max_m3_s),
        "L/min", 60e3,
    )  # fmt: skip
    yield _Row(
        "pressure drop of a machine", "estimate: 30 % either way, the spread among comparable machines",
        places.drop_place(plant), lambda _, v: 0.7 * v, lambda _, v: 1.3 * v, "kPa", 1e-3,
    )  # fmt: skip
    yield _Row(
        "return from the sinks", "estimate: 3 K either way with the weather and the users' valves",
        places.RETURN, lambda _, v: v - 3.0, lambda _, v: v + 3.0, "°C",
    )  # fmt: skip
    yield _Row(
        "conductivity of the pipe insulation", "estimate: half better dry and new, half worse damp and with bare valves",
        places.INSULATION, lambda _, v: 0.5 * v, lambda _, v: 1.5 * v, "W/mK",
    )  # fmt: skip
    yield _Row(
        "isentropic efficiency of the heat pump", "estimate: 0.05 either way between makers and sizes",
        places.ISENTROPIC, lambda _, v: v - 0.05, lambda _, v: min(v + 0.05, 1.0), "",
    )  # fmt: skip


def _input(plant: Plant, row: _Row) -> Input:
    owners = tuple(row.at.owners(plant))
    values = tuple(row.at.get(owner) for owner in owners)
    low = tuple(row.low(owner, value) for owner, value in zip(owners, values, strict=True))
    high = tuple(row.high(owner, value) for owner, value in zip(owners, values, strict=True))
    mark = _mark(plant, row.at)
    return Input(row.name, row.why, values, low, high, _putter(row.at), row.unit, row.scale, mark)


def _correlation(plant: Plant) -> Input:
    """Whose formula for film and friction: the two that a plate does not use are its ends."""
    at = places.CORRELATION
    values = tuple(at.get(owner) for owner in at.owners(plant))
    others = [[name for name in get_args(Correlation) if name != value] for value in values]
    low, high = (tuple(names[end] for names in others) for end in (0, 1))
    why = "estimate: three published correlations for the same plates, each fitted to others' measurements"
    return Input("plate correlation", why, values, low, high, _putter(at), "", 1.0, _mark(plant, at))


def _putter(at: places.Place) -> Callable[[Plant, Sequence[Any]], Plant]:
    def put(plant: Plant, values: Sequence[Any]) -> Plant:
        left = iter(values)
        return at.change(plant, lambda owner: at.put(owner, next(left)))

    return put


def _mark(plant: Plant, at: places.Place) -> Verified | None:
    marks = {row.verified for row in plant.provenance if at.named(row.what)}
    return next((mark for mark in MARKS if mark in marks), None)
