"""Effectiveness relations: textbook values, a second opinion, and the laws that they may not break."""

import json
import math
from pathlib import Path

import ht
import numpy as np
import pytest
from ht.hx import temperature_effectiveness_plate
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange, UnsupportedArrangement
from heatloop_thermo.exchanger import (
    effectiveness_counterflow,
    effectiveness_crossflow_mixed_cmax,
    effectiveness_parallel,
    ntu_counterflow,
    ntu_crossflow_mixed_cmax,
    ntu_parallel,
    plate_effectiveness,
)

BOOK = json.loads((Path(__file__).parents[1] / "data" / "exchanger_textbook.json").read_text())
BANDS = json.loads((Path(__file__).parents[1] / "data" / "bands.json").read_text(encoding="utf-8"))

ntus = st.floats(1e-3, 20.0)
ratios = st.floats(0.0, 1.0)
proper_ratios = st.floats(0.01, 0.99)  # ht loses digits towards both ends; ours are held there by the laws


@pytest.mark.parametrize(("ntu", "c_ratio", "expected"), BOOK["counterflow"])
def test_textbook_counterflow_effectiveness_is_met(ntu, c_ratio, expected):
    assert effectiveness_counterflow(ntu, c_ratio) == pytest.approx(expected, **BANDS["counterflow"])


def test_the_crossflow_cooler_of_the_textbook_is_met():
    book, band = BOOK["crossflow"], BANDS["crossflow"]
    c_min, c_max = book["unmixed_kg_s"] * book["unmixed_j_kgk"], book["mixed_kg_s"] * book["mixed_j_kgk"]
    effectiveness = (book["unmixed_out_c"] - book["unmixed_in_c"]) / (book["mixed_in_c"] - book["unmixed_in_c"])
    ntu = ntu_crossflow_mixed_cmax(effectiveness, c_min / c_max)
    assert effectiveness == pytest.approx(book["effectiveness"], **band["effectiveness"])
    assert ntu == pytest.approx(book["ntu"], **band["ntu"])
    assert ntu * c_min == pytest.approx(book["ua_w_k"], **band["ua_w_k"])


def test_the_crossflow_cooler_at_half_flow_is_met():
    book, band = BOOK["crossflow"], BANDS["crossflow"]
    c_min, c_max = book["half_kg_s"] * book["unmixed_j_kgk"], book["mixed_kg_s"] * book["mixed_j_kgk"]
    ntu = book["u_w_m2k"] * book["area_m2"] / c_min
    effectiveness = effectiveness_crossflow_mixed_cmax(ntu, c_min / c_max)
    duty = effectiveness * c_min * (book["mixed_in_c"] - book["unmixed_in_c"])
    assert ntu == pytest.approx(book["half_ntu"], **band["half_ntu"])
    assert effectiveness == pytest.approx(book["half_effectiveness"], **band["half_effectiveness"])
    assert duty == pytest.approx(book["half_duty_w"], **band["half_duty_w"])
    assert book["mixed_in_c"] - duty / c_max == pytest.approx(book["half_mixed_out_c"], **band["half_mixed_out_c"])
    assert book["unmixed_in_c"] + duty / c_min == pytest.approx(
        book["half_unmixed_out_c"], **band["half_unmixed_out_c"]
    )


@pytest.mark.parametrize(("passes", "hot", "cold"), [("1/1", 1, 1), ("1/1", 3, 3), ("1/2", 1, 2)])
def test_published_plate_effectiveness_is_met(passes, hot, cold):
    book = BOOK["plate"]
    assert plate_effectiveness(book["ntu"], book["c_ratio"], hot, cold) == pytest.approx(book[passes], **BANDS["plate"])


@given(ntu=ntus, ratio=proper_ratios)
def test_ht_agrees_on_counterflow_parallel_and_crossflow(ntu, ratio):
    for ours, theirs in (
        (effectiveness_counterflow, "counterflow"),
        (effectiveness_parallel, "parallel"),
        (effectiveness_crossflow_mixed_cmax, "crossflow, mixed Cmax"),
    ):
        assert ours(ntu, ratio) == pytest.approx(ht.effectiveness_from_NTU(ntu, ratio, theirs), rel=1e-9)


@given(ntu=ntus, ratio=proper_ratios, passes=st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2)]))
def test_ht_agrees_on_plates_whichever_side_is_the_smaller(ntu, ratio, passes):
    smaller = temperature_effectiveness_plate(ratio, ntu, *passes)
    larger = temperature_effectiveness_plate(1.0 / ratio, ntu * ratio, *passes) / ratio
    assert plate_effectiveness(ntu, ratio, *passes) == pytest.approx(smaller, rel=1e-8)
    assert plate_effectiveness(ntu, ratio, *passes, hot_is_min=False) == pytest.approx(larger, rel=1e-8)


