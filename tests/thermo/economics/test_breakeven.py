"""The published arithmetic of the reference site: revenue, break-even, power price after heat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.economics.breakeven import break_even_per_mwh, mining_value_per_mwh
from heatloop_thermo.economics.mining import effective_power_price, hosted, mined, price_path
from heatloop_thermo.economics.prices import Mining
from heatloop_thermo.errors import OutOfRange

HASH_RATE_PH_S, POWER_W, UPTIME, HOURS = 165.6, 3.0e6, 0.95, 8760.0
IT_MWH = POWER_W / 1e6 * UPTIME * HOURS


def test_the_reference_site_draws_and_earns_what_was_worked_out_for_it():
    efficiency, spent = POWER_W / (HASH_RATE_PH_S * 1e3), IT_MWH * 35.0
    assert pytest.approx(24966.0, abs=0.5) == IT_MWH
    assert efficiency == pytest.approx(18.1, abs=0.05)
    assert spent == pytest.approx(874e3, rel=1e-3)
    assert mined(Mining(HASH_RATE_PH_S, 39.0), UPTIME, 1)[0] == pytest.approx(2.24e6, rel=1e-3)


def test_mining_breaks_even_at_90_dollars_and_at_122_with_heat_that_saves_boiler_energy():
    assert break_even_per_mwh(39.0, 18.1, 0.0, 0.9) == pytest.approx(90.0, abs=0.5)
    assert break_even_per_mwh(39.0, 18.1, 35.4, 0.9) == pytest.approx(122.0, abs=0.5)
    assert mining_value_per_mwh(39.0, 17.5) == pytest.approx(93.0, abs=0.5)  # a published figure


def test_revenue_over_energy_is_the_break_even():
    earned = mined(Mining(HASH_RATE_PH_S, 39.0), UPTIME, 1)[0]
    assert earned / IT_MWH == pytest.approx(mining_value_per_mwh(39.0, POWER_W / (HASH_RATE_PH_S * 1e3)), rel=1e-12)


def test_used_heat_lowers_the_power_price_from_35_to_27_19_15_and_13():
    use = np.array([0.25, 0.49, 0.62, 0.70])
    np.testing.assert_allclose(effective_power_price(35.0, 0.9, use, 35.0 / 0.99), [27.0, 19.4, 15.3, 12.7], atol=0.1)


@given(st.floats(0.0, 200.0), st.floats(5.0, 60.0), st.floats(0.0, 80.0), st.floats(0.0, 1.0))
def test_heat_never_lowers_the_threshold(price, efficiency, heat, capture):
    with_heat = break_even_per_mwh(price, efficiency, heat, capture)
    assert with_heat >= mining_value_per_mwh(price, efficiency)


def test_an_hourly_heat_value_gives_an_hourly_threshold():
    thresholds = break_even_per_mwh(39.0, 18.1, np.array([0.0, 35.4]), 0.9)
    np.testing.assert_allclose(thresholds, [89.8, 121.6], atol=0.1)


def test_a_halving_within_a_year_counts_from_its_time_on_and_comes_again_after_four_years():
    path = price_path(Mining(halving_after_year=1.5), 7)
    np.testing.assert_allclose(path, [1.0, 0.75, 0.5, 0.5, 0.5, 0.375, 0.25])


def test_decline_and_degradation_begin_after_the_first_year():
    np.testing.assert_allclose(price_path(Mining(decline=0.2, degradation=0.05), 3), [1.0, 0.76, 0.76**2])


def test_hosting_earns_by_energy_and_does_not_decline():
    scenario = Mining(hosting_per_mwh=70.0, decline=0.5, halving_after_year=0.0)
    np.testing.assert_allclose(hosted(scenario, 1000.0 * 3.6e9, 3), [70e3, 70e3, 70e3])


@pytest.mark.parametrize(
    "wrong", [{"efficiency_j_th": 0.0}, {"capture_fraction": 1.1}, {"hash_price_per_ph_d": float("nan")}]
)
def test_what_cannot_be_is_refused(wrong):
    right = {"hash_price_per_ph_d": 39.0, "efficiency_j_th": 18.0, "heat_value_per_mwh": 30.0, "capture_fraction": 0.9}
    with pytest.raises(OutOfRange, match=next(iter(wrong))):
        break_even_per_mwh(**right | wrong)
