"""Which loop gives how much, compiled: what they should give, who is held back, and machines that follow the heat wanted."""

import numpy as np

from heatloop_thermo.compiled import inlined
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_header import Need, Node, Now
from heatloop_thermo.operate.kernel_liquid import HEADER, enthalpy_j_kg
from heatloop_thermo.operate.kernel_loops import (
    DUTY,
    GIVEN,
    HEAT,
    HEAT_PUMP,
    IDLE,
    KIND,
    LOSS,
    SET,
    SHARE,
    Loops,
    between,
)

CLOSE = 1e-6
"""Share of the heat to which an hour's sources are matched with what is wanted of them. [-]"""
FOLLOW_NOT, FOLLOW, FOLLOW_GROUPS = 0, 1, 2


@inlined
def foresee(node: Node, loops: Loops, now: Now, need: Need, rows: Array) -> tuple[float, float]:
    """What the loops should give, with the pipe losses of the hour before and no limit in the way: heat [W], enthalpy of the mix [J/kg]."""
    shift_k = need.sent_c - node.sent_c if node.shifts else 0.0
    given, carried, hottest = 0.0, 0.0, -1e9
    for i in range(rows.shape[0]):
        share = now.share[i]
        heat = share * loops.figures[i, HEAT] + between(loops.pump_heat_w, i, share) - rows[i, LOSS]
        heat = share * loops.figures[i, DUTY] if loops.figures[i, KIND] == HEAT_PUMP else max(heat, 0.0)
        rows[i, GIVEN] = heat if loops.figures[i, KIND] != IDLE else 0.0
        given += rows[i, GIVEN]
        carried += rows[i, GIVEN] * (loops.figures[i, SET] + shift_k)
        hottest = max(hottest, loops.figures[i, SET] + shift_k) if rows[i, GIVEN] > 0.0 else hottest
    if given <= 0.0:
        return 0.0, need.h_return
    return given, enthalpy_j_kg(node.liquids, HEADER, hottest if node.stages > 1 else carried / given)


@inlined
def hold_back(node: Node, loops: Loops, excess_w: float, rows: Array, plan: Array) -> None:
    """Want less of the sources: of heat pumps first, since they cost power, then of all others in proportion."""
    lifted, direct = 0.0, 0.0
    for i in range(rows.shape[0]):
        if loops.figures[i, KIND] == HEAT_PUMP:
            lifted += rows[i, GIVEN]
        else:
            direct += rows[i, GIVEN]
    cut = min(excess_w, lifted)
    keep_lifted = 1.0 - cut / lifted if lifted > 0.0 else 0.0
    keep_direct = max(0.0, 1.0 - (excess_w - cut) / direct) if direct > 0.0 else 0.0
    for i in range(rows.shape[0]):
        aim = rows[i, GIVEN] * (keep_lifted if loops.figures[i, KIND] == HEAT_PUMP else keep_direct)
        plan[i, 2] = aim
        if node.follow == FOLLOW_NOT or loops.figures[i, KIND] == IDLE:
            plan[i, 1] = aim if aim < rows[i, GIVEN] else plan[i, 1]  # who is not held back gives what it has
            continue
        share = rows[i, SHARE] * (aim + rows[i, LOSS]) / (rows[i, GIVEN] + rows[i, LOSS]) if aim > 0.0 else 0.0
        if node.follow == FOLLOW_GROUPS:
            share = min(plan[i, 0], np.ceil(share * node.groups[i] - CLOSE) / node.groups[i])
            plan[i, 1] = aim
        plan[i, 0] = share


@inlined
def missed(rows: Array, plan: Array) -> bool:
    """Whether a loop was held back to what was foreseen, while another gives less than that: the first could have given more."""
    held, short = False, False
    for i in range(rows.shape[0]):
        held = held or plan[i, 1] < np.inf
        short = short or rows[i, GIVEN] < (1.0 - CLOSE) * plan[i, 2]
    return held and short and rows.shape[0] > 1


@inlined
def follow(node: Node, rows: Array, plan: Array) -> bool:
    """Trim the machines that follow the heat until they give what was aimed at; whether they do."""
    settled = True
    for i in range(rows.shape[0]):
        aim, given = plan[i, 2], rows[i, GIVEN]
        if node.follow == FOLLOW and aim > 0.0 and abs(given - aim) > CLOSE * aim:
            plan[i, 0] *= (aim + rows[i, LOSS]) / (given + rows[i, LOSS])
            settled = False
    return settled
