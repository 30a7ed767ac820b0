"""Optimal dispatch as one could run it: plan a window ahead, do its first hours, look again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from heatloop_thermo.dispatch.account import rates
from heatloop_thermo.dispatch.curtail import Call, call_limit
from heatloop_thermo.dispatch.follow import Wanted, realise
from heatloop_thermo.dispatch.forecast import Horizon, factor
from heatloop_thermo.dispatch.optimum import GAP, optimum
from heatloop_thermo.dispatch.plan import Plan, check
from heatloop_thermo.dispatch.problem import DispatchProblem, Machines
from heatloop_thermo.dispatch.reserve import DAY_H, reserve_j
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.numeric import Array, Num


class _State(NamedTuple):
    """Where the plant stands: heat in the store [J], and what has run until now, shape (machines, hours so far)."""

    stored_j: float
    ran: Array


def rolling(
    problem: DispatchProblem, horizon: Horizon | None = None, calls: Sequence[Call] = (), gap: float = GAP
) -> Plan:
    """Plan window by window.

    Parameters
    ----------
    problem : the plant and what will truly happen.
    horizon : window, step, forecast errors; None: 48 h ahead, once a day, without error.
    calls : those in the machines' ``call_limit``. Each is known from its notice on, and a plan is made anew when one is announced.
        None given: all that lies in the window is known.
    gap : see `optimum`.

    Returns
    -------
    Plan of method "rolling", run on the true demand and prices: where a forecast was wrong, store and boiler take the difference,
    and machines start if a sink would go short.

    Raises
    ------
    OutOfRange : ``calls`` and ``call_limit`` do not agree. Infeasible, NoOptimum : see `optimum`.

    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(72), np.ones(72))
    >>> plan = rolling(DispatchProblem((on,), np.full(72, 2e6), np.where(np.arange(72) == 60, 200.0, 35.0)))
    >>> plan.running[0, 58:62].round(3)
    array([1.   , 1.   , 0.741, 1.   ])
    """
    horizon = Horizon() if horizon is None else horizon
    _same_calls(problem, calls)
    heard = {call.start_h - call.notice_h for call in calls}
    state = _State(problem.store.initial_j, np.empty((len(problem.machines), 0)))
    parts: list[Plan] = []
    start, n = 0, problem.hours
    while start < n:
        ends = [hour for hour in heard if start < hour < start + horizon.step_h]
        stop = min([start + horizon.step_h, n, *ends])
        ahead = _forecast(problem, horizon, calls, state, start, min(start + horizon.window_h, n))
        plan = optimum(ahead, gap, prices=False)
        truth = _cut(problem, state, start, stop)
        parts.append(_done(truth, plan, stop - start))
        state = _State(float(parts[-1].stored_j[-1]), np.concatenate([state.ran, parts[-1].running], axis=1))
        start = stop
    return check(problem, _joined(parts))


def _same_calls(problem: DispatchProblem, calls: Sequence[Call]) -> None:
    limit = call_limit(calls, problem.hours) if calls else None
    if limit is not None and not all(np.allclose(one.call_limit, limit) for one in problem.machines):
        raise OutOfRange("calls and call_limit do not agree: make call_limit of the machines from the same calls")


def _forecast(
    problem: DispatchProblem, horizon: Horizon, calls: Sequence[Call], state: _State, start: int, stop: int
) -> DispatchProblem:
    """What one believes in hour ``start`` of the hours up to ``stop``."""
    known = call_limit(calls, problem.hours, start)[start:stop] if calls else None
    part = _cut(problem, state, start, stop, known)
    demand_rng, price_rng = (
        np.random.default_rng(each) for each in np.random.SeedSequence([horizon.seed, start]).spawn(2)
    )
    demand = factor(stop - start, horizon.demand_error, horizon.memory_h, demand_rng)
    price = factor(stop - start, horizon.price_error, horizon.memory_h, price_rng)
    demand_w = part.demand_w * demand
    return replace(
        part,
        demand_w=demand_w,
        reserve_j=_reserve(problem, horizon, calls, start, demand_w),
        power_price_per_mwh=part.hourly(part.power_price_per_mwh) * price,
        unmet_per_mwh=part.unmet_per_mwh * max(1.0, float(np.max(price))),
        end_value_per_mwh=part.end_value_per_mwh if stop == problem.hours else _left_over(problem, horizon),
    )


def _reserve(
    problem: DispatchProblem, horizon: Horizon, calls: Sequence[Call], start: int, ahead_w: Array
) -> Array | None:
    """What the store is to keep, by the largest demand of the day behind and the day ahead."""
    hours = max((call.hours for call in calls), default=0) if horizon.reserve_h is None else horizon.reserve_h
    if hours == 0:
        return None
    largest_w = max(np.max(problem.demand_w[max(start - DAY_H, 0) : start], initial=0.0), np.max(ahead_w[:DAY_H]))
    return np.full(len(ahead_w), reserve_j(problem, float(largest_w), hours))


def _left_over(problem: DispatchProblem, horizon: Horizon) -> float:
    """Value of heat in the store at the end of a window. [money/MWh]"""
    mean = float(np.mean(rates(problem).boiler_per_mwh)) if problem.boiler else 0.0
    return max(horizon.end_value_fraction * mean, 0.0)


def _cut(problem: DispatchProblem, state: _State, start: int, stop: int, known: Array | None = None) -> DispatchProblem:
    """The true problem of some hours, from where the plant stands; ``known`` in place of the true limits of calls."""
    hours = slice(start, stop)
    machines = tuple(
        replace(
            one,
            revenue_per_h=_part(one.revenue_per_h, hours),
            available=one.available[hours],
            call_limit=one.call_limit[hours] if known is None else known,
            before=float(state.ran[j, -1]) if start else one.before,
            floor=_floor(one, state.ran[j], hours),
        )
        for j, one in enumerate(problem.machines)
    )
    store = replace(problem.store, initial_j=state.stored_j)
    return replace(
        problem,
        machines=machines,
        demand_w=problem.demand_w[hours],
        store=store,
        reserve_j=None if problem.reserve_j is None else problem.reserve_j[hours],
        power_price_per_mwh=_part(problem.power_price_per_mwh, hours),
        boiler_price_per_mwh=_part(problem.boiler_price_per_mwh, hours),
        heat_price_per_mwh=_part(problem.heat_price_per_mwh, hours),
    )


def _part(value: Num, hours: slice) -> Num:
    """Some hours of a series; a scalar holds for all."""
    return value if isinstance(value, float | int) or value.ndim == 0 else value[hours]


def _floor(one: Machines, ran: Array, hours: slice) -> Array | None:
    """What has to run: as asked for, and groups that were started less than their least time ago."""
    floor = None if one.floor is None else one.floor[hours]
    if one.up_h <= 1:
        return floor
    held = np.zeros(hours.stop - hours.start) if floor is None else floor.copy()
    path = np.concatenate([[one.before], ran])[-one.up_h :]
    started = np.maximum(np.diff(path), 0.0)
    for k in range(min(len(started), len(held))):
        held[k] = max(held[k], min(float(started[k:].sum()), 1.0))
    return held


def _done(truth: DispatchProblem, plan: Plan, hours: int) -> Plan:
    """Do the first hours of a plan under what truly happens."""
    flow = (plan.charge_w - plan.discharge_w)[:hours]
    wanted = Wanted(flow, plan.dumped_w[:hours], plan.boiler_w[:hours])
    return realise(truth, "rolling", planned=plan.running[:, :hours], wanted=wanted)


def _joined(parts: Sequence[Plan]) -> Plan:
    """One plan of many, end to end."""

    def series(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts])

    return Plan(
        method="rolling",
        running=np.concatenate([part.running for part in parts], axis=1),
        direct_w=series("direct_w"),
        charge_w=series("charge_w"),
        dumped_w=series("dumped_w"),
        discharge_w=series("discharge_w"),
        boiler_w=series("boiler_w"),
        unmet_w=series("unmet_w"),
        stored_j=np.concatenate([parts[0].stored_j[:1], *(part.stored_j[1:] for part in parts)]),
    )
