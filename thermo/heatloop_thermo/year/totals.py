"""Sums of a year: for the whole of it, for each month, and sorted for a load-duration curve."""

from dataclasses import dataclass, fields

import numpy as np

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.numeric import Array
from heatloop_thermo.year.result import Hours

JOULES_PER_MWH = 3.6e9
HOUR_S = 3600.0
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Of a year without a leap day, which is how weather files come."""


@dataclass(frozen=True)
class Energy:
    """Energies of a span of hours. [J]

    Parameters
    ----------
    it_j : electricity of the machines.
    source_heat_j : their heat to the liquid.
    captured_j : what of it leaves the loops: less the loops' pipe losses.
    delivered_j : to the sinks.
    dumped_j : rejected by dry coolers.
    boiler_j, boiler_input_j : heat of the boiler, and the energy it took.
    heat_pump_electric_j : electricity of heat pumps.
    pumps_fans_j : electricity of pumps and of dry coolers' fans.
    loss_j, tank_loss_j : of pipes, of the tank.
    demand_j, unmet_j : what the sinks wanted, and what they did not get.
    """

    it_j: float
    source_heat_j: float
    captured_j: float
    delivered_j: float
    dumped_j: float
    boiler_j: float
    boiler_input_j: float
    heat_pump_electric_j: float
    pumps_fans_j: float
    loss_j: float
    tank_loss_j: float
    demand_j: float
    unmet_j: float

    def as_dict(self) -> dict[str, float]:
        """By the keys of JSON: `it`, `source_heat`, ..., all in MWh."""
        return {field.name.removesuffix("_mwh"): float(getattr(self, field.name)) for field in fields(self)}


_SOURCES = {
    "it_j": ("it_w",),
    "source_heat_j": ("source_heat_w",),
    "captured_j": ("captured_w",),
    "delivered_j": ("delivered_w",),
    "dumped_j": ("dumped_w",),
    "boiler_j": ("boiler_w",),
    "boiler_input_j": ("boiler_input_w",),
    "heat_pump_electric_j": ("lift_w",),
    "pumps_fans_j": ("pumps_w", "fans_w"),
    "loss_j": ("loss_w",),
    "tank_loss_j": ("tank_loss_w",),
    "demand_j": ("demand_w",),
    "unmet_j": ("unmet_w",),
}


def energy(hours: Hours, span: slice | None = None) -> Energy:
    """Energies of all hours, or of a span of them.

    Parameters
    ----------
    hours : of a year.
    span : which hours; None: all.
    """
    part = span or slice(None)
    found = {
        name: sum(float(np.sum(getattr(hours, source)[part])) for source in sources) * HOUR_S
        for name, sources in _SOURCES.items()
    }
    return Energy(**found)


def monthly(hours: Hours) -> tuple[Energy, ...]:
    """Energies of the twelve months of a year of 8,760 hours that begins on 1 January.

    Raises
    ------
    OutOfRange : for another number of hours.
    """
    ends = month_ends(len(hours.it_w))
    return tuple(energy(hours, slice(start, end)) for start, end in zip((0, *ends[:-1]), ends, strict=True))


def month_ends(hours: int) -> tuple[int, ...]:
    """Hour after the last of each month.

    Raises
    ------
    OutOfRange : for another number of hours than that of a year without a leap day.

    >>> month_ends(8760)[:3]
    (744, 1416, 2160)
    """
    if hours != 24 * sum(MONTH_DAYS):
        raise OutOfRange(f"{hours} hours are no year of {24 * sum(MONTH_DAYS)}: months cannot be told apart")
    return tuple(int(end) for end in 24 * np.cumsum(MONTH_DAYS))


def load_duration(load_w: Array, *covered_w: Array) -> tuple[Array, ...]:
    """A load sorted from its highest hour down, and what covers it in the same hours.

    Parameters
    ----------
    load_w : hourly. [W], shape (n,)
    covered_w : parts of it, each in its own array. [W], shape (n,)

    Returns
    -------
    Sorted arrays, the load first; hours of equal load keep their order.

    >>> load_duration(np.array([1.0, 3.0, 2.0]), np.array([10.0, 30.0, 20.0]))
    (array([3., 2., 1.]), array([30., 20., 10.]))
    """
    order = np.argsort(-load_w, kind="stable")
    return tuple(values[order] for values in (load_w, *covered_w))
