"""`heatloop registers`: the register map for whoever programs the PLC, as Markdown or CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Literal

from heatloop_sites.points import Point
from heatloop_sites.points import handshake as hs
from heatloop_sites.points.blocks import HEADS, block_length, by_address
from heatloop_sites.points.point import Register, Table
from heatloop_sites.schema.control import Plc

COLUMNS = (
    "plc", "table", "address", "reference", "registers", "tag", "name", "meaning", "role", "type", "word_order", "byte_order",
    "scale", "offset", "unit", "low", "high", "stale_after_s", "fail_value", "deadband", "min_interval_s", "storage",
    "writes_per_day", "on_connect",
)  # fmt: skip
FUNCTION = {"input": "function 4", "holding": "functions 3 and 16"}


def registers(site_name: str, *, form: Literal["md", "csv"] = "md") -> int:
    """Print the map of a site."""
    from heatloop_sites.build import build
    from heatloop_sites.load import load
    from heatloop_sites.registers import plcs_of, points_of_site

    site = load(site_name)
    points, plcs = points_of_site(site, build(site)), plcs_of(site)
    text = as_csv(plcs, points) if form == "csv" else as_markdown(site.site.name, plcs, points)
    print(text, end="")
    return 0


def rows(plc: Plc, points: Sequence[Point], table: Table) -> Iterator[dict[str, object]]:
    """Every register of a PLC's table in order: with the handshake its head first and its checksum last.

    >>> from heatloop_sites.registers import SIMULATED
    >>> [row["name"] for row in rows(SIMULATED, [], "holding")][:3]
    ['magic', 'map_version', 'epoch']
    """
    mine = by_address(points, plc.name, table)
    start = plc.status_start if table == "input" else plc.command_start
    if plc.handshake:
        head = hs.STATUS_HEAD if table == "input" else hs.COMMAND_HEAD
        yield from (_field(plc, table, start + i, name) for i, name in enumerate(head))
    yield from (_point(point) for point in mine)
    if plc.handshake:
        yield _field(plc, table, start + block_length(mine, table) - 1, "crc")


def _field(plc: Plc, table: Table, address: int, name: str) -> dict[str, object]:
    place = Register(plc.name, table, address, "uint16")
    return _place(place) | {"name": name, "meaning": hs.MEANINGS[name], "role": "handshake", "low": 0, "high": 65535}


def _place(place: Register) -> dict[str, object]:
    return {
        "plc": place.plc,
        "table": place.table,
        "address": place.address,
        "reference": place.reference,
        "registers": place.count,
        "type": place.type,
        "word_order": place.word_order,
        "byte_order": place.byte_order,
        "scale": place.scale,
        "offset": place.offset,
    }


def _point(point: Point) -> dict[str, object]:
    row = _place(point.register) | {
        "tag": point.tag,
        "name": point.name,
        "meaning": point.what,
        "role": point.role,
        "unit": point.unit,
        "low": point.low,
        "high": point.high,
        "stale_after_s": point.stale_after_s,
        "fail_value": point.fail_value,
    }
    rules = point.writing
    if rules is not None:
        names = ("deadband", "min_interval_s", "storage", "writes_per_day", "on_connect")
        row |= {name: getattr(rules, name) for name in names}
    return row


def as_csv(plcs: Sequence[Plc], points: Sequence[Point]) -> str:
    """The whole map, one row for each point and each field of the handshake."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for plc in plcs:
        for table in HEADS:
            writer.writerows({k: _plain(v) for k, v in row.items()} for row in rows(plc, points, table))
    return out.getvalue()


def as_markdown(site: str, plcs: Sequence[Plc], points: Sequence[Point]) -> str:
    """The whole map as a page."""
    parts = [f"# Registers of {site}\n", INTRO]
    if any(plc.handshake for plc in plcs):
        parts.append(_handshake())
    for plc in plcs:
        parts.append(f"## {plc.name}: {where(plc)}\n")
        for table in HEADS:
            mine = list(rows(plc, points, table))
            if mine:
                parts.append(_table(plc, table, mine))
    return "\n".join(parts)


def where(plc: Plc) -> str:
    """Address of a PLC in words.

    >>> from heatloop_sites.registers import SIMULATED
    >>> where(SIMULATED)
    'Modbus/TCP 127.0.0.1, port 5020, unit 1, with the handshake'
    """
    way = f"{plc.device}, {plc.baudrate} baud 8{plc.parity}{plc.stopbits}" if plc.transport == "rtu" else plc.host
    port = "" if plc.transport == "rtu" else f", port {plc.port or (802 if plc.transport == 'tls' else 502)}"
    shaking = "with" if plc.handshake else "without"
    return f"Modbus/{plc.transport.upper()} {way}{port}, unit {plc.unit}, {shaking} the handshake"


