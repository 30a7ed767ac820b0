"""Prices and money; the design does not need them, the year does."""

from typing import Annotated, Literal

from pydantic import Field

from heatloop_sites.schema.base import Mark, Name, Short
from heatloop_sites.units import (
    CARBON_PRICE,
    EMISSION,
    ENERGY_PRICE,
    HASH_PRICE,
    SHARE,
    SUM,
    YEARS,
)


class EnergyPrice(Short):
    """A price of energy."""

    value_per_kwh: Annotated[float, ENERGY_PRICE] = Field(description="price of energy")


class CarbonPrice(Short):
    """A price of carbon dioxide."""

    value_per_t: Annotated[float, CARBON_PRICE] = Field(description="price of a tonne of CO2")


class Emission(Short):
    """What an energy emits."""

    value_kg_kwh: Annotated[float, EMISSION] = Field(description="CO2 per energy", examples=["202 g/kWh"])


class HashPrice(Short):
    """What mining earns."""

    value_per_ph_s_d: Annotated[float, HASH_PRICE] = Field(description="revenue per hash rate and day")


class Share(Short):
    """A rate per year, or a share of it."""

    value: Annotated[float, SHARE] = Field(description="per year, or of the year")


class Life(Short):
    """A number of years."""

    value_year: Annotated[float, YEARS.between(1.0, 60.0)] = Field(description="number of years")


class Growth(Short):
    """Real change of a price per year."""

    value: Annotated[float, SHARE.between(-0.5, 0.5, "2 %")] = Field(description="per year, above inflation")


class Halving(Mark):
    """The next halving of the block subsidy; it comes again every four years."""

    after_year: Annotated[float, YEARS.between(0.0, 60.0)] = Field(
        description="time from the start of the plant", examples=["1.5 year"]
    )
    keeps: Annotated[float, SHARE] | None = Field(
        None, description="hash price after it over that before (default: 50 %)", examples=["55 %"]
    )


class Cost(Mark):
    """One item of the investment: in place of the cost correlation's item of that name, or beside them."""

    item: Name = Field(
        description="what is bought; `heatloop year` lists the names that correlations know, `boiler` is the site's own",
        examples=["plate exchanger"],
    )
    cost_money: Annotated[float, SUM] = Field(description="price, installed", examples=["85000 USD"])
    low_money: Annotated[float, SUM] | None = Field(None, description="price that one in ten would be below")
    high_money: Annotated[float, SUM] | None = Field(None, description="price that one in ten would be above")
    lifetime_year: Annotated[float, YEARS.between(1.0, 100.0)] | None = Field(
        None, description="after which it is bought again", examples=["20 year"]
    )
    owner: Literal["miner", "grower"] | None = Field(None, description="who pays for it")
    role: Literal["recovery", "cooling", "boiler", "mining"] | None = Field(
        None,
        description="what it is for: to use the heat, to cool the machines anyway, to heat without them, or machines themselves",
    )


class Economics(Mark):
    """Prices, rates and life. Each may be written alone or with its own mark; a mark here covers those that have none."""

    currency: Literal["CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "NOK", "SEK", "USD"] = Field(
        description="ISO code; every price has to be in it"
    )
    power_price: EnergyPrice = Field(description="electricity of the machines, all in")
    sink_power_price: EnergyPrice | None = Field(
        None, description="electricity of the heat user's boilers (default: `power_price`)"
    )
    heat_price: EnergyPrice | None = Field(None, description="paid for delivered heat")
    gas_price: EnergyPrice | None = Field(None, description="natural gas, by lower heating value")
    carbon_price: CarbonPrice | None = Field(None, description="for CO2 that is not emitted")
    grid_emission: Emission | None = Field(None, description="of the electricity")
    gas_emission: Emission | None = Field(None, description="of the gas")
    hash_price: HashPrice | None = Field(None, description="mining revenue per hash rate and day, in the first year")
    hash_price_decline: Growth | None = Field(None, description="of the hash price, per year; halvings not in it")
    halving: Halving | None = Field(None, description="next halving of the subsidy; without it, none is reckoned with")
    degradation: Share | None = Field(None, description="loss of hash rate per year")
    hosting_price: EnergyPrice | None = Field(None, description="fee for hosting the machines of others")
    power_price_growth: Growth | None = Field(None, description="of all electricity, per year")
    gas_price_growth: Growth | None = Field(None, description="of the gas, per year")
    heat_price_growth: Growth | None = Field(None, description="of the heat, per year")
    carbon_price_growth: Growth | None = Field(None, description="of the CO2, per year")
    uptime: Share = Field(description="share of the year in which the machines run")
    lifetime: Life = Field(description="years over which the plant is judged")
    discount_rate: Share = Field(description="per year")
    upkeep: Share | None = Field(None, description="operation and maintenance per year, as a share of the investment")
    capex: tuple[Cost, ...] = Field((), description="known investments, in place of the cost correlations")
