"""A liquid coolant as four polynomials in temperature, with the range in which they hold.

The heat capacity is the base of the energy balance: enthalpy is its exact integral, so m (h_out - h_in) and the
integral of m cp dT are the same number, and a balance over any number of parts closes to round-off.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Generic, cast

import numpy as np

from heatloop_thermo import vapour
from heatloop_thermo.errors import ThermoError, require
from heatloop_thermo.numeric import N, plain
from heatloop_thermo.polynomial import Coefficients, antiderivative, horner, solve

VERIFIED = ("manufacturer", "secondary", "estimate")


@dataclass(frozen=True, slots=True)
class CoolantState(Generic[N]):
    """The four properties at one temperature, or at each of an array of temperatures."""

    density_kg_m3: N
    heat_capacity_j_kgk: N
    viscosity_pa_s: N
    conductivity_w_mk: N


@dataclass(frozen=True, slots=True)
class Coolant:
    """A liquid coolant. Equal when all its figures are equal; hashable.

    Take one from ``water``, ``glycol``, ``pg25`` or ``table_coolant``. All its methods are vectorised: a scalar gives a
    float, an array an array of the same shape; a temperature outside ``t_low_c..t_high_c``, or NaN, is an
    ``OutOfRange`` that says whether the coolant freezes there or the data end. Pressure is no argument: from 1 to
    10 bar the properties of water change by less than 0.1 %.

    Parameters
    ----------
    name : as it stands in reports and messages.
    t_low_c, t_high_c : range in which the properties hold. [°C]
    freeze_c : temperature at which ice begins to form. [°C]
    source, verified : where the figures come from; manufacturer | secondary | estimate.
    fit_errors : largest relative deviation of each fitted property from the source's figures. [-]
    t_centre_c, t_half_k : the polynomials run over u = (t_c - t_centre_c) / t_half_k.
    density, heat_capacity, log_viscosity, conductivity : coefficients in u, highest power first, of the property in
        kg/m3, J/(kg K), ln(Pa s), W/(m K).
    note : what is known to be off; empty when nothing is.
    """

    name: str
    t_low_c: float
    t_high_c: float
    freeze_c: float
    source: str
    verified: str
    fit_errors: tuple[tuple[str, float], ...]
    t_centre_c: float
    t_half_k: float
    density: Coefficients
    heat_capacity: Coefficients
    log_viscosity: Coefficients
    conductivity: Coefficients
    note: str = ""
    _enthalpy: Coefficients = field(init=False, repr=False, compare=False)
    _enthalpy_ends: tuple[float, float] = field(init=False, repr=False, compare=False)
    _subject: str = field(init=False, repr=False, compare=False)
    _reason: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.verified not in VERIFIED:
            raise ThermoError(f"verified = {self.verified!r} of coolant {self.name} is none of {', '.join(VERIFIED)}")
        raw = antiderivative(self.heat_capacity, self.t_half_k)
        datum_c = min(max(0.0, self.t_low_c), self.t_high_c)  # 0 °C outside: cp is held from there to the range
        u = (datum_c - self.t_centre_c) / self.t_half_k
        offset = datum_c * horner(self.heat_capacity, u) - horner(raw, u)
        cold = "freezes" if self.freeze_c >= self.t_low_c else f"data end at {round(self.t_low_c, 2):g} °C, freezes"
        reason = f"{cold} at {round(self.freeze_c, 2):g} °C, data end at {round(self.t_high_c, 2):g} °C"
        object.__setattr__(self, "_enthalpy", (*raw[:-1], offset))
        ends = ((end - self.t_centre_c) / self.t_half_k for end in (self.t_low_c, self.t_high_c))
        object.__setattr__(self, "_enthalpy_ends", tuple(horner(self._enthalpy, u) for u in ends))
        object.__setattr__(self, "_subject", f"temperature of {self.name}")
        object.__setattr__(self, "_reason", reason)

    @property
    def fit_error(self) -> dict[str, float]:
        """Largest relative deviation from the source's figures, by property.

        >>> from heatloop_thermo.properties import water
        >>> list(water().fit_error)
        ['density', 'heat_capacity', 'viscosity', 'conductivity']
        """
        return dict(self.fit_errors)

    def density_kg_m3(self, t_c: N) -> N:
        """Density, in kg/m3.

        >>> from heatloop_thermo.properties import pg25
        >>> round(pg25().density_kg_m3(60.0), 2)
        1003.05
        """
        return horner(self.density, self._scaled(t_c))

    def heat_capacity_j_kgk(self, t_c: N) -> N:
        """Isobaric specific heat capacity, in J/(kg K).

        >>> from heatloop_thermo.properties import pg25
        >>> round(pg25().heat_capacity_j_kgk(60.0), 1)
        4011.6
        """
        return horner(self.heat_capacity, self._scaled(t_c))

    def viscosity_pa_s(self, t_c: N) -> N:
        """Dynamic viscosity, in Pa s.

        >>> from heatloop_thermo.properties import pg25
        >>> round(pg25().viscosity_pa_s(60.0), 7)
        0.0008808
        """
        viscosity: N = _exp(horner(self.log_viscosity, self._scaled(t_c)))
        return viscosity

    def conductivity_w_mk(self, t_c: N) -> N:
        """Thermal conductivity, in W/(m K).

        >>> from heatloop_thermo.properties import pg25
        >>> round(pg25().conductivity_w_mk(60.0), 4)
        0.5013
        """
        return horner(self.conductivity, self._scaled(t_c))

    def prandtl(self, t_c: N) -> N:
        """Prandtl number, cp mu / k.

        >>> from heatloop_thermo.properties import water
        >>> round(water().prandtl(75.0), 2)
        2.38
        """
        s: CoolantState[Any] = self.state(t_c)
        value: N = s.heat_capacity_j_kgk * s.viscosity_pa_s / s.conductivity_w_mk
        return value

    def state(self, t_c: N) -> CoolantState[N]:
        """All four properties for one range check: what the hot path calls.

        >>> from heatloop_thermo.properties import water
        >>> round(water().state(75.0).density_kg_m3, 1)
        975.0
        """
        u = self._scaled(t_c)
        return CoolantState(
            horner(self.density, u),
            horner(self.heat_capacity, u),
            _exp(horner(self.log_viscosity, u)),
            horner(self.conductivity, u),
        )

    def enthalpy_j_kg(self, t_c: N) -> N:
        """Isobaric specific enthalpy in J/kg: the exact integral of the heat capacity, zero at 0 °C.

        Differences are what counts. A coolant whose data begin above 0 °C is taken to keep its first heat capacity from
        0 °C up to there.

        >>> from heatloop_thermo.properties import water
        >>> round(water().enthalpy_j_kg(75.0) - water().enthalpy_j_kg(55.0))
        83734
        """
        return horner(self._enthalpy, self._scaled(t_c))

    def temperature_c(self, enthalpy_j_kg: N) -> N:
        """Temperature in °C at an enthalpy: ``enthalpy_j_kg`` inverted to round-off by Newton's method.

        Raises
        ------
        OutOfRange : an enthalpy below that at ``t_low_c`` or above that at ``t_high_c``, or NaN.

        >>> from heatloop_thermo.properties import water
        >>> round(water().temperature_c(water().enthalpy_j_kg(62.5)), 9)
        62.5
        """
        low, high = self._enthalpy_ends
        h = plain(enthalpy_j_kg)
        if type(h) is not float or not low <= h <= high:
            require(f"enthalpy of {self.name}", h, low, high, "J/kg", self._reason)
        chord_c = self.t_low_c + (self.t_high_c - self.t_low_c) * (h - low) / (high - low)
        u = solve(self._enthalpy, h, (chord_c - self.t_centre_c) / self.t_half_k)
        t_c: N = self._within(self.t_centre_c + self.t_half_k * u)
        return t_c

    def vapour_pressure_pa(self, t_c: N) -> N:
        """Vapour pressure of water at this temperature, absolute, in Pa; -55..180 °C.

        Exact for water. Glycol lowers the vapour pressure, so for a glycol solution, and for any table coolant that is
        no more volatile than water, this is the safe side for boiling and for cavitation.

        >>> from heatloop_thermo.properties import water
        >>> round(water().vapour_pressure_pa(80.0))
        47414
        """
        return vapour.vapour_pressure_pa(t_c)

    def boiling_c(self, pressure_pa_abs: N) -> N:
        """Boiling point of water in °C at this absolute pressure, 611.66 Pa..1.0028 MPa; glycol boils a little hotter.

        >>> from heatloop_thermo.properties import water
        >>> round(water().boiling_c(200_000.0), 2)
        120.21
        """
        return vapour.boiling_c(pressure_pa_abs)

    def _scaled(self, t_c: N) -> N:
        value: Any = t_c
        if type(value) is float and self.t_low_c <= value <= self.t_high_c:  # the hot path of a design
            return cast("N", (value - self.t_centre_c) / self.t_half_k)
        value = plain(t_c)
        require(self._subject, value, self.t_low_c, self.t_high_c, "°C", self._reason)
        u: N = (value - self.t_centre_c) / self.t_half_k
        return u

    def _within(self, t_c: Any) -> Any:
        """Round-off taken off a temperature whose enthalpy was checked: it cannot truly lie beyond the ends."""
        if isinstance(t_c, float):
            return min(max(t_c, self.t_low_c), self.t_high_c)
        return np.clip(t_c, self.t_low_c, self.t_high_c)


def _exp(value: Any) -> Any:
    return math.exp(value) if isinstance(value, float) else np.exp(value)
