"""Friction factor: the published values, a second opinion, and the laws that a solver leans on."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from fluids.friction import friction_factor as clamond
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.friction import friction_factor, hagen

LINES = (Path(__file__).parent / "data" / "colebrook.csv").read_text().splitlines()
ROWS = list(csv.DictReader(line for line in LINES if not line.startswith("#")))

roughnesses = st.one_of(st.just(0.0), st.floats(-8.0, math.log10(0.05)).map(lambda x: min(10.0**x, 0.05)))
log_re = st.floats(-3.0, 8.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"Re {row['reynolds']}")
def test_published_colebrook_values_are_met(row):
    found = friction_factor(float(row["reynolds"]), float(row["relative_roughness"]))
    digits = len(row["friction_factor"].split(".")[1])
    assert f"{found:.{digits}f}" == row["friction_factor"]


@given(log=st.floats(math.log10(4000.0), 8.0), roughness=roughnesses)
def test_turbulent_friction_agrees_with_clamonds_solution(log, roughness):
    re = min(max(10.0**log, 4000.0), 1e8)
    assert friction_factor(re, roughness) == pytest.approx(clamond(re, roughness), rel=1e-12)


@given(log=st.floats(-3.0, math.log10(2000.0)), roughness=roughnesses)
def test_laminar_friction_is_64_over_reynolds_whatever_the_wall(log, roughness):
    re = min(10.0**log, 2000.0)
    assert friction_factor(re, roughness) == pytest.approx(64.0 / re, rel=1e-14)


@given(one=log_re, other=log_re, roughness=roughnesses)
def test_more_flow_always_takes_more_pressure(one, other, roughness):
    low, high = sorted((10.0**one, 10.0**other))
    if high > low * (1.0 + 1e-9):
        assert hagen(high, roughness) > hagen(low, roughness)


@given(roughness=roughnesses, end=st.sampled_from([2000.0, 4000.0]))
def test_pressure_and_its_slope_run_on_across_both_ends_of_the_transition(roughness, end):
    h = 1e-4
    below, at, above = (math.log(hagen(end * math.exp(x), roughness)) for x in (-h, 0.0, h))
    assert above - below < 3.0 * h * 2.0  # no jump
    assert (above - at) / h == pytest.approx((at - below) / h, abs=2e-3)  # no kink


@given(logs=st.lists(log_re, min_size=1, max_size=20), roughness=roughnesses)
def test_an_array_gives_what_its_scalars_give(logs, roughness):
    res = np.minimum(10.0 ** np.array(logs), 1e8)
    expected = [friction_factor(float(re), roughness) for re in res]
    np.testing.assert_allclose(friction_factor(res, roughness), expected, rtol=1e-13)


def test_a_scalar_gives_a_plain_float():
    assert type(friction_factor(1e5, 1e-4)) is float
    assert type(friction_factor(3000, 0)) is float


@pytest.mark.parametrize(
    ("reynolds", "roughness"),
    [(0.0, 1e-4), (-1.0, 1e-4), (1.1e8, 1e-4), (math.nan, 1e-4), (1e5, 0.051), (1e5, -1e-9), (1e5, math.nan)],
)
def test_what_the_moody_chart_does_not_hold_is_refused(reynolds, roughness):
    with pytest.raises(OutOfRange):
        friction_factor(reynolds, roughness)


def test_one_bad_hour_refuses_the_array_and_says_how_many():
    with pytest.raises(OutOfRange, match="1 of 3 values"):
        friction_factor(np.array([1e5, math.nan, 1e4]), 1e-4)
