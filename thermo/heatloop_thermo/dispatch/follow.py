"""From wishes to a plan that holds: every method's decisions go through here, so that all obey one physics."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.dispatch.account import rates
from heatloop_thermo.dispatch.kernel import Fixed, Flows, Wishes, walk
from heatloop_thermo.dispatch.plan import Plan, check
from heatloop_thermo.dispatch.problem import DispatchProblem
from heatloop_thermo.numeric import Array


class Wanted(NamedTuple):
    """Flows of a plan that is to be followed. [W], shape (n,)"""

    flow_w: Array
    dumped_w: Array
    boiler_w: Array


def realise(
    problem: DispatchProblem,
    method: str,
    tier: NDArray[np.int64] | None = None,
    planned: Array | None = None,
    wanted: Wanted | None = None,
    clock: NDArray[np.int64] | None = None,
    reserve_j: Array | None = None,
) -> Plan:
    """Run the plant hour by hour towards what is wanted.

    Parameters
    ----------
    problem : the plant and its hours.
    method : name for the plan.
    tier : how much each hour is worth running for, shape (machines, n), see `kernel.Wishes`; None: nothing but need.
    planned : run at least this share, shape (machines, n). [-]
    wanted : flows to be followed; None: what is over goes to the store, what lacks comes out of it.
    clock : of the calls, see `call_clock`, shape (n,).
    reserve_j : what is kept in the store against a standstill, shape (n,); None: nothing. [J]

    Returns
    -------
    A plan that keeps every rule to 1e-9, whatever was wanted.
    """
    m, n, none = len(problem.machines), problem.hours, np.zeros(problem.hours)
    least = np.array([np.zeros(n) if one.floor is None else one.floor for one in problem.machines])
    flows = Flows(np.zeros((m, n)), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n + 1))
    wishes = Wishes(
        np.zeros((m, n), dtype=np.int64) if tier is None else tier,
        np.maximum(least, 0.0 if planned is None else planned),
        _order(problem),
        np.array([one.top for one in problem.machines]),
        np.array([one.quantum for one in problem.machines]),
        np.array(problem.demand_w, dtype=np.float64),
        none if reserve_j is None else reserve_j,
        np.zeros(n, dtype=np.int64) if clock is None else clock,
        wanted is not None,
        *(np.array(each) for each in wanted or Wanted(none, none, none)),
    )
    walk(_fixed(problem, free=wanted is not None), wishes, flows)
    charge = np.maximum(flows.flow_w, 0.0)
    heat_w = np.array([one.heat_w for one in problem.machines]) @ flows.running
    plan = Plan(
        method=method,
        running=flows.running,
        direct_w=np.maximum(heat_w - charge - flows.dumped_w, 0.0),  # round-off only: `check` sees anything more
        charge_w=charge,
        dumped_w=flows.dumped_w,
        discharge_w=np.maximum(-flows.flow_w, 0.0),
        boiler_w=flows.boiler_w,
        unmet_w=flows.unmet_w,
        stored_j=flows.stored_j,
    )
    return check(problem, plan)


def _order(problem: DispatchProblem) -> NDArray[np.int64]:
    """Machines by the cost of their heat, cheapest first, shape (n, machines)."""
    if len(problem.machines) == 1:
        return np.zeros((problem.hours, 1), dtype=np.int64)
    heat = np.array([[max(one.heat_w, 1e-9)] for one in problem.machines])
    order: NDArray[np.int64] = np.ascontiguousarray(np.argsort(rates(problem).running_per_h / heat, axis=0).T)
    return order


def _fixed(problem: DispatchProblem, free: bool) -> Fixed:
    """Constants of the plant; a plan that is followed has seen to the least time on itself (``free``)."""
    machines, store, boiler = problem.machines, problem.store, problem.boiler
    return Fixed(
        heat_w=np.array([one.heat_w for one in machines]),
        rise_per_h=np.array([one.rise_per_h for one in machines]),
        before=np.array([one.before for one in machines]),
        up_h=np.array([0 if free else one.up_h for one in machines], dtype=np.int64),
        capacity_j=store.capacity_j,
        keep=1.0 - store.loss_per_h,
        initial_j=store.initial_j,
        charge_max_w=store.charge_max_w,
        discharge_max_w=store.discharge_max_w,
        boiler_max_w=boiler.capacity_w if boiler else 0.0,
        boiler_least_w=boiler.minimum_load * boiler.capacity_w if boiler else 0.0,
        dump_max_w=problem.dump_max_w,
    )
