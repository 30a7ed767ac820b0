"""One hour of a whole plant, compiled: sources, tank and boiler serve the sinks; what is left over is rejected.

Sources, tank and sinks meet where the tank hangs. What the sinks need is known first: a flow, and how hot it has to leave. The sources
give what they have, or what is wanted; what the sinks do not take goes into the tank as far as the header's flow allows, and the rest is
rejected. What is missing comes from the tank, then from the boiler. The enthalpy of every stream is booked, so that each part closes.
"""

from typing import NamedTuple

import numpy as np

from heatloop_thermo.compiled import inlined, lean
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_hand_over import hand_over
from heatloop_thermo.operate.kernel_header import Need, Node, Now, comes_back, pump_heat_w
from heatloop_thermo.operate.kernel_liquid import (
    HEADER,
    enthalpy_j_kg,
    temperature_c,
)
from heatloop_thermo.operate.kernel_loops import (
    COLD_FLOW,
    COLD_OUT,
    DUTY,
    GIVEN,
    GUESS,
    IDLE,
    KIND,
    REJECTED,
    SET,
    STAGE,
    Loops,
)
from heatloop_thermo.operate.kernel_share import CLOSE, FOLLOW_NOT, follow, foresee, hold_back, missed
from heatloop_thermo.storage.compiled_kernel import draw

CHARGE_LEAST_J_KG = 3.0 * 4180.0
"""The tank is charged while its bottom is 3 K colder than what the sources give: else it is pumping for nothing. [J/kg] estimate"""
SURE = 1e-3
"""Share of the heat that has to be foreseen as too much for the loops to be held back before they are asked. [-]"""
CLOSE_K = 1e-2
"""Change of the return temperature at which an hour counts as settled. [K]"""
TURNS = 12


class Split(NamedTuple):
    """Where the heat of the sources goes.

    To the sinks, into the tank, nowhere [W]; flows of the first two [kg/s]; enthalpies of what comes back to the sources, and of what
    they give [J/kg].
    """

    taken_w: float
    charged_w: float
    excess_w: float
    direct_kg_s: float
    charge_kg_s: float
    h_back: float
    h_source: float


class Home(NamedTuple):
    """The header's return: flow through the header [kg/s]; heat of its pump, and what of it goes to the tank's side [W].

    Then the enthalpy in which the sinks' water comes back [J/kg], and what the return run lost [W].
    """

    flow_kg_s: float
    pump_w: float
    spare_w: float
    h: float
    loss_w: float


@inlined
def give(
    node: Node, loops: Loops, now: Now, need: Need, h_back: float, rows: Array, plan: Array
) -> tuple[float, float]:
    """Let every loop hand over at the return temperature, as ``plan`` (share, heat wanted) says: heat [W], enthalpy of the mix [J/kg]."""
    back_c = temperature_c(node.liquids, HEADER, h_back)
    shift_k = need.sent_c - node.sent_c if node.shifts else 0.0
    if node.stages > 1:
        return _in_series(node, loops, now, (h_back, back_c, shift_k), rows, plan)
    given, flow, carried = 0.0, 0.0, 0.0
    for i in range(rows.shape[0]):
        air = (now.ambient_c, now.gain_w_k[i])
        hand_over(loops, i, plan[i, 0], (back_c, loops.figures[i, SET] + shift_k), plan[i, 1], air, rows[i])
        given += rows[i, GIVEN]
        flow += rows[i, COLD_FLOW]
        carried += rows[i, COLD_FLOW] * enthalpy_j_kg(node.liquids, HEADER, rows[i, COLD_OUT])
    return given, carried / flow if flow > 0.0 else h_back


@lean
def _in_series(
    node: Node, loops: Loops, now: Now, start: tuple[float, float, float], rows: Array, plan: Array
) -> tuple[float, float]:
    """The same where one flow passes all stages: each warms it by what it gives, and all together to the last one's set point."""
    h_back, back_c, shift_k = start
    final_c, count, total = back_c, rows.shape[0], 0.0
    for i in range(count):
        final_c = max(final_c, loops.figures[i, SET] + shift_k) if loops.figures[i, KIND] != IDLE else final_c
        rows[i, GUESS] = min(plan[i, 1], plan[i, 0] * loops.figures[i, DUTY])
        total += rows[i, GUESS]
    rise = enthalpy_j_kg(node.liquids, HEADER, final_c) - h_back
    h_source = h_back
    for _ in range(TURNS):
        total, off, h_in, in_c = max(total, 1.0), 0.0, h_back, back_c
        for stage in range(node.stages):
            step = 0.0
            for i in range(count):
                step += rows[i, GUESS] if loops.figures[i, STAGE] == stage else 0.0
            h_out = h_in + step / total * rise
            out_c = temperature_c(node.liquids, HEADER, h_out)
            carried, share = _stage(loops, now, stage, (in_c, out_c), rows, plan)
            h_source = h_in + (enthalpy_j_kg(node.liquids, HEADER, carried) - h_in if share > 0.0 else 0.0)
            h_in, in_c = h_out, out_c
        new = 0.0
        for i in range(count):
            off = max(off, abs(rows[i, GIVEN] - rows[i, GUESS]))
            rows[i, GUESS] = rows[i, GIVEN]
            new += rows[i, GIVEN]
        total = new
        if off <= CLOSE * total:
            break
    return total, h_source


