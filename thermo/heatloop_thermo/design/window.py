"""What a loop's machines allow: every limit is linear in the temperature rise across the machines.

With the machines' heat fixed, the flow and the mixed rise x = Q / (m cp) say the same thing. The hottest header water is then

    supply(x) = min over limits of (inlet limit) + x - approach - pipe drop

a concave, piecewise linear function of x, so its maximum and the range of x that serves a given supply follow without a search
over plants. Two limits act from below on the inlet: the header's return plus the approach, and the machines' own minimum.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from heatloop_thermo.source import MachineBank


@dataclass(frozen=True)
class Ceiling:
    """One limit from above on the inlet of what heats the circuit: inlet_c <= level_c - shift_k - slope * rise_k.

    Parameters
    ----------
    code : ``source_inlet_max`` or ``source_outlet_max``.
    bank : name of the bank that sets it.
    level_c : the limit itself. [degC]
    slope : 0 for an inlet limit; for an outlet limit the bank's share of the mixed rise. [-]
    shift_k : temperature lost between machines and circuit, in coolant distribution units. [K]
    """

    code: str
    bank: str
    level_c: float
    slope: float
    shift_k: float = 0.0

    def inlet_c(self, rise_k: float) -> float:
        """Hottest inlet that this limit allows at a mixed rise. [degC]"""
        return self.level_c - self.shift_k - self.slope * rise_k


@dataclass(frozen=True)
class Window:
    """The temperatures and rises that a loop may run at.

    Parameters
    ----------
    ceilings : limits from above on the inlet.
    floor_c : lowest inlet that still hands heat to the header's return across the approach, or that the machines ask for. [degC]
    floor_code : ``header_return`` or ``source_inlet_min``.
    rise_low_k, rise_high_k : rises at the highest and the lowest flow allowed. [K]
    rise_design_k : rise at the design flow. [K]
    approach_k : least temperature difference in the exchanger. [K]
    drop_k : temperature lost between machines and exchanger. [K]
    """

    ceilings: tuple[Ceiling, ...]
    floor_c: float
    floor_code: str
    rise_low_k: float
    rise_high_k: float
    rise_design_k: float
    approach_k: float
    drop_k: float

    def inlet_max_c(self, rise_k: float) -> float:
        """Hottest inlet that every limit allows. [degC]"""
        return min(ceiling.inlet_c(rise_k) for ceiling in self.ceilings)

    def supply_max_at(self, rise_k: float) -> float:
        """Hottest header water at a rise. [degC]"""
        return self.inlet_max_c(rise_k) + rise_k - self.approach_k - self.drop_k

    def is_open(self) -> bool:
        """Say whether any flow in the machines' range hands heat to the header at all."""
        return self.inlet_max_c(self.rise_low_k) >= self.floor_c

    def best(self) -> tuple[float, float]:
        """Give the hottest header water and the rise that gives it: (supply_c [degC], rise_k [K])."""
        open_rises = [rise for rise in self._corners() if self.inlet_max_c(rise) >= self.floor_c - 1e-9]
        top_c = max(self.supply_max_at(rise) for rise in open_rises)
        ties = [rise for rise in open_rises if self.supply_max_at(rise) >= top_c - 1e-9]
        return top_c, min(ties, key=lambda rise: abs(rise - self.rise_design_k))

    def rise_for(self, supply_c: float) -> float:
        """Rise nearest to the design's that serves a supply temperature (at most `best`). [K]"""
        _, best_k = self.best()
        wanted_k = min(max(self.rise_design_k, self.rise_low_k), self.rise_high_k)
        if self._serves(wanted_k, supply_c):
            return wanted_k
        good, bad = best_k, wanted_k
        for _ in range(60):
            middle = 0.5 * (good + bad)
            good, bad = (middle, bad) if self._serves(middle, supply_c) else (good, middle)
        return good

    def inlet_for(self, supply_c: float, rise_k: float) -> float:
        """Machines' inlet that gives a supply temperature at a rise: no hotter than it must be. [degC]"""
        return max(supply_c + self.approach_k + self.drop_k - rise_k, self.floor_c)

    def held_by(self) -> Ceiling:
        """Say which limit sets `best`."""
        _, rise_k = self.best()
        return min(self.ceilings, key=lambda top: (round(top.inlet_c(rise_k), 6), top.code == "source_inlet_max"))

    def _serves(self, rise_k: float, supply_c: float) -> bool:
        ceiling_c = self.inlet_max_c(rise_k)
        return ceiling_c >= self.floor_c and self.supply_max_at(rise_k) >= supply_c - 1e-9

    def _corners(self) -> Iterator[float]:
        """Rises at which a concave piecewise linear function can have its maximum: ends, design, crossings, the floor."""
        low, high = self.rise_low_k, self.rise_high_k
        yield from (low, high)
        if low <= self.rise_design_k <= high:
            yield self.rise_design_k
        floor = Ceiling("floor", "", self.floor_c, 0.0)
        lines = (*self.ceilings, floor)
        for i, one in enumerate(lines):
            for other in lines[i + 1 :]:
                if one.slope != other.slope:
                    rise = (one.level_c - other.level_c) / (one.slope - other.slope)
                    if low < rise < high:
                        yield rise


def ceilings(banks: tuple[MachineBank, ...], inlet_k: float = 0.0, pump_k: float = 0.0) -> tuple[Ceiling, ...]:
    """Limits from above of all banks on a loop whose flows keep the proportion of their design flows.

    Parameters
    ----------
    banks : machine banks in parallel on one loop; at least one.
    inlet_k : by how much their inlet is warmer than the circuit's cold end, where a coolant distribution unit stands between. [K]
    pump_k : part of the circuit's rise that the unit's pumps make, not the machines. [K]

    Returns
    -------
    Two limits a bank: its inlet, and its outlet with the bank's share of the mixed rise.
    """
    heat = sum(bank.liquid_w for bank in banks)
    flow = sum(bank.count * bank.flow_m3_s for bank in banks)
    rows: list[Ceiling] = []
    for bank in banks:
        share = (bank.liquid_w / (bank.count * bank.flow_m3_s)) / (heat / flow)
        rows.append(Ceiling("source_inlet_max", bank.name, bank.inlet_max_c, 0.0, inlet_k))
        rows.append(Ceiling("source_outlet_max", bank.name, bank.outlet_max_c, share, inlet_k - share * pump_k))
    return tuple(rows)
