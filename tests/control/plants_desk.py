"""A desk of the shipped site, and the people who come to it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from plants import program

from heatloop_control.desk import Desk, Person, Role, Slot, Wish, desk_of
from heatloop_sites.schema.control import Setpoints

ANNA, BERT = Person("Anna", Role.OPERATE), Person("Bert", Role.OPERATE)
CHIEF, EVE = Person("Chief", Role.ADMIN), Person("Eve", Role.READ)


LIMITS = Setpoints.model_validate({"supply": {"min": "40 degC", "max": "80 degC", "ramp": "1.2 K/min"}})
"""The envelope of the program, and a ramp slower than that of the scan: 0.02 K/s."""


def desk(boot: str = "b", consent: tuple[str, ...] = ()) -> Desk:
    return desk_of(program(), LIMITS, boot, consent)


def wish(
    value: float,
    name: str = "supply",
    *,
    ttl_s: float = 600.0,
    reason: str = "a trial",
    by: Person = ANNA,
    slot: Slot = Slot.OPERATOR,
    version: str = "b.0",
) -> Wish:
    return Wish(name, value, reason, ttl_s, by, version, slot)
