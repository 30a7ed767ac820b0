"""A year of a design: every hour from the component models of the design, in sequence through tank and boiler."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from heatloop_thermo.design import Design
from heatloop_thermo.design.header import sinks_return_c
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.fans import most_w_k
from heatloop_thermo.operate.kernel_header import Node
from heatloop_thermo.operate.kernel_loops import COLUMNS as LOOP_COLUMNS
from heatloop_thermo.operate.kernel_loops import FULL_AT, PART_AT, SCRATCH
from heatloop_thermo.operate.kernel_share import FOLLOW, FOLLOW_GROUPS, FOLLOW_NOT
from heatloop_thermo.operate.prepare import Prepared, prepare
from heatloop_thermo.storage import Tank
from heatloop_thermo.storage.kernel import Constants
from heatloop_thermo.storage.step import constants
from heatloop_thermo.weather import Weather
from heatloop_thermo.year import kernel_year as k
from heatloop_thermo.year.gather import gathered
from heatloop_thermo.year.operation import Operation, shares
from heatloop_thermo.year.result import Year

HOUR_S = 3600.0
Demand = Array | Sequence[tuple[Array, Array | float]]
_FOLLOW = {"no": FOLLOW_NOT, "continuous": FOLLOW, "groups": FOLLOW_GROUPS}


def year(plant: Design | Prepared, weather: Weather, demand: Demand, operation: Operation | None = None) -> Year:
    """Simulate a design through the hours of a weather record.

    Parameters
    ----------
    plant : sized; or `operate.prepare` of it, which saves that work where many years are run.
    weather : hourly; its dry-bulb temperature is used, for dry coolers and around the tank.
    demand : heat wanted by all sinks together, shape (n,) [W], given back at the sinks' design return; or for each sink its heat and the
        temperature at which it gives the water back [degC], which mix by flow.
    operation : how it is run; None: `Operation()`.

    Returns
    -------
    The year. Energy closes in every hour and every component, see ``balance_error_fraction``.

    Raises
    ------
    OutOfRange : shapes that do not fit the weather, negative or NaN demand, a return that is not below the supply.
    """
    ready, how = plant if isinstance(plant, Prepared) else prepare(plant), operation or Operation()
    wanted, return_c = _demand(ready, demand, weather.hours)
    share, curtailed = shares(how, ready.design, weather.hours)
    gain = _gains(ready, share, weather.dry_bulb_c)
    tank = _tank(ready, how)
    around = tank.ambient_enthalpy_j_kg(weather.dry_bulb_c) if tank else np.zeros(weather.hours)
    given = k.Given(wanted, return_c, _plain(weather.dry_bulb_c), around, share, gain)
    h = _start(tank, how, float(return_c[0]) if weather.hours else 0.0)
    before = h.copy()
    hours, kept = np.zeros((weather.hours, k.COLUMNS)), np.zeros((weather.hours, len(ready.rows), SCRATCH))
    rows = np.zeros((len(ready.rows), LOOP_COLUMNS))
    rows[:, FULL_AT] = rows[:, PART_AT] = [loop.circuit_outlet_c for loop in ready.design.loops]
    node = _node(ready, how, tank)
    plan = np.zeros((len(ready.rows), 3))
    k.run(node, ready.loops, given, ready.design.plant.target_c, h, h.copy(), rows, plan, hours, kept)
    return gathered(ready, given, curtailed, hours, kept, tank, (before, h))


def _demand(ready: Prepared, demand: Demand, hours: int) -> tuple[Array, Array]:
    """Heat wanted and the mixed return, shape (n,) each."""
    plant, top_c = ready.design.plant, ready.header.supply_c - 1.0
    sinks = [(demand, sinks_return_c(plant))] if isinstance(demand, np.ndarray) else list(demand)
    water, total, flow = plant.header.coolant, np.zeros(hours), np.zeros(hours)
    hot = water.enthalpy_j_kg(ready.header.supply_c)
    for heat_w, back_c in sinks:
        heat = np.asarray(heat_w, dtype=np.float64)
        if heat.shape != (hours,):
            raise OutOfRange(f"demand has the shape {heat.shape}; the weather has {hours} hours")
        require("demand_w", heat, 0.0, 1e10, "W", "heat wanted by a sink")
        require("return_c", back_c, 1.0, top_c, "degC", "a sink cools the water by 1 K at least")
        total += heat
        flow += heat / (hot - water.enthalpy_j_kg(back_c))
    if len(sinks) == 1:
        return total, np.array(np.broadcast_to(np.asarray(sinks[0][1], dtype=np.float64), (hours,)))
    mixed = hot - total / np.where(flow > 0.0, flow, 1.0)
    return total, np.where(flow > 0.0, water.temperature_c(np.where(flow > 0.0, mixed, hot)), sinks_return_c(plant))


def _gains(ready: Prepared, share: Array, ambient_c: Array) -> Array:
    columns = [
        most_w_k(cooler, row, share[:, i], ambient_c)
        for i, (cooler, row) in enumerate(zip(ready.coolers, ready.rows, strict=True))
    ]
    return np.ascontiguousarray(np.stack(columns, axis=1))


def _tank(ready: Prepared, how: Operation) -> Tank | None:
    if ready.tank is None or ready.tank.layers == how.tank_layers:
        return ready.tank
    return replace(ready.tank, layers=how.tank_layers)


def _start(tank: Tank | None, how: Operation, return_c: float) -> Array:
    if tank is None:
        return np.zeros(0)
    start_c = return_c if how.tank_start_c is None else how.tank_start_c
    return np.full(tank.layers, tank.coolant.enthalpy_j_kg(start_c))


def _node(ready: Prepared, how: Operation, tank: Tank | None) -> Node:
    header, boiler = ready.header, ready.design.plant.boiler
    fixed: Any = constants(tank) if tank else Constants(1.0, (0.0,), 0.0, (0.0,), 0.0, 1.0)
    fixed = fixed._replace(ua_w_k=np.array(fixed.ua_w_k), inverse_cp=np.array(fixed.inverse_cp))
    groups = [sum(bank.groups for bank in loop.loop.banks) for loop in ready.design.loops]
    return Node(
        liquids=ready.loops.liquids,
        supply_c=header.supply_c,
        sent_c=header.sent_c,
        flow_kg_s=header.flow_kg_s,
        supply=header.supply,
        back=header.back,
        pump_heat_w=header.pump_heat_w[None, :],
        shifts=header.direct,
        stages=max(1, len(ready.design.stages)),
        most_kg_s=how.header_most * header.flow_kg_s,
        least_kg_s=how.header_least * header.flow_kg_s,
        boiler_w=boiler.capacity_w if boiler else 0.0,
        tank=fixed,
        follow=_FOLLOW[how.heat_following],
        groups=np.array(groups, dtype=np.int64),
        dt_s=HOUR_S,
    )


def _plain(values: Array) -> Array:
    return np.ascontiguousarray(values, dtype=np.float64)
