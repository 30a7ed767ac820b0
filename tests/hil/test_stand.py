"""The simulated PLCs with the plant behind them: by themselves, several of them, and over real sockets against the real controller."""

import asyncio
from functools import cache

import pytest

from heatloop_control.bus import Bus
from heatloop_control.connect import peers_of
from heatloop_control.derive import program_of
from heatloop_control.journal import Journal
from heatloop_control.mode import Mode
from heatloop_control.pace import Monotonic
from heatloop_control.run import Runner
from heatloop_hil.stand import Served, Stand
from heatloop_sites.build import build
from heatloop_sites.load import load, load_text, resolve
from heatloop_sites.registers import plcs_of, points_of_site
from heatloop_thermo.design import size

SPEED = 20.0
SPREAD = """control:
  plcs:
  - {name: main, host: 192.0.2.10}
  - {name: sinks, host: 192.0.2.11}
  - {name: meter, host: 192.0.2.12, handshake: false, heartbeat: {address: 60}}
  points:
  - {tag: TT-301, plc: sinks}
  - {tag: ST-301, plc: sinks}
  - {tag: SC-301, plc: sinks}
  - {tag: TT-302, plc: meter, address: 40, type: int16, scale: 0.01}
  - {tag: FT-301, plc: meter, address: 50}
  - {tag: JC-501, plc: meter, address: 20, type: uint16, scale: 0.01}
"""


@cache
def site(spread: bool = False):
    if spread:
        text = resolve("bitforest").read_text(encoding="utf-8").splitlines(keepends=True)
        (at,) = [i for i, line in enumerate(text) if line.startswith("control:")]
        made = load_text("".join([*text[:at], SPREAD, *text[at + 1 :]]), "spread.yaml")
    else:
        made = load("bitforest")
    plant = build(made)
    return size(plant), points_of_site(made, plant), plcs_of(made)


def run(spread: bool, seconds: float, spoil=None):
    """The real controller on the simulated PLCs over TCP, for so long. [s of the plant]"""
    design, points, plcs = site(spread)

    async def story():
        async with Served(Stand(design, points, plcs), SPEED, port=0) as served:
            clock = Monotonic(SPEED)
            ports = [server.port for server in served.servers]
            local = [
                plc.model_copy(update={"host": "127.0.0.1", "port": port})
                for plc, port in zip(plcs, ports, strict=True)
            ]
            bus = Bus(peers_of(local, points, clock.now), patience_s=0.3 / SPEED)
            program = program_of(design, points, tuple(plc.name for plc in plcs))
            runner = Runner(program, bus, clock, Journal(clock.now, lambda line: None), start=True)
            runner.after_turn = lambda self: self.clock.stop() if self.clock.now() > seconds else None
            await runner.run()
            return runner, served

    return asyncio.run(story())


def test_left_to_itself_the_plant_runs_on_and_the_plc_counts():
    design, points, plcs = site()
    stand = Stand(design, points, plcs)
    stand.run(120.0)
    assert stand.plant.sensors()["TT-201"] == pytest.approx(75.0, abs=3.0)
    assert stand.outputs["JC-101"] == 100.0
    (plc,) = stand.simulated
    before = plc.registers.input[2]
    stand.run(1.0)
    assert plc.registers.input[2] == before + 4


def test_a_cold_plant_is_at_rest():
    design, points, plcs = site()
    stand = Stand(design, points, plcs, cold=True)
    stand.run(30.0)
    assert stand.plant.sensors()["JT-101"] == 0.0


def test_the_controller_takes_the_plant_over_across_real_sockets():
    runner, served = run(False, 25.0)
    assert runner.state.mode is Mode.RUN
    assert runner.image.known("TT-201") == pytest.approx(75.0, abs=1.0)
    assert served.stand.outputs["JC-101"] == 100.0
    (link,) = runner.bus.links
    assert link.tally.failed == link.tally.refused == 0


def test_two_plcs_and_a_device_without_the_handshake_make_one_plant():
    runner, served = run(True, 40.0)
    assert runner.state.mode is Mode.RUN
    assert [peer.tally.failed for peer in runner.bus.links] == [0, 0, 0]
    for tag in ("TT-301", "TT-302", "FT-301", "TT-201"):
        assert runner.image[tag].usable, tag
    assert served.stand.outputs["SC-301"] > 50.0, "commanded through the second PLC"
    modes = [each.logic.mode for each in served.stand.simulated if each.logic is not None]
    assert modes == [2, 2]


def test_a_bare_device_obeys_what_is_written_and_falls_back_on_nonsense():
    from heatloop_hil.plc.bare import BareRegisters

    _, points, _ = site(True)
    device = BareRegisters(points, "meter", ("input", 60))
    device.holding[20] = 2500
    assert device.outputs() == {"JC-501": 25.0}
    device.holding[20] = 60000
    assert device.outputs() == {"JC-501": 0.0}
    device.scan({"TT-302": 55.55})
    assert (device.input[40], device.input[60]) == (5555, 1)
