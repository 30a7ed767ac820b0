"""Dispatch: when machines run, what goes into the tank, when the boiler fires; by rules or by an optimiser, under one account.

This page imports what describes a problem. The methods load compilers and solvers, so each is imported where it is used:
`dispatch.rule` (always_on, heat_following, rule), `dispatch.optimum`, `dispatch.rolling`, `dispatch.compare`.
"""

from heatloop_thermo.dispatch.account import Account, account
from heatloop_thermo.dispatch.curtail import Call, call_clock, call_limit, draw_calls
from heatloop_thermo.dispatch.forecast import Horizon
from heatloop_thermo.dispatch.plan import Plan, check, violations
from heatloop_thermo.dispatch.price import PriceModel, synthetic_price
from heatloop_thermo.dispatch.problem import DispatchProblem, Machines, Store

__all__ = [
    "Account",
    "Call",
    "DispatchProblem",
    "Horizon",
    "Machines",
    "Plan",
    "PriceModel",
    "Store",
    "account",
    "call_clock",
    "call_limit",
    "check",
    "draw_calls",
    "synthetic_price",
    "violations",
]
