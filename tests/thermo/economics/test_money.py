"""The money of a plant: worked out beside the program line by line, and the laws between stakeholders and references."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.economics.capex import TypedCost
from heatloop_thermo.economics.cashflow import npv
from heatloop_thermo.economics.correlation import Band
from heatloop_thermo.economics.energy import J_PER_MWH, cost, joules
from heatloop_thermo.economics.money import money
from heatloop_thermo.economics.prices import Horizon, Mining
from heatloop_thermo.errors import OutOfRange

USED_MWH = 4380.0 * 2.5 + 4380.0 * 1.0
DELIVERED_MWH = 4380.0 * 4.0 + 4380.0 * 1.0
BOILER_MWH = 4380.0 * 1.5


@pytest.fixture(scope="module")
def result(design, winter_and_summer, prices, horizon):
    return money(design, winter_and_summer, prices, horizon, Mining(165.6, 39.0))


def values(case, label):
    return sum(line.values for line in case.lines if line.label == label)


def test_energies_are_what_the_half_years_say(winter_and_summer, result):
    assert result.used_mwh == pytest.approx(USED_MWH)
    assert joules(winter_and_summer.delivered_w) / J_PER_MWH == pytest.approx(DELIVERED_MWH)
    assert result.versus("electric").reference.energy_j / J_PER_MWH == pytest.approx(DELIVERED_MWH / 0.99)


def test_every_yearly_line_against_electric_boilers_by_hand(result):
    case = result.versus("electric").case("both")
    first = {line.label: 0.0 for line in case.lines}
    for line in case.lines:
        first[line.label] += float(line.values[1])
    assert first["boiler energy without recovery"] == pytest.approx(DELIVERED_MWH / 0.99 * 35.0)
    assert first["boiler energy with recovery"] == pytest.approx(-BOILER_MWH / 0.99 * 35.0)
    assert first["electricity of header pumps"] == pytest.approx(-0.04 * 0.25 * 8760.0 * 35.0)
    dumped = 4380.0 * 1.5
    fans, alone = dumped * 0.01, 2.5 * 8760.0 * 0.01
    assert first["electricity of fans saved"] == pytest.approx((alone - fans) * 35.0)
    assert first["heat sold"] == pytest.approx(USED_MWH * 20.0)
    assert first["heat bought"] == -first["heat sold"]
    saved_mwh = DELIVERED_MWH / 0.99 - BOILER_MWH / 0.99 + (alone - fans) - 0.04 * 0.25 * 8760.0
    assert first["carbon"] == pytest.approx(50.0 * 30.0 * saved_mwh / 1e3)


def test_the_gas_reference_burns_gas_and_emits_for_it(result):
    gas = result.versus("gas").reference
    assert 0.95 < gas.efficiency < 1.0  # condensing, at the header's warm return
    assert gas.energy_cost == pytest.approx(DELIVERED_MWH / gas.efficiency * 25.0)
    assert gas.co2_t == pytest.approx(DELIVERED_MWH / gas.efficiency * 0.202)
    assert result.versus("gas").avoided_t > result.versus("electric").avoided_t


def test_both_parties_together_are_the_sum_of_the_two(result):
    for against in result.against:
        parts = against.case("miner").flows + against.case("grower").flows
        np.testing.assert_allclose(parts, against.case("both").flows, rtol=1e-12, atol=1e-6)


def test_the_sum_of_the_lines_is_the_cash_flow_and_its_worth_the_net_present_value(result, horizon):
    for against in result.against:
        for case in against.cases:
            shown = sum(line.values for line in case.lines if "downtime" not in line.by)
            np.testing.assert_allclose(shown, case.flows, rtol=1e-12, atol=1e-6)
            assert case.npv == pytest.approx(npv(horizon.discount_rate, case.flows))


@given(st.floats(0.0, 60.0))
def test_the_heat_price_moves_money_between_the_two_only(design, winter_and_summer, prices, horizon, result, price):
    other = money(design, winter_and_summer, replace(prices, heat_per_mwh=price), horizon)
    for name in ("electric", "gas"):
        assert other.versus(name).case("both").npv == pytest.approx(result.versus(name).case("both").npv)
        gained = other.versus(name).case("miner").npv - result.versus(name).case("miner").npv
        lost = result.versus(name).case("grower").npv - other.versus(name).case("grower").npv
        assert gained == pytest.approx(lost, abs=1e-3)
        assert gained * (price - 20.0) >= -1e-6


def test_at_the_least_and_the_most_heat_price_one_party_gains_nothing(
    design, winter_and_summer, prices, horizon, result
):
    for name in ("electric", "gas"):
        least, most = result.versus(name).heat_price_least, result.versus(name).heat_price_most
        at_least = money(design, winter_and_summer, replace(prices, heat_per_mwh=least), horizon)
        at_most = money(design, winter_and_summer, replace(prices, heat_per_mwh=most), horizon)
        assert at_least.versus(name).case("miner").npv == pytest.approx(0.0, abs=1e-3)
        assert at_most.versus(name).case("grower").npv == pytest.approx(0.0, abs=1e-3)


def test_a_higher_discount_rate_lowers_the_worth_of_the_investment(design, winter_and_summer, prices, horizon, result):
    dearer = money(design, winter_and_summer, prices, replace(horizon, discount_rate=0.12))
    for name in ("electric", "gas"):
        assert dearer.versus(name).case("both").npv < result.versus(name).case("both").npv
    assert dearer.lcoh_per_mwh > result.lcoh_per_mwh


def test_the_levelised_cost_of_heat_by_hand(result, horizon):
    """Recovery's purchases, upkeep, header pumps less fans that rest, each discounted, over the used heat alone."""
    case = result.versus("electric").case("both")
    own = ("equipment", "upkeep", "electricity of header pumps", "electricity of fans saved")
    costs = -sum(values(case, label) for label in own)
    factors = 1.08 ** -np.arange(11.0)
    assert result.lcoh_per_mwh == pytest.approx(float((costs * factors).sum() / (USED_MWH * factors[1:].sum())))


