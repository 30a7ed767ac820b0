"""CoolProp, asked plainly: what the fit of ``fluid_fit`` is made from and measured against.

Nothing that runs in service imports this module: importing CoolProp takes four seconds.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from heatloop_thermo.numeric import Array
from heatloop_thermo.vapour import KELVIN

PRESSURE_PA = 5e5
"""Water's properties are taken at 5 bar absolute; CoolProp's glycols do not depend on pressure."""

Oracle = Callable[[Array], Array]
"""Temperatures [°C], shape (n,), to density, heat capacity, viscosity, conductivity [SI], shape (4, n)."""


def coolprop() -> Any:
    """The CoolProp package, imported when first asked for."""
    import CoolProp  # noqa: PLC0415  four seconds: not when doctests or tools merely import this module

    return CoolProp


def water_oracle() -> Oracle:
    """CoolProp's water."""
    return _oracle(coolprop().AbstractState("HEOS", "Water"))


def glycol_oracle(kind: str, basis: str, fraction: float) -> tuple[Oracle, float]:
    """CoolProp's glycol at one fraction by ``basis`` (mass or volume), and its freezing point in °C."""
    state = coolprop().AbstractState("INCOMP", kind)
    (state.set_mass_fractions if basis == "mass" else state.set_volu_fractions)([fraction])
    return _oracle(state), float(state.keyed_output(coolprop().iT_freeze)) - KELVIN


def vapour_oracle(t_c: Array) -> Array:
    """CoolProp's vapour pressure of water in Pa, shape of ``t_c``, (n,)."""
    state = coolprop().AbstractState("HEOS", "Water")

    def pressure(t: float) -> float:
        state.update(coolprop().QT_INPUTS, 0.0, t + KELVIN)
        return float(state.p())

    return np.array([pressure(float(t)) for t in t_c])


def _oracle(state: Any) -> Oracle:
    def row(t_c: float) -> list[float]:
        state.update(coolprop().PT_INPUTS, PRESSURE_PA, t_c + KELVIN)
        return [state.rhomass(), state.cpmass(), state.viscosity(), state.conductivity()]

    return lambda t_c: np.array([row(float(t)) for t in t_c]).T
