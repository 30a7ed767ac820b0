"""Chevron-plate correlations: published points, the angle trap, and what the solver's smooth versions may change."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from fluids.friction import friction_plate_Kumar, friction_plate_Martin_1999, friction_plate_Martin_VDI
from fluids.friction import friction_plate_Muley_Manglik as their_friction_muley_manglik
from ht.conv_plate import Nu_plate_Kumar, Nu_plate_Martin, Nu_plate_Muley_Manglik
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.exchanger import (
    friction_kumar,
    friction_martin,
    friction_muley_manglik,
    nusselt_kumar,
    nusselt_martin,
    nusselt_muley_manglik,
)
from heatloop_thermo.exchanger.continuous import BAND, VALIDITY, friction, nusselt
from heatloop_thermo.exchanger.correlations import KUMAR, MARTIN_STEP_RE, kumar_line

DATA = Path(__file__).parents[1] / "data"


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in (DATA / name).read_text().splitlines() if not line.startswith("#")))


BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
REFERENCE = table("plate_correlations.csv")
COMPARISON = table("chevron_comparison.csv")

res = st.floats(0.0, 4.3).map(lambda x: 10.0**x)
prs = st.floats(0.5, 100.0)
betas = st.floats(20.0, 75.0)
enlargements = st.floats(1.0, 1.5)


def ours(quantity: str, correlation: str, re, pr, beta, enlargement):
    if quantity == "friction":
        functions = {"martin": friction_martin, "kumar": friction_kumar}
        return (
            functions[correlation](re, beta)
            if correlation in functions
            else friction_muley_manglik(re, beta, enlargement)
        )
    functions = {"martin": nusselt_martin, "kumar": nusselt_kumar}
    return (
        functions[correlation](re, pr, beta)
        if correlation in functions
        else nusselt_muley_manglik(re, pr, beta, enlargement)
    )


@pytest.mark.parametrize("row", REFERENCE, ids=lambda row: f"{row['quantity']} {row['correlation']} Re {row['re']}")
def test_published_points_are_met_to_twelve_digits(row):
    number = {name: float(row[name] or 0.0) for name in ("re", "pr", "beta_deg", "enlargement")}
    found = ours(row["quantity"], row["correlation"], *number.values())
    assert found == pytest.approx(float(row["value"]), **BANDS["plate_correlations"])


@given(re=res, pr=prs, beta=betas, enlargement=enlargements)
def test_ht_and_fluids_agree_with_kumar_entered_from_the_other_side(re, pr, beta, enlargement):
    pairs = [
        (friction_martin(re, beta), friction_plate_Martin_1999(re, beta)),
        (friction_martin(re, beta, "VDI"), friction_plate_Martin_VDI(re, beta)),
        (nusselt_martin(re, pr, beta), Nu_plate_Martin(re, pr, beta)),
        (nusselt_martin(re, pr, beta, "VDI"), Nu_plate_Martin(re, pr, beta, "VDI")),
        (friction_kumar(re, beta), friction_plate_Kumar(re, 90.0 - beta)),
        (nusselt_kumar(re, pr, beta), Nu_plate_Kumar(re, pr, 90.0 - beta)),
        (friction_muley_manglik(re, beta, enlargement), their_friction_muley_manglik(re, beta, enlargement)),
        (nusselt_muley_manglik(re, pr, beta, enlargement), Nu_plate_Muley_Manglik(re, pr, beta, enlargement)),
    ]
    for found, expected in pairs:
        assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("re", [10.0, 15.0, 100.0, 300.0, 400.0, 2000.0])
def test_the_steps_lie_where_they_were_published(re):
    for at in (re, math.nextafter(re, 0.0), math.nextafter(re, math.inf)):
        assert friction_martin(at, 60.0) == pytest.approx(friction_plate_Martin_1999(at, 60.0), rel=1e-12)
        for line in KUMAR:
            assert friction_kumar(at, 90.0 - line.angle_deg) == pytest.approx(friction_plate_Kumar(at, line.angle_deg))
            assert nusselt_kumar(at, 3.5, 90.0 - line.angle_deg) == pytest.approx(
                Nu_plate_Kumar(at, 3.5, line.angle_deg)
            )


@pytest.mark.parametrize("row", COMPARISON, ids=lambda row: f"{row['beta_deg']} degrees")
def test_one_angle_gives_the_honest_spread_between_correlations(row):
    beta = float(row["beta_deg"])
    martin = nusselt_martin(2000.0, 3.5, beta), friction_martin(2000.0, beta)
    kumar = nusselt_kumar(2000.0, 3.5, beta), friction_kumar(2000.0, beta)
    muley_manglik = nusselt_muley_manglik(2000.0, 3.5, beta, 1.25), friction_muley_manglik(2000.0, beta, 1.25)
    nu, f, ratio = (BANDS["chevron"][name] for name in ("nu", "f", "ratio"))
    assert martin == (pytest.approx(float(row["nu_martin"]), **nu), pytest.approx(float(row["f_martin"]), **f))
    assert muley_manglik[0] == pytest.approx(float(row["nu_muley_manglik"]), **nu)
    assert muley_manglik[1] == pytest.approx(float(row["f_muley_manglik"]), **f)
    assert kumar[0] / martin[0] == pytest.approx(float(row["nu_kumar_over_martin"]), **ratio)
    assert kumar[1] / martin[1] == pytest.approx(float(row["f_kumar_over_martin"]), **ratio)


@pytest.mark.parametrize("row", COMPARISON, ids=lambda row: f"{row['beta_deg']} degrees")
def test_kumars_printed_angle_is_ours_from_the_other_side(row):
    """Who reads the table's angle as ours takes the hard plate for the soft one: 6.8 times the friction at 30°."""
    misread = 90.0 - float(row["beta_deg"])
    assert nusselt_kumar(2000.0, 3.5, misread) == pytest.approx(
        float(row["nu_kumar_misread"]), **BANDS["chevron"]["nu"]
    )
    assert friction_kumar(2000.0, misread) == pytest.approx(float(row["f_kumar_misread"]), **BANDS["chevron"]["f"])


