"""The register map of a site: the default map of its plant with what the site file changes, checked.

What is wrong comes as a `SiteError` with file, line and key, all at once, like every other mistake in a site file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import get_args

from heatloop_sites.points import Point, Wanted, wanted
from heatloop_sites.points.blocks import (
    HEADS,
    REGISTERS_WRITTEN,
    block_length,
    by_address,
    out_of_line,
    shared,
)
from heatloop_sites.points.place import COMMAND_DEADBAND, table_of
from heatloop_sites.points.point import EEPROM_WRITES_PER_DAY, Register, Table, Writing
from heatloop_sites.problem import Path, SiteError
from heatloop_sites.schema.control import Plc, PointEdit
from heatloop_sites.schema.site import Site
from heatloop_sites.text import choice, did_you_mean
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.plant import Plant

Fault = tuple[Path, str]
PLCS: Path = ("control", "plcs")
POINTS: Path = ("control", "points")
SIMULATED = Plc(name="plc-1", host="127.0.0.1", port=5020)
"""The PLC of a site file that names none: the simulated one beside the controller (`heatloop plc`)."""
TABLES: tuple[Table, ...] = get_args(Table)
BY_BLOCK = ("min_interval_s", "on_connect", "writes_per_day")
"""What a block that is written whole in every scan cannot keep."""
OF_COMMANDS = ("deadband", "fail_value", "storage", *BY_BLOCK)


def plcs_of(site: Site) -> tuple[Plc, ...]:
    """PLCs of a site; a site file without any has the simulated one."""
    return site.control.plcs or (SIMULATED,)


def points_of_site(site: Site, plant: Plant) -> tuple[Point, ...]:
    """Points of a site with their registers.

    Parameters
    ----------
    site : as loaded; its ``control`` says what differs from the default map.
    plant : of the site.

    Raises
    ------
    SiteError : with everything that is wrong in ``control.plcs`` and ``control.points``.

    >>> from heatloop_sites.build import build
    >>> from heatloop_sites.load import load
    >>> site = load("bitforest")
    >>> points_of_site(site, build(site))[0].register.reference
    '30013'
    """
    plcs, edits = plcs_of(site), site.control.points
    rows = wanted(plant)
    faults = [*_plc_faults(plcs), *_edit_faults(edits, rows, plcs)]
    points: list[Point] = []
    if not faults:
        places = {edit.tag: i for i, edit in enumerate(edits)}
        points = list(_placed(rows, edits, plcs, faults))
        faults += [fault for plc in plcs for fault in _map_faults(plc, plcs.index(plc), points, places)]
    if faults:
        raise SiteError([site.origin.problem(path, text) for path, text in faults])
    return tuple(points)


def _plc_faults(plcs: Sequence[Plc]) -> Iterator[Fault]:
    """What is wrong with the PLCs themselves."""
    names: set[str] = set()
    for i, plc in enumerate(plcs):
        path = (*PLCS, i)
        if plc.name.casefold() in names:
            yield (*path, "name"), f"is the name of another PLC already (got {plc.name!r})"
        names.add(plc.name.casefold())
        if plc.transport == "rtu" and plc.device is None:
            yield (*path, "device"), "is missing: rtu needs a serial line, for example /dev/ttyUSB0"
        if plc.transport != "rtu" and plc.host is None:
            yield (*path, "host"), f"is missing: {plc.transport} needs a host name or address"
        if plc.heartbeat is not None and plc.handshake:
            yield (*path, "heartbeat"), "does not go with the handshake, which has its own"


def _edit_faults(edits: Sequence[PointEdit], rows: Sequence[Wanted], plcs: Sequence[Plc]) -> Iterator[Fault]:
    """What is wrong with the edits by themselves."""
    known = {row.tag: row for row in rows}
    shaking = {plc.name: plc.handshake for plc in plcs}
    seen: set[str] = set()
    for i, edit in enumerate(edits):
        path = (*POINTS, i)
        if edit.tag in seen:
            yield (*path, "tag"), f"has been edited already (got {edit.tag!r})"
        seen.add(edit.tag)
        if edit.tag not in known:
            yield (*path, "tag"), f"no point of this plant is called {edit.tag!r}{_close(edit.tag, known)}"
            continue
        if edit.plc is not None and edit.plc not in shaking:
            yield (*path, "plc"), f"no PLC is called {edit.plc!r}{did_you_mean(edit.plc, shaking)}"
            continue
        yield from _role_faults(path, edit, known[edit.tag], shaking[edit.plc or plcs[0].name])


def _close(tag: str, known: Iterable[str]) -> str:
    """Hint for an unknown tag; tags are upper case."""
    near = get_close_matches(tag.upper(), list(known), 3)
    return f"; did you mean {choice(map(repr, near))}?" if near else "; heatloop registers lists them"


def _role_faults(path: Path, edit: PointEdit, row: Wanted, handshake: bool) -> Iterator[Fault]:
    """Keys that do not go with what the point is, or with how its PLC is spoken to."""
    command = row.role == "command"
    for field in OF_COMMANDS if not command else BY_BLOCK if handshake else ():
        if getattr(edit, field) is not None:
            key = field.removesuffix("_s")
            yield (*path, key), f"does not go with {'the handshake' if command else 'what is only read'}"
    if handshake and edit.storage == "eeprom":
        yield (*path, "storage"), "eeprom does not go with the handshake: its block is written in every scan"
    if handshake and edit.table not in {None, table_of(row.role)}:
        yield (*path, "table"), f"must be {table_of(row.role)}: the handshake has its blocks there"
    if command and edit.table == "input":
        yield (*path, "table"), "must be holding: input registers cannot be written"


def _placed(
    rows: Sequence[Wanted], edits: Sequence[PointEdit], plcs: Sequence[Plc], faults: list[Fault]
) -> Iterator[Point]:
    """Points in their registers; what refuses to be made is noted."""
    edited: Mapping[str, tuple[int, PointEdit]] = {edit.tag: (i, edit) for i, edit in enumerate(edits)}
    by_name = {plc.name: plc for plc in plcs}
    free: dict[tuple[str, Table], int] = {}
    for plc in plcs:
        free[plc.name, "input"] = plc.status_start + HEADS["input"]
        free[plc.name, "holding"] = plc.command_start + HEADS["holding"]
    for row in rows:
        i, edit = edited.get(row.tag, (-1, PointEdit(tag=row.tag)))
        plc = by_name[edit.plc or plcs[0].name]
        table = edit.table or table_of(row.role)
        if edit.address is None and not plc.handshake:
            path: Path = (*POINTS, i) if i >= 0 else (*PLCS, plcs.index(plc))
            faults.append((path, f"{row.tag} needs an `address`: {plc.name} has its own map, not the handshake's"))
            continue
        try:
            point = _point(row, edit, plc.name, table, free[plc.name, table])
        except OutOfRange as refusal:
            faults.append(((*POINTS, i), str(refusal)))
            continue
        free[plc.name, table] = point.register.address + point.register.count
        yield point


def _point(row: Wanted, edit: PointEdit, plc: str, table: Table, free: int) -> Point:
    """One point, edited."""
    register = Register(plc, table, free if edit.address is None else edit.address)
    changes = {key: getattr(edit, key) for key in ("type", "word_order", "byte_order", "scale", "offset")}
    register = replace(register, **{key: value for key, value in changes.items() if value is not None})
    low, high = row.low if edit.low is None else edit.low, row.high if edit.high is None else edit.high
    point = Point(
        tag=row.tag,
        name=row.name,
        what=row.what,
        role=row.role,
        unit=row.unit,
        low=low,
        high=high,
        register=register,
        stale_after_s=2.5 if edit.stale_after_s is None else float(edit.stale_after_s),
        fail_value=row.fail_value if edit.fail_value is None else edit.fail_value,
        writing=_writing(edit) if row.role == "command" else None,
    )
    _hold(point)
    return point


def _writing(edit: PointEdit) -> Writing:
    storage = edit.storage or "ram"
    budget = EEPROM_WRITES_PER_DAY if storage == "eeprom" else None
    return Writing(
        deadband=COMMAND_DEADBAND if edit.deadband is None else edit.deadband,
        min_interval_s=0.0 if edit.min_interval_s is None else float(edit.min_interval_s),
        storage=storage,
        on_connect=edit.on_connect,
        writes_per_day=budget if edit.writes_per_day is None else edit.writes_per_day,
    )


def _hold(point: Point) -> None:
    """Refuse values that the point cannot have, and a type that cannot hold what it may be told."""
    values = {"fail_value": point.fail_value, "on_connect": point.writing.on_connect if point.writing else None}
    for name, value in values.items():
        if value is not None and not point.low <= value <= point.high:
            raise OutOfRange(f"{name} = {value:g} {point.unit} is outside {point.low:g}..{point.high:g} {point.unit}")
    for value in (point.low, point.high) if point.writing else ():
        if not point.register.holds(value):
            kind, scale = point.register.type, point.register.scale
            raise OutOfRange(f"{value:g} {point.unit} does not fit into {kind} at a scale of {scale:g}")


def _map_faults(plc: Plc, index: int, points: Sequence[Point], places: Mapping[str, int]) -> Iterator[Fault]:
    """What is wrong with the registers of one PLC taken together."""
    path: Path = (*PLCS, index)
    for table in TABLES:
        mine = by_address(points, plc.name, table)
        key, start = ("status_start", plc.status_start) if table == "input" else ("command_start", plc.command_start)
        wrong = list(shared(mine))
        if plc.handshake and mine and not wrong:
            wrong += out_of_line(mine, start + HEADS[table])
        for tag, text in wrong:
            yield (*POINTS, places[tag], "address") if tag in places else path, f"{tag} {text}"
        if plc.handshake:
            most = plc.read_most if table == "input" else REGISTERS_WRITTEN
            if not mine and start:
                yield (*path, key), f"has no block: no point of the plant lies in its {table} registers"
            if block_length(mine, table) > most:
                text = f"its {table} block has {block_length(mine, table)} registers, one request carries {most}"
                yield path, f"{text}: share the points among PLCs"
        for tag, text in _forbidden(plc, table, mine):
            yield (*POINTS, places[tag], "address") if tag in places else path, text


def _forbidden(plc: Plc, table: Table, points: Sequence[Point]) -> Iterator[tuple[str, str]]:
    for point in points:
        first, last = point.register.address, point.register.address + point.register.count - 1
        for span in plc.forbidden:
            if span.table == table and first <= span.last and last >= span.first:
                yield point.tag, f"{point.tag} lies in the forbidden registers {span.first}..{span.last}"
