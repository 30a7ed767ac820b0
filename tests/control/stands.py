"""A controller on a simulated plant in virtual time: registers are handed over, and waiting is a matter of the plant's time passing."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from plants import design, points

from heatloop_control.bus import Bus
from heatloop_control.frame import layout_of
from heatloop_control.journal import Journal
from heatloop_control.link import Link, WireError
from heatloop_control.run import Files, Runner
from heatloop_hil.stand import Stand
from heatloop_sites.registers import SIMULATED


class Hand:
    """A wire that hands registers over while it is whole."""

    def __init__(self, registers) -> None:
        self.registers, self.whole, self.writes = registers, True, 0

    async def read(self, table, address, count):
        if not self.whole:
            raise WireError("pulled")
        return (self.registers.input if table == "input" else self.registers.holding)[address : address + count]

    async def write(self, address, words):
        if not self.whole:
            raise WireError("pulled")
        self.writes += 1
        self.registers.holding[address : address + len(words)] = words

    async def close(self):
        pass


class Virtual:
    """Time that passes when somebody waits for it; the plant runs meanwhile."""

    speed = 1.0

    def __init__(self, stand: Stand, begin_s: float = 0.0) -> None:
        self.stand, self.now_s, self.end_s = stand, begin_s, float("inf")

    def now(self) -> float:
        return self.now_s

    def pass_by(self, seconds: float) -> None:
        """Time passes without the controller."""
        self.stand.run(seconds)
        self.now_s += seconds

    async def until(self, time_s: float) -> bool:
        self.stand.run(max(time_s - self.now_s, 0.0))
        self.now_s = max(time_s, self.now_s)
        return self.now_s < self.end_s

    def stop(self) -> None:
        self.end_s = self.now_s


class Site:
    """`bitforest`, running warm by its PLC alone, and a controller for it."""

    def __init__(self) -> None:
        self.stand = Stand(design(), points(), [SIMULATED])
        self.wire = Hand(self.stand.simulated[0].registers)
        self.lines: list[str] = []
        self.clock = Virtual(self.stand)
        self.loop = asyncio.new_event_loop()

    @property
    def logic(self):
        return self.stand.simulated[0].logic

    def runner(self, program, folder: Path | None = None, **options) -> Runner:
        link = Link(SIMULATED.name, layout_of(points(), SIMULATED.name), self.wire)
        files = Files(folder / "state.json", folder / "status.json") if folder else Files()
        journal = Journal(self.clock.now, self.lines.append)
        return Runner(program, Bus([link]), self.clock, journal, 1.0, files, **{"start": True} | options)

    def supply_c(self) -> float:
        return self.stand.plant.sensors()["TT-201"]
