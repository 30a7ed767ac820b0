"""`heatloop plc`, `run` and `demo`: as processes, as people start them, and what the demonstration calls well."""

import asyncio
import json
import signal
import socket
import struct
import subprocess
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from heatloop_api.cli.beside import Cable
from heatloop_api.cli.plc import plc
from heatloop_api.cli.run import _alone, run
from heatloop_api.cli.witness import Protocol, Record, Turn
from heatloop_api.usage import UsageError
from heatloop_control.mode import Mode
from heatloop_control.ramp import Ramp

demonstration = import_module("heatloop_api.cli.demo")  # the package has a function of that name
START = "import sys, json; from heatloop_api.cli.{0} import {0}; sys.exit({0}('bitforest', **json.loads(sys.argv[1])))"


def started(command: str, **options) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", START.format(command), json.dumps(options)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_simulated_plc_says_where_it_listens_answers_and_ends_in_peace():
    with started("plc", port=0, speed=10.0) as process:
        try:
            line = process.stdout.readline()
            assert line.startswith("plc-1: Modbus/TCP on 127.0.0.1:")
            port = int(line.split(":")[2].split(",")[0])
            with socket.create_connection(("127.0.0.1", port), timeout=5.0) as there:
                there.sendall(struct.pack(">HHHBBHH", 1, 0, 6, 1, 4, 0, 2))
                reply = there.recv(64)
            assert struct.unpack(">HH", reply[-4:]) == (0x484C, 1)
            assert "10 times as fast" in process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(10.0) == 0


def test_a_controller_with_its_simulated_plant_runs_is_alone_and_lets_go(tmp_path):
    with _run(tmp_path) as process:
        try:
            seen = []
            while not (seen and seen[-1]["kind"] == "mode" and seen[-1]["code"] == "run"):
                seen.append(json.loads(process.stderr.readline()))
            assert [row["code"] for row in seen if row["kind"] == "mode"] == ["selftest", "standby", "starting", "run"]
            with pytest.raises(UsageError, match="another controller runs"), _alone(tmp_path):
                pass
        finally:
            process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(10.0) == 0
    assert '"code": "end"' in rest
    status = json.loads((tmp_path / "status.json").read_bytes())
    assert status["mode"] == "run"
    assert status["plcs"]["plc-1"]["failed"] == 0
    assert (tmp_path / "state.json").exists()


def _run(folder) -> subprocess.Popen[str]:
    words = f"from pathlib import Path; from heatloop_api.cli.run import run; import sys; sys.exit(run('bitforest', simulate=True, speed=20.0, state=Path({str(folder)!r})))"
    return subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    "call",
    [
        lambda: plc("bitforest", speed=0.0),
        lambda: plc("bitforest", speed=float("nan")),
        lambda: run("bitforest", speed=2.0),
    ],
)
def test_a_speed_that_makes_no_sense_is_refused(call):
    with pytest.raises(UsageError, match="--speed"):
        call()


def test_a_pulled_cable_carries_nothing_and_hangs_up_on_nobody():
    async def echo(reader, writer):
        while octets := await reader.read(100):
            writer.write(octets)
        writer.close()

    async def story():
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server, Cable(server.sockets[0].getsockname()[1]) as cable:
            reader, writer = await asyncio.open_connection("127.0.0.1", cable.port)
            writer.write(b"one")
            assert await reader.read(100) == b"one"
            cable.whole = False
            writer.write(b"two")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(100), 0.05)
            cable.whole = True
            writer.write(b"three")
            assert await reader.read(100) == b"three", "what was sent meanwhile is lost"
            writer.close()

    asyncio.run(story())


def turn(time_s, supply_c=75.0, charge=True, alive=True, mode=Mode.RUN, output=50.0, actual=50.0) -> Turn:
    return Turn(time_s, mode, alive, charge, supply_c, {"SC-101": output}, {"SC-101": actual})


def test_the_demonstration_does_not_call_well_what_is_not(capsys):
    protocol = Protocol()
    well, cold, blind = (
        Record([turn(1.0), turn(2.0, 75.9)]),
        Record([turn(1.0), turn(2.0, 73.9)]),
        Record([turn(1.0, float("nan"))]),
    )
    for record, bad in ((well, 0), (cold, 1), (blind, 2)):
        demonstration._supply(record, 0.0, 75.0, protocol, "supply")
        assert protocol.bad == bad
    assert capsys.readouterr().out.count("FAIL") == 2


def test_the_demonstration_measures_the_step_at_the_take_over():
    output = SimpleNamespace(command="SC-101", ramp=Ramp(2.0, 1.0))
    runner = SimpleNamespace(program=SimpleNamespace(outputs=(output,)), period_s=1.0)
    away = turn(1.0, charge=False, mode=Mode.HOLD, output=0.0)
    for back, steps in ((turn(2.0, output=51.0), 0.5), (turn(2.0, output=47.0), 3.0)):
        assert demonstration._bump(runner, Record([away, back]), 0.5)[0] == pytest.approx(steps)
    none, words = demonstration._bump(runner, Record([away]), 0.5)
    assert none != none, "no number: never well"  # noqa: PLR0124
    assert words == "never taken over"
