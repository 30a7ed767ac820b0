"""PI controller with feed-forward, whose integral waits while the actuator cannot follow.

The wish is ``feedforward + gain * error + integral``. It meets limits: of the actuator, of its rate, of interlocks and overrides. As
long as the actuator is behind the wish, and also at the controller's own limit, the integral does not move on in that direction. So
nothing winds up, and a step of the feed-forward, which the actuator follows on its ramp, leaves the integral as it is
(back-calculation would empty it). A controller that is not in charge follows the actuator (`follow`), to take over without a bump.
"""

import math
from dataclasses import dataclass

from heatloop_thermo.errors import require

BEHIND = 1.0
"""An actuator that is further from the wish than this cannot follow now. [%] estimate: well above a deadband, below a ramp of seconds"""


@dataclass(frozen=True, slots=True)
class Pi:
    """Parameters of a PI controller.

    Parameters
    ----------
    gain : output over error. [%/unit]; negative where more output lowers the measured value (reverse of error = setpoint - measured)
    reset_s : integral time. [s]
    low, high : range of the output. [%]
    patient : whether it leaves its low limit only at its setpoint, and not already on the way there: for actuators that cost something.

    Source
    ------
    Conditional integration: K. J. Åström and T. Hägglund, Advanced PID Control, 2006, ch. 3.
    """

    gain: float
    reset_s: float
    low: float = 0.0
    high: float = 100.0
    patient: bool = False

    def __post_init__(self) -> None:
        """Refuse parameters under which it cannot control."""
        require("reset_s", self.reset_s, 1e-3, 1e6, "s", "integral time")
        require("high", self.high, self.low + 1e-6, 1e6, "%", "the output needs a range")
        require("gain", abs(self.gain), 1e-9, 1e6, "%/unit", "a controller without gain does nothing")


@dataclass(frozen=True, slots=True)
class PiState:
    """What the controller remembers: its integral, and its last wish within `Pi.low` and `Pi.high`. [%]"""

    integral: float
    wish: float


def step(
    pi: Pi, state: PiState, setpoint: float, measured: float, applied: float, dt_s: float, feedforward: float = 0.0
) -> PiState:
    """One scan of the controller.

    Parameters
    ----------
    pi, state : parameters and memory.
    setpoint, measured : in one unit.
    applied : output that was really carried out since the last scan, after every limit and override. [%]
    dt_s : since the last scan. [s]
    feedforward : added to the wish. [%]

    Returns
    -------
    New memory; `PiState.wish` is the new output before any further limit. Inputs that are no numbers leave it as it was.

    >>> pi = Pi(gain=2.0, reset_s=40.0)
    >>> step(pi, PiState(50.0, 50.0), 75.0, 74.0, 50.0, 1.0).wish
    52.05
    """
    if not (math.isfinite(setpoint) and math.isfinite(measured) and math.isfinite(feedforward)):
        return state
    push = pi.gain * (setpoint - measured)
    behind = state.wish - applied if math.isfinite(applied) else 0.0
    waits = abs(behind) > BEHIND and behind * push > 0.0
    integral = state.integral + (0.0 if waits else push / pi.reset_s * dt_s)
    free = feedforward + push + integral
    wish = min(max(free, pi.low), pi.high)
    if (free - wish) * push > 0.0:  # at its own limit, and the error asks for more
        integral = max(integral, pi.low - feedforward) if pi.patient and free < pi.low else state.integral
    return PiState(integral, wish)


def follow(pi: Pi, setpoint: float, measured: float, applied: float, feedforward: float = 0.0) -> PiState:
    """Memory of a controller that is not in charge: its next wish at an unchanged error is what the actuator does now.

    >>> pi = Pi(gain=2.0, reset_s=40.0)
    >>> state = follow(pi, 75.0, 74.0, 60.0)
    >>> step(pi, state, 75.0, 74.0, 60.0, 0.0).wish
    60.0
    """
    wish = min(max(applied, pi.low), pi.high)
    error = setpoint - measured if math.isfinite(setpoint) and math.isfinite(measured) else 0.0
    feed = feedforward if math.isfinite(feedforward) else 0.0
    integral = wish - pi.gain * error - feed
    return PiState(min(integral, pi.low - feed) if pi.patient and wish <= pi.low else integral, wish)
