"""Racks that a heat pump lifts, in every output: JSON, page, report, drawing, workbook, parts."""

import dataclasses
import io
import json
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from openpyxl import load_workbook

from heatloop_api.cli import main
from heatloop_api.cli.layout import page_console, show
from heatloop_api.cli.terminal import design_page
from heatloop_api.payload import as_json, payload
from heatloop_api.report.html import report_html, schematic_svg
from heatloop_api.report.xlsx import workbook
from heatloop_thermo.design import Design, size
from heatloop_thermo.heatpump import HeatPumpSpec, Policy, RefrigerantData
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.plant import Boiler, Circuit, DryCoolerToSize, HeatPumpToSize, Plant, PumpToSize, Sink, SourceLoop
from heatloop_thermo.properties import Coolant, pg25, water
from heatloop_thermo.pump import PumpType
from heatloop_thermo.source import MachineBank

pytestmark = pytest.mark.xdist_group("coolprop")

KIND = PumpType("end suction", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
RACKS = MachineBank("racks", "typed", 8, 1, 130e3, 0.9, 2.95e-3, 1.0e-3, 3.5e-3, 2.0, 45.0, 56.0, 120e3)
FLUIDS = (
    RefrigerantData("R1233zd(E)", "halocarbon", 3.88, "A1", 140.0, 28e5),
    RefrigerantData("R134a", "halocarbon", 1430.0, "A1", 120.0, 40e5),
    RefrigerantData("R600", "hydrocarbon", 0.006, "A3", 120.0, 28e5),
    RefrigerantData("R744", "co2", 1.0, "A1", 160.0, 140e5),
)
PROMISED = """refrigerant cop electric_kw source_c sink_c discharge_c cop_shaft carnot_cop carnot_fraction evaporating_c condensing_c
    evaporating_kpa condensing_kpa shaft_kw heat_kw source_heat_kw swept_m3_h evaporator_area_m2 condenser_area_m2 arrangement states
    pinches selection reasons"""
STATE = "name temperature_c pressure_kpa enthalpy_kj_kg entropy_kj_kgk quality phase"
CANDIDATE = "refrigerant cop gwp_100 safety_class discharge_c eligible rejected_because"


def circuit(coolant: Coolant) -> Circuit:
    run = Pipe("run", 0.2027, 0.2191, 4.5e-5, 40.0, 3.0, 0.05, 0.04, 15.0)
    return Circuit(coolant, (run,), (run,), (), PumpToSize(KIND, 0.1), 3.0e5, 5.0)


def lifted_by(spec: HeatPumpSpec, *fluids: RefrigerantData) -> Design:
    classes = ("A1", "A2L", "B2L") if len(fluids) > 1 else ("A1", "A2L", "A3", "B2L")
    machine = HeatPumpToSize(spec, fluids, Policy(safety_classes=classes), 30e3, 30e3)
    loop = SourceLoop("racks", (RACKS,), circuit(pg25()), None, machine)
    sink = Sink("greenhouse", "greenhouse", 4e6, 55.0, 40e3)
    boiler = Boiler(4e6, "gas", 0.95)
    return size(
        Plant(
            "racks",
            "Racks",
            75.0,
            (loop,),
            circuit(water()),
            (sink,),
            None,
            DryCoolerToSize(None, 30.0, 10.0),
            boiler,
            (),
        )
    )


@pytest.fixture(scope="module")
def lifted() -> Design:
    return lifted_by(HeatPumpSpec("R1233zd(E)"), *FLUIDS)


@pytest.fixture(scope="module")
def data(lifted) -> dict[str, Any]:
    return payload(lifted, "0" * 64)


@pytest.fixture(scope="module")
def page(lifted, data) -> str:
    return report_html(lifted, data)


def printed(capsys, monkeypatch, data, columns: int = 100) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    show(page_console(), design_page(data))
    return capsys.readouterr().out


def test_every_promised_key_is_there_and_the_exchanger_is_null(data):
    loop = data["loops"][0]
    assert set(PROMISED.split()) <= set(loop["heat_pump"])
    assert all(set(STATE.split()) <= set(row) for row in loop["heat_pump"]["states"])
    assert all(set(CANDIDATE.split()) <= set(row) for row in loop["heat_pump"]["selection"])
    assert loop["exchanger"] is None
    assert json.loads(as_json(data)) == data, "finite, and nothing that JSON cannot say"


def test_the_figures_are_the_machines_in_plant_units(lifted, data):
    machine, hp = lifted.loops[0].machine, data["loops"][0]["heat_pump"]
    assert hp["cop"] == pytest.approx(hp["heat_kw"] / hp["electric_kw"], rel=1e-12)
    assert hp["cop_shaft"] == pytest.approx(hp["heat_kw"] / hp["shaft_kw"], rel=1e-12)
    assert hp["carnot_cop"] == pytest.approx((hp["sink_c"] + 273.15) / (hp["sink_c"] - hp["source_c"]), rel=1e-12)
    assert hp["heat_kw"] + hp["shell_loss_kw"] == pytest.approx(hp["source_heat_kw"] + hp["shaft_kw"], rel=1e-9)
    assert hp["condensing_kpa"] == pytest.approx(machine.cycle.condensing_pa / 1e3)
    assert hp["swept_m3_h"] == pytest.approx(3600 * machine.swept_m3_s[0])
    assert sum(hp["swept_each_m3_h"]) == pytest.approx(hp["swept_m3_h"])
    assert max(row["temperature_c"] for row in hp["states"]) == pytest.approx(hp["discharge_c"])
    assert hp["states"][-1]["quality"] == pytest.approx(machine.cycle.states[-1].state.quality)
    for match in hp["pinches"].values():
        assert math.fsum(zone["share"] for zone in match["zones"]) == pytest.approx(1.0)
        assert min(zone["least_difference_k"] for zone in match["zones"]) == pytest.approx(match["pinch_k"], abs=1e-6)


def test_the_compressors_heat_and_power_are_in_the_heat_lines(data):
    heat, hp = data["heat"], data["loops"][0]["heat_pump"]
    assert heat["lift_kw"] == pytest.approx(hp["heat_kw"] - hp["source_heat_kw"], rel=1e-9)
    assert heat["heat_pump_electric_kw"] == hp["electric_kw"]
    given = heat["liquid_kw"] + heat["pump_heat_kw"] + heat["lift_kw"] - heat["pipe_loss_kw"]
    assert given == pytest.approx(heat["delivered_kw"] + heat["rejected_kw"], rel=1e-9)


def test_a_refrigerant_without_any_cycle_is_listed_with_its_reason(data):
    rows = {row["refrigerant"]: row for row in data["loops"][0]["heat_pump"]["selection"]}
    assert set(rows) == {fluid.name for fluid in FLUIDS}
    assert (rows["R744"]["cop"], rows["R744"]["discharge_c"], rows["R744"]["eligible"]) == (None, None, False)
    assert "critical" in rows["R744"]["rejected_because"][0]


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_the_page_shows_the_machine_and_why_this_refrigerant(capsys, monkeypatch, data, columns):
    text = printed(capsys, monkeypatch, data, columns)
    hp = data["loops"][0]["heat_pump"]
    for figure in ("REACHED WITH A HEAT PUMP", "R1233zd(E)", f"{hp['cop']:.2f}", f"{hp['electric_kw']:.1f}",
                   f"{hp['source_c']:.1f} → 75.0", f"{hp['discharge_c']:.1f}", f"{hp['evaporating_c']:.1f} / {hp['condensing_c']:.1f}"):  # fmt: skip
        assert figure in text, figure
    flat = " ".join(text.split())
    assert hp["reasons"][1] in flat
    assert f"+ {data['heat']['lift_kw']:.0f} kW by heat pumps" in flat
    assert "…" not in text
    if columns == 100:
        assert len(text.splitlines()) <= 48
        assert max(map(len, text.splitlines())) <= 100


def test_a_plant_without_a_heat_pump_says_nothing_of_one(capsys, monkeypatch, design):
    data = payload(design, "x")
    assert "eat pump" not in printed(capsys, monkeypatch, data)
    assert "eat pump" not in report_html(design, data)
    assert "Heat pumps" not in load_workbook(io.BytesIO(workbook(data))).sheetnames


def test_the_report_shows_exchangers_cycle_states_and_the_comparison(page, data):
    assert page.count('class="plot"') == 3
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for asked in ("Heat pump with R1233zd(E)", "condensation", "pinch 3.0 K", "discharge, were it isentropic", "enthalpy [kJ/kg]",
                  "GWP 1430 is above the limit of 150", "desuperheating", "chosen", "Heat pumps, electric", "HP-701"):  # fmt: skip
        assert asked in words, asked
    assert f"{data['loops'][0]['heat_pump']['cop']:.2f}" in words
    assert "None" not in words.replace("None.", ""), "the list of assumptions is empty here"
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_design_gives_the_same_bytes(lifted, data, page):
    assert report_html(lifted, data) == page


def test_a_broken_limit_stands_in_the_report(lifted, data, page):
    text = "R1233zd(E) leaves the compressor at 199.0 degC, 140 degC are allowed"
    broken = {
        **data["loops"][0]["heat_pump"],
        "violations": [{"code": "discharge_max", "text": text, "value": 199.0, "limit": 140.0}],
    }
    shown = report_html(lifted, {**data, "loops": [{**data["loops"][0], "heat_pump": broken}]})
    assert text in shown
    assert text not in page


@pytest.mark.parametrize(
    ("spec", "fluid", "pictures"),
    [
        (HeatPumpSpec("R717", arrangement="two_stage"), RefrigerantData("R717", "ammonia", 0.0, "B2L", 180.0, 60e5), 3),
        (HeatPumpSpec("R600", arrangement="cascade", upper="R1233zd(E)"), FLUIDS[2], 4),
    ],
)
def test_two_stages_and_cascades_are_drawn_too(spec, fluid, pictures):
    made = lifted_by(spec, fluid)
    assert made.loops[0].machine is not None
    data = payload(made, "x")
    page = report_html(made, data)
    assert page.count('class="plot"') == pictures
    assert len(data["loops"][0]["heat_pump"]["swept_each_m3_h"]) == 2


def test_the_drawing_has_the_heat_pump_in_the_exchangers_place(lifted):
    svg = schematic_svg(lifted)
    found = {element.get("id") for element in ET.fromstring(svg).iter()}
    assert "HP-701" in found
    assert "E-101" not in found
    texts = {element.get("id"): element.text for element in ET.fromstring(svg).iter() if element.get("id")}
    assert texts["TT-104-value"] == f"{lifted.loops[0].machine.duty.source_out_c:.1f} °C"


def test_the_workbook_has_machine_states_zones_and_refrigerants(data):
    book = load_workbook(io.BytesIO(workbook(data)))
    hp = data["loops"][0]["heat_pump"]
    heads = [cell.value for cell in book["Heat pumps"][1]]
    assert book["Heat pumps"].cell(3, heads.index("COP") + 1).value == pytest.approx(hp["cop"])
    assert book["Cycle states"].max_row - 2 == len(hp["states"])
    assert book["Heat pump zones"].max_row - 2 == sum(len(match["zones"]) for match in hp["pinches"].values())
    assert book["Refrigerants"].max_row - 2 == len(FLUIDS)


def test_the_heat_pump_is_on_the_parts_list(data):
    part = next(row for row in data["parts"] if row["tag"] == "HP-701")
    assert part["size"].startswith("R1233zd(E), single stage")
    assert "m³/h swept" in part["size"]
    assert not [row for row in data["parts"] if "plate heat exchanger" in row["what"]]


def test_a_hostile_refrigerant_name_stays_text(lifted, data):
    evil = {**data["loops"][0]["heat_pump"], "refrigerant": "<script>alert(1)</script>", "reasons": ["<script>", "x"]}
    loop = {**data["loops"][0], "heat_pump": evil}
    assert "<script" not in report_html(lifted, {**data, "loops": [loop]})


def test_a_nan_in_the_machine_is_refused(lifted):
    machine = dataclasses.replace(lifted.loops[0].machine, shaft_w=math.nan)
    broken = dataclasses.replace(lifted, loops=(dataclasses.replace(lifted.loops[0], machine=machine),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json(payload(broken, "x"))


def test_the_shipped_racks_are_lifted_within_carnot_and_limits(capsys, tmp_path):
    html, xlsx = tmp_path / "r.html", tmp_path / "r.xlsx"
    assert main(["size", "nvl72-greenhouse", "--json", "--report", str(html), "--xlsx", str(xlsx)]) == 0
    data = json.loads(capsys.readouterr().out)
    hp = data["loops"][0]["heat_pump"]
    assert (data["verdict"]["route"], data["verdict"]["reached"]) == ("heat_pump", True)
    assert 0.4 < hp["carnot_fraction"] < 0.75
    assert hp["discharge_c"] <= hp["discharge_max_c"]
    assert hp["condensing_kpa"] <= hp["pressure_max_kpa"]
    assert len(hp["states"]) >= 5
    assert data["heat"]["balance_error_fraction"] <= 1e-9
    assert hp["refrigerant"] in html.read_text(encoding="utf-8")
    assert "Refrigerants" in load_workbook(xlsx).sheetnames


def test_the_page_of_the_shipped_racks_is_one_screen(capsys):
    assert main(["size", "nvl72-greenhouse"]) == 0
    text = capsys.readouterr().out
    assert "REACHED WITH A HEAT PUMP" in text
    assert len(text.splitlines()) <= 58


def test_a_plant_without_a_heat_pump_never_loads_one():
    code = (
        "import sys; from heatloop_api.cli import main; main(['size', 'bitforest', '--json']); "
        "sys.exit(any(name.startswith(('heatloop_thermo.heatpump', 'CoolProp')) for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-300:]
