"""What the controller makes of a bad day: each story keeps its limits, and the plain controller beside it is worse where it should be."""

import asyncio
import sys
import tracemalloc
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hil_plants import design, plain_stage, points, stage

from heatloop_hil.rig import Rig, judge
from heatloop_hil.rig.rig import NOISE_ROWS, PLC_SCANS
from heatloop_hil.rig.scenarios import STORIES
from heatloop_hil.rig.story import Story, Told, told

QUICK = (
    "heat-25",
    "heat-75",
    "sink-loss",
    "primary-pump-standby",
    "primary-pump-lost",
    "cable-10-s",
    "plc-frozen",
    "sensor-spike",
    "inlet-blind",
    "pc-killed",
)


NOISE_TURNS = NOISE_ROWS // PLC_SCANS
"""After so many seconds the rig has drawn noise anew: its memory comes and goes with that."""


def story(name: str) -> Story:
    return next(row for row in STORIES if row.name == name)


def tell(site: str, name: str, seed: int = 7) -> Told:
    return asyncio.run(told(story(name), stage(site), seed))


@pytest.mark.parametrize("name", QUICK)
def test_the_miners_keep_every_limit(name):
    made = tell("bitforest", name)
    assert [row for row in made.verdicts if not row.passed] == []


@pytest.mark.parametrize("name", ["heat-50", "sink-loss", "primary-pump-lost", "cable-10-s"])
def test_the_racks_keep_every_limit(name):
    made = tell("nvl72-greenhouse", name)
    assert [row for row in made.verdicts if not row.passed] == []


def test_feed_forward_is_worth_its_lines():
    made = asyncio.run(told(story("heat-50"), stage("bitforest"), 7, plain_stage("bitforest")))
    assert made.kpis["peak_k"] < 0.5 * made.plain_kpis["peak_k"]


def test_a_story_with_the_same_seed_is_the_same_story():
    first, second, other = (tell("bitforest", "sensor-spike", seed) for seed in (3, 3, 4))
    assert (first.record.of("TT-201") == second.record.of("TT-201")).all()
    assert (first.record.of("TT-201") != other.record.of("TT-201")).any()


def test_a_limit_that_is_too_narrow_is_said_to_be_broken():
    strict = Story("strict", "", 400.0, (), (*judge.machines(-50.0, -50.0), judge.alarmed("plc-1", 10.0, 0.0)))
    made = asyncio.run(told(strict, stage("bitforest")))
    assert [row.passed for row in made.verdicts] == [False, False, False]


def test_an_output_that_moves_without_an_order_is_counted():
    async def meddled() -> tuple[int, int]:
        rig = Rig(design("bitforest"), points("bitforest"))
        await rig.start()
        await rig.run(30.0)
        before, order = dict(rig.logic.outputs), rig.registers.order()
        rig.logic.outputs["SC-201"] -= 3.0
        return rig.record.uncommanded, rig.logic.strayed(before, order.commands)

    assert asyncio.run(meddled()) == (0, 1)


def test_hours_leave_nothing_behind():
    """Memory of the rig does not grow with time: the soak of days is a matter of `make`, this is its first quarter of an hour."""

    async def soak() -> tuple[int, int]:
        rig = Rig(design("bitforest"), points("bitforest"))
        rig.record.keep = 64
        await rig.start()
        await rig.run(NOISE_TURNS)
        tracemalloc.start()
        await rig.run(2 * NOISE_TURNS)
        before, _ = tracemalloc.get_traced_memory()
        await rig.run(2 * NOISE_TURNS)
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(asyncio.all_tasks()) == 1
        return before, after

    before, after = asyncio.run(soak())
    assert after - before < 100_000
