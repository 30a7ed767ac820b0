"""A design on one terminal page: the verdict first, then heat, loops, exchangers, pumps, what binds, findings."""

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from heatloop_api.cli.arrangement import arrangements
from heatloop_api.cli.cdu import cdus
from heatloop_api.cli.findings import findings
from heatloop_api.cli.layout import block, lined_up
from heatloop_api.cli.lift import heat_pumps
from heatloop_api.cli.sure import bands
from heatloop_api.words import (
    ROUTES,
    all_limits,
    band,
    change,
    circuits,
    figure,
    percent,
    span,
    tightest,
    verdict_fails,
)

LIMITS_SHOWN = 4


def design_page(data: dict[str, Any]) -> RenderableType:
    """Lay out the page of a design.

    Parameters
    ----------
    data : payload of the design.
    """
    blocks: list[RenderableType] = [
        _title(data),
        Text(),
        _verdict(data),
        Text(),
        _heat(data["heat"]),
        Text(),
        _loops(data["loops"]),
    ]
    for table in (
        arrangements(data["header"]),
        cdus(data["loops"]),
        heat_pumps(data["loops"]),
        _exchangers(data["loops"]),
        _pumps(data),
    ):
        blocks += [Text(), table] if table is not None else []
    blocks += [_budget(name, item) for name, item in circuits(data) if item["head_budget"]]
    blocks += [Text(), _header(data), Text(), _binding(data)]
    blocks += [Text(), bands(data["uncertainty"])] if "uncertainty" in data else []
    blocks += [Text(), findings(data)]
    return Padding(Group(*blocks), (0, 1))


def _title(data: dict[str, Any]) -> Text:
    return Text.assemble(
        (data["site"], "bold"), f"  {data['title']}", (f"  ·  heatloop {data['heatloop_version']}", "dim")
    )


def _verdict(data: dict[str, Any]) -> RenderableType:
    verdict = data["verdict"]
    word = ROUTES[verdict["route"]].upper()
    bad = verdict_fails(data)
    if bad and verdict["reached"]:
        word += ", BUT THE PLANT CANNOT RUN LIKE THIS"
    mark = Text(f" {'!' if bad else '✓'} {word} ", style="bold white on red" if bad else "bold reverse")
    return Group(mark, Text(verdict["text"]))


def _heat(heat: dict[str, Any]) -> RenderableType:
    lift = f"+ {figure(heat['lift_kw'])} kW by heat pumps " if heat["lift_kw"] else ""
    line = (
        f"{figure(heat['source_kw'])} kW electric → {figure(heat['liquid_kw'])} kW to liquid {lift}→ "
        f"{figure(heat['delivered_kw'])} kW delivered, balanced to {heat['balance_error_fraction']:.0e}"
    )
    small = (
        f"captured {percent(heat['capture_fraction'], 1)}; to air {figure(heat['air_kw'])}, rejected {figure(heat['rejected_kw'])}, "
        f"pipes lose {figure(heat['pipe_loss_kw'], 1)}, pumps add {figure(heat['pump_heat_kw'], 1)}, boiler {figure(heat['boiler_kw'])} kW"
    )
    power = f"heat pumps draw {figure(heat['heat_pump_electric_kw'], 1)} kW electric, pumps {figure(heat['pumps_electric_kw'], 1)} kW"
    rows = [
        Text(line),
        Text(small, style="dim"),
        *([Text(power, style="dim")] if heat["heat_pump_electric_kw"] else []),
    ]
    return block("Heat", *rows)


def _loops(loops: list[dict[str, Any]]) -> Table:
    table = lined_up("Loop", "machines\n°C", "flow\nkg/s", "hot side\n°C", "cold side\n°C", "duty\nkW", "can give\n°C")
    for loop in loops:
        hot, cold = _ends(loop)
        table.add_row(
            loop["name"],
            change(loop["source_inlet_c"], loop["source_outlet_c"]),
            figure(loop["flow_kg_s"], 1),
            hot,
            cold,
            figure(loop["duty_kw"]),
            figure(loop["supply_max_c"], 1),
        )
    return table


def _ends(loop: dict[str, Any]) -> tuple[str, str]:
    """Both liquids through whatever hands the heat over."""
    hx, machine = loop["exchanger"] or {}, loop["heat_pump"]
    if machine:
        return change(machine["source_in_c"], machine["source_out_c"]), change(
            machine["sink_in_c"], machine["sink_out_c"]
        )
    return change(hx.get("hot_in_c"), hx.get("hot_out_c")), change(hx.get("cold_in_c"), hx.get("cold_out_c"))


