"""The register map of a site: the default map with what the site file changes, and every mistake at its line."""

import itertools

import pytest

from heatloop_sites.build import build
from heatloop_sites.load import load, load_text, resolve, shipped
from heatloop_sites.points import points_of
from heatloop_sites.points.blocks import block_length, by_address
from heatloop_sites.problem import SiteError
from heatloop_sites.registers import plcs_of, points_of_site

TEXT = resolve("bitforest").read_text(encoding="utf-8")
METER = "  - {name: meter, host: 192.0.2.20, handshake: false, read_most: 61, forbidden: [{table: input, first: 90, last: 99}]}\n"
MAIN = "  - {name: main, host: 192.0.2.10}\n"


def edited(control: str) -> str:
    """`bitforest` with another block ``control``."""
    lines = TEXT.splitlines(keepends=True)
    (at,) = [i for i, line in enumerate(lines) if line.startswith("control:")]
    return "".join(lines[:at]) + f"control:\n{control}" + "".join(lines[at + 1 :])


def points(control: str):
    site = load_text(edited(control), "x.yaml")
    return points_of_site(site, build(site))


def row(rows, tag):
    return next(point for point in rows if point.tag == tag)


@pytest.mark.parametrize("name", shipped())
def test_a_site_without_edits_has_the_default_map_in_the_simulated_plc(name):
    site = load(name)
    plant = build(site)
    assert points_of_site(site, plant) == points_of(plant)
    assert plcs_of(site)[0].port == 5020


def test_a_point_takes_what_is_typed_and_those_behind_it_move_up():
    rows = points("  points:\n  - {tag: TT-101, type: int16, scale: 0.1, low: -40, high: 140, stale_after: 5 s}\n")
    point = row(rows, "TT-101")
    assert (point.register.address, point.register.count, point.register.scale) == (14, 1, 0.1)
    assert (point.low, point.high, point.stale_after_s) == (-40.0, 140.0, 5.0)
    assert row(rows, "TT-102").register.address == 15
    mine = by_address(rows, "plc-1", "input")
    assert all(a.register.address + a.register.count == b.register.address for a, b in itertools.pairwise(mine))


def test_blocks_begin_where_the_plc_has_room():
    rows = points("  plcs:\n  - {name: main, host: h, status_start: 1000, command_start: 500}\n")
    assert by_address(rows, "main", "input")[0].register.address == 1012
    assert by_address(rows, "main", "holding")[0].register.address == 508


def test_points_can_lie_in_several_plcs_and_in_devices_with_maps_of_their_own():
    control = (
        f"  plcs:\n{MAIN}{METER}  points:\n"
        "  - {tag: TT-301, plc: meter, address: 100, type: int32, scale: 0.01, word_order: little}\n"
        "  - {tag: FT-301, plc: meter, table: holding, address: 7}\n"
        "  - {tag: SC-301, plc: meter, address: 20, type: uint16, scale: 0.01, storage: eeprom, min_interval: 1 min, on_connect: 40}\n"
    )
    rows = points(control)
    meter = row(rows, "TT-301").register
    assert (meter.plc, meter.table, meter.address, meter.word_order) == ("meter", "input", 100, "little")
    assert row(rows, "FT-301").register.table == "holding"
    rules = row(rows, "SC-301").writing
    assert (rules.storage, rules.writes_per_day, rules.min_interval_s, rules.on_connect) == ("eeprom", 24, 60.0, 40.0)
    assert block_length(by_address(rows, "main", "input"), "input") == 79 - 4, "the others have moved together"


