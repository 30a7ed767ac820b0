"""Whether a wish may be taken: every limit in one place, each with its code. Nothing here changes anything."""

import math
from collections.abc import Iterator

from heatloop_control.desk.terms import Person, Refusal, Role, Setpoint, Slot, Wish
from heatloop_control.mode import TRANSITIONS, Event, Mode

TTL_LEAST_S = 10.0
"""Shortest lease. [s] estimate: a few scans"""
TTL_MOST_S = {Role.OPERATE: 4 * 3600.0, Role.CONFIGURE: 24 * 3600.0, Role.ADMIN: 24 * 3600.0}
"""Longest lease by role. [s] estimate: half a shift; a day. What is to last longer belongs into the site file"""
TTL_OPTIMISER_S = 3600.0
"""Longest lease of a programme, whatever its role. [s] estimate: it is gone for good long before a shift ends"""
REASON_LEAST, REASON_MOST = 3, 400
"""Length of a reason. [characters] estimate"""
ORDERS = frozenset({Event.START, Event.STOP, Event.RESET})
"""What people may order; all other events are the plant's own."""


def ttl_most_s(by: Person, slot: Slot) -> float:
    """Longest lease of somebody in a slot; 0 for who may not have any. [s]

    >>> ttl_most_s(Person("anna", Role.OPERATE), Slot.OPERATOR), ttl_most_s(Person("eve", Role.READ), Slot.OPERATOR)
    (14400.0, 0.0)
    """
    most_s = TTL_MOST_S.get(by.role, 0.0)
    return min(most_s, TTL_OPTIMISER_S) if slot is Slot.OPTIMISER else most_s


def wish_refusal(setpoint: Setpoint, wish: Wish) -> Refusal | None:
    """First limit that a wish crosses by itself, whatever the plant does; None where it crosses none."""
    return next(_crossed(setpoint, wish), None)


def _crossed(setpoint: Setpoint, wish: Wish) -> Iterator[Refusal]:
    most_s = ttl_most_s(wish.by, wish.slot)
    if wish.slot not in {Slot.OPERATOR, Slot.OPTIMISER}:
        yield Refusal("slot", f"slot {wish.slot.name.lower()} is not to be asked for: only operator and optimiser are")
    if wish.by.role < Role.OPERATE or not wish.by.who.strip():
        yield Refusal("role", f"{setpoint.name}: {_named(wish.by)} may not write setpoints")
    if not math.isfinite(wish.value):
        yield Refusal("not_a_number", f"{setpoint.name}: a setpoint is a number", _limit(setpoint))
    if not setpoint.allows(wish.value):
        text = f"{setpoint.name} = {wish.value:.6g} {setpoint.unit} is outside {setpoint.low:.6g}..{setpoint.high:.6g}"
        yield Refusal("outside_envelope", f"{text} {setpoint.unit}", _limit(setpoint))
    if not TTL_LEAST_S <= wish.ttl_s <= most_s:
        text = f"ttl_s = {wish.ttl_s:.6g} s is outside {TTL_LEAST_S:g}..{most_s:g} s"
        yield Refusal(
            "ttl", f"{text} ({wish.by.role.name.lower()}, {wish.slot.name.lower()})", (TTL_LEAST_S, most_s, "s")
        )
    if (bad := reason_refusal(wish.reason)) is not None:
        yield bad


def reason_refusal(reason: str) -> Refusal | None:
    """Who changes something says why."""
    if REASON_LEAST <= len(reason.strip()) <= REASON_MOST:
        return None
    text = f"a reason has {REASON_LEAST} to {REASON_MOST} characters"
    return Refusal("reason", text, (float(REASON_LEAST), float(REASON_MOST), "characters"))


def order_refusal(event: Event, by: Person, reason: str, mode: Mode) -> Refusal | None:
    """Why an order cannot be given; a STOP needs no reason, and is never refused for the mode."""
    if event not in ORDERS:
        return Refusal("order", f"{event.value} is not to be ordered: only start, stop and reset are")
    if by.role < Role.OPERATE or not by.who.strip():
        return Refusal("role", f"{_named(by)} may not give orders")
    if event is Event.STOP:
        return None
    if event not in TRANSITIONS[mode]:
        return Refusal("mode", f"{event.value} does nothing while the plant is in {mode.value}")
    return reason_refusal(reason)


def _named(by: Person) -> str:
    return f"{by.who.strip() or 'nobody'} ({by.role.name.lower()})"


def _limit(setpoint: Setpoint) -> tuple[float, float, str]:
    return setpoint.low, setpoint.high, setpoint.unit