def _exchangers(loops: list[dict[str, Any]]) -> RenderableType | None:
    headings = (
        "plates\n",
        "area\nm²",
        "U\nW/m²K",
        "band of U\nW/m²K",
        "over\n",
        "LMTD\nK",
        "dp kPa\nhot / cold",
        "port\nm/s",
    )
    table = lined_up("Exchanger", *headings)
    missing: list[RenderableType] = []
    for loop in loops:
        hx = loop["exchanger"]
        if hx is None:
            missing += [] if loop["heat_pump"] else [Text(f"{loop['name']}: no exchanger")]
            continue
        table.add_row(
            loop["name"],
            figure(hx["plates"]),
            figure(hx["area_m2"], 1),
            figure(hx["u_fouled_w_m2k"]),
            band(hx["u_low_w_m2k"], hx["u_high_w_m2k"]),
            percent(hx["oversurface_fraction"]),
            figure(hx["lmtd_k"], 2),
            f"{figure(hx['dp_hot_kpa'], 1)} / {figure(hx['dp_cold_kpa'], 1)}",
            figure(hx["port_velocity_m_s"], 1),
        )
    return Group(*([table] if table.row_count else []), *missing) if table.row_count or missing else None


def _pumps(data: dict[str, Any]) -> RenderableType:
    headings = (
        "run +\nwait",
        "flow each\nm³/h",
        "head\nm",
        "speed\n",
        "electric\nkW",
        "motor\nkW",
        "NPSH have / need\nm",
    )
    table = lined_up("Pumps", *headings)
    for _, item in circuits(data):
        pump = item["pump"]
        if pump is None:
            continue
        table.add_row(
            span(pump["tags"]),
            f"{pump['running']} + {pump['standby']}",
            figure(pump["each"]["flow_m3_h"]),
            figure(pump["head_m"], 1),
            percent(pump["speed_fraction"]),
            figure(pump["electric_kw"], 1),
            f"{pump['each']['motor_kw']:g}",
            f"{figure(pump['npsh_available_m'], 1)} / {figure(pump['npsh_required_m'], 1)}",
        )
    return table if table.row_count else Text("No pump runs.")


def _budget(name: str, item: dict[str, Any]) -> Text:
    rows = item["head_budget"]
    words = ", ".join(f"{row['name']} {figure(row['head_m'], 1)}" for row in rows)
    return Text(f"{name}: {words} = {figure(sum(row['head_m'] for row in rows), 1)} m", style="dim")


def _header(data: dict[str, Any]) -> RenderableType:
    header = data["header"]
    if header["supply_c"] is None:
        return block("Header", Text("no loop hands heat over"))
    line = (
        f"{change(header['return_c'], header['supply_c'])} °C at the sinks, {figure(header['flow_kg_s'], 1)} kg/s "
        f"({figure(header['flow_m3_h'])} m³/h), {figure(header['dp_kpa'])} kPa"
    )
    plant = [
        f"tank {figure(data['tank']['volume_m3'])} m³" if data["tank"] else "no tank",
        f"dry cooler {figure(data['rejector']['capacity_kw'])} kW at {data['rejector']['design_ambient_c']:g} °C "
        f"({data['rejector']['fans']} fans, {figure(data['rejector']['fan_electric_kw'], 1)} kW)"
        if data["rejector"]
        else "no dry cooler",
        f"boiler {figure(data['boiler']['capacity_kw'])} kW" if data["boiler"] else "no boiler",
    ]
    return block("Header", Text(line), Text(", ".join(plant), style="dim"))


def _binding(data: dict[str, Any]) -> Table:
    """The limit that binds the verdict, then those with the least margin."""
    binding = data["verdict"]["binding_constraint"]
    table = lined_up("Tightest limits", "stands at", "limit", "margin", "")
    table.columns[0].no_wrap = False
    for limit in tightest(all_limits(data), LIMITS_SHOWN, binding):
        broken = limit["margin"] < 0
        unit, digits = limit["unit"], 3 if broken else 2
        table.add_row(
            limit["text"],
            f"{figure(limit['value'], digits)} {unit}",
            f"{limit['limit']:g} {unit}",
            f"{figure(limit['margin'], digits)} {unit}",
            "BROKEN" if broken else "binds" if limit["code"] == binding else "",
            style="bold red" if broken else "",
        )
    return table
