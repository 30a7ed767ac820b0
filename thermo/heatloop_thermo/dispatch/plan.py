"""What was decided, hour by hour, and whether it keeps to the rules."""

from dataclasses import dataclass

import numpy as np

from heatloop_thermo.dispatch.problem import HOUR_S, DispatchProblem
from heatloop_thermo.numeric import Array

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan for n hours; powers in W, shape (n,) each.

    machines' heat = direct + charge + dumped; demand = direct + discharge + boiler + unmet.

    Parameters
    ----------
    method : "always_on", "heat_following", "rule", "rolling" or "perfect".
    running : share of the machines that run, shape (machines, n). [-]
    direct_w, charge_w, dumped_w : machines' heat to the sinks, into the store, to the dry cooler.
    discharge_w, boiler_w, unmet_w : heat of the store, of the boiler, and what the sinks lack.
    stored_j : heat in the store at the start and after each hour, shape (n + 1,). [J]
    heat_value_per_mwh : what one more MWh of heat would save in each hour (shadow price); None where it is not known.
    gap_fraction : of an optimum with whole steps: what a better plan could gain at most, over the objective. [-]
    """

    method: str
    running: Array
    direct_w: Array
    charge_w: Array
    dumped_w: Array
    discharge_w: Array
    boiler_w: Array
    unmet_w: Array
    stored_j: Array
    heat_value_per_mwh: Array | None = None
    gap_fraction: float = 0.0

    def share(self, problem: DispatchProblem) -> Array:
        """Running share of all machines together, by their electric power. [-], shape (n,)"""
        power = np.array([one.electric_w for one in problem.machines])
        share: Array = power @ self.running / power.sum()
        return share


def violations(problem: DispatchProblem, plan: Plan) -> dict[str, float]:
    """How far a plan breaks each rule, as a share of what is usual there; 0 or round-off for a good plan. [-]

    Returns
    -------
    By name of the rule: machines' heat, sinks' heat and store in balance; nothing negative; limits of running, store, boiler,
    dry cooler; rise of the running share.
    """
    heat_w = np.array([one.heat_w for one in problem.machines]) @ plan.running
    scale_w = max(float(np.max(problem.demand_w)), float(np.max(heat_w)), 1.0)
    store, boiler = problem.store, problem.boiler
    content_j = max(store.capacity_j, 1.0)
    flow_w = plan.charge_w - plan.discharge_w
    kept_j = (1.0 - store.loss_per_h) * plan.stored_j[:-1] + flow_w * HOUR_S
    parts = (plan.direct_w, plan.charge_w, plan.dumped_w, plan.discharge_w, plan.boiler_w, plan.unmet_w, plan.stored_j)
    top = np.array([one.top for one in problem.machines])
    found = {
        "machines' heat": np.abs(heat_w - plan.direct_w - plan.charge_w - plan.dumped_w) / scale_w,
        "sinks' heat": np.abs(problem.demand_w - plan.direct_w - plan.discharge_w - plan.boiler_w - plan.unmet_w)
        / scale_w,
        "store": np.abs(plan.stored_j[1:] - kept_j) / content_j,
        "start": np.abs(plan.stored_j[:1] - store.initial_j) / content_j,
        "nothing negative": -np.minimum(np.concatenate(parts), 0.0) / scale_w,
        "running share": np.maximum(plan.running - top, -plan.running),
        "capacity of the store": (plan.stored_j - store.capacity_j) / content_j,
        "power of the store": np.maximum(plan.charge_w - store.charge_max_w, plan.discharge_w - store.discharge_max_w)
        / scale_w,
        "boiler": (plan.boiler_w - (boiler.capacity_w if boiler else 0.0)) / scale_w,
        "boiler's least load": _below_least(problem, plan) / scale_w,
        "dry cooler": (plan.dumped_w - problem.dump_max_w) / scale_w,
        "restart": _rise(problem, plan),
        "steps": _off_step(problem, plan),
    }
    return {name: float(np.max(value, initial=0.0)) for name, value in found.items()}


def check(problem: DispatchProblem, plan: Plan) -> Plan:
    """Give the plan back if it keeps every rule to 1e-9. That it does is our promise: anything else is a bug of ours."""
    broken = {name: size for name, size in violations(problem, plan).items() if not size <= TOLERANCE}
    assert not broken, f"{plan.method}: a plan breaks {broken}"
    return plan


def _below_least(problem: DispatchProblem, plan: Plan) -> Array:
    least_w = problem.boiler.minimum_load * problem.boiler.capacity_w if problem.boiler else 0.0
    short: Array = np.where(plan.boiler_w > 0.0, least_w - plan.boiler_w, 0.0)
    return short


def _rise(problem: DispatchProblem, plan: Plan) -> Array:
    before = np.array([[one.before] for one in problem.machines])
    allowed = np.array([[one.rise_per_h] for one in problem.machines])
    rise: Array = np.diff(plan.running, axis=1, prepend=before) - allowed
    return rise


def _off_step(problem: DispatchProblem, plan: Plan) -> Array:
    quantum = np.array([one.quantum for one in problem.machines])
    groups = plan.running / np.where(quantum > 0.0, quantum, 1.0)
    off: Array = np.where(quantum > 0.0, np.abs(groups - np.rint(groups)), 0.0)
    return off
