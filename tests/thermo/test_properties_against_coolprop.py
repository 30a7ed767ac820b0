"""The fitted coolants beside CoolProp itself, asked here directly. Importing CoolProp takes seconds: this module alone does."""

import json
from pathlib import Path

import CoolProp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_thermo import fluid_fit
from heatloop_thermo.fluid_data import fluid_data
from heatloop_thermo.properties import (
    PROPERTIES,
    boiling_c,
    glycol,
    glycol_from,
    vapour_pressure_pa,
    water,
    water_from,
)

pytestmark = pytest.mark.xdist_group("coolprop")
BAND = json.loads((Path(__file__).parent / "data" / "bands.json").read_text(encoding="utf-8"))["fluid_fit"]
GLYCOLS = ("MPG", "MEG", "APG", "AEG")


def coolprop_rows(state, t_c, pressure_pa=5e5):
    rows = []
    for t in np.atleast_1d(t_c):
        state.update(CoolProp.PT_INPUTS, pressure_pa, float(t) + 273.15)
        rows.append((state.rhomass(), state.cpmass(), state.viscosity(), state.conductivity()))
    return np.array(rows).T


def coolprop_glycol(kind, fraction):
    state = CoolProp.AbstractState("INCOMP", kind)
    if kind.startswith("M"):
        state.set_mass_fractions([fraction])
    else:
        state.set_volu_fractions([fraction])
    return state


def deviation(coolant, t_c, truth):
    s = coolant.state(t_c)
    ours = (s.density_kg_m3, s.heat_capacity_j_kgk, s.viscosity_pa_s, s.conductivity_w_mk)
    return dict(zip(PROPERTIES, np.max(np.abs(np.array(ours) / truth - 1.0), axis=1), strict=True))


def assert_within_stated(coolant, t_c, truth):
    for name, off in deviation(coolant, t_c, truth).items():
        assert off <= coolant.fit_error[name], f"{coolant.name}: {name} is {off:.2e} off"


def fractions(kind):
    low, high = fluid_data()["glycols"][kind]["fraction_range"]
    return st.floats(low, high)


def test_water_is_coolprops_water_from_0_to_140_c_within_the_stated_error():
    t_c = np.linspace(0.0, 140.0, 1999)
    assert_within_stated(water(), t_c, coolprop_rows(CoolProp.AbstractState("HEOS", "Water"), t_c))


@pytest.mark.parametrize("kind", GLYCOLS)
@settings(max_examples=60)
@given(data=st.data())
def test_a_glycol_of_any_strength_is_coolprops_within_the_stated_error_over_its_whole_range(kind, data):
    coolant = glycol(kind, fraction := data.draw(fractions(kind)))
    t_c = np.linspace(coolant.t_low_c + 1e-5, coolant.t_high_c, 23)
    assert_within_stated(coolant, t_c, coolprop_rows(coolprop_glycol(kind, fraction), t_c))


def test_the_stated_errors_are_what_the_documentation_promises():
    assert max(water().fit_error.values()) <= BAND["water"]
    for kind in GLYCOLS:
        assert max(glycol(kind, 0.3).fit_error.values()) <= BAND["glycol"]
        assert fluid_data()["glycols"][kind]["freeze_c"]["max_error_k"] <= BAND["glycol_freeze_k"]
    assert fluid_data()["vapour"]["max_error"] <= BAND["vapour"]


@pytest.mark.parametrize("kind", GLYCOLS)
@settings(max_examples=25)
@given(data=st.data())
def test_the_range_of_a_glycol_is_coolprops_own(kind, data):
    coolant = glycol(kind, fraction := data.draw(fractions(kind)))
    state = coolprop_glycol(kind, fraction)
    freeze_c = state.keyed_output(CoolProp.iT_freeze) - 273.15
    assert coolant.freeze_c == pytest.approx(freeze_c, abs=fluid_data()["glycols"][kind]["freeze_c"]["max_error_k"])
    for outside in (coolant.t_low_c - 0.01, coolant.t_high_c + 0.01):
        with pytest.raises(ValueError, match="temperature"):
            coolprop_rows(state, outside)


def test_enthalpy_of_water_is_coolprops_at_5_bar():
    state = CoolProp.AbstractState("HEOS", "Water")

    def enthalpy(t_c):
        state.update(CoolProp.PT_INPUTS, 5e5, t_c + 273.15)
        return state.hmass()

    for t_c in (5.0, 30.0, 55.0, 75.0, 99.0, 140.0):
        assert water().enthalpy_j_kg(t_c) == pytest.approx(
            enthalpy(t_c) - enthalpy(0.0), rel=water().fit_error["heat_capacity"]
        )


def test_vapour_pressure_and_boiling_point_are_coolprops_to_180_c():
    state = CoolProp.AbstractState("HEOS", "Water")
    for t_c in np.linspace(0.01, 180.0, 499):
        state.update(CoolProp.QT_INPUTS, 0.0, float(t_c) + 273.15)
        assert vapour_pressure_pa(t_c) == pytest.approx(state.p(), rel=fluid_data()["vapour"]["max_error"])
    for pressure_pa in np.geomspace(700.0, 1.0e6, 50):
        state.update(CoolProp.PQ_INPUTS, float(pressure_pa), 0.0)
        assert boiling_c(pressure_pa) == pytest.approx(state.T() - 273.15, abs=5e-6)


def test_pressure_from_1_to_10_bar_changes_water_by_less_than_a_thousandth():
    t_c = np.linspace(0.02, 99.0, 40)
    for pressure_pa in (1.02e5, 1e6):
        truth = coolprop_rows(CoolProp.AbstractState("HEOS", "Water"), t_c, pressure_pa)
        assert max(deviation(water(), t_c, truth).values()) < 1e-3


def test_the_incompressible_water_of_coolprop_is_not_the_water_in_use():
    cp = coolprop_rows(CoolProp.AbstractState("INCOMP", "Water"), 75.0)[1]
    assert 1.0 - cp / water().heat_capacity_j_kgk(75.0) == pytest.approx(0.0033, abs=1e-4)


def test_the_committed_coefficients_are_those_that_the_generator_finds():
    fresh, t_c = fluid_fit.build(), np.linspace(0.0, 100.0, 41)
    pairs = [(water(), water_from(fresh["water"]))]
    pairs += [(glycol(kind, x), glycol_from(fresh["glycols"][kind], x)) for kind in GLYCOLS for x in (0.1, 0.25, 0.6)]
    for committed, new in pairs:
        assert (committed.name, committed.source, committed.note) == (new.name, new.source, new.note)
        assert committed.t_low_c == pytest.approx(new.t_low_c, rel=1e-9)
        assert max(deviation(committed, t_c, np.array(list_of_state(new.state(t_c)))).values()) < 1e-9
        assert committed.fit_error == pytest.approx(new.fit_error, rel=0.5)
    assert fresh["vapour"]["coefficients"] == pytest.approx(fluid_data()["vapour"]["coefficients"], rel=1e-6)


def list_of_state(s):
    return [s.density_kg_m3, s.heat_capacity_j_kgk, s.viscosity_pa_s, s.conductivity_w_mk]
