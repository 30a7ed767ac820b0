"""The one numeric type of the engineering core, and how a result gets the shape that its input had."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Num = float | Array
"""A scalar or an array of float64; functions that take one broadcast and give back the same kind."""


def as_given(value: Any) -> Any:
    """Give a 0-d result back as a plain float and leave arrays alone, so that scalar in means scalar out.

    >>> as_given(np.float64(2.0)), as_given(np.array([1.0, 2.0])).shape
    (2.0, (2,))
    """
    return float(value) if np.ndim(value) == 0 else value
