"""The best that two temperatures allow; with `refrigerant`, the only place of this package that knows kelvin."""

import math

from heatloop_thermo.errors import require
from heatloop_thermo.vapour import KELVIN


def carnot_cop(source_c: float, sink_c: float) -> float:
    """COP of the ideal heat pump between two temperatures: T_sink / (T_sink - T_source), absolute. [-]

    Raises
    ------
    OutOfRange : a sink that is not hotter than the source.

    >>> round(carnot_cop(40.0, 80.0), 3)
    8.829
    """
    require("lift", sink_c - source_c, 1e-9, math.inf, "K", "a heat pump lifts")
    return (sink_c + KELVIN) / (sink_c - source_c)


def lorenz_cop(source_in_c: float, source_out_c: float, sink_in_c: float, sink_out_c: float) -> float:
    """COP of the ideal heat pump between two gliding streams, by their logarithmic mean temperatures. [-]

    >>> round(lorenz_cop(55.0, 45.0, 55.0, 75.0), 2)
    22.65
    """
    return carnot_cop(log_mean_c(source_in_c, source_out_c), log_mean_c(sink_in_c, sink_out_c))


def log_mean_c(one_c: float, two_c: float) -> float:
    """Logarithmic mean of two absolute temperatures: heat over entropy of a stream of constant heat capacity. [degC]

    >>> round(log_mean_c(55.0, 75.0), 2)
    64.9
    """
    if abs(one_c - two_c) < 1e-9:
        return one_c
    return (one_c - two_c) / math.log((one_c + KELVIN) / (two_c + KELVIN)) - KELVIN


def mean_c(one_c: float, two_c: float) -> float:
    """Geometric mean of two absolute temperatures. [degC]

    >>> round(mean_c(0.0, 100.0), 2)
    46.11
    """
    return math.sqrt((one_c + KELVIN) * (two_c + KELVIN)) - KELVIN
