"""A year as plain data in plant units: what ``--json`` prints, and what page, report and workbook read.

The names are promised (see the interface of the command line): a key may be added, never renamed. Every energy is the sum of
the hourly table's column, so that this, the months and the hourly file cannot disagree.
"""

from typing import TYPE_CHECKING

from heatloop_api.payload import Payload, source_payload
from heatloop_api.version import version
from heatloop_api.year.payload_energy import energy_mwh, monthly, reasons_payload
from heatloop_api.year.payload_money import co2_payload, money_payload
from heatloop_api.year.payload_parts import dispatch_payload, greenhouse_payload, kpi_payload, scan_payload
from heatloop_api.year.table import Columns, columns, degree_days_k_d
from heatloop_api.year.verdict import verdict_payload
from heatloop_thermo.economics.sources import sources
from heatloop_thermo.kpi import promised

if TYPE_CHECKING:
    from heatloop_api.year.result import YearResult
    from heatloop_thermo.design import Finding
    from heatloop_thermo.weather import Weather


def year_payload(result: "YearResult", table: Columns | None = None) -> Payload:
    """Put a year into plain data.

    Parameters
    ----------
    result : the simulated year.
    table : its hourly table, if the caller has it already (`heatloop_api.year.table.columns`).

    Returns
    -------
    Only dicts, lists, strings, numbers, booleans and None; no NaN and no infinity.
    """
    table = columns(result) if table is None else table
    plant, hours, money = result.design.plant, result.year.hours, result.money
    priced = sources(money) if money else ()
    made: Payload = {
        "site": plant.name,
        "title": plant.title,
        "heatloop_version": version(),
        "site_digest": result.site_digest,
        "hours": len(hours.it_w),
        "target_c": plant.target_c,
        "weather": _weather(result.weather),
        "energy_mwh": energy_mwh(table),
        "kpi": kpi_payload(result.kpi),
        "kpi_promised": kpi_payload(promised(result.design)),
        "greenhouse": greenhouse_payload(result.greenhouse),
        "money": money_payload(money, result.tornado, result.distribution) if money else None,
        "co2_t": co2_payload(money),
        "balance_error_fraction": _balance_error(result),
        "monthly": monthly(table, hours.reason),
        "reasons": reasons_payload(hours.reason),
        "dispatch": dispatch_payload(result.dispatch, money.currency if money else ""),
        "area_scan": scan_payload(result.area_scan),
        "findings": [_finding(row) for row in result.findings],
        "sources": [source_payload(row) for row in (*plant.provenance, *result.provenance, *priced)],
    }
    return made | {"verdict": verdict_payload(made)}


def _weather(weather: "Weather") -> Payload:
    return {
        "name": weather.name,
        "source": weather.source,
        "heating_degree_days_18_k_d": degree_days_k_d(weather),
        "synthetic": weather.synthetic,
        "latitude_deg": weather.latitude_deg,
        "longitude_deg": weather.longitude_deg,
        "altitude_m": weather.altitude_m,
        "ambient_min_c": float(weather.dry_bulb_c.min()),
        "ambient_mean_c": float(weather.dry_bulb_c.mean()),
        "ambient_max_c": float(weather.dry_bulb_c.max()),
        "wind_mean_m_s": float(weather.wind_m_s.mean()),
        "ghi_kwh_m2": float(weather.ghi_w_m2.sum()) / 1e3,
    }


def _balance_error(result: "YearResult") -> float:
    """Of plant and greenhouse, whichever is larger. [-]"""
    error = result.year.balance_error_fraction
    return error if result.greenhouse is None else max(error, result.greenhouse.climate.balance_error_fraction)


def _finding(row: "Finding") -> Payload:
    return {"severity": row.severity, "code": row.code, "text": row.text}
