"""Figures of a cash flow: against numpy-financial, against a case worked by hand, and the laws that they may not break."""

import csv
from pathlib import Path

import numpy as np
import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.economics.cashflow import annuity, discount_factors, irr, lifetime_flows, npv, payback_year
from heatloop_thermo.errors import OutOfRange

HAND = Path(__file__).parent / "data" / "hand_case.csv"

money = st.floats(-1e6, 1e6)
rates = st.floats(0.0, 0.3)


@pytest.fixture(scope="module")
def hand():
    """Columns of the case worked by hand."""
    with HAND.open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@given(st.lists(money, min_size=2, max_size=30), rates)
def test_net_present_value_agrees_with_numpy_financial(flows, rate):
    theirs = numpy_financial.npv(rate, flows)
    assert npv(rate, np.array(flows)) == pytest.approx(theirs, rel=1e-9, abs=1e-6)


@given(st.integers(1000, 1_000_000), st.lists(st.integers(0, 500_000), min_size=1, max_size=25))
def test_internal_rate_agrees_with_numpy_financial_where_there_is_one(cost, back):
    flows = np.array([-cost, *back], dtype=np.float64)  # whole sums: theirs gives NaN for 1e-121
    ours = irr(flows)
    if ours.value is None:
        assert not any(back) or npv(-0.9, flows) * npv(10.0, flows) >= 0.0  # it lies beyond what is looked for
        return
    assert npv(ours.value, flows) == pytest.approx(0.0, abs=1e-6 * cost * max(1.0, (1.0 + ours.value) ** -len(back)))
    if 1e-6 < ours.value < 2.0:
        assert ours.value == pytest.approx(float(numpy_financial.irr(flows)), abs=1e-8)


def test_the_case_worked_by_hand_row_by_row(hand):
    years = len(hand["year"]) - 1
    bought = lifetime_flows(120e3, 20.0, years) + lifetime_flows(10e3, 4.0, years)
    np.testing.assert_allclose(bought, hand["purchases"] - hand["residual"], atol=1e-9)
    flows = hand["heat"] - hand["upkeep"] - hand["electricity"] - bought
    np.testing.assert_allclose(flows, hand["net"], atol=1e-9)
    np.testing.assert_allclose(discount_factors(0.1, years), hand["factor"], atol=5e-9)
    np.testing.assert_allclose(flows * discount_factors(0.1, years), hand["present"], atol=5e-3)


def test_the_figures_of_the_case_worked_by_hand(hand):
    flows = hand["net"]
    assert npv(0.1, flows) == pytest.approx(65842.18, abs=0.02)  # a sum of rounded figures
    assert payback_year(flows) == pytest.approx(4.0)
    assert payback_year(flows, 0.1) == pytest.approx(5.0593, abs=1e-4)
    assert irr(flows).value == pytest.approx(float(numpy_financial.irr(flows)), abs=1e-9)
    assert annuity(0.1, 6) == pytest.approx(1.0 / 4.35526070)


def test_without_a_change_of_sign_there_is_no_rate_and_it_says_why():
    assert "nothing comes back" in irr(np.array([-100.0, -1.0])).reason
    assert "nothing is invested" in irr(np.array([0.0, 5.0])).reason
    assert irr(np.array([0.0, 0.0])).value is None


def test_where_several_rates_would_do_none_is_given():
    flows = np.array([-100.0, 230.0, -132.0])  # nought at 10 % and at 20 %
    assert irr(flows).value is None
    assert irr(flows).reason.startswith("2 rates")


def test_what_never_comes_back_has_no_payback():
    assert payback_year(np.array([-100.0, 30.0, 30.0])) is None
    assert payback_year(np.array([-100.0, 60.0, 60.0]), 0.2) is None
    assert payback_year(np.array([0.0, 10.0])) == 0.0


def test_a_payback_that_a_replacement_undoes_counts_from_the_last_time():
    assert payback_year(np.array([-100.0, 120.0, -60.0, 80.0])) == pytest.approx(2.5)


@given(st.floats(1e3, 1e6), st.lists(st.floats(0.0, 5e5), min_size=1, max_size=25), rates)
def test_a_higher_discount_rate_never_raises_the_worth_of_an_investment(cost, back, rate):
    flows = np.array([-cost, *back])
    assert npv(rate + 0.05, flows) <= npv(rate, flows) + 1e-9


@given(st.floats(1.0, 1e6), st.floats(0.3, 60.0), st.integers(1, 60))
def test_an_item_costs_its_share_of_life_whatever_the_horizon(cost, life, years):
    """Undiscounted, purchases less residual value are the price for each year of life, times the years."""
    assert lifetime_flows(cost, life, years).sum() == pytest.approx(cost * years / life, rel=1e-9)


def test_an_annuity_is_worth_what_it_pays_off():
    payments = np.array([0.0, *[annuity(0.07, 15)] * 15])
    assert npv(0.07, payments) == pytest.approx(1.0)
    assert annuity(0.07, 15) == pytest.approx(-numpy_financial.pmt(0.07, 15, 1.0))


@pytest.mark.parametrize("flows", [[-1.0, float("nan")], [-1.0, float("inf")]])
def test_nan_is_never_money(flows):
    for figure in (lambda row: npv(0.1, row), irr, payback_year):
        with pytest.raises(OutOfRange, match="flows"):
            figure(np.array(flows))
