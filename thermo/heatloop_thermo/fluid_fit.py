"""Fits the coefficient file of water and glycols to CoolProp: ``python -m heatloop_thermo.fluid_fit``.

It writes ``fluid_coefficients.json`` beside itself and prints the table of errors, measured on a grid other than the
one fitted. CoolProp's glycols are polynomials in temperature and fraction themselves, without terms beyond total degree
five, so their fit is exact but for round-off; water gets the lowest degree that is within 1e-6.
"""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from heatloop_thermo.coolant import Coolant
from heatloop_thermo.fluid_data import FILE
from heatloop_thermo.fluid_oracle import Oracle, coolprop, glycol_oracle, vapour_oracle, water_oracle
from heatloop_thermo.numeric import Array
from heatloop_thermo.polynomial import Coefficients, fit, horner
from heatloop_thermo.properties import PROPERTIES, glycol_from, water_from
from heatloop_thermo.vapour import KELVIN, vapour_curve

GOAL = 1e-6
FLOOR = 1e-12  # errors below are round-off, which differs between machines
DEGREE_T, DEGREE_X, DEGREE_FREEZE = 3, 5, 10
WATER_RANGE_C = (0.0, 140.0)
VAPOUR_FITTED_C, VAPOUR_RANGE_C, VAPOUR_DEGREE = (0.01, 180.0), (-55.0, 180.0), 7

_MELINDER = "Å. Melinder, Properties of Secondary Working Fluids for Indirect Systems, IIF-IIR 2010"
_ASHRAE = "ASHRAE Handbook Fundamentals 2001, as fitted in SecCool 1.33 (Skovrup 2013)"
_WATER = (
    "IAPWS-95 (Wagner & Pruß 2002), viscosity IAPWS 2008 (Huber et al. 2009), conductivity IAPWS 2011 "
    "(Huber et al. 2012), at 5 bar absolute"
)
_THIN = (
    "at 25 vol% the viscosity is 12 to 17 % below the DOWFROST LC 25 sheet (density 0.8 % below, heat capacity 1.1 % "
    "and conductivity 2.3 % above, by second-hand figures): enter the maker's table where there is one"
)
_MASS = {"basis": "mass", "fitted": (0.0, 0.6), "lowest": 0.01, "t_range_c": (-100.0, 100.0), "source": _MELINDER}
_VOLUME = {"basis": "volume", "fitted": (0.1, 0.6), "lowest": 0.1, "t_range_c": (-35.0, 100.0), "source": _ASHRAE}
GLYCOLS: dict[str, dict[str, Any]] = {
    "MPG": {"name": "propylene glycol", "note": "", **_MASS},
    "MEG": {"name": "ethylene glycol", "note": "", **_MASS},
    "APG": {"name": "propylene glycol", "note": _THIN, **_VOLUME},
    "AEG": {"name": "ethylene glycol", "note": "", **_VOLUME},
}


def fit_water() -> dict[str, Any]:
    """The record of water."""
    oracle = water_oracle()
    centre, half = _centre_half(*WATER_RANGE_C)
    u = _nodes(60)
    values, check_t = oracle(centre + half * u), np.linspace(*WATER_RANGE_C, 1401)
    truth, check_u = oracle(check_t), (check_t - centre) / half
    record: dict[str, Any] = {
        "name": "water",
        "source": f"CoolProp {coolprop().__version__} HEOS::Water: {_WATER}",
        "verified": "secondary",
        "note": "",
        "t_range_c": list(WATER_RANGE_C),
        "t_centre_c": centre,
        "t_half_k": half,
    }
    for i, name in enumerate(PROPERTIES):
        y, right = (np.log(values[i]), np.log(truth[i])) if name == "viscosity" else (values[i], truth[i])
        coefficients = _lowest_degree(u, y, check_u, right, absolute=name == "viscosity")
        record[name] = {"coefficients": list(coefficients), "max_error": 0.0}
    worst = _errors(water_from(record), oracle, check_t)
    return _state_errors(record, worst)


