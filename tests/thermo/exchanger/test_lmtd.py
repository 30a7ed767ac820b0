"""Mean temperature difference: the textbook, and the errors that other libraries turn into plausible numbers."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange, TemperatureCross
from heatloop_thermo.exchanger import effectiveness_counterflow, lmtd, lmtd_parallel

BOOK = json.loads((Path(__file__).parents[1] / "data" / "exchanger_textbook.json").read_text())
BANDS = json.loads((Path(__file__).parents[1] / "data" / "bands.json").read_text(encoding="utf-8"))
CROSSES = BOOK["crosses"]["terminals_c"]

ends = st.floats(0.01, 80.0)


def test_the_textbook_oil_cooler_is_met_in_counterflow_and_in_parallel_flow():
    book = BOOK["lmtd"]
    terminals = [book[name] for name in ("hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c")]
    assert lmtd(*terminals) == pytest.approx(book["counterflow_k"], **BANDS["lmtd"])
    assert lmtd_parallel(*terminals) == pytest.approx(book["parallel_k"], **BANDS["lmtd"])


def test_a_pinch_of_zero_is_an_error_that_names_its_end():
    book = BOOK["pinch"]
    with pytest.raises(TemperatureCross, match=book["says"]):
        lmtd(book["hot_in_c"], book["hot_out_c"], book["cold_in_c"], book["cold_out_c"])


@pytest.mark.parametrize(("terminals", "says"), [(row[:4], row[4]) for row in CROSSES], ids=str)
def test_a_cross_is_an_error_with_its_figures(terminals, says):
    with pytest.raises(TemperatureCross, match=says):
        lmtd(*terminals)


def test_parallel_flow_cannot_cross_at_the_outlets():
    with pytest.raises(TemperatureCross, match="outlet end: hot 50 °C against cold 55 °C"):
        lmtd_parallel(80.0, 50.0, 20.0, 55.0)


def test_one_bad_hour_in_an_array_is_named():
    with pytest.raises(TemperatureCross, match="hot end: hot 70 °C against cold 75 °C"):
        lmtd(np.array([90.0, 70.0]), 60.0, 50.0, np.array([75.0, 75.0]))


@pytest.mark.parametrize("place", range(4))
def test_nan_is_out_of_range(place):
    terminals = [80.0, 60.0, 40.0, 50.0]
    terminals[place] = math.nan
    with pytest.raises(OutOfRange, match="nan °C"):
        lmtd(*terminals)


@given(one=ends, other=ends)
def test_the_mean_lies_between_geometric_and_arithmetic_mean(one, other):
    mean = lmtd(100.0, 20.0 + other, 20.0, 100.0 - one)
    one, other = 100.0 - (100.0 - one), (20.0 + other) - 20.0
    assert math.sqrt(one * other) * (1 - 1e-9) <= mean <= 0.5 * (one + other) * (1 + 1e-9)


@given(end=st.floats(0.5, 50.0), off=st.floats(1e-12, 1e-2))
def test_equal_ends_are_no_special_case(end, off):
    """The mean of a and a (1 + x) is a (1 + x / 2 - x² / 12 ...): continuous through the hand-over to the series."""
    mean = lmtd(100.0, 20.0 + end, 20.0, 100.0 - end * (1.0 + off))
    x = (100.0 - (100.0 - end * (1.0 + off))) / ((20.0 + end) - 20.0) - 1.0
    assert mean == pytest.approx(((20.0 + end) - 20.0) * (1.0 + x / 2.0 - x * x / 12.0 + x**3 / 24.0), rel=1e-9)
    assert lmtd(100.0, 30.0, 20.0, 90.0) == 10.0


@given(ntu=st.floats(0.01, 8.0), ratio=st.floats(0.05, 1.0), drive=st.floats(1.0, 60.0))
def test_lmtd_and_effectiveness_say_the_same(ntu, ratio, drive):
    """UA LMTD = Q: two ways to one answer."""
    moved = effectiveness_counterflow(ntu, ratio) * drive
    mean = lmtd(20.0 + drive, 20.0 + drive - moved, 20.0, 20.0 + ratio * moved)
    assert ntu * mean == pytest.approx(moved, rel=1e-9)
