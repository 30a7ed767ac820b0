"""The recovery as a project: what changes, line by line, against boilers for the heat and dry coolers for the machines.

What both worlds have (machines and their power, loops, dry coolers, mining) cancels and is left out.
"""

from collections.abc import Iterator, Sequence

from heatloop_thermo.boiler import Energy as Fuel
from heatloop_thermo.design import Design
from heatloop_thermo.economics.capex import OWNERS, CostItem
from heatloop_thermo.economics.energy import J_PER_MWH, Energy, cost, joules
from heatloop_thermo.economics.line import Driver, Line, investment, upkeep, yearly
from heatloop_thermo.economics.prices import Horizon, Prices
from heatloop_thermo.economics.reference import Reference
from heatloop_thermo.numeric import Array


def cost_lines(
    design: Design, items: Sequence[CostItem], energy: Energy, prices: Prices, horizon: Horizon
) -> tuple[Line, ...]:
    """What the recovery itself costs, whatever it is compared with: equipment, upkeep, electricity less fans that rest.

    Parameters
    ----------
    design, items, energy, prices, horizon : of the site.

    Returns
    -------
    Lines, costs negative.
    """
    return (*_equipment(design, items, energy, horizon), *_electricity(energy, prices, horizon))


def gain_lines(
    design: Design, energy: Energy, prices: Prices, horizon: Horizon, reference: Reference
) -> tuple[Line, ...]:
    """What the heat user no longer pays, against a reference: its boiler and its energy, less those with the plant; carbon.

    With the plant the same boiler stays as a back-up: whoever has gas without the plant backs up with gas.

    Parameters
    ----------
    design, energy, prices, horizon : of the site.
    reference : the boilers that it is compared with.
    """
    return (*_boilers(design, energy, horizon, reference), *_heating(design, energy, prices, horizon, reference))


def transfer_lines(energy: Energy, prices: Prices, horizon: Horizon) -> tuple[Line, ...]:
    """The heat price, from the grower to the miner; nothing where none is agreed."""
    if prices.heat_per_mwh is None:
        return ()
    paid = yearly(prices.heat_per_mwh * joules(energy.recovered_w) / J_PER_MWH, horizon.years, horizon.heat_growth)
    by: tuple[Driver, ...] = ("heat", "demand", "uptime")
    return (Line("heat sold", "miner", paid, by), Line("heat bought", "grower", -paid, by))


def boiler_energy_cost(design: Design, energy: Energy, prices: Prices) -> float:
    """Energy of the plant's own boiler in a year. [money]"""
    boiler = design.plant.boiler
    return 0.0 if boiler is None else cost(prices.energy_per_mwh(boiler.energy), energy.boiler_input_w)


def back_up_w(design: Design, energy: Energy, reference: Reference) -> Array:
    """Energy to the boiler that stays with the plant, as simulated or, of another fuel, at the reference's efficiency. [W]"""
    boiler = design.plant.boiler
    same = boiler is not None and boiler.energy == reference.fuel
    burnt: Array = energy.boiler_input_w if same else energy.boiler_w / reference.efficiency
    return burnt


def emission_t(energy: Energy, prices: Prices, fuel: Fuel, burnt_w: Array) -> float | None:
    """CO2 of heat pumps, pumps, fans and a boiler in a year; not of the machines. [t]; None where the grid's is unknown

    Parameters
    ----------
    energy, prices : of the site.
    fuel, burnt_w : of the boiler. [W]
    """
    factor = prices.emission_kg_per_mwh(fuel)
    if prices.grid_kg_per_mwh is None or factor is None:
        return None
    electric = energy.lift_w + energy.pumps_w + energy.fans_w
    return (cost(prices.grid_kg_per_mwh, electric) + cost(factor, burnt_w)) / 1e3


