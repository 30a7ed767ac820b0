"""Hour after hour on bare numbers: which machines run, and where the heat goes. Loops over arrays, so that a compiler can take it.

Whatever is wished for, no limit is passed and no heat is lost or made: each hour's flows are settled from the balance.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.compiled import compiled
from heatloop_thermo.dispatch.problem import HOUR_S
from heatloop_thermo.numeric import Array

ROUND = 1e-6
"""A solver's round-off: less than this share of a group, or of a boiler's least load, does not make it start. [-]"""


class Fixed(NamedTuple):
    """What does not change: of each of m machines an array, of store, boiler and dry cooler a number."""

    heat_w: Array
    rise_per_h: Array
    before: Array
    up_h: NDArray[np.int64]
    capacity_j: float
    keep: float
    initial_j: float
    charge_max_w: float
    discharge_max_w: float
    boiler_max_w: float
    boiler_least_w: float
    dump_max_w: float


class Wishes(NamedTuple):
    """What is wanted, by hour: shape (m, n), and (n,) from ``demand_w`` on.

    ``tier``: 3 run all, 2 run as long as the heat has a use or room in the store, 1 run for heat that a boiler would have to give,
    0 run only so that no sink goes short. ``planned``: run at least this share. ``order``: cheapest heat first, shape (n, m).
    ``follow``: whether flow, dumping and boiler are wished for, or whatever is over goes to the store and out of it.
    ``reserve_j``: what is kept in the store against a standstill: neither a boiler saved nor machines spared are worth it.
    ``clock``: of calls, see `call_clock`: in the notice the store is filled and kept, under a call what is above
    the reserve is rationed to last.
    """

    tier: NDArray[np.int64]
    planned: Array
    order: NDArray[np.int64]
    top: Array
    quantum: Array
    demand_w: Array
    reserve_j: Array
    clock: NDArray[np.int64]
    follow: bool
    flow_w: Array
    dumped_w: Array
    boiler_w: Array


class Flows(NamedTuple):
    """What happened: running (m, n); flow into the store, dumped, boiler, unmet (n,); stored (n + 1,)."""

    running: Array
    flow_w: Array
    dumped_w: Array
    boiler_w: Array
    unmet_w: Array
    stored_j: Array


@compiled
def least(
    fixed: Fixed,
    demand_w: float,
    room_w: float,
    out_w: float,
    flow_w: float,
    dumped_w: float,
    boiler_w: float,
    wished_w: float,
) -> tuple[float, float, float, float]:
    """Less is missing than the boiler's least load: the store gives it, or the boiler pushes other heat aside, or it is missed."""
    least_w = fixed.boiler_least_w
    if wished_w <= 0.0 and boiler_w <= flow_w + out_w:
        return flow_w - boiler_w, dumped_w, 0.0, 0.0
    if boiler_w <= ROUND * least_w:
        return flow_w, dumped_w, 0.0, boiler_w
    stored_w = min(least_w - boiler_w, room_w - flow_w)
    aside_w = least_w - boiler_w - stored_w
    if demand_w >= least_w and dumped_w + aside_w <= fixed.dump_max_w:
        return flow_w + stored_w, dumped_w + aside_w, least_w, 0.0
    more_w = min(boiler_w, flow_w + out_w)
    return flow_w - more_w, dumped_w, 0.0, boiler_w - more_w


@compiled
def settle(
    fixed: Fixed,
    heat_w: float,
    demand_w: float,
    room_w: float,
    out_w: float,
    flow_w: float,
    dumped_w: float,
    boiler_w: float,
) -> tuple[float, float, float, float]:
    """Flow into the store, dumped, boiler and unmet heat of an hour, as near to what is wished for as limits let. [W]

    ``room_w`` and ``out_w`` are the most that can flow into and out of the store.
    """
    wished_w = boiler_w
    flow_w = min(max(flow_w, -out_w), room_w)
    dumped_w = min(max(dumped_w, 0.0), heat_w - max(flow_w, 0.0))
    need_w = demand_w - (heat_w - flow_w - dumped_w)
    if need_w <= 0.0:
        more_w = min(-need_w, room_w - flow_w)
        return flow_w + more_w, dumped_w + (-need_w - more_w), 0.0, 0.0
    less_w = min(max(need_w - wished_w, 0.0), dumped_w)
    dumped_w, need_w = dumped_w - less_w, need_w - less_w
    boiler_w = min(need_w, fixed.boiler_max_w)
    more_w = min(need_w - boiler_w, flow_w + out_w)
    flow_w -= more_w
    unmet_w = need_w - boiler_w - more_w
    if 0.0 < boiler_w < fixed.boiler_least_w:
        return least(fixed, demand_w, room_w, out_w, flow_w, dumped_w, boiler_w, wished_w)
    return flow_w, dumped_w, boiler_w, unmet_w


