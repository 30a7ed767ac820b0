"""NPSH: the worked examples of the handbook, water near boiling, and the pressure that a vessel must hold."""

import csv
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.properties import water
from heatloop_thermo.pump import GRAVITY_M_S2, npsh_available_m, npsh_from_heads_m, suction_pressure_needed_pa

DATA = Path(__file__).parent / "data"
BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
LINES = (DATA / "npsh_book.csv").read_text().splitlines()
BOOK = [
    {name: float(value) for name, value in row.items()}
    for row in csv.DictReader(line for line in LINES if not line.startswith("#"))
]
VAPOUR = csv.DictReader(line for line in (DATA / "vapour_pressure.csv").read_text().splitlines() if line[0] != "#")
HOT = [(float(row["t_c"]), float(row["pressure_pa"]), float(row["head_m"])) for row in VAPOUR if row["head_m"]]
WATER = water()


@pytest.mark.parametrize("row", BOOK, ids=lambda row: f"{row['available']} ft")
def test_the_examples_of_the_book_come_out(row):
    found = npsh_from_heads_m(row["pressure"], row["static"], row["vapour"], row["friction"], row["safety"])
    assert found == pytest.approx(row["available"], **BANDS["npsh"])


@pytest.mark.parametrize(("temp", "pressure_pa", "head_m"), HOT)
def test_the_vapour_head_of_hot_water_is_the_published_one(temp, pressure_pa, head_m):
    assert WATER.vapour_pressure_pa(temp) == pytest.approx(pressure_pa, **BANDS["vapour_head"])
    assert -npsh_available_m(0.0, WATER, temp) == pytest.approx(head_m, **BANDS["vapour_head"])


def test_pressure_and_heads_are_two_ways_to_say_the_same():
    weight = WATER.density_kg_m3(60.0) * GRAVITY_M_S2
    by_heads = npsh_from_heads_m(2e5 / weight, 0.0, WATER.vapour_pressure_pa(60.0) / weight, 0.4, 0.0)
    assert npsh_available_m(2e5, WATER, 60.0, friction_head_m=0.4) == pytest.approx(by_heads, rel=1e-12)


def test_the_velocity_head_at_a_gauge_counts_for_the_pump():
    still, moving = (npsh_available_m(2e5, WATER, 60.0, velocity_m_s=v) for v in (0.0, 2.0))
    assert moving - still == pytest.approx(4.0 / (2.0 * GRAVITY_M_S2), rel=1e-9)


def test_boiling_water_has_no_npsh_left_and_less_is_negative():
    assert npsh_available_m(WATER.vapour_pressure_pa(75.0), WATER, 75.0) == 0.0
    assert npsh_available_m(3e4, WATER, 75.0) < 0.0


@given(npsh=st.floats(0.0, 30.0), temp=st.floats(5.0, 95.0))
def test_the_pressure_that_is_needed_gives_the_npsh_that_was_asked_for(npsh, temp):
    pressure = suction_pressure_needed_pa(npsh, WATER, temp)
    assert npsh_available_m(pressure, WATER, temp) == pytest.approx(npsh, abs=1e-9)


@given(one=st.floats(5.0, 95.0), other=st.floats(5.0, 95.0))
def test_hotter_water_leaves_less_npsh(one, other):
    cold, hot = sorted((one, other))
    if hot > cold + 0.01:
        assert npsh_available_m(1.5e5, WATER, hot) < npsh_available_m(1.5e5, WATER, cold) + 0.04 * (hot - cold)


@pytest.mark.parametrize(
    "bad", [{"suction_pressure_pa": -1.0}, {"velocity_m_s": -1.0}, {"friction_head_m": math.nan}, {"temp_c": 200.0}]
)
def test_what_cannot_be_is_refused(bad):
    with pytest.raises(OutOfRange):
        npsh_available_m(**({"suction_pressure_pa": 2e5, "coolant": WATER, "temp_c": 60.0} | bad))


@pytest.mark.parametrize(
    "heads", [(-1.0, 0, 0, 0, 0), (10, 0, -1, 0, 0), (10, 0, 0, -1, 0), (10, 0, 0, 0, -1), (10, math.nan, 0, 0, 0)]
)
def test_a_head_with_the_wrong_sign_is_refused(heads):
    with pytest.raises(OutOfRange):
        npsh_from_heads_m(*heads)