@given(ntu=st.floats(1e-3, 15.0), ratio=ratios)
def test_ntu_undoes_effectiveness(ntu, ratio):
    for there, back, most in (
        (effectiveness_counterflow, ntu_counterflow, 15.0),
        (effectiveness_parallel, ntu_parallel, 6.0),
        (effectiveness_crossflow_mixed_cmax, ntu_crossflow_mixed_cmax, 6.0),
    ):
        if ntu <= most:
            assert back(there(ntu, ratio), ratio) == pytest.approx(ntu, rel=1e-4)


@given(ntu=st.floats(0.0, 30.0), ratio=ratios)
def test_no_arrangement_beats_counterflow_and_none_exceeds_one(ntu, ratio):
    best = effectiveness_counterflow(ntu, ratio)
    assert 0.0 <= best <= 1.0
    for other in (
        effectiveness_parallel(ntu, ratio),
        effectiveness_crossflow_mixed_cmax(ntu, ratio),
        plate_effectiveness(ntu, ratio, 1, 2),
        plate_effectiveness(ntu, ratio, 2, 1),
    ):
        assert 0.0 <= other <= best * (1.0 + 1e-12) + 1e-15


@given(ntu=st.floats(0.0, 30.0), ratio=ratios)
def test_multipass_pays_for_its_half_in_parallel_flow(ntu, ratio):
    assert plate_effectiveness(ntu, ratio, 1, 2) >= effectiveness_parallel(ntu, ratio) * (1.0 - 1e-12) - 1e-15


@given(ntu=st.floats(1e-3, 12.0), off=st.floats(1e-15, 1e-4))
def test_counterflow_is_continuous_where_both_capacities_are_equal(ntu, off):
    equal = ntu / (1.0 + ntu)
    assert effectiveness_counterflow(ntu, 1.0) == pytest.approx(equal, rel=1e-14)
    assert effectiveness_counterflow(ntu, 1.0 - off) == pytest.approx(equal, rel=5e-15 + ntu * off)


def test_an_infinite_exchanger_reaches_one_and_a_vapour_side_follows_the_exponential():
    assert effectiveness_counterflow(math.inf, 0.4) == 1.0
    assert effectiveness_counterflow(math.inf, 1.0) == 1.0
    for passes in ((1, 1), (1, 2), (2, 1)):
        assert plate_effectiveness(3.0, 0.0, *passes) == pytest.approx(1.0 - math.exp(-3.0), rel=1e-14)


def test_arrays_broadcast_and_scalars_stay_floats():
    ntu, ratio = np.array([[1.0], [3.0]]), np.array([0.0, 0.5, 1.0])
    grid = effectiveness_counterflow(ntu, ratio)
    assert grid.shape == (2, 3)
    assert grid[1, 1] == effectiveness_counterflow(3.0, 0.5)
    assert type(effectiveness_counterflow(3.0, 0.5)) is float
    assert plate_effectiveness(ntu, ratio, 1, 2)[1, 1] == pytest.approx(BOOK["plate"]["1/2"], rel=1e-9)


@pytest.mark.parametrize("passes", [(1, 3), (3, 1), (2, 3), (2, 4), (0, 0), (1, 0), (4, 1)])
def test_arrangements_without_a_relation_are_refused(passes):
    with pytest.raises(UnsupportedArrangement, match=f"{passes[0]}/{passes[1]} passes"):
        plate_effectiveness(1.0, 0.5, *passes)


@pytest.mark.parametrize(("ntu", "ratio"), [(-0.1, 0.5), (math.nan, 0.5), (1.0, 1.01), (1.0, -0.1), (1.0, math.nan)])
@pytest.mark.parametrize(
    "function",
    [
        effectiveness_counterflow,
        effectiveness_parallel,
        effectiveness_crossflow_mixed_cmax,
        lambda ntu, ratio: plate_effectiveness(ntu, ratio, 1, 2),
        lambda ntu, ratio: effectiveness_counterflow(np.array([1.0, ntu]), ratio),
    ],
)
def test_arguments_outside_their_range_are_refused(function, ntu, ratio):
    with pytest.raises(OutOfRange, match=r"ntu|c_ratio"):
        function(ntu, ratio)


@pytest.mark.parametrize(
    ("function", "effectiveness", "ratio"),
    [
        (ntu_counterflow, 1.0, 0.5),
        (ntu_counterflow, -0.1, 0.5),
        (ntu_counterflow, math.nan, 0.5),
        (ntu_parallel, 0.5, 1.0),
        (ntu_parallel, 0.7, 0.5),
        (ntu_crossflow_mixed_cmax, 0.7, 1.0),
        (ntu_counterflow, np.array([0.5, 1.0]), 0.5),
    ],
)
def test_an_effectiveness_that_no_area_reaches_is_refused(function, effectiveness, ratio):
    with pytest.raises(OutOfRange, match="effectiveness"):
        function(effectiveness, ratio)
