"""What the controller shows to others of itself: a snapshot in a file, made anew every second, for pages and people."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from heatloop_control.alarm import AlarmState
from heatloop_control.bus import Peer
from heatloop_control.image import Image, Reading
from heatloop_control.pace import Timing
from heatloop_control.program import Program
from heatloop_control.state import State


def snapshot(
    program: Program, state: State, image: Image, peers: Sequence[Peer], timing: Timing, troubles: Sequence[str]
) -> dict[str, object]:
    """Everything that a page shows, as plain data; a value that is no number is null.

    Parameters
    ----------
    program, state, image : of the last scan.
    peers : PLCs and devices.
    timing : of the scan.
    troubles : of the controller itself: files, pace.
    """
    guards = zip(program.interlocks, state.guards.each, strict=True)
    alarms = zip(program.alarms, state.alarms, strict=True)
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "mode": state.mode.value,
        "in_charge": state.in_charge,
        "setpoint_c": state.setpoint_c,
        "readings": {tag: _reading(row) for tag, row in image.readings.items()},
        "outputs": dict(state.outputs),
        "interlocks": [row.code for row, guard in guards if guard.acting],
        "first_out": state.guards.first_out,
        "alarms": [
            {
                "code": row.code,
                "priority": row.priority,
                "state": memory.state.value,
                "text": row.text,
                "action": row.action,
            }
            for row, memory in alarms
            if memory.state not in {AlarmState.NORMAL, AlarmState.SUPPRESSED}
        ],
        "plcs": {peer.name: _peer(peer, image) for peer in peers},
        "timing": asdict(timing),
        "troubles": list(troubles),
    }


def as_bytes(data: Mapping[str, object]) -> bytes:
    """A snapshot as the content of its file."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _reading(row: Reading) -> list[float | str | None]:
    """Value, quality, age. [s]"""
    return [_finite(row.value), row.quality.name.lower(), _finite(round(row.age_s, 3))]


def _peer(peer: Peer, image: Image) -> dict[str, object]:
    return {
        "alive": image[peer.name].usable,
        "confirmed": image[f"{peer.name}.echo"].usable,
        "good": peer.tally.good,
        "failed": peer.tally.failed,
        "refused": peer.tally.refused,
        "reboots": peer.tally.reboots,
        "last_trouble": peer.tally.last_trouble,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
