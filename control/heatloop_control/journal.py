"""Happenings as lines for the journal of the machine: one JSON object each, and never a flood."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

LOG = logging.getLogger("heatloop.run")
BURST, REFILL_S = 6, 10.0
"""Lines of one kind and code that may come at once, and the time after which one more may. [-], [s] estimate"""


@dataclass(slots=True)
class Bucket:
    """What one kind of line may still say, and what was left out."""

    left: float = float(BURST)
    at_s: float = 0.0
    left_out: int = 0


@dataclass(slots=True)
class Journal:
    """Writes happenings, each kind and code at a bearable rate.

    Parameters
    ----------
    now : monotonic time [s]; lines carry it, the machine's journal adds the date.
    write : takes a line; the log by default.
    """

    now: Callable[[], float]
    write: Callable[[str], None] = LOG.info
    _buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)

    def note(self, kind: str, code: str, became: str) -> None:
        """Something happened: what kind (mode, interlock, alarm, plc, file, timing), its code, and what became of it."""
        now_s = self.now()
        bucket = self._buckets.setdefault((kind, code), Bucket(at_s=now_s))
        bucket.left = min(bucket.left + (now_s - bucket.at_s) / REFILL_S, float(BURST))
        bucket.at_s = now_s
        if bucket.left < 1.0:
            bucket.left_out += 1
            return
        bucket.left -= 1.0
        row: dict[str, object] = {"t": round(now_s, 3), "kind": kind, "code": code, "became": became}
        if bucket.left_out:
            row["left_out"], bucket.left_out = bucket.left_out, 0
        self.write(json.dumps(row, ensure_ascii=False))
