"""A year on one terminal page: the verdict first, then energy, months, performance, money, what held it back, findings."""

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from heatloop_api.cli.findings import SEVERITY_STYLE
from heatloop_api.cli.layout import block, hanging, lined_up
from heatloop_api.words import figure, percent
from heatloop_api.year.payload_energy import recovered_mwh, sums
from heatloop_api.year.verdict import year_fails

FINDINGS_SHOWN = 6
"""More findings than these are counted: the page stays one screen."""


def year_page(data: dict[str, Any]) -> RenderableType:
    """Lay out the page of a year.

    Parameters
    ----------
    data : payload of the year.
    """
    blocks: list[RenderableType] = [_title(data), Text(), _verdict(data), Text(), _energy(data), Text(), _seasons(data)]
    blocks += [Text(), _performance(data)]
    blocks += [Text(), _money(data["money"])] if data["money"] is not None else []
    blocks += [_dispatch(data["dispatch"])] if data["dispatch"] is not None else []
    blocks += [Text(), _reasons(data), Text(), _findings(data)]
    return Padding(Group(*blocks), (0, 1))


def _title(data: dict[str, Any]) -> Text:
    weather = data["weather"]
    mark = ("  SYNTHETIC WEATHER", "bold yellow") if weather["synthetic"] else ""
    return Text.assemble(
        (data["site"], "bold"),
        f"  {data['title']}",
        (f"  ·  {figure(data['hours'])} h, {weather['name']}", "dim"),
        mark,
    )


def _verdict(data: dict[str, Any]) -> RenderableType:
    verdict, bad = data["verdict"], year_fails(data)
    sign = "!" if bad or not verdict["met"] else "✓"
    mark = Text(f" {sign} {verdict['headline']} ", style="bold white on red" if bad else "bold reverse")
    return Group(mark, *(Text(sentence) for sentence in verdict["sentences"]))


def _energy(data: dict[str, Any]) -> RenderableType:
    e = data["energy_mwh"]
    line = (
        f"{figure(e['it'])} MWh electric → {figure(e['captured'])} captured → {figure(recovered_mwh(e))} recovered, "
        f"{figure(e['dumped'])} rejected; balanced to {data['balance_error_fraction']:.0e}"
    )
    small = (
        f"demand {figure(e['demand'])}, boiler {figure(e['boiler'])}, unmet {figure(e['unmet'])}, pipes and tank lose "
        f"{figure(e['pipe_loss'] + e['tank_loss'])}, pumps and fans draw {figure(e['pumps_fans'])}, "
        f"heat pumps {figure(e['heat_pump_electric'])} MWh"
    )
    return block("Energy", Text(line), Text(small, style="dim"))


def _seasons(data: dict[str, Any]) -> Table:
    """Quarters, so that the page stays one screen; report, workbook and JSON have the months."""
    headings = ("demand\nMWh", "recovered\nMWh", "boiler\nMWh", "unmet\nMWh", "rejected\nMWh", "limited\nh")
    table = lined_up("Months", *headings)
    months = data["monthly"]
    for first in range(0, len(months), 3):
        rows = months[first : first + 3]
        table.add_row(
            f"{rows[0]['month']}–{rows[-1]['month']}",
            figure(sums(rows, "demand")),
            figure(sums(rows, "delivered") - sums(rows, "boiler")),
            figure(sums(rows, "boiler")),
            figure(sums(rows, "unmet"), 1),
            figure(sums(rows, "dumped")),
            figure(sums(rows, "hours_limited")),
        )
    return table


def _performance(data: dict[str, Any]) -> RenderableType:
    kpi, greenhouse = data["kpi"], data["greenhouse"]
    shares = (
        f"capture {percent(kpi['capture_fraction'], 1)}, ERF {figure(kpi['erf'], 3)}, ERE {figure(kpi['ere'], 3)}, "
        f"PUE {figure(kpi['pue'], 3)}, heat COP {figure(kpi['heat_cop'], 1)}, tank cycles {figure(kpi['tank_cycles'])}"
    )
    short = (
        f"below {data['target_c']:g} °C: {figure(kpi['hours_below_target'])} h, {figure(kpi['kelvin_hours_below_target'])} K h; "
        f"peak demand {figure(kpi['peak_demand_kw'])} kW; CO2 avoided {figure(data['co2_t']['avoided'])} t"
    )
    rows = [shares, short]
    if greenhouse is not None:
        rows.append(
            f"greenhouse {figure(greenhouse['area_m2'] / 1e4, 2)} ha: {figure(greenhouse['demand_kwh_m2'])} kWh/m², "
            f"peak {figure(greenhouse['peak_w_m2'])} W/m²"
        )
    return block("KPI", *(Text(row) for row in rows))


def _money(money: dict[str, Any]) -> RenderableType:
    thousand = f"k{money['currency']}"
    headings = (f"today\n{thousand}", f"first year\n{thousand}", f"NPV\n{thousand}", "IRR\n", "payback\nyears")
    table = lined_up("Money, against", *headings)
    for row in money["cases"]:
        table.add_row(
            f"{row['stakeholder']}, {row['baseline_text']}",
            figure(-row["capex"] / 1e3),
            figure(row["yearly"] / 1e3),
            figure(row["npv"] / 1e3),
            percent(row["irr"], 1),
            figure(row["payback_years"], 1),
        )
    cost = (
        f"recovered heat costs {figure(money['lcoh_per_mwh'], 1)} {money['currency']}/MWh"
        if money["lcoh_per_mwh"] is not None
        else ""
    )
    return Group(table, *([Text(cost, style="dim")] if cost else []))


def _dispatch(dispatch: dict[str, Any]) -> RenderableType:
    words = "; ".join(
        f"{row['text']} {figure(row['profit'] / 1e3)} ({percent(row['gap_fraction'], 1)} short)"
        for row in dispatch["plans"]
    )
    return block("Plan", Text(f"profit in thousand {dispatch['currency']}: {words}", style="dim"))


def _reasons(data: dict[str, Any]) -> RenderableType:
    if not data["reasons"]:
        return block("Limits", Text("none in any hour"))
    return block("Limits", *(Text(f"{figure(row['hours']):>6} h  {row['text']}") for row in data["reasons"]))


def _findings(data: dict[str, Any]) -> RenderableType:
    rows = [row for row in data["findings"] if row["code"] != "assumption"]
    lines: list[RenderableType] = [
        hanging(Text(row["severity"], style=SEVERITY_STYLE[row["severity"]]), Text(row["text"]))
        for row in rows[:FINDINGS_SHOWN]
    ]
    if len(rows) > FINDINGS_SHOWN:
        lines.append(Text(f"{len(rows) - FINDINGS_SHOWN} more findings in --report and --json", style="dim"))
    assumed = sum(row["assumption"] is not None for row in data["sources"])
    if data["weather"]["synthetic"]:
        words = f"synthetic: {data['weather']['source']}; --weather FILE.epw takes a real one"
        lines.append(hanging(Text("weather", style="yellow"), Text(words)))
    lines.append(
        Text(
            f"{assumed} of {len(data['sources'])} numbers are assumptions; reasons in --report and --json", style="dim"
        )
    )
    return Group(*lines)
