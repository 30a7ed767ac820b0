"""A device without the handshake: what is read and how old it is, what is written and how often, and that it is read back."""

import asyncio

import pytest

from heatloop_control.coalesce import Limits
from heatloop_control.device import Device
from heatloop_control.image import Quality
from heatloop_control.link import WireError
from heatloop_sites.points import Point, Register, Writing

FLOW = Point("FT-301", "meter.flow", "flow", "measurement", "m3/h", 0.0, 100.0, Register("m", "input", 10))
TEMPERATURE = Point(
    "TT-301",
    "meter.supply",
    "supply",
    "measurement",
    "degC",
    -50.0,
    150.0,
    Register("m", "input", 200, "int16", scale=0.1),
)


def speed(**rules) -> Point:
    place = Register("m", "holding", 5, "uint16", scale=0.01)
    return Point(
        "SC-301", "pump", "speed", "command", "%", 0.0, 100.0, place, fail_value=40.0, writing=Writing(**rules)
    )


class Board:
    """Registers, connections, and faults on demand."""

    def __init__(self) -> None:
        self.registers = {("input", 10): 0x4248, ("input", 11): 0, ("input", 200): 751, ("input", 300): 0}
        self.bad: set[int] = set()
        self.opened, self.writes, self.ones, self.deaf, self.dead = 1, [], 0, False, False

    async def ready(self) -> int:
        if self.dead:
            raise WireError("dead")
        return self.opened

    async def read(self, table, address, count):
        if self.dead or address in self.bad:
            raise WireError("exception 2")
        return [self.registers.get((table, address + i), 0) for i in range(count)]

    async def write(self, address, words):
        if self.dead:
            raise WireError("dead")
        self.writes.append((address, words))
        for i, word in enumerate(words):
            if not self.deaf:
                self.registers["holding", address + i] = word

    async def write_one(self, address, word):
        await self.write(address, [word])
        self.ones += 1

    async def close(self):
        pass


def device(board: Board, *points: Point, **options) -> Device:
    return Device("m", [FLOW, TEMPERATURE, *points], board, **options)


def poll(it: Device, now_s: float) -> bool:
    return asyncio.run(it.poll(now_s))


def send(it: Device, now_s: float, value: float) -> bool:
    return asyncio.run(it.send(now_s, {"SC-301": value}))


def test_values_come_whole_in_their_units():
    it = device(Board())
    assert poll(it, 1.0)
    rows = it.readings(1.0)
    assert (rows["FT-301"].value, rows["TT-301"].value) == (50.0, 75.1)
    assert rows["m"].usable


def test_a_block_that_fails_grows_old_by_itself():
    board = Board()
    it = device(board)
    poll(it, 0.0)
    board.bad = {200}
    for i in range(1, 5):
        assert not poll(it, float(i))
    rows = it.readings(4.0)
    assert rows["FT-301"].quality is Quality.GOOD
    assert rows["TT-301"].quality is Quality.STALE
    assert rows["m"].usable


def test_a_device_that_counts_no_further_is_dead_however_promptly_it_answers():
    board = Board()
    it = device(board, heartbeat=Register("m", "input", 300, "uint16"))
    for i in range(5):
        board.registers["input", 300] = min(i, 1)
        poll(it, float(i))
    assert not it.readings(4.0)["m"].usable
    assert not it.readings(4.0)["FT-301"].usable
    board.registers["input", 300] = 2
    poll(it, 5.0)
    assert it.readings(5.0)["FT-301"].usable


def test_a_write_is_read_back_and_what_reads_otherwise_is_not_confirmed():
    board = Board()
    it = device(board, speed())
    assert send(it, 0.0, 50.0)
    assert board.registers["holding", 5] == 5000
    assert board.ones == 1, "a single register goes by the function that every device has"
    board.deaf = True
    assert not send(it, 1.0, 60.0)
    assert "reads back 50, 60 was written" in it.tally.last_trouble
    assert not it.readings(9.0)["m.echo"].usable
    board.deaf = False
    assert send(it, 2.0, 60.0), "and is written again"


def test_a_value_of_two_registers_is_written_in_one_request():
    board = Board()
    place = Register("m", "holding", 20)
    point = Point("SC-301", "pump", "speed", "command", "%", 0.0, 100.0, place, writing=Writing())
    assert send(device(board, point), 0.0, 75.0)
    assert board.writes == [(20, [0x4296, 0])]


def test_what_has_not_moved_out_of_its_dead_band_is_not_written():
    board = Board()
    it = device(board, speed(deadband=0.5))
    for now_s, value in ((0.0, 50.0), (1.0, 50.4), (2.0, 49.6), (3.0, 50.6), (4.0, 100.0), (5.0, 99.8)):
        assert send(it, now_s, value)
    assert [words for _, words in board.writes] == [[5000], [5060], [10000]]


def test_the_ends_of_the_range_are_reached_past_the_dead_band():
    board = Board()
    it = device(board, speed(deadband=0.5))
    for now_s, value in ((0.0, 99.8), (1.0, 100.0), (2.0, 100.0)):
        send(it, now_s, value)
    assert [words for _, words in board.writes] == [[9980], [10000]]


def test_writes_keep_their_distance_and_their_number_of_a_day():
    board = Board()
    it = device(board, speed(min_interval_s=10.0))
    for i in range(30):
        send(it, float(i), 10.0 + i)
    assert len(board.writes) == 3
    board = Board()
    it = device(board, speed(storage="eeprom", writes_per_day=4))
    for i in range(100):
        send(it, 60.0 * i, 10.0 + 0.5 * i)
    assert len(board.writes) == 4
    assert "used up" in it.tally.last_trouble
    send(it, 86400.0 + 200.0, 90.0)
    assert len(board.writes) == 5, "and a day later there are new ones"


def test_a_device_that_forgets_is_told_at_every_connect_before_anything_else():
    board = Board()
    it = device(board, speed(on_connect=30.0))
    send(it, 0.0, 50.0)
    send(it, 1.0, 51.0)
    board.opened = 2
    send(it, 2.0, 51.0)
    send(it, 3.0, 51.0)
    assert [words for _, words in board.writes] == [[3000], [5000], [5100], [3000], [5100]]


@pytest.mark.parametrize("value", [float("nan"), 100.1, -1.0])
def test_an_impossible_output_is_never_written(value):
    board = Board()
    it = device(board, speed())
    assert not send(it, 0.0, value)
    assert board.writes == []


def test_a_dead_device_is_a_remark_and_no_exception():
    board = Board()
    board.dead = True
    it = device(board, speed())
    assert not poll(it, 0.0)
    assert not send(it, 0.0, 50.0)
    assert not it.readings(0.0)["m"].usable
    assert it.tally.failed == 3


def test_requests_keep_to_the_limits_of_the_device():
    it = device(Board(), limits=Limits(gap_most=123, read_most=125, forbidden=(("input", 50, 60),)))
    assert poll(it, 0.0)
