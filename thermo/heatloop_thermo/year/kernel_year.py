"""The hours of a year one after the other, compiled: sources and sinks as in `kernel_hour`, then tank, boiler and what arrives."""

from typing import NamedTuple

from heatloop_thermo.compiled import inlined, lean
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_header import Need, Node, Now, arrives_c, need_of
from heatloop_thermo.operate.kernel_hour import Split, serve
from heatloop_thermo.operate.kernel_liquid import HEADER, enthalpy_j_kg, temperature_c
from heatloop_thermo.operate.kernel_loops import FLAG, LIFT_LIMITED, LIMITED, THROTTLED, Loops
from heatloop_thermo.storage.compiled_kernel import conduct, cool, displace, draw, settle, stir

(
    SUPPLY, RETURN, TOP, BOTTOM, BOILER, DELIVERED, CHARGED, DISCHARGED, TANK_LOSS, SUPPLY_LOSS, BACK_LOSS, PUMP_HEAT, FLOW, SINK_FLOW,
    REASON, TAKEN, SENT, HEAD, DIRECT_FLOW, CHARGE_FLOW, BACK, SOURCE,
) = range(22)  # fmt: skip
COLUMNS = 22
"""Of an hour: temperatures [degC] of supply, return, tank top and bottom; heats [W]; header and sink flow [kg/s]; reason bits; then what
the balances ask for: heat taken directly, enthalpies [J/kg] wanted and found at the head of the supply run, flows, and both ends of the
sources."""
SOURCE_SHORT, BOILER_LIMIT, COLD_SUPPLY, MACHINE_LIMIT, HEAT_PUMP_LIMIT, REJECTION_SHORT = 2, 4, 16, 32, 64, 128
"""Bits of `heatloop_thermo.year.Reason` that the hour itself finds out."""
SHORT = 1e-6
"""Share of the demand that may be missing before an hour counts as short. [-]"""
COLD_K = 0.01
"""Supply below the target by which an hour counts as cold. [K]"""


class Given(NamedTuple):
    """What comes from outside in every hour.

    Demand [W], return [degC], outdoor air [degC] and the enthalpy of water at that [J/kg], all of shape (n,); share of machines [-] and
    gain of the coolers [W/K], shape (n, loops).
    """

    demand_w: Array
    return_c: Array
    ambient_c: Array
    h_around: Array
    share: Array
    gain_w_k: Array


@lean
def run(
    node: Node,
    loops: Loops,
    given: Given,
    target_c: float,
    h: Array,
    work: Array,
    rows: Array,
    plan: Array,
    hours: Array,
    kept: Array,
) -> None:
    """Simulate the hours.

    Parameters
    ----------
    node, loops, given : what stays, and what changes.
    target_c : supply temperature promised. [degC]
    h, work : enthalpies of the tank's layers, topmost first, changed in place; scratch of the same size; empty without a tank. [J/kg]
    rows, plan : state of each loop, shape (loops, kernel_loops.COLUMNS); scratch, shape (loops, 3).
    hours, kept : what comes out, shapes (n, COLUMNS) and (n, loops, kernel_loops.SCRATCH).
    """
    for t in range(hours.shape[0]):
        now = Now(given.demand_w[t], given.return_c[t], given.ambient_c[t], given.share[t], given.gain_w_k[t])
        _hour(node, loops, now, (target_c, given.h_around[t]), h, work, rows, plan, hours[t])
        for i in range(rows.shape[0]):
            for column in range(kept.shape[2]):
                kept[t, i, column] = rows[i, column]


@inlined
def _hour(
    node: Node,
    loops: Loops,
    now: Now,
    fixed: tuple[float, float],
    h: Array,
    work: Array,
    rows: Array,
    plan: Array,
    out: Array,
) -> None:
    target_c, h_around = fixed
    lost = cool(h, node.tank, h_around, 0.5 * node.dt_s) if h.size > 0 else 0.0
    need = need_of(node, now)
    split, flow, pump_w, back_loss = serve(node, loops, now, need, h, rows, plan)
    h_home = split.h_back
    if need.flow_kg_s > 0.0:
        h_home = need.h_return + _rest_w(need, flow, pump_w, back_loss) / need.flow_kg_s
    discharged = _discharge(node, need, split, h_home, h, work)
    _finish(node, now, need, split, (target_c, h_home, discharged), out)
    out[CHARGED], out[DISCHARGED], out[TANK_LOSS] = split.charged_w, discharged, 0.0
    out[BACK_LOSS], out[PUMP_HEAT], out[FLOW] = back_loss, pump_w, flow
    out[REASON] += float(_flags(rows))
    if h.size > 0:
        if split.charge_kg_s > 0.0:
            _move(h, work, node, split.charge_kg_s, split.h_source, True)
        _rest(node, h, work, h_around, lost, out)
        out[TOP] = temperature_c(node.liquids, HEADER, h[0])
        out[BOTTOM] = temperature_c(node.liquids, HEADER, h[h.size - 1])


