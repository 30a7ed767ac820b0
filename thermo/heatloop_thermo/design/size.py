"""From a typed plant to a design: reach, set points, equipment, the coupled rated point, the verdict."""

from collections.abc import Sequence
from dataclasses import replace

from heatloop_thermo.design.aim import InSeries
from heatloop_thermo.design.arrange import arrangements_of, chosen
from heatloop_thermo.design.assemble import design_of
from heatloop_thermo.design.header import HeaderPoint, first_ends, header_turn, sinks_return_c
from heatloop_thermo.design.hydraulics import CircuitPump, choose
from heatloop_thermo.design.lay import ROUNDS_MAX, Laid, in_parallel
from heatloop_thermo.design.lift import again
from heatloop_thermo.design.result import Design, Finding
from heatloop_thermo.design.ring import Ring, RingPoint
from heatloop_thermo.design.series import in_series
from heatloop_thermo.design.settle import settle
from heatloop_thermo.errors import Infeasible, OutOfRange, ThermoError, require
from heatloop_thermo.plant import Arrangement, Circuit, Plant

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
    names = arrangements_of(plant)
    if len(names) == 1:
        return _designed(plant, names[0])
    designs, refusals = [], []
    for name in names:
        try:
            designs.append(_designed(plant, name))
        except ThermoError as refusal:  # the other one may be possible
            refusals.append(refusal)
    if not designs:
        raise refusals[0]
    return chosen(designs)


def _designed(plant: Plant, arrangement: Arrangement) -> Design:
    """The plant with its loops in one arrangement."""
    return_c = sinks_return_c(plant)
    ends = first_ends(plant, return_c)
    laid = in_series(plant, *ends) if arrangement == "series" else in_parallel(plant, *ends)
    if laid.aim is None:
        return design_of(plant, laid, (), None, return_c)
    points, header, remarks = _settled(plant, laid, return_c)
    return design_of(plant, laid, points, header, return_c, remarks)


def _settled(
    plant: Plant, laid: Laid, return_c: float
) -> tuple[tuple[RingPoint, ...], HeaderPoint, tuple[Finding, ...]]:
    """Settle the plant, designing its heat pumps again until they fit the temperatures that come out."""
    assert laid.aim is not None
    rings: Sequence[Ring] = laid.rings
    points = tuple(item.first for item in laid.working if item.first is not None)
    fire = plant.boiler is not None and laid.short
    stages = laid.aim.stages if isinstance(laid.aim, InSeries) else None
    header = header_turn(plant, points, None, return_c, fire, stages)
    pump, remarks = _header_pump(plant, header)
    for _ in range(ROUNDS_MAX):
        points, header = settle(plant, rings, points, header, pump, laid.aim, laid.shifts, fire)
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
        hot_c = min(bank.outlet_max_c for bank in loop.banks)
        for circuit in (loop.circuit, *([loop.cdu.circuit] if loop.cdu else [])):
            _require_carried(loop.name, circuit, loop.liquid_w, hot_c)
    _require_carried("header", plant.header, sum(loop.liquid_w for loop in plant.loops), plant.target_c)
    for sink in plant.sinks:
        top = plant.target_c - 1.0
        require(f"{sink.name}: return_c", sink.return_c, 0.0, top, "degC", "a sink cools the water by 1 K at least")


def _require_carried(name: str, circuit: Circuit, heat_w: float, hot_c: float) -> None:
    """Refuse pipes that lose most of what they are to carry: such a plant has no operating point to report."""
    lost = sum(run.loss_w_k * max(0.0, hot_c - run.ambient_c) for run in (*circuit.supply, *circuit.return_))
    reason = f"its pipes would lose {lost / 1e3:.3g} kW at {hot_c:g} °C of the {heat_w / 1e3:.3g} kW they are to carry"
    require(f"{name}: pipe loss over heat", lost / heat_w, 0.0, PIPE_LOSS_MAX, "-", reason)
