"""Money of a year: the investment, both reference systems, every stakeholder's cash flow, the machines beside it, CO2."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heatloop_thermo.design import Design
from heatloop_thermo.economics.business import Business, business_of
from heatloop_thermo.economics.capex import CostItem, TypedCost, capex_of
from heatloop_thermo.economics.case import (
    STAKEHOLDERS,
    Case,
    Stakeholder,
    abatement_per_t,
    case_of,
    fair_heat_prices,
    lcoh_per_mwh,
)
from heatloop_thermo.economics.correlation import Band
from heatloop_thermo.economics.currency import PRICE_YEAR, Currency
from heatloop_thermo.economics.energy import J_PER_MWH, Energy, cost, joules
from heatloop_thermo.economics.prices import Horizon, Mining, Prices
from heatloop_thermo.economics.recovery import (
    avoided_t,
    back_up_w,
    boiler_energy_cost,
    cost_lines,
    emission_t,
    gain_lines,
    transfer_lines,
)
from heatloop_thermo.economics.reference import REFERENCES, Name, Reference, Rejection, boiler_only, rejection_only


@dataclass(frozen=True, eq=False)
class Against:
    """The recovery against one reference system.

    Parameters
    ----------
    reference : heat by boilers alone.
    cases : miner, grower and both; the sum of the first two is the third.
    avoided_t : CO2 of a year; None where the electricity's emission is unknown. [t]
    abatement_per_t : cost of a tonne of it; None where that is unknown or next to nothing. [money/t]
    heat_price_least, heat_price_most : between them both parties gain. [money/MWh]; None without used heat
    """

    reference: Reference
    cases: tuple[Case, ...]
    avoided_t: float | None
    abatement_per_t: float | None
    heat_price_least: float | None
    heat_price_most: float | None

    def case(self, stakeholder: Stakeholder) -> Case:
        """The cash flow of one stakeholder."""
        return next(case for case in self.cases if case.stakeholder == stakeholder)


@dataclass(frozen=True, eq=False)
class Costs:
    """Energy of the heat supply in the first year, the machines' own power not among it. [money]

    ``lift`` heat pumps, ``pumps`` all pumps, ``fans`` dry coolers, ``boiler`` electricity or gas.
    """

    lift: float
    pumps: float
    fans: float
    boiler: float

    @property
    def total(self) -> float:
        """All of them. [money]"""
        return self.lift + self.pumps + self.fans + self.boiler


@dataclass(frozen=True, eq=False)
class Money:
    """What a site costs and earns.

    Parameters
    ----------
    currency, price_year : of the investments; prices of energy are the user's, of today.
    prices, horizon, mining : as given.
    capex : rows; ``capex_total`` sums all but the machines, with their bands added (as if all were dear at once).
    used_j : recovered heat that the sinks used, in a year. [J]
    costs : energy of the first year.
    against : electric boilers, then gas.
    rejection : dry coolers alone.
    business : the machines.
    lcoh_per_mwh : of the used recovered heat, mining on both sides and thus left out. [money/MWh]; None where none is used
    lcoh_business_per_mwh : the same with the machines, their power and their revenue in it; None where nothing is earned.
    caused_t : CO2 of the heat supply in a year, machines not included; ``machines_t`` theirs. [t]; None: unknown
    site_reference : the reference whose fuel is the site's own boiler's; "electric" without a boiler.
    notes : what was assumed or left out, in sentences.
    """

    currency: Currency
    price_year: int
    prices: Prices
    horizon: Horizon
    mining: Mining
    capex: tuple[CostItem, ...]
    used_j: float
    costs: Costs
    against: tuple[Against, ...]
    rejection: Rejection
    business: Business
    lcoh_per_mwh: float | None
    lcoh_business_per_mwh: float | None
    caused_t: float | None
    machines_t: float | None
    site_reference: Name
    notes: tuple[str, ...]

    @property
    def used_mwh(self) -> float:
        """Recovered heat that the sinks used, as it is billed. [MWh]"""
        return self.used_j / J_PER_MWH

    @property
    def capex_total(self) -> Band:
        """Investment of the plant, the machines left out. [money]"""
        rows = [item.price for item in self.capex if item.role != "mining"]
        return Band(sum(r.low for r in rows), sum(r.expected for r in rows), sum(r.high for r in rows))

    def versus(self, name: Name) -> Against:
        """The recovery against one reference."""
        return next(each for each in self.against if each.reference.name == name)

    @property
    def headline(self) -> Case:
        """Both parties together against boilers of the site's own fuel."""
        return self.versus(self.site_reference).case("both")

    @property
    def revenue_heat(self) -> float:
        """Worth of the used heat in the first year: what is paid for it, else the boiler energy that it saves. [money]"""
        if self.prices.heat_per_mwh is not None:
            return self.prices.heat_per_mwh * self.used_mwh
        return self.versus(self.site_reference).reference.energy_cost - self.costs.boiler


