"""Money of the year as plain data: headline, every stakeholder against every baseline, the investment, what moves the result."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from heatloop_api.words import figure, percent
from heatloop_api.year.payload_parts import JOULE_PER_MWH
from heatloop_thermo.economics.capex import CostItem
from heatloop_thermo.economics.case import Case
from heatloop_thermo.economics.money import Against, Money
from heatloop_thermo.economics.risk import Bar, Distribution

BASELINES = {"electric": "electric boilers", "gas": "gas boilers"}
WHOSE = {"miner": "miner", "grower": "grower", "both": "both together"}
INPUTS = {
    "capex": "investment", "power": "power price", "gas": "gas price", "heat": "heat price", "hash": "hash price",
    "demand": "recovered heat that is used", "uptime": "uptime of the machines", "downtime": "downtime of the machines",
    "discount_rate": "discount rate", "reference": "boilers that it is compared with",
}  # fmt: skip
"""What an input of the tornado is called."""


def money_payload(money: Money, bars: Sequence[Bar], spread: Distribution | None) -> dict[str, Any]:
    """Put the money of a year into plain data.

    Parameters
    ----------
    money : of the site.
    bars : of the tornado, widest first; empty where none was made.
    spread : with all inputs drawn at once; None where nobody drew.
    """
    best, total = money.headline, money.capex_total
    recovery = [item.price.expected for item in money.capex if item.role == "recovery"]
    return {
        "currency": money.currency,
        "capex": total.expected,
        "capex_low": total.low,
        "capex_high": total.high,
        "capex_recovery": sum(recovery),
        "revenue_heat": money.revenue_heat,
        "cost_energy": money.costs.total,
        "npv": best.npv,
        "irr": best.irr.value,
        "lcoh_per_mwh": money.lcoh_per_mwh,
        "payback_years": best.payback_year,
        "discounted_payback_years": best.discounted_payback_year,
        "mining_revenue": money.business.mining_revenue,
        "baseline": money.site_reference,
        "baseline_text": BASELINES[money.site_reference],
        "lifetime_years": money.horizon.years,
        "discount_rate": money.horizon.discount_rate,
        "used_mwh": money.used_j / JOULE_PER_MWH,
        "basis": _basis(money),
        "cases": [_case(case, against) for against in money.against for case in against.cases],
        "baselines": [_baseline(against) for against in money.against],
        "reasons": _reasons(money),
        "yearly": _yearly(best),
        "capex_items": [_item(item) for item in money.capex],
        "tornado": [_bar(bar) for bar in bars],
        "distribution": None if spread is None else _distribution(spread),
        "business": _business(money),
        "rejection": {"annual_cost": money.rejection.annual_cost, "per_mwh": money.rejection.cost_per_mwh},
        "notes": list(money.notes),
    }


def co2_payload(money: Money | None) -> dict[str, Any]:
    """CO2 of a year, against boilers of the site's own fuel; None where the emission of the electricity is unknown. [t]"""
    if money is None:
        return {"avoided": None, "caused": None, "machines": None, "avoided_against": {}}
    return {
        "avoided": money.versus(money.site_reference).avoided_t,
        "caused": money.caused_t,
        "machines": money.machines_t,
        "avoided_against": {against.reference.name: against.avoided_t for against in money.against},
    }


def _basis(money: Money) -> str:
    years, rate = money.horizon.years, percent(money.horizon.discount_rate, 1)
    return (
        f"miner and grower together against {BASELINES[money.site_reference]}, {years} years at {rate} a year, real, before tax, "
        f"investments in {money.currency} of {money.price_year}"
    )


def _case(case: Case, against: Against) -> dict[str, Any]:
    return {
        "stakeholder": WHOSE[case.stakeholder],
        "baseline": case.reference,
        "baseline_text": BASELINES[case.reference],
        "capex": -float(case.flows[0]),
        "yearly": float(case.flows[1]),
        "npv": case.npv,
        "irr": case.irr.value,
        "payback_years": case.payback_year,
        "discounted_payback_years": case.discounted_payback_year,
        "cumulative": [float(value) for value in np.cumsum(case.flows)],
        "co2_avoided_t": against.avoided_t,
    }


