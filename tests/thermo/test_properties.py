import copy
import dataclasses
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.properties import glycol, pg25, table_coolant, water

COOLANTS = (
    water(),
    pg25(),
    glycol("APG", 0.6),
    glycol("AEG", 0.4),
    glycol("MPG", 0.01),
    glycol("MPG", 0.5),
    glycol("MEG", 0.6),
    table_coolant(
        "warm oil",
        [30.0, 50.0, 70.0, 90.0, 110.0],
        [836.0, 823.0, 810.0, 797.0, 784.0],
        [1980.0, 2050.0, 2120.0, 2190.0, 2260.0],
        [8.0e-3, 4.6e-3, 3.0e-3, 2.15e-3, 1.65e-3],
        [0.138, 0.136, 0.134, 0.132, 0.130],
        -40.0,
        "invented for this test",
        "estimate",
    ),
)
METHODS = (
    "density_kg_m3",
    "heat_capacity_j_kgk",
    "viscosity_pa_s",
    "conductivity_w_mk",
    "prandtl",
    "enthalpy_j_kg",
    "vapour_pressure_pa",
)
anywhere = st.tuples(st.sampled_from(COOLANTS), st.floats(0.0, 1.0))


def between(coolant, position):
    return min(coolant.t_low_c + position * (coolant.t_high_c - coolant.t_low_c), coolant.t_high_c)


