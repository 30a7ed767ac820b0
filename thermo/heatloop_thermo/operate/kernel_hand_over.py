"""One loop in one hour, compiled: how hot it runs, what it hands over, what it has to reject, and whether it can.

Heats are never interpolated. The circuit is followed from one temperature all the way round by enthalpy, so that its energy closes
whatever that temperature is; what is solved for is the temperature at which the exchanger passes the heat on.
"""

import math

from heatloop_thermo.compiled import inlined, lean
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_exchanger import hot_in_c
from heatloop_thermo.operate.kernel_lift import lift
from heatloop_thermo.operate.kernel_liquid import HEADER, enthalpy_j_kg, heat_capacity_j_kgk
from heatloop_thermo.operate.kernel_loops import (
    ADDED,
    CEILING,
    COLD_FLOW,
    COLD_OUT,
    ELECTRIC,
    EXCHANGER,
    FLAG,
    FLOW,
    FULL_AT,
    GIVEN,
    HEAT,
    HEAT_PUMP,
    HOLD,
    INLET,
    KIND,
    LIMITED,
    LOSS,
    OUTLET,
    PART_AT,
    PUMP_HEAT,
    REJECTED,
    SHARE,
    THROTTLED,
    Loops,
    between,
    ring_from_cold,
    ring_from_hot,
)

Ends = tuple[float, float, float]
"""Header water into and out of a hand-over [degC], and the enthalpy that it takes up [J/kg]."""
SETTLED_K = 1e-4
"""Change of the hot inlet's temperature at which a loop counts as settled; each turn shrinks it some thirtyfold. [K]"""
NEAR_K = 0.01
"""Change after which the ring is followed once more, and the exchanger is not asked again. [K]"""
CLOSE_K = 1e-6
"""To which the hot liquid is brought to the machines' limit. [K]"""
LEAST_RISE_K = 0.1
"""Header water that would be warmed by less is not sent through an exchanger. [K] estimate"""
TRIES = 12
LEAST_SPREAD = 0.5
"""A loop that its machines hold back gives cooler water, down to this share of the rise wanted, before it rejects heat. [-] estimate"""
SMALL = 1e-4
"""Share of a loop's heat below which nothing is handed over. [-]"""


@inlined
def hand_over(
    loops: Loops,
    i: int,
    share: float,
    ends_c: tuple[float, float],
    wanted_w: float,
    air: tuple[float, float],
    row: Array,
) -> None:
    """What a loop does at a share of its machines.

    Parameters
    ----------
    loops, i : all loops, and which.
    share : of the machines that run. [-], 0..1
    ends_c : header water into and out of the hand-over. [degC]
    wanted_w : most heat that the header wants of it. [W], may be infinite
    air : outdoor temperature [degC], and heat per kelvin between coolant and air that the cooler moves at full speed [W/K].
    row : what came out, see `kernel_loops`; changed in place.
    """
    row[GIVEN] = row[ADDED] = row[ELECTRIC] = row[REJECTED] = row[LOSS] = row[PUMP_HEAT] = row[COLD_FLOW] = 0.0
    row[FLAG], row[SHARE] = 0.0, share
    ceiling_c, rise = loops.figures[i, CEILING], _rise_j_kg(loops, ends_c[0], ends_c[1])
    hold_c = min(loops.figures[i, HOLD], ceiling_c)
    for left in range(TRIES - 1, -1, -1):
        if row[SHARE] <= SMALL:
            row[SHARE] = row[GIVEN] = row[ADDED] = row[ELECTRIC] = row[REJECTED] = row[LOSS] = row[PUMP_HEAT] = 0.0
            row[COLD_FLOW], row[COLD_OUT], row[INLET], row[OUTLET] = 0.0, ends_c[1], hold_c, hold_c
            return
        _try(loops, i, hold_c, (ends_c[0], ends_c[1], rise), wanted_w, row)
        if row[REJECTED] <= 0.0:
            return
        capacity = row[SHARE] * loops.figures[i, FLOW] * heat_capacity_j_kgk(loops.liquids, i + 1, row[INLET])
        gain = air[1] * row[SHARE] / max(share, SMALL)
        if left == 0 or row[REJECTED] <= _rejectable_w(gain, capacity, row[INLET] - air[0]) * (1.0 + 1e-9):
            return
        most = _rejectable_w(gain, capacity, ceiling_c - air[0])
        if row[REJECTED] <= most and row[INLET] < ceiling_c - SETTLED_K:  # warmer is enough
            hold_c = min(ceiling_c, air[0] + (1.0 + 1e-6) * row[REJECTED] * (1.0 / gain - 1.0 / capacity))
        else:
            hold_c, row[FLAG] = ceiling_c, float(int(row[FLAG]) | THROTTLED)
            gross = (
                row[REJECTED] + row[GIVEN] - row[ADDED] + row[LOSS] + 2.0 * row[PUMP_HEAT]
            )  # as it goes with the share
            keep = 1.0 - (1.0 + 1e-6) * (row[REJECTED] - most) / gross
            row[SHARE] *= max(0.0, keep) if row[GIVEN] > 0.0 or most > 0.0 else 0.0


