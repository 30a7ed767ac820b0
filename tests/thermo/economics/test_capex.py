"""The investment: every correlation at a point worked out beside it, money converted in the open, typed items in their place."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler
from heatloop_thermo.design import Design
from heatloop_thermo.economics.capex import CostItem, TypedCost, boiler_item, capex_of
from heatloop_thermo.economics.correlation import (
    TERMS,
    Band,
    boiler_price,
    cooler_price,
    exchanger_price,
    heat_pump_price,
    installation_price,
    pipe_price,
    pump_price,
    tank_price,
)
from heatloop_thermo.economics.currency import PLANT_COST_INDEX, PRICE_YEAR, USD_PER_UNIT, converted
from heatloop_thermo.errors import OutOfRange


def names(rows: tuple[CostItem, ...]) -> list[str]:
    return [row.item for row in rows]


def expected(rows: tuple[CostItem, ...], item: str) -> float:
    return sum(row.price.expected for row in rows if row.item == item)


def test_an_amount_goes_by_its_own_rate_the_index_and_the_rate_of_the_price_year():
    dollars = 100.0 * 1.1096 * 797.9 / 556.8
    assert converted(100.0, "EUR", 2015, "USD") == pytest.approx(dollars)
    assert converted(100.0, "EUR", 2015, "CAD") == pytest.approx(dollars * 1.3494)
    assert converted(7.5, "USD", PRICE_YEAR, "USD") == 7.5


def test_a_dollar_is_no_euro():
    assert converted(1.0, "USD", 2023, "EUR") == pytest.approx(1.0 / 1.0817)


@pytest.mark.parametrize(("currency", "year"), [("EUR", 2016), ("JPY", 2023), ("USD", 1999)])
def test_money_without_a_rate_or_an_index_is_refused(currency, year):
    with pytest.raises(OutOfRange):
        converted(1.0, currency, year, "USD")


def test_every_currency_that_a_site_may_have_has_a_rate_in_the_price_year():
    from heatloop_sites.schema.money import Economics

    currencies = Economics.model_fields["currency"].annotation.__args__
    assert set(currencies) == set(USD_PER_UNIT[PRICE_YEAR])
    assert PRICE_YEAR in PLANT_COST_INDEX


def test_a_plate_exchanger_of_a_hundred_square_metres():
    band = exchanger_price(100.0, "USD")
    published = math.log(100.0) + 0.2581 * 1e4 + 891.7 * 100.0 + 26050.0
    assert band.high == pytest.approx(published * 797.9 / 708.8)
    assert band.low == pytest.approx(300.0 * 100.0 * 797.9 / 596.2)
    assert band.low < 1397.0 * 100.0**0.89 < band.high  # another published law


def test_a_pipe_costs_half_of_the_pair_and_lies_between_its_neighbours():
    pair = 1384.0 * 797.9 / 556.8
    assert pipe_price(100.0, 0.150, "USD").expected == pytest.approx(50.0 * pair)
    between = pipe_price(1.0, 0.09, "USD").expected
    assert pipe_price(1.0, 0.08, "USD").expected < between < pipe_price(1.0, 0.1, "USD").expected
    assert pipe_price(1.0, 0.3, "USD").expected > pipe_price(1.0, 0.25, "USD").expected
    assert 0.0 < pipe_price(1.0, 0.02, "USD").expected < pipe_price(1.0, 0.05, "USD").expected


def test_a_tank_of_600_cubic_metres_costs_244_euros_each():
    assert tank_price(600.0, "EUR").expected / 600.0 == pytest.approx(244.0, rel=2e-3)


@given(st.floats(0.1, 5e3), st.floats(1.01, 10.0))
def test_more_costs_more_and_bands_stay_in_order(size, factor):
    laws = (
        lambda x: exchanger_price(x, "CAD"),
        lambda x: heat_pump_price(x * 1e3, "CAD"),
        lambda x: boiler_price(x * 1e3, "gas", "CAD"),
        lambda x: tank_price(x, "CAD"),
        lambda x: pump_price(x * 1e2, "CAD"),
        lambda x: cooler_price(x * 1e3, "CAD"),
        lambda x: installation_price(Band(x, x, x)),
    )
    for law in laws:
        small, large = law(size), law(min(size * factor, 2e4))
        assert small.low <= small.expected <= small.high
        assert small.expected <= large.expected


def test_every_row_says_where_it_is_from_and_what_is_estimated(design: Design):
    rows = capex_of(design, "USD", 10)
    assert set(names(rows)) == {
        "plate exchanger", "loop pumps", "loop pipes", "header pumps", "header pipes", "tank", "electric boiler",
        "dry cooler", "installation",
    }  # fmt: skip
    assert all(row.source and row.lifetime_year > 0 for row in rows)
    assert {row.item for row in rows if row.verified == "estimate"} == {
        "loop pumps", "header pumps", "dry cooler", "installation",
    }  # fmt: skip


def test_standby_pumps_are_bought_too(design: Design):
    row = next(row for row in capex_of(design, "USD", 10) if row.item == "loop pumps")
    spec = design.loops[0].loop.circuit.pump
    assert row.quantity == spec.parallel + spec.standby == 2
    assert row.price == pump_price(design.loops[0].pump.motor_rated_w, "USD").times(2.0)


def test_an_estimate_in_the_terms_says_so():
    assert all((terms.verified == "estimate") == terms.source.startswith("estimate") for terms in TERMS.values())


def test_a_typed_item_takes_the_place_of_all_rows_of_its_name_and_of_their_installation(design: Design):
    before = capex_of(design, "USD", 10)
    known = TypedCost("Plate Exchanger", Band(80e3, 85e3, 90e3), source="offer", verified="manufacturer")
    rows = capex_of(design, "USD", 10, (known,))
    assert expected(rows, "plate exchanger") == 85e3
    row = next(row for row in rows if row.item == "plate exchanger")
    assert (row.typed, row.source, row.verified, row.lifetime_year) == (True, "offer", "manufacturer", 20.0)
    saved = expected(before, "installation") - expected(rows, "installation")
    assert saved == pytest.approx(0.5 * expected(before, "plate exchanger"))


def test_a_typed_item_of_another_name_is_added(design: Design):
    rows = capex_of(design, "USD", 12, (TypedCost("machines", Band(1e6, 1.2e6, 1.3e6), role="mining"),))
    assert rows[-1].item == "installation" or "machines" in names(rows)
    row = next(row for row in rows if row.item == "machines")
    assert (row.role, row.owner, row.lifetime_year) == ("mining", "miner", 12)


def test_a_boiler_that_the_plant_does_not_have_is_for_the_reference_only(design: Design):
    known = TypedCost("gas boiler", Band(0.0, 0.0, 0.0))
    assert "gas boiler" not in names(capex_of(design, "USD", 10, (known,)))
    assert boiler_item(5e6, "gas", "USD", (known,)).price.expected == 0.0
    assert boiler_item(5e6, "gas", "USD").price.expected > 0.0


def test_the_boilers_are_those_that_the_core_knows():
    assert {Boiler(1.0, fuel, 0.9).energy for fuel in ("electricity", "gas")} == {"electricity", "gas"}
    assert boiler_price(1e6, "electricity", "EUR").expected == 86800.0
