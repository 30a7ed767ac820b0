"""Fidelity "plate": a stack of identical chevron plates, rated from its geometry."""

from dataclasses import dataclass
from functools import cached_property

from heatloop_thermo.errors import OutOfRange, UnsupportedArrangement, require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.exchanger import plate as channel
from heatloop_thermo.exchanger.continuous import VALIDITY, Correlation, require_correlation
from heatloop_thermo.exchanger.fluid import FluidState
from heatloop_thermo.exchanger.ntu import require_arrangement
from heatloop_thermo.exchanger.plate import PlateGeometry, Side
from heatloop_thermo.exchanger.rating import Check, Details, range_flags
from heatloop_thermo.numeric import Num


@dataclass(frozen=True)
class PlateExchanger:
    """A stack of identical plates between two streams.

    Parameters
    ----------
    plate : geometry of one plate.
    plates : number of plates, both end plates included. [-], 3..plate.plates_max. N plates make N - 1 channels and N - 2 plates that
        transfer heat; with an even number of plates the cold side has the one channel more.
    passes_hot, passes_cold : passes in series, in overall counterflow: n/n, 1/2 or 2/1.
    fouling_hot_m2k_w, fouling_cold_m2k_w : fouling resistances. [m2 K/W]
    correlation : "martin", "kumar" or "muley_manglik", for film and friction.

    Raises
    ------
    OutOfRange : too few or too many plates, negative fouling, an unknown correlation.
    UnsupportedArrangement : passes without a correct relation, or channels that do not divide into equal passes.
    """

    plate: PlateGeometry
    plates: int
    passes_hot: int = 1
    passes_cold: int = 1
    fouling_hot_m2k_w: float = 0.0
    fouling_cold_m2k_w: float = 0.0
    correlation: Correlation = "martin"

    fidelity = "plate"

    def __post_init__(self) -> None:
        """Refuse a stack that cannot be built."""
        require("plates", self.plates, 3, self.plate.plates_max, "-", f"frame of {self.plate.name}")
        if self.plates != int(self.plates):
            raise OutOfRange(f"plates = {self.plates} - is not a whole number")
        require("fouling_hot_m2k_w", self.fouling_hot_m2k_w, 0.0, 0.01, "m2 K/W", "fouling resistance")
        require("fouling_cold_m2k_w", self.fouling_cold_m2k_w, 0.0, 0.01, "m2 K/W", "fouling resistance")
        require_correlation(self.correlation)
        require_arrangement(self.passes_hot, self.passes_cold)
        hot = (self.plates - 1) // 2
        for name, channels, passes in (
            ("hot", hot, self.passes_hot),
            ("cold", self.plates - 1 - hot, self.passes_cold),
        ):
            if channels % passes:
                text = f"{self.plates} plates: {channels} channels of the {name} side do not divide into {passes} equal passes"
                raise UnsupportedArrangement(text)

    @cached_property
    def area_m2(self) -> float:
        """Area that transfers heat: all plates but the two at the ends. [m2]"""
        return (self.plates - 2) * self.plate.area_m2

    @cached_property
    def hot_side(self) -> Side:
        """Channels of a pass and passes of the hot side."""
        return Side((self.plates - 1) // 2 // self.passes_hot, self.passes_hot)

    @cached_property
    def cold_side(self) -> Side:
        """Channels of a pass and passes of the cold side."""
        return Side((self.plates - 1 - (self.plates - 1) // 2) // self.passes_cold, self.passes_cold)

    @cached_property
    def fixed_m2k_w(self) -> float:
        """Resistance of metal and fouling, which no flow changes. [m2 K/W]"""
        return self.plate.wall_m2k_w + self.fouling_hot_m2k_w + self.fouling_cold_m2k_w

    def conductance_w_k(self, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState) -> Num:
        """UA with fouling at the given flows and mean states. [W/K]"""
        re_hot = channel.reynolds(self.plate, self.hot_side, hot_kg_s, hot)
        re_cold = channel.reynolds(self.plate, self.cold_side, cold_kg_s, cold)
        return self.area_m2 * self._u_fouled(self.correlation, re_hot, hot, re_cold, cold)

    def details(
        self, ua_w_k: Num, hot_kg_s: Num, hot: FluidState, cold_kg_s: Num, cold: FluidState, hot_in_c: Num
    ) -> Details:
        """Coefficients, pressure drops, velocities and range flags at the given flows and mean states, whose UA is known."""
        plate, hot_side, cold_side = self.plate, self.hot_side, self.cold_side
        re_hot = channel.reynolds(plate, hot_side, hot_kg_s, hot)
        re_cold = channel.reynolds(plate, cold_side, cold_kg_s, cold)
        u_fouled = ua_w_k / self.area_m2
        low, high = self._u_band(u_fouled, re_hot, hot, re_cold, cold)
        hot_channel = channel.channel_dp_pa(plate, self.correlation, hot_side, hot_kg_s, hot, re_hot)
        cold_channel = channel.channel_dp_pa(plate, self.correlation, cold_side, cold_kg_s, cold, re_cold)
        hot_port = channel.port_dp_pa(plate, hot_side, hot_kg_s, hot)
        cold_port = channel.port_dp_pa(plate, cold_side, cold_kg_s, cold)
        within, notes = range_flags(self._checks(re_hot, re_cold, hot_in_c))
        return Details(
            u_clean_w_m2k=1.0 / (1.0 / u_fouled - self.fouling_hot_m2k_w - self.fouling_cold_m2k_w),
            u_fouled_w_m2k=u_fouled,
            u_low_w_m2k=low,
            u_high_w_m2k=high,
            area_m2=self.area_m2,
            dp_hot_pa=hot_channel + hot_port,
            dp_cold_pa=cold_channel + cold_port,
            dp_hot_channel_pa=hot_channel,
            dp_hot_port_pa=hot_port,
            dp_cold_channel_pa=cold_channel,
            dp_cold_port_pa=cold_port,
            port_velocity_hot_m_s=channel.port_velocity_m_s(plate, hot_kg_s, hot),
            port_velocity_cold_m_s=channel.port_velocity_m_s(plate, cold_kg_s, cold),
            reynolds_hot=re_hot,
            reynolds_cold=re_cold,
            within_range=within,
            notes=notes,
        )

    def _u_fouled(self, correlation: Correlation, re_hot: Num, hot: FluidState, re_cold: Num, cold: FluidState) -> Num:
        h_hot = channel.film_w_m2k(self.plate, correlation, re_hot, hot)
        h_cold = channel.film_w_m2k(self.plate, correlation, re_cold, cold)
        return 1.0 / (1.0 / h_hot + 1.0 / h_cold + self.fixed_m2k_w)

    def _u_band(self, u_fouled: Num, re_hot: Num, hot: FluidState, re_cold: Num, cold: FluidState) -> tuple[Num, Num]:
        """Least and largest fouled U over the correlations fitted to such plates; outside its Re range one is extrapolated."""
        low = high = u_fouled
        for other, validity in VALIDITY.items():
            if other != self.correlation and validity.fits_plate(self.plate.chevron_beta_deg, self.plate.enlargement):
                u = self._u_fouled(other, re_hot, hot, re_cold, cold)
                low, high = nm.smaller(low, u), nm.larger(high, u)
        return low, high

    def _checks(self, re_hot: Num, re_cold: Num, hot_in_c: Num) -> list[Check]:
        validity, plate = VALIDITY[self.correlation], self.plate
        fitted = f"fitted range of {validity.title}"
        return [
            ("hot side Re", re_hot, *validity.re, "-", fitted),
            ("cold side Re", re_cold, *validity.re, "-", fitted),
            ("chevron angle", plate.chevron_beta_deg, *validity.beta_deg, "°", fitted),
            ("enlargement", plate.enlargement, *validity.enlargement, "-", fitted),
            ("hot inlet", hot_in_c, -273.15, plate.temperature_max_c, "°C", f"limit of plate {plate.name}"),
        ]
