"""What the desk remembers, and the small steps by which it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from heatloop_control.desk.terms import Answer, Lease, Order, Progress, Refusal, Safe, Setpoint, Slot, TagOut
from heatloop_control.mode import Mode

KEPT = 100
"""Ended leases that are remembered. [-]"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that people have asked for, and how it stands.

    Parameters
    ----------
    boot : name of this start of the controller; part of all versions and tickets, so that none of an earlier start fits.
    setpoints : what may be asked for, by name.
    outputs : command tags of the plant; they can be tagged out.
    mode : of the plant at the last scan.
    leases, waiting : by setpoint and slot: what takes part, and what waits for a second person.
    ended : the last leases that are over, the youngest last.
    versions, written_s : by setpoint, and by setpoint and slot: how often it changed; when somebody wrote last. [s]
    given : what the last scan worked with, by setpoint. [unit]
    tags, safe, order : tag-outs; whether the plant was made safe; what waits for the next scan.
    requests : names of the orders that were taken.
    tickets : how many were given out.
    """

    boot: str
    setpoints: Mapping[str, Setpoint]
    outputs: frozenset[str] = frozenset()
    mode: Mode = Mode.OFF
    leases: Mapping[tuple[str, Slot], Lease] = field(default_factory=dict)
    waiting: Mapping[tuple[str, Slot], Lease] = field(default_factory=dict)
    ended: tuple[Lease, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    written_s: Mapping[tuple[str, Slot], float] = field(default_factory=dict)
    given: Mapping[str, float] = field(default_factory=dict)
    tags: tuple[TagOut, ...] = ()
    safe: Safe | None = None
    order: Order | None = None
    requests: tuple[str, ...] = ()
    tickets: int = 0

    def version(self, name: str) -> str:
        """Version of a setpoint (ETag): another one after every change of who claims it."""
        return f"{self.boot}.{self.versions.get(name, 0)}"

    def lease(self, ticket: str) -> Lease | None:
        """A lease by its ticket, also one that is over; None when it is forgotten or never was."""
        rows = (*self.leases.values(), *self.waiting.values(), *reversed(self.ended))
        return next((lease for lease in rows if lease.ticket == ticket), None)


def bumped(desk: Desk, name: str) -> Desk:
    """The desk with the next version of a setpoint."""
    return replace(desk, versions={**desk.versions, name: desk.versions.get(name, 0) + 1})


def without(desk: Desk, key: tuple[str, Slot], end: Progress, why: str, *, waiting: bool = False) -> Desk:
    """The desk after a lease has ended; as it was if there is none."""
    rows = desk.waiting if waiting else desk.leases
    if key not in rows:
        return desk
    over = replace(rows[key], progress=end, why=why)
    left = {k: row for k, row in rows.items() if k != key}
    desk = replace(desk, waiting=left) if waiting else replace(desk, leases=left)
    return bumped(replace(desk, ended=(*desk.ended, over)[-KEPT:]), key[0])


def refused(desk: Desk, name: str, refusal: Refusal) -> tuple[Desk, Answer]:
    """The desk as it was, and a refusal with the version of what was asked about."""
    return desk, Answer("", Progress.REFUSED, desk.version(name) if name in desk.setpoints else "", refusal)


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives the controller: tags, and whether the plant was made safe. Leases do not: a new start begins with the schedule."""

    tags: tuple[TagOut, ...]
    safe: Safe | None


def kept_of(desk: Desk) -> Kept:
    """What is to be stored whenever it changes (`heatloop_control.plain` makes it JSON)."""
    return Kept(desk.tags, desk.safe)


def resumed(desk: Desk, kept: Kept) -> Desk:
    """A new desk with what was kept; a tag on what is no longer there is dropped."""
    known = tuple(tag for tag in kept.tags if tag.target in desk.setpoints or tag.target in desk.outputs)
    return replace(desk, tags=known, safe=kept.safe)
