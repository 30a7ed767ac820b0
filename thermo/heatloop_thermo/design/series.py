"""The loops of a plant one after the other: the coolest first, each taking over the whole flow of the header.

A stage is one loop, or several whose machines are as warm. The flow follows from the target and all heat; where a stage cannot give
what comes out for it, its loops get their heat pump, or else the flow grows until no stage is asked for too much.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from heatloop_thermo.design.aim import InSeries, ends_c, flow_kg_s, least_flow_kg_s
from heatloop_thermo.design.cdu import drop_of
from heatloop_thermo.design.equip import Equipped, equip
from heatloop_thermo.design.lay import ROUNDS_MAX, Laid
from heatloop_thermo.design.reach import Reach, reach_of, window_of
from heatloop_thermo.design.verdict import REACHED_WITHIN_K
from heatloop_thermo.plant import Plant, SourceLoop

SAME_LEVEL_K = 1.0
"""Loops whose hottest water differs by less share a stage. [K] verified: estimate"""
SAME_HEAT = 5e-3
"""Equipment is chosen again while the heat of a loop turns out different by more than this. [-]"""
PASSES = 3
"""Times that the flow is found again from what the stages can give at the flow before."""
Stages = tuple[tuple[SourceLoop, ...], ...]


@dataclass(frozen=True)
class _Plan:
    """Header water before and after each stage [degC], what each loop can give from there, who is lifted, each stage's top [degC]."""

    ends_c: tuple[float, ...]
    reaches: Mapping[str, Reach]
    lifted: frozenset[str]
    tops_c: tuple[float, ...]

    @property
    def closed(self) -> frozenset[str]:
        """Loops that can give nothing where they stand."""
        return frozenset(name for name, reach in self.reaches.items() if not reach.open) - self.lifted


def stages_of(plant: Plant, cold_c: float) -> Stages:
    """Loops by how hot their water could be, coolest first; those within `SAME_LEVEL_K` of a stage's first share it."""
    levels = [_level_c(loop, cold_c) for loop in plant.loops]
    stages: list[list[int]] = []
    for i in sorted(range(len(levels)), key=levels.__getitem__):
        if stages and levels[i] < levels[stages[-1][0]] + SAME_LEVEL_K:
            stages[-1].append(i)
        else:
            stages.append([i])
    return tuple(tuple(plant.loops[i] for i in sorted(stage)) for stage in stages)


def _level_c(loop: SourceLoop, cold_c: float) -> float:
    """Hottest header water that a loop's machines would allow, whatever comes back from the header. [degC]"""
    window = window_of(loop, cold_c, float("inf"))
    return max(window.supply_max_at(rise_k) for rise_k in (window.rise_low_k, window.rise_design_k, window.rise_high_k))


def in_series(plant: Plant, back_c: float, sent_c: float) -> Laid:
    """The whole flow of the header passes the loops stage after stage.

    Parameters
    ----------
    plant : as typed.
    back_c, sent_c : header water before the first and after the last hand-over, as far as they are known. [degC]
    """
    stages = stages_of(plant, back_c)
    heats = {loop.name: drop_of(loop).heat_w for loop in plant.loops}
    ratios: dict[str, float] = {}
    idle: dict[str, Equipped] = {}
    for _ in range(ROUNDS_MAX):
        stages = tuple(left for stage in stages if (left := tuple(loop for loop in stage if loop.name not in idle)))
        if not stages:
            return Laid(tuple(idle[loop.name] for loop in plant.loops), None)
        plan = _plan(plant, stages, heats, ratios, back_c, sent_c)
        idle |= {name: Equipped(plan.reaches[name].loop, plan.reaches[name]) for name in plan.closed}
        if plan.closed:
            continue
        made = _equipped(plant, stages, plan)
        idle |= {name: item for name, item in made.items() if item.refusal is not None}
        ratios |= {name: item.pump_ratio for name, item in made.items() if item.pump_ratio is not None}
        found = {name: _given_w(item) for name, item in made.items() if item.first is not None}
        same = all(abs(heat / heats[name] - 1.0) < SAME_HEAT for name, heat in found.items())
        heats |= found
        if same and len(found) == len(made):
            return _laid(plant, stages, plan, made | idle, sent_c)
    raise AssertionError(f"{plant.name}: the loops in series did not agree within {ROUNDS_MAX} rounds")


def _plan(
    plant: Plant,
    stages: Stages,
    heats_w: Mapping[str, float],
    ratios: Mapping[str, float],
    back_c: float,
    sent_c: float,
) -> _Plan:
    """Temperatures between the stages, and who needs a heat pump there. The flow found decides what is asked for, so it is asked again."""
    water = plant.header.coolant
    staged = [sum(heats_w[loop.name] for loop in stage) for stage in stages]
    target_flow = flow_kg_s(water, back_c, sum(staged), sent_c)
    ends = ends_c(water, back_c, staged, target_flow)
    plan = _asked(plant, stages, ends, ratios)
    for _ in range(PASSES):
        least, _ = least_flow_kg_s(water, back_c, staged, plan.tops_c)
        ends = ends_c(water, back_c, staged, max(target_flow, least))
        plan = _asked(plant, stages, ends, ratios)
    return plan


def _asked(plant: Plant, stages: Stages, ends: tuple[float, ...], ratios: Mapping[str, float]) -> _Plan:
    """What the loops can give where they stand, and which of them has to be lifted for what they are to give."""
    reaches, lifted = {}, set()
    for stage, cold_c, hot_c in zip(stages, ends, ends[1:], strict=False):
        for loop in stage:
            reach = reach_of(loop, plant.header.coolant, cold_c, ratios.get(loop.name, math.inf))
            reaches[loop.name] = reach
            if loop.heat_pump and reach.supply_max_c < hot_c - REACHED_WITHIN_K:
                lifted.add(loop.name)
    direct = [[reaches[loop.name] for loop in stage if loop.name not in lifted] for stage in stages]
    tops = tuple(min((reach.supply_max_c for reach in row if reach.open), default=math.inf) for row in direct)
    return _Plan(ends, reaches, frozenset(lifted), tops)


def _equipped(plant: Plant, stages: Stages, plan: _Plan) -> dict[str, Equipped]:
    made = {}
    for stage, cold_c, hot_c in zip(stages, plan.ends_c, plan.ends_c[1:], strict=False):
        for loop in stage:
            made[loop.name] = equip(plant, loop, plan.reaches[loop.name], cold_c, hot_c, loop.name in plan.lifted)
    return made


def _given_w(item: Equipped) -> float:
    """Heat that a loop gives the header, the work of its heat pump with it. [W]"""
    assert item.first is not None
    return item.first.next_duty_w * item.first.handed.given_w / item.first.duty_w


def _laid(plant: Plant, stages: Stages, plan: _Plan, made: Mapping[str, Equipped], sent_c: float) -> Laid:
    equipped = tuple(made[loop.name] for loop in plant.loops)
    places = {item.loop.name: i for i, item in enumerate(item for item in equipped if item.ring is not None)}
    short = plan.ends_c[-1] < sent_c - REACHED_WITHIN_K
    tops = plan.tops_c if short else tuple(math.inf for _ in stages)
    aim = InSeries(
        plant.header.coolant, tuple(tuple(places[loop.name] for loop in stage) for stage in stages), tops, not short
    )
    return Laid(equipped, aim, not short, short)
