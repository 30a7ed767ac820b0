"""The HTML report of a year: one file that needs nothing else, for a screen and for paper."""

from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from markupsafe import Markup

from heatloop_api.report.html import _environment, _safe, _template_text
from heatloop_api.report.year_plot_carpet import carpet_svg
from heatloop_api.report.year_plot_energy import duration_svg, monthly_svg
from heatloop_api.report.year_plot_money import cash_svg, npv_tornado_svg, scan_svg
from heatloop_api.report.year_rows import kpi_rows, weather_rows
from heatloop_api.report.year_sankey import sankey_svg
from heatloop_api.words import MARKS, MISSING, figure
from heatloop_api.year.payload_energy import load_duration
from heatloop_api.year.table import Columns
from heatloop_api.year.verdict import year_fails

if TYPE_CHECKING:
    pass

Carpet = tuple[str, Markup, str]


def year_html(table: Columns, data: dict[str, Any]) -> str:
    """Write the report of a year.

    Parameters
    ----------
    table : hourly figures, `heatloop_api.year.table.columns`.
    data : payload of the year; every figure in the report is taken from here or from the table.

    Returns
    -------
    A whole HTML document without links to anything outside; the same bytes for the same year.

    Raises
    ------
    ExtraMissingError : if matplotlib is not installed.
    """
    sources = data["sources"]
    return (
        _year_environment()
        .get_template("year.html.j2")
        .render(
            data=data,
            css=_safe(_template_text("report.css") + _template_text("year.css")),
            plots=_plots(table, data),
            carpets=_carpets(table, data),
            kpi_rows=kpi_rows(data),
            weather_rows=weather_rows(data["weather"]),
            fails=year_fails(data),
            words={"marks": MARKS},
            assumptions=[row for row in sources if row["assumption"] is not None],
            estimated=[row for row in sources if row["verified"] == "estimate"],
            remarks=[row for row in data["findings"] if row["code"] != "assumption"],
        )
    )


def _plots(table: Columns, data: dict[str, Any]) -> dict[str, Markup | None]:
    made = {
        "sankey": sankey_svg(data["energy_mwh"], "Sankey diagram of the year's heat"),
        "monthly": monthly_svg(data["monthly"], "months", "Heat month by month"),
        "duration": duration_svg(load_duration(table), "load", "Load-duration curve"),
    }
    money, greenhouse = data["money"], data["greenhouse"]
    if data["area_scan"]:
        area_m2 = greenhouse["area_m2"] if greenhouse else None
        made["scan"] = scan_svg(data["area_scan"], area_m2, "scan", "Coverage and use against greenhouse area")
    if money is not None:
        currency = money["currency"]
        made["cash"] = cash_svg(money["cases"], currency, "cash", "Cumulative cash flow")
        tornado = npv_tornado_svg(money["tornado"], money["npv"], currency, "npv", "What moves the net present value")
        made |= {"tornado": tornado} if tornado else {}
    return {name: _safe(picture) for name, picture in made.items()}


def _carpets(table: Columns, data: dict[str, Any]) -> list[Carpet]:
    """Title, picture and note of each temperature over the year."""
    target_c = data["target_c"]
    made = [
        (
            "Supply at the sinks",
            _safe(carpet_svg(table["supply_c"], target_c, "supply [°C]", "supply", "Supply temperature over the year")),
            f"Pale is the target of {target_c:g} °C; blue is colder.",
        ),
        (
            "Outside air" + (" (synthetic weather)" if data["weather"]["synthetic"] else ""),
            _safe(carpet_svg(table["ambient_c"], 0.0, "outside [°C]", "outside", "Outside air over the year")),
            f"{data['weather']['name']}: {data['weather']['source']}. Pale is 0 °C.",
        ),
    ]
    if "greenhouse_c" in table:
        middle_c = float(sorted(table["greenhouse_c"])[len(table["greenhouse_c"]) // 2])
        picture = carpet_svg(
            table["greenhouse_c"], middle_c, "greenhouse [°C]", "inside", "Greenhouse air over the year"
        )
        made.insert(1, ("Air of the greenhouse", _safe(picture), f"Pale is the median, {middle_c:.1f} °C."))
    return made


def short(value: Any) -> str:
    """Write money in as few figures as a tile holds.

    >>> short(1234567.0), short(-45600.0), short(950.0), short(None)
    ('1.23 M', '-45.6 k', '950', '–')
    """
    if value is None:
        return MISSING
    if abs(value) >= 1e6:
        return f"{figure(value / 1e6, 2 if abs(value) < 1e7 else 1)} M"
    return f"{figure(value / 1e3, 1 if abs(value) < 1e5 else 0)} k" if abs(value) >= 1e4 else figure(value)


def percentage(value: Any) -> str:
    """Write a fraction in per cent without the sign.

    >>> percentage(0.9432), percentage(None)
    ('94.3', '–')
    """
    return MISSING if value is None else figure(100.0 * value, 1)


def _year_environment() -> Environment:
    environment = _environment()
    environment.filters.update(short=short, percentage=percentage)
    return environment
