"""Refrigerants: the one door to CoolProp's equations of state, and with `ideal` the only place of this package that knows kelvin.

CoolProp takes four seconds to import, so it is imported when the first refrigerant is opened and not before. A
`Refrigerant` is a handle that one solver opens, uses and drops (opening costs 0.1 to 0.3 ms): nothing is kept in the
module, so threads and processes cannot disturb each other as long as each opens its own.

Flashes from pressure and temperature, entropy or enthalpy look at the saturation line first, so that the phase is never
in doubt, and then run `heatpump.newton`, which is two to five times quicker than CoolProp's own.
"""

import math
from typing import Any, Literal, NamedTuple

from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.heatpump import newton
from heatloop_thermo.vapour import KELVIN

Phase = Literal["liquid", "two_phase", "vapour", "supercritical"]

Given = Literal["h", "s"]
"""What a flash is given beside the pressure: enthalpy or entropy."""
KEYS = {"R1224yd(Z)": "R1224YDZ"}
"""Names that CoolProp spells in its own way."""
ABSENT = {"R515B": "a blend that CoolProp 8 does not predefine, as is every other blend here: pure refrigerants only"}


class State(NamedTuple):
    """One state of a refrigerant.

    Parameters
    ----------
    t_c, pressure_pa : temperature [degC], absolute pressure [Pa].
    enthalpy_j_kg, entropy_j_kgk : from the reference state of the equation of state; only differences count.
    density_kg_m3 : [kg/m3]
    quality : vapour mass fraction on and inside the dome, None outside. [-]
    phase : liquid, two_phase (the two lines of the dome included), vapour, supercritical (above the critical pressure).
    """

    t_c: float
    pressure_pa: float
    enthalpy_j_kg: float
    entropy_j_kgk: float
    density_kg_m3: float
    quality: float | None
    phase: Phase


