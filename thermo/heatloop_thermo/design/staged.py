"""What the loops of a design can give together, stage by stage, and which of them holds it."""

from collections.abc import Sequence

from heatloop_thermo.design.aim import InSeries, ends_c, least_flow_kg_s
from heatloop_thermo.design.header import HeaderPoint
from heatloop_thermo.design.lay import Laid
from heatloop_thermo.design.mix import mixed
from heatloop_thermo.design.result import LoopDesign
from heatloop_thermo.plant import Plant

Stages = tuple[tuple[LoopDesign, ...], ...]


def stages_of(laid: Laid, loops: Sequence[LoopDesign]) -> Stages:
    """Loops that run, stage by stage in the direction of the header's flow; one stage where they are in parallel."""
    running = tuple(loop for loop in loops if loop.runs)
    if isinstance(laid.aim, InSeries):
        return tuple(tuple(running[i] for i in stage) for stage in laid.aim.stages)
    return (running,) if running else ()


def hottest_c(plant: Plant, stages: Sequence[Sequence[LoopDesign]], back_c: float) -> float:
    """Hottest header water behind the last of some stages without any lift, every loop within its limits. [degC]"""
    water = plant.header.coolant
    if len(stages) == 1:
        heats = [loop.duty_w - loop.lift_w for loop in stages[0]]
        return mixed(water, heats, [loop.supply_max_c for loop in stages[0]], back_c)
    staged, tops = _staged(stages)
    flow, _ = least_flow_kg_s(water, back_c, staged, tops)
    return ends_c(water, back_c, staged, flow)[-1]


def held_loop(
    plant: Plant, loops: Sequence[LoopDesign], stages: Sequence[Sequence[LoopDesign]], header: HeaderPoint | None
) -> LoopDesign:
    """The loop whose limit keeps the direct supply from being hotter: in parallel the coolest, in series that of the tightest stage."""
    if header is None or len(stages) < 2 or not all(loop.runs for loop in loops):
        return min(loops, key=_top)
    lifted = [loop for loop in loops if loop.machine is not None]
    if lifted:
        return min(lifted, key=_top)
    staged, tops = _staged(stages)
    _, held = least_flow_kg_s(plant.header.coolant, header.back_c, staged, tops)
    return min(stages[held], key=_top)


def _staged(stages: Sequence[Sequence[LoopDesign]]) -> tuple[list[float], list[float]]:
    """Heat [W] and hottest water [degC] of each stage."""
    heats = [sum(loop.duty_w - loop.lift_w for loop in stage) for stage in stages]
    return heats, [min(loop.supply_max_c for loop in stage) for stage in stages]


def _top(loop: LoopDesign) -> float:
    return loop.supply_max_c
