"""What can go wrong through the caller's fault, and the range check that says so well.

ThermoError
 ├─ OutOfRange              a quantity lies outside the range in which the model holds (NaN always does)
 ├─ TemperatureCross        an exchanger is asked for heat against the temperature difference, or for a pinch of zero
 ├─ UnsupportedArrangement  a flow arrangement for which no correct relation is implemented
 └─ Infeasible              no equipment within the stated limits does the duty; names the limit that binds
"""

import math

import numpy as np

from heatloop_thermo.numeric import Num


class ThermoError(Exception):
    """Any refusal of the engineering core; never raised for a fault of the world."""


class OutOfRange(ThermoError, ValueError):
    """A quantity is outside the range in which the model holds."""


class TemperatureCross(ThermoError, ValueError):
    """The terminal temperatures leave no driving difference: a cross, or a pinch of zero."""


class UnsupportedArrangement(ThermoError, ValueError):
    """No correct effectiveness relation is implemented for this arrangement of passes."""


class Infeasible(ThermoError):
    """No equipment within the limits does the duty.

    Parameters
    ----------
    binding : machine-readable name of the limit that binds, for example ``dp_hot``.
    text : the whole story in one sentence, with figures.
    """

    def __init__(self, binding: str, text: str) -> None:
        super().__init__(text)
        self.binding = binding


def require(name: str, value: Num, low: float, high: float, unit: str, reason: str) -> None:
    """Refuse a value outside ``low..high`` (both ends allowed; NaN refused), saying what, got, allowed and why.

    Parameters
    ----------
    name, unit : of the quantity, as the caller knows it ("-" where there is no unit).
    value : scalar or array; one bad element refuses the whole.
    low, high : allowed range; may be infinite.
    reason : why the range is what it is.

    Raises
    ------
    OutOfRange : with the first offending value and how many there are.

    >>> require("c_ratio", 0.5, 0.0, 1.0, "-", "C_min / C_max by definition")
    >>> require("c_ratio", 1.2, 0.0, 1.0, "-", "C_min / C_max by definition")
    Traceback (most recent call last):
    heatloop_thermo.errors.OutOfRange: c_ratio = 1.2 - is outside 0..1 - (C_min / C_max by definition)
    """
    if isinstance(value, (float, int)):
        if low <= value <= high:
            return
        raise OutOfRange(_message(name, float(value), low, high, unit, reason))
    array = np.asarray(value, dtype=np.float64)
    good = (array >= low) & (array <= high)
    if good.all():
        return
    bad = array[~good]
    raise OutOfRange(
        f"{_message(name, float(bad.flat[0]), low, high, unit, reason)}; {bad.size} of {array.size} values"
    )


def _message(name: str, value: float, low: float, high: float, unit: str, reason: str) -> str:
    span = f"{_short(low)}..{_short(high)}"
    return f"{name} = {_short(value)} {unit} is outside {span} {unit} ({reason})"


def _short(value: float) -> str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return f"{value:.6g}"
