"""Rule, rolling optimum and perfect foresight beside one another: what there is still to gain."""

from collections.abc import Sequence
from dataclasses import dataclass

from heatloop_thermo.dispatch.account import Account, account
from heatloop_thermo.dispatch.curtail import Call
from heatloop_thermo.dispatch.forecast import Horizon
from heatloop_thermo.dispatch.optimum import GAP, optimum
from heatloop_thermo.dispatch.plan import Plan
from heatloop_thermo.dispatch.problem import DispatchProblem
from heatloop_thermo.dispatch.rolling import rolling
from heatloop_thermo.dispatch.rule import always_on, heat_following, rule
from heatloop_thermo.numeric import Array


@dataclass(frozen=True, eq=False)
class Contender:
    """One method: its plan, its account, and how far it stays behind perfect foresight.

    ``gap`` [money] and ``gap_fraction`` [-] are of the objective; the fraction is over that of perfect foresight.
    """

    plan: Plan
    account: Account
    gap: float
    gap_fraction: float


def compare(
    problem: DispatchProblem, horizon: Horizon | None = None, calls: Sequence[Call] = (), gap: float = GAP
) -> tuple[Contender, ...]:
    """Every method on one problem.

    Parameters
    ----------
    problem : the plant and its hours.
    horizon : of the rolling optimum.
    calls : those in the machines' ``call_limit``; rule and rolling optimum hear of each at its notice.
    gap : of an optimum with whole steps, see `optimum`.

    Returns
    -------
    always_on, heat_following, rule, rolling, perfect. None can have a larger objective than the last (but for its own proven gap).

    Raises
    ------
    Infeasible, NoOptimum : see `optimum`.

    >>> import numpy as np
    >>> from heatloop_thermo.dispatch import Machines
    >>> on = Machines("loop", 2.7e6, 3.0e6, 270.0, np.ones(48), np.ones(48))
    >>> price = np.where(np.arange(48) % 24 < 6, 20.0, 110.0)
    >>> [one.plan.method for one in compare(DispatchProblem((on,), np.full(48, 2e6), price))]
    ['always_on', 'heat_following', 'rule', 'rolling', 'perfect']
    """
    best = optimum(problem, gap)
    plans = (
        always_on(problem),
        heat_following(problem),
        rule(problem, calls),
        rolling(problem, horizon, calls, gap),
        best,
    )
    most = account(problem, best).objective
    return tuple(_contender(problem, plan, most) for plan in plans)


def _contender(problem: DispatchProblem, plan: Plan, most: float) -> Contender:
    books = account(problem, plan)
    behind = most - books.objective
    return Contender(plan, books, behind, behind / abs(most) if most else 0.0)


def lines(contenders: Sequence[Contender], currency: str = "") -> list[str]:
    """The comparison as a table in Markdown: money and energies of each method, and its gap to perfect foresight."""
    money = f" [{currency}]" if currency else ""
    head = (
        f"| dispatch | profit{money} | gap{money} | gap [%] | running [%] | boiler [MWh] | dumped [MWh] | unmet [MWh] |"
    )
    rows = [head, "|---|---:|---:|---:|---:|---:|---:|---:|"]
    for one in contenders:
        mwh = (f"{joule / 3.6e9:,.1f}" for joule in (one.account.boiler_j, one.account.dumped_j, one.account.unmet_j))
        gap = f"{round(one.gap):,} | {round(100.0 * one.gap_fraction, 2) + 0.0:.2f}"  # never -0
        running = f"{100.0 * _mean(one.plan.running):.1f}"
        rows.append(f"| {one.plan.method} | {one.account.profit:,.0f} | {gap} | {running} | {' | '.join(mwh)} |")
    return rows


def _mean(running: Array) -> float:
    return float(running.mean())
