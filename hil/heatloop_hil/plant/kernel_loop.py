"""One small step of a source loop, of the header and of the sinks, compiled; see `heatloop_hil.plant.kernel` for the parts.

State of a loop, in order: machines' outlet, exchanger hot outlet, exchanger cold outlet [degC], machines' power [W], flow [kg/s], return
temperature into the machines [degC], heat pump's power [W], heat to the dry cooler [W].
"""

from math import exp
from typing import NamedTuple

from heatloop_hil.plant.kernel import effectiveness, lag, push
from heatloop_hil.plant.parts import LoopPart
from heatloop_thermo.compiled import lean
from heatloop_thermo.numeric import Array

OUTLET, HOT_OUT, COLD_OUT, POWER, FLOW, INLET, LIFT, DUMPED, STATES = 0, 1, 2, 3, 4, 5, 6, 7, 8
FILM_EXPONENT = 0.7
"""Film coefficient of plates goes with the flow to this power. [-] Source: turbulent channels, Martin. estimate"""
PUMP_S = 3.0
"""Flow follows the pump's speed within this. [s] estimate"""
FREE_SHARE = 0.03
"""Air that moves through a dry cooler by itself, over that of its fans. [-] estimate"""
CUT_OUT_K, CUT_BACK_K = 12.0, 4.0
"""A heat pump's own pressure limit stops it when its outlet is this far above the rated one, and cuts it back before. [K] estimate"""
OFF_W = 1.0


class LoopState(NamedTuple):
    """State of a loop, and the liquid in its two legs. [degC]"""

    values: Array
    supply: Array
    back: Array


class ColdSide(NamedTuple):
    """Header water at the hand-over: temperature [degC], flow [kg/s], heat capacity. [J/(kg K)]"""

    in_c: float
    kg_s: float
    heat: float


@lean
def conductance(ua_w_k: float, wall_share: float, hot: float, cold: float) -> float:
    """Conductance of an exchanger at shares of its rated flows; the films share evenly what the wall and its fouling leave. [W/K]"""
    if hot <= 1e-4 or cold <= 1e-4:
        return 0.0
    film = 0.5 * (1.0 - wall_share)
    fouled: float = ua_w_k / (wall_share + film * hot**-FILM_EXPONENT + film * cold**-FILM_EXPONENT)
    return fouled


@lean
def cooled(part: LoopPart, hot_c: float, flow_kg_s: float, fans: float, ambient_c: float) -> float:
    """Liquid out of the dry cooler at a fan speed. [degC]"""
    air_w_k = part.cooler_air_w_k * max(fans / 100.0, FREE_SHARE)
    liquid_w_k = flow_kg_s * part.heat_j_kgk
    if liquid_w_k <= OFF_W or part.cooler_ua_w_k <= 0.0:
        return hot_c
    ua = part.cooler_ua_w_k * max(fans / 100.0, FREE_SHARE) ** 0.5
    least, most = min(air_w_k, liquid_w_k), max(air_w_k, liquid_w_k)
    moved = effectiveness(ua / least, least / most) * least * (hot_c - ambient_c)
    return hot_c - moved / liquid_w_k


@lean
def exchange(
    part: LoopPart, state: Array, hot_in_c: float, cold: ColdSide, capacity: float, fouling: float, dt_s: float
) -> None:
    """Hand heat over to the header: by an exchanger, or by a heat pump at a capacity. [%]"""
    hot_w_k, cold_w_k = state[FLOW] * part.heat_j_kgk, cold.kg_s * cold.heat
    hot_out, cold_out, lift = hot_in_c, cold.in_c, 0.0
    if part.kind == 1.0 and hot_w_k > OFF_W and cold_w_k > OFF_W:
        ua = fouling * conductance(
            part.ua_w_k, part.wall_share, state[FLOW] / part.flow_kg_s, cold.kg_s / part.cold_flow_kg_s
        )
        least, most = min(hot_w_k, cold_w_k), max(hot_w_k, cold_w_k)
        moved = effectiveness(ua / least, least / most) * least * (hot_in_c - cold.in_c)
        hot_out, cold_out = hot_in_c - moved / hot_w_k, cold.in_c + moved / cold_w_k
    if part.kind == 2.0 and hot_w_k > OFF_W and cold_w_k > OFF_W:
        room = min(max((part.sink_out_c + CUT_OUT_K - state[COLD_OUT]) / CUT_BACK_K, 0.0), 1.0)
        taken = (
            room * 0.01 * capacity * part.evaporator_w * max(1.0 + 0.025 * (state[HOT_OUT] - part.source_out_c), 0.0)
        )
        rated = (part.sink_out_c + 273.15) / max(part.sink_out_c - part.source_out_c, 1.0)
        now = (state[COLD_OUT] + 273.15) / max(state[COLD_OUT] - state[HOT_OUT], 5.0)
        lift = taken / (max(part.cop * now / rated, 1.5) - 1.0)
        hot_out, cold_out = hot_in_c - taken / hot_w_k, cold.in_c + (taken + lift) / cold_w_k
    state[LIFT] = lift
    state[HOT_OUT] = lag(state[HOT_OUT], hot_out, part.hot_kg / max(state[FLOW], 0.01 * part.flow_kg_s), dt_s)
    state[COLD_OUT] = lag(
        state[COLD_OUT], cold_out, part.cold_kg / max(cold.kg_s, 0.01 * part.cold_flow_kg_s, 1e-6), dt_s
    )


@lean
def loop_step(
    part: LoopPart, loop: LoopState, actual: Array, cold: ColdSide, ambient_c: float, fouling: float, dt_s: float
) -> None:
    """One source loop. ``actual``: pump speed, valve, fans, permit, heat-pump capacity. [%]"""
    state = loop.values
    speed = actual[0] / part.speed
    state[FLOW] = lag(state[FLOW], part.flow_kg_s * speed, PUMP_S, dt_s)
    flow, capacity_w_k = state[FLOW], max(state[FLOW], 1e-6) * part.heat_j_kgk
    state[POWER] = lag(state[POWER], 0.01 * actual[3] * part.power_w, part.rise_s, dt_s)
    heat_w = state[POWER] * part.liquid_share
    gain = capacity_w_k / part.machines_j_k
    if flow > 1e-3:
        settled = state[INLET] + heat_w / capacity_w_k
        state[OUTLET] = settled + (state[OUTLET] - settled) * exp(-gain * dt_s)
    else:
        state[OUTLET] += heat_w / part.machines_j_k * dt_s
    hot_in = push(
        loop.supply, state[OUTLET], part.supply_kg, flow, part.supply_loss_w_k, part.heat_j_kgk, part.around_c, dt_s
    )
    exchange(part, state, hot_in, cold, actual[4], fouling, dt_s)
    share = 0.01 * actual[1]
    chilled = cooled(part, state[HOT_OUT], share * flow, actual[2], ambient_c)
    state[DUMPED] = share * flow * part.heat_j_kgk * (state[HOT_OUT] - chilled)
    mixed = state[HOT_OUT] + share * (chilled - state[HOT_OUT])
    if flow > 1e-3:
        mixed += part.pump_heat_w * speed**3 / capacity_w_k
    state[INLET] = push(
        loop.back, mixed, part.return_kg, flow, part.return_loss_w_k, part.heat_j_kgk, part.around_c, dt_s
    )