@inlined
def _stage(
    loops: Loops, now: Now, stage: int, ends_c: tuple[float, float], rows: Array, plan: Array
) -> tuple[float, float]:
    """One stage: temperature of its mix [degC], and what its loops give [W]."""
    given, mixed = 0.0, 0.0
    for i in range(rows.shape[0]):
        if loops.figures[i, STAGE] == stage:
            hand_over(loops, i, plan[i, 0], ends_c, plan[i, 1], (now.ambient_c, now.gain_w_k[i]), rows[i])
            given += rows[i, GIVEN]
            mixed += rows[i, GIVEN] * rows[i, COLD_OUT]
    return mixed / given if given > 0.0 else ends_c[0], given


@inlined
def split_of(node: Node, need: Need, given_w: float, h_source: float, home: tuple[float, float], h: Array) -> Split:
    """Share the sources' heat out; ``home`` is the enthalpy in which the sinks' water comes back [J/kg], and pump heat for the tank [W]."""
    h_home, pump_w = home
    taken, direct = 0.0, 0.0
    if need.flow_kg_s > 0.0 and h_source > h_home:
        passes = min(need.flow_kg_s * (min(h_source, need.h_sent) - h_home), node.most_kg_s * (h_source - h_home))
        taken = min(given_w, passes)
        direct = taken / (h_source - h_home)
    surplus, charged, charge = given_w - taken + pump_w, 0.0, 0.0
    if h.size > 0 and surplus > 0.0 and h_source - h[h.size - 1] > CHARGE_LEAST_J_KG:
        room = max(0.0, node.most_kg_s - direct)
        mass, heat = draw(h, node.tank.layer_kg, surplus * node.dt_s, room * node.dt_s, h_source, True)
        charged, charge = heat / node.dt_s, mass / node.dt_s
    h_back = h_home
    if direct + charge > 0.0:
        h_back = (direct * h_home + charge * h_source - charged + pump_w) / (direct + charge)
    return Split(taken, charged, surplus - charged, direct, charge, h_back, h_source)


@inlined
def _home(node: Node, need: Need, flow_kg_s: float) -> Home:
    """The header's return at a flow."""
    pump_w = pump_heat_w(node, flow_kg_s)
    spare_w = pump_w * (1.0 - need.flow_kg_s / flow_kg_s) if flow_kg_s > 0.0 else 0.0
    h, loss_w = comes_back(node, need, pump_w - spare_w)
    return Home(flow_kg_s, pump_w, spare_w, h, loss_w)


@inlined
def _expected(node: Node, loops: Loops, now: Now, need: Need, h: Array, rows: Array, plan: Array) -> tuple[Split, Home]:
    """The split with what the loops should give, and them held back to it, so that most hours need to ask them once."""
    home = _home(node, need, need.flow_kg_s)
    given, h_source = foresee(node, loops, now, need, rows)
    split = split_of(node, need, given, h_source, (home.h, 0.0), h)
    if split.charge_kg_s > 0.0:  # the header carries more than the sinks need
        home = _home(node, need, max(need.flow_kg_s, split.direct_kg_s + split.charge_kg_s))
        split = split_of(node, need, given, h_source, (home.h, home.spare_w), h)
    if split.excess_w > SURE * given:
        hold_back(node, loops, split.excess_w, rows, plan)
    return split, home


@inlined
def serve(
    node: Node, loops: Loops, now: Now, need: Need, h: Array, rows: Array, plan: Array
) -> tuple[Split, float, float, float]:
    """Settle the sources against sinks and tank: the split, header flow [kg/s], its pump's heat and its return run's loss [W]."""
    for i in range(rows.shape[0]):
        plan[i, 0], plan[i, 1], plan[i, 2] = now.share[i], np.inf, 0.0
    home = _home(node, need, need.flow_kg_s)
    split, foreseen = Split(0.0, 0.0, 0.0, 0.0, 0.0, home.h, home.h), node.follow == FOLLOW_NOT
    if foreseen:
        split, home = _expected(node, loops, now, need, h, rows, plan)
    h_back = split.h_back
    for turn in range(TURNS):
        given, h_source = give(node, loops, now, need, h_back, rows, plan)
        split = split_of(node, need, given, h_source, (home.h, home.spare_w), h)
        still = abs(split.h_back - h_back) < CLOSE_K * 4180.0
        through = max(need.flow_kg_s, split.direct_kg_s + split.charge_kg_s)
        steady = abs(through - home.flow_kg_s) <= 1e-3 * through
        more = split.excess_w > CLOSE * given + 1.0
        again = foreseen and missed(rows, plan)
        if turn == TURNS - 1 or (still and steady and not more and not again and follow(node, rows, plan)):
            break
        h_back, foreseen = split.h_back, False
        if again:
            for i in range(rows.shape[0]):
                plan[i, 1] = np.inf
        elif more:
            hold_back(node, loops, split.excess_w, rows, plan)
        if not steady:
            home = _home(node, need, through)
    _reject(split.excess_w, rows)
    return split, home.flow_kg_s, home.pump_w, home.loss_w


@inlined
def _reject(excess_w: float, rows: Array) -> None:
    """What is still left over, a millionth of the heat, is rejected by the loop that gives most."""
    best = 0
    for i in range(rows.shape[0]):
        if rows[i, GIVEN] > rows[best, GIVEN]:
            best = i
    rows[best, GIVEN] -= excess_w
    rows[best, REJECTED] += excess_w