class Refrigerant:
    """A pure refrigerant, opened. Not to be shared between threads: it holds one mutable state of CoolProp.

    Parameters
    ----------
    name : ASHRAE number as CoolProp knows it (R717, R600a, R1233zd(E)), or "R1224yd(Z)".

    Attributes
    ----------
    critical_c, critical_pa, triple_c : of the equation of state.
    t_max_c, pressure_max_pa : end of the equation's range.

    Raises
    ------
    OutOfRange : a name that is not a pure fluid of CoolProp.

    Source
    ------
    The reference equations of state in CoolProp 8 (Bell et al., Ind. Eng. Chem. Res. 53 (2014) 2498).

    >>> round(Refrigerant("R600").saturated(80.0, 1.0).pressure_pa / 1e5, 3)
    10.116
    """

    __slots__ = ("_cp", "_state", "critical_c", "critical_pa", "name", "pressure_max_pa", "t_max_c", "triple_c")

    def __init__(self, name: str) -> None:
        import CoolProp  # noqa: PLC0415  four seconds: only for whoever has a heat pump

        if name in ABSENT:
            raise OutOfRange(f"refrigerant = {name!r} is {ABSENT[name]}")
        self.name = name
        self._cp: Any = CoolProp
        try:
            self._state: Any = CoolProp.AbstractState("HEOS", KEYS.get(name, name))
        except ValueError as error:
            raise OutOfRange(f"refrigerant = {name!r} is not a pure fluid that CoolProp knows") from error
        self._state.specify_phase(CoolProp.iphase_gas)  # (density, T) is then a plain evaluation, in every phase
        self.critical_c: float = self._state.T_critical() - KELVIN
        self.critical_pa: float = self._state.p_critical()
        self.triple_c: float = self._state.Ttriple() - KELVIN
        self.t_max_c: float = self._state.Tmax() - KELVIN
        self.pressure_max_pa: float = self._state.pmax()

    def saturated(self, t_c: float, quality: float) -> State:
        """State on or inside the dome at a temperature; quality 0 is the bubble line, 1 the dew line.

        Raises
        ------
        OutOfRange : below the triple point, or within 0.05 K of the critical point and above.
        """
        reason = f"saturation line of {self.name}, triple to critical point"
        require(f"saturation temperature of {self.name}", t_c, self.triple_c, self.critical_c - 0.05, "degC", reason)
        self._update(self._cp.QT_INPUTS, quality, t_c + KELVIN)
        return self._read("two_phase", quality)

    def saturated_at(self, pressure_pa: float, quality: float) -> State:
        """State on or inside the dome at a pressure below the critical one."""
        if not 0.0 < pressure_pa < self.critical_pa:
            reason = f"critical pressure of {self.name}"
            require(f"saturation pressure of {self.name}", pressure_pa, 0.0, self.critical_pa, "Pa", reason)
        self._update(self._cp.PQ_INPUTS, pressure_pa, quality)
        return self._read("two_phase", quality)

    def vapour(self, t_c: float, pressure_pa: float, near: State | None = None) -> State:
        """Superheated vapour; above the critical pressure whatever is stable there (quicker from a state near by)."""
        return self._single(t_c, pressure_pa, 1.0, near)

    def liquid(self, t_c: float, pressure_pa: float) -> State:
        """Subcooled liquid; above the critical pressure whatever is stable there."""
        return self._single(t_c, pressure_pa, 0.0, None)

    def at_entropy(self, pressure_pa: float, entropy_j_kgk: float, near: State | None = None) -> State:
        """State at a pressure and an entropy, in whichever phase it falls.

        ``near``: a state from which to start above the critical pressure, where there is no saturation line.

        Raises
        ------
        OutOfRange : no such state within the range of the equation.
        """
        return self._flash(pressure_pa, entropy_j_kgk, "s", near)

    def at_enthalpy(self, pressure_pa: float, enthalpy_j_kg: float, near: State | None = None) -> State:
        """State at a pressure and an enthalpy, in whichever phase it falls; its enthalpy is exactly the one given.

        ``near`` : as for `at_entropy`.

        Raises
        ------
        OutOfRange : no such state within the range of the equation.
        """
        return self._flash(pressure_pa, enthalpy_j_kg, "h", near)._replace(enthalpy_j_kg=enthalpy_j_kg)

    def heat_capacity_j_kgk(self, state: State) -> float:
        """Isobaric heat capacity of a single-phase state, or of the line of the dome on which it lies. [J/(kg K)]"""
        self._update(self._cp.DmassT_INPUTS, state.density_kg_m3, state.t_c + KELVIN)
        return float(self._state.cpmass())

    def _single(self, t_c: float, pressure_pa: float, quality: float, near: State | None) -> State:
        self._check(t_c, pressure_pa)
        t_k = t_c + KELVIN
        if near is not None and pressure_pa >= self.critical_pa:
            start = near.density_kg_m3 * (near.t_c + KELVIN) / t_k
            if newton.density(self._state, self._cp, t_k, pressure_pa, start):
                return self._read("supercritical", None, pressure_pa)
        if pressure_pa < self.critical_pa:
            line = self.saturated_at(pressure_pa, quality)
            start = line.density_kg_m3 * ((line.t_c + KELVIN) / t_k if quality else 1.0)
            if newton.density(self._state, self._cp, t_k, pressure_pa, start):
                return self._read("vapour" if quality else "liquid", None, pressure_pa)
        self._native(self._cp.PT_INPUTS, pressure_pa, t_k)
        beside: Phase = "vapour" if quality else "liquid"
        return self._read("supercritical" if pressure_pa >= self.critical_pa else beside, None, pressure_pa)

    def _flash(self, pressure_pa: float, target: float, given: Given, near: State | None) -> State:
        if not math.isfinite(target):
            raise OutOfRange(f"{'enthalpy' if given == 'h' else 'entropy'} of {self.name} = {target} is not a number")
        if pressure_pa >= self.critical_pa:
            return self._supercritical(pressure_pa, target, given, near)
        dew = self.saturated_at(pressure_pa, 1.0)
        if target >= _of(dew, given):
            return self._beside(dew, target, given, "vapour")
        bubble = self.saturated_at(pressure_pa, 0.0)
        if target > (low := _of(bubble, given)):
            return self.saturated_at(pressure_pa, (target - low) / (_of(dew, given) - low))
        return self._beside(bubble, target, given, "liquid")

    def _beside(self, line: State, target: float, given: Given, phase: Phase) -> State:
        """From the line of the dome into the phase beside it; the handle stands on that line."""
        over_k = (target - _of(line, given)) / self._state.cpmass()
        t_k = line.t_c + KELVIN
        guess_k = t_k + over_k if given == "h" else t_k * math.exp(max(min(over_k, 0.7), -0.7))
        density = line.density_kg_m3 * (t_k / guess_k if phase == "vapour" else 1.0)
        found = newton.flash(self._state, self._cp, line.pressure_pa, given, target, guess_k, density)
        on_side = (self._state.rhomass() <= line.density_kg_m3) == (phase == "vapour") or guess_k == t_k
        if not found or not on_side:
            return self._slow(line.pressure_pa, target, given, phase)
        self._check(self._state.T() - KELVIN, line.pressure_pa)
        return self._read(phase, None, line.pressure_pa)

    def _supercritical(self, pressure_pa: float, target: float, given: Given, near: State | None) -> State:
        self._check(self.critical_c, pressure_pa)
        if near is not None:  # along an isentrope, roughly
            ratio = pressure_pa / near.pressure_pa
            t_k, density = (near.t_c + KELVIN) * ratio**0.2, near.density_kg_m3 * ratio**0.8
            if newton.flash(self._state, self._cp, pressure_pa, given, target, t_k, density):
                self._check(self._state.T() - KELVIN, pressure_pa)
                return self._read("supercritical", None, pressure_pa)
        return self._slow(pressure_pa, target, given, "supercritical")

    def _slow(self, pressure_pa: float, target: float, given: Given, phase: Phase) -> State:
        """CoolProp's own flash, up to 0.5 ms."""
        if given == "h":
            self._native(self._cp.HmassP_INPUTS, target, pressure_pa)
        else:
            self._native(self._cp.PSmass_INPUTS, pressure_pa, target)
        self._check(self._state.T() - KELVIN, pressure_pa)
        return self._read(phase, None, pressure_pa)

    def _check(self, t_c: float, pressure_pa: float) -> None:
        if self.triple_c <= t_c <= self.t_max_c and 0.0 < pressure_pa <= self.pressure_max_pa:
            return
        reason = f"range of the equation of state of {self.name}"
        require(f"temperature of {self.name}", t_c, self.triple_c, self.t_max_c, "degC", reason)
        require(f"pressure of {self.name}", pressure_pa, 1e-9, self.pressure_max_pa, "Pa", reason)

    def _native(self, pair: int, one: float, two: float) -> None:
        """A flash that finds the phase by itself."""
        self._state.unspecify_phase()
        try:
            self._update(pair, one, two)
        finally:
            self._state.specify_phase(self._cp.iphase_gas)

    def _update(self, pair: int, one: float, two: float) -> None:
        try:
            self._state.update(pair, one, two)
        except ValueError as error:
            raise OutOfRange(f"{self.name} has no state at {one:.6g}, {two:.6g}: {error}") from error

    def _read(self, phase: Phase, quality: float | None, pressure_pa: float | None = None) -> State:
        s = self._state
        pressure = s.p() if pressure_pa is None else pressure_pa
        return State(s.T() - KELVIN, pressure, s.hmass(), s.smass(), s.rhomass(), quality, phase)


def _of(state: State, given: Given) -> float:
    return state.enthalpy_j_kg if given == "h" else state.entropy_j_kgk


Fluids = tuple[Refrigerant, ...]
"""The refrigerants of one machine, opened for one thread; in a cascade the lower circuit's first."""
