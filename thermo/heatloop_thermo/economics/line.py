"""Lines of a cash-flow table: a row of yearly sums, whose it is, and which uncertain inputs it is proportional to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from heatloop_thermo.economics.capex import CostItem, Owner
from heatloop_thermo.economics.cashflow import lifetime_flows
from heatloop_thermo.economics.energy import J_PER_MWH
from heatloop_thermo.numeric import Array

Driver = Literal["capex", "power", "gas", "heat", "hash", "demand", "uptime", "downtime"]
"""An input of the tornado, as the ratio to its expected value; ``downtime`` is 1 less the ratio of the uptime."""


@dataclass(frozen=True, eq=False)
class Line:
    """One line: ``values`` [money, shape (years + 1,)], income positive; times the product of the ratios in ``by``."""

    label: str
    owner: Owner
    values: Array
    by: tuple[Driver, ...] = ()

    def scale(self, ratios: Mapping[Driver, Array | float]) -> Array | float:
        """Product of the ratios that this line follows; 1 for those not given, 0 for downtime. [-]"""
        product: Any = 1.0
        for name in self.by:
            product = product * ratios.get(name, 0.0 if name == "downtime" else 1.0)
        out: Array | float = product
        return out


def total(lines: Iterable[Line], years: int) -> Array:
    """Sum of lines at the expected inputs. [money], shape (years + 1,)"""
    row = np.zeros(years + 1)
    for line in lines:
        row = row + line.scale({}) * line.values
    return row


def yearly(amount: float, years: int, growth: float = 0.0) -> Array:
    """Nothing today, then a sum a year that grows. [money], shape (years + 1,)

    >>> yearly(100.0, 2, 0.1)
    array([  0., 100., 110.])
    """
    row = amount * (1.0 + growth) ** (np.arange(years + 1.0) - 1.0)
    row[0] = 0.0
    return row


def investment(items: Iterable[CostItem], years: int) -> Array:
    """Purchases, replacements and residual values. [money], costs positive, shape (years + 1,)"""
    row = np.zeros(years + 1)
    for item in items:
        row = row + lifetime_flows(item.price.expected, item.lifetime_year, years)
    return row


def upkeep(items: Iterable[CostItem], heat_j: Mapping[str, float], share: float | None) -> float:
    """Operation and maintenance of a year. [money]

    Parameters
    ----------
    items : rows.
    heat_j : heat of a year by name of the item, for what depends on it. [J]
    share : of the price, in place of the items' own; None: theirs. [1/year]
    """
    if share is not None:
        return share * sum(item.price.expected for item in items)
    return sum(
        item.price.expected * item.upkeep_fraction + item.upkeep_per_mwh * heat_j.get(item.item, 0.0) / J_PER_MWH
        for item in items
    )
