"""The dynamic plant by itself: it ends where the design says, keeps its books of heat, and answers in the time that such plants need."""

import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hil_plants import design, points

from heatloop_hil.plant import Plant
from heatloop_hil.plant.rated import rated_outputs
from heatloop_hil.rig.story import DEMAND

SITES = ("bitforest", "nvl72-greenhouse")


def outputs(site: str, **changed: float) -> dict[str, float]:
    """Rated positions, with the sinks asking for nearly what the machines give."""
    made = design(site)
    share = DEMAND * sum(loop.duty_w for loop in made.loops) / sum(sink.design_load_w for sink in made.plant.sinks)
    rows = rated_outputs(made, points(site)) | {"SC-301": 100.0 * share}
    return rows | {tag.replace("_", "-"): value for tag, value in changed.items()}


def settled(site: str, seconds: float = 7200.0) -> Plant:
    plant = Plant(design(site))
    plant.run(outputs(site), seconds)
    return plant


@pytest.mark.parametrize("site", SITES)
def test_its_steady_state_is_the_rated_point_of_the_design(site):
    made, shown = design(site), settled(site).sensors()
    assert made.header is not None
    assert shown["TT-201"] == pytest.approx(made.header.exchanger_out_c, abs=0.2)
    assert shown["TT-202"] == pytest.approx(made.header.exchanger_in_c, abs=0.2)
    assert shown["TT-203"] == pytest.approx(made.header.supply_c, abs=0.2)
    assert shown["TT-101"] == pytest.approx(made.loops[0].circuit_outlet_c, abs=0.2)
    assert shown["TT-102"] == pytest.approx(made.loops[0].circuit_inlet_c, abs=0.2)


@pytest.mark.parametrize("site", SITES)
def test_the_heat_that_goes_in_comes_out_or_stays(site):
    """At rest in itself: what machines, pumps and compressors put in, sinks, pipes and tank give away, but for one part in two hundred."""
    made, plant = design(site), settled(site)
    begun = plant.stored_j
    taken = 0.0
    for _ in range(600):
        plant.run(outputs(site), 1.0)
        taken += plant.delivered_w + plant.lost_w
    given = 600.0 * (sum(loop.duty_w + loop.pipe_loss_w for loop in made.loops) + made.header.pump_heat_w)
    assert given == pytest.approx(taken + plant.stored_j - begun, rel=5e-3)


def test_without_the_machines_pump_the_outlet_is_hot_within_seconds():
    plant = settled("bitforest")
    seconds = 0
    while plant.sensors()["TT-101"] < 90.0:
        plant.run(outputs("bitforest", SC_101=0.0), 1.0)
        seconds += 1
    assert 6 <= seconds <= 30, "the design basis has 12 s"


def test_without_the_header_the_inlet_is_hot_within_a_minute():
    plant = settled("bitforest")
    seconds = 0
    while plant.sensors()["TT-102"] < 75.0:
        plant.run(outputs("bitforest", SC_201=0.0), 1.0)
        seconds += 1
    assert 15 <= seconds <= 90, "the design basis has 25 s, with less coolant on the way"


def test_the_dry_cooler_takes_all_heat_on_the_hot_design_day():
    plant = settled("bitforest")
    plant.ambient_c = design("bitforest").plant.dry_cooler.design_ambient_c
    plant.run(outputs("bitforest", SC_201=0.0, TCV_102=100.0, SC_102=100.0), 3600.0)
    assert plant.sensors()["TT-102"] <= 72.5


@pytest.mark.parametrize("site", SITES)
def test_no_positions_of_the_actuators_make_it_lose_its_mind(site):
    """Everything at its ends, one after another: every figure stays a number between ice and steam."""
    commands = [point.tag for point in points(site) if point.role == "command"]
    for cold in (False, True):
        plant = Plant(design(site), cold)
        for flip in range(2 * len(commands)):
            positions = {tag: 100.0 * ((flip * 7 + place * place) % 3 == 0) for place, tag in enumerate(commands)}
            plant.run(positions, 120.0)
            assert all(math.isfinite(value) for value in plant.sensors().values())
