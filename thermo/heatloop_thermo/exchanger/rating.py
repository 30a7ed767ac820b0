"""What a rating says: frozen results in SI units, the same for every fidelity."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatloop_thermo.exchanger._num import every

Figure = Any
"""A float when every input of the rating was a scalar, else an array of the common shape."""

Check = tuple[str, Figure, float, float, str, str]


@dataclass(frozen=True)
class Details:
    """What an exchanger knows of itself at an operating point; None where its fidelity does not know.

    Parameters
    ----------
    u_clean_w_m2k, u_fouled_w_m2k : overall coefficient without and with fouling (for a datasheet: its margin). [W/(m2 K)]
    u_low_w_m2k, u_high_w_m2k : smallest and largest fouled coefficient over the correlations that hold for the plate. [W/(m2 K)]
    area_m2 : effective area. [m2]
    dp_hot_pa, dp_cold_pa : pressure drop of each side, channels and ports. [Pa]
    dp_hot_channel_pa ... dp_cold_port_pa : its two parts. [Pa]
    port_velocity_hot_m_s, port_velocity_cold_m_s : in the port hole. [m/s]
    reynolds_hot, reynolds_cold : in the channels. [-]
    within_range : whether correlation, plate and scaling hold there; bool, or one for each element.
    notes : the limits left, with figures; empty when `within_range` holds throughout.
    """

    u_clean_w_m2k: Figure = None
    u_fouled_w_m2k: Figure = None
    u_low_w_m2k: Figure = None
    u_high_w_m2k: Figure = None
    area_m2: float | None = None
    dp_hot_pa: Figure = None
    dp_cold_pa: Figure = None
    dp_hot_channel_pa: Figure = None
    dp_hot_port_pa: Figure = None
    dp_cold_channel_pa: Figure = None
    dp_cold_port_pa: Figure = None
    port_velocity_hot_m_s: Figure = None
    port_velocity_cold_m_s: Figure = None
    reynolds_hot: Figure = None
    reynolds_cold: Figure = None
    within_range: Figure = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rating(Details):
    """An exchanger at an operating point; SI, every figure a float or an array of the common shape.

    Parameters
    ----------
    fidelity : "ua" (constant UA), "ua_scaled" (scaled from a datasheet) or "plate" (from geometry).
    duty_w : heat from the hot to the cold side. [W]; closes with both enthalpy differences
    hot_in_c, hot_out_c, cold_in_c, cold_out_c : terminal temperatures. [°C]
    hot_flow_kg_s, cold_flow_kg_s : mass flows. [kg/s]
    lmtd_k : counterflow logarithmic mean of the terminal temperatures. [K]
    ntu, effectiveness, c_ratio : UA / C_min, Q / (C_min (T_hot,in - T_cold,in)), C_min / C_max. [-]
    ua_w_k : conductance, fouled. [W/K]
    Further parameters : as in `Details`.
    """

    fidelity: str
    duty_w: Figure
    hot_in_c: Figure
    hot_out_c: Figure
    cold_in_c: Figure
    cold_out_c: Figure
    hot_flow_kg_s: Figure
    cold_flow_kg_s: Figure
    lmtd_k: Figure
    ntu: Figure
    effectiveness: Figure
    c_ratio: Figure
    ua_w_k: Figure


def range_flags(checks: Iterable[Check]) -> tuple[Figure, tuple[str, ...]]:
    """Judge quantities against their ranges, arrays element by element.

    Parameters
    ----------
    checks : name, value, lowest, highest, unit, and what the range belongs to.

    Returns
    -------
    Whether all hold (a bool, or an array of them if a value that fails is an array), and a note for each that does not.

    >>> range_flags([("Re", 150.0, 200.0, 1e4, "-", "fitted range")])
    (False, ('Re 150 is outside 200..10000 (fitted range)',))
    """
    within: Figure = True
    notes = []
    for name, value, low, high, unit, reason in checks:
        good = (value >= low) & (value <= high)
        if every(good):
            continue
        within = good & within
        span = f"{low:.6g}..{high:.6g} {unit}".rstrip(" -")
        if np.ndim(good) == 0:
            notes.append(f"{name} {value:.6g} is outside {span} ({reason})")
        else:
            bad = value[~good]
            where = f"in {bad.size} of {good.size} points"
            notes.append(f"{name} {bad.min():.6g}..{bad.max():.6g} is outside {span} ({reason}) {where}")
    return within, tuple(notes)
