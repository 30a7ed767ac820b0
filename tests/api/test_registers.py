"""`heatloop registers`: what is printed is what is spoken."""

import csv
import io
import itertools

import pytest

from heatloop_api.cli.registers import registers
from heatloop_control.frame import layout_of
from heatloop_sites.build import build
from heatloop_sites.load import load, shipped
from heatloop_sites.points import handshake, points_of


def printed(capsys, name: str, form: str) -> str:
    assert registers(name, form=form) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", shipped())
def test_every_register_of_both_blocks_is_printed_once_and_none_is_left_out(name, capsys):
    rows = list(csv.DictReader(io.StringIO(printed(capsys, name, "csv"))))
    points = points_of(build(load(name)))
    layout = layout_of(points, "plc-1")
    for table, count in (("input", layout.status_count), ("holding", layout.command_count)):
        mine = [row for row in rows if row["table"] == table]
        ends = [int(row["address"]) + int(row["registers"]) for row in mine]
        assert [int(row["address"]) for row in mine] == [0, *ends[:-1]], "without gaps"
        assert ends[-1] == count
    assert {row["tag"] for row in rows if row["tag"]} == {point.tag for point in points}


def test_a_row_says_all_that_a_programmer_needs(capsys):
    rows = {row["tag"] or row["name"]: row for row in csv.DictReader(io.StringIO(printed(capsys, "bitforest", "csv")))}
    assert rows["TT-201"]["reference"] == str(30001 + int(rows["TT-201"]["address"]))
    assert {key: rows["SC-101"][key] for key in ("unit", "low", "high", "fail_value", "deadband", "storage")} == {
        "unit": "%", "low": "0", "high": "100", "fail_value": "60", "deadband": "0.1", "storage": "ram",
    }  # fmt: skip
    assert rows["lease_s"]["meaning"].startswith("seconds")


def test_the_page_explains_every_field_mode_and_reject_code(capsys):
    page = printed(capsys, "bitforest", "md")
    for name in (*handshake.COMMAND_HEAD, *handshake.STATUS_HEAD, "crc"):
        assert f"| {name} |" in page
        assert handshake.MEANINGS[name] in page
    for code, name in (*handshake.PLC_MODES.items(), *handshake.REJECTS.items()):
        assert f"| {code} | {name} |" in page
    assert set(handshake.MODE_MEANINGS) == set(handshake.PLC_MODES.values())
    assert set(handshake.REJECT_MEANINGS) == set(handshake.REJECTS.values())
    widths = {line.count(" | ") for line in page.splitlines() if line.startswith("| ") and "30" in line[:12]}
    assert len(widths) == 1, "every row of a table has the same cells"


def test_a_site_with_an_own_map_prints_it_with_its_rules(capsys, tmp_path):
    from heatloop_sites.load import resolve

    text = resolve("bitforest").read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [i for i, line in enumerate(text) if line.startswith("control:")]
    text[at] = (
        "control:\n  plcs:\n  - {name: main, host: 192.0.2.10}\n"
        "  - {name: drive, transport: rtu, device: /dev/ttyUSB0, handshake: false}\n  points:\n"
        "  - {tag: SC-301, plc: drive, address: 20, type: uint16, scale: 0.01, storage: eeprom, min_interval: 60 s}\n"
        "  - {tag: ST-301, plc: drive, address: 21, type: int32, word_order: little, byte_order: little, scale: 0.1, offset: -5}\n"
    )
    path = tmp_path / "own.yaml"
    path.write_text("".join(text), encoding="utf-8")
    page = printed(capsys, str(path), "md")
    assert "## main: Modbus/TCP 192.0.2.10, port 502, unit 1, with the handshake" in page
    assert "## drive: Modbus/RTU /dev/ttyUSB0, 19200 baud 8E1, unit 1, without the handshake" in page
    line = next(row for row in page.splitlines() if "| SC-301 |" in row)
    assert line.startswith("| 20 | 40021 | SC-301 |")
    for part in ("uint16, raw × 0.01", "every 60 s at most", "24 writes a day at most", "EEPROM", "fails to 40"):
        assert part in line
    assert "int32, low word first, low byte first, raw × 0.1 + -5" in page
    addresses = [
        int(row.split("|")[1])
        for row in page.split("### ")[1].splitlines()
        if row.startswith("| ") and "30" in row[:14]
    ]
    assert all(a < b for a, b in itertools.pairwise(addresses))
