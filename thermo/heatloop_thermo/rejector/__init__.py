"""Dry cooler: a finned coil with fans that gives heat to the outside air."""

from heatloop_thermo.rejector.cooler import DryCooler
from heatloop_thermo.rejector.hold import Held, Reason, hold
from heatloop_thermo.rejector.parts import Coil, Fan
from heatloop_thermo.rejector.rate import Rejection, rate
from heatloop_thermo.rejector.relation import effectiveness_counter_cross, heat_per_kelvin
from heatloop_thermo.rejector.size import size

__all__ = [
    "Coil",
    "DryCooler",
    "Fan",
    "Held",
    "Reason",
    "Rejection",
    "effectiveness_counter_cross",
    "heat_per_kelvin",
    "hold",
    "rate",
    "size",
]
