"""One turn of the desk in a scan: leases run out, the highest rank has each setpoint, and what that is goes to the scan.

desk + claims + schedule + read-back  ──▶  Asked for the scan, new desk, what changed
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from heatloop_control import ramp
from heatloop_control.desk.memory import Desk, without
from heatloop_control.desk.rank import standing
from heatloop_control.desk.terms import Change, Claim, Lease, Order, Progress, Setpoint, Slot, Standing
from heatloop_control.mode import TRANSITIONS, Event, Mode
from heatloop_control.state import Asked

ORDER_WITHIN_S = 5.0
"""An order that no scan took for so long is dropped: who gave it looks elsewhere by now. [s] estimate"""
SUPPLY, PERMIT = "supply", "permit"
"""Setpoints that a scan knows: temperature of the supply [degC], share of the machines' power that may be drawn [%]."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the desk has to know of a scan.

    Parameters
    ----------
    mode : of the plant, after the last scan.
    claims : of the controller and the local panel; they stand for this scan.
    schedule : values by setpoint; what is missing has its default. [unit]
    seen : what the plant does, read back, by setpoint; None where that cannot be seen. [unit]
    """

    mode: Mode
    claims: tuple[Claim, ...] = ()
    schedule: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn gives: the desk, what the scan is asked, who has which setpoint, and what changed."""

    desk: Desk
    asked: Asked
    standings: tuple[Standing, ...]
    changes: tuple[Change, ...]


def turn(desk: Desk, scene: Scene, now_s: float, dt_s: float) -> Turned:
    """One turn, before the scan that it asks.

    Parameters
    ----------
    desk : after all that people asked.
    scene : of this scan.
    now_s, dt_s : monotonic time, and since the last turn. [s], dt_s >= 0

    Returns
    -------
    Every value in `Turned.asked` lies in its envelope and is no further from the last one than its ramp allows, unless safety or
    protection claims it: that is there at once.
    """
    before = desk
    desk = _ended(replace(desk, mode=scene.mode), scene, now_s)
    standings = standings_of(desk, scene, now_s)
    given = {row.name: _given(desk, row, dt_s) for row in standings}
    by_name = {row.name: row for row in standings}
    leases = {
        key: _progress(desk, lease, by_name[key[0]], given[key[0]], scene.seen.get(key[0]), now_s)
        for key, lease in desk.leases.items()
    }
    event = _event(desk, now_s)
    changes = (*_changes(before, desk, leases), *_ordered(desk.order, event))
    desk = replace(desk, leases=leases, given=given, order=None)
    asked = Asked(event, given.get(SUPPLY), given.get(PERMIT, 100.0))
    return Turned(desk, asked, standings, changes)


def standings_of(desk: Desk, scene: Scene, now_s: float) -> tuple[Standing, ...]:
    """Who has which setpoint, and why; for the page too, between two scans."""
    leases = tuple(desk.leases.values())
    return tuple(
        standing(setpoint, desk.safe, scene.claims, leases, scene.schedule, now_s)
        for setpoint in desk.setpoints.values()
    )


def _ended(desk: Desk, scene: Scene, now_s: float) -> Desk:
    for waiting, rows in ((False, desk.leases), (True, desk.waiting)):
        for key, lease in rows.items():
            if not now_s < lease.until_s:
                why = "nobody agreed in time" if waiting else "its time ran out"
                desk = without(desk, key, Progress.EXPIRED, why, waiting=waiting)
            elif scene.mode is Mode.ABORTED:
                desk = without(desk, key, Progress.RELEASED, "the plant tripped", waiting=waiting)
    return desk


def _given(desk: Desk, row: Standing, dt_s: float) -> float:
    """What the scan gets: what the winner claims, on the ramp of the setpoint."""
    setpoint = desk.setpoints[row.name]
    if row.slot <= Slot.PROTECTION:
        return row.value
    last = desk.given.get(row.name)
    if last is not None and not dt_s > 0.0:
        return last
    value = row.value if last is None else ramp.step(setpoint.ramp, last, row.value, dt_s)
    assert setpoint.allows(value), f"{row.name}: both ends of a ramp lie in the envelope"
    return value


def _progress(desk: Desk, lease: Lease, row: Standing, given: float, seen: float | None, now_s: float) -> Lease:
    """How far a lease has come: outranked, on its way, done as read back, or overdue."""
    if row.ticket != lease.ticket:
        why = f"outranked by {row.slot.name.lower()} {row.who}: {row.why}"
        return replace(lease, progress=Progress.ACCEPTED, why=why, due_s=math.inf)
    setpoint = desk.setpoints[row.name]
    seen = seen if seen is not None and math.isfinite(seen) else None
    there = given == row.value
    if lease.progress is Progress.ACCEPTED:
        due_s = _due_s(setpoint, row.value, seen, now_s) if there else math.inf
        return replace(lease, progress=Progress.APPLIED, why="", due_s=due_s)
    if seen is not None and there and abs(seen - row.value) <= setpoint.tolerance:
        return replace(lease, progress=Progress.VERIFIED, why="", due_s=math.inf)
    if lease.due_s == math.inf and there:
        lease = replace(lease, due_s=_due_s(setpoint, row.value, seen, now_s))
    if now_s < lease.due_s:
        return lease
    is_at = "cannot be seen" if seen is None else f"is at {seen:.6g} {setpoint.unit}"
    return replace(lease, progress=Progress.UNCONFIRMED, why=f"{row.name} {is_at}")


def _due_s(setpoint: Setpoint, value: float, seen: float | None, now_s: float) -> float:
    """When the plant has to have done it: after its own way from where it is seen, or from the far end of the envelope. [s]"""
    way = max(value - setpoint.low, setpoint.high - value) if seen is None else abs(value - seen)
    return now_s + setpoint.confirm_s + way / setpoint.pace


def _event(desk: Desk, now_s: float) -> Event | None:
    """What the scan is told to do: made safe, it is told to stop as long as there is anything to stop."""
    if desk.safe is not None:
        return Event.STOP if Event.STOP in TRANSITIONS[desk.mode] else None
    late = desk.order is None or now_s - desk.order.asked_s > ORDER_WITHIN_S
    if desk.order is None or (late and desk.order.event is not Event.STOP):
        return None
    if desk.order.event is Event.START and desk.tags:
        return None
    return desk.order.event


def _ordered(order: Order | None, event: Event | None) -> tuple[Change, ...]:
    if order is None:
        return ()
    taken = event is order.event
    return (
        Change("", order.event.value, "applied" if taken else "expired", f"{order.who}: {order.reason}".rstrip(": ")),
    )


def _changes(before: Desk, after: Desk, leases: Mapping[tuple[str, Slot], Lease]) -> tuple[Change, ...]:
    known = {lease.ticket for lease in before.ended}
    over = [lease for lease in after.ended if lease.ticket not in known]
    moved = [lease for key, lease in leases.items() if lease.progress is not before.leases[key].progress]
    return tuple(Change(row.ticket, row.wish.name, row.progress.value, row.why) for row in (*over, *moved))
