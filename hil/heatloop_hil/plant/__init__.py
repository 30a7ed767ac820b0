"""The dynamic plant behind the simulated PLC, from the same design as everything else."""

from heatloop_hil.plant.plant import Plant

__all__ = ["Plant"]
