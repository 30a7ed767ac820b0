"""What the money hangs on: bars that can be worked out again, draws that are what they say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, qmc

from heatloop_thermo.economics.money import money
from heatloop_thermo.economics.prices import Mining
from heatloop_thermo.economics.risk import Spread, latin_hypercube, monte_carlo, npv_at, spreads, tornado
from heatloop_thermo.errors import OutOfRange


@pytest.fixture(scope="module")
def result(design, winter_and_summer, prices, horizon):
    return money(design, winter_and_summer, prices, horizon, Mining(165.6, 39.0))


def bar(bars, name):
    return next(bar for bar in bars if bar.name == name)


def test_at_the_expected_inputs_the_lines_are_worth_the_net_present_value(result):
    for against in result.against:
        for case in against.cases:
            assert npv_at(case.lines, 0.08, {}) == pytest.approx(case.npv)


def test_a_bar_is_what_the_money_says_when_that_input_is_typed(design, winter_and_summer, prices, horizon, result):
    low = bar(tornado(result), "power")
    assert (low.low, low.high) == pytest.approx((28.0, 45.5))
    typed = money(design, winter_and_summer, replace(prices, power_per_mwh=28.0), horizon)
    assert low.npv_low == pytest.approx(typed.headline.npv)
    rate = bar(tornado(result), "discount_rate")
    typed = money(design, winter_and_summer, prices, replace(horizon, discount_rate=0.10))
    assert rate.npv_high == pytest.approx(typed.headline.npv)


def test_the_fuel_of_the_reference_is_a_bar_of_its_own(result):
    fuel = bar(tornado(result), "reference")
    assert fuel.npv_low == pytest.approx(result.versus("gas").case("both").npv)
    assert fuel.npv_high == pytest.approx(result.versus("electric").case("both").npv)


def test_the_widest_bar_comes_first_and_inputs_without_a_line_have_none(result):
    bars = tornado(result)
    assert [each.swing for each in bars] == sorted((each.swing for each in bars), reverse=True)
    assert {each.name for each in bars} == {"power", "reference", "demand", "uptime", "capex", "discount_rate", "heat"}
    gas = tornado(result, result.versus("gas").case("grower"))
    assert {"gas", "heat"} <= {each.name for each in gas}
    assert "hash" in {each.name for each in tornado(result, result.business.with_recovery)}


def test_the_heat_price_moves_nothing_for_both_together(result):
    assert bar(tornado(result), "heat").swing == pytest.approx(0.0, abs=1e-3)


def test_dear_equipment_standing_machines_and_little_demand_cost_money(result):
    bars = tornado(result)
    assert bar(bars, "capex").npv_high < bar(bars, "capex").npv_low
    for name in ("uptime", "demand"):
        assert bar(bars, name).npv_low < bar(bars, name).npv_high


def test_machines_that_stand_all_year_leave_the_boiler_to_do_everything(result):
    """All recovered heat is then bought as boiler energy, and no fans are spared."""
    case = result.headline
    assert npv_at(case.lines, 0.08, {"uptime": 0.0}) < 0.0
    kept = {line.label: line for line in case.lines}
    saved = kept["boiler energy without recovery"].values + kept["boiler energy with recovery"].values
    lost = kept["boiler energy while the machines stand"].values
    np.testing.assert_allclose(saved, -lost, rtol=1e-9)  # the site's boiler is the reference's


def test_the_same_seed_draws_the_same_and_another_does_not(result):
    one, again, other = (monte_carlo(result, 500, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.npv, again.npv)
    assert not np.array_equal(one.npv, other.npv)
    assert one.p10 < one.p50 < one.p90


def test_one_uncertain_input_gives_the_bar_of_the_tornado_as_its_tenth_and_ninetieth_percentile(result):
    only = [each for each in spreads(result) if each.name == "power"]
    drawn, shown = monte_carlo(result, 4000, 1, inputs=only), tornado(result, inputs=only)
    narrow = bar(shown, "power")
    assert sorted((drawn.p10, drawn.p90)) == pytest.approx(sorted((narrow.npv_low, narrow.npv_high)), rel=2e-3)
    assert drawn.p50 == pytest.approx(result.headline.npv, rel=1e-3)


def test_the_probability_of_a_loss_is_the_share_of_losses(result):
    hard = Spread("capex", 1.0, 8.0, 15.0, 0.0, 20.0, 1.0, "-", "made up")
    drawn = monte_carlo(result, 2000, 1, inputs=(hard,))
    assert drawn.loss_probability == pytest.approx((drawn.npv < 0.0).mean())
    assert 0.05 < drawn.loss_probability < 0.95


def test_draws_follow_two_half_normals_cut_at_the_ends_not_piled_up_there():
    spread = Spread("power", 0.9, 1.0, 1.3, 0.0, 1.6, 1.0, "-", "made up")
    share = (np.arange(20000) + 0.5) / 20000
    drawn = spread.at(share)
    assert drawn.max() < 1.6
    assert (drawn > 1.59).mean() < 0.01
    whole = norm.cdf(0.6 / 0.3 * norm.ppf(0.9))
    assert np.interp(0.9, drawn, share) == pytest.approx(0.1 / whole, abs=1e-3)
    assert np.interp(1.3, drawn, share) == pytest.approx(0.9 / whole, abs=1e-3)


@given(st.integers(10, 200), st.integers(1, 6), st.integers(0, 2**31))
def test_each_stratum_is_drawn_from_once(samples, dimensions, seed):
    shares = latin_hypercube(samples, dimensions, seed)
    assert shares.shape == (samples, dimensions)
    strata = np.sort(np.floor(shares * samples), axis=0)
    np.testing.assert_array_equal(strata, np.tile(np.arange(samples)[:, None], dimensions))


def test_draws_are_spread_as_evenly_as_scipys_latin_hypercube():
    ours = qmc.discrepancy(latin_hypercube(256, 5, 1))
    theirs = [qmc.discrepancy(qmc.LatinHypercube(5, rng=seed).random(256)) for seed in range(8)]
    assert ours < 1.5 * max(theirs)


def test_a_spread_out_of_order_is_refused():
    with pytest.raises(OutOfRange, match="low"):
        Spread("power", 1.1, 1.0, 1.2, 0.0, 2.0, 1.0, "-", "wrong")
    with pytest.raises(OutOfRange, match="samples"):
        monte_carlo(None, 5)  # type: ignore[arg-type]
