"""One PLC over a wire that is a list of registers: what is believed, what grows old, what is written."""

import asyncio
import math
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from plants import points

from heatloop_control.bus import Bus
from heatloop_control.codec import crc, decode, encode
from heatloop_control.frame import layout_of
from heatloop_control.image import Quality
from heatloop_control.link import Link, WireError
from heatloop_sites.points import Point, Register, Writing
from heatloop_sites.points.handshake import COMMAND_HEAD, MAGIC, MAP_VERSION, STATUS_HEAD
from heatloop_thermo.errors import OutOfRange

LAYOUT = layout_of(points(), "plc-1")
OUTPUTS = {point.tag: 50.0 for point in LAYOUT.commands}
TYPES = st.sampled_from(["int16", "uint16", "int32", "uint32", "float32"])
ORDERS = st.sampled_from(["big", "little"])


class Board:
    """A PLC as far as its wire shows it: two lists of registers, a counter, and faults on demand."""

    def __init__(self) -> None:
        self.heartbeat, self.boot, self.echo, self.epoch, self.reject = 1, 7, 0, 3, 0
        self.mode = 2
        self.values = {point.tag: 0.5 * (max(point.low, 0.0) + point.high) for point in LAYOUT.status}
        self.written: list[list[int]] = []
        self.dead = self.frozen = self.spoiled = False

    async def read(self, table, address, count):
        assert (table, address, count) == ("input", LAYOUT.status_start, LAYOUT.status_count)
        if self.dead:
            raise WireError("dead")
        if not self.frozen:
            self.heartbeat += 1
        words = [
            MAGIC,
            MAP_VERSION,
            self.heartbeat,
            self.boot,
            20,
            self.echo,
            self.epoch,
            self.reject,
            self.mode,
            0,
            0,
            0,
        ]
        for point in LAYOUT.status:
            words += encode(point.register, self.values[point.tag])
        words.append(crc(words))
        if self.spoiled:
            words[20] ^= 1
        return words

    async def write(self, address, words):
        assert address == LAYOUT.command_start
        self.written.append(words)
        self.epoch, self.echo = words[2], words[4]

    async def close(self):
        pass


def talk(board: Board, turns: int, outputs=None, start_s: float = 0.0) -> Link:
    link = Link("plc-1", LAYOUT, board)
    for i in range(turns):
        asyncio.run(link.exchange(start_s + i, outputs or OUTPUTS))
    return link


@given(TYPES, ORDERS, ORDERS, st.floats(-1000.0, 1000.0))
def test_what_is_encoded_is_decoded(kind, words, octets, value):
    register = Register("p", "holding", 0, kind, words, octets, scale=1.0 if kind == "float32" else 0.5)
    if value < 0.0 and kind.startswith("u"):
        with pytest.raises(OutOfRange, match="does not fit"):
            encode(register, value - 1.0)
        return
    back = decode(register, encode(register, value))
    assert back == pytest.approx(value, rel=1e-6, abs=0.26 if kind != "float32" else 1e-6)


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e39])
def test_what_is_no_number_is_never_encoded(value):
    with pytest.raises(OutOfRange):
        encode(Register("p", "holding", 0), value)


def test_values_come_with_quality_and_age_and_grow_old():
    link = talk(Board(), 3)
    fresh = link.readings(2.5)
    assert fresh["TT-101"].quality is Quality.GOOD
    assert fresh["TT-101"].age_s == 0.5
    assert link.readings(5.0)["TT-101"].quality is Quality.STALE
    assert link.readings(13.0)["TT-101"].quality is Quality.BAD


def test_a_plc_that_answers_and_does_not_count_is_not_alive():
    board = Board()
    link = talk(board, 2)
    board.frozen = True
    for i in range(2, 6):
        asyncio.run(link.exchange(float(i), OUTPUTS))
    readings = link.readings(5.1)
    assert readings["plc-1"].quality is Quality.STALE
    assert not readings["TT-101"].usable, "nothing from a frozen PLC is fresh"


def test_a_spoiled_block_is_not_believed():
    board = Board()
    link = talk(board, 1)
    board.spoiled = True
    asyncio.run(link.exchange(1.0, OUTPUTS))
    assert "checksum" in link.tally.last_trouble
    assert link.readings(1.0)["TT-101"].age_s == 1.0


