"""A Modbus client that we did not write, mbpoll, against the simulated PLC: the printed map is what is on the wire, both ways."""

import asyncio
import csv
import io
import shutil
import struct
from functools import cache

import pytest

from heatloop_api.cli.registers import as_csv
from heatloop_hil.faults import NOISE
from heatloop_hil.plc.registers import checksum
from heatloop_hil.stand import Served, Stand
from heatloop_sites.build import build
from heatloop_sites.load import load
from heatloop_sites.points.handshake import MAGIC, MAP_VERSION
from heatloop_sites.registers import plcs_of, points_of_site
from heatloop_thermo.design import size

if shutil.which("mbpoll") is None:
    pytest.skip("mbpoll is not installed (Debian: apt install mbpoll); .ci/run installs it", allow_module_level=True)


@cache
def site():
    made = load("bitforest")
    plant = build(made)
    return size(plant), points_of_site(made, plant), plcs_of(made)


def printed() -> list[dict[str, str]]:
    _, points, plcs = site()
    return list(csv.DictReader(io.StringIO(as_csv(plcs, points))))


async def mbpoll(port: int, *words: str) -> list[str]:
    """What mbpoll prints for one poll or one write."""
    command = (
        "mbpoll",
        "-m",
        "tcp",
        "-a",
        "1",
        "-0",
        "-1",
        "-q",
        "-p",
        str(port),
        *words[:-1],
        "127.0.0.1",
        *words[-1].split(),
    )
    made = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await made.communicate()
    assert made.returncode == 0, (command, out, err)
    return out.decode().splitlines()


def values(lines: list[str]) -> dict[int, float]:
    """Address and value of the lines ``[12]: 75.0`` (a register that mbpoll takes for negative has its other reading in brackets)."""
    rows = [line for line in lines if line.startswith("[")]
    return {int(row[1 : row.index("]")]): float(row.split(":")[1].split("(")[0]) for row in rows}


def with_plc(story):
    design, points, plcs = site()
    stand = Stand(design, points, plcs)

    async def run():
        served = Served(stand, port=0)
        async with served.servers[0] as server:
            await story(stand, server.port)

    asyncio.run(run())
    return stand


def test_it_reads_every_value_of_the_printed_map():
    async def story(stand, port):
        rows = [row for row in printed() if row["table"] == "input" and row["tag"]]
        first, count = int(rows[0]["address"]), len(rows)
        seen = values(await mbpoll(port, "-t", "3:float", "-B", "-r", str(first), "-c", str(count), ""))
        shown = stand.plant.sensors()
        assert len(seen) == count > 30
        for row in rows:
            value = seen[int(row["address"])]
            assert float(row["low"]) <= value <= float(row["high"]), row["tag"]
            assert value == pytest.approx(shown[row["tag"]], abs=6.0 * NOISE[row["unit"]] + 1e-3), row["tag"]
        head = values(await mbpoll(port, "-t", "3", "-r", "0", "-c", "12", ""))
        assert (head[0], head[1]) == (MAGIC, MAP_VERSION)

    with_plc(story)


def test_it_writes_a_block_and_the_plc_takes_it_over():
    async def story(stand, port):
        rows = [row for row in printed() if row["table"] == "holding" and row["tag"]]
        words = [MAGIC, MAP_VERSION, 7, 1, 3, 10, 2, 0]
        for row in rows:
            words += struct.unpack(">HH", struct.pack(">f", 88.0 if row["tag"] == "SC-101" else 50.0))
        words.append(checksum(words))
        await mbpoll(port, "-t", "4", "-r", "0", " ".join(map(str, words)))
        stand.run(2.0)
        head = values(await mbpoll(port, "-t", "3", "-r", "0", "-c", "12", ""))
        assert (head[5], head[6], head[7], head[8]) == (3, 7, 0, 2), (
            "sequence and owner echoed, nothing refused, remote"
        )
        back = values(await mbpoll(port, "-t", "4:float", "-B", "-r", rows[0]["address"], "-c", str(len(rows)), ""))
        assert back[int(next(row for row in rows if row["tag"] == "SC-101")["address"])] == 88.0
        assert stand.outputs["SC-101"] < 96.0, "and it is on its way to what was asked"

    with_plc(story)


def test_a_single_register_written_by_hand_spoils_the_block_and_is_refused():
    async def story(stand, port):
        await mbpoll(port, "-t", "4", "-r", "0", str(MAGIC))
        await mbpoll(port, "-t", "4", "-r", "1", str(MAP_VERSION))
        stand.run(1.0)
        head = values(await mbpoll(port, "-t", "3", "-r", "0", "-c", "12", ""))
        assert (head[7], head[8]) == (3, 0), "refused for its checksum; local"

    with_plc(story)
