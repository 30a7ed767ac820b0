"""Economics of a site file to the inputs of the money: prices per MWh, horizon, mining, investments known by the user."""

from collections.abc import Iterator
from dataclasses import dataclass

from heatloop_sites import catalog, schema
from heatloop_sites.parts import origin_of
from heatloop_sites.price_csv import KWH_PER_MWH
from heatloop_sites.problem import Fault, Path, SiteError
from heatloop_sites.schema.base import Mark
from heatloop_sites.schema.machines import Bank
from heatloop_sites.schema.money import Cost, Economics, EnergyPrice, Growth, Share
from heatloop_thermo.economics.capex import BOILERS, TypedCost
from heatloop_thermo.economics.correlation import Band
from heatloop_thermo.economics.prices import GAS_KG_PER_MWH, HALVING_KEEPS, Horizon, Mining, Prices
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.plant import Provenance


@dataclass(frozen=True)
class Economy:
    """What `heatloop_thermo.economics.money.money` needs of a site.

    Parameters
    ----------
    prices, horizon, mining : in the site's currency.
    typed : investments that the user knows.
    uptime : share of the year in which the machines run. [-]
    provenance : of what this module adds to the numbers of the site file: hash rates, defaults.
    """

    prices: Prices
    horizon: Horizon
    mining: Mining
    typed: tuple[TypedCost, ...]
    uptime: float
    provenance: tuple[Provenance, ...]


def economy_of(site: schema.Site) -> Economy | None:
    """Inputs of a site's money; None where the site says nothing of it.

    Parameters
    ----------
    site : from `heatloop_sites.load.load`.

    Raises
    ------
    SiteError : a figure that the engineering core refuses, with its place in the file.

    >>> from heatloop_sites.load import load
    >>> economy_of(load("bitforest")).prices.power_per_mwh
    35.0
    """
    block = site.economics
    if block is None:
        return None
    path: Path = ("economics",)
    try:
        fuel = "electricity" if site.boiler is None else site.boiler.energy
        return Economy(
            prices=_prices(block),
            horizon=_horizon(block),
            mining=_mining(block, hash_rate_ph_s(site)),
            typed=tuple(_typed(block, index, BOILERS[fuel]) for index in range(len(block.capex))),
            uptime=float(block.uptime.value),
            provenance=tuple(_provenance(site, block)),
        )
    except Fault as fault:
        raise SiteError([site.origin.problem((*path, *fault.path), fault.text)]) from fault
    except ThermoError as refusal:
        raise SiteError([site.origin.problem(path, str(refusal))]) from refusal


def hash_rate_ph_s(site: schema.Site) -> float:
    """Hash rate of all machines of a site, running. [PH/s]; 0 for racks

    Parameters
    ----------
    site : as typed; a hash rate typed at a bank goes before the catalogue's.

    >>> from heatloop_sites.load import load
    >>> round(hash_rate_ph_s(load("bitforest")), 1)
    165.6
    """
    return sum(_bank_th_s(bank) * bank.count for loop in site.source_loops for bank in loop.sources) / 1e3


def _bank_th_s(bank: Bank) -> float:
    if bank.hashrate is not None:
        return float(bank.hashrate.value_th_s)
    row = None if bank.model is None else catalog.machine(bank.model)
    return 0.0 if row is None or row.hashrate is None else float(row.hashrate.value_th_s)


def _prices(block: Economics) -> Prices:
    grid, gas = block.grid_emission, block.gas_emission
    return Prices(
        currency=block.currency,
        power_per_mwh=block.power_price.value_per_kwh * KWH_PER_MWH,
        sink_power_per_mwh=_per_mwh(block.sink_power_price),
        gas_per_mwh=_per_mwh(block.gas_price),
        heat_per_mwh=_per_mwh(block.heat_price),
        carbon_per_t=0.0 if block.carbon_price is None else float(block.carbon_price.value_per_t),
        grid_kg_per_mwh=None if grid is None else grid.value_kg_kwh * KWH_PER_MWH,
        gas_kg_per_mwh=GAS_KG_PER_MWH if gas is None else gas.value_kg_kwh * KWH_PER_MWH,
    )


def _per_mwh(price: EnergyPrice | None) -> float | None:
    return None if price is None else price.value_per_kwh * KWH_PER_MWH


def _horizon(block: Economics) -> Horizon:
    years = float(block.lifetime.value_year)
    if years != round(years):
        raise Fault(f"must be whole years: cash flows are yearly (got '{years:g} year')", "lifetime")
    return Horizon(
        years=round(years),
        discount_rate=float(block.discount_rate.value),
        upkeep_fraction=None if block.upkeep is None else float(block.upkeep.value),
        power_growth=_share(block.power_price_growth),
        gas_growth=_share(block.gas_price_growth),
        heat_growth=_share(block.heat_price_growth),
        carbon_growth=_share(block.carbon_price_growth),
    )


def _share(block: Growth | Share | None) -> float:
    return 0.0 if block is None else float(block.value)


def _mining(block: Economics, rate_ph_s: float) -> Mining:
    halving, price = block.halving, block.hash_price
    if price is not None and rate_ph_s == 0.0:
        raise Fault("earns nothing: no machine of the site has a hash rate", "hash_price")
    return Mining(
        hash_rate_ph_s=rate_ph_s,
        hash_price_per_ph_d=None if price is None else float(price.value_per_ph_s_d),
        decline=_share(block.hash_price_decline),
        degradation=_share(block.degradation),
        halving_after_year=None if halving is None else float(halving.after_year),
        halving_keeps=HALVING_KEEPS if halving is None or halving.keeps is None else float(halving.keeps),
        hosting_per_mwh=_per_mwh(block.hosting_price),
    )


def _typed(block: Economics, index: int, boiler: str) -> TypedCost:
    """An item as typed; without a band the price is certain."""
    cost: Cost = block.capex[index]
    price = float(cost.cost_money)
    low, high = (price if end is None else float(end) for end in (cost.low_money, cost.high_money))
    if not low <= price <= high:
        end = "low" if low > price else "high"
        raise Fault(f"must lie on its own side of `cost`, {cost.cost_money:g}", "capex", index, end)
    mark: Mark = cost if cost.marked else block
    source, verified = origin_of(mark)
    return TypedCost(
        item=boiler if cost.item.casefold() == "boiler" else cost.item,
        price=Band(low, price, high),
        lifetime_year=None if cost.lifetime_year is None else float(cost.lifetime_year),
        owner=cost.owner,
        role=cost.role,
        source=source,
        verified=verified,
    )


def _provenance(site: schema.Site, block: Economics) -> Iterator[Provenance]:
    """Hash rates out of the catalogue, and what was assumed because nothing was typed."""
    for loop in site.source_loops:
        for bank in loop.sources:
            if bank.hashrate is None and bank.model is not None and _bank_th_s(bank) > 0.0:
                row = catalog.machine(bank.model)
                value = f"{_bank_th_s(bank):g}"
                yield Provenance(f"{loop.name} / {bank.name}: hash rate", value, "TH/s", *origin_of(row))
    if block.gas_emission is None:
        what, source = "economics: gas emission", "56.1 kg/GJ on the lower heating value, IPCC 2006 guidelines, vol. 2"
        yield Provenance(what, f"{GAS_KG_PER_MWH:g}", "kg/MWh", source, "secondary")
