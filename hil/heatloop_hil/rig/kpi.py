"""Figures by which a run is judged, after BOPTEST: comfort, limits of the machines, energy, wear."""

from dataclasses import dataclass

import numpy as np

from heatloop_hil.rig.record import Record
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SOURCE, tag
from heatloop_thermo.design import Design
from heatloop_thermo.numeric import Array

HOUR_S = 3600.0
RUNNING = 5.0
"""A pump above this turns. [%]"""


@dataclass(frozen=True, slots=True)
class Facts:
    """A run and the plant in which it happened; every signal has one value a second."""

    design: Design
    record: Record

    def of(self, name: str) -> Array:
        """A signal."""
        return self.record.of(name)

    @property
    def supply_c(self) -> Array:
        """Out of the exchangers. [degC]"""
        return self.of(tag("TT", HEADER, 0, 1))

    @property
    def sinks_c(self) -> Array:
        """To the sinks. [degC]"""
        return self.of(tag("TT", HEADER, 0, 3))

    @property
    def deviation_k(self) -> Array:
        """Supply over its setpoint. [K]"""
        return self.supply_c - self.of("setpoint_c")

    def over_limit_k(self, end: str) -> Array:
        """By how much the hottest "inlet" or "outlet" of any machine is above its limit; negative below. [K]"""
        rows = []
        for i, loop in enumerate(self.design.loops):
            if end == "inlet":
                limit_c = min(bank.inlet_max_c for bank in loop.loop.banks) - loop.source_inlet_c + loop.circuit_inlet_c
            else:
                limit_c = (
                    min(bank.outlet_max_c for bank in loop.loop.banks) - loop.source_outlet_c + loop.circuit_outlet_c
                )
            rows.append(self.of(tag("TT", SOURCE, i, 1 if end == "outlet" else 2)) - limit_c)
        most: Array = np.max(rows, axis=0)
        return most

    @property
    def alarms(self) -> list[tuple[float, str]]:
        """Alarms that were raised: second and code. [s]"""
        rows = [(at_s, row) for at_s, row in self.record.journal if row.kind == "alarm"]
        return [(at_s, row.code) for at_s, row in rows if row.became == "unacknowledged"]


def kpis(facts: Facts) -> dict[str, float]:
    """All figures of a run, by name with the unit last.

    ``cold_kh``: kelvin hours of the sinks' water below the target; ``machine_kh``: of the machines above their limits; energies [kWh];
    ``pump_kwh_kwh``: electricity of the pumps for a unit of heat delivered; ``strokes``: full strokes of the valves;
    ``starts``: of pumps; ``alarms`` raised.
    """
    target_c = facts.design.plant.target_c
    delivered, dumped = _kwh(facts.of("delivered_kw")), _kwh(facts.of("dumped_kw"))
    hot = np.maximum(facts.over_limit_k("inlet"), facts.over_limit_k("outlet"))
    pumps = _kwh(pump_kw(facts))
    boiler = facts.of(tag("JT", BOILER, 0)) if facts.design.plant.boiler else np.zeros(1)
    return {
        "cold_kh": _kwh(np.maximum(target_c - facts.sinks_c, 0.0)),
        "machine_kh": _kwh(np.maximum(hot, 0.0)),
        "peak_k": float(np.max(np.abs(facts.deviation_k))),
        "delivered_kwh": delivered,
        "dumped_kwh": dumped,
        "boiler_kwh": _kwh(boiler),
        "pump_kwh_kwh": pumps / delivered if delivered > 0.0 else 0.0,
        "strokes": strokes(facts),
        "starts": float(starts(facts)),
        "alarms": float(len(facts.alarms)),
    }


def pump_kw(facts: Facts) -> Array:
    """Electric power of all pumps of loops and header, by the cube of their speed; sinks' pumps belong to the sinks. [kW]"""
    design, total = facts.design, np.zeros(len(facts.record.time_s))
    for i, loop in enumerate(design.loops):
        if loop.pump is not None:
            speed = facts.of(tag("ST", SOURCE, i)) / (100.0 * loop.pump.speed_fraction)
            total += loop.pumps_electric_w / 1e3 * speed**3
    if design.header is not None and design.header.pump is not None:
        pump = design.header.pump
        speed = facts.of(tag("ST", HEADER, 0)) / (100.0 * pump.speed_fraction)
        total += pump.electric_w * design.plant.header.pump.parallel / 1e3 * speed**3
    return total


def strokes(facts: Facts) -> float:
    """Full strokes of the valve that moves most."""
    valves = [name for name in facts.record.tags if name.startswith("ZT-")]
    return max((float(np.sum(np.abs(np.diff(facts.of(name))))) / 100.0 for name in valves), default=0.0)


def starts(facts: Facts) -> int:
    """Starts of the pump or compressor that starts most often."""
    areas = (f"ST-{SOURCE}", f"ST-{HEADER}", f"ST-{SINK}", f"ST-{HEAT_PUMP}")
    machines = [name for name in facts.record.tags if name.startswith(areas) and not name.endswith("2")]
    return max((int(np.sum(np.diff((facts.of(name) > RUNNING).astype(int)) > 0)) for name in machines), default=0)


def _kwh(kw: Array) -> float:
    """Hours' sum of a signal of seconds."""
    return float(np.sum(kw)) / HOUR_S
