"""What the user knows of prices, rates and mining: frozen inputs of the money, none of them ever fetched."""

import math
from dataclasses import dataclass

from heatloop_thermo.boiler import Energy as Fuel
from heatloop_thermo.economics.currency import Currency, converted
from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Num

GAS_KG_PER_MWH = 202.0
"""CO2 of natural gas on its lower heating value. [kg/MWh] Source: 56.1 kg/GJ of IPCC 2006, vol. 2; secondary.

1,888 g/m3 (Canada's inventory) at 9.33 kWh/m3 gives the same.
"""
GAS_CAD_PER_MWH = 8.07 * 3.6 * 1.108
"""Natural gas, delivered, on its lower heating value. [CAD/MWh] estimate

One Alberta retail bill, 8.07 CAD/GJ all in on the higher heating value; methane's higher heating value is 1.108 of its lower.
Only used for the gas reference system, where the user has typed no gas price.
"""

HALVING_KEEPS = 0.5
"""Hash price after a halving over that before, where nobody says. [-] estimate: the subsidy halves, fees and difficulty move too"""


@dataclass(frozen=True)
class Prices:
    """Prices of the first year, in one currency; hourly series have one value for each hour of the year.

    Parameters
    ----------
    currency : of all sums.
    power_per_mwh : electricity of the machines and of what runs beside them. [money/MWh]; scalar or shape (n,)
    sink_power_per_mwh : electricity of the heat user; None: `power_per_mwh`. [money/MWh]
    gas_per_mwh : on the lower heating value; None: `GAS_CAD_PER_MWH`, an estimate. [money/MWh]
    heat_per_mwh : paid for used recovered heat; None: nobody has agreed on one. [money/MWh]
    carbon_per_t : for CO2 that is not emitted, paid to the heat user. [money/t], >= 0
    grid_kg_per_mwh : CO2 of the electricity; None: unknown, and so is all CO2. [kg/MWh]; scalar or shape (n,)
    gas_kg_per_mwh : CO2 of the gas, lower heating value. [kg/MWh]
    """

    currency: Currency
    power_per_mwh: Num
    sink_power_per_mwh: Num | None = None
    gas_per_mwh: float | None = None
    heat_per_mwh: float | None = None
    carbon_per_t: float = 0.0
    grid_kg_per_mwh: Num | None = None
    gas_kg_per_mwh: float = GAS_KG_PER_MWH

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        unit = f"{self.currency}/MWh"
        require("power_per_mwh", self.power_per_mwh, -1e5, 1e5, unit, "a price of energy")
        for name in ("sink_power_per_mwh", "gas_per_mwh", "heat_per_mwh"):
            value = getattr(self, name)
            if value is not None:
                require(name, value, -1e5, 1e5, unit, "a price of energy")
        require("carbon_per_t", self.carbon_per_t, 0.0, 1e5, f"{self.currency}/t", "a price of CO2")
        if self.grid_kg_per_mwh is not None:
            require("grid_kg_per_mwh", self.grid_kg_per_mwh, 0.0, 5000.0, "kg/MWh", "emission of electricity")
        require("gas_kg_per_mwh", self.gas_kg_per_mwh, 0.0, 5000.0, "kg/MWh", "emission of gas")

    @property
    def sink_power(self) -> Num:
        """Electricity of the heat user. [money/MWh]"""
        return self.power_per_mwh if self.sink_power_per_mwh is None else self.sink_power_per_mwh

    @property
    def gas(self) -> float:
        """Natural gas, typed or estimated. [money/MWh], lower heating value"""
        if self.gas_per_mwh is not None:
            return self.gas_per_mwh
        return converted(GAS_CAD_PER_MWH, "CAD", 2023, self.currency)

    def energy_per_mwh(self, fuel: Fuel) -> Num:
        """What the heat user's boiler burns. [money/MWh]; gas on its lower heating value"""
        return self.gas if fuel == "gas" else self.sink_power

    def emission_kg_per_mwh(self, fuel: Fuel) -> Num | None:
        """CO2 of what a boiler burns. [kg/MWh]; None where the electricity's is unknown"""
        return self.gas_kg_per_mwh if fuel == "gas" else self.grid_kg_per_mwh


