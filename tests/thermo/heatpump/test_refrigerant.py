"""The door to CoolProp: its flashes against CoolProp's own, its refusals, and the catalogue against its equations of state."""

import subprocess
import sys

import CoolProp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.heatpump import Refrigerant

pytestmark = pytest.mark.xdist_group("coolprop")
FLUIDS = ("R1233zd(E)", "R1234ze(Z)", "R600", "R717", "R1336mzz(Z)", "R290", "R245fa", "R134a", "R1224yd(Z)")


@given(
    st.sampled_from(FLUIDS), st.floats(5.0, 85.0), st.floats(0.05, 60.0), st.floats(0.05, 4.9), st.floats(0.01, 0.99)
)
def test_a_flash_finds_the_state_it_came_from(name, t_c, over_k, under_k, quality):
    fluid = Refrigerant(name)
    p = fluid.saturated(t_c, 1.0).pressure_pa
    vapour = fluid.vapour(min(t_c + over_k, fluid.t_max_c - 0.1), p)
    for state in (vapour, fluid.liquid(t_c - under_k, p), fluid.saturated(t_c, quality)):
        by_h, by_s = fluid.at_enthalpy(p, state.enthalpy_j_kg), fluid.at_entropy(p, state.entropy_j_kgk)
        for found in (by_h, by_s):
            assert found.t_c == pytest.approx(state.t_c, abs=1e-6)
            assert found.density_kg_m3 == pytest.approx(state.density_kg_m3, rel=1e-7)
            assert found.phase == state.phase
        assert by_h.enthalpy_j_kg == state.enthalpy_j_kg


@given(st.sampled_from(FLUIDS), st.floats(5.0, 85.0), st.floats(0.5, 60.0))
def test_a_flash_agrees_with_coolprops_own(name, t_c, over_k):
    fluid, cp = Refrigerant(name), CoolProp.CoolProp
    p = fluid.saturated(t_c, 1.0).pressure_pa
    state = fluid.vapour(min(t_c + over_k, fluid.t_max_c - 0.1), p)
    own = CoolProp.AbstractState("HEOS", "R1224YDZ" if name == "R1224yd(Z)" else name)
    own.update(cp.PSmass_INPUTS, p, state.entropy_j_kgk)
    assert fluid.at_entropy(p, state.entropy_j_kgk).enthalpy_j_kg == pytest.approx(own.hmass(), abs=0.05)
    own.update(cp.HmassP_INPUTS, state.enthalpy_j_kg, p)
    assert fluid.at_enthalpy(p, state.enthalpy_j_kg).t_c == pytest.approx(own.T() - 273.15, abs=1e-4)


def test_above_the_critical_pressure_a_start_near_by_changes_nothing():
    fluid = Refrigerant("R744")
    suction = fluid.vapour(25.0, fluid.saturated(20.0, 1.0).pressure_pa)
    quick = fluid.at_entropy(110e5, suction.entropy_j_kgk, near=suction)
    slow = fluid.at_entropy(110e5, suction.entropy_j_kgk)
    assert quick.phase == slow.phase == "supercritical"
    assert quick.t_c == pytest.approx(slow.t_c, abs=1e-6)
    warm = fluid.vapour(60.0, 110e5)
    assert fluid.vapour(50.0, 110e5, near=warm).density_kg_m3 == pytest.approx(
        fluid.vapour(50.0, 110e5).density_kg_m3, rel=1e-9
    )


@pytest.mark.parametrize("name", ["R515B", "R1224ydZ", "R999", ""])
def test_an_unknown_refrigerant_is_refused(name):
    with pytest.raises(OutOfRange, match="refrigerant = "):
        Refrigerant(name)


def test_no_error_of_coolprop_gets_through():
    fluid, nan = Refrigerant("R600"), float("nan")
    for call in (
        lambda: fluid.saturated(nan, 1.0),
        lambda: fluid.saturated(200.0, 1.0),
        lambda: fluid.saturated(50.0, nan),
        lambda: fluid.saturated_at(nan, 1.0),
        lambda: fluid.saturated_at(9e6, 1.0),
        lambda: fluid.vapour(nan, 1e5),
        lambda: fluid.vapour(400.0, 1e5),
        lambda: fluid.vapour(50.0, 1e9),
        lambda: fluid.liquid(50.0, nan),
        lambda: fluid.at_entropy(1e6, nan),
        lambda: fluid.at_entropy(1e6, 1e9),
        lambda: fluid.at_enthalpy(1e6, -1e9),
        lambda: fluid.at_enthalpy(nan, 4e5),
        lambda: fluid.at_enthalpy(5e6, 1e9),
    ):
        with pytest.raises(OutOfRange, match="R600"):
            call()


def test_the_catalogue_agrees_with_the_equations_of_state(catalogue_rows):
    assert len(catalogue_rows) >= 13
    for row in catalogue_rows:
        fluid = Refrigerant(row["refrigerant"])
        critical_c = float(row["critical"]["temperature"].split()[0])
        critical_bar = float(row["critical"]["pressure"].split()[0])
        assert critical_c == pytest.approx(fluid.critical_c, abs=0.05), row["name"]
        assert critical_bar == pytest.approx(fluid.critical_pa / 1e5, rel=2e-3), row["name"]
        boiling_c = float(row["normal_boiling"].split()[0])
        if boiling_c > fluid.triple_c:  # R744 sublimes at 1 atm
            assert boiling_c == pytest.approx(fluid.saturated_at(101_325.0, 1.0).t_c, abs=0.3), row["name"]


def test_every_figure_of_the_catalogue_has_a_source_and_a_mark(catalogue_rows):
    marks = {"manufacturer", "secondary", "estimate"}
    for row in catalogue_rows:
        assert row["source"]
        assert row["verified"] in marks
        for fact in ("gwp_100", "safety_class", "discharge_max", "pressure_max"):
            assert row[fact]["source"], (row["name"], fact)
            assert row[fact]["verified"] in marks, (row["name"], fact)


def test_a_discharge_limit_lies_within_the_equation_of_state(catalogue):
    for data in catalogue.values():
        assert data.discharge_max_c <= Refrigerant(data.name).t_max_c, data.name


def test_importing_the_package_does_not_load_coolprop():
    code = "import sys, heatloop_thermo.heatpump; assert not {'CoolProp', 'scipy'} & set(sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
