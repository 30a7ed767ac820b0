"""The payload of a year: every promised key, sums that agree, plain data only."""

import dataclasses
import json
import math

import numpy as np
import pytest

from heatloop_api.payload import as_json
from heatloop_api.year.payload import year_payload
from heatloop_api.year.payload_energy import ENERGY, coverage, load_duration
from heatloop_api.year.table import columns, month_of_hour, reason_words
from heatloop_api.year.verdict import verdict_payload, year_fails
from heatloop_thermo.design import Finding

PROMISED = {
    "site": None,
    "hours": None,
    "weather": ("name", "source", "heating_degree_days_18_k_d", "synthetic"),
    "energy_mwh": ("it", "source_heat", "captured", "delivered", "dumped", "boiler", "heat_pump_electric", "pumps_fans", "demand", "unmet"),
    "kpi": ("capture_fraction", "erf", "ere", "pue", "heat_cop", "hours_below_target", "kelvin_hours_below_target", "peak_demand_kw", "tank_cycles"),
    "greenhouse": ("area_m2", "demand_kwh_m2", "peak_w_m2"),
    "money": ("currency", "capex", "revenue_heat", "cost_energy", "npv", "irr", "lcoh_per_mwh", "payback_years", "mining_revenue"),
    "co2_t": ("avoided", "caused"),
    "balance_error_fraction": None,
    "monthly": None,
    "findings": None,
}  # fmt: skip


def test_the_year_made_by_hand_closes(result):
    """Of the fixture itself: a year that does not close would prove nothing."""
    h = result.year.hours
    come = h.source_heat_w + h.lift_heat_w + h.pump_heat_w + h.boiler_w
    gone = h.delivered_w + h.dumped_w + h.loss_w + h.tank_loss_w + h.stored_w
    assert np.abs(come - gone).max() < 1e-6


def test_every_promised_key_is_there_and_has_a_figure(year_data):
    for key, inner in PROMISED.items():
        assert year_data[key] is not None, key
        for name in inner or ():
            assert year_data[key][name] is not None, f"{key}.{name}"
    assert len(year_data["monthly"]) == 12


def test_a_bare_year_has_every_key_too(bare):
    data = year_payload(bare)
    assert set(PROMISED) <= set(data)
    assert data["money"] is None
    assert data["greenhouse"] is None
    assert data["co2_t"] == {"avoided": None, "caused": None, "machines": None, "avoided_against": {}}
    assert json.loads(as_json(data)) == data


def test_the_payload_is_plain_and_has_no_nan(year_data):
    assert json.loads(as_json(year_data)) == year_data, "as_json refuses NaN"


@pytest.mark.parametrize("key", sorted(ENERGY))
def test_months_add_up_to_the_year(year_data, key):
    assert math.fsum(row[key] for row in year_data["monthly"]) == pytest.approx(
        year_data["energy_mwh"][key], rel=1e-12, abs=1e-9
    )


def test_energies_are_the_hours_of_the_engine(year_data, result):
    hours = result.year.hours
    assert year_data["energy_mwh"]["demand"] == pytest.approx(hours.demand_w.sum() / 1e6, rel=1e-9)
    assert year_data["energy_mwh"]["pumps_fans"] == pytest.approx((hours.pumps_w + hours.fans_w).sum() / 1e6, rel=1e-9)
    july = month_of_hour(8760) == 6
    assert year_data["monthly"][6]["dumped"] == pytest.approx(hours.dumped_w[july].sum() / 1e6, rel=1e-9)
    assert year_data["monthly"][6]["hours"] == 744


def test_what_covers_the_demand_adds_up_to_it_in_every_hour(table):
    parts = coverage(table)
    assert sum(parts.values()) == pytest.approx(table["demand_kw"], abs=1e-3)
    assert min(float(values.min()) for values in parts.values()) >= 0.0
    assert parts["tank"].sum() > 0.0


def test_the_load_duration_curve_falls_and_keeps_the_energy(table):
    load = load_duration(table)
    assert (np.diff(load["demand"]) <= 1e-9).all()
    for name, values in (("demand", table["demand_kw"]), ("boiler", coverage(table)["boiler"])):
        assert 24.0 * load[name].sum() == pytest.approx(values.sum(), rel=1e-12)


def test_the_coldest_supply_of_a_month_ignores_hours_in_which_nobody_asks(make_year, result):
    hours = result.year.hours
    supply = np.where(hours.demand_w > 0.0, hours.supply_c, np.nan)
    year = dataclasses.replace(result.year, hours=dataclasses.replace(hours, supply_c=supply))
    data = year_payload(dataclasses.replace(result, year=year))
    assert data["monthly"][6]["supply_min_c"] == 75.0
    assert data["monthly"][0]["supply_min_c"] < 75.0