def avoided_t(design: Design, energy: Energy, prices: Prices, reference: Reference) -> float | None:
    """CO2 of reference boiler, loop pumps and fans of coolers alone, less that with the plant, in a year. [t]"""
    caused = emission_t(energy, prices, reference.fuel, back_up_w(design, energy, reference))
    if caused is None or reference.co2_t is None or prices.grid_kg_per_mwh is None:
        return None
    alone = energy.fans_alone_w + energy.pumps_w * (1.0 - energy.header_pump_fraction)
    return reference.co2_t + cost(prices.grid_kg_per_mwh, alone) / 1e3 - caused


def _equipment(design: Design, items: Sequence[CostItem], energy: Energy, horizon: Horizon) -> Iterator[Line]:
    heat = {"heat pump": _lifted_j(design, energy)}
    for owner in OWNERS:
        mine = [item for item in items if item.role == "recovery" and item.owner == owner]
        if mine:
            yield Line("equipment", owner, -investment(mine, horizon.years), ("capex",))
            kept = upkeep(mine, heat, horizon.upkeep_fraction)
            yield Line("upkeep", owner, -yearly(kept, horizon.years), ("capex",))


def _lifted_j(design: Design, energy: Energy) -> float:
    """Heat of the heat pumps in a year, at the COP of the rated point. [J]"""
    machines = [loop.machine for loop in design.loops if loop.machine is not None]
    if not machines:
        return 0.0
    cop = sum(machine.heat_w for machine in machines) / sum(machine.electric_w for machine in machines)
    return cop * joules(energy.lift_w)


def _electricity(energy: Energy, prices: Prices, horizon: Horizon) -> Iterator[Line]:
    def row(amount: float) -> Array:
        return yearly(amount, horizon.years, horizon.power_growth)

    if energy.lift_w.any():
        lift = cost(prices.power_per_mwh, energy.lift_w)
        yield Line("electricity of heat pumps", "miner", row(-lift), ("power", "uptime"))
    pumps = cost(prices.sink_power, energy.pumps_w * energy.header_pump_fraction)
    yield Line("electricity of header pumps", "grower", row(-pumps), ("power",))
    fans = cost(prices.power_per_mwh, energy.fans_alone_w - energy.fans_w)
    yield Line("electricity of fans saved", "miner", row(fans), ("power", "uptime"))


def _boilers(design: Design, energy: Energy, horizon: Horizon, reference: Reference) -> Iterator[Line]:
    boiler, years, share = (reference.boiler,), horizon.years, horizon.upkeep_fraction
    alone = upkeep(boiler, {reference.boiler.item: joules(energy.delivered_w)}, share)
    yield Line("boiler spared", "grower", investment(boiler, years) + yearly(alone, years))
    if design.plant.boiler is not None:
        kept = upkeep(boiler, {reference.boiler.item: joules(energy.boiler_w)}, share)
        yield Line("boiler kept as back-up", "grower", -investment(boiler, years) - yearly(kept, years))


def _heating(design: Design, energy: Energy, prices: Prices, horizon: Horizon, reference: Reference) -> Iterator[Line]:
    fuel: Driver = "gas" if reference.fuel == "gas" else "power"
    growth = horizon.gas_growth if fuel == "gas" else horizon.power_growth

    def row(amount: float) -> Array:
        return yearly(amount, horizon.years, growth)

    yield Line("boiler energy without recovery", "grower", row(reference.energy_cost), (fuel, "demand"))
    burnt = cost(prices.energy_per_mwh(reference.fuel), back_up_w(design, energy, reference))
    yield Line("boiler energy with recovery", "grower", row(-burnt), (fuel, "demand"))
    lost = reference.unit_cost_per_mwh * joules(energy.recovered_w) / J_PER_MWH
    yield Line("boiler energy while the machines stand", "grower", row(-lost), (fuel, "demand", "downtime"))
    saved = avoided_t(design, energy, prices, reference)
    if prices.carbon_per_t > 0.0 and saved is not None:
        paid = yearly(prices.carbon_per_t * saved, horizon.years, horizon.carbon_growth)
        yield Line("carbon", "grower", paid, ("demand", "uptime"))
