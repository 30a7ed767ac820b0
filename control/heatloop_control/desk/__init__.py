"""The desk: what may be asked of the plant, by whom, for how long; who wins, and why. Pure, and before every scan.

`heatloop_control.desk.counter` serves people, `heatloop_control.desk.turn` the scan; docs/desk.md has the rules in words.
"""

from heatloop_control.desk.counter import ask, consent, release
from heatloop_control.desk.derive import desk_of, seen_of, setpoints_of
from heatloop_control.desk.hold import lift_tag, make_ready, make_safe, order, tag_out
from heatloop_control.desk.memory import Desk, Kept, kept_of, resumed
from heatloop_control.desk.terms import (
    Answer,
    Change,
    Claim,
    Lease,
    Person,
    Progress,
    Refusal,
    Role,
    Setpoint,
    Slot,
    Standing,
    Wish,
)
from heatloop_control.desk.turn import Scene, Turned, standings_of, turn

__all__ = [
    "Answer",
    "Change",
    "Claim",
    "Desk",
    "Kept",
    "Lease",
    "Person",
    "Progress",
    "Refusal",
    "Role",
    "Scene",
    "Setpoint",
    "Slot",
    "Standing",
    "Turned",
    "Wish",
    "ask",
    "consent",
    "desk_of",
    "kept_of",
    "lift_tag",
    "make_ready",
    "make_safe",
    "order",
    "release",
    "resumed",
    "seen_of",
    "setpoints_of",
    "standings_of",
    "tag_out",
    "turn",
]
