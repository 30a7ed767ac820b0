"""What would be without the recovery: boilers alone for the heat, dry coolers alone for the machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.boiler import Boiler, efficiency_at
from heatloop_thermo.boiler import Energy as Fuel
from heatloop_thermo.design import Design
from heatloop_thermo.economics.capex import CostItem, TypedCost, boiler_item, cooler_items
from heatloop_thermo.economics.cashflow import annuity, npv
from heatloop_thermo.economics.energy import J_PER_MWH, Energy, cost, joules
from heatloop_thermo.economics.line import investment, upkeep, yearly
from heatloop_thermo.economics.prices import Horizon, Prices

Name = Literal["electric", "gas"]
REFERENCES: tuple[Name, ...] = ("electric", "gas")
ELECTRIC_EFFICIENCY = 0.99
"""Electric boiler. [-] Source: Danish Energy Agency, as for `Boiler`. secondary"""
GAS_EFFICIENCY, GAS_RATED_RETURN_C = 1.035, 40.0
"""Condensing gas boiler on the lower heating value [-], and the return that it holds at [degC]; as for `Boiler`."""


@dataclass(frozen=True, eq=False)
class Reference:
    """Heat by a boiler alone: the same heat in the same hours as the plant delivers.

    Parameters
    ----------
    name, fuel, efficiency : "electric" or "gas"; heat over energy, gas on the lower heating value. [-]
    boiler : its item; of the capacity of the site's, or of the largest hour where the site has none.
    energy_j, energy_cost : of a year. [J], [money]
    heat_cost_per_mwh : investment, upkeep and energy over the heat, both discounted. [money/MWh]; None without heat
    co2_t : of a year; None where the emission of electricity is unknown. [t]
    """

    name: Name
    fuel: Fuel
    efficiency: float
    boiler: CostItem
    energy_j: float
    energy_cost: float
    heat_cost_per_mwh: float | None
    co2_t: float | None

    @property
    def unit_cost_per_mwh(self) -> float:
        """Energy for a megawatt-hour of heat, mean of the year; 0 in a year without any. [money/MWh]"""
        heat_mwh = self.energy_j * self.efficiency / J_PER_MWH
        return self.energy_cost / heat_mwh if heat_mwh > 0.0 else 0.0


@dataclass(frozen=True)
class Rejection:
    """All captured heat to dry coolers, none used.

    ``annual_cost`` is the annuity of purchase, upkeep and fans [money/year], ``cost_per_mwh`` that over the heat [money/MWh;
    None without heat], ``fans_j`` their electricity [J].
    """

    annual_cost: float
    cost_per_mwh: float | None
    fans_j: float


def boiler_only(
    name: Name, design: Design, energy: Energy, prices: Prices, horizon: Horizon, typed: Sequence[TypedCost] = ()
) -> Reference:
    """The heat user's world without the plant.

    Parameters
    ----------
    name : "electric" or "gas".
    design, energy, prices, horizon : of the site.
    typed : investments known by the user, for a boiler of this fuel.
    """
    own = design.plant.boiler
    fuel: Fuel = "electricity" if name == "electric" else "gas"
    capacity = own.capacity_w if own is not None else float(energy.delivered_w.max())
    share = _efficiency(fuel, own, design)
    item = boiler_item(capacity, fuel, prices.currency, typed)
    heat = joules(energy.delivered_w)
    spent = cost(prices.energy_per_mwh(fuel), energy.delivered_w / share)
    row = investment((item,), horizon.years)
    row = row + yearly(upkeep((item,), {item.item: heat}, horizon.upkeep_fraction), horizon.years)
    growth = horizon.power_growth if fuel == "electricity" else horizon.gas_growth
    row = row + yearly(spent, horizon.years, growth)
    rate = horizon.discount_rate
    per_mwh = None if heat == 0.0 else float(npv(rate, row) / npv(rate, yearly(heat / J_PER_MWH, horizon.years)))
    factor = prices.emission_kg_per_mwh(fuel)
    co2 = None if factor is None else cost(factor, energy.delivered_w / share) / 1e3
    return Reference(name, fuel, share, item, heat / share, spent, per_mwh, co2)


def _efficiency(fuel: Fuel, own: Boiler | None, design: Design) -> float:
    if own is not None and own.energy == fuel:
        return own.efficiency
    if fuel == "electricity" or design.header is None:
        return ELECTRIC_EFFICIENCY if fuel == "electricity" else GAS_EFFICIENCY
    gas = Boiler(1.0, "gas", GAS_EFFICIENCY, condensing=True, rated_return_c=GAS_RATED_RETURN_C)
    return float(efficiency_at(gas, design.header.return_c))


def rejection_only(
    design: Design, energy: Energy, prices: Prices, horizon: Horizon, typed: Sequence[TypedCost] = ()
) -> Rejection:
    """The machines' world without the plant: every captured kilowatt-hour to the air."""
    capacity = design.rejector_w or float(energy.captured_w.max())
    items = cooler_items(capacity, prices.currency, typed)
    fans = energy.fans_alone_w
    row = investment(items, horizon.years) + yearly(upkeep(items, {}, horizon.upkeep_fraction), horizon.years)
    row = row + yearly(cost(prices.power_per_mwh, fans), horizon.years, horizon.power_growth)
    rate = horizon.discount_rate
    annual = float(npv(rate, row) * annuity(rate, horizon.years))
    heat = joules(energy.captured_w)
    return Rejection(annual, None if heat == 0.0 else annual / (heat / J_PER_MWH), joules(fans))
