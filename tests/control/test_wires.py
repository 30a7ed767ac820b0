"""The driver over TLS, over a serial line, and to many devices at once, some of them dead: against peers of a few lines each."""

import asyncio
import os
import pty
import shutil
import ssl
import struct
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plants import points
from test_modbus import Peer, honest

from heatloop_control.bus import Bus
from heatloop_control.connect import trusted
from heatloop_control.device import Device
from heatloop_control.link import WireError
from heatloop_control.modbus import ModbusWire, Rtu, Tcp
from heatloop_sites.points import Point, Register
from heatloop_sites.schema.control import Plc


class Clock:
    """Time in which a broken wire may be opened again at once."""

    now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 100.0
        return self.now_s


# --- TLS


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Two self-signed certificates, as two integrators would make them."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: nobody makes a certificate for the test")
    folder = tmp_path_factory.mktemp("tls")
    for name in ("ours", "theirs"):
        words = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        names = ["-subj", "/CN=127.0.0.1"]
        names += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{name}.key", "-out", f"{name}.crt"]
        subprocess.run(["openssl", *words, *names], cwd=folder, check=True, capture_output=True)
    return folder


class TlsPeer(Peer):
    """The same peer behind TLS."""

    def __init__(self, reply, papers: Path) -> None:
        super().__init__(reply)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(papers / "ours.crt", papers / "ours.key")

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.context)
        self.port = self.server.sockets[0].getsockname()[1]
        return self


def over_tls(papers, story, authority="ours", reply=honest):
    async def run():
        async with TlsPeer(reply, papers) as peer:
            tls = trusted(str(papers / f"{authority}.crt")) if authority else None
            wire = ModbusWire(Tcp("127.0.0.1", peer.port, timeout_s=1.0, tls=tls), now=Clock())
            try:
                await story(wire)
            finally:
                await wire.close()
                await asyncio.sleep(0)

    asyncio.run(run())


def test_registers_come_and_go_over_tls(papers):
    async def story(wire):
        assert await wire.read("input", 100, 4) == [100, 101, 102, 103]
        await wire.write(10, [1, 2, 3])

    over_tls(papers, story)


@pytest.mark.parametrize("authority", ["theirs", None])
def test_a_plc_that_cannot_show_who_it_is_is_not_spoken_to(papers, authority):
    async def story(wire):
        with pytest.raises(WireError):
            await wire.read("input", 100, 4)

    over_tls(papers, story, authority)


# --- a serial line


def crc(octets: bytes) -> bytes:
    """CRC-16/MODBUS, low byte first, written anew."""
    rest = 0xFFFF
    for octet in octets:
        rest ^= octet
        for _ in range(8):
            rest = (rest >> 1) ^ (0xA001 if rest & 1 else 0)
    return struct.pack("<H", rest)


def answer(request: bytes) -> bytes:
    """An honest RTU device: every register holds its own address."""
    unit, code, address, count = struct.unpack(">BBHH", request[:6])
    if code in (3, 4):
        body = struct.pack(">BBB", unit, code, 2 * count) + b"".join(
            struct.pack(">H", address + i) for i in range(count)
        )
    else:
        body = request[:6]
    return body + crc(body)


class Line:
    """A pair of pseudo-terminals with an RTU device at the far end; ``reply`` makes of an honest answer what really comes."""

    def __init__(self, reply=lambda octets: octets) -> None:
        self.reply, self.requests = reply, []
        self.far, self.near = pty.openpty()
        self.path = os.ttyname(self.near)

    def __enter__(self):
        os.set_blocking(self.far, False)
        asyncio.get_running_loop().add_reader(self.far, self._heard)
        self.buffer = b""
        return self

    def __exit__(self, *_):
        asyncio.get_running_loop().remove_reader(self.far)
        os.close(self.far)
        os.close(self.near)

    def _heard(self):
        self.buffer += os.read(self.far, 512)
        size = 8 if self.buffer[1] != 16 else 9 + self.buffer[6] if len(self.buffer) > 6 else 999
        if len(self.buffer) >= size:
            request, self.buffer = self.buffer[:size], self.buffer[size:]
            assert crc(request[:-2]) == request[-2:]
            self.requests.append(request)
            os.write(self.far, self.reply(answer(request)))


def over_a_line(story, reply=lambda octets: octets, far: list[int] | None = None) -> Line:
    pytest.importorskip("serial", reason="pyserial is not installed: no serial lines")

    async def run():
        with Line(reply) as line:
            if far is not None:
                far.append(line.far)
            wire = ModbusWire(Rtu(line.path, baudrate=115200, parity="N", timeout_s=0.3), now=Clock())
            try:
                await story(wire)
            finally:
                await wire.close()
        return line

    return asyncio.run(run())


