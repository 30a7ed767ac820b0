"""A year of a design, hour by hour: heat, power, and what fell short."""

from heatloop_thermo.year.result import Hours, Reason, Year

__all__ = ["Hours", "Reason", "Year"]
