"""The optimal dispatch, every hour of the problem known in advance: HiGHS through scipy, never a guess in its place."""

from typing import Any, NamedTuple

import numpy as np

from heatloop_thermo.dispatch.account import MWH_J, account
from heatloop_thermo.dispatch.follow import Wanted, realise
from heatloop_thermo.dispatch.model import SINKS_ROW, Model, model
from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.dispatch.problem import DispatchProblem
from heatloop_thermo.errors import Infeasible, ThermoError
from heatloop_thermo.numeric import Array

GAP = 1e-4
AGREE = 1e-5
_INFEASIBLE = 2


class NoOptimum(ThermoError):
    """The solver ended without an optimum; the message says why. The rule's plan is never given in its place."""


class _Solved(NamedTuple):
    """Columns, least cost, shadow price of the sinks' heat (None unless asked for), proven gap."""

    x: Array
    cost: float
    heat_value: Array | None
    gap: float


def optimum(problem: DispatchProblem, gap: float = GAP, time_limit_s: float | None = None, prices: bool = True) -> Plan:
    """Best plan for a problem with perfect foresight.

    Parameters
    ----------
    problem : the plant and its hours; whole groups or a boiler's least load make it a mixed-integer programme.
    gap : with whole numbers: how far from the optimum is near enough. [-], of the objective
    time_limit_s : after which the solver gives up, and `NoOptimum` is raised. [s]; None: never
    prices : whether to give ``heat_value_per_mwh`` too; whole numbers have none.

    Returns
    -------
    Plan of method "perfect"; it keeps every rule to 1e-9 and its account agrees with the solver's objective.

    Raises
    ------
    Infeasible : no plan keeps the limits. NoOptimum : the solver gave up.

    >>> from heatloop_thermo.dispatch.problem import Machines
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(3), np.ones(3))
    >>> optimum(DispatchProblem((on,), np.full(3, 2e6), np.array([35.0, 200.0, 35.0]))).running.round(3)
    array([[1.   , 0.741, 1.   ]])
    """
    lp = model(problem)
    solved = _solve(lp, gap, time_limit_s, prices)
    x, n = solved.x.reshape(-1, problem.hours), len(problem.machines)
    flow = {name: x[lp.block[name]] * 1e6 for name in ("charge", "discharge", "dumped", "boiler")}
    planned = x[:n]
    for j, one in enumerate(problem.machines):
        if one.steps:
            planned[j] = np.rint(x[lp.block[f"groups{j}"]]) * one.quantum
    wanted = Wanted(flow["charge"] - flow["discharge"], flow["dumped"], flow["boiler"])
    plan = realise(problem, "perfect", planned=np.maximum(planned, 0.0), wanted=wanted)
    _agree(problem, plan, solved.cost)
    fields = {**plan.__dict__, "heat_value_per_mwh": solved.heat_value, "gap_fraction": solved.gap}
    return Plan(**fields)


def _solve(lp: Model, gap: float, time_limit_s: float | None, prices: bool) -> _Solved:
    if prices and not any(lp.whole):
        return _with_prices(lp, time_limit_s)
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # as in model.py

    cost, low, high, row_low, row_high = _stacked(lp)
    options = {"mip_rel_gap": gap} | ({} if time_limit_s is None else {"time_limit": time_limit_s})
    found = milp(
        cost,
        constraints=LinearConstraint(lp.matrix(), row_low, row_high),
        bounds=Bounds(low, high),
        integrality=np.repeat(lp.whole, lp.hours).astype(np.int64) if any(lp.whole) else None,
        options=options,
    )
    _judge(found)
    return _Solved(found.x, float(found.fun), None, float(found.mip_gap or 0.0) if any(lp.whole) else 0.0)


def _with_prices(lp: Model, time_limit_s: float | None) -> _Solved:
    from scipy.optimize import linprog  # noqa: PLC0415  # as in model.py

    cost, low, high, row_low, row_high = _stacked(lp)
    rows = lp.matrix().tocsr()
    equal, above, below = row_low == row_high, np.isneginf(row_low), np.isposinf(row_high)
    assert np.all(equal | above | below), "a row is an equation or has one side"
    less = above & ~below
    more = below & ~above
    found = linprog(
        cost,
        A_ub=_joined(rows[less], -rows[more]),
        b_ub=np.concatenate([row_high[less], -row_low[more]]),
        A_eq=rows[equal],
        b_eq=row_high[equal],
        bounds=np.column_stack([low, high]),
        method="highs",
        options={} if time_limit_s is None else {"time_limit": time_limit_s},
    )
    _judge(found)
    value = found.eqlin.marginals[SINKS_ROW * lp.hours : (SINKS_ROW + 1) * lp.hours]
    return _Solved(found.x, float(found.fun), np.asarray(value, dtype=np.float64), 0.0)


def _joined(*parts: Any) -> Any:
    from scipy.sparse import vstack  # noqa: PLC0415  # as in model.py

    return vstack(parts, format="csr")


def _stacked(lp: Model) -> tuple[Array, Array, Array, Array, Array]:
    parts = (lp.cost, lp.low, lp.high, lp.row_low, lp.row_high)
    cost, low, high, row_low, row_high = (np.concatenate(part) for part in parts)
    return cost, low, high, row_low, row_high


def _judge(found: Any) -> None:
    """Refuse whatever is no optimum."""
    if found.status == _INFEASIBLE:
        raise Infeasible(
            "dispatch", f"no plan keeps the limits of machines, store, boiler and dry cooler: {found.message}"
        )
    if found.status != 0 or found.x is None:
        raise NoOptimum(f"the solver ended without an optimum (status {found.status}): {found.message}")


def _agree(problem: DispatchProblem, plan: Plan, cost: float) -> None:
    """The plan that the plant can follow is worth what the solver promised; anything else is a bug of ours."""
    books = account(problem, plan)
    start = problem.end_value_per_mwh * problem.store.initial_j / MWH_J
    turnover = sum(abs(part) for part in (books.margin, books.boiler_cost, books.heat_sales, books.penalty)) + 1.0
    drift = abs(books.objective + start + cost)
    assert drift <= AGREE * turnover, f"solver {-cost - start:.6g}, plan {books.objective:.6g}"