@inlined
def _rest(node: Node, h: Array, work: Array, h_around: float, lost: float, out: Array) -> None:
    """The second half of the tank's loss, conduction and mixing."""
    lost += cool(h, node.tank, h_around, 0.5 * node.dt_s)
    if h.size > 1:
        conduct(h, work, node.tank, node.dt_s)
        settle(h, work)
    out[TANK_LOSS] = lost * node.tank.layer_kg / node.dt_s


@inlined
def _rest_w(need: Need, flow: float, pump_w: float, back_loss: float) -> float:
    """What pump and return run add to the sinks' water. [W]"""
    return pump_w * need.flow_kg_s / flow - back_loss


@lean
def _move(h: Array, work: Array, node: Node, flow_kg_s: float, h_in: float, down: bool) -> None:
    if h.size == 1:
        stir(h, node.tank.layer_kg, 0.0, flow_kg_s, h_in, h_in, node.dt_s)
    else:
        displace(h, work, flow_kg_s * node.dt_s / node.tank.layer_kg, h_in, down)


@lean
def _discharge(node: Node, need: Need, split: Split, h_home: float, h: Array, work: Array) -> float:
    """Let the sinks' water that no source took pass the tank, as much as they need; heat that it brings. [W]"""
    lack = need.flow_kg_s * (need.h_sent - h_home) - split.taken_w
    rest = need.flow_kg_s - split.direct_kg_s
    if h.size == 0 or lack <= 0.0 or rest <= SHORT * need.flow_kg_s or split.charge_kg_s > 0.0:
        return 0.0
    mass, heat = draw(h, node.tank.layer_kg, lack * node.dt_s, rest * node.dt_s, h_home, False)
    if mass <= 0.0:
        return 0.0
    _move(h, work, node, mass / node.dt_s, h_home, False)
    return heat / node.dt_s


@inlined
def _finish(node: Node, now: Now, need: Need, split: Split, fixed: tuple[float, float, float], out: Array) -> None:
    """The boiler, and what arrives at the sinks."""
    target_c, h_home, discharged = fixed
    out[RETURN] = temperature_c(node.liquids, HEADER, need.h_return)
    out[SINK_FLOW], out[SENT], out[TAKEN] = need.flow_kg_s, need.h_sent, split.taken_w
    out[DIRECT_FLOW], out[CHARGE_FLOW], out[BACK], out[SOURCE] = (
        split.direct_kg_s,
        split.charge_kg_s,
        split.h_back,
        split.h_source,
    )
    out[BOILER] = out[DELIVERED] = out[SUPPLY_LOSS] = out[REASON] = 0.0
    out[SUPPLY], out[HEAD] = node.supply_c, need.h_sent
    if need.flow_kg_s <= 0.0:
        return
    whole = need.flow_kg_s * (need.h_sent - h_home)
    lack = whole - split.taken_w - discharged
    boiler = min(max(lack, 0.0), node.boiler_w)
    h_head = h_home + (split.taken_w + discharged + boiler) / need.flow_kg_s
    reason, delivered = 0, now.demand_w
    if lack - boiler > 1e-10 * whole:
        sent_c = temperature_c(node.liquids, HEADER, h_head)
        h_supply = enthalpy_j_kg(node.liquids, HEADER, arrives_c(node, need.flow_kg_s, sent_c))
        delivered = min(max(need.flow_kg_s * (h_supply - need.h_return), 0.0), now.demand_w)
        reason += BOILER_LIMIT if node.boiler_w > 0.0 and lack - boiler > SHORT * whole else 0
    supply_c = temperature_c(node.liquids, HEADER, need.h_return + delivered / need.flow_kg_s)
    hottest = need.flow_kg_s * (min(split.h_source, need.h_sent) - h_home)
    if split.taken_w < (1.0 - SHORT) * min(whole, max(hottest, 0.0)) or split.h_source <= h_home:
        reason += SOURCE_SHORT
    if supply_c < target_c - COLD_K:
        reason += COLD_SUPPLY
    out[BOILER], out[DELIVERED], out[SUPPLY], out[HEAD] = boiler, delivered, supply_c, h_head
    out[SUPPLY_LOSS] = need.flow_kg_s * (h_head - need.h_return) - delivered
    out[REASON] = float(reason)


@inlined
def _flags(rows: Array) -> int:
    """Reasons that the loops give."""
    found = 0
    for i in range(rows.shape[0]):
        found |= int(rows[i, FLAG])
    bits = (MACHINE_LIMIT if found & LIMITED else 0) + (HEAT_PUMP_LIMIT if found & LIFT_LIMITED else 0)
    return bits + (REJECTION_SHORT if found & THROTTLED else 0)
