"""What happened in a run of the rig: every second's signals, and the journal."""

from dataclasses import dataclass, field

import numpy as np

from heatloop_control.scan import Happening
from heatloop_control.state import State
from heatloop_hil.plant import Plant
from heatloop_hil.plc.logic import Logic
from heatloop_thermo.numeric import Array

EXTRAS = ("delivered_kw", "dumped_kw", "setpoint_c", "plc_mode")


@dataclass(slots=True)
class Record:
    """Seconds [s], signals by tag, modes of the controller, and its journal.

    ``uncommanded`` counts outputs that moved without an order.
    ``keep`` is for how many seconds the record reaches back; None keeps all. A run of days keeps little.
    """

    keep: int | None = None
    time_s: list[float] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    journal: list[tuple[float, Happening]] = field(default_factory=list)
    uncommanded: int = 0
    _tags: tuple[str, ...] = ()
    _rows: list[list[float]] = field(default_factory=list)

    def note(self, now_s: float, state: State, logic: Logic, plant: Plant, happenings: tuple[Happening, ...]) -> None:
        """Keep one second: true values of the plant (not what sensors show), outputs of the PLC, mode and setpoint."""
        if self.keep is not None and len(self._rows) >= self.keep:
            del self._rows[: self.keep // 2], self.time_s[: self.keep // 2], self.modes[: self.keep // 2]
            del self.journal[: max(0, len(self.journal) - self.keep)]
        truth = plant.sensors()
        if not self._tags:
            self._tags = (*truth, *logic.outputs, *EXTRAS)
        extras = (plant.delivered_w / 1e3, plant.dumped_w / 1e3, state.setpoint_c, float(logic.mode))
        self._rows.append([*truth.values(), *logic.outputs.values(), *extras])
        self.time_s.append(now_s)
        self.modes.append(state.mode.value)
        for row in happenings:
            self.journal.append((now_s, row))

    def of(self, tag: str) -> Array:
        """A signal over time; the true value where it is measured."""
        place = self._tags.index(tag)
        return np.array([row[place] for row in self._rows])

    @property
    def tags(self) -> tuple[str, ...]:
        """Signals that are kept."""
        return self._tags
