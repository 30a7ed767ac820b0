"""What stands on the sheets of a year's workbook: key figures, months, hours, money, where every number comes from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from heatloop_api.report.sheet import Columns as Heads
from heatloop_api.report.sheet import Fields, Sheet
from heatloop_api.report.year_rows import kpi_rows, weather_rows
from heatloop_api.year.payload_energy import ENERGY
from heatloop_api.year.table import Columns, plain, times

if TYPE_CHECKING:
    import datetime as dt

NAMES = {
    "it": "Machines, electric", "source_heat": "Heat to the liquid", "captured": "Captured", "delivered": "Delivered to the sinks",
    "dumped": "Captured, but rejected", "boiler": "From the boiler", "heat_pump_electric": "Heat pumps, electric",
    "pumps_fans": "Pumps and fans, electric", "demand": "Demand", "unmet": "Unmet", "boiler_input": "Energy to the boiler",
    "pump_heat": "From pumps, as heat", "pipe_loss": "Lost from pipes", "tank_loss": "Lost from the tank",
    "stored": "Left in the tank", "heat_pump_added": "Heat pumps, as heat",
}  # fmt: skip
"""What each energy is called."""
HOURLY: Fields = (
    ("ambient_c", "Outside", "°C"), ("greenhouse_c", "Greenhouse", "°C"), ("it_kw", "Machines", "kW"), ("captured_kw", "Captured", "kW"),
    ("demand_kw", "Demand", "kW"), ("delivered_kw", "Delivered", "kW"), ("boiler_kw", "Boiler", "kW"), ("unmet_kw", "Unmet", "kW"),
    ("dumped_kw", "Rejected", "kW"), ("heat_pump_electric_kw", "Heat pumps", "kW"), ("pumps_kw", "Pumps", "kW"), ("fans_kw", "Fans", "kW"),
    ("supply_c", "Supply", "°C"), ("return_c", "Return", "°C"), ("tank_top_c", "Tank top", "°C"), ("tank_bottom_c", "Tank bottom", "°C"),
    ("running", "Running", "share"),
)  # fmt: skip
"""The main hourly columns; the hourly file has all."""
MONEY: Fields = (
    ("capex", "Investment, whole plant", ""), ("capex_recovery", "Investment, for recovery", ""), ("npv", "Net present value", ""),
    ("revenue_heat", "Worth of the heat", "/y"),
    ("cost_energy", "Energy", "/y"), ("mining_revenue", "Mining revenue", "/y"), ("lcoh_per_mwh", "Cost of heat", "/MWh"),
)  # fmt: skip
"""Key, name, and what follows the currency."""
CASES: Fields = (
    ("baseline_text", "Against", ""), ("stakeholder", "Whose", ""), ("capex", "Spent today", "money"), ("yearly", "First year", "money/y"),
    ("npv", "Net present value", "money"), ("irr", "Internal rate", "fraction"), ("payback_years", "Payback", "years"),
    ("discounted_payback_years", "Discounted payback", "years"),
)  # fmt: skip
YEARLY: Fields = (
    ("item", "Item", ""), ("owner", "Whose", ""), ("today", "Today", "money"), ("first_year", "In the first year", "money/y"),
)  # fmt: skip
CAPEX: Fields = (
    ("item", "Item", ""), ("part", "Part", ""), ("owner", "Whose", ""), ("role", "What for", ""),
    ("quantity", "Size", ""), ("unit", "Unit", ""),
    ("price", "Price", "money"), ("low", "Low", "money"), ("high", "High", "money"), ("lifetime_years", "Life", "years"),
    ("verified", "Verified", ""), ("source", "Source", ""),
)  # fmt: skip
TORNADO: Fields = (
    ("factor", "Input", ""), ("low", "At one end", ""), ("high", "At the other", ""), ("at_low", "NPV there", "money"),
    ("at_high", "NPV there", "money"), ("swing", "Swing", "money"), ("why", "Why this band", ""),
)  # fmt: skip
PLANS: Fields = (
    ("text", "Plan", ""), ("profit", "Profit", "money"), ("gap_fraction", "Short of the best", "fraction"), ("it_mwh", "Machines", "MWh"),
    ("used_mwh", "Heat used", "MWh"), ("dumped_mwh", "Rejected", "MWh"), ("boiler_mwh", "Boiler", "MWh"), ("unmet_mwh", "Unmet", "MWh"),
)  # fmt: skip
SCAN: Fields = (
    ("area_m2", "Greenhouse", "m²"), ("tank_m3_ha", "Tank", "m³/ha"), ("covered_fraction", "Demand covered", "fraction"),
    ("used_fraction", "Captured heat used", "fraction"), ("peak_kw", "Peak demand", "kW"),
)  # fmt: skip
SOURCES: Fields = (
    ("what", "Number", ""), ("value", "Value", ""), ("unit", "Unit", ""), ("verified", "Verified", ""), ("source", "Source", ""),
    ("assumption", "Assumption", ""),
)  # fmt: skip


def year_sheets(table: Columns, data: dict[str, Any], reasons: Sequence[str]) -> tuple[Sheet, ...]:
    """All sheets of a year.

    Parameters
    ----------
    table : hourly figures, `heatloop_api.year.table.columns`.
    data : payload of the year.
    reasons : of each hour, in words, `heatloop_api.year.table.reason_words`.
    """
    money, dispatch = data["money"], data["dispatch"]
    optional: list[Sheet] = []
    if money is not None:
        currency = money["currency"]
        optional += [
            _listed("Money", money["cases"], CASES, currency),
            _cash_flow(money),
            _listed("First year", money["yearly"], YEARLY, currency),
            _listed("Investment", money["capex_items"], CAPEX, currency),
            _listed("NPV tornado", money["tornado"], TORNADO, currency),
        ]
    if dispatch is not None:
        optional.append(_listed("Dispatch", dispatch["plans"], PLANS, dispatch["currency"]))
    if data["area_scan"]:
        optional.append(_listed("Area scan", data["area_scan"], SCAN))
    return (
        _key_figures(data),
        _months(data),
        *optional,
        _listed("Reasons", data["reasons"], (("code", "Code", ""), ("text", "Reason", ""), ("hours", "Hours", "h"))),
        _listed(
            "Findings", data["findings"], (("severity", "Severity", ""), ("code", "Code", ""), ("text", "Finding", ""))
        ),
        _listed("Assumptions", [row for row in data["sources"] if row["assumption"] is not None], SOURCES),
        _listed("Sources", data["sources"], SOURCES),
        _hours(table, reasons),
    )


def _key_figures(data: dict[str, Any]) -> Sheet:
    verdict, energy, money = data["verdict"], data["energy_mwh"], data["money"]
    rows: list[tuple[Any, ...]] = [
        ("Site", data["site"], ""), ("Title", data["title"], ""), ("heatloop", data["heatloop_version"], ""),
        ("Site file, SHA-256", data["site_digest"], ""), ("Verdict", verdict["headline"], ""),
        *(("", sentence, "") for sentence in verdict["sentences"]),
        ("Demand covered", _percent(verdict["covered_fraction"]), "%"), ("Captured heat used", _percent(verdict["used_fraction"]), "%"),
    ]  # fmt: skip
    rows += [(NAMES[key], energy[key], "MWh") for key in ENERGY]
    rows += [(row.name, row.value, row.unit) for row in kpi_rows(data)]
    rows.append(("Largest imbalance of any part in any hour", f"{data['balance_error_fraction']:.1e}", "-"))
    if money is not None:
        currency = money["currency"]
        rows += [(name, money[key], f"{currency}{per}") for key, name, per in MONEY]
        rows += [("Internal rate of return", _percent(money["irr"]), "%"), ("Payback", money["payback_years"], "years")]
        rows.append(("Money is", money["basis"], ""))
    rows += [(f"Weather: {name.lower()}", value, unit) for name, value, unit in weather_rows(data["weather"])]
    return Sheet("Key figures", (("Quantity", ""), ("Value", ""), ("Unit", "")), tuple(rows))


def _months(data: dict[str, Any]) -> Sheet:
    heads: Heads = (
        ("Month", ""), ("Hours", "h"), ("Outside, mean", "°C"), *((NAMES[key], "MWh") for key in ENERGY),
        ("Peak demand", "kW"), ("Coldest supply", "°C"), ("Hours limited", "h"),
    )  # fmt: skip
    rows = [
        (
            row["month"], row["hours"], row["ambient_c"], *(row[key] for key in ENERGY),
            row["peak_demand_kw"], row["supply_min_c"], row["hours_limited"],
        )
        for row in data["monthly"]
    ]  # fmt: skip
    weather, kpi = data["weather"], data["kpi"]
    total = ("Year", data["hours"], weather["ambient_mean_c"], *(data["energy_mwh"][key] for key in ENERGY),
             kpi["peak_demand_kw"], None, sum(row["hours_limited"] for row in data["monthly"]))  # fmt: skip
    return Sheet("Months", heads, (*rows, total))


def _cash_flow(money: dict[str, Any]) -> Sheet:
    """Cumulative, one column for each stakeholder and baseline."""
    cases = money["cases"]
    heads: Heads = (
        ("Year", ""),
        *((f"{case['stakeholder']}, against {case['baseline_text']}", money["currency"]) for case in cases),
    )
    years = max(len(case["cumulative"]) for case in cases)
    return Sheet(
        "Cash flow", heads, tuple((year, *(case["cumulative"][year] for case in cases)) for year in range(years))
    )


def _hours(table: Columns, reasons: Sequence[str]) -> Sheet:
    shown = [field for field in HOURLY if field[0] in table]
    stamps: list[dt.datetime] = times(len(reasons)).tolist()
    heads: Heads = (("Time", "start of the hour"), *((name, unit) for _, name, unit in shown), ("Reason", ""))
    figures = [plain(table[key]) for key, _, _ in shown]
    rows = zip((f"{stamp:%m-%d %H:%M}" for stamp in stamps), *figures, reasons, strict=True)
    return Sheet("Hours", heads, tuple(rows))


def _listed(name: str, rows: Sequence[dict[str, Any]], fields: Fields, currency: str = "") -> Sheet:
    """Rows of the payload under each other; "money" in a unit becomes the currency."""
    heads = tuple((label, unit.replace("money", currency)) for _, label, unit in fields)
    return Sheet(name, heads, tuple(tuple(row[key] for key, _, _ in fields) for row in rows))


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share
