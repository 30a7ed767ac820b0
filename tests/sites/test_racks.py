"""Racks whose maker prints flow against inlet temperature: the printed line, or what lies between two, is the machine's flow."""

import pytest

from heatloop_sites import catalog
from heatloop_sites.build import build
from heatloop_sites.flow_table import at_inlet
from heatloop_sites.load import load_text
from heatloop_sites.problem import SiteError

TABLE = catalog.machine("gb300-nvl72").flow_table
L_MIN, PSI = 1e-3 / 60.0, 6894.757


@pytest.fixture
def racks(bitforest):
    """A site of GB300 racks, with more keys in their bank."""

    def plant(keys=""):
        start, end = bitforest.index("      - name: miners"), bitforest.index("    exchanger:")
        bank = f"      - name: racks\n        model: gb300-nvl72\n        count: 4\n{keys}"
        return build(load_text(bitforest[:start] + bank + bitforest[end:]))

    return plant


def test_a_gb300_needs_nothing_typed_and_has_the_flow_that_is_published_for_its_hottest_inlet(racks):
    plant = racks()
    (bank,) = plant.loops[0].banks
    assert (bank.power_w, bank.liquid_fraction, bank.inlet_min_c, bank.inlet_max_c) == (135e3, 0.9, 2.0, 45.0)
    assert bank.flow_m3_s == pytest.approx(177 * L_MIN)
    assert bank.pressure_drop_pa == pytest.approx(18.4 * PSI, rel=1e-6)
    assert bank.pressure_drop_exponent == 1.9
    assert bank.air_w == pytest.approx(4 * 13.5e3), "the tenth that goes to the air stays on the books"
    rows = {row.what: row for row in plant.provenance}
    assert (rows["containers / racks: flow"].value, rows["containers / racks: flow"].unit) == ("177", "L/min")
    assert rows["containers / racks: pressure drop"].unit == "psi"
    assert rows["containers / racks: flow"].source.startswith("Lenovo LP2357")
    assert rows["containers / racks: flow"].assumption is None


def test_a_colder_inlet_takes_the_line_of_the_table_that_is_printed_for_it(racks):
    (bank,) = racks("        inlet: {max: 35 degC, assumption: our cooling water}\n").loops[0].banks
    assert bank.flow_m3_s == pytest.approx(89 * L_MIN)
    assert bank.pressure_drop_pa == pytest.approx(4.9 * PSI, rel=1e-6)


def test_a_typed_flow_takes_the_pressure_drop_along(racks):
    (bank,) = racks("        flow: {value: 150 L/min, assumption: less}\n").loops[0].banks
    assert bank.flow_m3_s == pytest.approx(150 * L_MIN)
    assert bank.pressure_drop_pa == pytest.approx(18.4 * PSI * (150 / 177) ** 1.9, rel=1e-6)


def test_a_typed_pressure_drop_replaces_the_table(racks):
    (bank,) = racks("        pressure_drop: {value: 100 kPa, assumption: measured}\n").loops[0].banks
    assert (bank.flow_m3_s, bank.pressure_drop_pa) == (pytest.approx(177 * L_MIN), 100e3)


def test_above_its_table_nothing_is_known_of_a_rack(racks):
    with pytest.raises(SiteError, match=r"`flow` of gb300-nvl72 is not published"):
        racks("        inlet: {max: 50 degC, assumption: also said}\n")


@pytest.mark.parametrize("left_out", [1, 2, 3])
def test_between_two_lines_the_interpolation_meets_a_line_that_was_left_out(left_out):
    """The table is one return temperature: 1 / V is linear in the inlet, to 3 % at a spacing of 10 K."""
    point = TABLE[left_out]
    found = at_inlet(TABLE[:left_out] + TABLE[left_out + 1 :], point.inlet_c, 1.9)
    assert found is not None
    assert found.flow_m3_s == pytest.approx(point.flow_m3_s, rel=0.03)
    assert found.pressure_drop_pa == pytest.approx(point.pressure_drop_pa, rel=0.06)


@pytest.mark.parametrize("inlet_c", [27.0, 33.0, 42.0, 44.0])
def test_between_two_lines_the_heat_leaves_at_the_same_return_temperature(inlet_c):
    """121.5 kW of liquid heat to water, back at 54.8 degC, as the lines themselves have it."""
    found = at_inlet(TABLE, inlet_c, 1.9)
    assert found is not None
    assert inlet_c + 121.5e3 / (found.flow_m3_s * 990.0 * 4180.0) == pytest.approx(54.8, abs=0.3)


def test_below_the_table_its_least_flow_holds():
    found = at_inlet(TABLE, 20.0, 1.9)
    assert found is not None
    assert found.flow_m3_s == pytest.approx(59 * L_MIN)
