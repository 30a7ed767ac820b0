"""What `exchanger._num` is to formulas on floats and arrays, for their compiled twins: elementary functions of one float."""

import math

from heatloop_thermo.compiled import inlined

__all__ = ["expm1", "larger", "smaller"]


@inlined
def expm1(x: float) -> float:
    """exp(x) - 1 without cancellation."""
    return math.expm1(x)


@inlined
def larger(a: float, b: float) -> float:
    """The larger of two."""
    return max(a, b)


@inlined
def smaller(a: float, b: float) -> float:
    """The smaller of two."""
    return min(a, b)
