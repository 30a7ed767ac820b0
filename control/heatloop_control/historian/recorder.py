"""Takes samples and events from the scan without ever holding it up, and hands them to the store in a thread of its own.

A disk that is full, slow or gone costs nothing but memory: what waits lies in a ring; when that is full, the oldest goes and is counted.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from heatloop_control.historian.pieces import packed
from heatloop_control.historian.seam import TROUBLES, Happened, Row, Store
from heatloop_control.image import Image

ROWS_MOST = 4 * 3600
"""Scans that wait for the store: four hours at 1 Hz, 15 MB with 200 tags. [-] estimate: time to see the alarm and to clear a disk"""
EVENTS_MOST = 20_000
BATCH = 1000
RETRY_S = (1.0, 30.0)
"""Wait after the first failure, doubled up to the second. [s] estimate"""
Item = TypeVar("Item", Row, Happened)


@dataclass(frozen=True, slots=True)
class Health:
    """How the historian is doing.

    Parameters
    ----------
    waiting : scans and events that the store has not taken yet.
    dropped_rows, dropped_events : lost since the start because the ring was full.
    written_rows : taken by the store since the start.
    trouble : why it does not take any; empty when it does.
    remark : what the store has to say although it takes them.
    busy_s : for how long the write that is under way has taken. [s]
    """

    waiting: int
    dropped_rows: int
    dropped_events: int
    written_rows: int
    trouble: str
    remark: str
    busy_s: float


class Ring:
    """What waits, in its order; a full one drops its oldest and counts it."""

    def __init__(self, most: int) -> None:
        self.items: deque[Row | Happened] = deque()
        self.most, self.dropped = most, 0

    def put(self, item: Row | Happened) -> None:
        """Add the youngest."""
        if len(self.items) >= self.most:
            self.items.popleft()
            self.dropped += 1
        self.items.append(item)

    def forget(self, number: int) -> None:
        """Drop what the store has: everything up to a number."""
        while self.items and self.items[0].number <= number:
            self.items.popleft()


class Historian:
    """Memory of the plant.

    Parameters
    ----------
    tags : of the samples, in their order.
    open_store : makes the store; called in the historian's thread, again after every failure.
    rows_most, events_most : sizes of the rings.
    """

    def __init__(
        self,
        tags: Sequence[str],
        open_store: Callable[[], Store],
        rows_most: int = ROWS_MOST,
        events_most: int = EVENTS_MOST,
    ) -> None:
        self.tags = tuple(tags)
        self._open_store = open_store
        self._store: Store | None = None
        self._rows, self._events = Ring(rows_most), Ring(events_most)
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._number = self._written = 0
        self._trouble, self._remark, self._retry_s = "", "", 0.0
        self._busy_since_s: float | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    def put(self, time_s: float, values: Sequence[float], qualities: Sequence[int]) -> None:
        """Take one scan; returns at once, whatever the disk does.

        Parameters
        ----------
        time_s : since 1970, UTC. [s]
        values, qualities : in the order of `tags`.

        Raises
        ------
        ValueError : if there are not as many as there are tags.
        """
        if len(values) != len(self.tags) or len(qualities) != len(self.tags):
            raise ValueError(f"{len(values)} values and {len(qualities)} qualities for {len(self.tags)} tags")
        data = packed(values, qualities)
        with self._lock:
            self._number += 1
            self._rows.put(Row(self._number, round(1000.0 * time_s), data))
        self._wake.set()

    def put_image(self, time_s: float, image: Image) -> None:
        """Take one scan from the process image; what it does not have is NaN and BAD."""
        readings = [image[tag] for tag in self.tags]
        self.put(time_s, [reading.value for reading in readings], [reading.quality for reading in readings])

    def tell(self, time_s: float, kind: str, code: str, became: str, text: str = "") -> None:
        """Take one event; returns at once."""
        with self._lock:
            self._number += 1
            self._events.put(Happened(self._number, round(1000.0 * time_s), kind, code, became, text))
        self._wake.set()

    def health(self) -> Health:
        """How it is doing; for the alarm list."""
        since_s = self._busy_since_s
        busy_s = 0.0 if since_s is None else time.monotonic() - since_s
        with self._lock:
            waiting = len(self._rows.items) + len(self._events.items)
            lost = (self._rows.dropped, self._events.dropped)
        return Health(waiting, *lost, self._written, self._trouble, self._remark, busy_s)

    def work(self) -> bool:
        """One turn of the thread: hand over what waits, tidy up; whether there is more to do at once.

        Trouble with the store is kept in `health`, and the store opened anew the next time.
        """
        self._busy_since_s = time.monotonic()
        try:
            more = self._hand_over()
        except TROUBLES as error:
            self._trouble = str(error) or type(error).__name__
            self._retry_s = min(max(2.0 * self._retry_s, RETRY_S[0]), RETRY_S[1])
            self._drop_store()
            return False
        finally:
            self._busy_since_s = None
        self._trouble, self._retry_s = "", 0.0
        return more

    def _hand_over(self) -> bool:
        if self._store is None:
            self._store = self._open_store()
        rows, events, upto = self._batch()
        if rows or events:
            self._store.append(rows, events)
            self._written += len(rows)
            with self._lock:
                self._rows.forget(upto)
                self._events.forget(upto)
                if self._rows.items or self._events.items:
                    return True
        more = self._store.tidy()
        self._remark = self._store.remark
        return more

    def _batch(self) -> tuple[list[Row], list[Happened], int]:
        """The oldest that wait: all with numbers up to one, so that the store can tell by it what it has."""
        with self._lock:
            both = [*islice(self._rows.items, BATCH), *islice(self._events.items, BATCH)]
        both = sorted(both, key=lambda item: item.number)[:BATCH]
        rows = [item for item in both if isinstance(item, Row)]
        return rows, [item for item in both if isinstance(item, Happened)], both[-1].number if both else 0

    def _drop_store(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            try:
                store.close()
            except TROUBLES as error:
                self._trouble += f"; {error}"

    def start(self) -> "Historian":
        """Begin to write, in a thread."""
        self._thread = threading.Thread(target=self._run, name="historian", daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait(self._retry_s or None)
            self._wake.clear()
            while self.work() and not self._closing:
                pass
            if self._retry_s and not self._closing:
                self._pause(self._retry_s)
        while self.work():
            pass
        self._drop_store()

    def _pause(self, pause_s: float) -> None:
        """Wait after a failure, however much comes in; closing ends it."""
        until_s = time.monotonic() + pause_s
        while not self._closing and (left_s := until_s - time.monotonic()) > 0.0:
            self._wake.wait(left_s)
            self._wake.clear()
        self._wake.set()

    def close(self, patience_s: float = 5.0) -> bool:
        """Hand over what waits and end; whether everything was handed over in time."""
        self._closing = True
        self._wake.set()
        if self._thread is None:
            while self.work():
                pass
            self._drop_store()
        else:
            self._thread.join(patience_s)
        return self.health().waiting == 0