# CoolProp 8.0.0, asked once by hand (docs/properties.md)
@pytest.mark.parametrize(
    ("coolant", "density", "heat_capacity", "viscosity", "conductivity", "freeze_c"),
    [
        (pg25(), 1003.05, 4011.6, 8.808e-4, 0.5013, -9.97),
        (glycol("MPG", 0.30), 1001.15, 3962.3, 9.946e-4, 0.4766, -12.8),
        (glycol("MEG", 0.30), 1017.5, 3828.7, 8.661e-4, 0.5002, -14.6),
        (glycol("MPG", 0.50), 1010.5, 3683.5, 1.661e-3, 0.380, -32.2),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_usual_glycols_at_60_c(coolant, density, heat_capacity, viscosity, conductivity, freeze_c):
    s = coolant.state(60.0)
    assert s.density_kg_m3 == pytest.approx(density, rel=5e-5)
    assert s.heat_capacity_j_kgk == pytest.approx(heat_capacity, rel=2e-5)
    assert s.viscosity_pa_s == pytest.approx(viscosity, rel=4e-4)
    assert s.conductivity_w_mk == pytest.approx(conductivity, rel=2e-4)
    assert coolant.freeze_c == pytest.approx(freeze_c, abs=0.05)


def test_water_has_its_textbook_viscosity_at_20_c():
    # ISO/TR 3666:1998: 1.0016 mPa s at 20 °C and 1 atm
    assert water().viscosity_pa_s(20.0) == pytest.approx(1.0016e-3, rel=5e-4)


@given(anywhere)
def test_temperature_undoes_enthalpy_and_stays_within_range(where):
    coolant, t_c = where[0], between(*where)
    back = coolant.temperature_c(coolant.enthalpy_j_kg(t_c))
    assert back == pytest.approx(t_c, abs=1e-10)
    assert coolant.t_low_c <= back <= coolant.t_high_c


@pytest.mark.parametrize("coolant", COOLANTS, ids=lambda c: c.name)
def test_temperature_undoes_enthalpy_for_a_whole_year_and_at_both_ends(coolant):
    t_c = np.linspace(coolant.t_low_c, coolant.t_high_c, 8760)
    back = coolant.temperature_c(coolant.enthalpy_j_kg(t_c))
    assert np.max(np.abs(back - t_c)) < 1e-10
    coolant.state(back)  # round-off at the ends does not throw it out of range


def test_round_off_at_the_ends_never_throws_a_single_temperature_out_of_range():
    for coolant in [glycol(kind, x) for kind in ("MPG", "MEG", "APG", "AEG") for x in np.linspace(0.1, 0.6, 40)]:
        for end_c in (coolant.t_low_c, coolant.t_high_c):
            coolant.density_kg_m3(coolant.temperature_c(coolant.enthalpy_j_kg(end_c)))


@given(anywhere, st.floats(0.0, 1.0))
def test_enthalpy_is_the_exact_integral_of_the_heat_capacity(where, other):
    coolant, t_1, t_2 = where[0], between(*where), between(where[0], other)
    nodes, weights = np.polynomial.legendre.leggauss(8)  # exact to degree 15
    inside = np.clip(t_1 + (t_2 - t_1) * (nodes + 1.0) / 2.0, coolant.t_low_c, coolant.t_high_c)
    integral = (t_2 - t_1) / 2.0 * float(weights @ coolant.heat_capacity_j_kgk(inside))
    rise = coolant.enthalpy_j_kg(t_2) - coolant.enthalpy_j_kg(t_1)
    assert rise == pytest.approx(integral, rel=1e-10, abs=1e-8)


def test_enthalpy_is_zero_at_0_c_and_of_the_usual_size_where_the_data_begin_later():
    for coolant in COOLANTS[:-1]:
        if coolant.t_low_c <= 0.0:
            assert coolant.enthalpy_j_kg(0.0) == pytest.approx(0.0, abs=1e-9)
    oil = COOLANTS[-1]
    assert oil.enthalpy_j_kg(30.0) == pytest.approx(30.0 * oil.heat_capacity_j_kgk(30.0))


@given(anywhere)
def test_an_array_holds_what_its_scalars_would(where):
    coolant, t_c = where[0], between(*where)
    t = np.array([[t_c, coolant.t_low_c], [coolant.t_high_c, t_c]])
    before = t.copy()
    for method in METHODS:
        many = getattr(coolant, method)(t)
        assert many.shape == (2, 2)
        for i in np.ndindex(2, 2):
            assert many[i] == pytest.approx(getattr(coolant, method)(float(t[i])), rel=1e-14)
    assert np.array_equal(t, before)


@pytest.mark.parametrize("method", METHODS)
def test_a_scalar_of_any_kind_gives_a_plain_float(method):
    values = [getattr(water(), method)(t) for t in (60, 60.0, np.float64(60.0), np.int64(60), np.array(60.0))]
    assert all(type(value) is float for value in values)
    assert len(set(values)) == 1
    assert getattr(water(), method)(np.array([])).shape == (0,)


def test_state_is_the_four_properties_at_once():
    s = pg25().state(42.0)
    assert s.density_kg_m3 == pg25().density_kg_m3(42.0)
    assert s.heat_capacity_j_kgk == pg25().heat_capacity_j_kgk(42.0)
    assert s.viscosity_pa_s == pg25().viscosity_pa_s(42.0)
    assert s.conductivity_w_mk == pg25().conductivity_w_mk(42.0)
    assert pg25().prandtl(42.0) == s.heat_capacity_j_kgk * s.viscosity_pa_s / s.conductivity_w_mk


@pytest.mark.parametrize("coolant", COOLANTS, ids=lambda c: c.name)
@pytest.mark.parametrize("method", [*METHODS, "state", "temperature_c", "boiling_c"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, None])
def test_what_is_no_number_is_refused(coolant, method, bad):
    with pytest.raises(OutOfRange):
        getattr(coolant, method)(bad)
    good = {"temperature_c": coolant.enthalpy_j_kg(50.0), "boiling_c": 1e5}.get(method, 50.0)
    with pytest.raises(OutOfRange, match="1 of 2 values"):
        getattr(coolant, method)(np.array([good, bad], dtype=float))


@pytest.mark.parametrize("coolant", COOLANTS, ids=lambda c: c.name)
def test_beyond_the_ends_is_refused_and_at_the_ends_is_not(coolant):
    for method in ("density_kg_m3", "state", "enthalpy_j_kg"):
        for t_c in (np.nextafter(coolant.t_low_c, -1e9), np.nextafter(coolant.t_high_c, 1e9)):
            with pytest.raises(OutOfRange):
                getattr(coolant, method)(t_c)
        getattr(coolant, method)(np.array([coolant.t_low_c, coolant.t_high_c]))
    for t_c, step in ((coolant.t_low_c, -1e-3), (coolant.t_high_c, 1e-3)):
        with pytest.raises(OutOfRange, match=f"enthalpy of {coolant.name}"):
            coolant.temperature_c(coolant.enthalpy_j_kg(t_c) + step)


@pytest.mark.parametrize(
    ("coolant", "t_c", "where", "why"),
    [
        (
            pg25(),
            -12.0,
            "temperature of propylene glycol 25 vol% = -12 °C is outside -9.96545..100 °C",
            "(freezes at -9.97 °C, data end at 100 °C)",
        ),
        (
            glycol("APG", 0.6),
            np.array([20.0, -40.0]),
            "temperature of propylene glycol 60 vol% = -40 °C is outside -35..100 °C",
            "(data end at -35 °C, freezes at -51.06 °C, data end at 100 °C); 1 of 2 values",
        ),
        (
            water(),
            150.0,
            "temperature of water = 150 °C is outside 0..140 °C",
            "(freezes at 0 °C, data end at 140 °C)",
        ),
    ],
    ids=["freezes", "cold data end", "hot data end"],
)
def test_the_refusal_says_what_where_and_why(coolant, t_c, where, why):
    with pytest.raises(OutOfRange) as caught:
        coolant.state(t_c)
    assert str(caught.value) == f"{where} {why}"


@pytest.mark.parametrize(
    ("kind", "fraction", "message"),
    [
        ("MPG", 0.0, r"mass fraction of MPG = 0 - .* plain water is water\(\)"),
        ("MEG", 30.0, r"is outside 0.01..0.6 - .* 0.3 means 30 %"),
        ("APG", 0.05, r"volume fraction of APG = 0.05 - is outside 0.1..0.6"),
        ("AEG", np.nan, "volume fraction of AEG = nan"),
        ("EG", 0.3, "'EG' is none of MPG, MEG, APG, AEG$"),
        ("PG25", 0.25, r"PG25 is glycol\('APG', 0.25\), 25 % by volume"),
    ],
)
def test_a_glycol_that_the_data_do_not_hold_is_refused_with_a_hint(kind, fraction, message):
    with pytest.raises(OutOfRange, match=message):
        glycol(kind, fraction)


@given(st.sampled_from(["MPG", "MEG", "APG", "AEG"]), st.floats(0.1, 0.59), st.floats(0.001, 0.01))
def test_more_glycol_freezes_lower_and_carries_heat_worse(kind, fraction, more):
    weak, strong = glycol(kind, fraction), glycol(kind, fraction + more)
    t_c = np.linspace(20.0, 100.0, 9)
    a, b = weak.state(t_c), strong.state(t_c)
    assert strong.freeze_c < weak.freeze_c
    assert np.all(b.heat_capacity_j_kgk < a.heat_capacity_j_kgk)
    assert np.all(b.conductivity_w_mk < a.conductivity_w_mk)
    assert np.all(b.viscosity_pa_s > a.viscosity_pa_s)
    assert np.all(np.diff(a.viscosity_pa_s) < 0.0)


def test_coolants_are_values():
    assert pg25() == glycol("APG", 0.25)
    assert len({pg25(), glycol("APG", 0.25), glycol("APG", 0.26), water(), water()}) == 3
    for twin in (pickle.loads(pickle.dumps(pg25())), copy.deepcopy(pg25()), dataclasses.replace(pg25())):
        assert twin == pg25()
        assert twin.enthalpy_j_kg(33.0) == pg25().enthalpy_j_kg(33.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        pg25().freeze_c = -20.0
    assert all(coolant.source and coolant.verified for coolant in COOLANTS)
    assert "12 to 17 %" in pg25().note


def test_the_properties_in_service_import_neither_coolprop_nor_scipy():
    code = (
        "import sys; from heatloop_thermo.properties import pg25, water; pg25().state(40.0); water().boiling_c(1e5); "
        "print([name for name in ('CoolProp', 'scipy', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
