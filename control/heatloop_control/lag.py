"""First-order lag: for feed-forward that has to arrive with the heat, and for noisy sensors."""

import math


def step(last: float, value: float, time_constant_s: float, dt_s: float) -> float:
    """Next output of a first-order lag, exact for an input that stays during the step.

    Parameters
    ----------
    last, value : output of the last scan, input of this one; same unit.
    time_constant_s : 63 % of a step has arrived after this. [s], >= 0 (0 passes the input)
    dt_s : since the last scan. [s], >= 0

    Returns
    -------
    The new output. An input that is no number leaves the output where it was.

    >>> round(step(0.0, 1.0, 30.0, 30.0), 4), step(3.0, float("nan"), 30.0, 1.0)
    (0.6321, 3.0)
    """
    if not math.isfinite(value):
        return last
    if time_constant_s <= 0.0:
        return value
    return last + (value - last) * -math.expm1(-dt_s / time_constant_s)
