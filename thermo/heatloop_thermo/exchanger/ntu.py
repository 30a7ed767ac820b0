"""Effectiveness and number of transfer units: the relations every exchanger shares (temperature differences: `difference`).

`effectiveness_*` and `ntu_*` speak of the side with the smaller heat-capacity rate: effectiveness = Q / (C_min (T_hot,in - T_cold,in)),
ntu = UA / C_min, c_ratio = C_min / C_max.
"""

import math

import numpy as np

from heatloop_thermo.errors import OutOfRange, UnsupportedArrangement, require
from heatloop_thermo.exchanger import _num as nm
from heatloop_thermo.exchanger.difference import first_where, lmtd, lmtd_parallel, mean_difference
from heatloop_thermo.numeric import Num, plain

__all__ = [
    "effectiveness_counterflow",
    "effectiveness_crossflow_mixed_cmax",
    "effectiveness_parallel",
    "lmtd",
    "lmtd_parallel",
    "mean_difference",
    "ntu_counterflow",
    "ntu_crossflow_mixed_cmax",
    "ntu_parallel",
    "plate_effectiveness",
]

_RATIO = "C_min / C_max by definition"
_NTU = "UA / C_min is positive"
_MOST_NTU = 1e300
"""Stands for infinity in float arithmetic, where inf * 0 would be NaN; the effectiveness is the same to the last bit."""


def counterflow(ntu: Num, ratio: Num) -> Num:
    """Unchecked counterflow effectiveness for the hot path; 0 <= ratio <= 1, exact through ratio = 1."""
    gap = nm.larger(1.0 - ratio, 1e-16)
    g = -nm.expm1(-ntu * gap) / gap
    return g / (1.0 + ratio * g)


def _counterflow_any(ntu: Num, ratio: Num) -> Num:
    """Temperature effectiveness of one side in counterflow for any ratio; the smaller side is taken to keep exp() small."""
    bigger = nm.larger(ratio, 1.0)
    return counterflow(ntu * bigger, nm.smaller(ratio, 1.0 / bigger)) / bigger


def heat_per_kelvin(ua_w_k: Num, c_hot_w_k: Num, c_cold_w_k: Num, passes_hot: int, passes_cold: int) -> Num:
    """Heat moved per kelvin between the two inlets, Q / (T_hot,in - T_cold,in). [W/K]

    Parameters
    ----------
    ua_w_k : conductance. [W/K], > 0
    c_hot_w_k, c_cold_w_k : heat-capacity rates, m cp. [W/K], > 0
    passes_hot, passes_cold : passes of each side, in overall counterflow.

    Raises
    ------
    UnsupportedArrangement : unless the passes are equal, or one and two.

    Source
    ------
    Shah & Sekulic, Fundamentals of Heat Exchanger Design, 2003, table 3.6; checked against ht 1.2.0.

    >>> heat_per_kelvin(2.0, 1.0, 1.0, 1, 1)
    0.6666666666666666
    """
    if passes_hot == passes_cold:
        c_min = nm.smaller(c_hot_w_k, c_cold_w_k)
        return c_min * counterflow(ua_w_k / c_min, c_min / nm.larger(c_hot_w_k, c_cold_w_k))
    require_arrangement(passes_hot, passes_cold)
    single, double = (c_hot_w_k, c_cold_w_k) if passes_hot == 1 else (c_cold_w_k, c_hot_w_k)
    ntu, half = ua_w_k / single, 0.5 * single / double
    a = -nm.expm1(-ntu * (1.0 + half)) / (1.0 + half)
    b = _counterflow_any(ntu, half)
    return 0.5 * (a + b - a * (b * half)) * single


def require_arrangement(passes_hot: int, passes_cold: int) -> None:
    """Refuse what has no correct relation here: only equal passes, and one pass against two, are supported.

    >>> require_arrangement(1, 3)
    Traceback (most recent call last):
    heatloop_thermo.errors.UnsupportedArrangement: 1/3 passes: only n/n and 1/2 or 2/1 have a relation here
    """
    if passes_hot < 1 or passes_cold < 1 or (passes_hot != passes_cold and {passes_hot, passes_cold} != {1, 2}):
        raise UnsupportedArrangement(f"{passes_hot}/{passes_cold} passes: only n/n and 1/2 or 2/1 have a relation here")


def effectiveness_counterflow(ntu: Num, c_ratio: Num) -> Num:
    """Effectiveness of a counterflow exchanger: heat moved over heat that could be.

    Parameters
    ----------
    ntu : number of transfer units, UA / C_min. [-], 0..inf; scalar or array
    c_ratio : capacity-rate ratio, C_min / C_max. [-], 0..1; broadcasts with ntu

    Returns
    -------
    Effectiveness. [-], 0..1, broadcast shape

    Raises
    ------
    OutOfRange : if either argument leaves its range.

    Source
    ------
    Kays & London, Compact Heat Exchangers, 3rd ed., 1984, ch. 2; checked against ht 1.2.0.

    >>> round(effectiveness_counterflow(5.0, 0.7), 4)
    0.9207
    """
    require("ntu", ntu, 0.0, math.inf, "-", _NTU)
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    return counterflow(nm.smaller(plain(ntu), _MOST_NTU), plain(c_ratio))