@compiled
def choose(
    fixed: Fixed, wishes: Wishes, t: int, room_w: float, spare_w: float, previous: Array, rest_h: NDArray[np.int64]
) -> float:
    """Running shares of an hour, cheapest heat first, into ``previous``; gives their heat. [W]"""
    demand_w, taken_w = wishes.demand_w[t], 0.0
    must_w = demand_w - spare_w - fixed.boiler_max_w
    useful_w = demand_w + room_w
    need_w = useful_w if wishes.clock[t] < 0 else demand_w - spare_w
    later_w = 0.0  # what machines further down the list will give in any case
    for j in range(len(previous)):
        later_w += min(wishes.planned[j, t], wishes.top[j, t], previous[j] + fixed.rise_per_h[j]) * fixed.heat_w[j]
    for k in range(len(previous)):
        j = wishes.order[t, k]
        q, tier, quantum = fixed.heat_w[j], wishes.tier[j, t], wishes.quantum[j, t]
        top = min(wishes.top[j, t], previous[j] + fixed.rise_per_h[j])
        if q > 0.0:
            top = min(top, max(useful_w + fixed.dump_max_w - taken_w, 0.0) / q)
        later_w -= min(wishes.planned[j, t], wishes.top[j, t], previous[j] + fixed.rise_per_h[j]) * q
        aim_w = useful_w if tier == 2 else need_w if tier == 1 else must_w
        share = max(max(aim_w, must_w) - taken_w - later_w, 0.0) / q if q > 0.0 else 0.0
        if tier == 3:
            share = top
        share = max(share, wishes.planned[j, t])
        if rest_h[j] > 0:
            share = max(share, previous[j])
        share = min(share, top)
        if quantum > 0.0:
            up = math.ceil(share / quantum - ROUND)
            share = min(up, math.floor(top / quantum + ROUND)) * quantum
        rest_h[j] = fixed.up_h[j] - 1 if share > previous[j] else max(rest_h[j] - 1, 0)
        previous[j] = share
        taken_w += share * q
    return taken_w


@compiled
def walk(fixed: Fixed, wishes: Wishes, flows: Flows) -> None:
    """Fill ``flows``, hour by hour."""
    m, n = wishes.planned.shape
    previous, rest_h = fixed.before.copy(), np.zeros(m, dtype=np.int64)
    flows.stored_j[0] = fixed.initial_j
    for t in range(n):
        have_j = fixed.keep * flows.stored_j[t]
        out_w = min(fixed.discharge_max_w, have_j / HOUR_S)
        room_w = min(fixed.charge_max_w, max(fixed.capacity_j - have_j, 0.0) / HOUR_S)
        spare_w = min(max((have_j - wishes.reserve_j[t]) / HOUR_S, -room_w), out_w)
        if wishes.clock[t] > 0:
            spare_w = out_w
        heat_w = choose(fixed, wishes, t, room_w, spare_w, previous, rest_h)
        demand_w = wishes.demand_w[t]
        flow_w, dumped_w, boiler_w = heat_w - demand_w, 0.0, 0.0
        if wishes.follow:
            flow_w, dumped_w, boiler_w = wishes.flow_w[t], wishes.dumped_w[t], wishes.boiler_w[t]
        elif wishes.clock[t] > 0:
            flow_w = max(flow_w, -max(have_j - wishes.reserve_j[t], 0.0) / (HOUR_S * wishes.clock[t]))
        else:
            flow_w = max(flow_w, -spare_w if wishes.clock[t] == 0 else max(-spare_w, 0.0))
        flow_w, dumped_w, boiler_w, unmet_w = settle(
            fixed, heat_w, demand_w, min(room_w, heat_w), out_w, flow_w, dumped_w, boiler_w
        )
        flows.running[:, t] = previous
        flows.flow_w[t], flows.dumped_w[t], flows.boiler_w[t], flows.unmet_w[t] = flow_w, dumped_w, boiler_w, unmet_w
        flows.stored_j[t + 1] = min(max(have_j + flow_w * HOUR_S, 0.0), fixed.capacity_j)  # round-off only
