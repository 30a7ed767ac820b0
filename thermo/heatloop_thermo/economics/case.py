"""One stakeholder against one reference: the cash flow and its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from heatloop_thermo.economics.capex import OWNERS
from heatloop_thermo.economics.cashflow import Rate, annuity, irr, npv, payback_year
from heatloop_thermo.economics.energy import J_PER_MWH
from heatloop_thermo.economics.line import Line, total
from heatloop_thermo.economics.prices import Horizon
from heatloop_thermo.economics.reference import Name
from heatloop_thermo.numeric import Array

Stakeholder = Literal["miner", "grower", "both"]
STAKEHOLDERS: tuple[Stakeholder, ...] = (*OWNERS, "both")

ABATEMENT_LEAST_KG_PER_MWH = 10.0
"""Below this much CO2 avoided for a MWh of used heat an abatement cost means nothing. [kg/MWh] estimate"""


@dataclass(frozen=True, eq=False)
class Case:
    """A cash flow, today first, and what follows from it.

    Parameters
    ----------
    stakeholder, reference : whose, against which boilers.
    lines : of the cash flow; their sum is ``flows``. [money], shape (years + 1,)
    npv : at the discount rate. [money]
    irr : [1/year], or why there is none.
    payback_year, discounted_payback_year : [year]; None: never within the horizon.
    """

    stakeholder: Stakeholder
    reference: Name
    lines: tuple[Line, ...]
    flows: Array
    npv: float
    irr: Rate
    payback_year: float | None
    discounted_payback_year: float | None


def case_of(stakeholder: Stakeholder, reference: Name, lines: Iterable[Line], horizon: Horizon) -> Case:
    """Figures of the lines that are a stakeholder's own.

    Parameters
    ----------
    stakeholder : "both" takes all lines.
    reference : for the record.
    lines : of both parties.
    horizon : years and discount rate.
    """
    mine = tuple(line for line in lines if stakeholder in ("both", line.owner))
    flows = total(mine, horizon.years)
    return Case(
        stakeholder=stakeholder,
        reference=reference,
        lines=mine,
        flows=flows,
        npv=float(npv(horizon.discount_rate, flows)),
        irr=irr(flows),
        payback_year=payback_year(flows),
        discounted_payback_year=payback_year(flows, horizon.discount_rate),
    )


def lcoh_per_mwh(cost: Sequence[Line], used_j: float, horizon: Horizon) -> float | None:
    """Levelised cost of the used recovered heat: all costs over all heat, both discounted. [money/MWh]

    Parameters
    ----------
    cost : lines of the recovery's own costs (negative) and revenues (positive); boilers belong to neither side.
    used_j : recovered heat that a sink used, in a year; dumped heat does not count. [J]
    horizon : years and discount rate.

    Returns
    -------
    Cost of heat, or None where none is used.

    Source
    ------
    sum (I + O + F - R)_t / (1 + r)^t over sum Q_t / (1 + r)^t.
    """
    if used_j <= 0.0:
        return None
    worth = float(npv(horizon.discount_rate, total(cost, horizon.years)))
    return -worth * float(annuity(horizon.discount_rate, horizon.years)) / (used_j / J_PER_MWH)


def abatement_per_t(case: Case, avoided_t: float | None, used_j: float, horizon: Horizon) -> float | None:
    """Cost of a tonne of CO2 avoided: the annuity of the loss over the tonnes of a year. [money/t], negative for a gain

    None where emissions are unknown, or next to nothing is avoided (`ABATEMENT_LEAST_KG_PER_MWH`).
    """
    if avoided_t is None or used_j <= 0.0 or avoided_t * 1e3 < ABATEMENT_LEAST_KG_PER_MWH * used_j / J_PER_MWH:
        return None
    return -case.npv * float(annuity(horizon.discount_rate, horizon.years)) / avoided_t


def fair_heat_prices(lines: Sequence[Line], used_j: float, horizon: Horizon) -> tuple[float | None, float | None]:
    """Heat prices between which both gain: the miner's least and the grower's most, level over the years. [money/MWh]

    Parameters
    ----------
    lines : of both parties, before anything is paid for the heat.
    used_j : heat of a year. [J]
    horizon : years and discount rate.

    Returns
    -------
    (least, most); where least is above most no price suits both. None without used heat.
    """
    if used_j <= 0.0:
        return None, None
    rate, years = horizon.discount_rate, horizon.years
    heat = used_j / J_PER_MWH / float(annuity(rate, years))
    miner, grower = (npv(rate, total([line for line in lines if line.owner == who], years)) for who in OWNERS)
    return -float(miner) / heat, float(grower) / heat
