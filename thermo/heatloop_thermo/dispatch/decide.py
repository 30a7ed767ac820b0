"""One door to every method of dispatch."""

from collections.abc import Sequence
from typing import Literal, get_args

from heatloop_thermo.dispatch.curtail import Call
from heatloop_thermo.dispatch.forecast import Horizon
from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.dispatch.problem import DispatchProblem
from heatloop_thermo.dispatch.rule import always_on, heat_following, rule
from heatloop_thermo.errors import OutOfRange

Mode = Literal["always_on", "heat_following", "rule", "optimal"]


def decide(problem: DispatchProblem, mode: Mode, horizon: Horizon | None = None, calls: Sequence[Call] = ()) -> Plan:
    """Plan by the method asked for; a solver that fails is an error, never another method's plan.

    Parameters
    ----------
    problem : the plant and its hours.
    mode : method.
    horizon : of mode "optimal"; None: perfect foresight.
    calls : those in the machines' ``call_limit``; rule and rolling optimum hear of each at its notice.

    Raises
    ------
    OutOfRange : an unknown mode. Infeasible, NoOptimum : see `optimum`.

    >>> import numpy as np
    >>> from heatloop_thermo.dispatch import Machines
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(2), np.ones(2))
    >>> decide(DispatchProblem((on,), np.full(2, 1.35e6), 35.0), "heat_following").running
    array([[0.5, 0.5]])
    """
    if mode not in get_args(Mode):
        raise OutOfRange(f"mode = {mode!r} is none of {', '.join(get_args(Mode))}")
    if mode == "always_on":
        return always_on(problem)
    if mode == "heat_following":
        return heat_following(problem)
    if mode == "rule":
        return rule(problem, calls)
    if horizon is not None:
        from heatloop_thermo.dispatch.rolling import rolling  # noqa: PLC0415  # the solver is not loaded for a rule

        return rolling(problem, horizon, calls)
    from heatloop_thermo.dispatch.optimum import optimum  # noqa: PLC0415  # as above

    return optimum(problem)
