"""Mean temperature difference of an exchanger, and the refusal of terminal temperatures that leave none."""

from typing import Any

import numpy as np

from heatloop_thermo.errors import TemperatureCross, require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.numeric import Num


def lmtd(hot_in_c: Num, hot_out_c: Num, cold_in_c: Num, cold_out_c: Num) -> Num:
    """Logarithmic mean temperature difference of a counterflow exchanger. [K]

    Parameters
    ----------
    hot_in_c, hot_out_c, cold_in_c, cold_out_c : terminal temperatures. [°C]; scalars or arrays

    Raises
    ------
    TemperatureCross : when an end has no driving difference (a cross, or a pinch of zero), or a stream runs the wrong way.
    OutOfRange : for NaN or infinity.

    Source
    ------
    Bergman et al., Fundamentals of Heat and Mass Transfer, ch. 11; equal ends are continuous (log1p, series near 1).

    >>> round(lmtd(100.0, 60.0, 30.0, 40.2), 9)
    43.200409294
    >>> lmtd(100.0, 80.0, 80.0, 96.0)
    Traceback (most recent call last):
    heatloop_thermo.errors.TemperatureCross: cold end: hot 80 °C against cold 80 °C leaves 0 K; a driving difference is needed
    """
    hot_in_c, hot_out_c, cold_in_c, cold_out_c = _terminals(hot_in_c, hot_out_c, cold_in_c, cold_out_c)
    require_drive("hot end", hot_in_c, cold_out_c)
    require_drive("cold end", hot_out_c, cold_in_c)
    return mean_difference(hot_in_c - cold_out_c, hot_out_c - cold_in_c)


def lmtd_parallel(hot_in_c: Num, hot_out_c: Num, cold_in_c: Num, cold_out_c: Num) -> Num:
    """Logarithmic mean temperature difference of a parallel-flow exchanger. [K] Errors as for `lmtd`.

    >>> round(lmtd_parallel(100.0, 60.0, 30.0, 40.2), 9)
    39.75251118
    """
    hot_in_c, hot_out_c, cold_in_c, cold_out_c = _terminals(hot_in_c, hot_out_c, cold_in_c, cold_out_c)
    require_drive("inlet end", hot_in_c, cold_in_c)
    require_drive("outlet end", hot_out_c, cold_out_c)
    return mean_difference(hot_in_c - cold_in_c, hot_out_c - cold_out_c)


def mean_difference(one_k: Num, other_k: Num) -> Num:
    """Logarithmic mean of two positive differences, unchecked: (a - b) / ln(a / b), and a where they are equal."""
    u = (one_k - other_k) / other_k
    near = nm.absolute(u) < 1e-5
    series = 1.0 + u * (0.5 - u / 12.0)
    return other_k * nm.pick(near, series, u / nm.log1p(nm.pick(near, 1.0, u)))


def first_where(bad: Any, *values: Num) -> list[float]:
    """The values at the first place where ``bad`` holds, as floats for a message; empty when it holds nowhere."""
    if bad is False or not np.any(bad):
        return []
    bad, *arrays = np.broadcast_arrays(bad, *values)
    return [float(array[bad][0]) for array in arrays]


def _terminals(hot_in_c: Num, hot_out_c: Num, cold_in_c: Num, cold_out_c: Num) -> list[Num]:
    terminals = nm.alike(hot_in_c, hot_out_c, cold_in_c, cold_out_c)
    for name, value in zip(("hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c"), terminals, strict=True):
        require(name, value, -273.15, 2000.0, "°C", "a finite temperature above absolute zero")
    hot_in, hot_out, cold_in, cold_out = terminals
    bad = first_where(hot_out > hot_in, hot_in, hot_out)
    if bad:
        raise TemperatureCross(f"the hot side warms up, from {bad[0]:.6g} to {bad[1]:.6g} °C")
    bad = first_where(cold_out < cold_in, cold_in, cold_out)
    if bad:
        raise TemperatureCross(f"the cold side cools down, from {bad[0]:.6g} to {bad[1]:.6g} °C")
    return terminals


def require_drive(where: str, hot_c: Num, cold_c: Num) -> None:
    """Refuse an end of the exchanger, named by ``where``, at which the hot side is not warmer than the cold side."""
    bad = first_where(hot_c <= cold_c, hot_c, cold_c)
    if bad:
        raise TemperatureCross(
            f"{where}: hot {bad[0]:.6g} °C against cold {bad[1]:.6g} °C leaves {bad[0] - bad[1]:.6g} K; "
            "a driving difference is needed"
        )
