"""A fixed point x = g(x) for a scalar, or for every element of an array at once."""

from collections.abc import Callable
from typing import TypeVar

from heatloop_thermo.errors import ThermoError
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.numeric import Num

T = TypeVar("T")

CONVERGED = 1e-5
"""Largest relative step of the last turn. The secant then takes x on, and misses by some 1e-9. [-]"""

TURNS_MAX = 40


def settle(turn: Callable[[Num], tuple[Num, T]], x: Num, gain: Num, what: str) -> tuple[Num, T]:
    """Iterate x = g(x), extrapolating along the secant of the last two turns.

    Parameters
    ----------
    turn : takes x, gives g(x) and whatever it found on the way.
    x : to begin with, > 0.
    gain : share of the first step to take. [-]; 1 / (1 - slope of g), where the slope is known roughly
    what : for the message, should it not settle.

    Returns
    -------
    x, settled in every element, and what the last turn found (at an x that is within `CONVERGED`).

    Raises
    ------
    ThermoError : if it does not settle within `TURNS_MAX` turns.

    >>> round(settle(lambda x: (2.0 + 0.1 * x, "found"), 1.0, 1.0, "x")[0], 9)
    2.222222222
    """
    last_x, last_step = x, x
    for count in range(TURNS_MAX):
        new, found = turn(x)
        step = new - x
        if count:
            fall = last_step - step
            gain = (x - last_x) / nm.pick(fall == 0.0, 1.0, fall)
            gain = nm.smaller(nm.larger(gain, 0.5), 2.0)
        last_x, last_step = x, step
        x = x + gain * step
        if count and nm.every(nm.absolute(step) <= CONVERGED * new):
            return x, found
    raise ThermoError(f"{what} does not settle within {TURNS_MAX} turns")
