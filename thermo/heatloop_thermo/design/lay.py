"""All loops of a plant in parallel on its header: reach, set point and equipment of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from heatloop_thermo.design.aim import Aim, InParallel
from heatloop_thermo.design.equip import Equipped, equip
from heatloop_thermo.design.mix import mixed, setpoints
from heatloop_thermo.design.reach import Reach, reach_of
from heatloop_thermo.design.ring import Ring
from heatloop_thermo.design.verdict import REACHED_WITHIN_K
from heatloop_thermo.plant import Plant

ROUNDS_MAX = 20
"""Rounds in which loops whose pump falls short hand work to the others."""
MAKES_UP_K = 5.0
"""A heat pump goes this far beyond its set point to make up for what the other loops lack in the end. [K] verified: estimate"""


@dataclass(frozen=True)
class Laid:
    """Loops equipped for one arrangement.

    Parameters
    ----------
    equipped : every loop, in the order of the plant.
    aim : what those that run aim at; None where none does.
    shifts : whether they may shift so that the sinks get the target exactly.
    short : whether they fall short of the target, so that a boiler has to fire.
    """

    equipped: tuple[Equipped, ...]
    aim: Aim | None
    shifts: bool = False
    short: bool = False

    @property
    def working(self) -> tuple[Equipped, ...]:
        """Loops that hand heat over."""
        return tuple(item for item in self.equipped if item.ring is not None)

    @property
    def rings(self) -> tuple[Ring, ...]:
        """Their rings, in the same order."""
        return tuple(item.ring for item in self.equipped if item.ring is not None)


def in_parallel(plant: Plant, cold_in_c: float, supply_c: float) -> Laid:
    """Each loop heats its share of the header's flow from the same return.

    Parameters
    ----------
    plant : as typed.
    cold_in_c, supply_c : header water before and after the hand-overs, as far as they are known. [degC]
    """
    made = Laid(_equip_all(plant, cold_in_c, supply_c), None)
    working, rings = made.working, made.rings
    if not rings:
        return made
    pairs = list(zip(working, rings, strict=True))
    tops = [ring.supply_c if item.selection else item.reach.supply_max_c for item, ring in pairs]
    heats = [ring.loop.liquid_w for ring in rings]
    short = mixed(plant.header.coolant, heats, tops, cold_in_c) < supply_c - REACHED_WITHIN_K
    holds = tuple(
        item.selection is not None or ring.supply_c < top for (item, ring), top in zip(pairs, tops, strict=True)
    )
    most = tuple(top + MAKES_UP_K if item.selection else top for (item, _), top in zip(pairs, tops, strict=True))
    return Laid(made.equipped, InParallel(holds, most), any(holds), short)


def _equip_all(plant: Plant, cold_in_c: float, supply_c: float) -> tuple[Equipped, ...]:
    """Reach, set point and equipment of every loop; what one loop cannot do is left to the others, so all are asked again."""
    water = plant.header.coolant
    done: dict[str, Equipped] = {}
    reaches = {loop.name: reach_of(loop, water, cold_in_c) for loop in plant.loops}
    for _ in range(ROUNDS_MAX):
        asked = [reaches[loop.name] for loop in plant.loops if loop.name not in done]
        lifted = _lifted(plant, asked, cold_in_c, supply_c)
        done.update({r.loop.name: Equipped(r.loop, r) for r in asked if not r.open and r.loop.name not in lifted})
        asked = [reach for reach in asked if reach.loop.name not in done]
        tops = [supply_c if reach.loop.name in lifted else reach.supply_max_c for reach in asked]
        heats = [reach.loop.liquid_w for reach in asked]
        wanted = setpoints(water, supply_c, cold_in_c, heats, tops) if asked else ()
        made = [
            equip(plant, reach.loop, reach, cold_in_c, at, reach.loop.name in lifted)
            for reach, at in zip(asked, wanted, strict=True)
        ]
        short = [item for item in made if item.pump_ratio is not None]
        refused = [item for item in made if item.refusal is not None]
        if not short and not refused:
            done.update({item.loop.name: item for item in made})
            return tuple(done[loop.name] for loop in plant.loops)
        done.update({item.loop.name: item for item in refused})
        for item in short:
            reaches[item.loop.name] = reach_of(item.loop, water, cold_in_c, item.pump_ratio or 0.0)
    raise AssertionError(f"{plant.name}: the loops did not agree on their flows within {ROUNDS_MAX} rounds")


def _lifted(plant: Plant, asked: Sequence[Reach], cold_in_c: float, supply_c: float) -> set[str]:
    """Loops that need their heat pump: those too cool that allow one, unless the others make up for them directly."""
    direct = [reach for reach in asked if reach.open]
    if len(direct) == len(asked):
        heats, tops = [reach.loop.liquid_w for reach in direct], [reach.supply_max_c for reach in direct]
        if not asked or mixed(plant.header.coolant, heats, tops, cold_in_c) >= supply_c - REACHED_WITHIN_K:
            return set()
    return {r.loop.name for r in asked if r.loop.heat_pump and r.supply_max_c < supply_c - REACHED_WITHIN_K}
