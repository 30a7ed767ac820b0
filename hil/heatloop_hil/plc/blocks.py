"""Blocks of the simulated PLC: on-delay, and a plain PI controller."""

from dataclasses import dataclass
from math import isfinite

LOCAL_GAIN, LOCAL_RESET_S = 6.0, 90.0
SUPPLY_GAIN, LOCAL_RATE = 1.5, 0.5
DUMP_GAIN, DUMP_RESET_S = 2.0, 240.0
"""Its own PI controllers, of boiler, supply and dry cooler: plain, slow, sure; and how fast it then lets pumps change, so
that whoever comes back finds them where he saw them. [%/K], [s], [%/K], [%/s] estimate"""


@dataclass(slots=True)
class Timer:
    """On-delay: true after its input has been true for so long. [s]"""

    delay_s: float
    for_s: float = 0.0

    def __call__(self, there: bool, dt_s: float) -> bool:
        """Whether the delay is over."""
        self.for_s = self.for_s + dt_s if there else 0.0
        return there and self.for_s >= self.delay_s


@dataclass(slots=True)
class Local:
    """A PI controller of the PLC: its gain [%/K], integral time [s], output. [%]"""

    gain: float = LOCAL_GAIN
    reset_s: float = LOCAL_RESET_S
    output: float = 0.0
    last: float | None = None

    def adopt(self, output: float) -> None:
        """Go on from where the actuator is."""
        self.output, self.last = output, None

    def __call__(self, error: float, dt_s: float) -> float:
        """Output for an error that is positive when more is wanted; an error that is no number leaves it as it is."""
        if not isfinite(error):
            return self.output
        rise = 0.0 if self.last is None else self.gain * (error - self.last)
        self.output = min(max(self.output + rise + self.gain * error * dt_s / self.reset_s, 0.0), 100.0)
        self.last = error
        return self.output
