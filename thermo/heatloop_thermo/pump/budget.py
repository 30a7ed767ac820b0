"""Head budget: where the pressure goes, item by item, and how little is left."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from heatloop_thermo.errors import require
from heatloop_thermo.pump.curve import GRAVITY_M_S2

MARGIN_WARN_M = 1.0
MARGIN_WARN_FRACTION = 0.05
"""Head in hand below which a budget is called tight: the larger of 1 m and 5 % of what is needed.

Source: a published plant sheet had 0.2 m of margin hidden in its table; the threshold is our judgement. estimate.
"""


class HeadItem(NamedTuple):
    """One line of the budget as the report prints it."""

    name: str
    dp_pa: float
    head_m: float
    share: float


@dataclass(frozen=True)
class HeadBudget:
    """Pressure drops of one circuit, in order of flow, and the margin on top.

    Parameters
    ----------
    items : (name, pressure drop [Pa]) of each part, >= 0.
    margin_fraction : allowance on the sum for what is not known yet. [-], >= 0

    Raises
    ------
    OutOfRange : for a negative pressure drop or margin.

    >>> budget = HeadBudget((("machines", 50e3), ("exchanger", 40e3), ("pipes", 30e3)), margin_fraction=0.1)
    >>> budget.total_pa, round(budget.required_pa), round(budget.head_m(975.0), 2)
    (120000.0, 132000, 13.81)
    """

    items: tuple[tuple[str, float], ...]
    margin_fraction: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what would hide one part behind another."""
        for name, drop in self.items:
            require(f"pressure drop of {name}", drop, 0.0, math.inf, "Pa", "a part of a circuit takes pressure")
        require("margin_fraction", self.margin_fraction, 0.0, 10.0, "-", "an allowance on the sum")

    @property
    def total_pa(self) -> float:
        """Sum of the pressure drops, without margin [Pa]."""
        return math.fsum(drop for _, drop in self.items)

    @property
    def margin_pa(self) -> float:
        """The allowance [Pa]."""
        return self.total_pa * self.margin_fraction

    @property
    def required_pa(self) -> float:
        """Sum of the pressure drops and the allowance: what the pump is chosen for [Pa]."""
        return self.total_pa + self.margin_pa

    def head_m(self, density_kg_m3: float) -> float:
        """Head that the pump is chosen for, margin included [m of the liquid pumped]."""
        return self.required_pa / _pa_per_metre(density_kg_m3)

    def table(self, density_kg_m3: float) -> tuple[HeadItem, ...]:
        """The budget line by line, margin last; shares are of what the pump is chosen for and add up to 1."""
        lines: Iterable[tuple[str, float]] = (*self.items, (f"margin {self.margin_fraction * 100:g} %", self.margin_pa))
        per_metre, required = _pa_per_metre(density_kg_m3), self.required_pa
        return tuple(
            HeadItem(name, drop, drop / per_metre, drop / required if required else 0.0) for name, drop in lines
        )


def _pa_per_metre(density_kg_m3: float) -> float:
    require("density_kg_m3", density_kg_m3, 100.0, 5000.0, "kg/m3", "a liquid")
    return density_kg_m3 * GRAVITY_M_S2


def head_margin_warning(available_m: float, needed_m: float) -> str | None:
    """Say so if the head in hand is small.

    Parameters
    ----------
    available_m : head that the pump can give at the flow, at its highest speed. [m]
    needed_m : head that the circuit takes, without margin. [m]

    Returns
    -------
    One sentence, or None where the margin is at least 1 m and 5 %.

    Raises
    ------
    OutOfRange : if either is negative or NaN.

    >>> head_margin_warning(13.2, 13.0)
    'the pump has only 0.20 m (1.5 %) of head in hand; below 1.00 m a fouled strainer stops the flow from being held'
    >>> head_margin_warning(15.0, 13.0)
    """
    require("available_m", available_m, 0.0, math.inf, "m", "head of a pump")
    require("needed_m", needed_m, 0.0, math.inf, "m", "head of a circuit")
    spare, least = available_m - needed_m, max(MARGIN_WARN_M, MARGIN_WARN_FRACTION * needed_m)
    if spare < 0.0:
        return f"the pump falls {-spare:.2f} m short of the {needed_m:.2f} m that the circuit takes"
    if spare < least:
        share = spare / needed_m if needed_m else 0.0
        return (
            f"the pump has only {spare:.2f} m ({share * 100:.1f} %) of head in hand; "
            f"below {least:.2f} m a fouled strainer stops the flow from being held"
        )
    return None
