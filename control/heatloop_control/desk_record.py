"""What the audit log says of the desk: one row for every answer, and one that tells how it ended.

In this order: the wish is put to the desk; what is refused is noted, what is taken is appended, pending, and only when that row is on
the disk does the new desk take the place of the old one. Where the log cannot be written, the old desk stays: nothing happened.
"""

from heatloop_control.audit import PENDING, Entry
from heatloop_control.desk.memory import Desk
from heatloop_control.desk.terms import Answer, Change, Person, Progress, Wish

ENDS = frozenset({"verified", "unconfirmed", "expired", "released"})
"""Changes of a lease that are told in a second row; the steps before them are the journal's."""


def of_wish(
    desk: Desk, wish: Wish, answer: Answer, origin: str, request: str, utc: tuple[str, str], now_s: float
) -> Entry:
    """Row about a wish.

    Parameters
    ----------
    desk : before it was asked.
    wish, answer : what was asked, and the answer.
    origin, request : address, "cli" or "panel"; name of the request.
    utc : now, and the end of the lease, both ISO 8601.
    now_s : monotonic time. [s]
    """
    setpoint, last = desk.setpoints.get(wish.name), desk.given.get(wish.name)
    unit = f" {setpoint.unit}" if setpoint else ""
    return Entry(
        utc=utc[0],
        monotonic_s=now_s,
        actor=wish.by.who,
        role=wish.by.role.name.lower(),
        origin=origin,
        request=request,
        action=f"write as {wish.slot.name.lower()}",
        target=wish.name,
        before="" if last is None else f"{last:.6g}{unit}",
        after=f"{wish.value:.6g}{unit}",
        reason=wish.reason,
        lease_until="" if answer.progress is Progress.REFUSED else utc[1],
        result=result_of(answer),
    )


def of_action(
    action: str, target: str, by: Person, reason: str, answer: Answer, origin: str, request: str, utc: str, now_s: float
) -> Entry:
    """Row about anything else: consent, release, an order, a tag, safe, ready."""
    return Entry(
        utc=utc,
        monotonic_s=now_s,
        actor=by.who,
        role=by.role.name.lower(),
        origin=origin,
        request=request,
        action=action,
        target=target,
        reason=reason,
        result=result_of(answer),
    )


def result_of(answer: Answer) -> str:
    """Pending, or why not.

    >>> from heatloop_control.desk.terms import Refusal
    >>> result_of(Answer("", Progress.REFUSED, "b.0", Refusal("ttl", "too long")))
    'refused: ttl'
    """
    return PENDING if answer.refusal is None else f"refused: {answer.refusal.code}"


def end_of(change: Change) -> str | None:
    """Result for the second row, where a change of a lease is one that the log tells; else None.

    >>> end_of(Change("b-1", "supply", "expired", "its time ran out")), end_of(Change("b-1", "supply", "applied", ""))
    ('expired: its time ran out', None)
    """
    return f"{change.became}: {change.why}".rstrip(": ") if change.became in ENDS else None
