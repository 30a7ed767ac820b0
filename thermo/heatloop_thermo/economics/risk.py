"""How much the money hangs on what nobody knows: one input at a time (tornado), and all at once (Monte Carlo).

A cash flow is a sum of lines, each proportional to some inputs, so that no hour has to be simulated again. What that leaves out:
more demand than simulated is served in the same proportions by machines and boiler, and less uptime is made up by the boiler.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from heatloop_thermo.economics.case import Case
from heatloop_thermo.economics.cashflow import discount_factors
from heatloop_thermo.economics.line import Driver, Line
from heatloop_thermo.economics.money import Money
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array

Input = Driver | Literal["discount_rate", "reference"]
Z90 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Spread:
    """An uncertain input: the values below which it lies in one and in nine cases of ten, and the expected one between.

    Parameters
    ----------
    name : input; all but the discount rate as the ratio to its expected value.
    low, expected, high : P10, P50, P90.
    least, most : it never lies beyond; draws are taken from the distribution between them.
    base, unit : what a ratio of 1 stands for, for the reader.
    why : where the spread is from.
    """

    name: Input
    low: float
    expected: float
    high: float
    least: float
    most: float
    base: float
    unit: str
    why: str

    def __post_init__(self) -> None:
        """Refuse what is out of order."""
        require(f"{self.name}: low", self.low, self.least, self.expected, self.unit, "least <= low <= expected")
        require(f"{self.name}: high", self.high, self.expected, self.most, self.unit, "expected <= high <= most")

    def at(self, share: Array) -> Array:
        """Values below which the input lies with these probabilities; two half normals that meet at the expected value.

        Between ``least`` and ``most``: the rest of the distribution is left out, not piled up at its ends.
        """
        below, above = max(self.expected - self.low, 1e-300), max(self.high - self.expected, 1e-300)
        normal = NormalDist()
        first = normal.cdf(max((self.least - self.expected) / below * Z90, -8.0))
        last = normal.cdf(min((self.most - self.expected) / above * Z90, 8.0))
        inside = first + (last - first) * np.clip(share, 1e-15, 1.0 - 1e-15)
        z = np.array([normal.inv_cdf(p) for p in inside.tolist()]) / Z90
        value: Array = self.expected + z * np.where(z < 0.0, below, above)
        return value


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: net present values with one input low and high, the others expected. [money]

    ``low``, ``high`` are what the input was set to, in ``unit``.
    """

    name: Input
    low: float
    high: float
    unit: str
    npv_low: float
    npv_high: float
    why: str

    @property
    def swing(self) -> float:
        """Width of the bar. [money]"""
        return abs(self.npv_high - self.npv_low)


@dataclass(frozen=True, eq=False)
class Distribution:
    """Net present values with all inputs drawn at once. [money]

    ``p10``, ``p50``, ``p90`` quantiles, ``loss_probability`` share below nought [-], ``npv`` all of them, shape (samples,).
    """

    p10: float
    p50: float
    p90: float
    loss_probability: float
    npv: Array


def spreads(money: Money, case: Case | None = None) -> tuple[Spread, ...]:
    """Usual spreads of the inputs that a case has: prices, demand, uptime, rate as estimates, investment from its band.

    Parameters
    ----------
    money : of the site.
    case : None: both parties against boilers of the site's own fuel.
    """
    case = money.headline if case is None else case
    rows = [item.price for item in money.capex if item.role == "recovery"]
    capex = sum(row.expected for row in rows)
    low, high = (sum(getattr(row, end) for row in rows) / capex if capex else 1.0 for end in ("low", "high"))
    power, running = money.business.power_per_mwh or 0.0, money.business.running_fraction
    unit, rate = f"{money.currency}/MWh", money.horizon.discount_rate
    top = 1.0 / running if running > 0.0 else 1.0
    heat, hashed = money.prices.heat_per_mwh or 0.0, money.mining.hash_price_per_ph_d or 0.0
    usual = (
        Spread("capex", low, 1.0, high, 0.0, 5.0, capex, money.currency, "band of the cost correlations"),
        Spread("power", 0.8, 1.0, 1.3, 0.0, 10.0, power, unit, "estimate: a contract renewed once"),
        Spread(
            "gas",
            0.7,
            1.0,
            1.5,
            0.0,
            10.0,
            money.prices.gas,
            unit,
            "estimate: Canadian prices of 2020 to 2022 spread more",
        ),
        Spread("heat", 0.85, 1.0, 1.15, 0.0, 10.0, heat, unit, "estimate: a negotiated price"),
        Spread("hash", 0.6, 1.0, 1.4, 0.0, 10.0, hashed, f"{money.currency}/(PH/s d)", "estimate"),
        Spread("demand", 0.85, 1.0, 1.15, 0.0, 3.0, money.used_mwh, "MWh", "estimate: crop, weather, model"),
        Spread("uptime", 0.93, 1.0, min(1.03, top), 0.0, top, running, "-", "estimate: 95 % is a target"),
    )
    used = {name for line in case.lines for name in line.by}
    least = max(rate - 0.02, 0.0)
    judged = Spread("discount_rate", least, rate, rate + 0.02, 0.0, 0.6, 1.0, "1/year", "two points either way")
    return (*(each for each in usual if each.name in used), judged)


