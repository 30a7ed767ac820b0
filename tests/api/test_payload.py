"""``heatloop size --json``: the promised names, plant units, and nothing that JSON cannot say."""

import dataclasses
import json
import math
from typing import Any

import pytest

from heatloop_api.payload import as_json, payload

PUMP = "flow_m3_h head_m shaft_kw electric_kw npsh_available_m"
EXCHANGER = (
    "duty_kw hot_in_c hot_out_c cold_in_c cold_out_c lmtd_k ntu effectiveness ua_kw_k u_clean_w_m2k u_fouled_w_m2k u_low_w_m2k "
    "u_high_w_m2k area_m2 plates oversurface_fraction port_velocity_m_s dp_hot_kpa dp_cold_kpa within_range"
)
PROMISED = {
    "": "site heatloop_version site_digest verdict heat loops header tank rejector boiler findings sources",
    "verdict": "target_c reached route supply_c binding_constraint text",
    "heat": "source_kw liquid_kw delivered_kw capture_fraction rejected_kw",
    "loops": "name coolant source_inlet_c source_outlet_c flow_kg_s dp_kpa exchanger heat_pump pump",
    "loops.exchanger": EXCHANGER,
    "loops.pump": PUMP,
    "header": "supply_c return_c flow_kg_s",
    "tank": "volume_m3",
    "rejector": "capacity_kw design_ambient_c",
    "boiler": "capacity_kw",
    "findings": "severity code text",
    "sources": "what value unit source verified",
}
"""Names promised by the interface page; scripts of users rely on them. Add, never remove."""


def at(data: Any, path: str) -> list[dict]:
    """All objects at a dotted path, through lists; None counts as absent."""
    found = [data]
    for step in filter(None, path.split(".")):
        found = [item[step] for item in found]
        found = [part for item in found for part in (item if isinstance(item, list) else [item]) if part is not None]
    return found


@pytest.mark.parametrize("path", PROMISED)
def test_every_promised_key_is_there(data, cold_design, path):
    objects = at(data, path) + at(payload(cold_design, "x"), path)
    assert objects, f"no design of the two has {path}"
    for item in objects:
        assert set(PROMISED[path].split()) <= set(item)


def test_units_are_those_of_the_plant(design, data):
    loop, made = data["loops"][0], design.loops[0]
    assert data["heat"]["source_kw"] == pytest.approx(2952.0)
    assert loop["exchanger"]["ua_kw_k"] == pytest.approx(made.rating.ua_w_k / 1e3)
    assert loop["dp_kpa"] == pytest.approx(45 + 38 + 31)
    assert loop["banks"][0]["flow_l_min"] == pytest.approx(12.0)
    assert data["rejector"]["capacity_kw"] == pytest.approx(2656.8)


def test_the_pump_figures_are_those_of_all_pumps_that_run(design, data):
    pump, duty = data["loops"][0]["pump"], design.loops[0].pump
    assert (pump["running"], pump["standby"]) == (2, 1)
    assert pump["electric_kw"] == pytest.approx(2 * duty.electric_w / 1e3)
    assert pump["each"]["flow_m3_h"] * 2 == pytest.approx(pump["flow_m3_h"])
    assert pump["tags"] == ["P-101A", "P-101B", "P-101C"]


def test_the_head_budget_adds_up_to_one(data):
    for item in (data["loops"][0], data["header"]):
        assert math.fsum(row["share"] for row in item["head_budget"]) == pytest.approx(1.0)


def test_a_plant_without_heat_has_none_and_no_infinity(cold_design):
    data = payload(cold_design, "x")
    text = as_json(data)
    assert "Infinity" not in text
    assert "NaN" not in text
    loop = data["loops"][0]
    assert (loop["exchanger"], loop["pump"], loop["supply_max_c"]) == (None, None, None)
    assert (data["tank"], data["rejector"], data["boiler"], data["header"]["supply_c"]) == (None, None, None, None)
    assert loop["heat_pump"] is None


def test_the_electric_power_of_all_pumps_is_one_figure(data):
    pumps = [item["pump"]["electric_kw"] for item in (*data["loops"], data["header"])]
    assert data["heat"]["pumps_electric_kw"] == pytest.approx(sum(pumps))
    assert (data["heat"]["lift_kw"], data["heat"]["heat_pump_electric_kw"]) == (0.0, 0.0)


def test_a_nan_is_refused_rather_than_printed(design):
    heat = dataclasses.replace(design.heat, delivered_w=math.nan)
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json(payload(dataclasses.replace(design, heat=heat), "x"))


def test_json_reads_back_as_the_same_data(data):
    assert json.loads(as_json(data)) == data
    assert json.loads(as_json(data, ascii_only=True)) == data
    assert as_json(data, ascii_only=True).isascii()


def test_every_part_of_the_plant_is_on_the_parts_list(data):
    tags = {part["tag"] for part in data["parts"]}
    assert {"E-101", "P-101A–C", "P-201A–C", "T-401", "E-102", "TCV-102", "B-501"} <= tags
    pumps = next(part for part in data["parts"] if part["tag"] == "P-101A–C")
    assert pumps["quantity"] == 3
    assert "1 of them standby" in pumps["size"]
