"""On and off at two levels, and not before the last change has lasted its least time."""

from dataclasses import dataclass

from heatloop_thermo.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Hysteresis:
    """Turns on at or beyond ``on_at``, off at or beyond ``off_at``; which of the two is higher says the direction.

    ``min_on_s`` and ``min_off_s`` keep a boiler or a compressor from starting too often. [s]
    """

    on_at: float
    off_at: float
    min_on_s: float = 0.0
    min_off_s: float = 0.0

    def __post_init__(self) -> None:
        """Refuse levels that do not differ: it would chatter."""
        if not (self.on_at < self.off_at or self.on_at > self.off_at):
            raise OutOfRange(f"on_at = {self.on_at:g} and off_at = {self.off_at:g} - have to differ - else it chatters")


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether it is on, and since when. [s]"""

    on: bool = False
    held_s: float = float("inf")


def step(levels: Hysteresis, switch: Switch, value: float, dt_s: float) -> Switch:
    """Next state; a value that is no number changes nothing.

    >>> boiler = Hysteresis(on_at=70.0, off_at=74.0, min_on_s=600.0)
    >>> lit = step(boiler, Switch(), 69.0, 1.0)
    >>> lit.on, step(boiler, lit, 80.0, 1.0).on, step(boiler, Switch(True, 600.0), 80.0, 1.0).on
    (True, True, False)
    """
    held_s = switch.held_s + dt_s
    rising = levels.on_at > levels.off_at
    if switch.on:
        wants = value <= levels.off_at if rising else value >= levels.off_at
        return Switch(False, 0.0) if wants and held_s >= levels.min_on_s else Switch(True, held_s)
    wants = value >= levels.on_at if rising else value <= levels.on_at
    return Switch(True, 0.0) if wants and held_s >= levels.min_off_s else Switch(False, held_s)
