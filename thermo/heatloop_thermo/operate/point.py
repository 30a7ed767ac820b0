"""One operating point of a plant's loops, or of many hours at once, from the component models of its design."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array, Num
from heatloop_thermo.operate import kernel_loops as k
from heatloop_thermo.operate.circuits import over
from heatloop_thermo.operate.fans import fans_w, most_w_k
from heatloop_thermo.operate.kernel_point import points
from heatloop_thermo.operate.prepare import Prepared


@dataclass(frozen=True, eq=False)
class Points:
    """What the loops do, shape (n, loops) each: heats and powers [W], temperatures [degC], flow [kg/s], share of machines [-].

    Parameters
    ----------
    source_w : heat of the machines to the liquid.
    given_w : to the header; ``added_w`` of it by a heat pump's compressor, which draws ``lift_w``.
    rejected_w, fans_w : by the dry cooler, and the power of its fans.
    loss_w, pump_heat_w, pumps_w : of pipes; by pumps to the liquid; power of the pumps. Coolant distribution units with them.
    source_inlet_c, source_outlet_c : of the machines.
    supply_c, flow_kg_s : header water out of the hand-over.
    running : share of machines; below what was asked for where nothing takes their heat.
    limited : whether a limit of machines or heat pump holds the loop back, or the dry cooler is too small.
    """

    source_w: Array
    given_w: Array
    added_w: Array
    lift_w: Array
    rejected_w: Array
    fans_w: Array
    loss_w: Array
    pump_heat_w: Array
    pumps_w: Array
    source_inlet_c: Array
    source_outlet_c: Array
    supply_c: Array
    flow_kg_s: Array
    running: Array
    limited: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def operate(
    ready: Prepared, running: Num, back_c: Num, ambient_c: Num, wanted_w: Num = np.inf, supply_c: Num | None = None
) -> Points:
    """Loops at part load: what they hand over, how hot they run, what is rejected, what pumps and fans take.

    Parameters
    ----------
    ready : from `prepare`.
    running : share of the machines that run. [-], 0..1; shape (n,), or (n, loops)
    back_c : header water into the hand-overs. [degC]; likewise
    ambient_c : outdoor air. [degC]; shape (n,)
    wanted_w : most heat that the header wants of each loop. [W], >= 0; likewise
    supply_c : header water out of the hand-overs; None: what each gives at the design point. [degC]; likewise

    Returns
    -------
    Every loop of every hour. Loops in series are taken each by itself: give ``back_c`` and ``supply_c`` of each.

    Raises
    ------
    OutOfRange : NaN, or a share or heat that cannot be.
    """
    require("running", running, 0.0, 1.0, "-", "share of the machines")
    require("back_c", back_c, 0.0, 150.0, "degC", "header water into the hand-overs")
    require("ambient_c", ambient_c, -80.0, 80.0, "degC", "outdoor air")
    require("wanted_w", wanted_w, 0.0, np.inf, "W", "heat wanted of a loop")
    count = len(ready.rows)
    set_c = ready.loops.figures[None, :, k.SET] if supply_c is None else supply_c
    require("supply_c", set_c, 0.0, 150.0, "degC", "header water out of the hand-overs")
    hours = max(np.shape(value)[0] if np.ndim(value) else 1 for value in (running, back_c, ambient_c, wanted_w))
    share, back, wanted, out = (_spread(value, hours, count) for value in (running, back_c, wanted_w, set_c))
    around = np.array(np.broadcast_to(np.asarray(ambient_c, dtype=np.float64), (hours,)))
    gain = np.stack([most_w_k(c, r, share[:, i], around) for i, (c, r) in enumerate(_parts(ready))], axis=1)
    rows, kept = np.zeros((count, k.COLUMNS)), np.zeros((hours, count, k.SCRATCH))
    rows[:, k.FULL_AT] = rows[:, k.PART_AT] = [loop.circuit_outlet_c for loop in ready.design.loops]
    air = np.stack(np.broadcast_arrays(around[:, None], gain), axis=2)
    points(ready.loops, share, np.stack((back, out), axis=2), wanted, np.ascontiguousarray(air), rows, kept)
    return _points(ready, kept, around)


def _parts(ready: Prepared) -> list[Any]:
    return list(zip(ready.coolers, ready.rows, strict=True))


def _spread(value: Num, hours: int, count: int) -> Array:
    """A value for every hour and loop, from one, from one for each hour, or from all."""
    given = np.asarray(value, dtype=np.float64)
    column = given[:, None] if given.ndim == 1 else given
    try:
        return np.array(np.broadcast_to(column, (hours, count)))
    except ValueError:
        raise OutOfRange(f"shape {given.shape} does not fit {hours} hours of {count} loops") from None


def _points(ready: Prepared, kept: Array, ambient_c: Array) -> Points:
    share = kept[:, :, k.SHARE]
    rows, loops = ready.rows, ready.design.loops
    warmer = np.array(
        [(at.source_inlet_c - at.circuit_inlet_c, at.source_outlet_c - at.circuit_outlet_c) for at in loops]
    )
    flow = share * np.array([row.flow_kg_s for row in rows])
    fans = [
        fans_w(cooler, flow[:, i], kept[:, i, k.INLET], kept[:, i, k.REJECTED], ambient_c)
        for i, cooler in enumerate(ready.coolers)
    ]
    pumps = [over(row.pump_electric_w, share[:, i]) + share[:, i] * row.cdu_electric_w for i, row in enumerate(rows)]
    return Points(
        source_w=share * np.array([row.liquid_w for row in rows]),
        given_w=kept[:, :, k.GIVEN],
        added_w=kept[:, :, k.ADDED],
        lift_w=kept[:, :, k.ELECTRIC],
        rejected_w=kept[:, :, k.REJECTED],
        fans_w=np.stack(fans, axis=1),
        loss_w=kept[:, :, k.LOSS] + share * np.array([row.cdu_loss_w for row in rows]),
        pump_heat_w=kept[:, :, k.PUMP_HEAT] + share * np.array([row.cdu_heat_w for row in rows]),
        pumps_w=np.stack(pumps, axis=1),
        source_inlet_c=kept[:, :, k.INLET] + warmer[:, 0],
        source_outlet_c=kept[:, :, k.OUTLET] + warmer[:, 1],
        supply_c=kept[:, :, k.COLD_OUT],
        flow_kg_s=kept[:, :, k.COLD_FLOW],
        running=share,
        limited=kept[:, :, k.FLAG] > 0.0,
    )
