"""The Sankey diagram: no energy is lost between two columns, and a band is as wide as what it carries."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatloop_api.report.year_sankey import BAND_HEIGHT, NODES, PLANT, bands, place, sankey_svg, through_mwh

POWER = st.floats(0.0, 1e5)


def energy(**changes: float) -> dict[str, float]:
    base = {
        "it": 25e3, "source_heat": 22e3, "pump_heat": 200.0, "heat_pump_electric": 900.0, "heat_pump_added": 850.0, "boiler": 700.0, "boiler_input": 710.0,
        "delivered": 10e3, "dumped": 13e3, "pipe_loss": 250.0, "tank_loss": 40.0, "stored": 0.0,
    }  # fmt: skip
    return base | changes


@given(dumped=POWER, delivered=POWER, lift=st.floats(0.0, 5e3), stored=st.floats(-50.0, 50.0))
def test_what_comes_into_the_plant_leaves_it(dumped, delivered, lift, stored):
    flows = bands(
        energy(
            dumped=dumped,
            delivered=delivered + 700.0,
            heat_pump_electric=lift,
            heat_pump_added=0.9 * lift,
            stored=stored,
        )
    )
    come = sum(flow.mwh for flow in flows if flow.end == PLANT)
    gone = sum(flow.mwh for flow in flows if flow.start == PLANT)
    assert come == pytest.approx(gone, abs=9 * 1e-4 * 25e3), "up to bands too thin to draw"
    assert all(flow.mwh > 0.0 for flow in flows)


def test_bands_stack_without_gap_or_overlap_at_both_ends():
    flows = bands(energy())
    tops = {node.name: 0.0 for node in NODES}
    placed = place(flows, tops, 0.01)
    for node in tops:
        for side in ("start", "end"):
            edges = sorted((getattr(one, f"{side}_y"), one.width) for one in placed if getattr(one.band, side) == node)
            below = 0.0
            for top, width in edges:
                assert top == pytest.approx(below)
                below += width
            if edges:
                assert below == pytest.approx(0.01 * sum(f.mwh for f in flows if getattr(f, side) == node))


def test_a_drawn_band_is_as_wide_as_its_energy():
    flows = bands(energy())
    scale = BAND_HEIGHT / sum(flow.mwh for flow in flows if flow.start != PLANT)
    drawn = re.findall(
        r'd="M\S+ (\S+?)C.*?<title>([\d,]+) MWh</title>', sankey_svg(energy(), "Year").replace('class="band"', "")
    )
    assert len(drawn) == len(flows)
    for shape, flow in zip(
        re.findall(r'd="(M[^"]+)Z"', sankey_svg(energy(), "Year")), flows_in_order(flows), strict=True
    ):
        numbers = [float(x) for x in re.findall(r"-?\d+\.?\d*", shape)]
        start, end = numbers[1], numbers[-1]
        assert end - start == pytest.approx(flow.mwh * scale, abs=0.02)


def flows_in_order(flows):
    return [one.band for one in place(flows, {node.name: 0.0 for node in NODES}, 1.0)]


def test_every_node_with_energy_is_named_once():
    text = sankey_svg(energy(), "Year")
    for node in NODES:
        assert text.count(f">{node.words}</text>") == int(through_mwh(node.name, bands(energy())) > 0.0), node.words


def test_heat_that_does_not_add_up_is_shown_not_hidden():
    assert any(flow.end == "rest" for flow in bands(energy(dumped=10e3)))
    assert any(flow.start == "balance" for flow in bands(energy(dumped=16e3)))
