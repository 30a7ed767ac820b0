"""A heated greenhouse: how much heat it takes, hour by hour, and what it is like inside."""

from heatloop_thermo.greenhouse.house import Greenhouse
from heatloop_thermo.greenhouse.parts import COVERS, HPS, LED, Climate, Cover, Glazing, Lamps, Pipes, Screen
from heatloop_thermo.greenhouse.state import State, established, transplants
from heatloop_thermo.greenhouse.steady import DesignLoad, design_load, pipe_capacity_w_m2
from heatloop_thermo.greenhouse.year import GreenhouseYear, grow

__all__ = [
    "COVERS",
    "HPS",
    "LED",
    "Climate",
    "Cover",
    "DesignLoad",
    "Glazing",
    "Greenhouse",
    "GreenhouseYear",
    "Lamps",
    "Pipes",
    "Screen",
    "State",
    "design_load",
    "established",
    "grow",
    "pipe_capacity_w_m2",
    "transplants",
]
