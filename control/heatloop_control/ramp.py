"""Rate limiter: a value that moves towards its target no faster than it may."""

from dataclasses import dataclass

from heatloop_thermo.errors import require


@dataclass(frozen=True, slots=True)
class Ramp:
    """Fastest change upwards and downwards, both positive. [unit/s]; inf lets a step through"""

    up_per_s: float
    down_per_s: float

    def __post_init__(self) -> None:
        """Refuse a ramp that cannot move."""
        for name, rate in (("up_per_s", self.up_per_s), ("down_per_s", self.down_per_s)):
            require(name, rate, 1e-9, float("inf"), "1/s", "a ramp moves")


def step(ramp: Ramp, last: float, target: float, dt_s: float) -> float:
    """Next value on the way from the last one to the target.

    >>> step(Ramp(2.0, 1.0), 50.0, 60.0, 1.0), step(Ramp(2.0, 1.0), 50.0, 40.0, 0.5)
    (52.0, 49.5)
    """
    return min(max(target, last - ramp.down_per_s * dt_s), last + ramp.up_per_s * dt_s)
