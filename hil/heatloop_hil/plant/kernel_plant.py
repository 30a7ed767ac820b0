"""One small step of the whole plant, compiled: loops in parallel on the header, tank, boiler, sinks.

State of the header, in order: flow [kg/s], mixed out of the exchangers, water into them, water to the sinks, water back from them [degC],
heat of the boiler, heat delivered [W], flow to the sinks [kg/s].
"""

from heatloop_hil.plant.kernel import lag, push, stir
from heatloop_hil.plant.kernel_loop import COLD_OUT, PUMP_S, ColdSide, LoopState, loop_step
from heatloop_hil.plant.parts import Inputs, Parts, SinkPart, States
from heatloop_thermo.compiled import lean
from heatloop_thermo.numeric import Array

FLOW, MIXED, BACK, SUPPLY, RETURN, BOILER, DELIVERED, DRAWN, STATES = 0, 1, 2, 3, 4, 5, 6, 7, 8


@lean
def sink_step(
    part: SinkPart, state: Array, request: float, supply_c: float, heat_j_kgk: float, shift_k: float, dt_s: float
) -> float:
    """One sink; state is its flow [kg/s] and its return [degC], by ``shift_k`` warmer than usual. Heat that it takes. [W]"""
    state[0] = lag(state[0], 0.01 * request * part.flow_kg_s, PUMP_S, dt_s)
    flow = state[0]
    if flow <= 1e-3:
        return 0.0
    settled = part.room_c + (supply_c - part.room_c) * part.kept + shift_k
    state[1] = lag(state[1], settled, part.mass_kg / flow, dt_s)
    taken: float = flow * heat_j_kgk * (supply_c - state[1])
    return taken


@lean
def give(parts: Parts, states: States, inputs: Inputs, flow: float, dt_s: float) -> float:
    """All loops hand their heat to the header's flow; temperature of the mixture. [degC]"""
    loops, heat = parts.loops, parts.header[0].heat_j_kgk
    shared, mixed = 0.0, 0.0
    for i in range(len(loops)):
        shared += loops[i].cold_flow_kg_s
    for i in range(len(loops)):
        share = loops[i].cold_flow_kg_s / shared
        pipes = LoopState(states.loops[i], states.supplies[i], states.backs[i])
        cold = ColdSide(states.header[BACK], flow * share, heat)
        loop_step(loops[i], pipes, inputs.loops[i], cold, inputs.around[0], inputs.around[1], dt_s)
        mixed += states.loops[i][COLD_OUT] * share
    return mixed


@lean
def draw(parts: Parts, states: States, inputs: Inputs, dt_s: float) -> float:
    """All sinks take what they ask for; flow to them. [kg/s]"""
    sinks, state, heat = parts.sinks, states.header, parts.header[0].heat_j_kgk
    drawn, taken, back = 0.0, 0.0, 0.0
    for i in range(len(sinks)):
        taken += sink_step(sinks[i], states.sinks[i], inputs.sinks[i], state[SUPPLY], heat, inputs.around[2], dt_s)
        drawn += states.sinks[i][0]
        back += states.sinks[i][0] * states.sinks[i][1]
    state[DELIVERED], state[DRAWN] = taken, drawn
    state[RETURN] = back / drawn if drawn > 1e-3 else state[RETURN]
    return drawn


@lean
def step(parts: Parts, states: States, inputs: Inputs, dt_s: float, steps: int) -> None:
    """Several steps of ``dt_s``."""
    header, state, tank, actual = parts.header[0], states.header, states.tank, inputs.header
    heat, around_c = header.heat_j_kgk, header.around_c
    for _ in range(steps):
        speed = actual[0] / header.speed
        state[FLOW] = lag(state[FLOW], header.flow_kg_s * speed, PUMP_S, dt_s)
        flow = state[FLOW]
        mixed = give(parts, states, inputs, flow, dt_s)
        state[MIXED] = mixed
        bypass = 0.01 * actual[1]
        sent = flow * (1.0 - bypass)
        hot = push(states.hot_pipe, mixed, header.supply_kg, sent, header.supply_loss_w_k, heat, around_c, dt_s)
        drawn = draw(parts, states, inputs, dt_s)
        layer_kg, loss_w_k = header.tank_kg / len(tank), header.tank_loss_w_k
        stir(tank, layer_kg, sent, hot, drawn, state[RETURN], loss_w_k, heat, header.tank_around_c, dt_s)
        state[BOILER] = lag(state[BOILER], 0.01 * actual[2] * header.boiler_w, header.boiler_s, dt_s)
        fired = state[BOILER] / (drawn * heat) if drawn > 0.5 else 0.0
        state[SUPPLY] = lag(state[SUPPLY], tank[0] + fired, 5.0, dt_s)
        bottom_c, loss_w_k = tank[len(tank) - 1], header.return_loss_w_k
        back_c = push(states.cold_pipe, bottom_c, header.return_kg, sent, loss_w_k, heat, around_c, dt_s)
        warmed = header.pump_heat_w * speed**3 / (flow * heat) if flow > 1e-2 else 0.0
        state[BACK] = back_c + bypass * (mixed - back_c) + warmed
