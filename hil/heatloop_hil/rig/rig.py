"""Plant, simulated PLC and the real controller in lockstep in virtual time.

One turn is one second: the plant runs, the PLC scans, block is read, the controller scans, block is written. The wire is the real link
with its checksums and counters; whether registers are handed over or travel as Modbus frames over a socket is a matter of the transport.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from heatloop_control.derive import program_of
from heatloop_control.frame import layout_of
from heatloop_control.image import Image
from heatloop_control.link import Link
from heatloop_control.mode import Event, Mode
from heatloop_control.program import Program
from heatloop_control.scan import Happening, scan
from heatloop_control.state import Asked, State, first
from heatloop_hil.faults import GOOD, NOISE, moved, shown
from heatloop_hil.plant import Plant
from heatloop_hil.plant.rated import rated_outputs
from heatloop_hil.plc.logic import Logic
from heatloop_hil.plc.registers import Registers
from heatloop_hil.plc.settings import settings_of
from heatloop_hil.rig.cable import Cable, HandedOver
from heatloop_hil.rig.record import Record
from heatloop_sites.points import Point
from heatloop_thermo.design import Design

PLC = "plc-1"
TURN_S = 1.0
PLC_SCANS = 4
"""Scans of the PLC in a turn; interlocks of a second need a few."""
NOISE_ROWS = 1024
"""Rows of noise drawn at once."""


class Rig:
    """Plant, PLC and controller.

    Parameters
    ----------
    design, points : of the site.
    seed : of the sensors' noise.
    cold : whether the plant begins cold and at rest; else at its rated point, running by the PLC alone.
    tune : changes the program that follows from the design, for a baseline to compare with.
    cable : makes the wire to the PLC's registers; by default they are handed over.
    """

    def __init__(
        self,
        design: Design,
        points: Sequence[Point],
        seed: int = 0,
        cold: bool = False,
        tune: Callable[[Program], Program] | None = None,
        cable: Callable[[Registers], HandedOver | Cable] = HandedOver,
    ) -> None:
        self.design, self.points = design, tuple(points)
        self.plant, self.faults, self.now_s = Plant(design, cold), GOOD, 0.0
        self.registers = Registers(self.points, PLC)
        self.logic = Logic(settings_of(design, self.points, PLC), self.registers)
        if not cold:
            self.logic.outputs = rated_outputs(design, self.points)
        self.cable = cable(self.registers)
        program = program_of(design, self.points, (PLC,))
        self.program = tune(program) if tune else program
        self._layout = layout_of(self.points, PLC)
        self.link = Link(PLC, self._layout, self.cable)
        self.state: State = first(self.program)
        self.asked = Asked()
        self._pressed: Event | None = None
        self.record = Record()
        measured = [point for point in self.points if point.role == "measurement"]
        self._noisy = tuple(point.tag for point in measured if NOISE.get(point.unit, 0.0) > 0.0)
        self._sigma = np.array([NOISE[point.unit] for point in measured if NOISE.get(point.unit, 0.0) > 0.0])
        self._dice = np.random.default_rng(seed)
        self._noises: list[list[float]] = []
        self._shown: dict[str, float] = {}
        self._positions: dict[str, float] = {}
        self._dead_s: dict[str, float] = {}

    def copy(self, seed: int) -> Self:
        """Another rig in the same state, with a noise and a record of its own: stories begin where a warm-up ended."""
        fixed = (self.design, self.points, *self.points, self.program, self._layout, self.logic.settings)
        shared: dict[int, object] = {id(part): part for part in fixed}
        made = copy.deepcopy(self, shared)
        made._dice, made._noises = np.random.default_rng(seed), []  # noqa: SLF001 it is one of us
        made.plant.attach()
        made.record = Record()
        made.now_s = 0.0
        made.link.shift(-self.now_s)
        return made

    async def start(self, limit_s: float = 1800.0) -> None:
        """Press start until it runs, as an operator would."""
        begun = self.now_s
        while self.state.mode is not Mode.RUN and self.now_s - begun < limit_s:
            if self.state.mode in {Mode.OFF, Mode.STANDBY}:
                self.press(Event.START)
            await self.run(1.0)

    def press(self, event: Event) -> None:
        """An operator presses a button: START, STOP or RESET."""
        self._pressed = event

    async def run(self, seconds: float) -> None:
        """Let time pass."""
        for _ in range(round(seconds / TURN_S)):
            await self._turn()

    def stick(self, command: str, position: float) -> None:
        """An actuator goes to a position and stays there. [%]"""
        self._positions[command] = position
        self.faults = self.faults.now(stuck=self.faults.stuck | {command})

    def kill_and_restart(self) -> None:
        """The controller's process dies and begins anew with what it has kept: its mode, and nothing that it was sure of."""
        self.link = Link(PLC, self._layout, self.cable)
        self.state = first(self.program).resumed(self.state.mode)

    async def _turn(self) -> None:
        before, order, mode = dict(self.logic.outputs), self.registers.order(), self.logic.mode
        for _ in range(PLC_SCANS):
            self._plant_and_plc(TURN_S / PLC_SCANS)
        commands = None if isinstance(order, int) else order.commands
        strayed = self.logic.strayed(before, commands)
        self.record.uncommanded += strayed if self.logic.mode == mode else 0
        self.now_s += TURN_S
        self.cable.whole = self.faults.cable
        happenings: tuple[Happening, ...] = ()
        asked, self._pressed = replace(self.asked, event=self._pressed) if self._pressed else self.asked, None
        if not self.faults.controller_dead:
            outputs = self.state.outputs if self.state.in_charge else None
            await self.link.exchange(self.now_s, outputs, asked.event is Event.RESET)
            scanned = scan(self.program, self.state, Image(self.link.readings(self.now_s)), asked, TURN_S)
            self.state, happenings = scanned.state, scanned.happenings
        self.record.note(self.now_s, self.state, self.logic, self.plant, happenings)

    def _plant_and_plc(self, dt_s: float) -> None:
        faults, plant = self.faults, self.plant
        for name in faults.dead_pumps:
            self._dead_s[name] = self._dead_s.get(name, 0.0) + dt_s
        self._positions = moved(faults, self.logic.outputs, self._positions, self._dead_s)
        plant.return_shift_k = faults.return_shift_k
        plant.run(self._positions, dt_s)
        truth = plant.sensors()
        for name, noise in zip(self._noisy, self._noise(), strict=True):
            truth[name] += noise
        self._shown = shown(faults, truth, self._shown)
        if not faults.plc_frozen:
            self.logic.scan(self._shown, {}, dt_s)

    def _noise(self) -> list[float]:
        if not self._noises:
            self._noises = (self._dice.standard_normal((NOISE_ROWS, len(self._noisy))) * self._sigma).tolist()
        return self._noises.pop()