def fit_glycol(kind: str) -> dict[str, Any]:
    """The record of a glycol: polynomials in (temperature, fraction) over its liquid range."""
    facts = GLYCOLS[kind]
    (t_low, t_high), (x_low, x_high) = facts["t_range_c"], facts["fitted"]
    (centre_t, half_t), (centre_x, half_x) = _centre_half(max(t_low, -60.0), t_high), _centre_half(x_low, x_high)
    v_nodes = _nodes(24)
    us, freezes, values = [], [], []
    for v in v_nodes:
        oracle, freeze_c = glycol_oracle(kind, facts["basis"], centre_x + half_x * float(v))
        mid, span = _centre_half(max(freeze_c, t_low), t_high)
        t = mid + span * _nodes(16)
        us.append((t - centre_t) / half_t)
        freezes.append(freeze_c)
        values.append(oracle(t))
    columns, u, v_all = np.hstack(values), np.hstack(us), np.repeat(v_nodes, 16)
    freeze = fit(v_nodes, np.array(freezes), DEGREE_FREEZE)
    record: dict[str, Any] = {
        "name": facts["name"],
        "basis": facts["basis"],
        "source": f"CoolProp {coolprop().__version__} INCOMP::{kind}: {facts['source']}",
        "verified": "secondary",
        "note": facts["note"],
        "fraction_range": [facts["lowest"], x_high],
        "fraction_centre": centre_x,
        "fraction_half": half_x,
        "t_range_c": [t_low, t_high],
        "t_centre_c": centre_t,
        "t_half_k": half_t,
        "freeze_c": {"coefficients": list(_trim(freeze)), "max_error_k": 0.0},
    }
    for i, name in enumerate(PROPERTIES):
        y = np.log(columns[i]) if name == "viscosity" else columns[i]
        record[name] = {"coefficients": _fit_two(u, v_all, y), "max_error": 0.0}
    return _with_errors(kind, record)


def fit_vapour() -> dict[str, Any]:
    """The record of water's vapour curve, ln p over 1/T."""
    hot, cold = (1.0 / (t + KELVIN) for t in reversed(VAPOUR_FITTED_C))
    centre, half = _centre_half(hot, cold)
    u = _nodes(60)
    coefficients = _trim(fit(u, np.log(vapour_oracle(1.0 / (centre + half * u) - KELVIN)), VAPOUR_DEGREE))
    record: dict[str, Any] = {
        "source": f"CoolProp {coolprop().__version__} HEOS::Water: IAPWS-95 (Wagner & Pruß 2002)",
        "coefficients": list(coefficients),
        "centre_per_k": centre,
        "half_per_k": half,
        "t_fitted_c": list(VAPOUR_FITTED_C),
        "t_low_c": VAPOUR_RANGE_C[0],
        "t_high_c": VAPOUR_RANGE_C[1],
        "p_low_pa": 0.0,
        "p_high_pa": 0.0,
    }
    curve = vapour_curve(record)
    record["p_low_pa"], record["p_high_pa"] = (curve.pressure_pa(t) for t in VAPOUR_FITTED_C)
    check_t = np.linspace(*VAPOUR_FITTED_C, 1801)
    return record | {"max_error": _stated(_relative(curve.pressure_pa(check_t), vapour_oracle(check_t)))}


def build() -> dict[str, Any]:
    """Content of the coefficient file, fitted anew."""
    return {
        "written_by": "python -m heatloop_thermo.fluid_fit",
        "coolprop": coolprop().__version__,
        "about": "highest power first; glycols: a row per power of temperature, along it powers of fraction; "
        "viscosity: of its natural logarithm; vapour: ln p over 1/T",
        "water": fit_water(),
        "vapour": fit_vapour(),
        "glycols": {kind: fit_glycol(kind) for kind in GLYCOLS},
    }


