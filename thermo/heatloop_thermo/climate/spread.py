"""Temperatures of a month between its lowest and its highest, with a given mean: a distribution that cannot leave its limits."""

import numpy as np

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.numeric import Array

_STEPS = 60
_CLOSE = 1e-8


def bounded(odds: Array, mean: float, spread: float) -> Array:
    """Values within 0..1 of a given mean, as spread out as asked, in the order of ``odds``.

    Parameters
    ----------
    odds : ln(p / (1 - p)) of plotting positions p, shape (n,). [-]
    mean : of the values. [-], inside 0..1
    spread : 0 gives all the same value, 1 spreads them evenly where the mean is a half, more heaps them at the limits. [-], > 0

    Returns
    -------
    Values, shape (n,); rising with ``odds``. [-], 0..1

    Raises
    ------
    OutOfRange : the mean is not inside 0..1.

    Source
    ------
    Logit-logistic distribution: Tadikamalla & Johnson, Biometrika 69 (1982) 461. The shift is found by Newton's method.

    >>> p = (np.arange(4) + 0.5) / 4.0
    >>> bounded(np.log(p / (1.0 - p)), 0.5, 1.0)
    array([0.125, 0.375, 0.625, 0.875])
    """
    if not 0.0 < mean < 1.0:
        raise OutOfRange(f"mean = {mean:g} is not inside 0..1: a mean lies between the lowest and the highest value")
    shift = float(np.log(mean / (1.0 - mean)))
    falling = np.exp(-spread * odds)
    values = 1.0 / (1.0 + np.exp(-shift) * falling)
    for _ in range(_STEPS):
        error = float(values.sum()) / len(values) - mean
        if abs(error) < _CLOSE:
            break
        slope = float(values @ (1.0 - values)) / len(values)
        shift -= max(
            -1.0, min(1.0, error / slope)
        )  # steps of at most 1, so that it cannot overshoot into the flat ends
        values = 1.0 / (1.0 + np.exp(-shift) * falling)
    return np.asarray(values)
