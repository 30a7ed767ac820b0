"""What a plan earns and costs: one home, for the rule, for the optimiser's objective and for the comparison of both."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.dispatch.problem import HOUR_S, DispatchProblem
from heatloop_thermo.numeric import Array

MWH_J = 1e6 * HOUR_S


class Rates(NamedTuple):
    """Cost of each decision in each hour; what earns is negative.

    ``running_per_h`` [money/h] is of all machines running, shape (machines, n); the others [money/MWh], shape (n,).
    """

    running_per_h: Array
    direct_per_mwh: Array
    charge_per_mwh: Array
    dumped_per_mwh: Array
    discharge_per_mwh: Array
    boiler_per_mwh: Array
    unmet_per_mwh: Array


def rates(problem: DispatchProblem) -> Rates:
    """Cost of each decision in each hour."""
    price = problem.hourly(problem.power_price_per_mwh)
    heat_price = problem.hourly(problem.heat_price_per_mwh)
    running = [price * one.electric_w / 1e6 - problem.hourly(one.revenue_per_h) for one in problem.machines]
    lift = problem.lift_fraction * price
    efficiency = problem.boiler.efficiency if problem.boiler else 1.0
    return Rates(
        np.array(running),
        lift - heat_price,
        lift,
        problem.fan_fraction * price,
        -heat_price,
        problem.hourly(problem.boiler_price_per_mwh) / efficiency,
        problem.hourly(problem.unmet_per_mwh),
    )


@dataclass(frozen=True)
class Account:
    """Money of a plan over its hours, and the energies behind it.

    Parameters
    ----------
    margin : revenue of the machines less their power. [money]
    heat_sales : paid for heat of machines. [money]
    boiler_cost, fan_cost, lift_cost : energy of boiler, fans, heat pumps. [money]
    end_value : of heat left in the store, less that of the heat found there. [money]
    profit : margin + heat_sales - costs + end_value. [money]
    penalty : of heat that the sinks lacked, and of a reserve that was short; not money that anybody pays. [money]
    objective : profit - penalty, what an optimal plan makes largest. [money]
    electric_j, heat_j, used_j, dumped_j, boiler_j, unmet_j : of machines and boiler over all hours; used reached a sink. [J]
    """

    margin: float
    heat_sales: float
    boiler_cost: float
    fan_cost: float
    lift_cost: float
    end_value: float
    penalty: float
    electric_j: float
    heat_j: float
    used_j: float
    dumped_j: float
    boiler_j: float
    unmet_j: float

    @property
    def profit(self) -> float:
        """What is earned. [money]"""
        costs = self.boiler_cost + self.fan_cost + self.lift_cost
        return self.margin + self.heat_sales - costs + self.end_value

    @property
    def objective(self) -> float:
        """Profit less the penalty for heat that sinks lacked. [money]"""
        return self.profit - self.penalty


def account(problem: DispatchProblem, plan: Plan) -> Account:
    """Money and energy of a plan.

    Parameters
    ----------
    problem : prices and plant. plan : for the same hours.

    Returns
    -------
    Account; every method is judged by this one function.

    >>> from heatloop_thermo.dispatch.problem import Machines
    >>> from heatloop_thermo.dispatch.rule import always_on
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(2), np.ones(2))
    >>> plant = DispatchProblem((on,), np.full(2, 2.7e6), 35.0)
    >>> account(plant, always_on(plant)).profit
    330.0
    """
    cost, price = rates(problem), problem.hourly(problem.power_price_per_mwh)
    used_w = plan.direct_w + plan.discharge_w
    power = np.array([one.electric_w for one in problem.machines])
    heat = np.array([one.heat_w for one in problem.machines])
    reserve_j = 0.0 if problem.reserve_j is None else problem.reserve_j
    short_j = float(np.sum(np.maximum(reserve_j - plan.stored_j[1:], 0.0)))
    return Account(
        margin=-float(np.sum(cost.running_per_h * plan.running)),
        heat_sales=float(problem.hourly(problem.heat_price_per_mwh) @ used_w) / 1e6,
        boiler_cost=float(cost.boiler_per_mwh @ plan.boiler_w) / 1e6,
        fan_cost=float(cost.dumped_per_mwh @ plan.dumped_w) / 1e6,
        lift_cost=problem.lift_fraction * float(price @ (plan.direct_w + plan.charge_w)) / 1e6,
        end_value=problem.end_value_per_mwh * float(plan.stored_j[-1] - plan.stored_j[0]) / MWH_J,
        penalty=float(cost.unmet_per_mwh @ plan.unmet_w) / 1e6 + problem.reserve_per_mwh * short_j / MWH_J,
        electric_j=float(np.sum(power @ plan.running)) * HOUR_S,
        heat_j=float(np.sum(heat @ plan.running)) * HOUR_S,
        used_j=float(np.sum(used_w)) * HOUR_S,
        dumped_j=float(np.sum(plan.dumped_w)) * HOUR_S,
        boiler_j=float(np.sum(plan.boiler_w)) * HOUR_S,
        unmet_j=float(np.sum(plan.unmet_w)) * HOUR_S,
    )
