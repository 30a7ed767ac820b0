"""Key figures by their definitions, worked out beside the program; one definition for a promise and a result."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import size
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.kpi import achieved, header_pump_fraction, promised, pump_power_w
from heatloop_thermo.year.result import Hours, Year

N = 4
SHARES = ["capture_fraction", "erf", "pue", "ere", "heat_cop", "coverage_fraction", "use_fraction", "unmet_fraction"]


@pytest.fixture(scope="module")
def design():
    return size(build(load("bitforest")))


def year(design, **given_w) -> Year:
    """Four hours; what is not given is nought, and the water is at the target."""
    arrays = {field.name: np.zeros(N) for field in dataclasses.fields(Hours)}
    arrays["supply_c"] = np.full(N, design.plant.target_c)
    arrays["return_c"] = np.full(N, 55.0)
    arrays["reason"] = np.zeros(N, dtype=np.uint16)
    arrays |= {name: np.asarray(value, dtype=np.float64) * np.ones(N) for name, value in given_w.items()}
    return Year(design, Hours(**arrays), 0.0, 12.5)


def usual(design, **changes) -> Year:
    flows = {
        "it_w": 2.8e6, "captured_w": 2.5e6, "dumped_w": [0.0, 0.0, 1e6, 2e6], "pumps_w": 40e3, "fans_w": [0, 0, 1e4, 2e4],
        "demand_w": [4e6, 2.5e6, 1.5e6, 0.5e6], "delivered_w": [3.9e6, 2.5e6, 1.5e6, 0.5e6], "boiler_w": [1.4e6, 0, 0, 0],
        "unmet_w": [0.1e6, 0, 0, 0],
    }  # fmt: skip
    return year(design, **(flows | changes))


def test_every_figure_of_four_hours_by_hand(design):
    kpi = achieved(usual(design))
    share = header_pump_fraction(design)
    centre = 4 * 2.8e6 + 4 * 40e3 * (1.0 - share) + 30e3
    assert kpi.capture_fraction == pytest.approx(2.5 / 2.8)
    assert kpi.erf == pytest.approx((4 * 2.5e6 - 3e6) / centre)
    assert kpi.pue == pytest.approx(centre / (4 * 2.8e6))
    assert kpi.ere == pytest.approx((1.0 - kpi.erf) * kpi.pue)
    assert kpi.heat_cop == pytest.approx((3.9 + 2.5 + 1.5 + 0.5 - 1.4) * 1e6 / (4 * 40e3))
    assert kpi.coverage_fraction == pytest.approx(7.0 / 8.5)
    assert kpi.use_fraction == pytest.approx(0.7)
    assert kpi.unmet_fraction == pytest.approx(0.1 / 8.5)
    assert kpi.peak_demand_w == 4e6
    assert kpi.tank_cycles == 12.5
    assert kpi.running_fraction == pytest.approx(2.8e6 / 2.952e6)
    assert (kpi.hours_below_target, kpi.kelvin_hours_below_target) == (0.0, 0.0)


def test_heat_pumps_lie_outside_the_data_centre_but_cost_electricity(design):
    plain, lifted = achieved(usual(design)), achieved(usual(design, lift_w=500e3))
    assert (plain.pue, plain.erf) == (lifted.pue, lifted.erf)
    assert lifted.heat_cop == pytest.approx(7.0e6 / (4 * 540e3))


def test_kelvin_hours_count_what_is_missing_in_hours_with_demand_only(design):
    cold = achieved(usual(design, supply_c=[70.0, 74.95, 75.0, 60.0], demand_w=[1e6, 1e6, 1e6, 0.0]))
    assert cold.hours_below_target == 1.0  # 74.95 is within what a sensor tells; the last hour wants nothing
    assert cold.kelvin_hours_below_target == pytest.approx(5.0)


def test_an_hour_without_any_flow_is_below_target_down_to_the_return(design):
    still = achieved(usual(design, supply_c=[75.0, 75.0, 75.0, np.nan], return_c=[55.0, 55.0, 55.0, np.nan]))
    assert still.hours_below_target == 1.0
    assert still.kelvin_hours_below_target == pytest.approx(20.0)


def test_what_would_divide_by_nought_is_none(design):
    idle = achieved(year(design))
    for name in SHARES:
        assert getattr(idle, name) is None


def test_nan_is_never_energy(design):
    with pytest.raises(OutOfRange, match="fans_w"):
        achieved(usual(design, fans_w=[0.0, np.nan, 0.0, 0.0]))


@given(st.floats(0.0, 2.5e6), st.floats(0.0, 1e5), st.floats(0.0, 1e5))
def test_reuse_effectiveness_lies_between_nought_and_power_usage(design, dumped, pumps, fans):
    kpi = achieved(usual(design, dumped_w=dumped, pumps_w=pumps, fans_w=fans))
    assert kpi.pue >= 1.0
    assert 0.0 <= kpi.erf <= 1.0
    assert 0.0 <= kpi.ere <= kpi.pue
    assert kpi.ere == pytest.approx(kpi.pue - kpi.erf * kpi.pue)


def test_a_year_at_the_rated_point_keeps_the_promise(design):
    """The same figures from a design and from a year in which every hour is its rated point."""
    heat, (loops, header) = design.heat, pump_power_w(design)
    boiler = design.demand_w - heat.delivered_w
    steady = year(
        design, it_w=heat.source_w, captured_w=heat.captured_w, pumps_w=loops + header, demand_w=design.demand_w,
        delivered_w=design.demand_w, boiler_w=boiler, lift_w=heat.heat_pump_electric_w,
    )  # fmt: skip
    promise, result = promised(design), achieved(steady)
    for name in SHARES:
        assert getattr(result, name) == pytest.approx(getattr(promise, name), rel=1e-9), name
    assert result.peak_demand_w == promise.peak_demand_w


def test_the_promise_of_the_reference_site(design):
    kpi = promised(design)
    assert kpi.capture_fraction == pytest.approx(design.heat.capture_fraction)
    assert kpi.pue < 1.02
    assert kpi.coverage_fraction == pytest.approx(design.heat.delivered_w / design.demand_w)
    assert kpi.hours_below_target is None


def test_the_headers_share_of_the_pumps_is_that_of_their_power_running():
    def pump(watts, parallel):
        return SimpleNamespace(electric_w=watts), SimpleNamespace(pump=SimpleNamespace(parallel=parallel))

    loop_pump, loop_circuit = pump(10e3, 3)
    header_pump, header_circuit = pump(5e3, 2)
    made = SimpleNamespace(
        loops=[SimpleNamespace(pump=loop_pump, loop=SimpleNamespace(circuit=loop_circuit)), SimpleNamespace(pump=None)],
        header=SimpleNamespace(pump=header_pump),
        plant=SimpleNamespace(header=header_circuit),
    )
    assert pump_power_w(made) == (30e3, 10e3)
    assert header_pump_fraction(made) == 0.25