def _baseline(against: Against) -> dict[str, Any]:
    reference = against.reference
    return {
        "baseline": reference.name,
        "baseline_text": BASELINES[reference.name],
        "heat_cost_per_mwh": reference.heat_cost_per_mwh,
        "energy_cost": reference.energy_cost,
        "heat_price_least": against.heat_price_least,
        "heat_price_most": against.heat_price_most,
        "co2_t": reference.co2_t,
        "co2_avoided_t": against.avoided_t,
        "abatement_per_t": against.abatement_per_t,
    }


def _reasons(money: Money) -> list[str]:
    """Why an internal rate is missing, whose and against what."""
    return [
        f"{WHOSE[case.stakeholder]} against {BASELINES[case.reference]}: {case.irr.reason}"
        for against in money.against
        for case in against.cases
        if case.irr.value is None
    ]


def _yearly(case: Case) -> list[dict[str, Any]]:
    """Each line of the cash flow today and in the first year, whose it is; lines of one name and owner together."""
    rows: dict[tuple[str, str], list[float]] = {}
    for line in case.lines:
        sums = rows.setdefault((line.label, line.owner), [0.0, 0.0])
        sums[0] += float(line.values[0]) * float(line.scale({}))
        sums[1] += float(line.values[1]) * float(line.scale({}))
    return [
        {"item": label, "owner": owner, "today": today, "first_year": first}
        for (label, owner), (today, first) in rows.items()
        if today or first
    ]


def _item(item: CostItem) -> dict[str, Any]:
    return {
        "item": item.item,
        "part": item.part,
        "owner": item.owner,
        "role": item.role,
        "quantity": item.quantity,
        "unit": item.unit.replace("m2", "m²").replace("m3", "m³"),
        "price": item.price.expected,
        "low": item.price.low,
        "high": item.price.high,
        "lifetime_years": item.lifetime_year,
        "source": item.source,
        "verified": item.verified,
    }


def _bar(bar: Bar) -> dict[str, Any]:
    ends = ("gas", "electric") if bar.name == "reference" else (_end(bar.low, bar), _end(bar.high, bar))
    return {
        "factor": INPUTS[bar.name],
        "low": ends[0],
        "high": ends[1],
        "at_low": bar.npv_low,
        "at_high": bar.npv_high,
        "swing": bar.swing,
        "why": bar.why,
    }


def _end(value: float, bar: Bar) -> str:
    """An input's value as a reader takes it in: shares in per cent, sums with their unit."""
    if bar.unit in ("-", "1/year"):
        return percent(value, 1)
    if bar.unit == "J":
        return f"{figure(value / JOULE_PER_MWH)} MWh"
    return f"{figure(value, 0 if abs(value) >= 1000 else 1)} {bar.unit}"


def _distribution(spread: Distribution) -> dict[str, Any]:
    return {
        "p10": spread.p10,
        "p50": spread.p50,
        "p90": spread.p90,
        "loss_probability": spread.loss_probability,
        "samples": len(spread.npv),
    }


def _business(money: Money) -> dict[str, Any]:
    own = money.business
    return {
        "power_mwh": own.power_j / JOULE_PER_MWH,
        "power_cost": own.power_cost,
        "running_fraction": own.running_fraction,
        "hosting_revenue": own.hosting_revenue,
        "power_per_mwh": own.power_per_mwh,
        "effective_power_per_mwh": own.effective_power_per_mwh,
        "efficiency_j_th": own.efficiency_j_th,
        "mined_per_mwh": own.mined_per_mwh,
        "break_even_per_mwh": own.break_even_per_mwh,
        "npv_alone": own.alone.npv if own.alone else None,
        "npv_with_recovery": own.with_recovery.npv if own.with_recovery else None,
    }