def test_a_power_that_is_no_number_is_our_bug(result):
    broken = result.year.hours.demand_w.copy()
    broken[5] = np.nan
    year = dataclasses.replace(result.year, hours=dataclasses.replace(result.year.hours, demand_w=broken))
    with pytest.raises(AssertionError, match="demand_kw"):
        columns(dataclasses.replace(result, year=year))


def test_the_verdict_says_how_much_is_covered_and_what_stays_unmet(year_data):
    verdict = year_data["verdict"]
    assert len(verdict["sentences"]) == 2
    assert f"{100 * verdict['covered_fraction']:.0f} % of the year's heat demand" in verdict["headline"]
    assert "stays unmet" in verdict["headline"]
    assert not verdict["met"]
    assert "comes back after" in verdict["sentences"][1]
    assert "in 48 hours" in verdict["sentences"][1]


def test_a_year_without_demand_has_a_verdict(make_year, bare):
    hours = bare.year.hours
    nothing = np.zeros_like(hours.demand_w)
    year = dataclasses.replace(
        bare.year,
        hours=dataclasses.replace(hours, demand_w=nothing, delivered_w=nothing, boiler_w=nothing, unmet_w=nothing),
    )
    kpi = dataclasses.replace(bare.kpi, coverage_fraction=None, use_fraction=0.0, hours_below_target=0.0)
    verdict = year_payload(dataclasses.replace(bare, year=year, kpi=kpi))["verdict"]
    assert verdict["headline"] == "Nobody asks for heat in this year"
    assert "no heat" in verdict["sentences"][0]


def test_plans_are_in_megawatt_hours(year_data):
    best = year_data["dispatch"]["plans"][-1]
    assert best["method"] == "perfect"
    assert best["it_mwh"] == pytest.approx(8.6e13 / 3.6e9)
    assert [row["gap_fraction"] for row in year_data["dispatch"]["plans"]] == [0.03, 0.01, 0.0]


def test_promise_and_result_stand_side_by_side_under_the_same_names(year_data):
    assert set(year_data["kpi"]) == set(year_data["kpi_promised"])
    assert year_data["kpi_promised"]["capture_fraction"] == pytest.approx(0.9, abs=0.01)
    assert year_data["kpi_promised"]["hours_below_target"] is None


def test_only_an_error_makes_a_year_fail(make_year, bare, year_data):
    assert not year_fails(year_data)
    failing = dataclasses.replace(bare, findings=(Finding("error", "x", "It cannot work."),))
    assert year_fails(year_payload(failing))


def test_reasons_are_counted_by_bit_and_named_in_the_hours(year_data, result):
    counted = {row["code"]: row["hours"] for row in year_data["reasons"]}
    assert counted["machines_off"] == 48
    words = reason_words(result.year.hours)
    for code, hours in counted.items():
        assert sum(code in word.split("|") for word in words) == hours
    assert "rejection_short" not in counted


def test_money_is_that_of_the_house(year_data, result):
    money, data = result.money, year_data["money"]
    assert data["npv"] == money.headline.npv
    assert len(data["cases"]) == 6
    both = next(row for row in data["cases"] if row["stakeholder"] == "both together" and row["baseline"] == "gas")
    assert both["cumulative"][-1] == pytest.approx(float(money.versus("gas").case("both").flows.sum()))
    assert data["tornado"][0]["swing"] >= data["tornado"][-1]["swing"]
    assert math.fsum(row["first_year"] for row in data["yearly"]) == pytest.approx(float(money.headline.flows[1]))
    assert math.fsum(row["today"] for row in data["yearly"]) == pytest.approx(float(money.headline.flows[0]))


@pytest.mark.parametrize(
    ("years", "npv", "words"),
    [
        (2.5, 1e6, "comes back after 2.5 years."),
        (9.9, -1e5, "after 9.9 years, too late to earn 8.0 % a year."),
        (None, -1e6, "does not come back within 10 years."),
    ],
)
def test_the_verdict_says_whether_it_pays(year_data, years, npv, words):
    money = year_data["money"] | {"payback_years": years, "npv": npv}
    assert verdict_payload(year_data | {"money": money})["sentences"][1].endswith(words)


def test_degree_days_and_greenhouse_are_in_plant_units(year_data, result):
    assert 5000.0 < year_data["weather"]["heating_degree_days_18_k_d"] < 7500.0
    greenhouse = year_data["greenhouse"]
    assert greenhouse["demand_kwh_m2"] == pytest.approx(result.year.hours.demand_w.sum() / 1e3 / 2e4)
    assert greenhouse["peak_w_m2"] == pytest.approx(270.0)
    assert greenhouse["design_load_w_m2"] == pytest.approx(430.0)
    assert greenhouse["hours_below_setpoint"] == 10.0
    assert greenhouse["kelvin_hours_below_setpoint"] == pytest.approx(20.0)
    assert greenhouse["transpiration_kg_m2"] == pytest.approx(1e-5 * 3600 * 8760)
    assert year_data["balance_error_fraction"] == 2e-12, "of plant and greenhouse, the larger"
