"""From the shipped site file to the verdict: the Manitoba case, and what one changed line does to it."""

from pathlib import Path

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load, load_text, resolve
from heatloop_thermo.design import Design, size

TEXT = Path(resolve("bitforest")).read_text(encoding="utf-8")


def sized(*edits: tuple[str, str]) -> Design:
    text = TEXT
    for old, new in edits:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return size(build(load_text(text)))


def codes(design: Design, severity: str) -> set[str]:
    return {row.code for row in design.findings if row.severity == severity}


def test_the_manitoba_plant_reaches_75_degrees_directly_at_90_percent():
    design = size(build(load("bitforest")))
    assert design.heat.source_w == 360 * 8200.0
    assert design.heat.liquid_w == pytest.approx(2.6568e6)
    assert design.heat.capture_fraction == pytest.approx(0.90, abs=0.005)
    assert design.verdict.route == "direct"
    assert design.verdict.reached
    assert design.verdict.supply_c == pytest.approx(75.0, abs=1e-6)
    assert design.heat.error_fraction < 1e-9
    assert codes(design, "error") == set()


def test_the_plant_resembles_what_an_engineer_sketched_by_hand():
    """Control facts: primary loop 80/69 °C at about 70 kg/s, UA about 0.36 MW/K, secondary 75/55 °C at about 32 kg/s (C: 31.7)."""
    one = size(build(load("bitforest"))).loops[0]
    assert one.rating is not None
    assert one.flow_kg_s == pytest.approx(70.0, rel=0.1)
    assert one.source_outlet_c - one.source_inlet_c == pytest.approx(10.0, abs=1.0)
    assert 0.3e6 < one.rating.ua_w_k < 0.6e6
    assert one.rating.cold_flow_kg_s == pytest.approx(31.7, rel=0.02)


def test_what_nobody_published_is_printed_as_an_assumption():
    texts = [row.text for row in size(build(load("bitforest"))).findings if row.code == "assumption"]
    for quantity in ("coolant", "flow", "inlet maximum", "outlet maximum", "pressure drop", "liquid fraction"):
        assert any(quantity in text for text in texts), quantity


def test_a_target_of_85_degrees_needs_the_boiler_because_the_outlet_limit_binds():
    verdict = sized(("target: 75 degC", "target: 85 degC")).verdict
    assert (verdict.route, verdict.binding_constraint) == ("boiler_top_up", "source_outlet_max")
    assert "80 °C" in verdict.text


def test_half_the_machines_carry_half_the_heat():
    whole, half = sized(), sized(("count: 360", "count: 180"))
    assert half.heat.source_w == pytest.approx(whole.heat.source_w / 2.0)
    assert half.verdict.text != whole.verdict.text
    assert "1,476 kW" in half.verdict.text


def test_plain_water_in_the_containers_freezes_and_the_design_says_so():
    glycol = next(line for line in TEXT.splitlines() if "fluid: MPG" in line)
    fraction = next(line for line in TEXT.splitlines() if "fraction: 56 %" in line)
    design = sized((glycol, glycol.replace("MPG", "water")), (fraction + "\n", ""))
    assert "coolant_freezes" in codes(design, "error")


def test_a_pressure_drop_next_to_nothing_leaves_no_exchanger():
    line = next(line for line in TEXT.splitlines() if "pressure_drop_hot_max:" in line)
    key = line.split(":")[0]
    verdict = sized((line, f"{key}: 10 Pa")).verdict
    assert (verdict.route, verdict.binding_constraint) == ("not_reached", "exchanger_dp_hot")


def test_a_laxer_pressure_drop_gives_a_smaller_exchanger():
    line = next(line for line in TEXT.splitlines() if "pressure_drop_hot_max:" in line)
    key = line.split(":")[0]
    areas = [sized((line, f"{key}: {limit} kPa")).loops[0].rating for limit in (40, 60, 90)]
    assert [rating.area_m2 for rating in areas if rating] == sorted(
        (rating.area_m2 for rating in areas if rating), reverse=True
    )
    assert areas[0].area_m2 > areas[-1].area_m2
