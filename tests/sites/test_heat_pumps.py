"""The heat pump of a loop: catalogue rows as the core takes them, what the owner allows, defaults that are said to be estimates."""

import json
import subprocess
import sys

import pytest

from heatloop_sites import catalog
from heatloop_sites.build import build
from heatloop_sites.heatpumps import DEFAULTS, candidates, data_of, heat_pump_of
from heatloop_sites.load import load, load_text
from heatloop_sites.schema.heatpump import HeatPump
from heatloop_thermo.heatpump import Compressor, HeatPumpSpec, Policy

LOADED = """
import json, sys
from heatloop_sites.build import build
from heatloop_sites.load import load
build(load(sys.argv[1]))
print(json.dumps(sorted(name for name in sys.modules if name.startswith("heatloop_thermo.heatpump") or name == "CoolProp")))
"""


@pytest.fixture
def lifted(bitforest, edit):
    """The reference site with a heat pump on its loop."""

    def site(keys):
        return load_text(
            edit(
                bitforest,
                ("    static_pressure: 2.0 bar ", f"    heat_pump: {{{keys}}}\n    static_pressure: 2.0 bar "),
            )
        )

    return site


def lift_of(site):
    found = build(site).loops[0].heat_pump
    assert found is not None
    return found


def test_a_refrigerant_of_the_catalogue_is_the_one_that_the_core_takes():
    row = catalog.refrigerant("r1233zd-e")
    data = data_of(row)
    assert (data.name, data.family, data.gwp_100, data.safety_class) == ("R1233zd(E)", "halocarbon", 3.88, "A1")
    assert (data.discharge_max_c, data.pressure_max_pa, data.transcritical) == (140.0, pytest.approx(28e5), False)
    assert (data.source, data.verified) == ("IPCC AR6", "secondary")
    assert [name for name in catalog.names("refrigerant") if data_of(catalog.refrigerant(name)).transcritical] == [
        "r744"
    ]


@pytest.mark.parametrize("name", catalog.names("refrigerant"))
def test_a_refrigerant_is_found_by_its_ashrae_number_too(name):
    row = catalog.refrigerant(name)
    assert catalog.refrigerant(row.refrigerant) is row
    assert row.normal_boiling_c < row.critical.temperature_c


def test_a_word_is_enough_and_offers_the_whole_catalogue(lifted):
    lift = lift_of(lifted(""))
    assert lift.spec.pinch_k == 3.0
    assert len(lift.refrigerants) == len(catalog.names("refrigerant"))
    assert (lift.dp_source_pa, lift.dp_sink_pa) == (30e3, 30e3)
    assert load("bitforest").source_loops[0].heat_pump is None
    assert build(load("bitforest")).loops[0].heat_pump is None


def test_what_is_typed_arrives_in_the_core(lifted):
    lift = lift_of(
        lifted(
            "pinch: 5 K, refrigerant: [r600, r717], gwp_max: 10, safety_classes: [A3, B2L], "
            "pressure_drop_source: 20 kPa, pressure_drop_sink: 0.4 bar, isentropic_efficiency: 70 %"
        )
    )
    assert (lift.spec.pinch_k, lift.spec.compressor.isentropic_efficiency) == pytest.approx((5.0, 0.7))
    assert [data.name for data in lift.refrigerants] == ["R600", "R717"]
    assert (lift.policy.gwp_max, lift.policy.safety_classes) == (10.0, ("A3", "B2L"))
    assert (lift.dp_source_pa, lift.dp_sink_pa) == pytest.approx((20e3, 40e3))


@pytest.mark.parametrize("typed", ["r717", "R717", "[r717]", "[r717, R717]"])
def test_one_refrigerant_can_be_named(lifted, typed):
    assert {data.name for data in lift_of(lifted(f"refrigerant: {typed}")).refrigerants} == {"R717"}


def test_auto_offers_what_the_policy_excludes_too_so_that_the_comparison_says_why(lifted):
    rows = candidates(HeatPump())
    assert {"r134a", "r290"} <= {row.name for row in rows}
    assert [data.name for data in lift_of(lifted("refrigerant: auto")).refrigerants] == [
        row.refrigerant for row in rows
    ]


def test_the_defaults_are_those_of_the_core():
    lift = heat_pump_of(HeatPump())
    assert lift.policy == Policy()
    assert lift.spec.pinch_k == HeatPumpSpec("R717").pinch_k
    assert lift.spec.compressor == Compressor()


def test_every_default_is_among_the_origins_as_an_estimate_until_it_is_typed(lifted):
    rows = {row.what: row for row in build(lifted("")).provenance}
    for what, value, unit in (
        ("containers / heat pump: pressure drop source", "30", "kPa"),
        ("containers / heat pump: pressure drop sink", "30", "kPa"),
        ("containers / heat pump: pinch", "3", "K"),
        ("containers / heat pump: isentropic efficiency", "75", "%"),
    ):
        assert (rows[what].value, rows[what].unit, rows[what].verified) == (value, unit, "estimate")
    assert len([what for what in rows if "heat pump" in what]) == len(DEFAULTS)
    assert [what for what in rows if "refrigerant" in what] == ["refrigerants: limits, warming potential, safety"]
    typed = {
        row.what: row
        for row in build(lifted("pressure_drop_sink: 40 kPa, source: a sheet, verified: manufacturer")).provenance
    }
    sink = typed["containers / heat pump: pressure drop sink"]
    assert (sink.value, sink.source, sink.verified) == ("40", "a sheet", "manufacturer")


def test_a_loop_with_a_heat_pump_needs_no_exchanger(bitforest):
    start, end = bitforest.index("    exchanger:\n"), bitforest.index("    pump:\n")
    loop = build(load_text(bitforest[:start] + "    heat_pump: {}\n" + bitforest[end:])).loops[0]
    assert loop.exchanger is None
    assert loop.heat_pump is not None


@pytest.mark.parametrize(("site", "loads"), [("bitforest", False), ("nvl72-greenhouse", True)])
def test_only_a_site_with_a_heat_pump_loads_it_and_none_loads_coolprop(site, loads):
    run = subprocess.run([sys.executable, "-c", LOADED, site], capture_output=True, text=True, check=True)
    loaded = json.loads(run.stdout)
    assert bool(loaded) == loads
    assert "CoolProp" not in loaded