def money(
    design: Design,
    energy: Energy,
    prices: Prices,
    horizon: Horizon,
    mining: Mining | None = None,
    typed: Sequence[TypedCost] = (),
) -> Money:
    """Work out the money of a year that repeats itself over the horizon.

    Parameters
    ----------
    design : sized plant.
    energy : its year, from `energy.energy_of`.
    prices, horizon : of the site.
    mining : what the machines earn; None: nobody has said.
    typed : investments known by the user.

    Returns
    -------
    Money.

    Raises
    ------
    OutOfRange : an input outside its range, a price series of another length than the year.

    Source
    ------
    Definitions: docs/economics.md.
    """
    mining = Mining() if mining is None else mining
    items = capex_of(design, prices.currency, horizon.years, typed)
    own = cost_lines(design, items, energy, prices, horizon)
    references = [boiler_only(name, design, energy, prices, horizon, typed) for name in REFERENCES]
    against = tuple(_against(design, items, energy, prices, horizon, each) for each in references)
    boiler = design.plant.boiler
    site: Name = "gas" if boiler is not None and boiler.energy == "gas" else "electric"
    home = next(each for each in against if each.reference.name == site)
    business = business_of(design, items, energy, prices, horizon, mining, home.reference, home.case("both").lines)
    used = joules(energy.recovered_w)
    grid = prices.grid_kg_per_mwh
    return Money(
        currency=prices.currency,
        price_year=PRICE_YEAR,
        prices=prices,
        horizon=horizon,
        mining=mining,
        capex=items,
        used_j=used,
        costs=_costs(design, energy, prices),
        against=against,
        rejection=rejection_only(design, energy, prices, horizon, typed),
        business=business,
        lcoh_per_mwh=lcoh_per_mwh(own, used, horizon),
        lcoh_business_per_mwh=lcoh_per_mwh((*own, *business.lines), used, horizon) if mining.earns else None,
        caused_t=emission_t(energy, prices, home.reference.fuel, back_up_w(design, energy, home.reference)),
        machines_t=None if grid is None else cost(grid, energy.it_w) / 1e3,
        site_reference=site,
        notes=tuple(_notes(design, prices, mining, items)),
    )


def _against(
    design: Design, items: Sequence[CostItem], energy: Energy, prices: Prices, horizon: Horizon, reference: Reference
) -> Against:
    lines = (
        *cost_lines(design, items, energy, prices, horizon),
        *gain_lines(design, energy, prices, horizon, reference),
    )
    paid = (*lines, *transfer_lines(energy, prices, horizon))
    cases = tuple(case_of(who, reference.name, paid, horizon) for who in STAKEHOLDERS)
    used = joules(energy.recovered_w)
    saved = avoided_t(design, energy, prices, reference)
    least, most = fair_heat_prices(lines, used, horizon)
    return Against(reference, cases, saved, abatement_per_t(cases[2], saved, used, horizon), least, most)


def _costs(design: Design, energy: Energy, prices: Prices) -> Costs:
    share = energy.header_pump_fraction
    loops = cost(prices.power_per_mwh, energy.pumps_w * (1.0 - share))
    return Costs(
        lift=cost(prices.power_per_mwh, energy.lift_w),
        pumps=loops + cost(prices.sink_power, energy.pumps_w * share),
        fans=cost(prices.power_per_mwh, energy.fans_w),
        boiler=boiler_energy_cost(design, energy, prices),
    )


def _notes(design: Design, prices: Prices, mining: Mining, items: Sequence[CostItem]) -> Iterator[str]:
    yield f"One simulated year stands for all; sums are real, investments in {prices.currency} of {PRICE_YEAR}, before tax."
    if prices.gas_per_mwh is None:
        yield f"No gas price was typed: the gas reference takes {prices.gas:.4g} {prices.currency}/MWh, an estimate."
    if prices.heat_per_mwh is None:
        yield "No heat price was typed: nothing is paid between miner and grower, and the grower keeps what the heat saves."
    if prices.grid_kg_per_mwh is None:
        yield "The emission of the electricity was not typed: no CO2 is stated."
    if not mining.earns:
        yield "No hash price or hosting fee was typed: the money is without what the machines earn."
    elif not any(item.role == "mining" for item in items):
        yield "The machines' own price was not typed: their business is judged without it."
    if design.plant.boiler is None:
        yield "The plant has no boiler: the references have one for the largest hour that was delivered."
    estimated = sorted({item.item for item in items if item.verified == "estimate"})
    if estimated:
        yield f"Estimated investments: {', '.join(estimated)}."
