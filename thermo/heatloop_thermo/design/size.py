"""From a typed plant to a design: reach, set points, equipment, the coupled rated point, the verdict."""

from collections.abc import Sequence
from dataclasses import replace

from heatloop_thermo.design.assemble import design_of
from heatloop_thermo.design.equip import Equipped, equip
from heatloop_thermo.design.header import HeaderPoint, first_ends, header_turn, sinks_return_c
from heatloop_thermo.design.hydraulics import CircuitPump, choose
from heatloop_thermo.design.lift import again
from heatloop_thermo.design.mix import mixed, setpoints
from heatloop_thermo.design.reach import Reach, reach_of
from heatloop_thermo.design.result import Design, Finding
from heatloop_thermo.design.ring import Ring, RingPoint
from heatloop_thermo.design.settle import settle
from heatloop_thermo.design.verdict import REACHED_WITHIN_K
from heatloop_thermo.errors import Infeasible, OutOfRange, require
from heatloop_thermo.plant import Circuit, Plant

ROUNDS_MAX = 20
"""Rounds in which loops whose pump falls short hand work to the others."""
PIPE_LOSS_MAX = 0.25
"""Share of the heat that pipes may lose at the rated point; more is a slip in a length or an insulation. [-] verified: estimate"""


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
    tops = [
        ring.supply_c if item.selection else item.reach.supply_max_c for item, ring in zip(working, rings, strict=True)
    ]
    heats = [ring.loop.liquid_w for ring in rings]
    short = mixed(plant.header.coolant, heats, tops, cold_in_c) < supply_c - REACHED_WITHIN_K
    fire = plant.boiler is not None and short
    holds = [
        item.selection is not None or ring.supply_c < top for item, ring, top in zip(working, rings, tops, strict=True)
    ]
    points, header, remarks = _settled(plant, working, rings, holds, fire, return_c)
    return design_of(plant, equipped, points, header, return_c, remarks)


def _settled(
    plant: Plant, working: Sequence[Equipped], rings: Sequence[Ring], holds: Sequence[bool], fire: bool, return_c: float
) -> tuple[tuple[RingPoint, ...], HeaderPoint, tuple[Finding, ...]]:
    """Settle the plant, designing its heat pumps again until they fit the temperatures that come out."""
    points = tuple(item.first for item in working if item.first is not None)
    header = header_turn(plant, points, None, return_c, fire)
    pump, remarks = _header_pump(plant, header)
    for _ in range(ROUNDS_MAX):
        points, header = settle(plant, rings, points, header, pump, holds, fire)
        made = [again(plant, ring, point) for ring, point in zip(rings, points, strict=True)]
        if all(same for _, same in made):
            return points, header, remarks
        rings = [replace(ring, supply_c=point.handed.cold_out_c) for (ring, _), point in zip(made, points, strict=True)]
    raise AssertionError(f"{plant.name}: the heat pumps did not settle within {ROUNDS_MAX} rounds")


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
        _require_carried(loop.name, loop.circuit, loop.liquid_w, min(bank.outlet_max_c for bank in loop.banks))
    _require_carried("header", plant.header, sum(loop.liquid_w for loop in plant.loops), plant.target_c)
    for sink in plant.sinks:
        top = plant.target_c - 1.0
        require(f"{sink.name}: return_c", sink.return_c, 0.0, top, "degC", "a sink cools the water by 1 K at least")


def _require_carried(name: str, circuit: Circuit, heat_w: float, hot_c: float) -> None:
    """Refuse pipes that lose most of what they are to carry: such a plant has no operating point to report."""
    lost = sum(run.loss_w_k * max(0.0, hot_c - run.ambient_c) for run in (*circuit.supply, *circuit.return_))
    reason = f"its pipes would lose {lost / 1e3:.3g} kW at {hot_c:g} °C of the {heat_w / 1e3:.3g} kW they are to carry"
    require(f"{name}: pipe loss over heat", lost / heat_w, 0.0, PIPE_LOSS_MAX, "-", reason)


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
