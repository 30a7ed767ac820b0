"""What the demonstration sees and says: every turn of the controller on record, and a protocol with limits and verdicts."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heatloop_control.mode import Mode

if TYPE_CHECKING:
    from heatloop_control.run import Runner

SETTLED_TURNS = 20
"""A supply that was in its band for so many turns has settled. [-]"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was seen in one turn: time [s], mode, lifelines, supply [degC], outputs and what the actuators do. [%]"""

    time_s: float
    mode: Mode
    alive: bool
    in_charge: bool
    supply_c: float
    outputs: dict[str, float]
    actual: dict[str, float]


@dataclass(slots=True)
class Record:
    """All turns, and a way to wait for one."""

    turns: list[Turn] = field(default_factory=list)

    def note(self, runner: "Runner") -> None:
        """One turn is over."""
        program, state, image = runner.program, runner.state, runner.image
        pairs = ((output.command, image.known(output.actual)) for output in program.outputs)
        supply = image.known(program.header.supply)
        self.turns.append(
            Turn(
                runner.clock.now(),
                state.mode,
                all(image[tag].usable for tag in program.lifelines),
                state.in_charge,
                float("nan") if supply is None else supply,
                dict(state.outputs),
                {command: value for command, value in pairs if value is not None},
            )
        )

    def since(self, time_s: float) -> list[Turn]:
        """Turns from a time on."""
        return [turn for turn in self.turns if turn.time_s >= time_s]


@dataclass(slots=True)
class Protocol:
    """Prints what was seen beside what it has to be, and remembers whether all was well."""

    begun_s: float = field(default_factory=time.monotonic)
    bad: int = 0

    def say(self, text: str) -> None:
        """A line without a verdict."""
        print(f"{time.monotonic() - self.begun_s:6.1f} s  {text}", flush=True)

    def check(self, well: bool, text: str, limit: str) -> None:
        """A line with its limit and its verdict."""
        self.bad += not well
        self.say(f"{'ok  ' if well else 'FAIL'}  {text}  ({limit})")


async def until(runner: "Runner", record: Record, holds: Callable[[Turn], bool], within_s: float) -> bool:
    """Wait for a turn in which something holds, at most so long. [s of the plant]"""
    from_s, seen = runner.clock.now(), len(record.turns)
    while runner.clock.now() - from_s <= within_s:
        if any(holds(turn) for turn in record.turns[seen:]):
            return True
        seen = len(record.turns)
        await asyncio.sleep(0.01)
    return False


async def settled(runner: "Runner", record: Record, target_c: float, band_k: float, within_s: float) -> bool:
    """Wait until the supply has stayed in its band for `SETTLED_TURNS`, at most so long. [s of the plant]"""

    def stays(turn: Turn) -> bool:
        last = [each for each in record.turns if each.time_s <= turn.time_s][-SETTLED_TURNS:]
        return len(last) == SETTLED_TURNS and all(abs(each.supply_c - target_c) <= band_k for each in last)

    return await until(runner, record, stays, within_s)
