"""The schematic: every loop, sink and pump of the site is on it, once, with its tag and its value."""

import dataclasses
import re
import xml.etree.ElementTree as ET

import pytest

from heatloop_api.report.html import schematic_svg
from heatloop_api.schematic import draw, scene_of
from heatloop_api.tags import rated_tags
from heatloop_sites.naming import SINK, SOURCE, tag
from heatloop_thermo.design import Design

SVG = "{http://www.w3.org/2000/svg}"


def ids(svg: str) -> list[str]:
    return [found for element in ET.fromstring(svg).iter() if (found := element.get("id"))]


@pytest.mark.parametrize(("loops", "sinks", "banks"), [(1, 1, 1), (2, 1, 2), (4, 3, 1), (1, 5, 7), (12, 2, 1)])
def test_every_loop_and_sink_is_drawn_once(make_design, loops, sinks, banks):
    found = ids(schematic_svg(make_design(loops, sinks, banks)))
    assert len(found) == len(set(found))
    for index in range(loops):
        assert {tag("TT", SOURCE, index, 1), tag("E", SOURCE, index), tag("TCV", SOURCE, index, 2)} <= set(found)
    for index in range(sinks):
        assert {tag("TT", SINK, index, 2), tag("TCV", SINK, index), f"sink-{index + 1}"} <= set(found)


@pytest.mark.parametrize(("loops", "sinks"), [(1, 1), (3, 2)])
def test_every_tag_of_the_list_is_on_the_drawing_with_its_value(make_design, loops, sinks):
    design = make_design(loops, sinks)
    root = ET.fromstring(schematic_svg(design))
    texts = {element.get("id"): element.text for element in root.iter(f"{SVG}text")}
    shown = [point for point in rated_tags(design) if not point.name.startswith("TT-40")]  # the tank's: no rated value
    assert shown
    for point in shown:
        assert texts[f"{point.name}-value"] == point.text, point


def test_optional_equipment_is_left_out_where_the_site_has_none(design):
    bare = dataclasses.replace(design.plant, tank_volume_m3=None, dry_cooler=None, boiler=None)
    found = set(ids(draw(scene_of(bare), {})))
    assert not found & {"T-401", "E-102", "TCV-102", "B-501"}
    assert {"E-101", "P-101A", "TT-203"} <= found


def test_only_what_is_beyond_its_limit_is_marked(design, cold_design):
    assert 'class="instrument abnormal"' not in schematic_svg(design)
    hot = dataclasses.replace(design.loops[0].limits[0], margin=-0.5)
    broken = dataclasses.replace(design, loops=(dataclasses.replace(design.loops[0], limits=(hot,)),))
    marked = re.findall(r'id="([^"]+)" class="instrument abnormal"', schematic_svg(broken))
    assert marked == ["TT-101"]
    assert "TT-203" in re.findall(r'id="([^"]+)" class="instrument abnormal"', schematic_svg(cold_design))


def test_the_same_plant_is_drawn_with_the_same_bytes(make_design):
    assert schematic_svg(make_design(2, 2)) == schematic_svg(make_design(2, 2))


def test_standby_pumps_are_told_from_those_that_run(design):
    root = ET.fromstring(schematic_svg(design))
    css = {element.get("id"): element.get("class") for element in root.iter(f"{SVG}g")}
    assert (css["P-101B"], css["P-101C"]) == ("equipment", "equipment standby")


def test_names_from_the_site_stay_text(design):
    sink = dataclasses.replace(design.plant.sinks[0], name='<script>alert("x")</script>')
    plant = dataclasses.replace(design.plant, sinks=(sink,), title="a & b <svg>")
    root = ET.fromstring(draw(scene_of(plant), {}))
    assert not [element for element in root.iter() if element.tag.endswith("script")]


def boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Rough boxes of all words: (words, left, top, right, bottom)."""
    sizes = {"tag": 10.8, "value": 14.0, "name": 13.5, "small": 12.0}
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        css = (element.get("class") or "").split()
        if not element.text or len(element.text) < 2:
            continue
        height = sizes[css[0]]
        width = 0.54 * height * len(element.text)
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        left = x - width / 2 if css[0] in ("tag", "value") or "middle" in css else x
        found.append((element.text, left, y - 0.75 * height, left + width, y + 0.2 * height))
    return found


def with_long_names(design: Design) -> Design:
    """The same plant as somebody types it who likes long names and large numbers."""
    long = "Hall Four (North), formerly the Saw Mill of Saint-Boniface 12"
    bank = dataclasses.replace(design.loops[0].loop.banks[0], name=long, model="a" * 40, count=123_456)
    loop = dataclasses.replace(design.loops[0].loop, name=long, banks=(bank, bank))
    sink = dataclasses.replace(design.plant.sinks[0], name=long, design_load_w=1.234e9)
    plant = dataclasses.replace(design.plant, loops=(loop,), sinks=(sink, sink), tank_volume_m3=20_000.0)
    row = dataclasses.replace(design.loops[0], loop=loop, flow_kg_s=24_000.0)
    return dataclasses.replace(design, plant=plant, loops=(row,))


@pytest.mark.parametrize(("loops", "sinks", "banks"), [(1, 1, 1), (1, 3, 3), (2, 1, 2), (4, 3, 6), (0, 0, 0)])
def test_no_words_overlap_and_none_leave_the_sheet(make_design, loops, sinks, banks):
    svg = schematic_svg(make_design(loops, sinks, banks) if loops else with_long_names(make_design()))
    width, height = (float(x) for x in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    words = boxes(svg)
    assert len(words) > 30
    for i, (one, left, top, right, bottom) in enumerate(words):
        assert left >= 0, one
        assert right <= width, one
        assert bottom <= height, one
        for other, l2, t2, r2, b2 in words[i + 1 :]:
            assert right <= l2 or r2 <= left or bottom <= t2 or b2 <= top, (one, other)
