"""What survives the process: the memory of the scan in a file that is whole or not there, written beside the loop, never in it.

A file that is torn, of another plant, or of another program is refused with a remark; the scan then begins from what the actuators do.
"""

import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from heatloop_control.mode import Mode
from heatloop_control.plain import Misfit, plain, shaped
from heatloop_control.program import Program
from heatloop_control.state import State

FORMAT = 1
RESUME_WITHIN_S = 900.0
"""A plant that was left for longer is not taken up where it was: somebody starts it. [s] estimate: as long as a blind plant is held"""


def fingerprint(program: Program) -> str:
    """What a state has to fit: outputs, interlocks and alarms of the program. Tuning may change between two runs.

    Returns
    -------
    16 hex digits.
    """
    rows = (
        [output.command for output in program.outputs],
        [row.code for row in program.interlocks],
        [row.code for row in program.alarms],
        [source.name for source in program.sources],
    )
    return sha256(json.dumps(rows).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Found:
    """What the file gave: a state or None, and a remark for the journal."""

    state: State | None
    remark: str


def packed(state: State, program: Program) -> bytes:
    """A state as the content of its file: one line of JSON, and its checksum."""
    body = {
        "format": FORMAT,
        "program": fingerprint(program),
        "boot": boot_id(),
        "at_s": since_boot_s(),
        "state": plain(state),
    }
    text = json.dumps(body, separators=(",", ":"), allow_nan=False)
    return f"{text}\n{sha256(text.encode()).hexdigest()}\n".encode()


def unpacked(content: bytes, program: Program) -> Found:
    """The state in a file's content.

    Working plants are taken up as after a lost wire (HOLD, then from what the actuators do), if the file is not old; trips stay trips
    however old it is.
    """
    try:
        text, digest, *_ = content.decode().split("\n")
        if sha256(text.encode()).hexdigest() != digest:
            return Found(None, "state refused: its checksum does not fit")
        body = json.loads(text)
        if body["format"] != FORMAT or body["program"] != fingerprint(program):
            return Found(None, "state refused: it is of another program")
        state = shaped(State, body["state"])
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        why = str(error) if isinstance(error, Misfit) else "it is no state file"
        return Found(None, f"state refused: {why}")
    if not _fits(state, program):
        return Found(None, "state refused: it does not fit the program")
    age_s = since_boot_s() - body["at_s"] if body["boot"] == boot_id() else float("inf")
    return _resumed(state, age_s)


def _resumed(state: State, age_s: float) -> Found:
    free = replace(state, in_charge=False, lost_s=0.0, proven_s=0.0, mode_s=0.0)
    if 0.0 <= age_s <= RESUME_WITHIN_S:
        return Found(free.resumed(state.mode), f"state of {age_s:.0f} s ago taken up: {state.mode.value}")
    mode = state.mode if state.mode is Mode.ABORTED else Mode.OFF
    return Found(free.resumed(mode), "state is too old to go on where it was; trips and alarms are kept")


def _fits(state: State, program: Program) -> bool:
    """Whether it has an entry for everything, and outputs that an actuator can have."""
    counts = (len(state.alarms), len(state.guards.each), len(state.loops.sources))
    known = {output.command for output in program.outputs}
    sane = all(0.0 <= value <= 100.0 for value in state.outputs.values())
    wanted = (len(program.alarms), len(program.interlocks), len(program.sources))
    return counts == wanted and set(state.outputs) <= known and sane


def load(path: Path, program: Program) -> Found:
    """State from a file; whatever is wrong with it is a remark."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Found(None, "no state from before")
    except OSError as error:
        return Found(None, f"state cannot be read: {error.strerror}")
    return unpacked(content, program)


class Writer:
    """Writes files whole, in a thread of its own: a full, slow or dead disk never holds up the scan. The latest content wins.

    Attributes
    ----------
    trouble : why the last write failed; empty when it did not.
    """

    def __init__(self) -> None:
        self.trouble = ""
        self._wanted: dict[Path, bytes] = {}
        self._there = threading.Condition()
        self._begun_s: float | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="files", daemon=True)
        self._thread.start()

    def put(self, contents: Mapping[Path, bytes]) -> None:
        """Have files written; returns at once."""
        with self._there:
            self._wanted |= contents
            self._there.notify()

    def hanging_s(self) -> float:
        """For how long the write that is under way has taken. [s]"""
        begun_s = self._begun_s
        return 0.0 if begun_s is None else time.monotonic() - begun_s

    def close(self, patience_s: float = 2.0) -> bool:
        """Finish what is asked for; whether that was done in time."""
        with self._there:
            self._closing = True
            self._there.notify()
        self._thread.join(patience_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._there:
                while not self._wanted and not self._closing:
                    self._there.wait()
                if not self._wanted:
                    return
                jobs, self._wanted = self._wanted, {}
            self._begun_s = time.monotonic()
            try:
                for path, content in jobs.items():
                    write_whole(path, content)
                self.trouble = ""
            except OSError as error:
                self.trouble = f"{Path(error.filename or '.').parent}: {error.strerror or error}"
            self._begun_s = None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it has the old content or the new one, whatever happens; raises `OSError`."""
    beside = path.with_name(f".{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def since_boot_s() -> float:
    """Time since the machine was started, the same clock for all its processes, moved by no change of the date. [s]"""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def boot_id() -> str:
    """Name of this start of the machine; empty where it has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
