"""Dispatch by rules: always on, following the heat, or by the heat-aware break-even price. No look ahead but announced calls.

The heat-aware rule: run while the price of power is below what the machines earn with it *plus* what their heat saves in this hour.
The break-even price itself is `heatloop_thermo.economics.breakeven`; here each hour's margin is worked out with the rates that
also the optimiser pays, fans and heat pumps included, and its sign says the same.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.dispatch.account import rates
from heatloop_thermo.dispatch.curtail import Call, call_clock
from heatloop_thermo.dispatch.follow import realise
from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.dispatch.problem import DispatchProblem
from heatloop_thermo.dispatch.reserve import largest_of_last_day_w, reserve_j
from heatloop_thermo.errors import require


def always_on(problem: DispatchProblem) -> Plan:
    """Run all that can and may run, whatever the price; what nobody wants goes to the store, then to the dry cooler."""
    return realise(problem, "always_on", np.full((len(problem.machines), problem.hours), 3, dtype=np.int64))


def heat_following(problem: DispatchProblem) -> Plan:
    """Run for the demand and to fill the store, whatever the price; dump nothing."""
    return realise(problem, "heat_following", np.full((len(problem.machines), problem.hours), 2, dtype=np.int64))


def rule(problem: DispatchProblem, calls: Sequence[Call] = (), reserve_h: int | None = None) -> Plan:
    """Run by the heat-aware break-even.

    Parameters
    ----------
    problem : the plant and its hours.
    calls : those in the machines' ``call_limit``. In the notice of one the machines fill the store as long as their heat is cheaper
        than the boiler's, and nothing is taken from it that the boiler can give; under the call it is rationed to last.
    reserve_h : hours of standstill for which the store keeps what the boiler alone could not give; None: the longest of ``calls``. [h]

    Returns
    -------
    A plan. In each hour the machines run, cheapest heat first,

    - all of them, if that pays even where the heat goes to the dry cooler;
    - for the demand and for the room in the store, if it pays without any value of the heat;
    - for what the store cannot give above its reserve, if it pays with the boiler's cost saved;
    - and, at any price, for what neither store nor boiler can give: the sinks come first.

    Raises
    ------
    OutOfRange : ``reserve_h`` below 0 or above a week.

    >>> from heatloop_thermo.boiler import Boiler
    >>> from heatloop_thermo.dispatch import Machines
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(4), np.ones(4))
    >>> price, demand_w = np.array([35.0, 105.0, 105.0, 130.0]), np.array([0.0, 0.0, 1.35e6, 1.35e6])
    >>> electric = Boiler(5e6, "electricity", 0.99)
    >>> rule(DispatchProblem((on,), demand_w, price, boiler=electric, boiler_price_per_mwh=35.0)).running
    array([[1. , 0. , 0.5, 0. ]])
    """
    if reserve_h is None:
        reserve_h = max((call.hours for call in calls), default=0)
    require("reserve_h", float(reserve_h), 0.0, 168.0, "h", "standstill that a tank can bridge")
    clock = call_clock(calls, problem.hours)
    kept = reserve_j(problem, largest_of_last_day_w(problem.demand_w), reserve_h)
    return realise(problem, "rule", tiers(problem), clock=clock, reserve_j=kept)


def tiers(problem: DispatchProblem) -> NDArray[np.int64]:
    """What each hour is worth running for, by machines and hour; meaning in `kernel.Wishes`."""
    cost = rates(problem)
    heat_mw = np.array([[one.heat_w / 1e6] for one in problem.machines])
    saved_per_mwh = (cost.boiler_per_mwh if problem.boiler else 0.0) - cost.direct_per_mwh
    tier = np.zeros(cost.running_per_h.shape, dtype=np.int64)
    tier[cost.running_per_h - heat_mw * saved_per_mwh <= 0.0] = 1
    tier[cost.running_per_h + heat_mw * cost.charge_per_mwh <= 0.0] = 2
    tier[cost.running_per_h + heat_mw * cost.dumped_per_mwh <= 0.0] = 3
    return tier
