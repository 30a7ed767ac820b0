"""Puts points into registers: the default map, which a user edits rather than writes."""

from collections.abc import Iterable, Iterator

from heatloop_sites.points.handshake import COMMAND_HEAD, STATUS_HEAD
from heatloop_sites.points.plan import Wanted
from heatloop_sites.points.point import Point, Register, Role, Table, Writing

STATUS_START = 0
"""Input register at which the PLC's block begins. [-]"""
COMMAND_START = 0
"""Holding register at which the controller's block begins. [-]"""
COMMAND_DEADBAND = 0.1
"""A command that moves an actuator by less is not worth its wear. [%] estimate: a tenth of what positioners resolve"""


def placed(wanted: Iterable[Wanted], plc: str = "plc-1") -> tuple[Point, ...]:
    """Points behind the heads of the two blocks, in order, as float32.

    Parameters
    ----------
    wanted : points of the plant.
    plc : PLC that holds them all.

    Returns
    -------
    Points with their registers: measurements and actual positions in input, commands and setpoints in holding registers.

    >>> from heatloop_sites.points.plan import Wanted
    >>> rows = placed([Wanted("TT-101", "a.outlet", "outlet", "measurement", "degC", -50.0, 150.0)])
    >>> rows[0].register.reference, rows[0].register.type
    ('30013', 'float32')
    """
    return tuple(_placed(wanted, plc))


def _placed(wanted: Iterable[Wanted], plc: str) -> Iterator[Point]:
    free: dict[Table, int] = {"input": STATUS_START + len(STATUS_HEAD), "holding": COMMAND_START + len(COMMAND_HEAD)}
    for want in wanted:
        table = table_of(want.role)
        register = Register(plc, table, free[table])
        free[table] += register.count
        writing = Writing(deadband=COMMAND_DEADBAND) if want.role == "command" else None
        yield Point(
            want.tag,
            want.name,
            want.what,
            want.role,
            want.unit,
            want.low,
            want.high,
            register,
            fail_value=want.fail_value,
            writing=writing,
        )


def table_of(role: Role) -> Table:
    """Table in which points of a role lie by default: what the controller writes is in holding registers."""
    return "holding" if role in {"command", "setpoint"} else "input"