@dataclass(frozen=True)
class Horizon:
    """How the money is judged.

    Parameters
    ----------
    years : whole years. [year], 1..60
    discount_rate : real, per year. [1/year], 0..0.5
    upkeep_fraction : operation and maintenance over the investment, in place of each item's own; None: the items'. [1/year]
    power_growth, gas_growth, heat_growth, carbon_growth : real change of the prices. [1/year], -0.5..0.5
    """

    years: int
    discount_rate: float
    upkeep_fraction: float | None = None
    power_growth: float = 0.0
    gas_growth: float = 0.0
    heat_growth: float = 0.0
    carbon_growth: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a horizon that is none."""
        require("years", float(self.years), 1.0, 60.0, "year", "horizon of a plant")
        require("discount_rate", self.discount_rate, 0.0, 0.5, "1/year", "a real rate")
        if self.upkeep_fraction is not None:
            require("upkeep_fraction", self.upkeep_fraction, 0.0, 1.0, "1/year", "a share of the investment")
        for name in ("power_growth", "gas_growth", "heat_growth", "carbon_growth"):
            require(name, getattr(self, name), -0.5, 0.5, "1/year", "change of a price")


@dataclass(frozen=True)
class Mining:
    """What the machines earn; a scenario of the user's, never a forecast of ours.

    Parameters
    ----------
    hash_rate_ph_s : of all machines, running. [PH/s], >= 0
    hash_price_per_ph_d : revenue of 1 PH/s in a day, in the first year; None: no mining. [money/(PH/s d)]
    decline : of the hash price, per year: difficulty growing faster than the coin's price. [1/year], -1..1
    degradation : of the hash rate, per year. [1/year], 0..1
    halving_after_year : time from the start to the next halving of the subsidy, and every four years again; None: none. [year]
    halving_keeps : hash price after a halving over that before. [-], 0..1
    hosting_per_mwh : fee for hosting others' machines; None: none. [money/MWh]
    """

    hash_rate_ph_s: float = 0.0
    hash_price_per_ph_d: float | None = None
    decline: float = 0.0
    degradation: float = 0.0
    halving_after_year: float | None = None
    halving_keeps: float = HALVING_KEEPS
    hosting_per_mwh: float | None = None

    def __post_init__(self) -> None:
        """Refuse a scenario that means nothing."""
        require("hash_rate_ph_s", self.hash_rate_ph_s, 0.0, 1e9, "PH/s", "hash rate of a site")
        if self.hash_price_per_ph_d is not None:
            require("hash_price_per_ph_d", self.hash_price_per_ph_d, 0.0, 1e6, "money/(PH/s d)", "a revenue")
        require("decline", self.decline, -1.0, 1.0, "1/year", "change of the hash price")
        require("degradation", self.degradation, 0.0, 1.0, "1/year", "loss of hash rate")
        if self.halving_after_year is not None:
            require("halving_after_year", self.halving_after_year, 0.0, math.inf, "year", "lies ahead")
        require("halving_keeps", self.halving_keeps, 0.0, 1.0, "-", "share of the hash price that is left")
        if self.hosting_per_mwh is not None:
            require("hosting_per_mwh", self.hosting_per_mwh, 0.0, 1e5, "money/MWh", "a fee")

    @property
    def mines(self) -> bool:
        """Whether there is a hash price, and a hash rate that earns it."""
        return self.hash_price_per_ph_d is not None and self.hash_rate_ph_s > 0.0

    @property
    def earns(self) -> bool:
        """Whether anybody has said what the machines earn."""
        return self.mines or self.hosting_per_mwh is not None
