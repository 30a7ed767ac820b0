"""Energy of the year and of each month, which limits held in how many hours, and what covered the demand: sums over the hourly table."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatloop_api.year.table import MONTHS, REASONS, Columns, month_of_hour

ENERGY = {
    "it": ("it_kw",),
    "source_heat": ("source_heat_kw",),
    "captured": ("captured_kw",),
    "delivered": ("delivered_kw",),
    "dumped": ("dumped_kw",),
    "boiler": ("boiler_kw",),
    "heat_pump_electric": ("heat_pump_electric_kw",),
    "pumps_fans": ("pumps_kw", "fans_kw"),
    "demand": ("demand_kw",),
    "unmet": ("unmet_kw",),
    "heat_pump_added": ("heat_pump_added_kw",),
    "boiler_input": ("boiler_input_kw",),
    "pump_heat": ("pump_heat_kw",),
    "pipe_loss": ("pipe_loss_kw",),
    "tank_loss": ("tank_loss_kw",),
    "stored": ("stored_kw",),
}
"""Key of an energy, and the hourly columns whose sum it is."""
LOAD_HOURS = 24
"""Each point of the load-duration curve is the mean of so many hours of like demand."""


def energy_mwh(table: Columns, rows: Any = slice(None)) -> dict[str, float]:
    """Sum powers over hours. [MWh]

    Parameters
    ----------
    table : of the year.
    rows : which hours; all without it.
    """
    return {key: float(sum(table[name][rows].sum() for name in names)) / 1e3 for key, names in ENERGY.items()}


def monthly(table: Columns, reasons: NDArray[np.uint16]) -> list[dict[str, Any]]:
    """Twelve months: energies [MWh], temperatures, and hours in which a limit held. A month that the year does not reach has no mean."""
    month = month_of_hour(len(table["it_kw"]))
    return [_month(table, month == index, name, reasons) for index, name in enumerate(MONTHS)]


def _month(table: Columns, rows: NDArray[np.bool_], name: str, reasons: NDArray[np.uint16]) -> dict[str, Any]:
    hours = int(rows.sum())
    supply_c = table["supply_c"][rows & (table["demand_kw"] > 0.0)]
    supply_c = supply_c[np.isfinite(supply_c)]
    return {
        "month": name,
        "hours": hours,
        **energy_mwh(table, rows),
        "ambient_c": float(table["ambient_c"][rows].mean()) if hours else None,
        "supply_min_c": float(supply_c.min()) if len(supply_c) else None,
        "peak_demand_kw": float(table["demand_kw"][rows].max()) if hours else None,
        "hours_limited": int((reasons[rows] != 0).sum()),
    }


def reasons_payload(reasons: NDArray[np.uint16]) -> list[dict[str, Any]]:
    """Each reason code with the hours in which it holds, those that never do left out."""
    return [
        {"code": str(reason.name).lower(), "text": words, "hours": int(count)}
        for reason, words in REASONS.items()
        if (count := np.count_nonzero(reasons & int(reason)))
    ]


def coverage(table: Columns) -> dict[str, NDArray[np.float64]]:
    """What covers each hour's demand. [kW], shape (n,) each

    Of what is delivered, the boiler's part is what it gives in that hour, the tank's what it gives up beyond its loss, and the
    rest comes straight from the machines. ``unmet`` completes the demand.
    """
    delivered = table["delivered_kw"]
    boiler = np.minimum(table["boiler_kw"], delivered)
    emptied = np.maximum(-table["stored_kw"] - table["tank_loss_kw"], 0.0)
    tank = np.minimum(emptied, delivered - boiler)
    return {
        "direct": delivered - boiler - tank,
        "tank": tank,
        "boiler": boiler,
        "unmet": np.maximum(table["unmet_kw"], 0.0),
    }


def load_duration(table: Columns) -> dict[str, NDArray[np.float64]]:
    """Demand from the highest hour to the lowest, and what covers it, each point a mean over `LOAD_HOURS` hours. [kW]

    Returns
    -------
    ``hours`` : up to which the point reaches; ``demand``, ``direct``, ``tank``, ``boiler``, ``unmet``; one shape.
    """
    parts = {"demand": table["demand_kw"], **coverage(table)}
    order = np.argsort(-table["demand_kw"], kind="stable")
    starts = np.arange(0, len(order), LOAD_HOURS)
    counts = np.diff([*starts, len(order)])
    means = {name: np.add.reduceat(values[order], starts) / counts for name, values in parts.items()}
    return {"hours": starts + 0.5 * counts, **means}


def recovered_mwh(energy: dict[str, float]) -> float:
    """Delivered heat that does not come from the boiler. [MWh]"""
    return energy["delivered"] - energy["boiler"]


def sums(rows: Sequence[dict[str, Any]], key: str) -> float:
    """Add one figure over rows."""
    return float(sum(row[key] for row in rows))
