"""The driver against a peer that misbehaves as real ones do: nothing wrong is ever taken for an answer."""

import asyncio
import struct
from collections.abc import Callable

import pytest

from heatloop_control.link import WireError
from heatloop_control.modbus import ModbusWire, Tcp

Reply = Callable[[int, int, bytes], bytes | None]


def framed(tid: int, unit: int, pdu: bytes) -> bytes:
    return struct.pack(">HHHB", tid, 0, len(pdu) + 1, unit) + pdu


def registers(code: int, words: list[int]) -> bytes:
    return struct.pack(">BB", code, 2 * len(words)) + b"".join(struct.pack(">H", word) for word in words)


class Peer:
    """A Modbus/TCP server of a few lines, independent of any library; ``reply`` decides what goes back, None is silence."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.requests, self.connections = reply, [], 0

    async def __aenter__(self) -> "Peer":
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_) -> None:
        self.server.close()

    async def _serve(self, reader, writer) -> None:
        self.connections += 1
        try:
            while True:
                tid, _, length, unit = struct.unpack(">HHHB", await reader.readexactly(7))
                pdu = await reader.readexactly(length - 1)
                self.requests.append(pdu)
                back = self.reply(tid, unit, pdu)
                if back == b"hang up":
                    break
                if back is not None:
                    writer.write(back)
                    await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


def honest(tid: int, unit: int, pdu: bytes) -> bytes:
    code, address, count = struct.unpack(">BHH", pdu[:5])
    if code in (3, 4):
        return framed(tid, unit, registers(code, [address + i for i in range(count)]))
    return framed(tid, unit, pdu[:5])


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def with_peer(reply: Reply, story) -> Peer:
    async def run() -> Peer:
        async with Peer(reply) as peer:
            clock = Clock()
            wire = ModbusWire(Tcp("127.0.0.1", peer.port, timeout_s=0.1), now=clock, jitter=lambda: 0.0)
            try:
                await story(wire, clock)
            finally:
                await wire.close()
        return peer

    return asyncio.run(run())


def test_registers_come_as_asked_and_writes_are_echoed():
    async def story(wire, clock):
        assert await wire.read("input", 100, 4) == [100, 101, 102, 103]
        assert await wire.read("holding", 7, 1) == [7]
        await wire.write(10, [1, 2, 3])

    peer = with_peer(honest, story)
    assert [request[0] for request in peer.requests] == [4, 3, 16]
    assert peer.connections == 1


LIES = {
    "too few registers": lambda tid, unit, pdu: framed(tid, unit, registers(pdu[0], [1, 2])),
    "too many registers": lambda tid, unit, pdu: framed(tid, unit, registers(pdu[0], [1] * 9)),
    "another function": lambda tid, unit, pdu: framed(tid, unit, registers(3 if pdu[0] == 4 else 4, [1] * 4)),
    "another unit": lambda tid, unit, pdu: framed(tid, unit + 1, registers(pdu[0], [1] * 4)),
    "another transaction": lambda tid, unit, pdu: framed(tid + 5, unit, registers(pdu[0], [1] * 4)),
    "half a frame": lambda tid, unit, pdu: framed(tid, unit, registers(pdu[0], [1] * 4))[:9],
    "silence": lambda tid, unit, pdu: None,
    "hang up": lambda tid, unit, pdu: b"hang up",
    "an exception": lambda tid, unit, pdu: framed(tid, unit, bytes([pdu[0] | 0x80, 2])),
    "rubbish": lambda tid, unit, pdu: b"\x00" * 40,
}


@pytest.mark.parametrize("lie", LIES)
def test_nothing_wrong_is_taken_for_an_answer(lie):
    async def story(wire, clock):
        with pytest.raises(WireError):
            await wire.read("input", 0, 4)

    assert len(with_peer(LIES[lie], story).requests) == 1, "and nothing is asked twice"


@pytest.mark.parametrize("echo", [b"\x10\x00\x0b\x00\x03", b"\x10\x00\x0a\x00\x02", b"\x06\x00\x0a\x00\x03"])
def test_a_write_that_is_not_echoed_as_written_is_an_error(echo):
    async def story(wire, clock):
        with pytest.raises(WireError):
            await wire.write(10, [1, 2, 3])

    assert len(with_peer(lambda tid, unit, pdu: framed(tid, unit, echo), story).requests) == 1


@pytest.mark.parametrize("echo", [b"\x06\x00\x0b\x00\x05", b"\x06\x00\x0a\x00\x04", b"\x10\x00\x0a\x00\x01"])
def test_a_write_of_one_register_that_is_not_echoed_as_written_is_an_error(echo):
    async def story(wire, clock):
        with pytest.raises(WireError):
            await wire.write_one(10, 5)

    assert len(with_peer(lambda tid, unit, pdu: framed(tid, unit, echo), story).requests) == 1


def test_a_write_whose_connection_breaks_is_never_sent_again():
    async def story(wire, clock):
        with pytest.raises(WireError):
            await wire.write(10, [1])

    peer = with_peer(lambda tid, unit, pdu: b"hang up", story)
    assert len(peer.requests) == 1


def test_a_late_reply_is_never_the_answer_to_a_later_question():
    held = []

    def late(tid, unit, pdu):
        if not held:
            held.append(honest(tid, unit, pdu))
            return None
        return held[0] + honest(tid, unit, pdu)

    async def story(wire, clock):
        with pytest.raises(WireError):
            await wire.read("input", 0, 4)
        clock.now_s += 10.0
        assert await wire.read("input", 100, 4) == [100, 101, 102, 103]

    assert with_peer(late, story).connections == 2, "the wire is opened again after a time-out"


def test_after_trouble_it_waits_before_it_opens_again_and_longer_each_time():
    async def story(wire, clock):
        for pause_s in (0.25, 0.5, 1.0, 2.0, 2.5, 2.5):
            with pytest.raises(WireError):
                await wire.read("input", 0, 4)
            clock.now_s += 0.98 * pause_s
            with pytest.raises(WireError, match="not opened again yet"):
                await wire.read("input", 0, 4)
            clock.now_s += 0.02 * pause_s + 1e-9

    assert with_peer(LIES["hang up"], story).connections == 6


def test_an_exception_reply_keeps_the_connection():
    async def story(wire, clock):
        for _ in range(3):
            with pytest.raises(WireError, match="exception 2"):
                await wire.read("input", 0, 4)

    assert with_peer(LIES["an exception"], story).connections == 1


def test_nobody_at_home_is_an_error_at_once_and_leaves_nothing_open():
    async def story():
        wire = ModbusWire(Tcp("127.0.0.1", 1, timeout_s=0.1))
        with pytest.raises(WireError):
            await wire.read("input", 0, 4)
        await wire.close()
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(story())
