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
def step(parts: Parts, states: States, inputs: Inputs, dt_s: float, steps: int) -> None:
    """Several steps of ``dt_s``."""
    loops, header, sinks = parts.loops, parts.header[0], parts.sinks
    ambient_c, fouling, shift_k = inputs.around[0], inputs.around[1], inputs.around[2]
    state, tank, actual = states.header, states.tank, inputs.header
    heat = header.heat_j_kgk
    shared = 0.0
    for i in range(len(loops)):
        shared += loops[i].cold_flow_kg_s
    for _ in range(steps):
        speed = actual[0] / header.speed
        state[FLOW] = lag(state[FLOW], header.flow_kg_s * speed, PUMP_S, dt_s)
        mixed, flow = 0.0, state[FLOW]
        for i in range(len(loops)):
            cold_kg_s = flow * loops[i].cold_flow_kg_s / shared
            pipes = LoopState(states.loops[i], states.supplies[i], states.backs[i])
            cold = ColdSide(state[BACK], cold_kg_s, heat)
            loop_step(loops[i], pipes, inputs.loops[i], cold, ambient_c, fouling, dt_s)
            mixed += states.loops[i][COLD_OUT] * loops[i].cold_flow_kg_s / shared
        state[MIXED] = mixed
        bypass = 0.01 * actual[1]
        sent = flow * (1.0 - bypass)
        hot = push(states.hot_pipe, mixed, header.supply_kg, sent, header.supply_loss_w_k, heat, header.around_c, dt_s)
        drawn, taken, back = 0.0, 0.0, 0.0
        for i in range(len(sinks)):
            taken += sink_step(sinks[i], states.sinks[i], inputs.sinks[i], state[SUPPLY], heat, shift_k, dt_s)
            drawn += states.sinks[i][0]
            back += states.sinks[i][0] * states.sinks[i][1]
        state[DELIVERED], state[DRAWN] = taken, drawn
        state[RETURN] = back / drawn if drawn > 1e-3 else state[RETURN]
        stir(
            tank,
            header.tank_kg / len(tank),
            sent,
            hot,
            drawn,
            state[RETURN],
            header.tank_loss_w_k,
            heat,
            header.tank_around_c,
            dt_s,
        )
        state[BOILER] = lag(state[BOILER], 0.01 * actual[2] * header.boiler_w, header.boiler_s, dt_s)
        fired = state[BOILER] / (drawn * heat) if drawn > 0.5 else 0.0
        state[SUPPLY] = lag(state[SUPPLY], tank[0] + fired, 5.0, dt_s)
        back_c = push(
            states.cold_pipe,
            tank[len(tank) - 1],
            header.return_kg,
            sent,
            header.return_loss_w_k,
            heat,
            header.around_c,
            dt_s,
        )
        warmed = header.pump_heat_w * speed**3 / (flow * heat) if flow > 1e-2 else 0.0
        state[BACK] = back_c + bypass * (mixed - back_c) + warmed
