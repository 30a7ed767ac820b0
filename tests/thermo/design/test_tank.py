"""What the tank of the reference site holds, reckoned by hand."""

from dataclasses import replace

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_thermo.design import Design, size
from heatloop_thermo.design.tank import tank_content


@pytest.fixture(scope="module")
def design() -> Design:
    return size(build(load("bitforest")))


def test_a_full_tank_holds_what_its_water_carries_between_supply_and_return(design: Design):
    held = tank_content(design)
    assert held is not None
    assert held.volume_m3 == 600.0
    assert held.usable_j == pytest.approx(600.0 * 983.2 * 4188.0 * 20.0, rel=1e-3)
    assert held.usable_j / 3.6e9 == pytest.approx(13.7, abs=0.1), "MWh"
    assert held.full_load_s == pytest.approx(held.usable_j / 5e6)
    assert held.standing_loss_w == pytest.approx(124.0 * (75.0 - 5.0), rel=1e-2), "124 W/K by the tank's own example"


def test_a_warmer_return_leaves_less_in_the_tank(design: Design):
    warm = replace(design.plant, sinks=tuple(replace(sink, return_c=65.0) for sink in design.plant.sinks))
    held, less = tank_content(design), tank_content(replace(design, plant=warm))
    assert held is not None
    assert less is not None
    assert less.usable_j == pytest.approx(0.5 * held.usable_j, rel=1e-2)


def test_a_site_without_a_tank_holds_nothing(design: Design):
    assert tank_content(replace(design, plant=replace(design.plant, tank_volume_m3=None))) is None
