"""Loops over bare numbers, compiled: numba with one set of options, and types that survive it.

Importing this module imports numba (0.7 s); only kernels that a year needs may do so. Compiled code is kept beside the module,
or in the user's cache folder where the package cannot be written; where neither can be, it is compiled anew in each process.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core.dispatcher import Dispatcher

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS: dict[str, Any] = {"nopython": True, "fastmath": False, "error_model": "numpy"}
"""Same sums in the same order as plain Python, but a division by zero gives inf or NaN instead of an exception."""


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers, arrays and tuples at its first call; the result is kept on disk.

    Parameters
    ----------
    function : fully typed; may call other compiled functions, which stand above it or in a module that it imports.

    Returns
    -------
    The compiled function, with the type of the one given. ``py_func`` of it is the one given.

    Notes
    -----
    numba looks only at the file of the function itself to see whether code on disk is out of date. Here it looks at the files of
    the compiled functions that it calls, too: a change in them would otherwise go unseen.

    >>> @compiled
    ... def half(x: float) -> float:
    ...     return 0.5 * x
    >>> half(3.0)
    1.5
    """
    made: Any = numba.jit(**OPTIONS)(function)
    try:
        made.enable_caching()
    except RuntimeError:  # no folder to write to, or a function that has no file
        return made  # type: ignore[no-any-return]
    file = _cache_file(made)
    file._source_stamp = (file._source_stamp, *_stamps(function))  # noqa: SLF001 there is no public way to say it
    return made  # type: ignore[no-any-return]


def twin(function: Callable[P, R], **names: Any) -> Callable[P, R]:
    """Compile a plain function as well, with other things behind some of the names that it uses.

    One formula in one place then serves those who have numba loaded and those who do not.

    Parameters
    ----------
    function : of a module that does not know numba.
    names : what it shall find under a global name, above all the twins of the functions that it calls.

    >>> def third(x: float) -> float:
    ...     return x / 3.0
    >>> def sixth(x: float) -> float:
    ...     return 0.5 * third(x)
    >>> twin(sixth, third=twin(third))(3.0)
    0.5
    """
    plain: Any = function
    same = FunctionType(plain.__code__, {**plain.__globals__, **names}, plain.__name__, plain.__defaults__)
    same.__qualname__ = plain.__qualname__
    return compiled(same)


def _cache_file(made: Any) -> Any:
    return made._cache._cache_file  # noqa: SLF001


def _stamps(function: Any) -> list[Any]:
    """Stamps of the compiled functions that a function calls by a global name, sorted by that name."""
    seen = [function.__globals__.get(name) for name in sorted(set(function.__code__.co_names))]
    return [_stamp(each) for each in seen if isinstance(each, Dispatcher)]


def _stamp(made: Any) -> Any:
    cached = hasattr(made._cache, "_cache_file")  # noqa: SLF001
    return _cache_file(made)._source_stamp if cached else None  # noqa: SLF001