@inlined
def _rejectable_w(gain_w_k: float, capacity_w_k: float, above_k: float) -> float:
    """Heat that a cooler takes from a liquid that leaves it so far above the air. [W]"""
    if gain_w_k <= 0.0 or above_k <= 0.0:
        return 0.0
    return above_k / max(1.0 / gain_w_k - 1.0 / capacity_w_k, 1e-12)


@inlined
def _try(loops: Loops, i: int, hold_c: float, ends_c: Ends, wanted_w: float, row: Array) -> None:
    """The loop at the share that stands in its row, as if every heat could be rejected."""
    throttled = int(row[FLAG]) & THROTTLED
    row[FLAG] = float(throttled)
    row[PUMP_HEAT] = between(loops.pump_heat_w, i, row[SHARE])
    if loops.figures[i, KIND] == EXCHANGER:
        _exchange(loops, i, hold_c, ends_c, wanted_w, row)
        return
    flow, heat = row[SHARE] * loops.figures[i, FLOW], row[SHARE] * loops.figures[i, HEAT]
    row[INLET] = hold_c
    row[OUTLET], _, row[LOSS] = ring_from_cold(loops, i, flow, heat, hold_c)
    full = heat + row[PUMP_HEAT] - row[LOSS]
    taken = 0.0
    row[GIVEN] = row[ADDED] = row[ELECTRIC] = row[COLD_FLOW] = 0.0
    row[COLD_OUT] = ends_c[1]
    if loops.figures[i, KIND] == HEAT_PUMP and ends_c[1] - ends_c[0] >= LEAST_RISE_K:
        taken = lift(loops, i, full, wanted_w, ends_c[1], row)
        row[COLD_FLOW] = row[GIVEN] / ends_c[2]
    row[REJECTED] = full - taken


@inlined
def _exchange(loops: Loops, i: int, hold_c: float, ends_c: Ends, wanted_w: float, row: Array) -> None:
    """Through the exchanger: at the level where all heat is wanted, else at the level that is held, or as much as the machines bear."""
    flow, heat = row[SHARE] * loops.figures[i, FLOW], row[SHARE] * loops.figures[i, HEAT]
    gross, ceiling_c, flows = heat + row[PUMP_HEAT], loops.figures[i, CEILING], (flow, math.log(flow))
    open_ = ends_c[1] - ends_c[0] >= LEAST_RISE_K and wanted_w > SMALL * gross
    row[GIVEN] = row[COLD_FLOW] = 0.0
    held = not open_
    if wanted_w < gross or held:
        row[INLET] = hold_c
        row[OUTLET], hot_c, row[LOSS] = ring_from_cold(loops, i, flow, heat, hold_c)
        held = held or (wanted_w < gross - row[LOSS] and hot_in_c(loops, i, wanted_w, flows, ends_c, hot_c) <= hot_c)
    if not held:
        _level(loops, i, flows, (heat, gross), ends_c, wanted_w, row)
    if open_:
        row[GIVEN] = min(gross - row[LOSS], wanted_w)
        row[COLD_FLOW] = row[GIVEN] / ends_c[2]
    row[COLD_OUT] = ends_c[1]
    if row[INLET] > ceiling_c + SETTLED_K:
        row[INLET], row[FLAG] = ceiling_c, float(int(row[FLAG]) | LIMITED)
        row[OUTLET], hot_c, row[LOSS] = ring_from_cold(loops, i, flow, heat, ceiling_c)
        row[GIVEN] = min(gross - row[LOSS], wanted_w)
        row[COLD_OUT] = _cooler_c(loops, i, flows, ends_c, row[GIVEN], hot_c)
        cooler = (ends_c[0], row[COLD_OUT], _rise_j_kg(loops, ends_c[0], row[COLD_OUT]))
        row[GIVEN] = _passable_w(loops, i, flows, cooler, row[GIVEN], hot_c)
        row[COLD_FLOW] = row[GIVEN] / cooler[2]
    row[REJECTED] = gross - row[LOSS] - row[GIVEN]


