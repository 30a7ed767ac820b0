"""Stratified hot-water tank: parameters, layers, and how they change in a step or in a year."""

from heatloop_thermo.storage.measure import (
    Thermocline,
    available_heat_j,
    layers_c,
    state_of_charge,
    stored_j,
    thermocline,
)
from heatloop_thermo.storage.run import TankRun, run
from heatloop_thermo.storage.step import TankStep, step
from heatloop_thermo.storage.tank import Tank, TankState, tank_state

__all__ = [
    "Tank",
    "TankRun",
    "TankState",
    "TankStep",
    "Thermocline",
    "available_heat_j",
    "layers_c",
    "run",
    "state_of_charge",
    "step",
    "stored_j",
    "tank_state",
    "thermocline",
]
