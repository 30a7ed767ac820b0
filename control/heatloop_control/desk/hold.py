"""Orders and holds: start, stop, reset; making the plant safe and ready again; tags on what somebody works on."""

from dataclasses import replace

from heatloop_control.desk.judge import order_refusal, reason_refusal
from heatloop_control.desk.memory import Desk, bumped, refused, without
from heatloop_control.desk.terms import Answer, Order, Person, Progress, Refusal, Role, Safe, TagOut
from heatloop_control.mode import Event

REQUESTS_KEPT = 1000
"""Names of orders that are remembered, so that none acts twice. [-]"""


def order(desk: Desk, event: Event, by: Person, reason: str, request: str, now_s: float) -> tuple[Desk, Answer]:
    """Give an order for the next scan: START, STOP or RESET. A STOP is never outrun by another order.

    Parameters
    ----------
    request : name of this order, chosen by who gives it; the same one is refused when it comes again.
    """
    refusal = order_refusal(event, by, reason, desk.mode)
    if refusal is None and event is not Event.STOP:
        refusal = _held_back(desk, event)
    if refusal is None and (not request or request in desk.requests):
        refusal = Refusal(
            "replayed", f"order {request!r} was given before" if request else "an order has a name of its own"
        )
    if refusal is not None:
        return refused(desk, "", refusal)
    held = desk.order is not None and desk.order.event is Event.STOP
    given = desk.order if held else Order(event, by.who.strip(), reason.strip(), now_s)
    desk = replace(desk, order=given, requests=(*desk.requests, request)[-REQUESTS_KEPT:])
    return desk, Answer(request, Progress.ACCEPTED, "")


def make_safe(desk: Desk, who: str, now_s: float, reason: str = "") -> Desk:
    """Stop, for anybody, without a question: machines off and the plant to rest until `make_ready`. What people leased is ended."""
    desk = _cleared(desk, tuple(desk.setpoints), "the plant was made safe")
    return replace(desk, safe=Safe(who.strip() or "somebody", now_s, reason.strip()), order=None)


def make_ready(desk: Desk, by: Person, reason: str) -> tuple[Desk, Answer]:
    """End what `make_safe` began; starts nothing."""
    if by.role < Role.OPERATE or not by.who.strip():
        return refused(desk, "", Refusal("role", f"{by.who.strip() or 'nobody'} may not make the plant ready"))
    if desk.safe is None:
        return refused(desk, "", Refusal("not_safe", "the plant was not made safe"))
    bad = reason_refusal(reason)
    return refused(desk, "", bad) if bad else (replace(desk, safe=None), Answer("", Progress.ACCEPTED, ""))


def tag_out(desk: Desk, target: str, by: Person, note: str, now_s: float) -> tuple[Desk, Answer]:
    """Hang a tag on a setpoint or an actuator: nobody writes that setpoint, and the plant is not started, until it is lifted."""
    if target not in desk.setpoints and target not in desk.outputs:
        return refused(desk, target, Refusal("unknown", f"{target!r} is neither a setpoint nor a command"))
    bad = reason_refusal(note)
    if by.role < Role.OPERATE or not by.who.strip():
        bad = Refusal("role", f"{by.who.strip() or 'nobody'} may not hang tags")
    if bad is not None:
        return refused(desk, target, bad)
    desk = _cleared(desk, (target,), f"tagged out by {by.who.strip()}")
    kept = tuple(tag for tag in desk.tags if (tag.target, tag.who) != (target, by.who.strip()))
    desk = bumped(replace(desk, tags=(*kept, TagOut(target, by.who.strip(), note.strip(), now_s))), target)
    return desk, Answer("", Progress.ACCEPTED, desk.version(target))


def lift_tag(desk: Desk, target: str, by: Person, whose: str = "") -> tuple[Desk, Answer]:
    """Take a tag off: one's own, or as ADMIN somebody else's."""
    owner = whose.strip() or by.who.strip()
    if owner != by.who.strip() and by.role < Role.ADMIN:
        return refused(desk, target, Refusal("role", f"{target}: the tag is {owner}'s to lift"))
    left = tuple(tag for tag in desk.tags if (tag.target, tag.who) != (target, owner))
    if len(left) == len(desk.tags):
        return refused(desk, target, Refusal("no_tag", f"{target}: {owner or 'nobody'} has no tag there"))
    desk = bumped(replace(desk, tags=left), target)
    return desk, Answer("", Progress.RELEASED, desk.version(target))


def _held_back(desk: Desk, event: Event) -> Refusal | None:
    if desk.safe is not None:
        return Refusal("safe", f"{event.value}: {desk.safe.who} has made the plant safe")
    if desk.tags and event is Event.START:
        tag = desk.tags[0]
        return Refusal("tagged_out", f"start: {tag.target} is tagged out by {tag.who}: {tag.note}")
    return None


def _cleared(desk: Desk, names: tuple[str, ...], why: str) -> Desk:
    """The desk without any lease or request on some setpoints."""
    for waiting, rows in ((False, desk.leases), (True, desk.waiting)):
        for key in [key for key in rows if key[0] in names]:
            desk = without(desk, key, Progress.RELEASED, why, waiting=waiting)
    return desk
