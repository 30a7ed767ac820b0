"""From a typed plant to a design: reach, set points, equipment, the coupled rated point, the verdict."""

from collections.abc import Sequence

from heatloop_thermo.design.assemble import design_of
from heatloop_thermo.design.equip import Equipped, equip, reach_of
from heatloop_thermo.design.header import HeaderPoint, first_ends, header_turn, sinks_return_c
from heatloop_thermo.design.hydraulics import CircuitPump, choose
from heatloop_thermo.design.mix import mixed, setpoints
from heatloop_thermo.design.result import Design, Finding
from heatloop_thermo.design.settle import settle
from heatloop_thermo.design.verdict import REACHED_WITHIN_K
from heatloop_thermo.errors import Infeasible, OutOfRange, require
from heatloop_thermo.plant import Plant

ROUNDS_MAX = 20
"""Rounds in which loops whose pump falls short hand work to the others."""


def size(plant: Plant) -> Design:
    """Size a plant and say whether its target is reached, by which route, and what binds.

    Parameters
    ----------
    plant : as typed; see `heatloop_thermo.plant`.

    Returns
    -------
    The design at its rated point: every machine at full power, the sinks at their design return. Energy closes to 1e-9.

    Raises
    ------
    OutOfRange : if the plant cannot be computed at all (no loop, no sink, no heat, a target outside the header's liquid).
    """
    _require_whole(plant)
    return_c = sinks_return_c(plant)
    cold_in_c, supply_c = first_ends(plant, return_c)
    equipped = _equip_all(plant, cold_in_c, supply_c)
    working = [item for item in equipped if item.ring is not None]
    rings = [item.ring for item in working if item.ring is not None]
    if not rings:
        return design_of(plant, equipped, (), None, return_c)
    fire = _boiler_fires(plant, working, cold_in_c, supply_c)
    first = [item.first for item in working if item.first is not None]
    start = header_turn(plant, first, None, return_c, fire)
    pump, remark = _header_pump(plant, start)
    holds = [item.ring is not None and item.ring.supply_c < item.reach.supply_max_c for item in working]
    points, header = settle(plant, rings, first, start, pump, holds, fire)
    return design_of(plant, equipped, points, header, return_c, remark)


def _header_pump(plant: Plant, start: HeaderPoint) -> tuple[CircuitPump | None, tuple[Finding, ...]]:
    """The header's pump, or the finding that none is made for it."""
    try:
        return choose(plant.header, start.flow_kg_s, start.return_c, start.budget), ()
    except Infeasible as refusal:
        return None, (Finding("error", refusal.binding, f"header pump: {refusal}"),)


def _require_whole(plant: Plant) -> None:
    """Refuse what cannot be computed at all."""
    if not plant.loops or not plant.sinks:
        raise OutOfRange(f"{plant.name}: a plant has at least one source loop and one sink")
    for loop in plant.loops:
        require(f"{loop.name}: liquid_w", loop.liquid_w, 1.0, 1e10, "W", "a source loop carries heat")
    for sink in plant.sinks:
        top = plant.target_c - 1.0
        require(f"{sink.name}: return_c", sink.return_c, 0.0, top, "degC", "a sink cools the water by 1 K at least")


def _equip_all(plant: Plant, cold_in_c: float, supply_c: float) -> tuple[Equipped, ...]:
    """Reach, set point and equipment of every loop; what one loop cannot do is left to the others, so all are asked again."""
    done: dict[str, Equipped] = {}
    reaches = {loop.name: reach_of(plant, loop, cold_in_c) for loop in plant.loops}
    for _ in range(ROUNDS_MAX):
        closed = [loop for loop in plant.loops if not reaches[loop.name].open]
        done.update({loop.name: Equipped(loop, reaches[loop.name]) for loop in closed if loop.name not in done})
        loops = [loop for loop in plant.loops if loop.name not in done]
        tops = [reaches[loop.name].supply_max_c for loop in loops]
        heats = [loop.liquid_w for loop in loops]
        wanted = setpoints(plant.header.coolant, supply_c, cold_in_c, heats, tops) if loops else ()
        made = [equip(plant, loop, reaches[loop.name], cold_in_c, at) for loop, at in zip(loops, wanted, strict=True)]
        short = [item for item in made if item.pump_ratio is not None]
        refused = [item for item in made if item.refusal is not None]
        if not short and not refused:
            done.update({item.loop.name: item for item in made})
            return tuple(done[loop.name] for loop in plant.loops)
        done.update({item.loop.name: item for item in refused})
        for item in short:
            reaches[item.loop.name] = reach_of(plant, item.loop, cold_in_c, item.pump_ratio or 0.0)
    raise AssertionError(f"{plant.name}: the loops did not agree on their flows within {ROUNDS_MAX} rounds")


def _boiler_fires(plant: Plant, working: Sequence[Equipped], cold_in_c: float, supply_c: float) -> bool:
    """Whether the boiler has to top up: the loops alone fall short, and no heat pump is to do it."""
    if plant.boiler is None or any(item.loop.heat_pump for item in working):
        return False
    heats = [item.loop.liquid_w for item in working]
    tops = [item.reach.supply_max_c for item in working]
    return mixed(plant.header.coolant, heats, tops, cold_in_c) < supply_c - REACHED_WITHIN_K
