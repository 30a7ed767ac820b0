"""Machines as sources of heat: what they give to the liquid, the flow they need, the temperatures they bear."""

from dataclasses import dataclass
from typing import Any

from heatloop_thermo.errors import require
from heatloop_thermo.numeric import N


@dataclass(frozen=True)
class MachineBank:
    """Identical machines (hydro miners or GPU racks) fed in parallel from one loop.

    Parameters
    ----------
    name, model : of the bank in the site, and of the machine in the catalogue.
    count : machines in the bank. [-], >= 1
    groups : containers or rows that are switched and isolated as one. [-], >= 1
    power_w : electric power of one machine. [W]
    liquid_fraction : share of the power that reaches the liquid; the rest goes to air. [-], 0..1
    flow_m3_s : design flow through one machine. [m3/s]
    flow_min_m3_s, flow_max_m3_s : range that one machine allows. [m3/s]
    inlet_min_c, inlet_max_c : range of the coolant temperature at the inlet. [degC]
    outlet_max_c : highest coolant temperature at the outlet. [degC]
    pressure_drop_pa : of one machine at ``flow_m3_s``. [Pa]
    pressure_drop_exponent : dp ~ V^n. [-]; 1.9 fits the published table of one rack (facts: GB300), 2 is rough turbulent flow
    """

    name: str
    model: str
    count: int
    groups: int
    power_w: float
    liquid_fraction: float
    flow_m3_s: float
    flow_min_m3_s: float
    flow_max_m3_s: float
    inlet_min_c: float
    inlet_max_c: float
    outlet_max_c: float
    pressure_drop_pa: float
    pressure_drop_exponent: float = 1.9

    def __post_init__(self) -> None:
        """Refuse a bank that cannot exist, so that no later step has to ask."""
        require(f"{self.name}: liquid_fraction", self.liquid_fraction, 0.0, 1.0, "-", "a share of the electric power")
        require(f"{self.name}: count", float(self.count), 1.0, 1e6, "-", "a bank has at least one machine")
        require(f"{self.name}: power_w", self.power_w, 1.0, 1e7, "W", "electric power of one machine")
        low, high = self.flow_min_m3_s, self.flow_max_m3_s
        require(
            f"{self.name}: flow_min_m3_s", low, 1e-9, high, "m3/s", "minimum flow is positive and below the maximum"
        )
        require(
            f"{self.name}: flow_m3_s", self.flow_m3_s, low, high, "m3/s", "the design flow lies in the range allowed"
        )
        top = self.outlet_max_c
        require(
            f"{self.name}: inlet_max_c",
            self.inlet_max_c,
            self.inlet_min_c,
            top,
            "degC",
            "inlet minimum < maximum <= outlet maximum",
        )

    @property
    def electric_w(self) -> float:
        """Electric power of the whole bank. [W]"""
        return self.count * self.power_w

    @property
    def liquid_w(self) -> float:
        """Heat of the whole bank to the liquid. [W]"""
        return self.electric_w * self.liquid_fraction

    @property
    def air_w(self) -> float:
        """Heat of the whole bank to the room air: not captured, never lost from the books. [W]"""
        return self.electric_w - self.liquid_w

    def pressure_drop_at(self, flow_ratio: N) -> N:
        """Pressure drop of one machine at a multiple of its design flow.

        Parameters
        ----------
        flow_ratio : flow over design flow. [-], >= 0; scalar or array

        Returns
        -------
        Pressure drop. [Pa], same shape

        Raises
        ------
        OutOfRange : for a negative ratio.
        """
        require("flow_ratio", flow_ratio, 0.0, float("inf"), "-", "flow has one direction")
        ratio: Any = flow_ratio
        drop: N = self.pressure_drop_pa * ratio**self.pressure_drop_exponent
        return drop
