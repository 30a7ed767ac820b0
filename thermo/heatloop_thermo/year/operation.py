"""How a plant is run through a year: what may run when, and what the machines follow."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from heatloop_thermo.design import Design
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array

Following = Literal["no", "continuous", "groups"]
Outages = Literal["flat", "groups"]
TANK_LAYERS = 20


@dataclass(frozen=True, eq=False)
class Operation:
    """How the plant is run.

    Parameters
    ----------
    uptime : share of the time that a machine runs when nobody curtails it. [-], 0..1
    outages : "flat": every hour has that share of the machines; "groups": whole groups fail and come back at random hours, by ``seed``.
    seed, repair_h : of the outages of groups; mean time that a group is down. [-], [h]
    heat_following : "no": machines run whatever becomes of their heat; "continuous": they throttle to the heat that sinks and tank take;
        "groups": whole groups of machines are switched.
    running : share of the machines that may run, for instance as a dispatch decides; None: all. [-], 0..1
        shape (n,) for all loops alike, or (n, loops)
    restart_h : hours from standstill to full power; the share rises no faster. [h], 0: at once
    tank_layers, tank_start_c : layers of the tank [-]; temperature in it at the start [degC], None: that of the sinks' return.
    header_most : largest flow through the exchangers over the header's rated flow. [-]; 1.1 is an estimate: what a pump gives with the head
        in hand that it is chosen with
    header_least : flow of the header over the rated flow that is kept up while sinks take any heat; the rest passes them. [-]
        0.1 is an estimate: what keeps a line hot
    """

    uptime: float = 0.95
    outages: Outages = "flat"
    seed: int = 0
    repair_h: float = 24.0
    heat_following: Following = "no"
    running: Array | None = None
    restart_h: float = 0.0
    tank_layers: int = TANK_LAYERS
    tank_start_c: float | None = None
    header_most: float = 1.1
    header_least: float = 0.1

    def __post_init__(self) -> None:
        """Refuse what cannot be run."""
        require("uptime", self.uptime, 0.0, 1.0, "-", "share of the time that a machine runs")
        require("repair_h", self.repair_h, 0.1, 8760.0, "h", "mean time that a group is down")
        require("restart_h", self.restart_h, 0.0, 1000.0, "h", "from standstill to full power")
        require("header_most", self.header_most, 0.1, 3.0, "-", "flow through the exchangers over the rated flow")
        require("header_least", self.header_least, 0.0, 0.9, "-", "flow of the header over the rated flow")
        if self.heat_following not in get_args(Following):
            raise OutOfRange(f"heat_following = {self.heat_following!r} is none of {', '.join(get_args(Following))}")
        if self.outages not in get_args(Outages):
            raise OutOfRange(f"outages = {self.outages!r} is none of {', '.join(get_args(Outages))}")
        if self.running is not None:
            require("running", self.running, 0.0, 1.0, "-", "share of the machines that may run")


def shares(operation: Operation, design: Design, hours: int) -> tuple[Array, Array]:
    """Share of each loop's machines that may run, hour by hour.

    Returns
    -------
    The share, shape (hours, loops) [-]; and whether anything but the flat uptime keeps machines from running, shape (hours,).

    Raises
    ------
    OutOfRange : if `Operation.running` has another number of hours or loops.

    >>> from types import SimpleNamespace as Any
    >>> plant = Any(loops=(Any(loop=Any(banks=(Any(groups=4),))),))
    >>> shares(Operation(running=np.array([1.0, 0.0, 1.0, 1.0]), restart_h=2.0), plant, 4)[0].ravel()
    array([0.95 , 0.   , 0.475, 0.95 ])
    """
    count = len(design.loops)
    asked = np.ones((hours, count)) if operation.running is None else np.asarray(operation.running, dtype=np.float64)
    if asked.shape == (hours,):
        asked = np.repeat(asked[:, None], count, axis=1)
    if asked.shape != (hours, count):
        raise OutOfRange(f"running has the shape {asked.shape}; {hours} hours, or {hours} x {count} loops, are wanted")
    ramped = _ramped(asked, operation.restart_h)
    if operation.outages == "flat":
        return ramped * operation.uptime, np.any(ramped < 1.0, axis=1)
    groups = [sum(bank.groups for bank in loop.loop.banks) for loop in design.loops]
    dice = np.random.default_rng(operation.seed)
    up = np.stack([_groups_up(dice, n, hours, operation) for n in groups], axis=1)
    return np.minimum(ramped, up), np.any((ramped < 1.0) | (up < 1.0), axis=1)


def _ramped(asked: Array, restart_h: float) -> Array:
    """The share limited to a rise of 1 / restart_h an hour; it may fall at once."""
    if restart_h <= 0.0 or asked.size == 0 or np.min(asked) == 1.0:
        return asked
    made, step = asked.copy(), 1.0 / restart_h
    for t in range(1, len(made)):
        np.minimum(made[t], made[t - 1] + step, out=made[t])
    return made


def _groups_up(dice: np.random.Generator, groups: int, hours: int, operation: Operation) -> Array:
    """Share of groups that are up: each fails and is repaired at random, at rates whose balance is the uptime."""
    if operation.uptime in (0.0, 1.0):
        return np.full(hours, operation.uptime)
    repair = min(1.0, 1.0 / operation.repair_h)
    fail = min(1.0, repair * (1.0 - operation.uptime) / operation.uptime)
    up = dice.random(groups) < operation.uptime
    share, chance = np.empty(hours), dice.random((hours, groups))
    for t in range(hours):
        share[t] = np.mean(up)
        up = np.where(up, chance[t] >= fail, chance[t] < repair)
    return share
