"""How well energy closes: each component of each hour, its heats worked out anew from flows, temperatures and enthalpies."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.numeric import Array
from heatloop_thermo.operate import kernel_loops as loops
from heatloop_thermo.operate.prepare import Prepared
from heatloop_thermo.storage import Tank
from heatloop_thermo.year import kernel_year as k
from heatloop_thermo.year.result import Hours

HOUR_S = 3600.0


@dataclass(frozen=True, eq=False)
class Books:
    """What the balances are made from.

    The prepared plant, its hours, what the compiled hours left behind, the tank, and its layers' enthalpy before and after [J/kg].
    """

    ready: Prepared
    hours: Hours
    raw: Array
    kept: Array
    tank: Tank | None
    layers: tuple[Array, Array]


def balance_error(books: Books) -> float:
    """Largest energy imbalance of a component in an hour, over the rated heat of machines or sinks, whichever is more. [-]"""
    if not len(books.raw):
        return 0.0
    design = books.ready.design
    rated = max(sum(loop.liquid_w for loop in design.loops), design.demand_w)
    parts = [*_machines(books), *_loops(books), _header(books), _sinks(books), _whole(books)]
    worst = float(np.max(np.abs(np.stack(parts))))
    worst = max(worst, abs(_tank_w(books))) / rated
    assert np.isfinite(worst), "a heat of the year is not a number"
    return worst


def _machines(books: Books) -> list[Array]:
    """Heat of the machines (or of their distribution units) against what the circuit's flow and temperatures say. [W]"""
    found = []
    for i, (row, loop) in enumerate(zip(books.ready.rows, books.ready.design.loops, strict=True)):
        coolant, share = loop.loop.circuit.coolant, books.kept[:, i, loops.SHARE]
        rise = coolant.enthalpy_j_kg(books.kept[:, i, loops.OUTLET]) - coolant.enthalpy_j_kg(
            books.kept[:, i, loops.INLET]
        )
        found.append(share * (row.flow_kg_s * rise - row.heat_w))
    return found


def _loops(books: Books) -> list[Array]:
    """What goes into a loop against what comes out: handed over without the compressor's part, rejected, lost. [W]"""
    kept = books.kept
    found = []
    for i, row in enumerate(books.ready.rows):
        at = kept[:, i]
        gained = row.heat_w * at[:, loops.SHARE] + at[:, loops.PUMP_HEAT]
        found.append(gained - at[:, loops.LOSS] - (at[:, loops.GIVEN] - at[:, loops.ADDED]) - at[:, loops.REJECTED])
    return found


def _header(books: Books) -> Array:
    """Heat of the loops against what sinks and tank took of it, less what the pump added on the tank's side. [W]"""
    raw = books.raw
    flow = np.where(raw[:, k.FLOW] > 0.0, raw[:, k.FLOW], 1.0)
    spare = raw[:, k.PUMP_HEAT] * (1.0 - raw[:, k.SINK_FLOW] / flow)
    missing: Array = books.kept[:, :, loops.GIVEN].sum(axis=1) + spare - raw[:, k.TAKEN] - raw[:, k.CHARGED]
    return missing


def _sinks(books: Books) -> Array:
    """Heat delivered against flow and temperatures at the sinks. [W]"""
    water, hours = books.ready.design.plant.header.coolant, books.hours
    fall = water.enthalpy_j_kg(hours.supply_c) - water.enthalpy_j_kg(hours.return_c)
    missing: Array = books.raw[:, k.SINK_FLOW] * fall - hours.delivered_w
    return missing


def _whole(books: Books) -> Array:
    """All that goes into the plant against all that comes out and stays. [W]"""
    at = books.hours
    gained = at.source_heat_w + at.pump_heat_w + at.lift_heat_w + at.boiler_w
    return gained - (at.delivered_w + at.dumped_w + at.loss_w + at.tank_loss_w + at.stored_w)


def _tank_w(books: Books) -> float:
    """Heat booked into the tank against what its layers hold at the end, spread over the hours that it took. [W]"""
    if books.tank is None:
        return 0.0
    before, after = books.layers
    held = books.tank.layer_kg * float(np.sum(after) - np.sum(before))
    return (held / HOUR_S - float(books.hours.stored_w.sum())) / len(books.raw)
