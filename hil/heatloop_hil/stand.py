"""The simulated PLCs of a site with its plant behind them, running by the clock of the wall or faster, served to any Modbus client.

No part of the controller is in here: what speaks to it goes over the wire.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from heatloop_hil.faults import NOISE
from heatloop_hil.plant import Plant
from heatloop_hil.plant.rated import rated_outputs
from heatloop_hil.plc.bare import BareRegisters
from heatloop_hil.plc.logic import Logic
from heatloop_hil.plc.registers import Registers
from heatloop_hil.plc.server import PlcServer
from heatloop_hil.plc.settings import ACTUATOR_PER_S, settings_of
from heatloop_sites.points import Point
from heatloop_sites.schema.control import Plc
from heatloop_thermo.design import Design

SCAN_S = 0.25
"""Scan of the simulated PLCs, and step of the plant. [s]"""
BEHIND_S = 5.0
"""A simulation further behind the clock than this lets the time go, as a stopped machine would. [s of the plant]"""


@dataclass(slots=True)
class Simulated:
    """One PLC: its logic, or the bare registers of a device without one."""

    plc: Plc
    registers: Registers | BareRegisters
    logic: Logic | None


class Stand:
    """Plant and PLCs of a site.

    Parameters
    ----------
    design, points, plcs : of the site.
    cold : whether the plant begins cold and at rest; else at its rated point, run by the PLCs alone.
    seed : of the sensors' noise.
    """

    def __init__(
        self, design: Design, points: Sequence[Point], plcs: Sequence[Plc], cold: bool = False, seed: int = 0
    ) -> None:
        self.plant, self.points, self.now_s = Plant(design, cold), tuple(points), 0.0
        self._begin = {} if cold else rated_outputs(design, points)
        self.outputs = {point.tag: self._begin.get(point.tag, 0.0) for point in points if point.role == "command"}
        self.simulated = tuple(self._made(design, plc) for plc in plcs)
        measured = [point for point in points if point.role == "measurement" and NOISE.get(point.unit, 0.0) > 0.0]
        self._noisy = {point.tag: NOISE[point.unit] for point in measured}
        self._dice = np.random.default_rng(seed)
        self._step(0.0)

    def _made(self, design: Design, plc: Plc) -> Simulated:
        """One PLC; each runs the whole logic of the plant for the outputs that lie in it."""
        if not plc.handshake:
            beat = (plc.heartbeat.table, plc.heartbeat.address) if plc.heartbeat else None
            return Simulated(plc, BareRegisters(self.points, plc.name, beat), None)
        registers = Registers(self.points, plc.name)
        as_if_one = [replace(point, register=replace(point.register, plc=plc.name)) for point in self.points]
        logic = Logic(settings_of(design, as_if_one, plc.name), registers)
        logic.outputs = dict(self.outputs)
        return Simulated(plc, registers, logic)

    def run(self, seconds: float) -> None:
        """Let time pass, in whole scans. [s]"""
        for _ in range(round(seconds / SCAN_S)):
            self._step(SCAN_S)

    def _step(self, dt_s: float) -> None:
        self.now_s += dt_s
        self.plant.run(self.outputs, dt_s)
        shown = self.plant.sensors()
        for (tag, sigma), draw in zip(self._noisy.items(), self._dice.standard_normal(len(self._noisy)), strict=True):
            shown[tag] += sigma * float(draw)
        for each in self.simulated:
            if each.logic is not None:
                made = each.logic.scan(shown, {}, dt_s)
                mine = [point.tag for point in each.registers.commands]  # type: ignore[union-attr]  # a logic has them
                self.outputs |= {tag: made[tag] for tag in mine}
            elif isinstance(each.registers, BareRegisters):
                each.registers.scan(shown)
                self.outputs |= self._moved(each.registers.outputs(), dt_s)

    def _moved(self, asked: Mapping[str, float], dt_s: float) -> dict[str, float]:
        """Actuators of a bare device follow at their own speed."""
        rows = {}
        for tag, value in asked.items():
            most, was = ACTUATOR_PER_S[tag.split("-")[0]] * dt_s, self.outputs[tag]
            rows[tag] = min(max(value, was - most), was + most)
        return rows


class Served:
    """A stand whose PLCs listen while the block of a ``with`` statement runs, and whose time runs with the clock.

    Parameters
    ----------
    stand : not yet running.
    speed : seconds of the plant in one of the wall. [-]
    host : where all PLCs listen; None: each where the site file says.
    port : of the first, and one more for each further one; 0 takes free ones; None: as the site file says.
    """

    def __init__(
        self, stand: Stand, speed: float = 1.0, host: str | None = "127.0.0.1", port: int | None = None
    ) -> None:
        self.stand, self.speed = stand, speed
        self.servers = [_server(each, i, host, port) for i, each in enumerate(stand.simulated)]
        self._stack = AsyncExitStack()
        self._time: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Listen, and let time run."""
        for server in self.servers:
            await self._stack.enter_async_context(server)
        self._time = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        if self._time is not None:
            self._time.cancel()
            await asyncio.gather(self._time, return_exceptions=True)
        await self._stack.aclose()

    async def _run(self) -> None:
        begun_s, from_s = time.monotonic(), self.stand.now_s
        while True:
            due_s = from_s + (time.monotonic() - begun_s) * self.speed
            if due_s - self.stand.now_s > max(BEHIND_S, self.speed):
                begun_s, from_s, due_s = time.monotonic(), self.stand.now_s, self.stand.now_s
            while self.stand.now_s + SCAN_S <= due_s:
                self.stand.run(SCAN_S)
                await asyncio.sleep(0.0)
            await asyncio.sleep((self.stand.now_s + SCAN_S - due_s) / self.speed)

    async def forever(self) -> None:
        """Until somebody cancels; a fault of the simulation is raised."""
        assert self._time is not None, "not yet listening"
        await self._time


def _server(each: Simulated, index: int, host: str | None, port: int | None) -> PlcServer:
    where = each.plc.host if host is None else host
    own = each.plc.port or 502
    return PlcServer(
        each.registers,  # type: ignore[arg-type]  # two lists of registers are all that it looks at
        host=where or "127.0.0.1",
        port=own if port is None else port + index if port else 0,
        unit=each.plc.unit,
    )