def _table(plc: Plc, table: Table, mine: list[dict[str, object]]) -> str:
    first, last = mine[0], mine[-1]
    count = int(str(last["address"])) + int(str(last["registers"])) - int(str(first["address"]))
    block = f"registers {first['address']}..{last['address']}, {count} in all, one request" if plc.handshake else ""
    title = f"### {table.capitalize()} registers ({FUNCTION[table]}{'; ' if block else ''}{block})\n"
    head = "| address | reference | tag | name | type | unit | range | rules | meaning |\n|--:|--:|---|---|---|---|---|---|---|"
    return "\n".join([title, head, *(_line(row) for row in mine), ""])


def _line(row: dict[str, object]) -> str:
    kind = str(row["type"])
    if row["registers"] == 2 and row["word_order"] == "little":
        kind += ", low word first"
    if row["byte_order"] == "little":
        kind += ", low byte first"
    if (row["scale"], row["offset"]) != (1.0, 0.0):
        kind += f", raw × {_plain(row['scale'])}" + (f" + {_plain(row['offset'])}" if row["offset"] else "")
    span = "" if row["role"] == "handshake" else f"{_plain(row['low'])} .. {_plain(row['high'])}"
    cells = (row["address"], row["reference"], row.get("tag", ""), row["name"], kind, row.get("unit", ""), span)
    return "| " + " | ".join(str(cell) for cell in (*cells, _rules(row), row["meaning"])) + " |"


def _rules(row: dict[str, object]) -> str:
    """What a reader has to keep to: age, position without the wire, limits of writing."""
    texts = {
        "stale_after_s": "stale after {} s",
        "fail_value": "fails to {}",
        "deadband": "dead-band {}",
        "min_interval_s": "every {} s at most",
        "writes_per_day": "{} writes a day at most",
        "on_connect": "{} at every connect",
    }
    silent: tuple[object, ...] = (None, "") if row["role"] == "command" else (None, "", 0.0)
    ruled = {key: text for key, text in texts.items() if key != "stale_after_s" or row["role"] != "command"}
    said = [text.format(_plain(row[key])) for key, text in ruled.items() if row.get(key) not in silent]
    said = [text for text in said if text not in {"dead-band 0", "every 0 s at most"}]
    return ", ".join([*said, *(["EEPROM"] if row.get("storage") == "eeprom" else [])])


def _plain(value: object) -> object:
    """Numbers without needless digits, nothing for None."""
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else value


def _handshake() -> str:
    modes = [f"| {code} | {name} | {hs.MODE_MEANINGS[name]} |" for code, name in hs.PLC_MODES.items()]
    rejects = [f"| {code} | {name} | {hs.REJECT_MEANINGS[name]} |" for code, name in hs.REJECTS.items()]
    return "\n".join(
        [
            HANDSHAKE,
            "| mode | name | what the PLC does |\n|--:|---|---|",
            *modes,
            "\n| reject | name | what was wrong with the block |\n|--:|---|---|",
            *rejects,
            "",
        ]
    )


INTRO = """Addresses are 0-based as on the wire; the reference counts from 1 (3xxxx input, 4xxxx holding). Values of two registers have the
high word first and every register its high byte first unless the type says otherwise. Value = raw × scale + offset, in the unit
of the table.
A float that is NaN says "no reading"; a PLC never shows an old value as new.
"""
HANDSHAKE = """## The handshake

The controller writes its block (holding registers) in one request, once a scan, and the PLC its block (input registers) in every scan of
its own; each is read in one request and closes with a checksum. The PLC takes a block over only whole: magic, version and checksum right,
epoch not lower than the one it obeys, heartbeat new, every command within its range. It never needs to be polled for more than that.

1. The controller reads the status block, takes `epoch` = `echo_epoch` + 1, and adopts the actual positions as its first commands.
2. It writes its block; the PLC checks it, copies the commands, sets `echo_epoch` and `echo_sequence`, and goes to mode 2 (remote).
3. Without a new valid block the PLC holds after 3 s and goes on by itself (mode 0) after `lease_s`. Trips act in every mode.
4. After a start of the PLC `boot` is another number: the controller begins again at 1. A latched trip stays latched.
"""
