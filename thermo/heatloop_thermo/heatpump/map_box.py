"""Where a map holds, and why a point cannot be."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from heatloop_thermo.numeric import Array, Num

Reason = Literal[
    "ok",
    "off",
    "source_range",
    "sink_range",
    "lift_small",
    "load_max",
    "critical_margin",
    "capacity",
    "pressure_max",
    "discharge_max",
    "ratio_max",
    "ratio_min",
    "discharge_superheat",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""What the codes 0, 1, 2, ... of `MapResult.reason` mean."""


@dataclass(frozen=True, slots=True)
class MapBox:
    """Where a map holds.

    Parameters
    ----------
    source_low_c, source_high_c : coldest source (evaporator outlet). [degC]
    sink_low_c, sink_high_c : hottest sink (condenser outlet). [degC]
    least_lift_k : sink above source. [K]
    leaning : whether the lower edge of the sink is ``source + least_lift_k`` rather than ``sink_low_c``.
    load_low, load_high : heat over rated heat, running without cycling. [-]
    sink_end : what lies beyond ``sink_high_c``: "sink_range", or "critical_margin" where that cut the range short.
    """

    source_low_c: float
    source_high_c: float
    sink_low_c: float
    sink_high_c: float
    least_lift_k: float
    leaning: bool
    load_low: float
    load_high: float
    sink_end: Literal["sink_range", "critical_margin"] = "sink_range"

    def floor_c(self, source_c: Num) -> Num:
        """Lower edge of the sink at a source. [degC]"""
        return source_c + self.least_lift_k if self.leaning else self.sink_low_c + 0.0 * source_c

    def scaled(self, source_c: Array, sink_c: Array, load: Array, inside: Any) -> tuple[Array, Array, Array]:
        """Each in -1..1 within the box; what is not ``inside`` is put into its middle."""
        middle_c = 0.5 * (self.source_low_c + self.source_high_c)
        source = np.where(inside, source_c, middle_c)
        sink = np.where(inside, sink_c, self.sink_high_c)
        running = np.where(inside, load, self.load_high)
        floor_c = self.floor_c(source)
        u = (2.0 * source - self.source_low_c - self.source_high_c) / (self.source_high_c - self.source_low_c)
        v = 2.0 * (sink - floor_c) / (self.sink_high_c - floor_c) - 1.0
        w = (2.0 * running - self.load_low - self.load_high) / (self.load_high - self.load_low)
        return u, v, w