def render(value: Any, indent: str = "") -> str:
    """JSON with each list of numbers on a line of its own, so that a diff shows what moved.

    >>> print(render({"a": [1.0, 2.0]}))
    {
     "a": [1.0, 2.0]
    }
    """
    deeper = indent + " "
    if isinstance(value, dict):
        body = ",\n".join(f"{deeper}{json.dumps(key)}: {render(item, deeper)}" for key, item in value.items())
        return f"{{\n{body}\n{indent}}}"
    if isinstance(value, list) and isinstance(value[0], list):
        return "[\n" + ",\n".join(deeper + json.dumps(row) for row in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Fit, write, print the table of errors."""
    data = build()
    Path(__file__).with_name(FILE).write_text(render(data) + "\n", encoding="utf-8")
    print(f"Largest relative error against CoolProp {data['coolprop']}")
    print(f"{'':8}" + "".join(f"{name:>15}" for name in PROPERTIES) + f"{'freezing K':>15}")
    for kind, record in {"water": data["water"], **data["glycols"]}.items():
        figures = [record[name]["max_error"] for name in PROPERTIES]
        figures += [record["freeze_c"]["max_error_k"]] if "freeze_c" in record else []
        print(f"{kind:8}" + "".join(f"{figure:15.1e}" for figure in figures))
    print(f"vapour pressure of water {data['vapour']['max_error']:.1e}")


def _with_errors(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    worst, worst_freeze = np.zeros(len(PROPERTIES)), 0.0
    low, high = record["fraction_range"]
    for fraction in np.linspace(low, high, 61):
        ours = glycol_from(record, float(fraction))
        oracle, freeze_c = glycol_oracle(kind, record["basis"], float(fraction))
        worst_freeze = max(worst_freeze, abs(ours.freeze_c - freeze_c))
        worst = np.maximum(worst, _errors(ours, oracle, np.linspace(ours.t_low_c + 1e-5, ours.t_high_c, 61)))
    record["freeze_c"]["max_error_k"] = _stated(worst_freeze)
    return _state_errors(record, worst)


def _state_errors(record: dict[str, Any], worst: Array) -> dict[str, Any]:
    stated = dict(zip(PROPERTIES, (_stated(float(error)) for error in worst), strict=True))
    return record | {name: record[name] | {"max_error": stated[name]} for name in PROPERTIES}


def _errors(ours: Coolant, oracle: Oracle, t_c: Array) -> Array:
    s = ours.state(t_c)
    mine = (s.density_kg_m3, s.heat_capacity_j_kgk, s.viscosity_pa_s, s.conductivity_w_mk)
    return np.array([_relative(a, b) for a, b in zip(mine, oracle(t_c), strict=True)])


def _lowest_degree(u: Array, y: Array, check_u: Array, right: Array, *, absolute: bool) -> Coefficients:
    """The fit of the lowest degree within the goal: relative, or absolute where the value is a logarithm."""
    for degree in range(4, 16):
        coefficients = _trim(fit(u, y, degree))
        off = np.abs(horner(coefficients, check_u) - right)
        if np.max(off if absolute else off / right) <= GOAL:
            return coefficients
    raise AssertionError(f"no polynomial up to degree 15 is within {GOAL:g}")


def _fit_two(u: Array, v: Array, y: Array) -> list[list[float]]:
    powers = [(i, j) for i in range(DEGREE_T, -1, -1) for j in range(DEGREE_X, -1, -1)]
    keep = np.array([i + j <= max(DEGREE_T, DEGREE_X) for i, j in powers])
    design = np.stack([u**i * v**j for i, j in powers], axis=1)
    solution = np.zeros(len(powers))
    solution[keep] = np.linalg.lstsq(design[:, keep], y, rcond=None)[0]
    flat = _trim(tuple(float(c) for c in solution))
    return [list(flat[i : i + DEGREE_X + 1]) for i in range(0, len(flat), DEGREE_X + 1)]


def _trim(coefficients: Coefficients) -> Coefficients:
    """Rounded to 15 digits of the largest: what lies below is round-off and would only make noise in a diff."""
    digits = 14 - math.floor(math.log10(max(abs(c) for c in coefficients)))
    return tuple(round(c, digits) + 0.0 for c in coefficients)


def _nodes(count: int) -> Array:
    nodes: Array = np.cos(np.pi * (np.arange(count) + 0.5) / count)
    return nodes


def _centre_half(low: float, high: float) -> tuple[float, float]:
    return (low + high) / 2.0, (high - low) / 2.0


def _relative(ours: Array, truth: Array) -> float:
    return float(np.max(np.abs(ours / truth - 1.0)))


def _stated(error: float) -> float:
    """The figure that we vouch for: a tenth more than found, as the grid has gaps; never below round-off."""
    return float(f"{1.1 * max(error, FLOOR):.1e}")


if __name__ == "__main__":
    main()
