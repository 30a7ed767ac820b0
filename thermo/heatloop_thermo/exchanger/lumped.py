"""Fidelities "ua" and "ua_scaled": an exchanger known by its conductance at one point, which overrides every correlation."""

from collections.abc import Iterable
from dataclasses import dataclass

from heatloop_thermo.errors import require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.exchanger.fluid import FluidState
from heatloop_thermo.exchanger.rating import Check, Details, range_flags
from heatloop_thermo.numeric import Num

SCALED_FLOWS = (0.25, 2.0)
"""Flow over datasheet flow within which the power laws of `ScaledUa` are trusted. [-]; estimate"""


@dataclass(frozen=True)
class ReferenceSide:
    """One side of an exchanger at the point of its datasheet: flow, properties at the mean temperature, pressure drop.

    ``dp_pa`` None: the pressure drop is not known, and ratings say None.
    """

    flow_kg_s: float
    density_kg_m3: float
    heat_capacity_j_kgk: float
    viscosity_pa_s: float
    conductivity_w_mk: float
    dp_pa: float | None = None


@dataclass(frozen=True)
class ConstantUa:
    """Counterflow exchanger of one conductance, whatever flows through it: fidelity "ua".

    Parameters
    ----------
    ua_w_k : conductance in service (fouled). [W/K], > 0
    area_m2 : None where unknown; then no coefficients are reported. [m2]
    fouling_margin : clean over service conductance, less 1. [-], >= 0
    hot, cold : reference points for the pressure drops; None: pressure drops are None.
    friction_exponent : p in f ~ Re^-p. [-]; dp ~ m^(2-p) mu^p / rho; 0.2 is an estimate for chevron plates
    """

    ua_w_k: float
    area_m2: float | None = None
    fouling_margin: float = 0.0
    hot: ReferenceSide | None = None
    cold: ReferenceSide | None = None
    friction_exponent: float = 0.2

    fidelity = "ua"
    passes_hot = 1
    passes_cold = 1

    def __post_init__(self) -> None:
        """Refuse a conductance that is none."""
        require("ua_w_k", self.ua_w_k, 1e-6, 1e12, "W/K", "conductance of an exchanger")
        require("fouling_margin", self.fouling_margin, 0.0, 5.0, "-", "clean over service conductance, less 1")
        require("friction_exponent", self.friction_exponent, 0.0, 1.0, "-", "0 fully rough, 1 laminar")
        if self.area_m2 is not None:
            require("area_m2", self.area_m2, 1e-6, 1e6, "m2", "effective area")

    def conductance_w_k(self, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState) -> Num:
        """UA, the same for every flow. [W/K]"""
        return self.ua_w_k

    def details(
        self, ua_w_k: Num, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState, hot_in_c: Num
    ) -> Details:
        """Coefficients where the area is known, pressure drops where they were given."""
        return _details(self, ua_w_k, hot_kg_s, hot, cold_kg_s, cold, ())


@dataclass(frozen=True)
class ScaledUa:
    """Counterflow exchanger scaled from one known point by flow and properties: fidelity "ua_scaled".

    h ~ k Re^n Pr^(1/3) on each side; the films share the clean resistance, less the metal, as the same law says for equal channels.

    Parameters
    ----------
    ua_w_k, area_m2, fouling_margin, friction_exponent : as for `ConstantUa`, at the reference point.
    hot, cold : reference points of both sides.
    exponent : n. [-]; 0.7 is an estimate for turbulent chevron channels (published: 0.66..0.78)
    wall_share : share of the clean resistance in the metal. [-]; 0.1 is an estimate (0.5 mm of stainless steel at U = 3,200)
    """

    ua_w_k: float
    hot: ReferenceSide
    cold: ReferenceSide
    area_m2: float | None = None
    fouling_margin: float = 0.0
    exponent: float = 0.7
    wall_share: float = 0.1
    friction_exponent: float = 0.2

    fidelity = "ua_scaled"
    passes_hot = 1
    passes_cold = 1

    def __post_init__(self) -> None:
        """Refuse a reference point that is none."""
        ConstantUa(self.ua_w_k, self.area_m2, self.fouling_margin, self.hot, self.cold, self.friction_exponent)
        require("exponent", self.exponent, 0.0, 1.0, "-", "of flow in the film coefficient")
        require("wall_share", self.wall_share, 0.0, 0.9, "-", "share of the clean resistance in the metal")

    def conductance_w_k(self, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState) -> Num:
        """UA at the given flows and mean states; exactly ``ua_w_k`` at the reference point. [W/K]"""
        ref_hot = self._film(self.hot.flow_kg_s, self.hot)
        ref_cold = self._film(self.cold.flow_kg_s, self.cold)
        clean = 1.0 / (self.ua_w_k * (1.0 + self.fouling_margin))
        films = clean * (1.0 - self.wall_share) / (ref_hot + ref_cold)
        hot_film = films * ref_cold * ref_hot / self._film(hot_kg_s, hot)
        cold_film = films * ref_hot * ref_cold / self._film(cold_kg_s, cold)
        return 1.0 / (hot_film + cold_film + clean * (self.wall_share + self.fouling_margin))

    def details(
        self, ua_w_k: Num, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState, hot_in_c: Num
    ) -> Details:
        """Coefficients where the area is known, pressure drops where they were given, and whether the scaling holds."""
        checks: list[Check] = [
            (
                "hot flow over datasheet flow",
                hot_kg_s / self.hot.flow_kg_s,
                *SCALED_FLOWS,
                "-",
                "reach of the power laws",
            ),
            (
                "cold flow over datasheet flow",
                cold_kg_s / self.cold.flow_kg_s,
                *SCALED_FLOWS,
                "-",
                "reach of the power laws",
            ),
        ]
        return _details(self, ua_w_k, hot_kg_s, hot, cold_kg_s, cold, checks)

    def _film(self, flow_kg_s: Num, state: FluidState) -> Num:
        """k Re^n Pr^(1/3) up to a constant of the geometry."""
        mu, k = state.viscosity_pa_s, state.conductivity_w_mk
        pr = state.heat_capacity_j_kgk * mu / k
        return k * nm.exp(self.exponent * nm.ln(flow_kg_s / mu) + nm.ln(pr) / 3.0)


def _details(
    exchanger: ConstantUa | ScaledUa,
    ua: Num,
    hot_kg_s: Num,
    hot: FluidState,
    cold_kg_s: Num,
    cold: FluidState,
    checks: Iterable[Check],
) -> Details:
    area, p = exchanger.area_m2, exchanger.friction_exponent
    within, notes = range_flags(checks)
    return Details(
        u_clean_w_m2k=None if area is None else ua / area * (1.0 + exchanger.fouling_margin),
        u_fouled_w_m2k=None if area is None else ua / area,
        area_m2=area,
        dp_hot_pa=_dp(exchanger.hot, hot_kg_s, hot, p),
        dp_cold_pa=_dp(exchanger.cold, cold_kg_s, cold, p),
        within_range=within,
        notes=notes,
    )


def _dp(reference: ReferenceSide | None, flow_kg_s: Num, state: FluidState, p: float) -> Num | None:
    """dp ~ m^(2-p) mu^p / rho from the reference point. [Pa]"""
    if reference is None or reference.dp_pa is None:
        return None
    flow = (2.0 - p) * nm.ln(flow_kg_s / reference.flow_kg_s)
    viscosity = p * nm.ln(state.viscosity_pa_s / reference.viscosity_pa_s)
    return reference.dp_pa * nm.exp(flow + viscosity) * reference.density_kg_m3 / state.density_kg_m3
