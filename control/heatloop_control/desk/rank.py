"""Arbitration: of all that is claimed of a setpoint, the highest rank wins, and everybody can see why."""

import math
from collections.abc import Iterable, Mapping

from heatloop_control.desk.terms import Claim, Lease, Progress, Safe, Setpoint, Slot, Standing

LIVE = frozenset({Progress.ACCEPTED, Progress.APPLIED, Progress.VERIFIED, Progress.UNCONFIRMED})
"""States in which a lease takes part."""


def standing(
    setpoint: Setpoint,
    safe: Safe | None,
    claims: Iterable[Claim],
    leases: Iterable[Lease],
    schedule: Mapping[str, float],
    now_s: float,
) -> Standing:
    """Who has a setpoint now.

    Parameters
    ----------
    setpoint : asked about; claims, leases and schedule of others are passed over.
    safe : whether the plant is being made safe.
    claims : of the controller and the panel. One outside the envelope: of safety and protection it becomes the safe value (or the
        default where there is none), of the panel it is not honoured.
    leases : of operators and optimisers; one that has run out takes no part.
    schedule : value by setpoint; one outside the envelope is not honoured, the default stands.
    now_s : time. [s]
    """
    rows = [_scheduled(setpoint, schedule.get(setpoint.name))]
    rows += [_leased(lease) for lease in leases if _takes_part(lease, setpoint, now_s)]
    rows += [row for claim in claims if claim.name == setpoint.name and (row := _claimed(setpoint, claim)) is not None]
    if safe is not None and setpoint.safe is not None:
        why = safe.reason or "made safe"
        rows.append(Standing(setpoint.name, Slot.SAFETY, setpoint.safe, safe.who, why, math.inf, "", ()))
    ranked = sorted(rows, key=lambda row: (row.slot, _caution(setpoint, row.value)))
    winner, below = ranked[0], ranked[1:]
    outranked = tuple(f"{_worded(row)}: {row.value:.6g} {setpoint.unit}" for row in below)
    fields = (winner.name, winner.slot, winner.value, winner.who, winner.why, winner.until_s, winner.ticket)
    return Standing(*fields, outranked)


def _takes_part(lease: Lease, setpoint: Setpoint, now_s: float) -> bool:
    live = lease.progress in LIVE and now_s < lease.until_s
    return live and lease.wish.name == setpoint.name and setpoint.allows(lease.wish.value)


def _caution(setpoint: Setpoint, value: float) -> float:
    """Of two claims in one slot, the one nearer to the safe value comes first."""
    return abs(value - (setpoint.default if setpoint.safe is None else setpoint.safe))


def _leased(lease: Lease) -> Standing:
    wish = lease.wish
    return Standing(wish.name, wish.slot, wish.value, wish.by.who, wish.reason, lease.until_s, lease.ticket, ())


def _scheduled(setpoint: Setpoint, value: float | None) -> Standing:
    good = value is not None and setpoint.allows(value)
    why = (
        "as scheduled"
        if good
        else "the default"
        if value is None
        else "the schedule is outside the envelope: the default"
    )
    chosen = value if good and value is not None else setpoint.default
    return Standing(setpoint.name, Slot.SCHEDULE, chosen, "schedule", why, math.inf, "", ())


def _claimed(setpoint: Setpoint, claim: Claim) -> Standing | None:
    fallback = setpoint.default if setpoint.safe is None else setpoint.safe
    value, why = claim.value, claim.why
    if value is None:
        value = fallback
    elif not setpoint.allows(value):
        if claim.slot > Slot.PROTECTION:
            return None
        value, why = fallback, f"{claim.why} (claimed outside the envelope: the safe value)"
    return Standing(setpoint.name, claim.slot, value, claim.who, why, math.inf, "", ())


def _worded(row: Standing) -> str:
    return row.who if row.slot is Slot.SCHEDULE else f"{row.slot.name.lower()} {row.who}"
