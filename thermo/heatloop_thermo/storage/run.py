"""The tank over many steps whose flows and temperatures are known beforehand: conversions in one go, then the loop."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.storage.kernel import advance
from heatloop_thermo.storage.step import FREEZES, check, constants, inside
from heatloop_thermo.storage.tank import Tank, TankState


@dataclass(frozen=True, eq=False)
class TankRun:
    """What the steps did: `TankStep` for each of n steps, as arrays of shape (n,).

    ``top_c`` and ``bottom_c`` are the temperatures of the outermost layers, ``stored_j`` the heat in the tank, at the end
    of each step; ``enthalpy_j_kg`` all layers then, shape (n, layers); ``state`` the last of them.
    """

    state: TankState
    charge_out_c: Array
    discharge_out_c: Array
    charge_w: Array
    discharge_w: Array
    loss_w: Array
    stored_j: Array
    top_c: Array
    bottom_c: Array
    enthalpy_j_kg: Array


def run(
    tank: Tank,
    state: TankState,
    charge_flow_kg_s: Num,
    charge_in_c: Num,
    discharge_flow_kg_s: Num,
    discharge_in_c: Num,
    ambient_c: Num,
    dt_s: float,
) -> TankRun:
    """`step`, once for each element of the arguments, which broadcast to shape (n,); one ``dt_s`` for all.

    Same arguments, meaning and errors as `step`; the same result to round-off, in a fraction of its time.

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 100.0)
    >>> done = run(tank, tank_state(tank, 50.0), np.array([10.0, 0.0]), 80.0, np.array([0.0, 10.0]), 50.0, 20.0, 3600.0)
    >>> done.charge_out_c.round(1), done.discharge_out_c.round(1)
    (array([50., 50.]), array([80. , 79.3]))
    """
    check(charge_flow_kg_s, discharge_flow_kg_s, ambient_c, dt_s)
    coolant = tank.coolant
    given = (charge_flow_kg_s, charge_in_c, discharge_flow_kg_s, discharge_in_c, ambient_c)
    charge, charge_c, discharge, discharge_c, around_c = (
        np.array(a) for a in np.broadcast_arrays(*(np.atleast_1d(np.asarray(g, dtype=np.float64)) for g in given))
    )
    h_charge, h_discharge = coolant.enthalpy_j_kg(charge_c), coolant.enthalpy_j_kg(discharge_c)
    down = charge - discharge
    h_in = np.where(down >= 0.0, h_charge, h_discharge)
    history, out, lost = _loop(tank, state, down, h_in, tank.ambient_enthalpy_j_kg(around_c), dt_s)
    require("enthalpy of a layer", history, tank.enthalpy_range_j_kg[0], np.inf, "J/kg", FREEZES)
    across = np.minimum(charge, discharge)
    charge_out = _blend(across, h_discharge, charge, out, history[:, -1])
    discharge_out = _blend(across, h_charge, discharge, out, history[:, 0])
    ends = np.stack([charge_out, discharge_out, history[:, 0], history[:, -1]])
    charge_out_c, discharge_out_c, top_c, bottom_c = coolant.temperature_c(np.asarray(inside(tank, ends)))
    return TankRun(
        TankState(tuple(history[-1].tolist())) if len(history) else state,
        charge_out_c,
        discharge_out_c,
        charge * (h_charge - charge_out),
        discharge * (discharge_out - h_discharge),
        lost / dt_s,
        tank.layer_kg * history.sum(axis=1),
        top_c,
        bottom_c,
        history,
    )


def _loop(
    tank: Tank, state: TankState, down: Array, h_in: Array, h_ambient: Array, dt_s: float
) -> tuple[Array, Array, Array]:
    """Layers after each step, enthalpy of what left, heat lost."""
    h, work, fixed = list(state.enthalpy_j_kg), [0.0] * tank.layers, constants(tank)
    history = np.empty((down.size, tank.layers))
    out, lost = np.empty(down.size), np.empty(down.size)
    steps: Iterable[tuple[float, float, float]] = zip(down.tolist(), h_in.tolist(), h_ambient.tolist(), strict=True)
    for i, (flow, entering, around) in enumerate(steps):
        out[i], lost[i] = advance(h, work, fixed, flow, entering, around, dt_s)
        history[i] = h
    return history, out, lost


def _blend(across: Array, h_across: Array, flow: Array, h_tank: Array, h_still: Array) -> Array:
    share = across / np.where(flow > 0.0, flow, 1.0)
    return np.where(flow > 0.0, share * h_across + (1.0 - share) * h_tank, h_still)
