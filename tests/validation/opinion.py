"""Ours beside TESPy's stored answers at random operating points; needs no TESPy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from published import citation, rows

from heatloop_thermo.exchanger import ConstantUa, Stream, rate
from heatloop_thermo.heatpump import Compressor, Cycle, Refrigerant, solve_cycle
from heatloop_thermo.properties import glycol, water

DATA = Path(__file__).parent / "data"
EXCHANGERS, CYCLES = DATA / "tespy_exchangers.csv", DATA / "tespy_cycles.csv"

Row = dict[str, str]


@dataclass(frozen=True)
class Agreement:
    """Deviations at some points. ``off`` is absolute, one value for each point."""

    group: str
    off: NDArray[np.float64]

    @property
    def figures(self) -> tuple[float, float, float]:
        """Median, 95th percentile, largest."""
        return float(np.median(self.off)), float(np.percentile(self.off, 95.0)), float(self.off.max())


def number(row: Row, name: str) -> float:
    return float(row[name])


def outlet_off_k(row: Row, pressure: str) -> float:
    """The larger deviation of the two outlets, TESPy's glycol at 1 atm ("") or "_20_mbar". [K]"""
    hot = Stream(glycol(row["glycol"], number(row, "fraction")), number(row, "hot_kg_s"), number(row, "hot_in_c"))
    cold = Stream(water(), number(row, "cold_kg_s"), number(row, "cold_in_c"))
    found = rate(ConstantUa(1e3 * number(row, "ua_kw_k")), hot, cold)
    return max(
        abs(getattr(found, f"{side}_out_c") - number(row, f"{side}_out{pressure}_c")) for side in ("hot", "cold")
    )


def cycle_off(row: Row, fluid: Refrigerant) -> tuple[float, float]:
    """Deviation of the COP, relative, and of the discharge temperature. [K]"""
    inputs = (number(row, name) for name in ("evaporating_c", "condensing_c", "superheat_k", "subcooling_k"))
    compressor = Compressor(number(row, "isentropic_efficiency"))
    losses = {name: number(row, name) for name in ("evaporator_loss", "condenser_loss")}
    found = solve_cycle(Cycle(row["refrigerant"], *inputs, compressor, **losses), fluid)
    return abs(found.cop_heating / number(row, "cop") - 1.0), abs(found.discharge_c - number(row, "discharge_c"))


def grouped(table: list[Row], off: NDArray[np.float64], name: Callable[[Row], str]) -> list[Agreement]:
    """All points first, then each group in the order in which it occurs."""
    labels = [name(row) for row in table]
    groups = {label: [i for i, other in enumerate(labels) if other == label] for label in dict.fromkeys(labels)}
    return [Agreement("all", off), *(Agreement(label, off[points]) for label, points in groups.items())]


def exchangers(pressure: str = "") -> list[Agreement]:
    """Outlets, in K; the pressure of TESPy's glycol as for `outlet_off_k`."""
    table = rows(EXCHANGERS)
    off = np.array([outlet_off_k(row, pressure) for row in table])
    return grouped(table, off, lambda row: f"{row['glycol']} {100.0 * number(row, 'fraction'):g} % by mass")


def cycles() -> tuple[list[Agreement], list[Agreement]]:
    """COP, relative; discharge temperature, in K."""
    table = rows(CYCLES)
    fluids = {name: Refrigerant(name) for name in dict.fromkeys(row["refrigerant"] for row in table)}
    both = np.array([cycle_off(row, fluids[row["refrigerant"]]) for row in table])
    cop, discharge = (grouped(table, both[:, i], lambda row: row["refrigerant"]) for i in (0, 1))
    return cop, discharge


def provenance() -> str:
    return citation(EXCHANGERS).partition("by ")[2]
