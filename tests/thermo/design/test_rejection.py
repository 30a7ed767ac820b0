"""Every loop's dry cooler takes its heat on the hottest day, or the design says why not."""

from dataclasses import replace

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.rejection import loop_coolers
from heatloop_thermo.plant import Plant


@pytest.fixture(scope="module")
def plant() -> Plant:
    return build(load("bitforest"))


def codes(design: Design) -> set[str]:
    return {row.code for row in design.findings if row.severity == "error"}


def test_the_cooler_takes_all_heat_of_the_machines_on_the_hottest_day(plant: Plant):
    design = size(plant)
    (one,) = loop_coolers(design)
    assert one.duty_w == pytest.approx(design.heat.liquid_w)
    assert one.at_design.heat_w >= one.duty_w
    assert one.at_design.outlet_c <= design.loops[0].source_inlet_c + 1e-6
    assert one.at_design.outlet_c > plant.dry_cooler.design_ambient_c
    assert 1.0 < one.fan_w_per_kw < 30.0


def test_a_capacity_typed_is_shared_by_the_loops(plant: Plant):
    half = replace(plant, dry_cooler=replace(plant.dry_cooler, capacity_w=1.3284e6))
    (one,) = loop_coolers(size(half))
    assert one.duty_w == pytest.approx(1.3284e6)


def test_air_too_hot_for_the_machines_inlet_is_an_error_and_sizes_nothing(plant: Plant):
    hot = replace(plant, dry_cooler=replace(plant.dry_cooler, design_ambient_c=60.0))
    design = size(hot)
    assert "rejector_approach" in codes(design)
    assert loop_coolers(design) == ()


def test_without_a_dry_cooler_there_is_none_to_size(plant: Plant):
    assert loop_coolers(size(replace(plant, dry_cooler=None))) == ()


def test_machines_that_hand_nothing_over_still_run_on_their_cooler(plant: Plant):
    warm = tuple(replace(sink, return_c=74.0) for sink in plant.sinks)
    design = size(replace(plant, sinks=warm))
    assert design.verdict.route == "not_reached"
    (one,) = loop_coolers(design)
    assert one.at_design.heat_w >= design.heat.liquid_w
    assert design.loops[0].source_outlet_c <= 80.0 + 1e-6
