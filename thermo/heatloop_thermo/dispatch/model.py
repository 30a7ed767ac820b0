"""The dispatch as a linear programme, whole-numbered where groups, least times or a boiler's least load ask for it.

Columns, each a block of n hours: the running share of each machine group; then direct, charge, dumped, discharge, boiler, unmet
[MW] and stored at the end of the hour [MWh]; then, where asked for, what the reserve is short [MWh], whether the boiler fires,
groups that run, groups that start.
MW and MWh keep the coefficients near 1, which a solver likes.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.dispatch.account import MWH_J, rates
from heatloop_thermo.dispatch.problem import DispatchProblem, Machines
from heatloop_thermo.numeric import Array, Num

FLOWS = ("direct", "charge", "dumped", "discharge", "boiler", "unmet", "stored")
SINKS_ROW = 1
Whole = NDArray[np.int64]


@dataclass
class Model:
    """A programme in the making: least cost·x with low <= x <= high and row_low <= A x <= row_high, some x whole.

    Columns and rows come in blocks of n hours; ``block`` names the columns' blocks.
    """

    hours: int
    block: dict[str, int] = field(default_factory=dict)
    cost: list[Array] = field(default_factory=list)
    low: list[Array] = field(default_factory=list)
    high: list[Array] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_low: list[Array] = field(default_factory=list)
    row_high: list[Array] = field(default_factory=list)
    entries: list[tuple[Whole, Whole, Array]] = field(default_factory=list)

    def column(self, name: str, cost: Num, low: Num, high: Num, whole: bool = False) -> None:
        """Add a block of columns."""
        self.block[name] = len(self.cost)
        for where, value in ((self.cost, cost), (self.low, low), (self.high, high)):
            where.append(np.broadcast_to(np.asarray(value, dtype=np.float64), (self.hours,)))
        self.whole.append(whole)

    def row(self, low: Num, high: Num, *terms: tuple[str, Num, int]) -> None:
        """Add a block of rows; a term is a column's name, its factor, and how many hours before the row's it is taken."""
        first = len(self.row_low) * self.hours
        for where, value in ((self.row_low, low), (self.row_high, high)):
            where.append(np.broadcast_to(np.asarray(value, dtype=np.float64), (self.hours,)))
        for name, factor, back in terms:
            if back >= self.hours:
                continue
            t = np.arange(back, self.hours, dtype=np.int64)
            factors = np.broadcast_to(np.asarray(factor, dtype=np.float64), (self.hours,))[back:]
            self.entries.append((first + t, self.block[name] * self.hours + t - back, factors))

    def matrix(self) -> Any:
        """Coefficients of all rows, sparse."""
        from scipy.sparse import csc_array  # noqa: PLC0415  # half a second, and only an optimum needs it

        rows, columns, factors = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        shape = (len(self.row_low) * self.hours, len(self.cost) * self.hours)
        return csc_array((factors, (rows, columns)), shape=shape)


def model(problem: DispatchProblem) -> Model:
    """The programme of a problem; its least cost is minus the largest objective of `account`, up to the worth of the first store.

    >>> import numpy as np
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(24), np.ones(24))
    >>> lp = model(DispatchProblem((on,), np.full(24, 2e6), 35.0))
    >>> lp.matrix().shape, sum(lp.whole)
    ((72, 192), 0)
    """
    lp, cost, store = Model(problem.hours), rates(problem), problem.store
    for j, one in enumerate(problem.machines):
        least = 0.0 if one.floor is None else np.minimum(one.floor, one.top)
        lp.column(f"run{j}", cost.running_per_h[j], 0.0 if one.steps else least, one.top)
    boiler_mw = problem.boiler.capacity_w / 1e6 if problem.boiler else 0.0
    lp.column("direct", cost.direct_per_mwh, 0.0, np.inf)
    lp.column("charge", cost.charge_per_mwh, 0.0, store.charge_max_w / 1e6)
    lp.column("dumped", cost.dumped_per_mwh, 0.0, problem.dump_max_w / 1e6)
    lp.column("discharge", cost.discharge_per_mwh, 0.0, store.discharge_max_w / 1e6)
    lp.column("boiler", cost.boiler_per_mwh, 0.0, boiler_mw)
    lp.column("unmet", cost.unmet_per_mwh, 0.0, np.inf)
    last = np.zeros(problem.hours)
    last[-1] = -problem.end_value_per_mwh
    lp.column("stored", last, 0.0, store.capacity_j / MWH_J)
    heats = [(f"run{j}", -one.heat_w / 1e6, 0) for j, one in enumerate(problem.machines)]
    lp.row(0.0, 0.0, ("direct", 1.0, 0), ("charge", 1.0, 0), ("dumped", 1.0, 0), *heats)
    demand = problem.demand_w / 1e6
    lp.row(demand, demand, *((name, 1.0, 0) for name in ("direct", "discharge", "boiler", "unmet")))
    keep, start = 1.0 - store.loss_per_h, np.zeros(problem.hours)
    start[0] = keep * store.initial_j / MWH_J
    lp.row(start, start, ("stored", 1.0, 0), ("stored", -keep, 1), ("charge", -1.0, 0), ("discharge", 1.0, 0))
    if problem.reserve_j is not None:
        lp.column("short", problem.reserve_per_mwh, 0.0, np.inf)
        lp.row(problem.reserve_j / MWH_J, np.inf, ("stored", 1.0, 0), ("short", 1.0, 0))
    for j, one in enumerate(problem.machines):
        _switching(lp, j, one)
    if problem.boiler and problem.boiler.minimum_load > 0.0:
        lp.column("fires", 0.0, 0.0, 1.0, whole=True)
        lp.row(-np.inf, 0.0, ("boiler", 1.0, 0), ("fires", -boiler_mw, 0))
        lp.row(0.0, np.inf, ("boiler", 1.0, 0), ("fires", -boiler_mw * problem.boiler.minimum_load, 0))
    return lp


def _switching(lp: Model, j: int, one: Machines) -> None:
    """Restart, whole groups, least time on."""
    if one.rise_per_h < 1.0:
        allowed = np.full(lp.hours, one.rise_per_h)
        allowed[0] += one.before
        lp.row(-np.inf, allowed, (f"run{j}", 1.0, 0), (f"run{j}", -1.0, 1))
    if not one.steps:
        return
    groups = np.rint(one.top / np.where(one.quantum > 0.0, one.quantum, 1.0))
    least = np.zeros(lp.hours) if one.floor is None else one.floor / np.where(one.quantum > 0.0, one.quantum, np.inf)
    lp.column(f"groups{j}", 0.0, np.minimum(np.ceil(least - 1e-9), groups), groups, whole=True)
    lp.row(0.0, 0.0, (f"run{j}", 1.0, 0), (f"groups{j}", -one.quantum, 0))
    if one.up_h <= 1:
        return
    on = np.zeros(lp.hours)
    on[0] = round(one.before / one.quantum[0]) if one.quantum[0] > 0.0 else round(one.before * one.steps)
    lp.column(f"starts{j}", 0.0, 0.0, float(one.steps))
    lp.row(-np.inf, on, (f"groups{j}", 1.0, 0), (f"groups{j}", -1.0, 1), (f"starts{j}", -1.0, 0))
    held = np.where(_recently(groups < one.steps, one.up_h), np.inf, 0.0)  # what a call switched off, nothing holds on
    recent = ((f"starts{j}", 1.0, back) for back in range(one.up_h))
    lp.row(-np.inf, held, (f"groups{j}", -1.0, 0), *recent)


def _recently(happened: Any, hours: int) -> Any:
    """Whether it happened in this hour or the ``hours - 1`` before."""
    total = np.concatenate([np.zeros(hours), np.cumsum(happened)])
    return total[hours:] - total[:-hours] > 0
