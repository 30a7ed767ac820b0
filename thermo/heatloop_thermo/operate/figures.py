"""Coolants, pipe runs and heat pump maps as plain arrays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from heatloop_thermo.numeric import Array
from heatloop_thermo.operate.kernel_lift import FIGURES
from heatloop_thermo.operate.kernel_loops import MACHINE
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.polynomial import Coefficients, antiderivative
from heatloop_thermo.properties import Coolant

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump.map import HeatPumpMap


def liquids_of(coolants: Sequence[Coolant]) -> Array:
    """Coolants as compiled code takes them, see `kernel_liquid`; enthalpy is the integral of the heat capacity."""
    rows = [(coolant, *_polynomials(coolant)) for coolant in coolants]
    width = max(len(enthalpy) for _, _, enthalpy in rows)
    width += 3 + width % 2
    made = np.zeros((len(rows), 2, width))
    for row, (coolant, *both) in zip(made, rows, strict=True):
        for place, coefficients in zip(row, both, strict=True):
            count = len(coefficients) + len(coefficients) % 2
            place[:3] = coolant.t_centre_c, coolant.t_half_k, width - count
            place[width - len(coefficients) :] = coefficients
    return made


def _polynomials(coolant: Coolant) -> tuple[Coefficients, Coefficients]:
    raw = antiderivative(coolant.heat_capacity, coolant.t_half_k)
    return coolant.heat_capacity, (*raw[:-1], coolant.enthalpy_j_kg(coolant.t_centre_c))


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
