"""The driver beside bare pymodbus and a raw socket, and the paced loop with ten PLCs of 200 points.

Nothing here asserts a time; what is asserted is that everybody read the same registers, and that every value was fresh.
"""

import asyncio
import gc
import json
import multiprocessing
import os
import resource
import statistics
import struct
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

sys.path.insert(0, str(Path(__file__).parents[1] / "control"))

from heatloop_control.bus import Bus
from heatloop_control.device import Device
from heatloop_control.modbus import ModbusWire, Tcp
from heatloop_control.pace import Monotonic, Pace
from heatloop_sites.points import Point, Register

READS, COUNT = 1500, 100
PLCS, POINTS, SECONDS = 10, 200, 20.0
BITS = [SimData(0, values=False, datatype=DataType.BITS)]


def served(plcs: int, registers: int, pipe) -> None:
    """Serve registers that hold their own address, in a process of its own."""

    async def run() -> None:
        words = [SimData(0, values=list(range(registers)), datatype=DataType.REGISTERS)]
        servers = [
            ModbusTcpServer(SimDevice(1, (BITS, BITS, words, words)), address=("127.0.0.1", 0)) for _ in range(plcs)
        ]
        for server in servers:
            await server.serve_forever(background=True)
        pipe.send([server.transport.sockets[0].getsockname()[1] for server in servers])
        await asyncio.Event().wait()

    asyncio.run(run())


@pytest.fixture
def plcs(request):
    """Ports of PLCs in another process."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=served, args=(*request.param, there), daemon=True)
    process.start()
    yield here.recv()
    process.terminate()
    process.join()


def cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def measured(read: Callable[[], Awaitable[list[int]]]) -> tuple[float, float, float]:
    """Median and 99th percentile of a read, and CPU of this process for one. [µs]"""
    assert list(await read()) == list(range(COUNT)), "everybody reads the same"
    times, before_s = [], cpu_s()
    for _ in range(READS):
        begun_s = time.perf_counter()
        await read()
        times.append(time.perf_counter() - begun_s)
    times.sort()
    return 1e6 * statistics.median(times), 1e6 * times[int(0.99 * READS)], 1e6 * (cpu_s() - before_s) / READS


async def raw(port: int) -> tuple[Callable[[], Awaitable[list[int]]], Callable[[], None]]:
    """A reader of a few lines on asyncio's streams: what the wire itself costs."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def read() -> list[int]:
        writer.write(struct.pack(">HHHBBHH", 1, 0, 6, 1, 4, 0, COUNT))
        octets = await reader.readexactly(9 + 2 * COUNT)
        return list(struct.unpack(f">{COUNT}H", octets[9:]))

    return read, writer.close


@pytest.mark.parametrize("plcs", [(1, COUNT)], indirect=True)
def test_one_verified_read_beside_bare_pymodbus_and_a_raw_socket(plcs, capsys):
    (port,) = plcs

    async def run() -> dict[str, tuple[float, float, float]]:
        rows = {}
        wire = ModbusWire(Tcp("127.0.0.1", port))
        bare = AsyncModbusTcpClient("127.0.0.1", port=port)
        await bare.connect()
        plain, close = await raw(port)

        async def ours() -> list[int]:
            return await wire.read("input", 0, COUNT)

        async def theirs() -> list[int]:
            return (await bare.read_input_registers(0, count=COUNT, device_id=1)).registers

        for name, read in (
            ("raw asyncio socket", plain),
            ("bare pymodbus", theirs),
            ("heatloop, every reply checked", ours),
        ):
            rows[name] = await measured(read)
        close()
        bare.close()
        await wire.close()
        return rows

    rows = asyncio.run(run()) | _pymodbus_tcp(port)
    base = rows["bare pymodbus"]
    with capsys.disabled():
        print(
            f"\n  One read of {COUNT} registers over Modbus/TCP on this machine, {READS} of them (server: pymodbus, another process)"
        )
        print(f"  {'':32}{'p50 µs':>9}{'p99 µs':>9}{'CPU µs':>9}{'p50 ×':>8}{'CPU ×':>8}   (× bare pymodbus)")
        for name, (p50, p99, cpu) in rows.items():
            print(f"  {name:32}{p50:9.0f}{p99:9.0f}{cpu:9.0f}{p50 / base[0]:8.2f}{cpu / base[2]:8.2f}")


