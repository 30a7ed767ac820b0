import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.boiler import Boiler, condensing_gain, efficiency_at, fire
from heatloop_thermo.errors import OutOfRange

ELECTRIC = Boiler(5e6, "electricity", 0.99, minimum_load=0.05)
GAS = Boiler(2e6, "gas", 1.035, minimum_load=0.2, condensing=True, start_loss_j=3.6e6)

boilers = st.builds(
    Boiler,
    st.floats(0.0, 1e8),
    st.just("gas"),
    st.floats(0.5, 1.05),
    st.floats(0.0, 1.0),
    st.booleans(),
    st.floats(20.0, 80.0),
    st.floats(0.0, 1e8),
)


@given(boilers, st.floats(0.0, 2e8), st.floats(5.0, 95.0), st.floats(0.0, 0.01))
def test_what_goes_in_comes_out_and_nothing_exceeds_the_capacity(boiler, demand_w, return_c, starts_per_s):
    at = fire(boiler, demand_w, return_c, starts_per_s)
    assert 0.0 <= at.heat_w <= boiler.capacity_w
    assert at.heat_w + at.shortfall_w == pytest.approx(demand_w, rel=1e-15)
    assert at.input_w == pytest.approx(at.heat_w + at.loss_w, rel=1e-12, abs=1e-9)
    assert at.input_w == pytest.approx(at.heat_w / at.efficiency + starts_per_s * boiler.start_loss_j, rel=1e-12)
    assert 0.0 <= at.running <= 1.0


def test_a_shortfall_is_said():
    at = fire(ELECTRIC, np.array([0.0, 1e6, 5e6, 8e6]))
    assert at.heat_w.tolist() == [0.0, 1e6, 5e6, 5e6]
    assert at.shortfall_w.tolist() == [0.0, 0.0, 0.0, 3e6]
    assert at.input_w == pytest.approx(at.heat_w / 0.99)


def test_below_its_minimum_load_it_cycles():
    """At 5 % of 5 MW it just holds; at a fifth of that it runs a fifth of the time."""
    assert fire(ELECTRIC, np.array([0.0, 0.05e6, 0.25e6, 1e6])).running == pytest.approx([0.0, 0.2, 1.0, 1.0])


def test_starts_cost_energy():
    one, none = (fire(GAS, 1e5, 40.0, n / 3600.0) for n in (4.0, 0.0))
    assert one.input_w - none.input_w == pytest.approx(4.0 * 3.6e6 / 3600.0)
    assert one.heat_w == none.heat_w


def test_a_condensing_boiler_passes_through_its_rated_point_and_falls_with_the_return():
    assert efficiency_at(GAS, 40.0) == pytest.approx(1.035)
    curve = efficiency_at(GAS, np.linspace(5.0, 95.0, 200))
    assert np.all(np.diff(curve) < 0.0)
    assert efficiency_at(Boiler(2e6, "gas", 0.92), np.array([20.0, 90.0])) == pytest.approx([0.92, 0.92])
    assert efficiency_at(ELECTRIC, 80.0) == 0.99


def test_the_flue_gas_condenses_below_its_dew_point_only():
    """Dew point of methane burnt with 20 % excess air: p_w = 2/12.42 of 1.01325 bar, 55.7 °C (steam table)."""
    t_c = np.linspace(30.0, 90.0, 6001) - 5.0  # return temperatures for gas from 30 to 90 °C
    slope = np.gradient(condensing_gain(t_c), t_c)
    dew_c = t_c[np.argmax(slope[1:] - slope[:-1])] + 5.0
    assert dew_c == pytest.approx(55.7, abs=0.2)
    assert slope[-1] == pytest.approx(slope[-500], rel=1e-6)
    assert slope[2000] < slope[0] < slope[-1] < 0.0  # steepest just below the dew point


def test_condensing_gains_no_more_than_the_higher_heating_value():
    """All water condensed at 25 °C: 2 x 44.0 / 802.3 = 11.0 % over the lower heating value."""
    coldest = condensing_gain(5.0, approach_k=0.0)
    assert 0.09 < coldest < 0.125  # with air and gas of 25 °C going in, what leaves colder gives a little more
    still_vapour = 10.42 * 3.169 / (101.325 - 3.169)  # mol over the dry gas at 25 °C, by the steam table
    assert condensing_gain(20.0) == pytest.approx((2.0 - still_vapour) * 44.0 / 802.3, abs=1e-4)


def test_sensible_loss_is_that_of_the_gas():
    """Above the dew point: 12.42 mol of flue gas of about 30.5 J/(mol K), 55 K above the air, is 2.6 % of 802 kJ."""
    assert condensing_gain(75.0) == pytest.approx(-12.42 * 30.5 * 55.0 / 802.3e3, rel=0.03)


def test_emissions_go_with_the_energy_used():
    year = fire(ELECTRIC, np.full(8760, 1e6))
    assert np.sum(year.emission_g_s(np.full(8760, 1.0))) * 3600.0 == pytest.approx(8760e3 / 0.99 * 1.0, rel=1e-12)
    gas = fire(Boiler(2e6, "gas", 0.9), 1e6)
    assert gas.emission_g_s(202.0) * 3600.0 / 1e3 == pytest.approx(202.0 / 0.9)
    with pytest.raises(OutOfRange, match="factor_g_per_kwh"):
        gas.emission_g_s(-1.0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"energy": "oil"}, "none of electricity, gas"),
        ({"capacity_w": math.nan}, "capacity_w"),
        ({"efficiency": 1.01}, "efficiency"),
        ({"energy": "gas", "efficiency": 1.2}, "efficiency"),
        ({"minimum_load": 1.5}, "minimum_load"),
        ({"condensing": True}, "condensing"),
        ({"start_loss_j": -1.0}, "start_loss_j"),
    ],
)
def test_a_boiler_that_cannot_be_is_refused(arguments, words):
    with pytest.raises(OutOfRange, match=words):
        Boiler(**{"capacity_w": 1e6, "energy": "electricity", "efficiency": 0.99, **arguments})


@pytest.mark.parametrize(
    ("demand_w", "return_c", "starts"),
    [(-1.0, 55.0, 0.0), (math.nan, 55.0, 0.0), (1e6, math.nan, 0.0), (1e6, 120.0, 0.0), (1e6, 55.0, -1.0)],
)
def test_a_firing_that_cannot_be_is_refused(demand_w, return_c, starts):
    with pytest.raises(OutOfRange):
        fire(GAS, demand_w, return_c, starts)
