"""How sure a design is, in JSON, on the page and in the report: only when asked, always in the report."""

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


def test_json_has_the_bands_only_when_asked(capsys):
    assert main(["size", "bitforest", "--json"]) == 0
    assert "uncertainty" not in json.loads(capsys.readouterr().out)
    assert main(["size", "bitforest", "--json", "--uncertainty"]) == 0
    sure = json.loads(capsys.readouterr().out)["uncertainty"]
    assert sure["verdict_quantity"] == "direct_max_c"
    assert sure["flips"] == ["outlet limit of the machines"]


def test_units_are_those_of_the_plant(sized, sure):
    bands = {row["key"]: row for row in sure["bands"]}
    assert bands["captured_kw"]["rated"] == pytest.approx(sized.heat.captured_w / 1e3)
    assert bands["captured_kw"]["unit"] == "kW"
    assert bands["direct_max_c"]["rated"] == pytest.approx(sized.verdict.direct_max_c)
    rated = payload(sized, "x")["heat"]["pumps_electric_kw"]
    assert bands["pumps_electric_kw"]["rated"] == pytest.approx(rated)
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


def test_a_plain_design_does_not_load_what_uncertainty_needs():
    code = (
        "import sys; from heatloop_api.cli import main; main(['size', 'bitforest', '--json']); "
        "sys.exit(any(name.endswith(('uncertainty', 'design.inputs', 'design.places')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