def test_registers_come_and_go_over_a_serial_line():
    async def story(wire):
        assert await wire.read("input", 100, 4) == [100, 101, 102, 103]
        assert await wire.read("holding", 7, 1) == [7]
        await wire.write(10, [1, 2, 3])
        await wire.write_one(11, 5)

    assert [request[1] for request in over_a_line(story).requests] == [4, 3, 16, 6]


@pytest.mark.parametrize(
    "lie",
    [
        lambda octets: octets[:-1] + bytes([octets[-1] ^ 1]),
        lambda octets: octets[:-3],
        lambda octets: b"",
        lambda octets: (body := bytes([2]) + octets[1:-2]) + crc(body),
        lambda octets: (body := bytes([octets[0], 3]) + octets[2:-2]) + crc(body),
        lambda octets: (body := octets[:2] + b"\x02\x00\x01") + crc(body),
        lambda octets: (body := bytes([octets[0], octets[1] | 0x80, 2])) + crc(body),
    ],
    ids=["checksum", "cut short", "silence", "another unit", "another function", "too short", "exception"],
)
def test_nothing_wrong_is_taken_for_an_answer_on_a_line(lie):
    async def story(wire):
        with pytest.raises(WireError):
            await wire.read("input", 100, 4)

    over_a_line(story, lie)


def test_a_late_answer_on_a_line_is_not_taken_for_the_next():
    """Serial frames carry no number: what came before the line was opened again has to be thrown away."""
    held = []

    def late(octets: bytes) -> bytes:
        held.append(octets)
        return b"" if len(held) == 1 else octets

    async def story(wire):
        with pytest.raises(WireError):
            await wire.read("input", 0, 4)
        os.write(line_at[0], held[0])
        assert await wire.read("input", 100, 4) == [100, 101, 102, 103]

    line_at: list[int] = []
    over_a_line(story, late, line_at)


# --- many devices


def meter(name: str, port: int) -> Device:
    rows = [
        Point(f"{name}-{i}", f"{name}.{i}", "x", "measurement", "", 0.0, 65535.0, Register(name, "input", i, "uint16"))
        for i in range(20)
    ]
    return Device(name, rows, ModbusWire(Tcp("127.0.0.1", port, timeout_s=0.2)))


def test_dead_hanging_and_lying_devices_delay_no_other():
    replies = {
        "silent": lambda tid, unit, pdu: None,
        "hanging up": lambda tid, unit, pdu: b"hang up",
        "lying": lambda tid, unit, pdu: struct.pack(">HHHB", tid, 0, 5, unit) + bytes([pdu[0], 2, 0, 1]),
    }

    async def story():
        with ExitStack() as stack:
            peers = {f"good {i}": Peer(honest) for i in range(7)} | {
                name: Peer(reply) for name, reply in replies.items()
            }
            for peer in peers.values():
                await peer.__aenter__()
                stack.callback(peer.server.close)
            devices = [meter(name, peer.port) for name, peer in peers.items()] + [meter("nobody there", 1)]
            bus = Bus(devices, patience_s=0.05)
            loop, worst = asyncio.get_running_loop(), 0.0
            for turn in range(8):
                await bus.read(float(turn))
                worst = max(worst, *(bus.image(float(turn))[f"good {i}-3"].age_s for i in range(7)))
            image = bus.image(7.0)
            await bus.close()
            assert loop.time() > 0.0
            return image, worst

    image, worst = asyncio.run(story())
    assert worst <= 1.0, "at most the turn before"
    assert all(image[f"good {i}-19"].usable for i in range(7))
    assert not any(image[name].usable for name in (*replies, "nobody there"))


def test_a_plc_of_the_site_file_is_reached_as_it_says(tmp_path):
    from heatloop_control.connect import address_of, peers_of
    from heatloop_control.link import Link

    line = Plc(name="a", transport="rtu", device="/dev/ttyUSB1", baudrate=9600, parity="N", stopbits=2, unit=7)
    assert address_of(line) == Rtu("/dev/ttyUSB1", 9600, "N", 2, 7)
    assert address_of(Plc(name="a", host="h", port=1502, unit=3)) == Tcp("h", 1502, 3)
    assert address_of(Plc(name="a", host="h", transport="tls")).port == 802
    assert address_of(Plc(name="a", host="h", transport="tls")).tls.verify_mode is ssl.CERT_REQUIRED

    async def made():
        return peers_of([Plc(name="plc-1", host="h"), Plc(name="meter", host="h", handshake=False)], points())

    main, device = asyncio.run(made())
    assert isinstance(main, Link)
    assert main.command is not main.transport, "one wire to read, one to write"
    assert isinstance(device, Device)
    (alone,) = peers_of([Plc(name="plc-1", host="h", connections=1)], points())
    assert alone.command is None
