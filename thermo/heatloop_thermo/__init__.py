"""Pure engineering: fluids, exchangers, pipes, pumps, plants. Imports nothing else of heatloop, does no I/O, never asks the time."""