MISTAKES = [
    # control, key, part of the sentence
    ("  plcs:\n  - {name: a, transport: rtu}\n", "control.plcs[0].device", "rtu needs a serial line"),
    ("  plcs:\n  - {name: a}\n", "control.plcs[0].host", "tcp needs a host name"),
    ("  plcs:\n  - {name: a, host: h}\n  - {name: A, host: i}\n", "control.plcs[1].name", "is the name of another PLC already"),
    ("  plcs:\n  - {name: a, host: h, heartbeat: {address: 3}}\n", "control.plcs[0].heartbeat", "does not go with the handshake"),
    ("  points:\n  - {tag: TT-10}\n", "control.points[0].tag", "no point of this plant is called 'TT-10'; did you mean 'TT-10"),
    ("  points:\n  - {tag: TT-101}\n  - {tag: TT-101, scale: 2}\n", "control.points[1].tag", "has been edited already"),
    ("  points:\n  - {tag: TT-101, plc: plc-2}\n", "control.points[0].plc", "no PLC is called 'plc-2'; did you mean 'plc-1'"),
    ("  points:\n  - {tag: TT-101, address: 40}\n", "control.points[0].address", "TT-101 is at register 40, expected 14"),
    ("  points:\n  - {tag: TT-102, address: 15}\n", "control.points[0].address", "begins in the registers of TT-101"),
    ("  points:\n  - {tag: TT-101, deadband: 1}\n", "control.points[0].deadband", "does not go with what is only read"),
    ("  points:\n  - {tag: SC-101, min_interval: 5 s}\n", "control.points[0].min_interval", "does not go with the handshake"),
    ("  points:\n  - {tag: SC-101, storage: eeprom}\n", "control.points[0].storage", "its block is written in every scan"),
    ("  points:\n  - {tag: SC-101, table: input}\n", "control.points[0].table", "must be holding"),
    ("  points:\n  - {tag: TT-101, table: holding}\n", "control.points[0].table", "must be input"),
    ("  points:\n  - {tag: TT-101, scale: 0}\n", "control.points[0]", "a scale of zero loses the value"),
    ("  points:\n  - {tag: TT-101, low: 90, high: 20}\n", "control.points[0]", "the range begins at `low`"),
    ("  points:\n  - {tag: SC-101, fail_value: 120}\n", "control.points[0]", "fail_value = 120 % is outside 0..100 %"),
    ("  points:\n  - {tag: SC-101, type: int16, scale: 0.001}\n", "control.points[0]", "100 % does not fit into int16"),
    ("  points:\n  - {tag: TT-101, type: int8}\n", "control.points[0].type", "must be int16, uint16, int32, uint32 or float32"),
    ("  points:\n  - {tag: TT-101, address: 70000}\n", "control.points[0].address", "must be at most 65535"),
    ("  points:\n  - {tag: TT-101, adress: 12}\n", "control.points[0].adress", "did you mean 'address'?"),
    ("  plcs:\n  - {name: a, host: h, read_most: 61}\n", "control.plcs[0]", "its input block has 79 registers, one request carries 61"),
    (f"  plcs:\n{METER}", "control.plcs[0]", "JT-101 needs an `address`: meter has its own map"),
    (f"  plcs:\n{MAIN}{METER}  points:\n  - {{tag: TT-301, plc: meter}}\n", "control.points[0]", "needs an `address`"),
    (f"  plcs:\n{MAIN}{METER}  points:\n  - {{tag: TT-301, plc: meter, address: 98}}\n", "control.points[0].address", "lies in the forbidden registers 90..99"),
    (f"  plcs:\n{MAIN}  - {{name: b, host: h, command_start: 40}}\n", "control.plcs[1].command_start", "no point of the plant lies in its holding registers"),
]  # fmt: skip


@pytest.mark.parametrize(("control", "key", "text"), MISTAKES)
def test_a_mistake_is_said_with_file_line_and_key(control, key, text):
    with pytest.raises(SiteError) as caught:
        points(control)
    problems = caught.value.problems
    assert any(problem.key == key and text in problem.text for problem in problems), [str(p) for p in problems]
    first = edited(control)[: edited(control).index("control:")].count("\n") + 1
    assert all(problem.file == "x.yaml" and problem.line > first for problem in problems)


def test_all_mistakes_come_at_once():
    with pytest.raises(SiteError) as caught:
        points("  points:\n  - {tag: NO-1}\n  - {tag: NO-2}\n  - {tag: TT-101, deadband: 1}\n")
    assert len(caught.value.problems) == 3
