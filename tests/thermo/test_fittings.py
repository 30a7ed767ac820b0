"""Fittings: Crane's coefficients against fluids, and the sum of a run."""

import math

import fluids.fittings as oracle
import pytest

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.fittings import FITTINGS, fitting_k, total_k, turbulent_friction_factor

BORES_M = [0.01576, 0.02664, 0.05248, 0.07792, 0.10226, 0.15408, 0.20274, 0.25446, 0.30318, 0.57504]


@pytest.mark.parametrize("bore", BORES_M)
def test_the_fully_turbulent_factor_is_cranes_within_one_and_a_half_percent(bore):
    assert turbulent_friction_factor(bore) == pytest.approx(oracle.ft_Crane(bore), rel=0.015)


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("elbow_90_long", lambda d: oracle.bend_rounded_Crane(d, 90.0, bend_diameters=1.5)),
        ("ball_valve", lambda d: oracle.K_ball_valve_Crane(d, d, 0.0)),
        ("gate_valve", lambda d: oracle.K_gate_valve_Crane(d, d, 0.0)),
        ("globe_valve", lambda d: oracle.K_globe_valve_Crane(d, d)),
        ("check_valve", oracle.K_swing_check_valve_Crane),
        ("butterfly_valve", oracle.K_butterfly_valve_Crane),
    ],
)
@pytest.mark.parametrize("bore", [0.05248, 0.15408, 0.30318, 0.4])
def test_equivalent_lengths_are_those_of_crane(name, reference, bore):
    assert fitting_k(FITTINGS[name], bore) == pytest.approx(reference(bore), rel=0.015)


def test_a_sharp_entry_takes_half_a_velocity_head_and_an_exit_the_whole():
    assert fitting_k(FITTINGS["entry"], 0.1) == pytest.approx(oracle.entrance_sharp(method="Crane"))
    assert fitting_k(FITTINGS["exit"], 0.1) == oracle.exit_normal()


def test_the_strainer_is_that_of_its_published_flow_coefficient():
    """Kvs 126 m3/h in DN 80: a pressure drop of 1 bar at that flow of water of 1,000 kg/m3."""
    velocity = 126.0 / 3600.0 / (math.pi / 4.0 * 0.080**2)
    assert FITTINGS["strainer"].k == pytest.approx(1e5 / (1000.0 * velocity**2 / 2.0), rel=0.02)


def test_a_run_is_the_sum_of_its_fittings():
    counts = {"elbow_90_long": 8, "butterfly_valve": 2, "exit": 1}
    parts = 8 * fitting_k(FITTINGS["elbow_90_long"], 0.154) + 2 * fitting_k(FITTINGS["butterfly_valve"], 0.154) + 1.0
    assert total_k(counts, 0.154) == pytest.approx(parts, rel=1e-14)
    assert total_k({}, 0.154) == 0.0


def test_an_unknown_fitting_is_refused_with_the_names_that_are_known():
    with pytest.raises(KeyError, match="no fitting 'elbow'; known are elbow_90_long"):
        total_k({"elbow": 1}, 0.154)


@pytest.mark.parametrize(("counts", "bore"), [({"exit": -1}, 0.1), ({"exit": math.nan}, 0.1), ({"gate_valve": 1}, 3.0)])
def test_a_negative_count_and_a_bore_off_the_table_are_refused(counts, bore):
    with pytest.raises(OutOfRange):
        total_k(counts, bore)


def test_a_butterfly_valve_larger_than_the_table_is_refused():
    with pytest.raises(OutOfRange, match="butterfly_valve"):
        total_k({"butterfly_valve": 1}, 0.7)


def test_every_coefficient_says_where_it_is_from():
    for name, fitting in FITTINGS.items():
        assert fitting.name == name
        assert fitting.source
        assert fitting.verified in {"secondary", "estimate"}
