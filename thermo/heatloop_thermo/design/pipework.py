"""Pipe runs in series."""

from heatloop_thermo.pipe import Pipe, heat_loss
from heatloop_thermo.properties import Coolant


def through(runs: tuple[Pipe, ...], coolant: Coolant, flow_kg_s: float, inlet_c: float) -> tuple[float, float]:
    """Follow the liquid through pipe runs in series: (outlet [degC], heat lost [W])."""
    temp_c, lost_w = inlet_c, 0.0
    for run in runs:
        temp_c, loss_w = heat_loss(run, coolant, flow_kg_s, temp_c)
        lost_w += loss_w
    return temp_c, lost_w
