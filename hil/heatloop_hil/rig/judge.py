"""Limits on what may happen in a story, and whether they were kept."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from heatloop_hil.rig.kpi import HOUR_S, Facts, strokes
from heatloop_thermo.numeric import Array

BAND_K = 1.0
"""Around the setpoint, the supply counts as held. [K]"""
LOCAL, HOLD, REMOTE = 0.0, 1.0, 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One limit.

    Parameters
    ----------
    quantity, unit : what is measured.
    limit : that it may not exceed; with ``at_least``, not stay below.
    measure : figure of a run.
    """

    quantity: str
    unit: str
    limit: float
    measure: Callable[[Facts], float]
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """One limit, the figure that was found, and whether it was kept; no figure at all keeps no limit."""

    quantity: str
    unit: str
    limit: float
    value: float
    passed: bool
    at_least: bool = False


def judged(check: Check, facts: Facts) -> Verdict:
    """Verdict on a run."""
    value = float(check.measure(facts))
    passed = value >= check.limit if check.at_least else value <= check.limit
    return Verdict(check.quantity, check.unit, check.limit, value, bool(passed), check.at_least)


def supply_peak(limit_k: float, from_s: float) -> Check:
    """Supply never further from its setpoint than this, after a moment. [K], [s]"""
    return Check(
        "supply from its setpoint, peak", "K", limit_k, lambda f: float(np.max(np.abs(f.deviation_k[int(from_s) :])))
    )


def supply_back(limit_s: float, from_s: float, until_s: float | None = None) -> Check:
    """Supply within the band again, and for good, so long after a moment. [s]"""
    return Check("supply within ±1 K after", "s", limit_s, lambda f: settled_s(f.deviation_k, from_s, until_s))


def supply_share(limit: float, from_s: float, band_k: float = 0.5) -> Check:
    """Share of the time in which the supply is within a narrow band. [%]"""
    return Check(
        f"time with the supply within ±{band_k:g} K",
        "%",
        limit,
        lambda f: 100.0 * float(np.mean(np.abs(f.deviation_k[int(from_s) :]) <= band_k)),
        at_least=True,
    )


def overshoot(limit_k: float, from_s: float, until_s: float, falling: bool) -> Check:
    """Supply beyond a new setpoint, on the far side, at most. [K]"""

    def measure(facts: Facts) -> float:
        part = facts.supply_c[int(from_s) : int(until_s)]
        end = facts.of("setpoint_c")[int(until_s) - 1]
        return float(np.max(end - part if falling else part - end))

    return Check("overshoot after a setpoint step", "K", limit_k, measure)


def machines(inlet_k: float, outlet_k: float) -> tuple[Check, Check]:
    """Inlet and outlet of the machines above their limits, at most. [K]"""
    return (
        Check("machine inlet above its limit", "K", inlet_k, lambda f: float(np.max(f.over_limit_k("inlet")))),
        Check("machine outlet above its limit", "K", outlet_k, lambda f: float(np.max(f.over_limit_k("outlet")))),
    )


def commanded() -> Check:
    """No output moves without an order."""
    return Check("outputs that moved without an order", "", 0.0, lambda f: float(f.record.uncommanded))


def climb(limit_k_min: float) -> Check:
    """Fastest climb of the exchangers' water over a minute. [K/min]"""
    return Check(
        "climb of the supply", "K/min", limit_k_min, lambda f: float(np.max(f.supply_c[60:] - f.supply_c[:-60]))
    )


def dumped(limit: float) -> Check:
    """Heat thrown away over all heat taken. [%]"""

    def measure(facts: Facts) -> float:
        away, used = float(np.sum(facts.of("dumped_kw"))), float(np.sum(facts.of("delivered_kw")))
        return 100.0 * away / max(away + used, 1.0)

    return Check("heat thrown away", "%", limit, measure)


def calm(limit_h: float) -> Check:
    """Full strokes in an hour. [1/h]"""
    return Check("strokes of the busiest valve", "1/h", limit_h, lambda f: strokes(f) * HOUR_S / len(f.record.time_s))


def cold(limit_kh: float) -> Check:
    """Sinks' water below the target. [K h]"""
    return Check(
        "sinks' water below the target",
        "K h",
        limit_kh,
        lambda f: float(np.sum(np.maximum(f.design.plant.target_c - f.sinks_c, 0.0))) / HOUR_S,
    )


def quiet(limit: float) -> Check:
    """Alarms raised in any ten minutes."""

    def measure(facts: Facts) -> float:
        times = np.array([at_s for at_s, _ in facts.alarms])
        return float(max((np.sum((times >= at) & (times < at + 600.0)) for at in times), default=0))

    return Check("alarms in ten minutes", "", limit, measure)


def alarmed(code: str, limit_s: float, from_s: float) -> Check:
    """An alarm comes so soon after its cause. [s]"""

    def measure(facts: Facts) -> float:
        return min((at_s - from_s for at_s, seen in facts.alarms if seen.endswith(code)), default=float("inf"))

    return Check(f"alarm {code} after", "s", limit_s, measure)


def mode_after(name: str, limit_s: float, from_s: float) -> Check:
    """The controller is in a mode so soon after a moment. [s]"""

    def measure(facts: Facts) -> float:
        modes = facts.record.modes[int(from_s) :]
        return float(modes.index(name)) if name in modes else float("inf")

    return Check(f"controller in {name} after", "s", limit_s, measure)


def local_after(limit_s: float, from_s: float) -> Check:
    """The PLC goes on by itself so soon after a moment. [s]"""

    def measure(facts: Facts) -> float:
        there = np.flatnonzero(facts.of("plc_mode")[int(from_s) :] == LOCAL)
        return float(there[0]) if len(there) else float("inf")

    return Check("PLC by itself after", "s", limit_s, measure)


def bump(limit: float) -> Check:
    """Largest step of an output in the second in which the PLC begins to obey again. [%]"""

    def measure(facts: Facts) -> float:
        mode = facts.of("plc_mode")
        again = np.flatnonzero((mode[1:] == REMOTE) & (mode[:-1] != REMOTE)) + 1
        commands = [name for name in facts.record.tags if name.startswith(("SC-", "TCV-", "JC-"))]
        return max((abs(float(facts.of(n)[i] - facts.of(n)[i - 1])) for i in again for n in commands), default=0.0)

    return Check("step of an output on coming back", "%", limit, measure)


def runs_at_end() -> Check:
    """The controller runs when the story ends."""
    return Check("running at the end", "", 1.0, lambda f: float(f.record.modes[-1] == "run"), at_least=True)


def settled_s(deviation_k: Array, from_s: float, until_s: float | None = None) -> float:
    """Seconds after a moment until the deviation is in the band for good; infinite where it is not at the end."""
    part = np.abs(deviation_k[int(from_s) : None if until_s is None else int(until_s)])
    outside = np.flatnonzero(part > BAND_K)
    if not len(outside):
        return 0.0
    return float("inf") if outside[-1] == len(part) - 1 else float(outside[-1] + 1)
