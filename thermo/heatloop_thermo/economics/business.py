"""The machines as a business: what they earn, their power, their cooling; beside the recovery, which they pay for or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from heatloop_thermo.design import Design
from heatloop_thermo.economics.breakeven import break_even_per_mwh, mining_value_per_mwh
from heatloop_thermo.economics.capex import CostItem
from heatloop_thermo.economics.case import Case, case_of
from heatloop_thermo.economics.energy import J_PER_MWH, Energy, cost, joules
from heatloop_thermo.economics.line import Line, investment, upkeep, yearly
from heatloop_thermo.economics.mining import hosted, mined
from heatloop_thermo.economics.prices import Horizon, Mining, Prices
from heatloop_thermo.economics.reference import Reference


@dataclass(frozen=True, eq=False)
class Business:
    """The machines of a site.

    Parameters
    ----------
    power_j, power_cost, running_fraction : electricity of a year [J], [money]; mean share of the machines that run. [-]
    mining_revenue, hosting_revenue : of the first year. [money]; None: nobody has said what is earned
    power_per_mwh : mean price paid. [money/MWh]
    effective_power_per_mwh : the same less the value of the used heat. [money/MWh]
    efficiency_j_th : of all machines. [J/TH]; None without a hash rate
    mined_per_mwh, break_even_per_mwh : power price up to which mining pays, without and with heat that saves boiler energy. [money/MWh]
    lines : revenue, power and cooling; the recovery's lines not among them.
    alone, with_recovery : machines and dry coolers only; with the recovery, both parties. None where nothing is earned.
    """

    power_j: float
    power_cost: float
    running_fraction: float
    mining_revenue: float | None
    hosting_revenue: float | None
    power_per_mwh: float | None
    effective_power_per_mwh: float | None
    efficiency_j_th: float | None
    mined_per_mwh: float | None
    break_even_per_mwh: float | None
    lines: tuple[Line, ...]
    alone: Case | None
    with_recovery: Case | None

    @property
    def power_mwh(self) -> float:
        """Electricity of a year, as it is billed. [MWh]"""
        return self.power_j / J_PER_MWH


def business_of(
    design: Design,
    items: Sequence[CostItem],
    energy: Energy,
    prices: Prices,
    horizon: Horizon,
    mining: Mining,
    reference: Reference,
    recovery: Sequence[Line],
) -> Business:
    """Work out the machines' side.

    Parameters
    ----------
    design, items, energy, prices, horizon, mining : of the site.
    reference : whose energy the used heat saves, for the value of heat.
    recovery : lines of the recovery against it.
    """
    rated_w = sum(loop.loop.electric_w for loop in design.loops)
    running = float(energy.it_w.mean()) / rated_w
    it, spent = joules(energy.it_w), cost(prices.power_per_mwh, energy.it_w)
    lines = tuple(_lines(items, energy, prices, horizon, mining, running))
    heat_value = reference.unit_cost_per_mwh
    captured, used = joules(energy.captured_w), joules(energy.recovered_w)
    mean = spent / (it / J_PER_MWH) if it > 0.0 else None
    efficiency = rated_w / (mining.hash_rate_ph_s * 1e3) if mining.hash_rate_ph_s > 0.0 else None
    alone, threshold = _thresholds(mining, efficiency, heat_value, captured / it if it > 0.0 else 0.0)
    return Business(
        power_j=it,
        power_cost=spent,
        running_fraction=running,
        mining_revenue=_first(lines, "mining"),
        hosting_revenue=_first(lines, "hosting"),
        power_per_mwh=mean,
        effective_power_per_mwh=None if mean is None else mean - used * heat_value / it,
        efficiency_j_th=efficiency,
        mined_per_mwh=alone,
        break_even_per_mwh=threshold,
        lines=lines,
        alone=case_of("both", reference.name, lines, horizon) if mining.earns else None,
        with_recovery=case_of("both", reference.name, (*lines, *recovery), horizon) if mining.earns else None,
    )


def _first(lines: Sequence[Line], label: str) -> float | None:
    """First year of the line of a name; None where there is no such line."""
    return next((float(line.values[1]) for line in lines if line.label == label), None)


def _thresholds(
    mining: Mining, efficiency_j_th: float | None, heat_value: float, capture: float
) -> tuple[float | None, float | None]:
    """Power prices up to which mining pays, without and with heat that saves boiler energy. [money/MWh]"""
    price = mining.hash_price_per_ph_d
    if price is None or efficiency_j_th is None:
        return None, None
    alone = float(mining_value_per_mwh(price, efficiency_j_th))
    return alone, float(break_even_per_mwh(price, efficiency_j_th, heat_value, capture))


def _lines(
    items: Sequence[CostItem], energy: Energy, prices: Prices, horizon: Horizon, mining: Mining, running: float
) -> Iterator[Line]:
    years, growth = horizon.years, horizon.power_growth
    if mining.mines:
        yield Line("mining", "miner", np.append(0.0, mined(mining, running, years)), ("hash", "uptime"))
    if mining.hosting_per_mwh is not None:
        fee = hosted(mining, joules(energy.it_w), years)
        yield Line("hosting", "miner", np.append(0.0, fee), ("uptime",))
    power = cost(prices.power_per_mwh, energy.it_w)
    yield Line("power of the machines", "miner", yearly(-power, years, growth), ("power", "uptime"))
    pumps = cost(prices.power_per_mwh, energy.pumps_w * (1.0 - energy.header_pump_fraction))
    yield Line("electricity of loop pumps", "miner", yearly(-pumps, years, growth), ("power",))
    fans = cost(prices.power_per_mwh, energy.fans_alone_w)
    yield Line("electricity of fans", "miner", yearly(-fans, years, growth), ("power", "uptime"))
    bought = [item for item in items if item.role in ("cooling", "mining")]
    cooling = [item for item in bought if item.role == "cooling"]
    kept = upkeep(cooling, {}, horizon.upkeep_fraction)
    yield Line("machines and their cooling", "miner", -investment(bought, years) - yearly(kept, years))