def npv_at(lines: Sequence[Line], rate: Array | float, ratios: Mapping[Driver, Array | float]) -> Any:
    """Net present value of lines for many inputs at once. [money], shape (samples,) or a float

    Parameters
    ----------
    lines : of a case, all of the same length.
    rate : discount rate. [1/year]; scalar or shape (samples,)
    ratios : inputs over their expected values. [-]; "downtime" is made from "uptime"
    """
    given = dict(ratios)
    given["downtime"] = 1.0 - given.get("uptime", 1.0)
    factors = discount_factors(rate, len(lines[0].values) - 1)
    return sum((factors @ line.values) * line.scale(given) for line in lines)


def tornado(money: Money, case: Case | None = None, inputs: Sequence[Spread] | None = None) -> tuple[Bar, ...]:
    """Net present value with one input at a time at its P10 and P90; widest bar first.

    Parameters
    ----------
    money : of the site.
    case : None: both parties against boilers of the site's own fuel; the other fuel is then a bar of its own.
    inputs : None: `spreads`.

    Raises
    ------
    OutOfRange : a spread that leaves the range of the rate.
    """
    chosen = money.headline if case is None else case
    bars = []
    for each in spreads(money, chosen) if inputs is None else inputs:
        worth = [_one(chosen, each, value, money.horizon.discount_rate) for value in (each.low, each.high)]
        ends = (each.low * each.base, each.high * each.base)
        bars.append(Bar(each.name, *ends, each.unit, worth[0], worth[1], each.why))
    if case is None:
        electric, gas = (money.versus(name).case("both").npv for name in ("electric", "gas"))
        bars.append(Bar("reference", 0.0, 1.0, "-", gas, electric, "gas boilers (low) or electric boilers (high)"))
    return tuple(sorted(bars, key=lambda bar: -bar.swing))


def _one(case: Case, spread: Spread, value: float, rate: float) -> float:
    if spread.name == "discount_rate":
        return float(npv_at(case.lines, value, {}))
    assert spread.name != "reference"
    return float(npv_at(case.lines, rate, {spread.name: value}))


def monte_carlo(
    money: Money,
    samples: int = 2000,
    seed: int = 1,
    case: Case | None = None,
    inputs: Sequence[Spread] | None = None,
) -> Distribution:
    """Net present value with all inputs drawn at once, independent of each other.

    Parameters
    ----------
    money : of the site.
    samples : 10..1,000,000
    seed : the same seed draws the same.
    case, inputs : as for `tornado`.

    Returns
    -------
    Distribution.

    Raises
    ------
    OutOfRange : too few or too many samples.
    """
    require("samples", float(samples), 10.0, 1e6, "-", "draws")
    chosen = money.headline if case is None else case
    uncertain = spreads(money, chosen) if inputs is None else tuple(inputs)
    shares = latin_hypercube(samples, len(uncertain), seed)
    rate: Array | float = money.horizon.discount_rate
    drawn: dict[Driver, Array | float] = {}
    for spread, column in zip(uncertain, shares.T, strict=True):
        if spread.name == "discount_rate":
            rate = spread.at(column)
        else:
            assert spread.name != "reference"
            drawn[spread.name] = spread.at(column)
    worth: Array = np.broadcast_to(npv_at(chosen.lines, rate, drawn), (samples,)).astype(np.float64)
    low, mid, high = (float(x) for x in np.quantile(worth, (0.1, 0.5, 0.9)))
    return Distribution(low, mid, high, float((worth < 0.0).mean()), worth)


def latin_hypercube(samples: int, dimensions: int, seed: int) -> Array:
    """Draws of which each lies alone in its stratum of every dimension. [-], 0..1, shape (samples, dimensions)

    Five lines of numpy in place of scipy.stats, which takes a second to load.

    >>> latin_hypercube(4, 1, 7).argsort(axis=0).shape
    (4, 1)
    """
    dice = np.random.default_rng(seed)
    strata = dice.permuted(np.tile(np.arange(samples), (dimensions, 1)), axis=1).T
    shares: Array = (strata + dice.random((samples, dimensions))) / samples
    return shares
