"""How much faster than the world the rig is: registers handed over, and as Modbus frames over a socket; and what one scan costs."""

import asyncio
import time

import pytest

from heatloop_control.modbus import ModbusWire, Tcp
from heatloop_hil.plc.server import PlcServer
from heatloop_hil.rig import Rig
from heatloop_hil.rig.cable import Cable
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points import points_of
from heatloop_thermo.design import size

SECONDS = 1000.0


@pytest.fixture(scope="module")
def parts():
    design = size(build(load("bitforest")))
    return design, points_of(design.plant)


async def _paced(rig: Rig) -> float:
    """Virtual seconds in a second of one core."""
    await rig.start()
    await rig.run(60.0)
    begun_s = time.process_time()
    await rig.run(SECONDS)
    assert rig.link.tally.failed == 0
    assert rig.state.mode.value == "run"
    return SECONDS / (time.process_time() - begun_s)


def test_registers_handed_over(parts):
    print(f"\nrig, registers handed over: {asyncio.run(_paced(Rig(*parts))):,.0f} x real time (one core)")


def test_frames_over_a_socket(parts):
    async def framed() -> float:
        rig = Rig(*parts)
        async with PlcServer(rig.registers) as server:
            rig.link.transport = rig.cable = Cable(ModbusWire(Tcp(server.host, server.port)))
            speed = await _paced(rig)
            await rig.cable.close()
        return speed

    print(f"\nrig, Modbus/TCP frames over a socket: {asyncio.run(framed()):,.0f} x real time (one core, both ends)")
