"""Loops in series or in parallel: the comparison in JSON, on the page, in the report; the schematic shows which one it is."""

import json
import re
from pathlib import Path

import pytest

import heatloop_sites
from heatloop_api.cli import main
from heatloop_api.payload import payload
from heatloop_api.report.html import report_html, schematic_svg
from heatloop_sites.build import build
from heatloop_sites.load import load_text
from heatloop_sites.problem import SiteError
from heatloop_thermo.design import Design, size

SHIPPED = (Path(heatloop_sites.__path__[0]) / "data" / "mixed.yaml").read_text(encoding="utf-8")


def site(**header: str) -> str:
    """Miners and racks without a heat pump at a header that comes back cold."""
    text = re.sub(r"    heat_pump: .*\n", "", SHIPPED).replace("return: 55 degC", "return: 35 degC")
    keys = "".join(f"  {key}: {value}\n" for key, value in header.items())
    return text.replace("header:\n  target: 75 degC\n", f"header:\n  target: 70 degC\n{keys}")


@pytest.fixture(scope="module")
def series() -> Design:
    return size(build(load_text(site())))


@pytest.fixture(scope="module")
def data(series: Design) -> dict:
    return payload(series, "digest")


def test_json_has_the_arrangement_and_what_the_other_one_would_be(data):
    header = data["header"]
    assert (header["arrangement"], header["stages"]) == ("series", [["racks"], ["containers"]])
    first, second = header["arrangements"]
    assert (first["name"], first["reached"], first["route"]) == ("series", True, "direct")
    assert (second["name"], second["route"]) == ("parallel", "boiler_top_up")
    assert second["boiler_input_kw"] > 100.0
    assert first["pumps_electric_kw"] == pytest.approx(data["heat"]["pumps_electric_kw"])
    assert first["bought_kw"] == pytest.approx(first["pumps_electric_kw"])
    assert json.loads(json.dumps(header, allow_nan=False)) == header


def test_the_page_and_the_report_compare_both(series, data, tmp_path, capsys):
    file = tmp_path / "cold.yaml"
    file.write_text(site())
    main(["size", str(file)])
    page = capsys.readouterr().out
    assert "Loops on the header" in page
    assert page.index("racks → containers") < page.index("containers | racks")
    report = report_html(series, data)
    assert "series, chosen" in report
    assert '<th scope="row">parallel</th>' in report


def test_a_site_with_one_loop_has_nothing_to_compare(capsys):
    assert main(["size", "bitforest", "--json"]) == 0
    header = json.loads(capsys.readouterr().out)["header"]
    assert (header["arrangement"], header["stages"], header["arrangements"]) == ("parallel", [["containers"]], [])
    assert main(["size", "bitforest"]) == 0
    assert "Loops on the header" not in capsys.readouterr().out


def test_the_site_file_can_ask_for_either():
    design = size(build(load_text(site(arrangement="parallel"))))
    assert (design.arrangement, design.arrangements) == ("parallel", ())
    assert size(build(load_text(site(arrangement="series")))).arrangement == "series"
    with pytest.raises(SiteError, match=r"header\.arrangement"):
        load_text(site(arrangement="zigzag"))


def test_the_schematic_leads_the_water_from_stage_to_stage(series):
    parallel = size(build(load_text(site(arrangement="parallel"))))
    drawn = {name: _risers(schematic_svg(design)) for name, design in (("series", series), ("parallel", parallel))}
    assert set(drawn["parallel"]) == {738.0, 760.0}, "one for the supply, one for the return"
    assert set(drawn["series"]) == {724.0, 760.0}, (
        "one between the stages, one for the return: the last stage is at the supply's height"
    )


def _risers(picture: str) -> list[float]:
    """Where vertical pipes stand between the loops and the tank."""
    legs = re.findall(r'<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" class="pipe', picture)
    return [float(x0) for x0, y0, x1, y1 in legs if x0 == x1 and y0 != y1 and 680 < float(x0) < 800]
