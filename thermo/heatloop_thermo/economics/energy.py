"""The hourly flows of a year that cost or earn money, and their sums at hourly prices."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.kpi import header_pump_fraction
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.year.result import Year

J_PER_MWH = 3.6e9
"""Prices and emissions are per megawatt-hour, as contracts are; energies are in joules, as everywhere."""
HOURS = (8760, 8784)
"""Lengths of a year that money can be made of. [h]"""


@dataclass(frozen=True, eq=False)
class Energy:
    """Hourly means over a year, shape (n,) each. [W]

    Parameters
    ----------
    it_w : electric power of the machines.
    captured_w, dumped_w : heat that leaves the loops; what of it the dry coolers reject.
    lift_w, pumps_w, fans_w : electric power of heat pumps, of all pumps, of dry coolers.
    boiler_w, boiler_input_w : heat of the boiler and the energy that it takes.
    delivered_w : to the sinks, the boiler's heat included.
    header_pump_fraction : share of ``pumps_w`` that the header's pumps take. [-], 0..1

    Raises
    ------
    OutOfRange : a length that is no year, NaN, a share outside 0..1.
    """

    it_w: Array
    captured_w: Array
    dumped_w: Array
    lift_w: Array
    pumps_w: Array
    fans_w: Array
    boiler_w: Array
    boiler_input_w: Array
    delivered_w: Array
    header_pump_fraction: float

    def __post_init__(self) -> None:
        """Refuse what is no year."""
        require("hours", float(len(self.it_w)), HOURS[0], HOURS[1], "h", "money is counted over a whole year")
        for name in ("it", "captured", "dumped", "lift", "pumps", "fans", "boiler", "boiler_input", "delivered"):
            require(f"{name}_w", getattr(self, f"{name}_w"), -1e12, 1e12, "W", "a power")
        require("header_pump_fraction", self.header_pump_fraction, 0.0, 1.0, "-", "share of all pumps")

    @property
    def recovered_w(self) -> Array:
        """Used recovered heat: what the sinks get and no boiler made; losses on the way count against it. [W]"""
        recovered: Array = self.delivered_w - self.boiler_w
        return recovered

    @property
    def fans_alone_w(self) -> Array:
        """Fans, if all captured heat were rejected: at the year's own power per heat. [W]

        Colder hours need fewer fans than those in which heat is dumped now, so that this is a high estimate.
        """
        dumped = float(self.dumped_w.sum())
        ratio = float(self.fans_w.sum()) / dumped if dumped > 0.0 else 0.0
        alone: Array = self.captured_w * ratio
        return alone


def energy_of(year: Year) -> Energy:
    """Flows of a simulated year that matter for its money."""
    hours = year.hours
    return Energy(
        it_w=hours.it_w,
        captured_w=hours.captured_w,
        dumped_w=hours.dumped_w,
        lift_w=hours.lift_w,
        pumps_w=hours.pumps_w,
        fans_w=hours.fans_w,
        boiler_w=hours.boiler_w,
        boiler_input_w=hours.boiler_input_w,
        delivered_w=hours.delivered_w,
        header_pump_fraction=header_pump_fraction(year.design),
    )


def joules(power_w: Array) -> float:
    """Energy of hourly means. [J]

    >>> joules(np.full(8760, 1e6)) / J_PER_MWH
    8760.0
    """
    return float(power_w.sum()) * 3600.0


def cost(price_per_mwh: Num, power_w: Array) -> float:
    """Sum of price times energy over the hours. [money]

    Parameters
    ----------
    price_per_mwh : scalar, or one for each hour. [money/MWh]
    power_w : hourly means. [W], shape (n,)

    Raises
    ------
    OutOfRange : a series of another length.

    >>> cost(np.array([10.0, 30.0]), np.array([1e6, 2e6]))
    70.0
    """
    if np.ndim(price_per_mwh):
        require("hours of prices", float(np.size(price_per_mwh)), len(power_w), len(power_w), "h", "one for each hour")
    return float(np.sum(price_per_mwh * power_w)) * 3600.0 / J_PER_MWH
