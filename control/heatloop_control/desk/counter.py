"""The counter where people ask: leases on setpoints, and the consent of a second person. Pure: time comes in, the new desk goes out.

The one who serves people calls these; the scan's loop calls `heatloop_control.desk.turn.turn` once a scan. What is refused leaves the
desk as it was, and is answered with a code.
"""

from dataclasses import replace

from heatloop_control.desk.judge import wish_refusal
from heatloop_control.desk.memory import Desk, bumped, refused, without
from heatloop_control.desk.terms import Answer, Lease, Person, Progress, Refusal, Role, Slot, Wish
from heatloop_control.mode import Mode

CONSENT_WITHIN_S = 600.0
"""A second person has to agree within this. [s] estimate"""


def ask(desk: Desk, wish: Wish, now_s: float) -> tuple[Desk, Answer]:
    """Ask for a value.

    Parameters
    ----------
    wish : what is asked, by whom, and the version of the setpoint that they looked at.
    now_s : monotonic time. [s]

    Returns
    -------
    The desk after it, and the answer: accepted, requested (a second person has to agree), or refused with code and limit.
    """
    refusal = _refusal(desk, wish, now_s)
    if refusal is not None:
        return desk, Answer("", Progress.REFUSED, desk.version(wish.name), refusal)
    ticket = f"{desk.boot}-{desk.tickets + 1}"
    desk, key = replace(desk, tickets=desk.tickets + 1), (wish.name, wish.slot)
    if desk.setpoints[wish.name].consent:
        lease = Lease(ticket, wish, now_s, now_s + CONSENT_WITHIN_S, Progress.REQUESTED, "waits for a second person")
        desk = without(desk, key, Progress.RELEASED, f"replaced by {ticket}", waiting=True)
        desk = bumped(replace(desk, waiting={**desk.waiting, key: lease}), wish.name)
    else:
        desk = _taken(desk, Lease(ticket, wish, now_s, now_s + wish.ttl_s, Progress.ACCEPTED), now_s)
    return desk, Answer(
        ticket, (desk.waiting if key in desk.waiting else desk.leases)[key].progress, desk.version(wish.name)
    )


def consent(desk: Desk, ticket: str, by: Person, now_s: float) -> tuple[Desk, Answer]:
    """Agree, as a second person, to what somebody else asked for; it is judged again, and its time begins now."""
    lease = next((row for row in desk.waiting.values() if row.ticket == ticket and now_s < row.until_s), None)
    if lease is None:
        return refused(desk, "", Refusal("no_request", f"nothing waits under ticket {ticket!r}"))
    name = lease.wish.name
    if by.role < Role.OPERATE or not by.who.strip():
        return refused(desk, name, Refusal("role", f"{name}: {by.who.strip() or 'nobody'} may not agree"))
    if by.who.strip().casefold() == lease.wish.by.who.strip().casefold():
        return refused(desk, name, Refusal("same_person", f"{name}: a second person has to agree"))
    refusal = _refusal(desk, replace(lease.wish, version=desk.version(name)), now_s)
    if refusal is not None:
        return refused(desk, name, refusal)
    key = (name, lease.wish.slot)
    desk = replace(desk, waiting={k: row for k, row in desk.waiting.items() if k != key})
    agreed = replace(
        lease, until_s=now_s + lease.wish.ttl_s, progress=Progress.ACCEPTED, why="", consent=by.who.strip()
    )
    desk = _taken(desk, agreed, now_s)
    return desk, Answer(ticket, Progress.ACCEPTED, desk.version(name))


def release(desk: Desk, name: str, by: Person, version: str, slot: Slot = Slot.OPERATOR) -> tuple[Desk, Answer]:
    """Give a lease back before its time (also somebody else's); what is below it has the setpoint from the next scan on."""
    key = (name, slot)
    if name not in desk.setpoints:
        return refused(desk, name, _unknown(desk, name))
    if by.role < Role.OPERATE or not by.who.strip():
        return refused(desk, name, Refusal("role", f"{name}: {by.who.strip() or 'nobody'} may not release"))
    if version != desk.version(name):
        return refused(desk, name, _stale(desk, name))
    lease = desk.waiting.get(key) or desk.leases.get(key)
    if lease is None:
        return refused(desk, name, Refusal("no_lease", f"{name}: nobody has a lease as {slot.name.lower()}"))
    desk = without(desk, key, Progress.RELEASED, f"released by {by.who.strip()}", waiting=key in desk.waiting)
    return desk, Answer(lease.ticket, Progress.RELEASED, desk.version(name))


def _taken(desk: Desk, lease: Lease, now_s: float) -> Desk:
    key = (lease.wish.name, lease.wish.slot)
    desk = without(desk, key, Progress.RELEASED, f"replaced by {lease.ticket}")
    written_s = {**desk.written_s, key: now_s}
    return bumped(replace(desk, leases={**desk.leases, key: lease}, written_s=written_s), lease.wish.name)


def _refusal(desk: Desk, wish: Wish, now_s: float) -> Refusal | None:
    setpoint = desk.setpoints.get(wish.name)
    if setpoint is None:
        return _unknown(desk, wish.name)
    crossed = wish_refusal(setpoint, wish)
    if crossed is not None:
        return crossed
    if wish.version != desk.version(wish.name):
        return _stale(desk, wish.name)
    if desk.mode is Mode.ABORTED:
        return Refusal("tripped", f"{wish.name}: the plant has tripped; find the cause and reset it first")
    if desk.safe is not None:
        return Refusal("safe", f"{wish.name}: {desk.safe.who} has made the plant safe")
    tag = next((tag for tag in desk.tags if tag.target == wish.name), None)
    if tag is not None:
        return Refusal("tagged_out", f"{wish.name}: tagged out by {tag.who}: {tag.note}")
    since_s = now_s - desk.written_s.get((wish.name, wish.slot), float("-inf"))
    if not since_s >= setpoint.dwell_s:
        text = f"{wish.name}: written {since_s:.3g} s ago; one write in {setpoint.dwell_s:g} s"
        return Refusal("dwell", text, (setpoint.dwell_s, float("inf"), "s"))
    return None


def _unknown(desk: Desk, name: str) -> Refusal:
    return Refusal("unknown", f"{name!r} is no setpoint: there are {', '.join(sorted(desk.setpoints))}")


def _stale(desk: Desk, name: str) -> Refusal:
    return Refusal("stale_version", f"{name}: changed since you looked at it; its version is {desk.version(name)}")
