"""Pumps of a circuit at any flow: power from the grid and heat to the liquid, over the share of the rated flow."""

import numpy as np

from heatloop_thermo.circuit import Circuit
from heatloop_thermo.design.hydraulics import CircuitPump, choose, drive
from heatloop_thermo.errors import Infeasible
from heatloop_thermo.numeric import Array
from heatloop_thermo.pump import HeadBudget

NODES = 65
"""Shares of the rated flow from 0 to 1 at which the tables stand; a straight line between them is within 1e-3."""
SOLVED = 9
"""Shares at which the pump is solved; a polynomial of the fourth degree goes through them within 1e-3."""


def pump_of(circuit: Circuit, flow_kg_s: float, cold_c: float, budget: HeadBudget) -> CircuitPump | None:
    """The pump that the design chose for a circuit; None where makers offer none, which the design says as a finding."""
    try:
        return choose(circuit, flow_kg_s, cold_c, budget)
    except Infeasible:
        return None


def pump_tables(
    circuit: Circuit,
    pump: CircuitPump | None,
    flow_kg_s: float,
    ends_c: tuple[float, float],
    parts_pa: Array,
    shares: Array,
) -> tuple[Array, Array]:
    """Power and heat of a circuit's pumps.

    Parameters
    ----------
    circuit, pump : pipes and parts; pumps, at a speed that gives just the head that the flow takes.
    flow_kg_s : rated. [kg/s]
    ends_c : hot and cold end. [degC]
    parts_pa : pressure drop of what is not the circuit's own, at each of the shares. [Pa]
    shares : of the rated flow, rising to 1. [-]

    Returns
    -------
    Electric power and heat to the liquid [W] over `NODES` shares from 0 to 1. Below the pump's least flow or speed it stays at that, and
    a bypass or a valve takes the rest. Zeros where there is no pump.
    """
    grid = np.linspace(0.0, 1.0, NODES)
    if pump is None:
        return np.zeros(NODES), np.zeros(NODES)
    electric, heat, least = np.empty(shares.size), np.empty(shares.size), 0.0
    for k, (share, part_pa) in enumerate(zip(shares.tolist(), parts_pa.tolist(), strict=True)):
        _, duty = drive(circuit, pump, share * flow_kg_s, *ends_c, (("parts", part_pa),))
        assert duty is not None
        electric[k], heat[k] = duty.electric_w * pump.parallel, duty.shaft_w * pump.parallel
        if duty.bep_fraction < pump.curve.flow_min_fraction or duty.speed_fraction < pump.curve.speed_min_fraction:
            least = float(shares[min(k + 1, shares.size - 1)])
    held = np.maximum(grid, max(least, float(shares[0])))
    return tuple(np.polyval(np.polyfit(shares, y, 5), held) for y in (electric, heat))  # type: ignore[return-value]


def over(table: Array, share: Array) -> Array:
    """A table over 0..1 at many shares, as `kernel_loops.between`; nothing at 0."""
    grid = np.linspace(0.0, 1.0, table.size)
    value: Array = np.interp(share, grid, table) * np.maximum(share, 1.0)
    return np.where(share > 0.0, value, 0.0)