def test_at_the_levelised_cost_the_heat_pays_for_the_recovery_exactly(
    design, winter_and_summer, prices, horizon, result
):
    at_cost = replace(prices, heat_per_mwh=result.lcoh_per_mwh)
    case = money(design, winter_and_summer, at_cost, horizon).versus("electric").case("both")
    own = ("equipment", "upkeep", "electricity of header pumps", "electricity of fans saved", "heat sold")
    assert npv(0.08, sum(values(case, label) for label in own)) == pytest.approx(0.0, abs=1e-2)


def test_heat_pump_electricity_is_the_miners_and_makes_heat_dearer(design, with_lift, prices, horizon, result):
    lifted = money(design, with_lift, prices, horizon)
    difference = lifted.versus("gas").case("miner").flows[1] - result.versus("gas").case("miner").flows[1]
    assert difference == pytest.approx(-0.3 * 8760.0 * 35.0)
    assert lifted.lcoh_per_mwh - result.lcoh_per_mwh == pytest.approx(0.3 * 8760.0 * 35.0 / USED_MWH)


def test_an_hourly_power_price_is_weighed_by_the_hours_energy(design, winter_and_summer, prices, horizon):
    hourly = np.where(np.arange(8760) < 4380, 60.0, 10.0)
    series = money(design, winter_and_summer, replace(prices, power_per_mwh=hourly), horizon)
    spent = (4380.0 * 4.0 * 60.0 + 4380.0 * 1.0 * 10.0) / 0.99
    assert series.versus("electric").reference.energy_cost == pytest.approx(spent)
    assert series.business.power_per_mwh == pytest.approx(35.0)
    with pytest.raises(OutOfRange, match="hours of prices"):
        money(design, winter_and_summer, replace(prices, power_per_mwh=hourly[:-1]), horizon)


