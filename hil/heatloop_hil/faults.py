"""What goes wrong: with sensors, actuators, wires and the world around a plant. Values; a rig applies them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan

NOISE = {"degC": 0.03, "m3/h": 0.2, "kW": 1.0, "bar": 0.005, "%": 0.0}
"""Standard deviation of a sound sensor, by unit. estimate: Pt100 class A with a 4-20 mA input, magnetic flow meter of 0.2 %"""


@dataclass(frozen=True, slots=True)
class Faults:
    """Everything that is wrong now; frozen, so that a story can be told as a row of them.

    Parameters
    ----------
    frozen, blind : tags of sensors that stay where they are, that show nothing.
    biased : what a sensor shows too much, by tag.
    stuck : actuators that stay where they are, by command tag.
    dead_pumps : command tags of pumps whose duty pump has failed; its standby takes over where there is one.
    standby_s : a standby pump is at speed after this. [s]; inf: there is none
    machines : share of the machines that is there at all. [-]
    boiler_ok : whether the boiler burns.
    sink_open : whether the sinks let water through.
    return_shift_k : by how much the sinks' water comes back warmer. [K]
    cable : whether the wire between controller and PLC is whole.
    plc_frozen : whether the PLC answers but does not count.
    controller_dead : whether the controller's process is gone.
    """

    frozen: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()
    biased: Mapping[str, float] | None = None
    stuck: frozenset[str] = frozenset()
    dead_pumps: frozenset[str] = frozenset()
    standby_s: float = 5.0
    machines: float = 1.0
    boiler_ok: bool = True
    sink_open: bool = True
    return_shift_k: float = 0.0
    cable: bool = True
    plc_frozen: bool = False
    controller_dead: bool = False

    def now(self, **changes: object) -> "Faults":
        """The same with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names and types are checked by the dataclass's users


GOOD = Faults()


def shown(faults: Faults, noisy: dict[str, float], last: Mapping[str, float]) -> dict[str, float]:
    """What the sensors show.

    Parameters
    ----------
    faults : that act now.
    noisy : what sound sensors would show, by tag; is changed.
    last : what they showed before.
    """
    for tag, error in (faults.biased or {}).items():
        noisy[tag] += error
    for tag in faults.frozen:
        noisy[tag] = last.get(tag, noisy[tag])
    for tag in faults.blind:
        noisy[tag] = nan
    return noisy


def moved(
    faults: Faults, outputs: Mapping[str, float], last: Mapping[str, float], dead_s: Mapping[str, float]
) -> dict[str, float]:
    """What the actuators do.

    Parameters
    ----------
    faults : that act now.
    outputs : of the PLC, by command tag. [%]
    last : what they did before. [%]
    dead_s : for how long a duty pump has been dead, by command tag. [s]
    """
    rows = dict(outputs)
    if faults is GOOD:
        return rows
    for tag in rows:
        if tag.startswith("JC-1"):
            rows[tag] *= faults.machines
        if tag.startswith("JC-5") and not faults.boiler_ok:
            rows[tag] = 0.0
        if tag.startswith("SC-3") and not faults.sink_open:
            rows[tag] = 0.0
    for tag in faults.dead_pumps:
        if dead_s.get(tag, 0.0) < faults.standby_s:
            rows[tag] = 0.0
    for tag in faults.stuck:
        rows[tag] = last.get(tag, rows[tag])
    return rows
