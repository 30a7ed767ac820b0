"""The rig: plant, simulated PLC and the real controller in lockstep in virtual time. Only here do `hil` and `control` meet.

One turn is one second: the plant runs, the PLC scans, block is read, the controller scans, block is written. The wire is the real link
with its checksums and counters; frames on a socket are left to the stories in real time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from heatloop_control.derive import program_of
from heatloop_control.frame import layout_of
from heatloop_control.image import Image
from heatloop_control.link import Link, WireError
from heatloop_control.mode import Event, Mode
from heatloop_control.program import Program
from heatloop_control.scan import Happening, scan
from heatloop_control.state import Asked, State, first
from heatloop_hil.faults import GOOD, NOISE, Faults, moved, shown
from heatloop_hil.plant import Plant
from heatloop_hil.plc.logic import Logic
from heatloop_hil.plc.registers import Registers
from heatloop_hil.plc.settings import settings_of
from heatloop_sites.points import Point
from heatloop_sites.points.point import Table
from heatloop_thermo.design import Design

PLC = "plc-1"
TURN_S = 1.0
PLC_SCANS = 4
"""Scans of the PLC in a turn; interlocks of a second need a few."""


class HandedOver:
    """A wire without frames: registers are handed over, or not, as the faults say."""

    def __init__(self, registers: Registers, faults: Callable[[], Faults]) -> None:
        self._registers, self._faults = registers, faults

    async def read(self, table: Table, address: int, count: int) -> list[int]:
        """Registers; raises `WireError` while the cable is pulled."""
        self._check()
        rows = self._registers.input if table == "input" else self._registers.holding
        return rows[address : address + count]

    async def write(self, address: int, words: list[int]) -> None:
        """Write registers; raises `WireError` while the cable is pulled."""
        self._check()
        self._registers.holding[address : address + len(words)] = words

    async def close(self) -> None:
        """Nothing to let go of."""

    def _check(self) -> None:
        if not self._faults().cable:
            raise WireError("cable pulled")


@dataclass(slots=True)
class Seen:
    """What happened in a run: time [s], signals by tag, mode, and the journal."""

    time_s: list[float] = field(default_factory=list)
    signals: dict[str, list[float]] = field(default_factory=dict)
    modes: list[str] = field(default_factory=list)
    journal: list[tuple[float, Happening]] = field(default_factory=list)

    def of(self, tag: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """A signal over time."""
        return np.array(self.signals[tag])


class Rig:
    """Plant, PLC and controller.

    Parameters
    ----------
    design, points : of the site.
    seed : of the sensors' noise.
    cold : whether the plant begins cold and at rest; else at its rated point, running.
    tune : changes the program that follows from the design, for a baseline to compare with.
    """

    def __init__(
        self,
        design: Design,
        points: Sequence[Point],
        seed: int = 0,
        cold: bool = False,
        tune: Callable[[Program], Program] | None = None,
    ) -> None:
        self.plant, self.faults, self.now_s = Plant(design, cold), GOOD, 0.0
        self.registers = Registers(points, PLC)
        self.logic = Logic(settings_of(design, points, PLC), self.registers)
        self.link = Link(PLC, layout_of(points, PLC), HandedOver(self.registers, lambda: self.faults))
        program = program_of(design, tuple(points), (PLC,))
        self.program = tune(program) if tune else program
        self.state: State = first(self.program)
        self.asked = Asked()
        self.seen = Seen()
        self._dice = np.random.default_rng(seed)
        self._noise = {point.tag: NOISE.get(point.unit, 0.0) for point in points if point.role == "measurement"}
        self._shown: dict[str, float] = {}
        self._positions: dict[str, float] = {}
        self._dead_s: dict[str, float] = {}

    async def start(self, limit_s: float = 1800.0) -> None:
        """Press start until it runs, as an operator would."""
        begun = self.now_s
        while self.state.mode is not Mode.RUN and self.now_s - begun < limit_s:
            ready = self.state.mode in {Mode.OFF, Mode.STANDBY}
            await self.run(1.0, Asked(Event.START if ready else None))

    async def run(self, seconds: float, asked: Asked | None = None) -> None:
        """Let time pass."""
        for _ in range(round(seconds / TURN_S)):
            await self._turn(self.asked if asked is None else asked)

    async def _turn(self, asked: Asked) -> None:
        for _ in range(PLC_SCANS):
            self._plant_and_plc(TURN_S / PLC_SCANS)
        self.now_s += TURN_S
        if not self.faults.controller_dead:
            await self.link.exchange(self.now_s, self.state.outputs or None, asked.event is Event.RESET)
            scanned = scan(self.program, self.state, Image(self.link.readings(self.now_s)), asked, TURN_S)
            self.state = scanned.state
            self.seen.journal += [(self.now_s, row) for row in scanned.happenings]
        self._note()

    def _plant_and_plc(self, dt_s: float) -> None:
        faults = self.faults
        for tag in faults.dead_pumps:
            self._dead_s[tag] = self._dead_s.get(tag, 0.0) + dt_s
        outputs = self.logic.outputs
        self._positions = moved(faults, outputs, self._positions, self._dead_s)
        self.plant.run(self._positions, dt_s)
        truth = self.plant.sensors()
        self._shown = shown(faults, truth, self._shown, self._noises())
        if not faults.plc_frozen:
            self.logic.scan(self._shown, {}, dt_s)

    def _noises(self) -> Mapping[str, float]:
        draws = self._dice.standard_normal(len(self._noise))
        return {tag: sigma * draw for (tag, sigma), draw in zip(self._noise.items(), draws.tolist(), strict=True)}

    def _note(self) -> None:
        seen = self.seen
        seen.time_s.append(self.now_s)
        seen.modes.append(self.state.mode.value)
        for tag, value in (*self.plant.sensors().items(), *self.logic.outputs.items()):
            seen.signals.setdefault(tag, []).append(value)
        seen.signals.setdefault("delivered_kw", []).append(self.plant.delivered_w / 1e3)
        seen.signals.setdefault("dumped_kw", []).append(self.plant.dumped_w / 1e3)
