"""One step of the tank: what flows in and out, what it loses, what it holds."""

import math
from dataclasses import dataclass

import numpy as np

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import Num
from heatloop_thermo.storage.kernel import Constants, advance
from heatloop_thermo.storage.tank import Tank, TankState

_FLOW = "each stream has one direction"
FREEZES = "what the coolant bears: the tank freezes, or gets hotter than the data reach"


@dataclass(frozen=True)
class TankStep:
    """What a step did.

    Parameters
    ----------
    state : at the end of the step.
    charge_out_c, discharge_out_c : mean temperature of the charging stream on its way back, and of the discharging stream
        on its way to the users. [°C]; with no flow, what the outlet layer would give
    charge_w, discharge_w : mean heat brought by the charging stream and taken by the discharging stream. [W], each
        negative where the stream does the opposite (charging with something colder than what comes back)
    loss_w : mean heat to the surroundings. [W], negative where they are warmer
    stored_j : heat in the tank at the end, above 0 °C. [J]
    """

    state: TankState
    charge_out_c: float
    discharge_out_c: float
    charge_w: float
    discharge_w: float
    loss_w: float
    stored_j: float


def step(
    tank: Tank,
    state: TankState,
    charge_flow_kg_s: float,
    charge_in_c: float,
    discharge_flow_kg_s: float,
    discharge_in_c: float,
    ambient_c: float,
    dt_s: float,
) -> TankStep:
    """Charge, discharge and let the tank cool for a time, all at once.

    The tank hangs between supply and return: what sources and users exchange directly does not pass through it. Of two
    flows at once the smaller goes straight across, at the supply temperature to the users and at the return temperature
    to the sources; only the difference moves the layers. Charging enters the top and leaves the bottom.

    Parameters
    ----------
    tank, state : the tank and what is in it.
    charge_flow_kg_s, charge_in_c : from the sources, at the top. [kg/s], >= 0; [°C]
    discharge_flow_kg_s, discharge_in_c : back from the users, at the bottom. [kg/s], >= 0; [°C]
    ambient_c : around the tank. [°C], -80..80
    dt_s : length of the step. [s], > 0; any length is stable

    Returns
    -------
    TankStep. Energy closes to round-off: stored after - stored before = (charge_w - discharge_w - loss_w) dt_s.

    Raises
    ------
    OutOfRange : for an argument outside its range, or a tank that freezes.

    Source
    ------
    Layers move by their exact displacement and are laid on the grid again with van Leer's limited slopes (J. Comput. Phys.
    23 (1977) 276). Losses are exponential, half of them before and half after the flow; conduction is implicit; inversions
    are mixed at the end.

    >>> from heatloop_thermo.properties import water
    >>> from heatloop_thermo.storage import tank_state
    >>> tank = Tank(water(), 100.0)
    >>> done = step(tank, tank_state(tank, 50.0), 10.0, 80.0, 0.0, 50.0, 20.0, 3600.0)
    >>> round(done.charge_out_c, 2), round(done.charge_w / 1e6, 3), round(done.loss_w)
    (49.99, 1.256, 1349)
    """
    check(charge_flow_kg_s, discharge_flow_kg_s, ambient_c, dt_s)
    coolant = tank.coolant
    h_charge, h_discharge = coolant.enthalpy_j_kg(float(charge_in_c)), coolant.enthalpy_j_kg(float(discharge_in_c))
    h_ambient = float(tank.ambient_enthalpy_j_kg(np.array(ambient_c)))
    down = charge_flow_kg_s - discharge_flow_kg_s
    h = list(state.enthalpy_j_kg)
    h_in = h_charge if down >= 0.0 else h_discharge
    out, lost = advance(h, [0.0] * len(h), constants(tank), down, h_in, h_ambient, dt_s)
    require("enthalpy of a layer", min(h), tank.enthalpy_range_j_kg[0], math.inf, "J/kg", FREEZES)
    across = min(charge_flow_kg_s, discharge_flow_kg_s)
    charge_out = blend(across, h_discharge, charge_flow_kg_s, out, h[-1])
    discharge_out = blend(across, h_charge, discharge_flow_kg_s, out, h[0])
    return TankStep(
        TankState(tuple(h)),
        coolant.temperature_c(float(inside(tank, charge_out))),
        coolant.temperature_c(float(inside(tank, discharge_out))),
        charge_flow_kg_s * (h_charge - charge_out),
        discharge_flow_kg_s * (discharge_out - h_discharge),
        lost / dt_s,
        tank.layer_kg * math.fsum(h),
    )


def constants(tank: Tank) -> Constants:
    """What the kernel needs of the tank."""
    conductance = tank.conductivity_w_mk * tank.area_m2 / tank.layer_m
    return Constants(tank.layer_kg, tank.ua_w_k, conductance, tank.inverse_cp, *tank.enthalpy_range_j_kg)


def blend(across_kg_s: float, h_across: float, flow_kg_s: float, h_tank: float, h_still: float) -> float:
    """Enthalpy of a stream of which one part came straight across and the rest from the tank. [J/kg]"""
    if flow_kg_s <= 0.0:
        return h_still
    share = across_kg_s / flow_kg_s
    return share * h_across + (1.0 - share) * h_tank


def inside(tank: Tank, h: Num) -> Num:
    """An enthalpy that lies in the coolant's range but for round-off, put there. [J/kg]"""
    low, high = tank.enthalpy_range_j_kg
    slack = 1e-9 * (high - low)
    require("enthalpy of a stream", h, low - slack, high + slack, "J/kg", FREEZES)
    return min(max(h, low), high) if isinstance(h, float) else np.clip(h, low, high)


def check(charge_kg_s: Num, discharge_kg_s: Num, ambient_c: Num, dt_s: float) -> None:
    """Refuse flows, surroundings or a step that cannot be."""
    require("charge_flow_kg_s", charge_kg_s, 0.0, 1e6, "kg/s", _FLOW)
    require("discharge_flow_kg_s", discharge_kg_s, 0.0, 1e6, "kg/s", _FLOW)
    require("ambient_c", ambient_c, -80.0, 80.0, "°C", "around the tank")
    require("dt_s", dt_s, 1e-6, 1e9, "s", "length of a step")
