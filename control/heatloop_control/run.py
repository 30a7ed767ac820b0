"""The runner: reads, scans and writes at a steady pace, in a process of its own, until somebody stops it.

Shell around `heatloop_control.scan`. Page, historian and optimiser are other processes; they see a file and never share this loop.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from heatloop_control import report, store
from heatloop_control.alarm import AlarmState
from heatloop_control.bus import Bus, Peer
from heatloop_control.image import Image
from heatloop_control.journal import Journal
from heatloop_control.link import BAD_AFTER_S
from heatloop_control.mode import Event, Mode
from heatloop_control.notify import notify
from heatloop_control.pace import Clock, Pace
from heatloop_control.program import Program
from heatloop_control.scan import Happening, scan
from heatloop_control.state import Asked, State, first
from heatloop_control.store import Writer

SAVE_EVERY_S, SHOW_EVERY_S = 5.0, 1.0
"""State and snapshot are written so often; a change of mode is written at once. [s] estimate"""
HANG_S = 5.0
"""A write of a file that takes longer is worth a line. [s] estimate"""


@dataclass(frozen=True, slots=True)
class Files:
    """Where state and snapshot are kept; None: nowhere."""

    state: Path | None = None
    status: Path | None = None


@dataclass(slots=True)
class Runner:
    """The controller of one site as a process.

    Parameters
    ----------
    program : of the site.
    bus : its PLCs.
    clock : monotonic; tests bring their own.
    journal : takes what happens.
    period_s : of the scan. [s]
    files : state and snapshot.
    start : whether the plant is to be started, and started again after whatever stopped it but a stop or a trip.
    desk : called between read and scan with the runner and the time since the last scan [s]; gives what people and schedules ask.
        Without one, only `ask` asks.
    after_turn : called at the end of every turn, for whoever keeps a record; it has to be quick.
    """

    program: Program
    bus: Bus
    clock: Clock
    journal: Journal
    period_s: float = 1.0
    files: Files = field(default_factory=Files)
    start: bool = False
    desk: Callable[["Runner", float], Asked] | None = None
    after_turn: Callable[["Runner"], None] | None = None
    asked: Asked = field(default_factory=Asked)
    state: State = field(init=False)
    image: Image = field(default_factory=lambda: Image({}))
    pace: Pace = field(init=False)
    writer: Writer = field(default_factory=Writer)
    _event: Event | None = None
    _scanned_s: float | None = None
    _saved_s: float = float("-inf")
    _shown_s: float = float("-inf")
    _known: dict[str, str] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take up what the last run left, if it fits."""
        self.state = first(self.program)
        self.pace = Pace(self.period_s, self.clock.now())
        if self.files.state is not None:
            found = store.load(self.files.state, self.program)
            self.state = found.state or self.state
            self.journal.note("file", "state", found.remark)

    def ask(self, event: Event) -> None:
        """An operator asks for something; the next scan decides. A stop ends the wish to start."""
        self._event = event
        if event in {Event.START, Event.STOP}:
            self.start = event is Event.START

    async def run(self) -> None:
        """Turn by turn until the clock is stopped; then let go of the plant, which the PLC takes over when the lease ends."""
        self.journal.note("run", "begin", f"scan every {self.period_s:g} s")
        try:
            while await self.clock.until(self.pace.due_s):
                await self.turn()
        finally:
            notify("STOPPING=1")
            await self.bus.close()
            self._write(force=True)
            self.writer.close()
            self.journal.note("run", "end", f"{self.pace.turns} scans, {self.pace.overruns} overruns")

    async def turn(self) -> None:
        """One turn: read, scan, write, tell."""
        now_s = self.clock.now()
        self.pace.begin(now_s)
        await self.bus.read(now_s)
        dt_s = self._step(now_s)
        self.image = self.bus.image(self.clock.now())
        asked = self._asked(dt_s)
        scanned = scan(self.program, self.state, self.image, asked, dt_s)
        self.state = scanned.state
        if self.state.in_charge:
            await self.bus.write(self.clock.now(), scanned.outputs, asked.event is Event.RESET)
        self._tell(scanned.happenings)
        self._look()
        self._write(force=any(row.kind in {"mode", "interlock"} for row in scanned.happenings))
        if self.after_turn is not None:
            self.after_turn(self)
        in_time = self.pace.end(self.clock.now())
        if not in_time:
            self.journal.note("timing", "overrun", f"{self.pace.missed} turns fell out so far")
        notify("READY=1\nWATCHDOG=1" if self.pace.turns == 1 else "WATCHDOG=1")

    def _step(self, now_s: float) -> float:
        """Time since the last scan [s]; after a long sleep of the machine the plant is taken over anew, from what the actuators do."""
        before_s, self._scanned_s = self._scanned_s, now_s
        if before_s is None:
            return self.period_s
        if now_s - before_s <= BAD_AFTER_S:
            return now_s - before_s
        self.journal.note("timing", "gap", f"no scan for {now_s - before_s:.1f} s, taking over anew")
        self.state = replace(self.state, in_charge=False).resumed(self.state.mode)
        return self.period_s

    def _asked(self, dt_s: float) -> Asked:
        """What is asked of this scan; the wish to start is repeated until it has come true."""
        if self.desk is not None:
            self.asked = self.desk(self, dt_s)
        if self.asked.event is not None:
            self.ask(self.asked.event)
        event, self._event = self._event, None
        if event is None and self.start and self.state.mode in {Mode.OFF, Mode.STANDBY}:
            event = Event.START
        return Asked(event, self.asked.supply_c, self.asked.permit)

    def _tell(self, happenings: Sequence[Happening]) -> None:
        """Journal; an alarm that its own design hides, or shows again, is no news."""
        for row in happenings:
            if row.kind == "alarm" and row.became == AlarmState.SUPPRESSED.value:
                self._hidden.add(row.code)
            elif row.kind == "alarm" and row.became == AlarmState.NORMAL.value and row.code in self._hidden:
                self._hidden.discard(row.code)
            else:
                self.journal.note(row.kind, row.code, row.became)

    def _look(self) -> None:
        """Note what has changed with PLCs and files."""
        for peer in self.bus.links:
            alive = self.image[peer.name].usable
            self._changed(
                "plc", peer.name, "alive" if alive else f"silent: {peer.tally.last_trouble or 'nothing came'}"
            )
            if alive and self.state.in_charge:
                confirmed = self.image[f"{peer.name}.echo"].usable
                self._changed("write", peer.name, "confirmed" if confirmed else "not confirmed by the PLC")
        self._changed("file", "write", self._file_trouble() or "well")

    def _changed(self, kind: str, code: str, became: str) -> None:
        before = self._known.get(f"{kind} {code}")
        self._known[f"{kind} {code}"] = became
        if became.partition(":")[0] != (before or "").partition(":")[0]:
            self.journal.note(kind, code, became)

    def _file_trouble(self) -> str:
        hanging_s = self.writer.hanging_s()
        return f"files: writing hangs for {hanging_s:.0f} s" if hanging_s > HANG_S else self.writer.trouble

    def troubles(self) -> list[str]:
        """What is wrong with the controller itself; each is worth somebody's look."""
        rows = [self._file_trouble()]
        rows += [f"write {name}: {text}" for name, text in self._unconfirmed()]
        return [row for row in rows if row]

    def _unconfirmed(self) -> Sequence[tuple[str, str]]:
        rows = [(name.removeprefix("write "), text) for name, text in self._known.items() if name.startswith("write ")]
        return [(name, text) for name, text in rows if text != "confirmed"]

    def _write(self, force: bool = False) -> None:
        """Hand state and snapshot to the writer."""
        now_s, contents = self.clock.now(), {}
        if self.files.state is not None and (force or now_s - self._saved_s >= SAVE_EVERY_S):
            self._saved_s = now_s
            contents[self.files.state] = store.packed(self.state, self.program)
        if self.files.status is not None and (force or now_s - self._shown_s >= SHOW_EVERY_S):
            self._shown_s = now_s
            contents[self.files.status] = report.as_bytes(self.snapshot())
        if contents:
            self.writer.put(contents)

    def snapshot(self) -> dict[str, object]:
        """What the controller shows of itself; see `heatloop_control.report`."""
        peers: Sequence[Peer] = self.bus.links
        return report.snapshot(self.program, self.state, self.image, peers, self.pace.timing(), self.troubles())
