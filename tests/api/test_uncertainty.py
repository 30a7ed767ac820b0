"""How sure a design is: always in JSON and report, on the page when asked, nowhere when refused."""

import json
import subprocess
import sys

import pytest

from heatloop_api.cli import main
from heatloop_api.payload import as_json, payload
from heatloop_api.payload_uncertainty import uncertainty_payload
from heatloop_api.report.html import report_html
from heatloop_api.report.plot_tornado import tornado_svg
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.uncertainty import uncertainty


@pytest.fixture(scope="module")
def sized() -> Design:
    return size(build(load("bitforest")))


@pytest.fixture(scope="module")
def sure(sized: Design) -> dict:
    return uncertainty_payload(uncertainty(sized.plant, sized))


def at(data, path):
    """What stands at a path of dots."""
    for name in path.split("."):
        data = data[name]
    return data


def test_json_has_the_bands_unless_they_are_refused(capsys):
    assert main(["size", "bitforest", "--json"]) == 0
    sure = json.loads(capsys.readouterr().out)["uncertainty"]
    assert sure["verdict_quantity"] == "direct_max_c"
    assert sure["flips"] == ["outlet limit of the machines"]
    assert main(["size", "bitforest", "--json", "--no-uncertainty"]) == 0
    assert "uncertainty" not in json.loads(capsys.readouterr().out)


@pytest.mark.xdist_group("coolprop")
@pytest.mark.parametrize("site", ["bitforest", "mixed"])
def test_every_sized_figure_of_a_shipped_site_has_a_band_that_names_where_it_stands(site):
    design = size(build(load(site)))
    data, sure = payload(design, "x"), uncertainty_payload(uncertainty(design.plant, design))
    loops = {loop["name"]: loop for loop in data["loops"]}
    for row in sure["bands"]:
        assert row["low"] <= row["rated"] <= row["high"], row["key"]
        if row["path"] is not None:
            value = at(loops[row["loop"]] if row["loop"] else data, row["path"])
            assert value == pytest.approx(row["rated"], rel=1e-12), row["key"]
    found = {(row["loop"], row["path"]) for row in sure["bands"]}
    pump = {f"pump.{name}" for name in ("flow_m3_h", "head_m", "shaft_kw", "electric_kw", "npsh_available_m")}
    plant = {"verdict.supply_c", "heat.captured_kw", "heat.delivered_kw", "heat.boiler_kw", "heat.pumps_electric_kw"}
    plant |= {"rejector.capacity_kw", "rejector.fan_electric_kw", "header.flow_kg_s"} | {f"header.{n}" for n in pump}
    assert {(None, path) for path in plant} <= found
    for loop in design.loops:
        sized = {f"exchanger.{name}" for name in ("ua_kw_k", "area_m2", "plates", "dp_hot_kpa", "dp_cold_kpa")}
        if loop.machine:
            names = ("electric_kw", "cop", "discharge_c", "swept_m3_h", "evaporator_area_m2", "condenser_area_m2")
            sized = {f"heat_pump.{name}" for name in names}
        assert {(loop.loop.name, path) for path in sized | pump | {"flow_kg_s", "duty_kw"}} <= found


def test_units_are_those_of_the_plant(sized, sure):
    bands = {row["key"]: row for row in sure["bands"]}
    assert bands["captured_kw"]["rated"] == pytest.approx(sized.heat.captured_w / 1e3)
    assert bands["captured_kw"]["unit"] == "kW"
    assert bands["ua_kw_k: containers"]["unit"] == "kW/K"
    assert bands["dp_hot_kpa: containers"]["unit"] == "kPa"
    assert bands["pump_flow_m3_h: header"]["unit"] == "m³/h"
    assert bands["direct_max_c"]["rated"] == pytest.approx(sized.verdict.direct_max_c)
    assert sure["factors"][0]["low"]["values"].keys() == bands.keys()
    assert json.loads(as_json(sure)) == sure


def test_the_report_has_bands_and_tornado(sized, sure):
    text = report_html(sized, payload(sized, "x") | {"uncertainty": sure})
    assert 'id="uncertainty"' in text
    assert 'aria-label="Tornado of the verdict"' in text
    assert text.count('class="plot"') == 2
    assert "Alone changes the verdict: <b>outlet limit of the machines</b>" in text
    assert "78 °C: reached with boiler top-up" in text
    for row in sure["factors"]:
        assert row["why"] in text.replace("&#39;", "'")


def test_a_report_comes_with_the_bands_though_the_page_was_not_asked_for_them(tmp_path, capsys):
    path = tmp_path / "r.html"
    assert main(["size", "bitforest", "--report", str(path)]) == 0
    assert "what moves it most" not in capsys.readouterr().out
    assert 'id="uncertainty"' in path.read_text(encoding="utf-8")


def test_the_page_shows_a_small_table_when_asked(capsys):
    assert main(["size", "bitforest", "--uncertainty"]) == 0
    out = capsys.readouterr().out
    assert "hottest direct supply" in out
    assert "supply margin 1.9 K (-0.1 to 3.9), pumps " in out
    assert "alone changes the verdict: outlet limit of the machines" in out


def test_the_tornado_is_the_same_bytes_and_shows_the_inputs_values(sure):
    picture = tornado_svg(sure, "tornado", "Tornado")
    assert picture == tornado_svg(sure, "tornado", "Tornado")
    assert picture is not None
    assert "78 °C" in picture
    assert "82 °C" in picture


def test_a_verdict_that_nothing_moves_has_no_tornado(sure):
    still = sure | {"tornado": [row | {"swing": 0.0} for row in sure["tornado"]]}
    assert tornado_svg(still, "tornado", "Tornado") is None


def test_a_refusal_is_told_in_report_and_page(sized, sure, capsys):
    from rich.console import Console

    from heatloop_api.cli.sure import bands

    first, *rest = sure["factors"]
    broken = first | {"low": {"text": "9 K", "route": None, "refusal": "too <cold>", "values": {}}}
    told = sure | {"factors": [broken, *rest]}
    assert "9 K cannot be designed: too &lt;cold&gt;" in report_html(sized, payload(sized, "x") | {"uncertainty": told})
    Console(width=200).print(bands(told))
    assert "too <cold>" in capsys.readouterr().out


@pytest.mark.parametrize("rest", [[], ["--json", "--no-uncertainty"]])
def test_a_plain_page_does_not_load_what_uncertainty_needs(rest):
    code = (
        f"import sys; from heatloop_api.cli import main; main(['size', 'bitforest', *{rest}]); "
        "sys.exit(any(name.endswith(('uncertainty', 'design.inputs', 'design.places')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
