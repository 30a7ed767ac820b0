"""Loops over bare numbers, compiled: numba with one set of options, and types that survive it.

Importing this module imports numba (0.7 s); only kernels that a year needs may do so. Compiled code is kept beside the module,
or in the user's cache folder where the package cannot be written; where neither can be, it is compiled anew in each process.
"""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pickle import UnpicklingError
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numba
from numba.core.dispatcher import Dispatcher

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS: dict[str, Any] = {"nopython": True, "fastmath": False, "error_model": "numpy"}
"""Same sums in the same order as plain Python, but a division by zero gives inf or NaN instead of an exception."""
LEAN: dict[str, Any] = {"_nrt": False, "no_cfunc_wrapper": True}
"""Without counting who holds an array: several times faster where small functions pass arrays on, but none of them may make one."""


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
    numba looks only at the file of the function itself to see whether code on disk is out of date. Here it looks at the compiled
    functions and the numbers that its module imports, too: a change in them would otherwise go unseen, and wrong figures come out.

    >>> @compiled
    ... def half(x: float) -> float:
    ...     return 0.5 * x
    >>> half(3.0)
    1.5
    """
    made: Callable[P, R] = _kept(numba.jit(**OPTIONS)(function), function)
    return made


def lean(function: Callable[P, R]) -> Callable[P, R]:
    """As `compiled`, for functions that make no array: none by numpy, none as a result; slices of one given are allowed.

    >>> @lean
    ... def double(values: "Any", i: int) -> None:
    ...     values[i] *= 2.0
    """
    made: Callable[P, R] = _kept(numba.jit(**OPTIONS, **LEAN)(function), function)
    return made


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """As `lean`, and written into whoever calls it: a call that hands over a tuple of arrays takes longer than many a formula.

    Compiling takes longer for it, so that what is large, or rarely reached, is better `lean`.

    >>> @inlined
    ... def treble(x: float) -> float:
    ...     return 3.0 * x
    >>> treble(2.0)
    6.0
    """
    made: Callable[P, R] = _kept(numba.jit(**OPTIONS, **LEAN, forceinline=True)(function), function)
    return made


def twin(function: Callable[P, R], **names: Any) -> Callable[P, R]:
    """Compile a plain function as well, as `inlined` does, with other things behind some of the names that it uses.

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
    return inlined(same)


def _kept(made: Any, function: Any) -> Any:
    """The compiled function, its code kept on disk where there is a place for it."""
    try:
        made.enable_caching()
    except RuntimeError:  # no folder to write to, or a function that has no file
        return made
    file = made._cache._cache_file  # noqa: SLF001 there is no public way to say what else the code depends on
    file._source_stamp = sha256(repr((file._source_stamp, _known(function))).encode()).hexdigest()  # noqa: SLF001
    file._load_index = partial(_index, file._load_index)  # noqa: SLF001
    return made


def _index(load: Callable[[], Any]) -> Any:
    """What is kept on disk; nothing where it speaks of classes that are no more, or is cut short."""
    try:
        return load()
    except (AttributeError, ImportError, EOFError, IndexError, KeyError, TypeError, ValueError, UnpicklingError):
        return {}


def _known(function: Any) -> list[tuple[str, Any]]:
    """What else is frozen into the code: numbers and compiled functions that the function's module knows by then."""
    names = sorted(function.__globals__.items())
    numbers = [(name, value) for name, value in names if isinstance(value, (bool, int, float))]
    calls = [(name, _stamp(value)) for name, value in names if isinstance(value, Dispatcher)]
    return numbers + calls


def _stamp(made: Any) -> Any:
    kept = getattr(made, "_cache", None)
    return getattr(getattr(kept, "_cache_file", None), "_source_stamp", None)
