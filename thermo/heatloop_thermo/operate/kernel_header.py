"""The header in one hour, compiled: what the sinks need, how hot it has to be sent, and in what state it comes back."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.compiled import inlined
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_liquid import (
    HEADER,
    after_run_c,
    before_run_c,
    enthalpy_j_kg,
    heat_capacity_j_kgk,
    temperature_c,
)
from heatloop_thermo.operate.kernel_loops import between
from heatloop_thermo.storage.kernel import Constants

SHIFT_MAX_K = 2.0
"""The sources' water is sent at most this much hotter than rated, to make up for what the supply run loses at a small flow. [K]"""


class Node(NamedTuple):
    """What stays of header, tank and boiler.

    Parameters
    ----------
    liquids : of header and loops.
    supply_c, sent_c, flow_kg_s, supply, back, pump_heat_w : see `operate.prepare.Header`; the last with one row.
    shifts : whether the sources make up for what the supply run loses at a small flow; else the boiler does, or nobody.
    stages : of loops in series; 1 where all are in parallel.
    most_kg_s : largest flow through the exchangers. [kg/s]
    least_kg_s : flow of the header that is kept up while sinks take heat; what they do not need of it passes them. [kg/s]
    boiler_w : capacity of the boiler; 0 without one. [W]
    tank : `storage.kernel.Constants` with arrays instead of tuples.
    follow : whether machines throttle to the heat wanted: `FOLLOW_NOT`, `FOLLOW` or `FOLLOW_GROUPS`.
    groups : of machines that are switched as one, for each loop, shape (loops,).
    dt_s : length of an hour. [s]
    """

    liquids: Array
    supply_c: float
    sent_c: float
    flow_kg_s: float
    supply: Array
    back: Array
    pump_heat_w: Array
    shifts: bool
    stages: int
    most_kg_s: float
    least_kg_s: float
    boiler_w: float
    tank: Constants
    follow: int
    groups: NDArray[np.int64]
    dt_s: float


class Now(NamedTuple):
    """What an hour brings.

    Heat wanted [W] at a return temperature [degC], outdoor air [degC]; of each loop the share of machines that may run [-] and the heat
    per kelvin that its cooler moves [W/K].
    """

    demand_w: float
    return_c: float
    ambient_c: float
    share: Array
    gain_w_k: Array


class Need(NamedTuple):
    """What the sinks need: flow [kg/s]; temperature and enthalpy where it is sent from [degC], [J/kg]; enthalpy out of the sinks [J/kg]."""

    flow_kg_s: float
    sent_c: float
    h_sent: float
    h_return: float


@inlined
def need_of(node: Node, now: Now) -> Need:
    """Flow that brings the heat wanted, and how hot it has to be sent; hotter than `SHIFT_MAX_K` allows is made up for by flow.

    Below the least flow the rest of it passes the sinks and comes back as hot as it went.
    """
    liquids = node.liquids
    h_return, h_supply = enthalpy_j_kg(liquids, HEADER, now.return_c), enthalpy_j_kg(liquids, HEADER, node.supply_c)
    if now.demand_w <= 0.0:
        return Need(0.0, node.sent_c, enthalpy_j_kg(liquids, HEADER, node.sent_c), h_return)
    flow, sent_c = max(now.demand_w / (h_supply - h_return), node.least_kg_s), node.sent_c
    for _ in range(6):
        capacity, sent_c = flow * heat_capacity_j_kgk(liquids, HEADER, node.supply_c), node.supply_c
        for r in range(node.supply.shape[0] - 1, -1, -1):
            sent_c = before_run_c(capacity, sent_c, node.supply[r, 0], node.supply[r, 1])
        if sent_c <= node.sent_c + SHIFT_MAX_K:
            break
        sent_c = node.sent_c + SHIFT_MAX_K
        h_supply = enthalpy_j_kg(liquids, HEADER, arrives_c(node, flow, sent_c))
        flow = max(now.demand_w / (h_supply - h_return), flow)
    return Need(flow, sent_c, enthalpy_j_kg(liquids, HEADER, sent_c), h_supply - now.demand_w / flow)


@inlined
def arrives_c(node: Node, flow_kg_s: float, sent_c: float) -> float:
    """Temperature at the sinks of what was sent. [degC]"""
    capacity = flow_kg_s * heat_capacity_j_kgk(node.liquids, HEADER, sent_c)
    for r in range(node.supply.shape[0]):
        sent_c = after_run_c(capacity, sent_c, node.supply[r, 0], node.supply[r, 1])
    return sent_c


@inlined
def comes_back(node: Node, need: Need, pump_w: float) -> tuple[float, float]:
    """Enthalpy of the sinks' water behind pump and return run [J/kg], and what the run lost [W]."""
    if need.flow_kg_s <= 0.0:
        return need.h_return, 0.0
    h = need.h_return + pump_w / need.flow_kg_s
    start_c = temperature_c(node.liquids, HEADER, h)
    capacity, end_c = need.flow_kg_s * heat_capacity_j_kgk(node.liquids, HEADER, start_c), start_c
    for r in range(node.back.shape[0]):
        end_c = after_run_c(capacity, end_c, node.back[r, 0], node.back[r, 1])
    h_end = enthalpy_j_kg(node.liquids, HEADER, end_c)
    return h_end, need.flow_kg_s * (h - h_end)


@inlined
def pump_heat_w(node: Node, flow_kg_s: float) -> float:
    """Heat that the header's pump leaves in the water. [W]"""
    return between(node.pump_heat_w, 0, flow_kg_s / node.flow_kg_s) if flow_kg_s > 0.0 else 0.0