def test_the_controller_becomes_the_newest_owner_and_writes_only_whole_blocks():
    board = Board()
    talk(board, 3)
    block = board.written[-1]
    assert block[:3] == [MAGIC, MAP_VERSION, 4]
    assert block[-1] == crc(block[:-1])
    assert len(block) == LAYOUT.command_count


def test_the_sequence_moves_only_when_a_command_leaves_its_deadband():
    board = Board()
    link = talk(board, 2)
    first = board.written[-1][4]
    asyncio.run(link.exchange(2.0, OUTPUTS | {"SC-101": 50.05}))
    assert board.written[-1][4] == first
    asyncio.run(link.exchange(3.0, OUTPUTS | {"SC-101": 50.2}))
    assert board.written[-1][4] == first + 1
    beats = [words[3] for words in board.written]
    assert beats == sorted(set(beats)), "every write counts on"


@pytest.mark.parametrize("value", [math.nan, 100.1, -0.1, None])
def test_an_impossible_output_is_never_written_nor_anything_with_it(value):
    board = Board()
    outputs = {tag: was for tag, was in OUTPUTS.items() if tag != "SC-101"} | (
        {"SC-101": value} if value is not None else {}
    )
    link = talk(board, 3, outputs)
    assert board.written == []
    assert "SC-101" in link.tally.last_trouble


def test_a_plc_that_has_started_again_gets_a_new_owner():
    board = Board()
    link = talk(board, 2)
    board.boot, board.epoch, board.echo = 8, 0, 0
    asyncio.run(link.exchange(2.0, OUTPUTS))
    assert link.tally.reboots == 1
    assert board.written[-1][2] == 1


def test_a_controller_whose_plc_obeys_a_newer_one_writes_no_more_until_the_plc_is_alone():
    board = Board()
    link = talk(board, 2)
    board.epoch, written = 9, len(board.written)
    assert not asyncio.run(link.poll(2.0))
    assert not asyncio.run(link.send(2.0, OUTPUTS))
    assert len(board.written) == written
    assert not link.readings(2.0)["plc-1"].usable
    assert link.readings(2.0)["TT-101"].usable, "it still sees the plant"
    board.mode = 0
    assert asyncio.run(link.poll(3.0))
    assert asyncio.run(link.send(3.0, OUTPUTS))
    assert board.written[-1][2] == 10, "newer than the one that is gone"


def test_an_order_that_is_not_echoed_shows():
    board = Board()
    link = talk(board, 2)
    assert link.readings(1.0)["plc-1.echo"].quality is Quality.GOOD
    board.write = lambda address, words: asyncio.sleep(0)  # the PLC takes it and does nothing
    for i in range(2, 8):
        asyncio.run(link.exchange(float(i), OUTPUTS | {"SC-101": 10.0 + i}))
    readings = link.readings(7.0)
    assert readings["plc-1"].usable
    assert not readings["plc-1.echo"].usable


def test_a_block_with_a_gap_or_too_long_for_one_request_is_refused():
    def row(i, address):
        return Point(f"TT-{i}", f"n{i}", "x", "measurement", "degC", 0.0, 1.0, Register("p", "input", address))

    start = len(STATUS_HEAD)
    with pytest.raises(OutOfRange, match="follow each other"):
        layout_of([row(1, start), row(2, start + 3)], "p")
    with pytest.raises(OutOfRange, match="one request carries 125"):
        layout_of([row(i, start + 2 * i) for i in range(60)], "p")
    command = Point(
        "SC-1", "c", "x", "command", "%", 0.0, 1.0, Register("p", "holding", len(COMMAND_HEAD) - 1), writing=Writing()
    )
    with pytest.raises(OutOfRange, match="head before it"):
        layout_of([command], "p")


def test_a_plc_that_hangs_delays_no_other_and_nothing_piles_up_behind_it():
    class Hanging(Board):
        asked = 0

        async def read(self, table, address, count):
            self.asked += 1
            await asyncio.Event().wait()

    async def story() -> tuple[Bus, Hanging]:
        hanging = Hanging()
        bus = Bus([Link("plc-1", LAYOUT, Board()), Link("plc-2", LAYOUT, hanging)], patience_s=0.01)
        for i in range(3):
            await bus.read(float(i))
            await bus.write(float(i), OUTPUTS)
        image = bus.image(2.0)
        await bus.close()
        assert image["plc-1"].usable
        assert not image["plc-2"].usable
        return bus, hanging

    _, hanging = asyncio.run(story())
    assert hanging.asked == 1
