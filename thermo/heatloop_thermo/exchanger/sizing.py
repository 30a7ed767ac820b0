"""What sizing asks and answers: the duty, the limits, the choice and what was considered beside it."""

from dataclasses import dataclass
from functools import cached_property

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.exchanger.continuous import Correlation, require_correlation
from heatloop_thermo.exchanger.difference import lmtd
from heatloop_thermo.exchanger.fluid import Fluid
from heatloop_thermo.exchanger.plate_exchanger import PlateExchanger
from heatloop_thermo.exchanger.rating import Rating

BALANCE_TOLERANCE = 1e-3
"""How far the heats of the two sides of a duty may be apart. [-]"""


@dataclass(frozen=True)
class Duty:
    """What an exchanger shall do.

    Parameters
    ----------
    hot_coolant, hot_flow_kg_s, hot_in_c, hot_out_c : the side that gives heat. [kg/s], [°C]
    cold_coolant, cold_flow_kg_s, cold_in_c, cold_out_c : the side that takes it.

    Raises
    ------
    TemperatureCross : terminal temperatures that cross or touch.
    OutOfRange : heats of the two sides more than `BALANCE_TOLERANCE` apart; temperatures outside a coolant's range; NaN.
    """

    hot_coolant: Fluid
    hot_flow_kg_s: float
    hot_in_c: float
    hot_out_c: float
    cold_coolant: Fluid
    cold_flow_kg_s: float
    cold_in_c: float
    cold_out_c: float

    def __post_init__(self) -> None:
        """Refuse a duty that no exchanger can do."""
        require("hot_flow_kg_s", self.hot_flow_kg_s, 1e-9, 1e6, "kg/s", "flow of a duty")
        require("cold_flow_kg_s", self.cold_flow_kg_s, 1e-9, 1e6, "kg/s", "flow of a duty")
        require("lmtd_k", self.lmtd_k, 1e-9, 1e4, "K", "mean temperature difference of a duty")
        rise = self.cold_coolant.enthalpy_j_kg(self.cold_out_c) - self.cold_coolant.enthalpy_j_kg(self.cold_in_c)
        taken = float(self.cold_flow_kg_s * rise)
        require("duty_w", self.duty_w, 1e-3, 1e12, "W", "heat that the hot side gives")
        if abs(taken - self.duty_w) > BALANCE_TOLERANCE * self.duty_w:
            raise OutOfRange(
                f"duty: the hot side gives {self.duty_w / 1e3:.6g} kW, the cold side takes {taken / 1e3:.6g} kW; "
                f"they may be {BALANCE_TOLERANCE:.1%} apart"
            )

    @cached_property
    def duty_w(self) -> float:
        """Heat that the hot side gives. [W]"""
        drop = self.hot_coolant.enthalpy_j_kg(self.hot_in_c) - self.hot_coolant.enthalpy_j_kg(self.hot_out_c)
        return float(self.hot_flow_kg_s * drop)

    @cached_property
    def ntu(self) -> float:
        """Transfer units that the duty asks for: the larger temperature change over the mean difference. [-]"""
        return max(self.hot_in_c - self.hot_out_c, self.cold_out_c - self.cold_in_c) / self.lmtd_k

    @cached_property
    def lmtd_k(self) -> float:
        """Counterflow mean temperature difference. [K]"""
        return float(lmtd(self.hot_in_c, self.hot_out_c, self.cold_in_c, self.cold_out_c))


@dataclass(frozen=True)
class SizingLimits:
    """What a sized exchanger has to keep.

    Parameters
    ----------
    dp_hot_max_pa, dp_cold_max_pa : allowed pressure drops, channels and ports. [Pa]
    port_velocity_max_m_s : allowed in the port holes. [m/s]
    fouling_hot_m2k_w, fouling_cold_m2k_w : fouling resistances. [m2 K/W]
    oversurface_min : least area beyond what the fouled duty needs. [-], 0.1 means 10 %
    pressure_max_pa : highest operating pressure, against each plate's own limit. [Pa gauge]
    temperature_max_c : highest design temperature, against each plate's own limit; None: the duty's hot inlet. [°C]
    passes_max : most passes tried, the same on both sides. [-], >= 1
    correlation : for film and friction.
    """

    dp_hot_max_pa: float
    dp_cold_max_pa: float
    port_velocity_max_m_s: float
    fouling_hot_m2k_w: float = 0.0
    fouling_cold_m2k_w: float = 0.0
    oversurface_min: float = 0.0
    pressure_max_pa: float = 0.0
    temperature_max_c: float | None = None
    passes_max: int = 3
    correlation: Correlation = "martin"

    def __post_init__(self) -> None:
        """Refuse limits that mean nothing."""
        require("dp_hot_max_pa", self.dp_hot_max_pa, 1.0, 1e8, "Pa", "allowed pressure drop")
        require("dp_cold_max_pa", self.dp_cold_max_pa, 1.0, 1e8, "Pa", "allowed pressure drop")
        require("port_velocity_max_m_s", self.port_velocity_max_m_s, 0.01, 100.0, "m/s", "allowed in the ports")
        require("fouling_hot_m2k_w", self.fouling_hot_m2k_w, 0.0, 0.01, "m2 K/W", "fouling resistance")
        require("fouling_cold_m2k_w", self.fouling_cold_m2k_w, 0.0, 0.01, "m2 K/W", "fouling resistance")
        require("oversurface_min", self.oversurface_min, 0.0, 5.0, "-", "area beyond what the duty needs")
        require("pressure_max_pa", self.pressure_max_pa, 0.0, 1e8, "Pa", "operating pressure, gauge")
        require("passes_max", self.passes_max, 1, 10, "-", "passes tried")
        require_correlation(self.correlation)


@dataclass(frozen=True, slots=True)
class Considered:
    """The best that one plate can do.

    Parameters
    ----------
    plate : its name.
    passes, plates, area_m2 : of the stack; plates and area None where no number of plates would do.
    refused : why it was not chosen, with figures; empty for the one that was.
    binding : the limit that refuses it, or that sets its number of plates.
    """

    plate: str
    passes: int
    plates: int | None
    area_m2: float | None
    refused: str
    binding: str


@dataclass(frozen=True)
class Sizing:
    """The exchanger of least area that does the duty within the limits.

    Parameters
    ----------
    exchanger : whole plates.
    rating : at the inlets of the duty; its heat is the duty's or more.
    oversurface_fraction : area over the area that the duty needs at the fouled coefficient, less 1. [-]
    binding : the limit without which less area would do: thermal_duty, dp_hot, dp_cold, port_velocity, plates_max,
        temperature_max or pressure_max. thermal_duty: no limit stands in the way, the heat itself asks for the area.
    text : the choice and what binds, in one sentence with figures.
    considered : the best of every plate offered, in the order offered.
    """

    exchanger: PlateExchanger
    rating: Rating
    oversurface_fraction: float
    binding: str
    text: str
    considered: tuple[Considered, ...]
