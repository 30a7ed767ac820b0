"""The simulated PLC over a real socket, asked by a client of a few lines that knows nothing of either side's library."""

import asyncio
import struct

from heatloop_hil.plc.registers import Registers
from heatloop_hil.plc.server import PlcServer
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import points_of


async def ask(port, pdu, unit=1):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(struct.pack(">HHHB", 77, 0, len(pdu) + 1, unit) + pdu)
    await writer.drain()
    tid, _, length, _ = struct.unpack(">HHHB", await reader.readexactly(7))
    back = await reader.readexactly(length - 1)
    writer.close()
    assert tid == 77
    return back


def served(story):
    async def run():
        registers = Registers(points_of(build(load("bitforest"))), "plc-1")
        async with PlcServer(registers) as server:
            await story(registers, server)

    asyncio.run(run())


def test_it_shows_its_live_registers_and_takes_what_is_written():
    async def story(registers, server):
        registers.input[3] = 4711
        assert await ask(server.port, struct.pack(">BHH", 4, 3, 1)) == struct.pack(">BBH", 4, 2, 4711)
        registers.input[3] = 4712
        assert await ask(server.port, struct.pack(">BHH", 4, 3, 1)) == struct.pack(">BBH", 4, 2, 4712)
        assert await ask(server.port, struct.pack(">BHHBHH", 16, 5, 2, 4, 11, 12)) == struct.pack(">BHH", 16, 5, 2)
        assert registers.holding[5:7] == [11, 12]
        assert await ask(server.port, struct.pack(">BHH", 3, 5, 2)) == struct.pack(">BBHH", 3, 4, 11, 12)
        assert await ask(server.port, struct.pack(">BHH", 6, 6, 99)) == struct.pack(">BHH", 6, 6, 99)
        assert registers.holding[6] == 99

    served(story)


def test_what_it_does_not_have_is_an_exception():
    async def story(registers, server):
        assert await ask(server.port, struct.pack(">BHH", 4, len(registers.input), 1)) == bytes([0x84, 2])
        assert (await ask(server.port, struct.pack(">BHHBH", 16, len(registers.holding), 1, 2, 1)))[0] == 0x90

    served(story)


def test_a_fault_on_the_wire_changes_what_passes():
    async def story(registers, server):
        server.octets = lambda sending, octets: octets[:-1] + b"\x07" if sending else octets
        assert (await ask(server.port, struct.pack(">BHH", 4, 3, 1)))[-1] == 7

    served(story)
