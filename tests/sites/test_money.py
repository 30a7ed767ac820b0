"""From a site file's `economics` to the inputs of the money: units, defaults, marks, and what is refused where."""

import pytest

from heatloop_sites.load import load, shipped
from heatloop_sites.money import economy_of, hash_rate_ph_s
from heatloop_sites.problem import SiteError

FULL = """economics:
  currency: CAD
  power_price: 48 CAD/MWh
  sink_power_price: 0.06 CAD/kWh
  heat_price: 25 CAD/MWh
  gas_price: 0.032 CAD/kWh
  carbon_price: 95 CAD/t
  grid_emission: 1.5 g/kWh
  hash_price: 55 CAD/PH/s/d
  hash_price_decline: 10 %
  halving: {after: 1.5 year, keeps: 55 %}
  degradation: 2 %
  hosting_price: 0.09 CAD/kWh
  power_price_growth: 1 %
  gas_price_growth: -2 %
  uptime: 94 %
  lifetime: 12 year
  discount_rate: 7 %
  upkeep: 2 %
  capex:
    - {item: plate exchanger, cost: 85000 CAD, low: 80000 CAD, high: 95000 CAD, source: offer, verified: manufacturer}
    - {item: boiler, cost: 0 CAD}
    - {item: machines, cost: 1200000 CAD, role: mining, lifetime: 5 year}
  assumption: made up for a test
"""


@pytest.fixture
def site_with(bitforest, tmp_path):
    """The reference site with another `economics` block."""

    def made(block: str):
        head, _, rest = bitforest.partition("economics:\n")
        path = tmp_path / "site.yaml"
        path.write_text(f"{head}{block}\ncontrol: {{}}\n", encoding="utf-8")
        assert rest
        return load(path)

    return made


def test_every_key_arrives_in_the_units_of_the_core(site_with):
    economy = economy_of(site_with(FULL))
    prices, horizon, mining = economy.prices, economy.horizon, economy.mining
    assert prices.currency == "CAD"
    assert prices.power_per_mwh == pytest.approx(48.0)
    assert prices.sink_power == pytest.approx(60.0)
    assert prices.heat_per_mwh == pytest.approx(25.0)
    assert prices.gas == pytest.approx(32.0)
    assert (prices.carbon_per_t, prices.grid_kg_per_mwh, prices.gas_kg_per_mwh) == pytest.approx((95.0, 1.5, 202.0))
    assert (horizon.years, horizon.discount_rate, horizon.upkeep_fraction) == (12, 0.07, 0.02)
    assert (horizon.power_growth, horizon.gas_growth, horizon.heat_growth) == pytest.approx((0.01, -0.02, 0.0))
    assert (mining.hash_price_per_ph_d, mining.decline, mining.degradation) == pytest.approx((55.0, 0.1, 0.02))
    assert (mining.halving_after_year, mining.halving_keeps, mining.hosting_per_mwh) == pytest.approx((1.5, 0.55, 90.0))
    assert mining.hash_rate_ph_s == pytest.approx(165.6)
    assert economy.uptime == pytest.approx(0.94)


def test_typed_items_keep_their_band_their_mark_and_the_sites_own_boiler(site_with):
    exchanger, boiler, machines = economy_of(site_with(FULL)).typed
    assert (exchanger.price.low, exchanger.price.expected, exchanger.price.high) == (80e3, 85e3, 95e3)
    assert (exchanger.source, exchanger.verified) == ("offer", "manufacturer")
    assert (boiler.item, boiler.price.high, boiler.verified) == ("electric boiler", 0.0, "estimate")
    assert (machines.role, machines.lifetime_year, machines.owner) == ("mining", 5.0, None)


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_site_has_money_inputs(name):
    economy = economy_of(load(name))
    assert economy is not None
    assert economy.prices.currency in {"USD", "EUR"}
    assert economy.prices.power_per_mwh > 10.0


def test_a_site_without_economics_has_no_money(site_with):
    assert economy_of(site_with("")) is None


def test_the_hash_rate_is_typed_else_the_catalogues_and_says_where_from(bitforest, edit, tmp_path):
    assert hash_rate_ph_s(load("bitforest")) == pytest.approx(165.6)
    rows = {row.what: row for row in economy_of(load("bitforest")).provenance}
    assert rows["containers / miners: hash rate"].verified == "secondary"
    path = tmp_path / "site.yaml"
    own = "count: 360\n        hashrate: {value: 480 TH/s, assumption: overclocked}"
    path.write_text(edit(bitforest, ("count: 360", own)), encoding="utf-8")
    assert hash_rate_ph_s(load(path)) == pytest.approx(172.8)


def test_racks_have_no_hash_rate_and_no_hash_price(tmp_path):
    from pathlib import Path

    import heatloop_sites

    text = (Path(heatloop_sites.__path__[0]) / "data" / "nvl72-greenhouse.yaml").read_text(encoding="utf-8")
    path = tmp_path / "site.yaml"
    path.write_text(text.replace("  gas_price:", "  hash_price: 40 EUR/PH/s/d\n  gas_price:"), encoding="utf-8")
    site = load(path)
    assert hash_rate_ph_s(site) == 0.0
    with pytest.raises(SiteError, match=r"economics\.hash_price: earns nothing"):
        economy_of(site)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("lifetime: 12 year", "lifetime: 12.5 year", "economics.lifetime: must be whole years"),
        ("low: 80000 CAD", "low: 90000 CAD", r"economics.capex\[0\].low: must lie on its own side"),
        ("high: 95000 CAD", "high: 84000 CAD", r"economics.capex\[0\].high: must lie on its own side"),
        ("discount_rate: 7 %", "discount_rate: 70 %", "economics: discount_rate = 0.7"),
    ],
)
def test_what_the_core_refuses_is_shown_at_its_place(site_with, old, new, match):
    assert old in FULL
    site = site_with(FULL.replace(old, new))
    with pytest.raises(SiteError, match=match):
        economy_of(site)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("power_price_growth: 1 %", "power_price_growth: 80 %", "power_price_growth"),
        ("hosting_price: 0.09 CAD/kWh", "hosting_price: 0.09 USD/kWh", "must be in CAD"),
        ("low: 80000 CAD", "low: 80000 EUR", "must be in CAD"),
        ("after: 1.5 year", "after: 1.5", "has no unit"),
    ],
)
def test_what_the_schema_refuses_is_refused_on_loading(site_with, old, new, match):
    assert old in FULL
    with pytest.raises(SiteError, match=match):
        site_with(FULL.replace(old, new))
