"""docs/validation.md says what the code says now, and everything on it is within its band. No TESPy is needed for that."""

import re

import opinion
import pytest
import report
from published import BANDS, Check, Limit, Refusal, rows
from tespy_points import CYCLE_INPUTS, EXCHANGER_INPUTS, LIFT_MIN_K, REFRIGERANTS

pytestmark = pytest.mark.xdist_group("coolprop")
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


@pytest.fixture(scope="module")
def topics():
    return report.topics()


@pytest.fixture(scope="module")
def fresh():
    return report.page()


def test_every_published_value_and_refusal_is_within_its_band(topics):
    lines = [line for topic in topics for line in topic.lines()]
    assert len(lines) > 150
    assert not [line for line in lines if not line.within]


def test_the_page_is_what_the_code_gives_now(fresh):
    committed = report.PAGE.read_text(encoding="utf-8").splitlines()
    stale = "docs/validation.md is out of date: python tests/validation/report.py > docs/validation.md"
    assert committed == fresh[0].splitlines(), stale


def test_the_picture_is_what_the_code_gives_now(fresh):
    """Text and shapes alike, coordinates within a point: deviations of 1e-10 are not the same on every processor."""
    committed = report.PICTURE.read_text(encoding="utf-8")
    assert NUMBER.split(committed) == NUMBER.split(fresh[1])
    numbers = [[float(found) for found in NUMBER.findall(text)] for text in (committed, fresh[1])]
    assert numbers[0] == pytest.approx(numbers[1], abs=1.0)
    assert fresh[1] == report.agreement_svg(opinion.exchangers()[0], opinion.cycles()[0][0]), "same numbers, same bytes"


def test_tespy_finds_the_same_outlets_of_random_exchangers():
    everything, *glycols = opinion.exchangers()
    assert everything.off.size >= 100
    assert len(glycols) == 5
    assert everything.figures[2] < BANDS["second_opinion"]["outlet_k"]
    assert opinion.exchangers("_20_mbar")[0].figures[2] < BANDS["second_opinion"]["bare_outlet_k"]


def test_tespy_finds_the_same_cop_and_discharge_of_random_cycles():
    cop, discharge = opinion.cycles()
    assert cop[0].off.size >= 100
    assert {each.group for each in cop[1:]} == set(REFRIGERANTS)
    assert cop[0].figures[2] < BANDS["second_opinion"]["cop_relative"]
    assert discharge[0].figures[2] < BANDS["second_opinion"]["discharge_k"]


def test_the_stored_points_are_in_the_ranges_that_the_page_states():
    for row in rows(opinion.EXCHANGERS):
        assert set(EXCHANGER_INPUTS) < set(row)
        hot_c, cold_c = float(row["hot_in_c"]), float(row["cold_in_c"])
        assert 45.0 <= hot_c <= 95.0
        assert 4.99 <= hot_c - cold_c <= 45.01
        assert cold_c > float(row["hot_out_c"]) - hot_c + cold_c, "the hot side gives heat"
        assert float(row["cold_out_c"]) < hot_c
    for row in rows(opinion.CYCLES):
        assert set(CYCLE_INPUTS) < set(row)
        low_c, high_c = float(row["evaporating_c"]), float(row["condensing_c"])
        assert 5.0 <= low_c <= high_c - LIFT_MIN_K + 0.011
        assert high_c <= REFRIGERANTS[row["refrigerant"]]


@pytest.mark.parametrize(
    "line",
    [
        Check("a digit off", "1.234", 1.2346, "here"),
        Check("beyond the relative band", "100", 100.2, "here", {"rel": 1e-3}),
        Check("beyond the absolute band", "100", 99.9, "here", {"abs": 0.05}),
        Check("not a number", "100", float("nan"), "here", {"abs": 0.05}),
        Refusal("an answer where none is", "here", "4.0", "cold end"),
        Limit("too much", "here", 2e-6, 0.0, 1e-6),
        Limit("not a number", "here", float("nan"), 0.0, 1e-6),
    ],
    ids=lambda line: line.case,
)
def test_what_leaves_its_band_is_seen(line):
    assert not line.within
    if isinstance(line, Check):
        assert line.cells()[0] == line.case