@lean
def _cooler_c(loops: Loops, i: int, flows: tuple[float, float], ends_c: Ends, duty_w: float, hot_c: float) -> float:
    """Hottest header water with which a duty passes, the hot liquid no hotter than this; not below `LEAST_SPREAD`. [degC]"""
    low, high = ends_c[0] + max(LEAST_SPREAD * (ends_c[1] - ends_c[0]), LEAST_RISE_K), ends_c[1]
    under = _above_k(loops, i, flows, (ends_c[0], low), duty_w, hot_c)
    over = _above_k(loops, i, flows, (ends_c[0], high), duty_w, hot_c)
    if under > 0.0 or over <= 0.0:
        return low if under > 0.0 else high
    for _ in range(60):
        new = low - under * (high - low) / (over - under)
        off = _above_k(loops, i, flows, (ends_c[0], new), duty_w, hot_c)
        if off > 0.0:
            high, over, under = new, off, 0.5 * under
        else:
            low, under, over = new, off, 0.5 * over
            if off > -CLOSE_K:
                break
    return low


@lean
def _passable_w(loops: Loops, i: int, flows: tuple[float, float], ends_c: Ends, most_w: float, hot_c: float) -> float:
    """Heat that passes when the hot liquid may be no hotter than this, the header's water leaving as hot as wanted. [W]"""
    over, under = hot_in_c(loops, i, most_w, flows, ends_c, hot_c) - hot_c, ends_c[1] - hot_c
    if over <= 0.0 or under >= 0.0:
        return most_w if over <= 0.0 else 0.0
    low, high = 0.0, most_w
    for _ in range(60):
        new = low - under * (high - low) / (over - under)
        off = hot_in_c(loops, i, new, flows, ends_c, hot_c) - hot_c
        if off > 0.0:
            high, over, under = new, off, 0.5 * under
        else:
            low, under, over = new, off, 0.5 * over
            if off > -CLOSE_K:
                break
    return low


@inlined
def _rise_j_kg(loops: Loops, in_c: float, out_c: float) -> float:
    """Enthalpy that the header's water takes up. [J/kg]"""
    return enthalpy_j_kg(loops.liquids, HEADER, out_c) - enthalpy_j_kg(loops.liquids, HEADER, in_c)


@inlined
def _above_k(
    loops: Loops, i: int, flows: tuple[float, float], ends_c: tuple[float, float], duty_w: float, hot_c: float
) -> float:
    """By how much the hot liquid would have to be hotter than this for a duty to pass. [K]"""
    ends = (ends_c[0], ends_c[1], _rise_j_kg(loops, ends_c[0], ends_c[1]))
    return hot_in_c(loops, i, duty_w, flows, ends, hot_c) - hot_c


@inlined
def _level(
    loops: Loops,
    i: int,
    flows: tuple[float, float],
    heats: tuple[float, float],
    ends_c: Ends,
    wanted_w: float,
    row: Array,
) -> None:
    """Both ends and loss of the circuit where the exchanger passes on what the loop has, or what is wanted."""
    heat, gross = heats
    place, near = FULL_AT if wanted_w >= gross else PART_AT, False
    for _ in range(30):
        row[INLET], row[OUTLET], row[LOSS] = ring_from_hot(loops, i, flows[0], heat, row[place])
        if near:  # the ring stands at what the last turn found, and closes there
            break
        new_c = hot_in_c(loops, i, min(gross - row[LOSS], wanted_w), flows, ends_c, row[place])
        settled, near = abs(new_c - row[place]) < SETTLED_K, abs(new_c - row[place]) < NEAR_K
        row[place] = new_c
        if settled:  # the ring stands where it was a moment ago
            break
