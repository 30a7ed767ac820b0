"""Where the numbers of the money come from that the user did not type: for the list of sources in a report."""

from collections.abc import Iterator

from heatloop_thermo.economics.currency import PLANT_COST_INDEX, PRICE_YEAR, USD_PER_UNIT
from heatloop_thermo.economics.money import Money
from heatloop_thermo.economics.risk import spreads
from heatloop_thermo.plant import Provenance


def sources(money: Money) -> Iterator[Provenance]:
    """Investments by correlation, exchange rates, cost index, reference systems, spreads of the tornado; each once.

    Parameters
    ----------
    money : of a site.
    """
    for item in money.capex:
        if not item.typed:
            what = f"investment, {item.item}{f' ({item.part})' if item.part else ''}"
            yield Provenance(what, f"{item.price.expected:.0f}", money.currency, item.source, item.verified)
    index = f"{PLANT_COST_INDEX[PRICE_YEAR]:g}"
    yield Provenance("plant cost index, 2023", index, "-", "CEPCI, table of handbook.tea-commons.org", "secondary")
    if money.currency != "USD":
        rate = f"{USD_PER_UNIT[PRICE_YEAR][money.currency]:.4f}"
        yield Provenance("exchange rate, 2023", rate, f"USD/{money.currency}", "Federal Reserve, G.5A", "secondary")
    yield from _references(money)
    for spread in spreads(money):
        if spread.name != "capex":
            ends = f"{spread.low:g} to {spread.high:g}"
            name = str(spread.name).replace("_", " ")
            yield Provenance(f"spread of {name}", ends, "1/year" if "rate" in name else "-", spread.why, "estimate")


def _references(money: Money) -> Iterator[Provenance]:
    for each in money.against:
        source = "boiler of the site, as typed, or else the Danish Energy Agency"
        if each.reference.name == "gas" and money.site_reference != "gas":
            source = "Danish Energy Agency, condensing boiler at the header's return temperature"
        what = f"{each.reference.boiler.item} of the reference: efficiency"
        yield Provenance(what, f"{each.reference.efficiency:.3f}", "-", source, "secondary")
    if money.prices.gas_per_mwh is None:
        unit = f"{money.currency}/MWh"
        yield Provenance(
            "gas price", f"{money.prices.gas:.2f}", unit, "one Alberta retail bill, 8.07 CAD/GJ", "estimate"
        )
