"""Words in which stories are told: what is done to a rig, and when."""

from collections.abc import Callable
from dataclasses import replace

from heatloop_control.mode import Event
from heatloop_hil.rig import judge
from heatloop_hil.rig.judge import Check
from heatloop_hil.rig.rig import Rig
from heatloop_hil.rig.story import Beat
from heatloop_sites.naming import HEADER, SOURCE, tag

T = 300.0
"""Second at which the trouble begins. [s]"""
SUPPLY, INLET, VALVE = tag("TT", HEADER, 0), tag("TT", SOURCE, 0, 2), tag("TCV", SOURCE, 0, 2)
PRIMARY, HEADER_PUMP = tag("SC", SOURCE, 0), tag("SC", HEADER, 0)
PLANT_FAULT_K, BLIND_K, TRIPPED_K = 4.0, 8.0, 10.0
"""Above the machines' limits: any single fault of the plant; while the controller cannot act; never. [K] secondary: design basis"""


def fault(at_s: float, **changes: object) -> Beat:
    """Something breaks, or is whole again."""

    def act(rig: Rig) -> None:
        rig.faults = rig.faults.now(**changes)

    return at_s, act


def ask(at_s: float, **changes: float) -> Beat:
    """Somebody asks for another setpoint or permit."""

    def act(rig: Rig) -> None:
        rig.asked = replace(rig.asked, **changes)  # type: ignore[arg-type]  # of `Asked`

    return at_s, act


def press(at_s: float, event: Event) -> Beat:
    """An operator presses a button."""
    return at_s, lambda rig: rig.press(event)


def around(at_s: float, **changes: object) -> Beat:
    """The world around the plant changes: ``ambient_c``, ``requests``, ``fouling``."""

    def act(rig: Rig) -> None:
        for name, value in changes.items():
            assert hasattr(rig.plant, name)
            setattr(rig.plant, name, value)

    return at_s, act


def water(at_s: float, shift_k: float) -> Beat:
    """The water that comes back changes: the tank's thermocline has reached its bottom, and the sinks follow."""

    def act(rig: Rig) -> None:
        rig.plant.shift_return(shift_k)
        rig.faults = rig.faults.now(return_shift_k=rig.faults.return_shift_k + shift_k)

    return at_s, act


def call(at_s: float, act: Callable[[Rig], None]) -> Beat:
    """Anything else."""
    return at_s, act


def safe(inlet_k: float, outlet_k: float, *more: Check) -> tuple[Check, ...]:
    """What every story keeps, and more."""
    return (*judge.machines(inlet_k, outlet_k), judge.commanded(), judge.quiet(10.0), *more)
