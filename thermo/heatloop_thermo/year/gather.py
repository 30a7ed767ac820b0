"""From what the compiled hours left behind to the result: sums over loops, powers of pumps and fans, reasons, balances."""

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.boiler import fire
from heatloop_thermo.numeric import Array
from heatloop_thermo.operate import kernel_loops as loops
from heatloop_thermo.operate.circuits import over
from heatloop_thermo.operate.fans import fans_w
from heatloop_thermo.operate.prepare import Prepared
from heatloop_thermo.storage import Tank
from heatloop_thermo.year import kernel_year as k
from heatloop_thermo.year.balance import Books, balance_error
from heatloop_thermo.year.result import Hours, Reason, Year


def gathered(
    ready: Prepared,
    given: k.Given,
    curtailed: Array,
    hours: Array,
    kept: Array,
    tank: Tank | None,
    layers: tuple[Array, Array],
) -> Year:
    """Make the result.

    Parameters
    ----------
    ready, given, curtailed : what went in.
    hours, kept : what came out, see `kernel_year.run`.
    tank, layers : tank, and enthalpy of its layers before and after. [J/kg]
    """
    sums = _loop_sums(ready, kept)
    loss, pump_heat, cdu = sums.pop("loss_w"), sums.pop("pump_heat_w"), sums.pop("cdu_electric_w")
    no_tank = np.full(len(hours), np.nan)
    made = Hours(
        **sums,
        boiler_w=hours[:, k.BOILER],
        boiler_input_w=_boiler_input_w(ready, hours),
        pumps_w=_pumps_w(ready, kept[:, :, loops.SHARE], hours) + cdu,
        fans_w=_fans_w(ready, kept, given.ambient_c),
        pump_heat_w=pump_heat + hours[:, k.PUMP_HEAT],
        loss_w=loss + hours[:, k.SUPPLY_LOSS] + hours[:, k.BACK_LOSS],
        tank_loss_w=hours[:, k.TANK_LOSS],
        stored_w=hours[:, k.CHARGED] - hours[:, k.DISCHARGED] - hours[:, k.TANK_LOSS],
        demand_w=given.demand_w,
        delivered_w=hours[:, k.DELIVERED],
        unmet_w=given.demand_w - hours[:, k.DELIVERED],
        supply_c=hours[:, k.SUPPLY],
        return_c=hours[:, k.RETURN],
        tank_top_c=hours[:, k.TOP] if tank else no_tank,
        tank_bottom_c=hours[:, k.BOTTOM] if tank else no_tank,
        reason=_reasons(ready, curtailed, hours),
    )
    books = Books(ready, made, hours, kept, tank, layers)
    return Year(ready.design, made, balance_error(books), _cycles(ready, hours, tank))


def _loop_sums(ready: Prepared, kept: Array) -> dict[str, Array]:
    """Sums over the loops, by the names of `Hours`; losses, pump heats and power of the units' pumps are those of the loops alone."""
    share = kept[:, :, loops.SHARE]

    def of_rows(name: str) -> Array:
        total: Array = share @ np.array([getattr(row, name) for row in ready.rows])
        return total

    electric, source = of_rows("electric_w"), of_rows("liquid_w")
    loss = kept[:, :, loops.LOSS].sum(axis=1) + of_rows("cdu_loss_w")
    return {
        "it_w": electric,
        "source_heat_w": source,
        "captured_w": source - loss,
        "dumped_w": kept[:, :, loops.REJECTED].sum(axis=1),
        "lift_w": kept[:, :, loops.ELECTRIC].sum(axis=1),
        "lift_heat_w": kept[:, :, loops.ADDED].sum(axis=1),
        "running": electric / sum(row.electric_w for row in ready.rows),
        "loss_w": loss,
        "pump_heat_w": kept[:, :, loops.PUMP_HEAT].sum(axis=1) + of_rows("cdu_heat_w"),
        "cdu_electric_w": of_rows("cdu_electric_w"),
    }


def _reasons(ready: Prepared, curtailed: Array, hours: Array) -> NDArray[np.uint16]:
    reason = hours[:, k.REASON].astype(np.uint16)
    reason |= np.where(curtailed, np.uint16(Reason.MACHINES_OFF), np.uint16(0))
    boiler = ready.design.plant.boiler
    if boiler is not None:
        heat = hours[:, k.BOILER]
        below = (heat > 0.0) & (heat < boiler.minimum_load * boiler.capacity_w)
        reason |= np.where(below, np.uint16(Reason.BOILER_MINIMUM), np.uint16(0))
    return reason


def _boiler_input_w(ready: Prepared, hours: Array) -> Array:
    boiler = ready.design.plant.boiler
    if boiler is None:
        return np.zeros(len(hours))
    return np.asarray(fire(boiler, hours[:, k.BOILER], hours[:, k.RETURN]).input_w, dtype=np.float64)


def _pumps_w(ready: Prepared, share: Array, hours: Array) -> Array:
    """Electric power of the pumps of header and loops, over flow and share."""
    flow = hours[:, k.FLOW] / ready.header.flow_kg_s
    total = over(ready.header.pump_electric_w, flow)
    for i, row in enumerate(ready.rows):
        total = total + over(row.pump_electric_w, share[:, i])
    return total


def _fans_w(ready: Prepared, kept: Array, ambient_c: Array) -> Array:
    total = np.zeros(len(kept))
    for i, cooler in enumerate(ready.coolers):
        flow = kept[:, i, loops.SHARE] * ready.rows[i].flow_kg_s
        total += fans_w(cooler, flow, kept[:, i, loops.INLET], kept[:, i, loops.REJECTED], ambient_c)
    return total


def _cycles(ready: Prepared, hours: Array, tank: Tank | None) -> float:
    """Heat that left the tank over what it holds between supply and return."""
    if tank is None or not len(hours):
        return 0.0
    water = tank.coolant
    cold = float(np.mean(hours[:, k.RETURN]))
    holds = tank.mass_kg * (water.enthalpy_j_kg(ready.header.supply_c) - water.enthalpy_j_kg(cold))
    return float(hours[:, k.DISCHARGED].sum() * 3600.0 / holds)
