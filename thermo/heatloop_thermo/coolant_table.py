"""A coolant from a table on a maker's data sheet, with the slips that such tables contain found before they count."""

from collections.abc import Sequence

import numpy as np

from heatloop_thermo.coolant import Coolant
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.numeric import Array
from heatloop_thermo.polynomial import Coefficients, fit, horner

MIN_ROWS = 4
MAX_DEGREE = 5
MAX_RESIDUAL = 0.02
MAX_DELETED = 0.05  # an end row weighs so much that the curve bends to it; what the other rows say there does not
MIN_ROWS_DELETED = 5  # with four rows the other three say too little

_SANE = {
    "density": (500.0, 2000.0, "kg/m3", "no pumpable coolant is outside; is the table in g/cm3?"),
    "heat_capacity": (500.0, 5000.0, "J/(kg K)", "no liquid coolant is outside; is the table in kJ/(kg K)?"),
    "viscosity": (1e-4, 1.0, "Pa s", "no pumpable coolant is outside; is the table in mPa s?"),
    "conductivity": (0.05, 0.8, "W/(m K)", "no liquid coolant but a metal is outside; is the table in mW/(m K)?"),
}


def table_coolant(
    name: str,
    t_c: Sequence[float],
    density_kg_m3: Sequence[float],
    heat_capacity_j_kgk: Sequence[float],
    viscosity_pa_s: Sequence[float],
    conductivity_w_mk: Sequence[float],
    freeze_c: float,
    source: str,
    verified: str,
) -> Coolant:
    """A coolant from a table of its properties.

    Each property gets the polynomial of degree 1..5 (ln of the viscosity) that best predicts each row from all the
    others. It holds from the first temperature to the last, never beyond; ``fit_error`` is its distance from the rows.

    Parameters
    ----------
    t_c : temperatures, at least four, strictly rising. [°C]
    density_kg_m3, heat_capacity_j_kgk, viscosity_pa_s, conductivity_w_mk : one value per temperature.
        [kg/m3] 500..2000, [J/(kg K)] 500..5000, [Pa s] 1e-4..1 and at most 0.2 from 20 °C, [W/(m K)] 0.05..0.8
    freeze_c : temperature at which the coolant begins to freeze, at most ``t_c[0]``. [°C]
    source : the data sheet with its edition. verified : manufacturer | secondary | estimate.

    Raises
    ------
    OutOfRange : too few rows, a row out of order, a value outside its range (NaN always is), or a row that contradicts
        the others: more than 2 % off the curve, or more than 5 % off the curve through the other rows (from five rows).
    ThermoError : an unknown mark of verification.

    Source
    ------
    Deleted residuals: Belsley, Kuh & Welsch, Regression Diagnostics, 1980, ch. 2.

    >>> oil = table_coolant("oil", [20, 40, 60, 80], [840, 826, 812, 798], [2100, 2180, 2260, 2340],
    ...                     [8e-3, 4.4e-3, 2.8e-3, 2e-3], [0.136, 0.134, 0.132, 0.130], -40.0, "invented", "estimate")
    >>> round(oil.density_kg_m3(50.0), 3)
    819.0
    """
    t = np.asarray(t_c, dtype=np.float64)
    require(f"rows in the table of {name}", t.size, MIN_ROWS, np.inf, "-", "a curve with a check on it")
    require(f"temperature in the table of {name}", t, -100.0, 400.0, "°C", "liquid coolants")
    require(f"step between rows of the table of {name}", np.diff(t), 1e-6, np.inf, "K", "temperatures rise strictly")
    require(f"freeze_c of {name}", freeze_c, -150.0, float(t[0]), "°C", "the table must not begin below freezing")
    columns = {
        "density": np.asarray(density_kg_m3, dtype=np.float64),
        "heat_capacity": np.asarray(heat_capacity_j_kgk, dtype=np.float64),
        "viscosity": np.asarray(viscosity_pa_s, dtype=np.float64),
        "conductivity": np.asarray(conductivity_w_mk, dtype=np.float64),
    }
    for key, column in columns.items():
        _check_column(name, key, t, column)
    curves = {key: _curve(name, key, t, column) for key, column in columns.items()}
    return Coolant(
        name=name,
        t_low_c=float(t[0]),
        t_high_c=float(t[-1]),
        freeze_c=float(freeze_c),
        source=source,
        verified=verified,
        fit_errors=tuple((key, error) for key, (_, error) in curves.items()),
        t_centre_c=float(t[0] + t[-1]) / 2,
        t_half_k=float(t[-1] - t[0]) / 2,
        density=curves["density"][0],
        heat_capacity=curves["heat_capacity"][0],
        log_viscosity=curves["viscosity"][0],
        conductivity=curves["conductivity"][0],
    )


def _check_column(name: str, key: str, t: Array, column: Array) -> None:
    if column.shape != t.shape:
        raise OutOfRange(f"{key} of {name} has {column.size} values for {t.size} temperatures (one per row)")
    low, high, unit, reason = _SANE[key]
    require(f"{key} of {name}", column, low, high, unit, reason)
    if key == "viscosity":
        reason = "at 20 °C and above no pumpable coolant is thicker; is the table in mPa s?"
        require(f"{key} of {name}", column[t >= 20.0], low, 0.2, unit, reason)


def _curve(name: str, key: str, t: Array, column: Array) -> tuple[Coefficients, float]:
    """The polynomial that predicts left-out rows best, and its largest relative error; refuses a row that is off."""
    u = (2.0 * t - t[0] - t[-1]) / (t[-1] - t[0])
    log = key == "viscosity"
    y = np.log(column) if log else column
    best_press, best_degree, deleted = np.inf, 1, np.zeros_like(y)
    for degree in range(1, min(MAX_DEGREE, t.size - 2) + 1):
        trial = _deleted_residuals(u, y, degree)
        press = float(trial @ trial)
        if press < best_press:
            best_press, best_degree, deleted = press, degree, trial
    coefficients = fit(u, y, best_degree)
    fitted, others = horner(coefficients, u), y - deleted
    if log:
        fitted, others = np.exp(fitted), np.exp(others)
    off_curve, off_others = np.abs(fitted / column - 1.0), np.abs(others / column - 1.0)
    if off_curve.max() > MAX_RESIDUAL or (t.size >= MIN_ROWS_DELETED and off_others.max() > MAX_DELETED):
        i = int(off_others.argmax())
        raise OutOfRange(
            f"{key} of {name} at {t[i]:g} °C: the table has {column[i]:.5g}, the other rows lead to {others[i]:.5g} "
            f"{_SANE[key][2]}; check for a typo, or give more rows (best curve through all: {off_curve.max():.1%} off)"
        )
    return coefficients, float(off_curve.max())


def _deleted_residuals(u: Array, y: Array, degree: int) -> Array:
    """Each value less what the curve through the other rows gives there: residual / (1 - leverage)."""
    q = np.linalg.qr(np.vander(u, degree + 1))[0]
    leverage = np.sum(q * q, axis=1)
    deleted: Array = (y - q @ (q.T @ y)) / np.maximum(1.0 - leverage, 1e-9)
    return deleted
