"""The one numeric type of the engineering core, and how a result gets the shape that its input had."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Num = float | Array
"""A scalar or an array of float64; functions that take one broadcast and give back the same kind."""
N = TypeVar("N", bound=Num)
"""A scalar or an array; a function from N to N gives back the kind that it got."""


def as_given(value: Any) -> Any:
    """Give a 0-d result back as a plain float and leave arrays alone, so that scalar in means scalar out.

    >>> as_given(np.float64(2.0)), as_given(np.array([1.0, 2.0])).shape
    (2.0, (2,))
    """
    return float(value) if np.ndim(value) == 0 else value


def plain(value: Any) -> Any:
    """A float, or an array of float64 with one dimension or more.

    >>> plain(5), plain(np.array(2.0)), plain([1, 2])
    (5.0, 2.0, array([1., 2.]))
    """
    if isinstance(value, (float, int)):
        return float(value)
    array = np.asarray(value, dtype=np.float64)
    return array if array.ndim else float(array)
