"""Coolant distribution units in JSON, terminal page, report, workbook, schematic and parts list."""

import json
from pathlib import Path

import pytest

import heatloop_sites
from heatloop_api.cli import main
from heatloop_api.parts import parts
from heatloop_api.payload import payload
from heatloop_api.report.html import report_html, schematic_svg
from heatloop_api.report.sheets import sheets
from heatloop_sites.build import build
from heatloop_sites.load import load_text
from heatloop_thermo.design import Design, size

TEXT = (Path(heatloop_sites.__path__[0]) / "data" / "bitforest.yaml").read_text(encoding="utf-8")
UNITS = "    cdu: {capacity: 1 MW, standby: 1, lowest_ambient: 5 degC, assumption: indoors}\n"
BEHIND = TEXT.replace("    exchanger:\n      size:", UNITS + "    exchanger:\n      size:", 1).replace(
    "target: 75 degC", "target: 70 degC"
)


@pytest.fixture(scope="module")
def behind() -> Design:
    return size(build(load_text(BEHIND)))


@pytest.fixture(scope="module")
def data(behind: Design) -> dict:
    return payload(behind, "digest")


def test_json_has_the_units_with_both_sides_and_their_redundancy(behind, data):
    (loop,) = data["loops"]
    cdu = loop["cdu"]
    assert json.loads(json.dumps(cdu, allow_nan=False)) == cdu
    assert (cdu["running"], cdu["standby"], cdu["redundancy"]) == (3, 1, "N+1")
    assert cdu["tags"] == ["CDU-101A", "CDU-101B", "CDU-101C", "CDU-101D"]
    assert cdu["duty_kw"] == pytest.approx(loop["liquid_kw"] + cdu["pump_heat_kw"] - cdu["pipe_loss_kw"])
    assert cdu["approach_k"] == pytest.approx(cdu["hot_out_c"] - cdu["cold_in_c"])
    assert (loop["circuit_inlet_c"], loop["circuit_outlet_c"]) == (cdu["cold_in_c"], cdu["cold_out_c"])
    assert cdu["machines_outlet_c"] == loop["source_outlet_c"]
    assert cdu["ua_kw_k"] == pytest.approx(3 * cdu["exchanger"]["ua_kw_k"])
    assert cdu["exchanger"]["duty_kw"] == pytest.approx(cdu["duty_kw"] / 3)
    assert (cdu["pump"]["running"], cdu["pump"]["standby"]) == (3, 1)
    assert cdu["pump"]["electric_kw"] == pytest.approx(cdu["electric_kw"])
    assert {limit["code"] for limit in loop["limits"]} > {"cdu_capacity", "cdu_dp_hot", "cdu_pump_npsh"}


def test_every_pump_is_in_the_electric_power_of_the_pumps(data):
    (loop,) = data["loops"]
    every = loop["pump"]["electric_kw"] + loop["cdu"]["electric_kw"] + data["header"]["pump"]["electric_kw"]
    assert data["heat"]["pumps_electric_kw"] == pytest.approx(every)


def test_a_plant_without_units_says_none(capsys):
    assert main(["size", "bitforest", "--json"]) == 0
    (loop,) = json.loads(capsys.readouterr().out)["loops"]
    assert loop["cdu"] is None
    assert (loop["circuit_inlet_c"], loop["circuit_outlet_c"]) == (loop["source_inlet_c"], loop["source_outlet_c"])


def test_the_page_has_a_row_of_the_units_and_their_pumps(tmp_path, capsys):
    file = tmp_path / "behind.yaml"
    file.write_text(BEHIND)
    assert main(["size", str(file)]) == 0
    page = capsys.readouterr().out
    (row,) = [line for line in page.splitlines() if line.strip().startswith("containers") and "CDU-101A–D" in line]
    assert "3 + 1" in row
    assert "containers / CDU: machines" in page
    assert "containers: CDU " in page, "the facility's side in the loop's head budget"


def test_the_report_and_the_workbook_have_them(behind, data):
    page = report_html(behind, data)
    assert "Coolant distribution units, 3 running, 1 standby (N+1)" in page
    assert "containers / CDU" in page
    (sheet,) = [sheet for sheet in sheets(data) if sheet.name == "CDU"]
    assert sheet.rows[0][:3] == ("containers", 3, 1)
    assert not [sheet for sheet in sheets(data | {"loops": []}) if sheet.name == "CDU"]


def test_the_schematic_has_them_with_both_temperatures_of_the_loop(behind, data):
    picture = schematic_svg(behind)
    for name in ("CDU-101", "TT-105", "TT-106"):
        assert f'id="{name}"' in picture
    values = {row["tag"]: row["value"] for row in data["tags"]}
    assert values["TT-105"] == data["loops"][0]["circuit_outlet_c"]
    assert values["TT-101"] - values["TT-105"] == pytest.approx(4.0, abs=1.0)


def test_the_parts_list_has_them_with_what_an_inquiry_needs(behind):
    (row,) = [row for row in parts(behind, {}) if row.tag.startswith("CDU")]
    assert (row.tag, row.quantity) == ("CDU-101A–D", 4)
    assert "plates" in row.size
    assert "1 of them standby" in row.size


def test_json_says_what_the_tank_holds_and_for_how_long(data):
    tank = data["tank"]
    assert tank["volume_m3"] == 600.0
    assert tank["hours_at_design_load"] == pytest.approx(tank["usable_mwh"] / 5.0)
    assert 9.0 < tank["usable_mwh"] < 11.0, "600 m3 between 55 and 70 degC"
    assert 5.0 < tank["standing_loss_kw"] < 15.0
