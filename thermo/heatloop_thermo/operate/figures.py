"""Coolants, pipe runs and heat pump maps as plain arrays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_lift import FIGURES
from heatloop_thermo.operate.kernel_loops import MACHINE
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.properties import Coolant

CELLS = 256
"""Cubics over a coolant's range of temperature, some 0.5 K each: enthalpy is then within 1e-5 J/kg, temperature within 1e-9 K."""

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump.map import HeatPumpMap


def liquids_of(coolants: Sequence[Coolant]) -> Array:
    """Coolants as compiled code takes them, see `kernel_liquid`."""
    return np.stack([_splines(coolant) for coolant in coolants])


def _splines(coolant: Coolant) -> Array:
    """Enthalpy over temperature, and the other way round, by cubics with the right values and slopes at both ends of each cell."""
    t_c = np.linspace(coolant.t_low_c, coolant.t_high_c, CELLS + 1)
    h = np.linspace(float(coolant.enthalpy_j_kg(t_c[0])), float(coolant.enthalpy_j_kg(t_c[-1])), CELLS + 1)
    at_c = coolant.temperature_c(h)
    forth = _hermite(t_c, coolant.enthalpy_j_kg(t_c), coolant.heat_capacity_j_kgk(t_c))
    return np.stack((forth, _hermite(h, at_c, 1.0 / coolant.heat_capacity_j_kgk(at_c))))


def _hermite(x: Array, y: Array, slope: Array) -> Array:
    """Coefficients of each cell over its own length 0..1, and a last row: where the first begins, cells per unit, and the end."""
    step = x[1] - x[0]
    rise, start, end = np.diff(y), slope[:-1] * step, slope[1:] * step
    cubics = np.stack((start + end - 2.0 * rise, 3.0 * rise - 2.0 * start - end, start, y[:-1]), axis=1)
    return np.vstack((cubics, (x[0], 1.0 / step, x[-1], 0.0)))


def runs_of(runs: tuple[Pipe, ...]) -> Array:
    """Loss [W/K] and surroundings [degC] of pipe runs in order of flow, shape (runs, 2); one without loss where there is none."""
    return np.array([(run.loss_w_k, run.ambient_c) for run in runs] or [(0.0, 0.0)])


def machine_of(heat_pump: "HeatPumpMap") -> Array:
    """Figures of a heat pump in the order of `kernel_lift`, from MACHINE on."""
    box, limits, drive, part = heat_pump.box, heat_pump.limits, heat_pump.drive, heat_pump.part_load
    figures = (
        *(box.source_low_c, box.source_high_c, box.sink_low_c, box.sink_high_c, box.least_lift_k, float(box.leaning)),
        *(box.load_low, box.load_high, heat_pump.rated_heat_w, heat_pump.rated_shaft_w, heat_pump.heat_loss_fraction),
        *(part.cycling, heat_pump.rated_shaft_w * (1.0 / drive.efficiency - 1.0), drive.constant_share),
        *(heat_pump.critical_c - limits.critical_margin_k, np.log(limits.pressure_max_pa), limits.discharge_max_c),
        *(np.log(limits.ratio_max), np.log(limits.ratio_min), limits.discharge_superheat_min_k),
    )
    assert len(figures) == FIGURES - MACHINE
    return np.array(figures)
