"""The year's hours in plant units: the one table that JSON, file, plots and workbook take their figures from."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heatloop_thermo.months import MONTH_DAYS
from heatloop_thermo.numeric import Array
from heatloop_thermo.weather import Weather
from heatloop_thermo.year.result import Hours, Reason, Year

if TYPE_CHECKING:
    from heatloop_api.year.result import YearResult

KILO = {
    "it_kw": "it_w", "source_heat_kw": "source_heat_w", "captured_kw": "captured_w", "dumped_kw": "dumped_w",
    "heat_pump_electric_kw": "lift_w", "heat_pump_added_kw": "lift_heat_w", "boiler_kw": "boiler_w",
    "boiler_input_kw": "boiler_input_w", "pumps_kw": "pumps_w", "fans_kw": "fans_w", "pump_heat_kw": "pump_heat_w",
    "pipe_loss_kw": "loss_w", "tank_loss_kw": "tank_loss_w", "stored_kw": "stored_w", "demand_kw": "demand_w",
    "delivered_kw": "delivered_w", "unmet_kw": "unmet_w",
}  # fmt: skip
"""Column in plant units, and the field of `Hours` in SI."""
DEGREES = ("supply_c", "return_c", "tank_top_c", "tank_bottom_c")
DIGITS = 6
"""Figures are kept to a millionth of their unit, in the file as in every sum."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOURS_LEAP = 8784
NOMINAL_YEAR, NOMINAL_LEAP_YEAR = 2001, 2000
"""The hours of a typical year belong to no year; their stamps carry one of these, as long as the weather is."""
REASONS = {
    Reason.MACHINES_OFF: "machines off: curtailed, or not there",
    Reason.SOURCE_SHORT: "less heat from the machines than the sinks ask",
    Reason.BOILER_LIMIT: "the boiler is at its capacity",
    Reason.BOILER_MINIMUM: "less is missing than the boiler's least load",
    Reason.COLD_SUPPLY: "the sinks get water below the target",
    Reason.MACHINE_LIMIT: "a limit of the machines holds the loop back",
    Reason.HEAT_PUMP_LIMIT: "outside the heat pump's range",
    Reason.REJECTION_SHORT: "the dry cooler cannot take what nobody wants",
}

Columns = Mapping[str, Array]
"""Figures by column name, shape (n,) each."""


def columns(result: "YearResult") -> dict[str, Array]:
    """Every hourly figure in plant units, rounded to `DIGITS`.

    Parameters
    ----------
    result : the year with its weather and, where one is simulated, its greenhouse.

    Returns
    -------
    Powers [kW], temperatures [degC], shares [-], by column, shape (n,) each; a tank's only where there is one. NaN in nothing
    but water temperatures, in hours in which no water flows.
    """
    made = {"ambient_c": result.weather.dry_bulb_c, "ghi_w_m2": result.weather.ghi_w_m2}
    if result.greenhouse is not None:
        made["greenhouse_c"] = result.greenhouse.climate.air_c
    made |= plant_columns(result.year)
    table: dict[str, Array] = {name: np.round(values, DIGITS).astype(np.float64) for name, values in made.items()}
    bad = [name for name, values in table.items() if name not in DEGREES and not np.isfinite(values).all()]
    assert not bad, f"the year's hours hold figures that are none: {bad}"
    return table


def plant_columns(year: Year) -> dict[str, Array]:
    """Figures of the plant alone, not rounded."""
    hours = year.hours
    made = {name: getattr(hours, field) / 1e3 for name, field in KILO.items()}
    made |= {name: getattr(hours, name) for name in DEGREES}
    if year.design.plant.tank_volume_m3 is None:
        del made["tank_top_c"], made["tank_bottom_c"]
    return made | {"running": hours.running}


def reason_words(hours: Hours) -> list[str]:
    """Names of each hour's reasons, parted by a bar; empty where no limit held.

    An hour that is machines off and cold at once reads ``machines_off|cold_supply``.
    """
    names = {
        code: "|".join(reason.name.lower() for reason in REASONS if code & reason and reason.name)
        for code in {int(code) for code in np.unique(hours.reason)}
    }
    return [names[int(code)] for code in hours.reason]


def days_of(hours: int) -> tuple[int, ...]:
    """Days of the months; a year of 8784 hours has a leap day.

    >>> days_of(8760)[1], days_of(8784)[1]
    (28, 29)
    """
    return MONTH_DAYS if hours != HOURS_LEAP else (31, 29, *MONTH_DAYS[2:])


def month_of_hour(hours: int) -> NDArray[np.int64]:
    """Month of each hour, 0..11, of a year that starts on 1 January.

    Parameters
    ----------
    hours : of the year, 1..8784.

    >>> [int(month) for month in month_of_hour(8760)[[0, 743, 744, 8759]]]
    [0, 0, 1, 11]
    """
    days = days_of(hours)
    assert 0 < hours <= 24 * sum(days), hours
    return np.repeat(np.arange(12), 24 * np.array(days))[:hours]


def times(hours: int) -> NDArray[np.datetime64]:
    """Start of each hour, local standard time, in a nominal year.

    >>> str(times(8760)[-1]), str(times(8784)[-1])
    ('2001-12-31T23:00', '2000-12-31T23:00')
    """
    year = NOMINAL_LEAP_YEAR if hours == HOURS_LEAP else NOMINAL_YEAR
    return np.datetime64(f"{year}-01-01T00:00") + np.arange(hours) * np.timedelta64(1, "h")


def degree_days_k_d(weather: Weather, base_c: float = 18.0) -> float:
    """Heating degree days from daily means. [K d]

    Parameters
    ----------
    weather : whole days of it; a rest of hours at the end is left out.
    base_c : below which a day counts. [degC]
    """
    days = weather.hours // 24
    daily_c = weather.dry_bulb_c[: 24 * days].reshape(days, 24).mean(axis=1)
    return float(np.maximum(base_c - daily_c, 0.0).sum())


def plain(values: Array) -> list[float | None]:
    """Figures as Python's own; None where there is none.

    >>> plain(np.array([1.5, np.nan]))
    [1.5, None]
    """
    return [value if math.isfinite(value) else None for value in values.tolist()]