def test_the_machines_power_is_paid_anyway_and_stands_apart(result, winter_and_summer):
    business = result.business
    assert business.power_cost == pytest.approx(2.85 * 8760.0 * 35.0)
    assert not any(line.label == "power of the machines" for line in result.headline.lines)
    assert business.mining_revenue == pytest.approx(165.6 * 39.0 * 365.0 * 2.85e6 / 2.952e6)
    assert (business.mined_per_mwh, business.efficiency_j_th) == pytest.approx((91.16, 17.826), rel=1e-3)
    assert business.break_even_per_mwh == pytest.approx(business.mined_per_mwh + 2.5 / 2.85 * 35.0 / 0.99)
    saved = DELIVERED_MWH / 0.99 * 35.0 / DELIVERED_MWH
    assert business.effective_power_per_mwh == pytest.approx(35.0 - USED_MWH * saved / (2.85 * 8760.0))
    assert business.with_recovery.npv == pytest.approx(business.alone.npv + result.headline.npv)


def test_the_machines_revenue_declines_and_halves_over_the_years(design, winter_and_summer, prices, horizon, result):
    scenario = Mining(165.6, 39.0, decline=0.1, halving_after_year=2.0)
    falling = money(design, winter_and_summer, prices, horizon, scenario).business
    mined = next(line for line in falling.lines if line.label == "mining").values
    assert mined[0] == 0.0
    assert mined[1] == pytest.approx(result.business.mining_revenue)
    assert mined[3] == pytest.approx(0.5 * 0.81 * mined[1])
    assert falling.alone.npv < result.business.alone.npv


def test_without_a_hash_price_the_money_is_without_mining_and_says_so(design, winter_and_summer, prices, horizon):
    dry = money(design, winter_and_summer, prices, horizon)
    assert (dry.business.mining_revenue, dry.business.alone, dry.lcoh_business_per_mwh) == (None, None, None)
    assert any("without what the machines earn" in note for note in dry.notes)


def test_unknown_emissions_stay_unknown(design, winter_and_summer, prices, horizon):
    dark = money(design, winter_and_summer, replace(prices, grid_kg_per_mwh=None), horizon)
    assert dark.caused_t is None
    assert dark.versus("gas").avoided_t is None
    assert any("no CO2 is stated" in note for note in dark.notes)


def test_a_clean_grid_leaves_no_cost_of_abatement_against_electric_boilers(design, winter_and_summer, prices, horizon):
    clean = money(design, winter_and_summer, replace(prices, grid_kg_per_mwh=1.5), horizon)
    assert clean.versus("electric").abatement_per_t is None
    gas = clean.versus("gas")
    assert gas.abatement_per_t == pytest.approx(-gas.case("both").npv * 0.14902949 / gas.avoided_t)


def test_a_missing_gas_price_is_estimated_in_the_open(design, winter_and_summer, prices, horizon):
    silent = money(design, winter_and_summer, replace(prices, gas_per_mwh=None), horizon)
    assert silent.prices.gas == pytest.approx(8.07 * 3.6 * 1.108 / 1.3494)
    assert any("an estimate" in note for note in silent.notes)


def test_boilers_that_are_kept_as_back_up_cost_the_same_in_both_worlds(
    design, winter_and_summer, prices, horizon, result
):
    there = tuple(TypedCost(name, Band(0.0, 0.0, 0.0)) for name in ("electric boiler", "gas boiler"))
    free = money(design, winter_and_summer, prices, horizon, typed=there)
    for name in ("electric", "gas"):
        ours, theirs = free.versus(name).case("both").flows, result.versus(name).case("both").flows
        assert ours[0] == pytest.approx(theirs[0])
        assert free.versus(name).reference.heat_cost_per_mwh < result.versus(name).reference.heat_cost_per_mwh


def test_against_gas_the_back_up_burns_gas_too(result):
    gas = result.versus("gas")
    case = gas.case("both")
    assert values(case, "boiler energy with recovery")[1] == pytest.approx(
        -BOILER_MWH / gas.reference.efficiency * 25.0
    )
    assert gas.heat_price_most < 25.0 / gas.reference.efficiency + 0.202 / gas.reference.efficiency * 50.0 + 2.0