@given(re=st.floats(500.0, 9000.0), pr=prs)
def test_a_harder_plate_has_more_of_both_whichever_correlation(re, pr):
    for correlation in VALIDITY:
        angles = (30.0, 40.0, 45.0, 60.0)
        for quantity in ("nusselt", "friction"):
            found = [ours(quantity, correlation, re, pr, beta, 1.2) for beta in angles]
            assert found == sorted(found)
            assert found[0] < found[-1]


def test_arrays_give_what_scalars_give():
    re = np.array([5.0, 150.0, 1999.0, 2000.0, 2001.0, 9000.0])
    for correlation in VALIDITY:
        for quantity in ("nusselt", "friction"):
            one_by_one = [ours(quantity, correlation, each, 3.5, 45.0, 1.2) for each in re.tolist()]
            assert ours(quantity, correlation, re, 3.5, 45.0, 1.2) == pytest.approx(one_by_one, rel=1e-14)
        smooth = [nusselt(correlation, each, 3.5, 45.0, 1.2) for each in re.tolist()]
        assert nusselt(correlation, re, np.full(6, 3.5), 45.0, 1.2) == pytest.approx(smooth, rel=1e-14)
        smooth = [friction(correlation, each, 45.0, 1.2) for each in re.tolist()]
        assert friction(correlation, re, 45.0, 1.2) == pytest.approx(smooth, rel=1e-14)


@pytest.mark.parametrize(
    "call",
    [
        lambda: friction_martin(math.nan, 60.0),
        lambda: friction_martin(-1.0, 60.0),
        lambda: friction_martin(1000.0, 90.0),
        lambda: friction_martin(1000.0, math.nan),
        lambda: nusselt_martin(1000.0, math.nan, 60.0),
        lambda: nusselt_kumar(1000.0, -1.0, 60.0),
        lambda: friction_muley_manglik(1000.0, 60.0, 0.9),
        lambda: friction_kumar(np.array([1000.0, math.nan]), 60.0),
        lambda: friction_martin(1000.0, 60.0, "2010"),
    ],
)
def test_what_no_plate_has_is_refused(call):
    with pytest.raises(OutOfRange):
        call()


def steps(correlation: str, beta: float) -> set[float]:
    """Re at which a correlation steps as published."""
    if correlation == "martin":
        return {MARTIN_STEP_RE}
    line = kumar_line(beta)
    return {*line.nusselt_steps, *line.friction_steps} if correlation == "kumar" else set()


@given(re=res, pr=prs, beta=betas, correlation=st.sampled_from(sorted(VALIDITY)))
def test_away_from_the_steps_the_solver_uses_the_published_formula(re, pr, beta, correlation):
    if all(not step / BAND < re < step * BAND for step in steps(correlation, beta)):
        raw = ours("nusselt", correlation, re, pr, beta, 1.2), ours("friction", correlation, re, pr, beta, 1.2)
        assert nusselt(correlation, re, pr, beta, 1.2) == pytest.approx(raw[0], rel=1e-13)
        assert friction(correlation, re, beta, 1.2) == pytest.approx(raw[1], rel=1e-13)


@pytest.mark.parametrize("correlation", sorted(VALIDITY))
@pytest.mark.parametrize("beta", [25.0, 30.0, 40.0, 45.0, 60.0, 70.0])
def test_no_step_is_left_and_both_still_rise_with_flow(correlation, beta):
    """A step of 0.1 % in Re changes Nu and f by less than 0.1 %; Nu and the pressure drop f Re² always grow."""
    re = np.exp(np.arange(math.log(2.0), math.log(20_000.0), 1e-3))
    nu = np.log(nusselt(correlation, re, np.full(re.size, 3.5), beta, 1.2))
    f = np.log(friction(correlation, re, beta, 1.2))
    assert np.diff(nu).min() > 0.0
    assert np.diff(nu).max() < 1e-3
    assert np.abs(np.diff(f)).max() < 1.2e-3  # laminar friction itself falls as 1 / Re
    assert (np.diff(f) + 2e-3).min() > 0.0


@pytest.mark.parametrize("beta", [30.0, 45.0, 60.0])
def test_the_blend_stays_between_what_it_joins(beta):
    """Within the band the published step of up to 8 % is shared out: no more than 4 % of f and 1.5 % of Nu at any Re."""
    re = np.linspace(1800.0, 2220.0, 2000)
    assert np.abs(friction("martin", re, beta, 1.2) / friction_martin(re, beta) - 1.0).max() < 0.04
    assert (
        np.abs(nusselt("martin", re, np.full(re.size, 3.5), beta, 1.2) / nusselt_martin(re, 3.5, beta) - 1.0).max()
        < 0.015
    )
