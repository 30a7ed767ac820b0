"""Wet compression: it fires for the refrigerants known for it, for no others, and its cures cure."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.heatpump import Cycle, Refrigerant, Transcritical, ihx_needed, solve_cycle, wet_check

pytestmark = pytest.mark.xdist_group("coolprop")
CASE = json.loads((Path(__file__).parents[1] / "data" / "heat_pump_examples.json").read_text(encoding="utf-8"))["wet"]
WET, DRY = tuple(CASE["wet"]), tuple(CASE["dry"])


def check(name, **typed):
    fluid = Refrigerant(name)
    return wet_check(fluid, solve_cycle(Cycle(name, 40.0, 80.0, **typed), fluid).compressions[0])


@pytest.mark.parametrize("name", WET)
def test_from_40_to_80_c_five_kelvin_of_superheat_are_too_few_for(name):
    found = check(name, superheat_k=5.0)
    assert found.isentropic_wet
    assert found.superheat_needed_k > 5.0
    assert found.margin_k == pytest.approx(5.0 - found.superheat_needed_k)


@pytest.mark.parametrize("name", DRY)
def test_from_40_to_80_c_five_kelvin_of_superheat_are_enough_for(name):
    found = check(name, superheat_k=5.0)
    assert not found.isentropic_wet
    assert not found.real_wet
    assert found.superheat_needed_k < 5.0


@pytest.mark.parametrize("name", WET)
def test_the_superheat_that_is_named_is_just_enough(name):
    needed_k = check(name).superheat_needed_k
    assert check(name, superheat_k=needed_k - 0.01).isentropic_wet
    assert not check(name, superheat_k=needed_k + 0.01).isentropic_wet


@pytest.mark.parametrize("name", WET)
def test_the_internal_exchanger_that_is_named_is_just_enough(name):
    fluid = Refrigerant(name)
    needed = ihx_needed(fluid, solve_cycle(Cycle(name, 40.0, 80.0), fluid))
    assert 0.0 < needed < 0.5
    assert check(name, ihx_effectiveness=needed - 0.001).isentropic_wet
    assert not check(name, ihx_effectiveness=needed + 0.001).isentropic_wet


def test_a_line_that_passes_through_the_dome_and_leaves_it_again_is_found():
    """R1233zd(E) close to its critical point: the dew line's entropy has a summit near 129 degC and falls from there on."""
    fluid = Refrigerant("R1233zd(E)")
    result = solve_cycle(Cycle("R1233zd(E)", 100.0, 164.5, superheat_k=1.5, subcooling_k=5.0), fluid)
    machine = result.compressions[0]
    assert machine.isentropic.phase == "vapour", "the ideal line ends outside"
    found = wet_check(fluid, machine)
    assert found.isentropic_wet
    entropies = (fluid.saturated(100.0 + 0.02 * i, 1.0).entropy_j_kgk for i in range(3225))
    driest = fluid.at_entropy(machine.suction.pressure_pa, max(entropies))
    assert found.suction_needed_c == pytest.approx(driest.t_c, abs=1e-5), "the summit itself, not the nearest sample"
    on_the_way = fluid.at_entropy(fluid.saturated(129.0, 1.0).pressure_pa, machine.suction.entropy_j_kgk)
    assert on_the_way.phase == "two_phase"


@given(st.sampled_from(WET + DRY), st.floats(20.0, 45.0), st.floats(60.0, 82.0), st.floats(0.0, 20.0))
def test_a_dry_ideal_line_is_outside_the_dome_at_every_pressure_and_the_real_line_is_drier(name, low_c, high_c, over_k):
    fluid = Refrigerant(name)
    machine = solve_cycle(Cycle(name, low_c, high_c, superheat_k=over_k), fluid).compressions[0]
    found = wet_check(fluid, machine)
    assert found.isentropic_wet or not found.real_wet
    dome = [fluid.saturated(low_c + (high_c - low_c) * i / 40, 1.0).entropy_j_kgk for i in range(1, 41)]
    clear = machine.suction.entropy_j_kgk - max(dome)
    assert found.isentropic_wet == (clear < 0.0) or abs(clear) < 0.05


def test_carbon_dioxide_above_its_critical_pressure_is_dry():
    fluid = Refrigerant("R744")
    cycle = Transcritical("R744", 10.0, high_pa=110e5, gas_cooler_out_c=35.0)
    assert not wet_check(fluid, solve_cycle(cycle, fluid).compressions[0]).isentropic_wet