def test_a_plant_without_a_boiler_spares_one(design, winter_and_summer, prices, horizon, result):
    none = replace(design, plant=replace(design.plant, boiler=None))
    lone = money(none, winter_and_summer, prices, horizon)
    price = lone.versus("electric").reference.boiler.price.expected
    own = lone.versus("electric").reference
    assert own.boiler.quantity == pytest.approx(4e3)  # kW, the largest hour
    gained = lone.versus("electric").case("both").flows[0] - result.versus("electric").case("both").flows[0]
    assert gained == pytest.approx(price)
    assert (lone.costs.boiler, lone.site_reference) == (0.0, "electric")
    assert any("no boiler" in note for note in lone.notes)


def test_a_share_for_upkeep_takes_the_place_of_the_items_own(design, winter_and_summer, prices, result):
    shared = money(design, winter_and_summer, prices, Horizon(10, 0.08, upkeep_fraction=0.05))
    recovery = sum(item.price.expected for item in shared.capex if item.role == "recovery")
    assert values(shared.headline, "upkeep")[1] == pytest.approx(-0.05 * recovery)


def test_prices_grow_from_the_second_year_on(design, winter_and_summer, prices):
    grown = money(design, winter_and_summer, prices, Horizon(10, 0.08, power_growth=0.02))
    line = values(grown.headline, "boiler energy without recovery")
    assert line[3] / line[1] == pytest.approx(1.02**2)


def test_rejecting_everything_costs_a_dry_cooler_and_its_fans(result):
    from heatloop_thermo.economics.cashflow import annuity

    assert result.rejection.fans_j / J_PER_MWH == pytest.approx(2.5 * 8760.0 * 0.01)
    assert result.rejection.cost_per_mwh == pytest.approx(result.rejection.annual_cost / (2.5 * 8760.0))
    bought = next(item for item in result.capex if item.item == "dry cooler").price.expected
    residual = 0.5 * bought * 1.08**-10  # ten of its twenty years are left
    least = (bought - residual) * annuity(0.08, 10) + result.rejection.fans_j / J_PER_MWH * 35.0
    assert least < result.rejection.annual_cost < 2.0 * least


def test_a_typed_dry_cooler_is_the_rejections_too(design, winter_and_summer, prices, horizon, result):
    there = TypedCost("dry cooler", Band(0.0, 0.0, 0.0))
    free = money(design, winter_and_summer, prices, horizon, typed=(there,))
    assert free.rejection.annual_cost == pytest.approx(free.rejection.fans_j / J_PER_MWH * 35.0)


def test_a_year_of_another_length_is_refused(winter_and_summer):
    with pytest.raises(OutOfRange, match="whole year"):
        replace(winter_and_summer, it_w=np.zeros(100))


def test_nan_is_never_energy(winter_and_summer):
    with pytest.raises(OutOfRange, match="boiler_w"):
        replace(winter_and_summer, boiler_w=np.full(8760, np.nan))
    assert cost(10.0, np.zeros(8760)) == 0.0


def test_a_plant_that_delivers_nothing_has_costs_but_no_cost_of_heat(design, winter_and_summer, prices, horizon):
    still = np.zeros(8760)
    idle = replace(
        winter_and_summer,
        delivered_w=still,
        boiler_w=still,
        boiler_input_w=still,
        dumped_w=winter_and_summer.captured_w,
    )
    lost = money(design, idle, prices, horizon, Mining(165.6, 39.0))
    assert (lost.lcoh_per_mwh, lost.versus("gas").reference.heat_cost_per_mwh) == (None, None)
    assert (lost.versus("gas").heat_price_least, lost.versus("gas").abatement_per_t) == (None, None)
    assert lost.headline.npv < 0.0
    assert lost.headline.payback_year is None
    assert lost.headline.irr.value < 0.0  # what is left of the equipment at the end
    assert lost.business.break_even_per_mwh == pytest.approx(lost.business.mined_per_mwh)
