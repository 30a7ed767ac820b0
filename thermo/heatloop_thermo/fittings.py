"""Loss coefficients of bends, tees, valves and strainers.

The velocity-head method: dp = K rho v^2 / 2 on the bore of the pipe. K is either a number, or an equivalent length L/D
times the fully turbulent friction factor of clean commercial steel at that size (Crane TP-410). That factor belongs to
the *method*; it does not follow the roughness of the pipe at hand.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from heatloop_thermo.errors import require

_CRANE = "Crane TP-410 L/D, as reproduced in fluids 1.3.1"
_STEEL_ROUGHNESS_M = 0.0018 * 0.0254
"""Roughness behind Crane's table of the fully turbulent friction factor. [m]"""


@dataclass(frozen=True)
class Fitting:
    """One kind of fitting.

    Parameters
    ----------
    name : as used in a site file.
    k : fixed loss coefficient; 0 where the equivalent length rules. [-]
    lengths : (bore up to [m], equivalent length L/D [-]) by rising bore; empty where ``k`` rules.
    source, verified : where the number is from, and how well that was checked.
    """

    name: str
    k: float
    lengths: tuple[tuple[float, float], ...]
    source: str
    verified: str


def _by_length(name: str, length: float, source: str = _CRANE, verified: str = "secondary") -> Fitting:
    return Fitting(name, 0.0, ((math.inf, length),), source, verified)


def _quoted(name: str, length: float) -> Fitting:
    return _by_length(name, length, "Crane TP-410 L/D as widely quoted, not read by us", "estimate")


_TABLE = (
    _by_length("elbow_90_long", 14.0),
    _quoted("elbow_90_standard", 30.0),
    _quoted("elbow_45", 16.0),
    _quoted("tee_run", 20.0),
    _quoted("tee_branch", 60.0),
    _by_length("gate_valve", 8.0),
    _by_length("ball_valve", 3.0),
    Fitting("butterfly_valve", 0.0, ((0.22, 45.0), (0.37, 35.0), (0.61, 25.0)), _CRANE, "secondary"),
    _by_length("globe_valve", 340.0),
    _by_length("check_valve", 100.0),
    Fitting("strainer", 4.1, (), "Kvs 126 m3/h of one DN 80 strainer, clean, mesh not stated", "estimate"),
    Fitting(
        "entry", 0.5, (), "sharp edge, flush with the wall; Crane TP-410 as reproduced in fluids 1.3.1", "secondary"
    ),
    Fitting("exit", 1.0, (), "the whole velocity head is lost", "secondary"),
)

FITTINGS: Mapping[str, Fitting] = MappingProxyType({fitting.name: fitting for fitting in _TABLE})
"""Fittings by name. ``elbow_90_long`` has r/d = 1.5, ``check_valve`` is a swing check; valves: full bore, open."""


def turbulent_friction_factor(inner_diameter_m: float) -> float:
    """Crane's fully turbulent friction factor of clean commercial steel at a bore [-].

    Parameters
    ----------
    inner_diameter_m : bore. [m], 5 mm..2 m

    Raises
    ------
    OutOfRange : if the bore leaves its range.

    Source
    ------
    The rough-pipe limit of Colebrook-White at 0.0018 in; within 1.5 % of fluids.fittings.ft_Crane (NPS 1/2 to 24).

    >>> round(turbulent_friction_factor(0.15408), 4)
    0.0149
    """
    require("inner_diameter_m", inner_diameter_m, 0.005, 2.0, "m", "Crane's table of friction factors")
    return 0.25 / math.log10(_STEEL_ROUGHNESS_M / (3.7 * inner_diameter_m)) ** 2


def fitting_k(fitting: Fitting, inner_diameter_m: float) -> float:
    """Loss coefficient of one fitting at a bore [-].

    Raises
    ------
    OutOfRange : if the bore is larger than the table of this fitting.

    >>> round(fitting_k(FITTINGS["elbow_90_long"], 0.15408), 3)
    0.209
    """
    if not fitting.lengths:
        return fitting.k
    top = fitting.lengths[-1][0]
    require(f"{fitting.name}: inner_diameter_m", inner_diameter_m, 0.0, top, "m", fitting.source)
    length = next(length for bore, length in fitting.lengths if inner_diameter_m <= bore)
    return length * turbulent_friction_factor(inner_diameter_m)


def total_k(counts: Mapping[str, float], inner_diameter_m: float) -> float:
    """Sum of the loss coefficients of the fittings of a run, for `pipe.Pipe.fittings_k`.

    Parameters
    ----------
    counts : how many of each, by the name in `FITTINGS`.
    inner_diameter_m : bore of the run. [m]

    Raises
    ------
    OutOfRange : for a negative count or a bore outside the table.
    KeyError : for an unknown fitting, with the known names.

    >>> round(total_k({"elbow_90_long": 8, "butterfly_valve": 2, "check_valve": 1, "strainer": 1}, 0.15408), 2)
    8.6
    """
    total = 0.0
    for name, count in counts.items():
        if name not in FITTINGS:
            raise KeyError(f"no fitting {name!r}; known are {', '.join(FITTINGS)}")
        require(f"count of {name}", float(count), 0.0, 1e6, "-", "a number of fittings")
        total += count * fitting_k(FITTINGS[name], inner_diameter_m)
    return total