def _pymodbus_tcp(port: int) -> dict[str, tuple[float, float, float]]:
    """pyModbusTCP, a blocking client, where it is installed."""
    try:
        from pyModbusTCP.client import ModbusClient
    except ImportError:
        return {}
    client = ModbusClient("127.0.0.1", port, unit_id=1)

    async def read() -> list[int]:
        return client.read_input_registers(0, COUNT)

    row = asyncio.run(measured(read))
    client.close()
    return {"pyModbusTCP (blocking)": row}


def pages() -> None:
    """What a page server does, in a process of its own: 20 answers a second of 500 points each."""
    rows = {f"T-{i}": {"value": i / 7.0, "quality": "good", "age": 0.2} for i in range(500)}
    due_s, never = time.monotonic(), threading.Event()
    while not never.wait(max(due_s - time.monotonic(), 0.0)):
        json.loads(json.dumps(rows))
        due_s += 0.05


def device(name: str, port: int, points: int) -> Device:
    places = [Register(name, "input", 2 * k, "uint32") for k in range(points)]
    rows = [
        Point(f"{name}-{k}", f"{name}.{k}", "x", "measurement", "", 0.0, 4.3e9, row) for k, row in enumerate(places)
    ]
    return Device(name, rows, ModbusWire(Tcp("127.0.0.1", port)))


async def paced(bus: Bus, tags: list[str], period_s: float, clock: Monotonic) -> Pace:
    """Read a bus at a pace for `SECONDS`; every value has to be fresh."""
    await bus.read(clock.now())
    pace = Pace(period_s, clock.now() + 0.1)
    while pace.turns < SECONDS / period_s and await clock.until(pace.due_s):
        pace.begin(clock.now())
        await bus.read(clock.now())
        image = bus.image(clock.now())
        assert all(image[tag].usable for tag in tags)
        pace.end(clock.now())
    await bus.close()
    return pace


@pytest.mark.parametrize("plcs", [(PLCS, 2 * POINTS)], indirect=True)
def test_ten_plcs_of_two_hundred_points_every_second_and_a_fast_group_beside_page_load(plcs, capsys):
    async def run() -> tuple[Pace, Pace, float]:
        clock = Monotonic()
        slow = Bus([device(f"p{i}", port, POINTS) for i, port in enumerate(plcs)])
        fast = Bus([device("fast", plcs[0], 20)])
        gc.collect()
        gc.freeze()
        before_s = cpu_s()
        tags = [f"p{i}-{POINTS - 1}" for i in range(PLCS)]
        paces = await asyncio.gather(paced(slow, tags, 1.0, clock), paced(fast, ["fast-19"], 0.1, clock))
        return *paces, cpu_s() - before_s

    load = multiprocessing.get_context("fork").Process(target=pages, daemon=True)
    load.start()
    try:
        *paces, used_s = asyncio.run(run())
    finally:
        load.terminate()
        load.join()
        gc.unfreeze()
    with capsys.disabled():
        print(
            f"\n  {PLCS} PLCs × {POINTS} points (4 requests each) at 1 Hz and 20 points every 100 ms for {SECONDS:.0f} s,"
        )
        print(f"  a page server's load in another process; load of the machine {os.getloadavg()[0]:.1f}")
        for name, pace in zip(("1 s", "100 ms"), paces, strict=True):
            row = pace.timing()
            late = [1e3 * each for each in (row.late_p50_s, row.late_p99_s, row.late_max_s)]
            print(
                f"  {name:>6}: late p50 {late[0]:.2f} ms, p99 {late[1]:.2f} ms, max {late[2]:.2f} ms; a turn takes p50 "
                f"{1e3 * row.took_p50_s:.1f} ms, p99 {1e3 * row.took_p99_s:.1f} ms; overruns {row.overruns} of {row.turns}"
            )
        print(f"  CPU {100.0 * used_s / SECONDS:.1f} % of one core")
