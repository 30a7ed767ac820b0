import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.properties import boiling_c, pg25, vapour_pressure_pa, water

LINES = (Path(__file__).parent / "data" / "vapour_pressure.csv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in LINES if not line.startswith("#")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{float(row['t_c']):.4g} degrees, {row['source'][:12]}")
def test_vapour_pressure_is_that_of_steam_tables_coolprop_and_the_pump_handbook(row):
    assert vapour_pressure_pa(float(row["t_c"])) == pytest.approx(float(row["pressure_pa"]), rel=float(row["rel"]))


def test_below_zero_the_vapour_curve_is_that_of_supercooled_water():
    t_k = np.linspace(-55.0, 0.0, 56) + 273.15  # Murphy & Koop 2005, Q. J. R. Meteorol. Soc. 131, eq. 10
    tail = np.tanh(0.0415 * (t_k - 218.8)) * (53.878 - 1331.22 / t_k - 9.44523 * np.log(t_k) + 0.014025 * t_k)
    expected = np.exp(54.842763 - 6763.22 / t_k - 4.210 * np.log(t_k) + 0.000367 * t_k + tail)
    ours = vapour_pressure_pa(t_k - 273.15)
    assert np.max(np.abs(ours / expected - 1.0)) < 0.02
    assert np.max(np.abs(ours - expected)) < 0.1


@given(st.floats(0.01, 180.0))
def test_the_boiling_point_undoes_the_vapour_pressure(t_c):
    pressure_pa = min(max(vapour_pressure_pa(t_c), vapour_pressure_pa(0.01)), vapour_pressure_pa(180.0))
    assert boiling_c(pressure_pa) == pytest.approx(t_c, abs=1e-9)


def test_a_year_of_boiling_points_undoes_a_year_of_vapour_pressures():
    t_c = np.linspace(0.011, 179.99, 8760)
    assert np.max(np.abs(boiling_c(vapour_pressure_pa(t_c)) - t_c)) < 1e-9


def test_a_coolant_has_the_vapour_curve_of_water():
    assert pg25().vapour_pressure_pa(75.0) == water().vapour_pressure_pa(75.0) == vapour_pressure_pa(75.0)
    assert pg25().boiling_c(2e5) == water().boiling_c(2e5) == boiling_c(2e5)


@pytest.mark.parametrize("t_c", [-55.1, 180.1, np.nan, np.array([20.0, 200.0])])
def test_the_vapour_curve_ends_where_its_data_end(t_c):
    with pytest.raises(OutOfRange, match=r"temperature for vapour pressure = .* is outside -55..180 °C"):
        vapour_pressure_pa(t_c)


@pytest.mark.parametrize("pressure_pa_abs", [0.0, -1e5, 600.0, 1.1e6, np.nan, np.array([1e5, 2e6])])
def test_a_pressure_at_which_liquid_water_does_not_boil_is_refused(pressure_pa_abs):
    with pytest.raises(OutOfRange, match="absolute pressure for boiling point"):
        boiling_c(pressure_pa_abs)
