"""The verdict of the year: a headline and two plain sentences, the same in terminal, report and JSON."""

from typing import Any

from heatloop_api.words import figure, percent
from heatloop_api.year.payload_energy import recovered_mwh

NEGLIGIBLE = 5e-4
"""Less than this share of the demand is not worth a word."""


def verdict_payload(data: dict[str, Any]) -> dict[str, Any]:
    """Say how the year went.

    Parameters
    ----------
    data : payload of the year, but for this part.

    Returns
    -------
    ``headline``, two ``sentences``, the two shares that they begin with (None where nothing is to be shared), and ``met``: whether
    all of the demand is met, but for what is not worth a word.
    """
    energy = data["energy_mwh"]
    covered, used = data["kpi"]["coverage_fraction"], data["kpi"]["use_fraction"]
    return {
        "headline": _headline(covered, energy),
        "sentences": [_heat(energy, covered), _rest(data, used)],
        "covered_fraction": covered,
        "used_fraction": used,
        "met": energy["unmet"] <= NEGLIGIBLE * energy["demand"],
    }


def year_fails(data: dict[str, Any]) -> bool:
    """Say whether the year shows that the plant cannot work as typed: any finding is an error."""
    return any(row["severity"] == "error" for row in data["findings"])


def _headline(covered: float | None, energy: dict[str, float]) -> str:
    if covered is None:
        return "Nobody asks for heat in this year"
    text = f"The machines cover {_near(covered)} of the year's heat demand"
    return text if energy["unmet"] <= NEGLIGIBLE * energy["demand"] else f"{text}, and some of it stays unmet"


def _heat(energy: dict[str, float], covered: float | None) -> str:
    """First sentence: who covers the demand."""
    if covered is None:
        return f"The sinks ask for no heat; of {figure(energy['captured'])} MWh captured, {figure(energy['dumped'])} MWh are rejected."
    demand = energy["demand"]
    parts = [
        f"Of the {figure(demand)} MWh that the sinks ask for, recovered heat covers {figure(recovered_mwh(energy))} MWh"
    ]
    if energy["boiler"] > NEGLIGIBLE * demand:
        parts.append(f"the boiler gives {figure(energy['boiler'])} MWh ({percent(energy['boiler'] / demand, 1)})")
    if energy["unmet"] > NEGLIGIBLE * demand:
        parts.append(f"{figure(energy['unmet'])} MWh ({percent(energy['unmet'] / demand, 1)}) stay unmet")
    return f"{_joined(parts)}."


def _rest(data: dict[str, Any], used: float | None) -> str:
    """Second sentence: what becomes of the captured heat, how warm the supply is, and whether it pays."""
    parts = [f"{_near(used)} of the captured heat finds a use"] if used is not None else []
    below = data["kpi"]["hours_below_target"]
    target = f"{data['target_c']:g} °C"
    if below is not None:
        parts.append(
            f"the supply stays at {target}" if below == 0 else f"the supply is below {target} in {figure(below)} hours"
        )
    money = data["money"]
    if money is not None:
        parts.append(_pays(money))
    return f"{_joined(parts)}."


def _pays(money: dict[str, Any]) -> str:
    years, basis = money["payback_years"], f"against {money['baseline_text']}"
    if years is None:
        return f"{basis} the investment does not come back within {money['lifetime_years']:g} years"
    late = f", too late to earn {percent(money['discount_rate'], 1)} a year" if money["npv"] < 0.0 else ""
    return f"{basis} the investment comes back after {figure(years, 1)} years{late}"


def _near(fraction: float) -> str:
    """Per cent without a fraction, but never 100 or 0 where something is missing or there.

    >>> _near(0.9996), _near(0.94), _near(1.0), _near(0.001)
    ('99.96 %', '94 %', '100 %', '0.10 %')
    """
    rounded = round(100.0 * fraction)
    exact = fraction in (0.0, 1.0) or 1 <= rounded <= 99
    return percent(fraction, 0 if exact else 2)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
