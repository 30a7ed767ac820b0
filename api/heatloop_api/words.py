"""Figures and verdicts as words, the same in terminal, report and workbook."""

from typing import Any

ROUTES = {
    "direct": "reached directly",
    "heat_pump": "reached with a heat pump",
    "boiler_top_up": "reached with boiler top-up",
    "not_reached": "not reached",
}
FIDELITIES = {
    "ua": "constant UA from a datasheet",
    "ua_scaled": "UA scaled from a datasheet by flow and properties",
    "plate": "plate geometry with film correlations",
}
ARRANGEMENTS = {
    "single": "single stage",
    "two_stage": "two stages",
    "cascade": "cascade",
    "transcritical": "transcritical",
}
MARKS = {"manufacturer": "manufacturer", "secondary": "second-hand", "estimate": "estimate"}
MISSING = "–"


def figure(value: Any, digits: int = 0) -> str:
    """Write a number with thousands separated, or a dash where there is none; never "-0".

    >>> figure(2952.04), figure(None), figure(0.04, 1), figure(-0.04, 1)
    ('2,952', '–', '0.0', '0.0')
    """
    if value is None:
        return MISSING
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0.0 else text


def percent(value: Any, digits: int = 0) -> str:
    """Write a fraction as per cent.

    >>> percent(0.8953, 1), percent(None)
    ('89.5 %', '–')
    """
    return MISSING if value is None else f"{figure(100.0 * value, digits)} %"


def change(start: Any, end: Any, digits: int = 1) -> str:
    """Write a temperature that changes.

    >>> change(69.93, 79.84)
    '69.9 → 79.8'
    """
    return MISSING if start is None and end is None else f"{figure(start, digits)} → {figure(end, digits)}"


def band(low: Any, high: Any) -> str:
    """Write a range; nothing where there is none.

    >>> band(3900.2, 5100.0), band(None, None)
    ('3,900–5,100', '')
    """
    return "" if low is None or high is None else f"{figure(low)}–{figure(high)}"


def span(tags: list[str]) -> str:
    """Name several tags that differ in their last letter.

    >>> span(["P-101A", "P-101B", "P-101C"]), span(["P-101A"]), span(["CDU-101A", "CDU-101D"])
    ('P-101A–C', 'P-101A', 'CDU-101A–D')
    """
    return tags[0] if len(tags) == 1 else f"{tags[0]}–{tags[-1].lstrip('CDUP-').lstrip('0123456789')}"


def quantity(value: str, unit: str) -> str:
    """Write a typed value with its unit, once.

    >>> quantity("12", "L/min"), quantity("56 %", "%"), quantity("martin", "-")
    ('12 L/min', '56 %', 'martin')
    """
    return value if unit in ("", "-") or value.endswith(unit) else f"{value} {unit}"


def tightest(limits: list[dict[str, Any]], count: int, binding: str = "") -> list[dict[str, Any]]:
    """Limits with the least margin, broken ones first, then the tightest of code `binding`.

    Margins are compared over the size of their limit; those of temperatures over 10 K.
    """

    def closeness(limit: dict[str, Any]) -> tuple[bool, bool, float]:
        scale = 10.0 if limit["unit"] in ("°C", "K") else max(abs(limit["limit"]), 1e-9)
        binds = limit["code"] == binding and limit["margin"] == least
        return limit["margin"] >= 0, not binds, float(limit["margin"]) / scale

    least = min((limit["margin"] for limit in limits if limit["code"] == binding), default=None)
    return sorted(limits, key=closeness)[:count]


def all_limits(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Limits of every loop and of the header."""
    return [limit for loop in data["loops"] for limit in loop["limits"]] + list(data["header"]["limits"])


def circuits(data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Everything with a pump and a head budget, by name: loops, the machines' own circuits behind a CDU, and the header."""
    rows: list[tuple[str, dict[str, Any]]] = []
    for loop in data["loops"]:
        rows.append((loop["name"], loop))
        rows += [(f"{loop['name']} / CDU", loop["cdu"])] if loop["cdu"] else []
    return [*rows, ("header", data["header"])]


def way(one: dict[str, Any]) -> str:
    """How loops stand on the header: side by side, or one after the other.

    >>> way({"stages": [["racks"], ["miners"]]}), way({"stages": [["racks", "miners"]]}), way({"stages": []})
    ('racks → miners', 'racks | miners', '–')
    """
    return " → ".join(" | ".join(stage) for stage in one["stages"]) or MISSING


def verdict_fails(data: dict[str, Any]) -> bool:
    """Say whether the design cannot work as typed: the target is not reached, or a finding is an error."""
    return not data["verdict"]["reached"] or any(row["severity"] == "error" for row in data["findings"])


def amount(value: Any, unit: str) -> str:
    """Write a quantity with as many digits as its unit and size deserve.

    >>> amount(2652.5, "kW"), amount(17.538, "kW"), amount(76.949, "°C"), amount(6.3328, "-"), amount(None, "kW")
    ('2,652', '17.5', '76.9', '6.33', '–')
    """
    if value is None:
        return MISSING
    if unit == "-":
        return figure(value, 2)
    return figure(value, 1 if unit == "°C" or abs(value) < 200.0 else 0)