def ntu_counterflow(effectiveness: Num, c_ratio: Num) -> Num:
    """Transfer units that a counterflow exchanger needs for an effectiveness; inverse of `effectiveness_counterflow`.

    Raises OutOfRange for an effectiveness of 1 (it would take an infinite area) and beyond.

    >>> round(ntu_counterflow(2 / 3, 1.0), 12)
    2.0
    """
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    _require_below("effectiveness", effectiveness, 1.0, "counterflow; 1 takes an infinite area")
    effectiveness, gap = plain(effectiveness), nm.larger(1.0 - plain(c_ratio), 1e-16)
    return nm.log1p(effectiveness * gap / (1.0 - effectiveness)) / gap


def effectiveness_parallel(ntu: Num, c_ratio: Num) -> Num:
    """Effectiveness of a parallel-flow (co-current) exchanger. Arguments and errors as for `effectiveness_counterflow`.

    >>> round(effectiveness_parallel(2.0, 1.0), 6)
    0.490842
    """
    require("ntu", ntu, 0.0, math.inf, "-", _NTU)
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    both: Num = 1.0 + plain(c_ratio)
    return -nm.expm1(-plain(ntu) * both) / both


def ntu_parallel(effectiveness: Num, c_ratio: Num) -> Num:
    """Inverse of `effectiveness_parallel`; OutOfRange from 1 / (1 + c_ratio), which parallel flow cannot pass.

    >>> round(ntu_parallel(effectiveness_parallel(2.0, 0.5), 0.5), 12)
    2.0
    """
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    both: Num = 1.0 + plain(c_ratio)
    _require_below("effectiveness", effectiveness, 1.0 / both, "parallel flow ends at 1 / (1 + c_ratio)")
    return -nm.log1p(-plain(effectiveness) * both) / both


def effectiveness_crossflow_mixed_cmax(ntu: Num, c_ratio: Num) -> Num:
    """Effectiveness of a single-pass crossflow exchanger whose larger side is mixed and smaller side unmixed (a finned coil).

    >>> round(effectiveness_crossflow_mixed_cmax(2.160070, 0.142427), 4)
    0.8312
    """
    require("ntu", ntu, 0.0, math.inf, "-", _NTU)
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    ratio = nm.larger(plain(c_ratio), 1e-16)
    return -nm.expm1(ratio * nm.expm1(-plain(ntu))) / ratio


def ntu_crossflow_mixed_cmax(effectiveness: Num, c_ratio: Num) -> Num:
    """Inverse of `effectiveness_crossflow_mixed_cmax`; OutOfRange from (1 - exp(-c_ratio)) / c_ratio, its limit.

    >>> round(ntu_crossflow_mixed_cmax(effectiveness_crossflow_mixed_cmax(1.5, 0.4), 0.4), 12)
    1.5
    """
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    ratio = nm.larger(plain(c_ratio), 1e-16)
    _require_below("effectiveness", effectiveness, -nm.expm1(-ratio) / ratio, "crossflow with the larger side mixed")
    return -nm.log1p(nm.log1p(-plain(effectiveness) * ratio) / ratio)


def plate_effectiveness(ntu: Num, c_ratio: Num, passes_hot: int, passes_cold: int, *, hot_is_min: bool = True) -> Num:
    """Effectiveness of a plate exchanger with its passes in overall counterflow.

    Parameters
    ----------
    ntu, c_ratio : as for `effectiveness_counterflow`.
    passes_hot, passes_cold : passes of each side. n/n is counterflow; 1/2 and 2/1 pay for their half in parallel flow.
    hot_is_min : whether the hot side has the smaller heat-capacity rate; matters for 1/2 and 2/1 only.

    Raises
    ------
    UnsupportedArrangement : for every other arrangement. OutOfRange : as for `effectiveness_counterflow`.

    Source
    ------
    Kandlikar & Shah, J. Heat Transfer 111 (1989) 300-313, by way of Shah & Sekulic, 2003, table 3.6; checked against ht 1.2.0.

    >>> [round(plate_effectiveness(3.0, 0.5, 1, n), 8) for n in (1, 2)]
    [0.87442515, 0.76027825]
    """
    require("ntu", ntu, 0.0, math.inf, "-", _NTU)
    require("c_ratio", c_ratio, 0.0, 1.0, "-", _RATIO)
    require_arrangement(passes_hot, passes_cold)
    ua, largest = nm.smaller(plain(ntu), _MOST_NTU), 1.0 / nm.larger(plain(c_ratio), 1e-300)
    c_hot, c_cold = (1.0, largest) if hot_is_min else (largest, 1.0)
    return heat_per_kelvin(ua, c_hot, c_cold, passes_hot, passes_cold)


def _require_below(name: str, value: Num, limit: Num, reason: str) -> None:
    require(name, value, 0.0, math.inf, "-", reason)
    bad = first_where(np.asarray(value) >= limit, value, limit)
    if bad:
        raise OutOfRange(f"{name} = {bad[0]:.6g} - is not below {bad[1]:.6g} - ({reason})")
