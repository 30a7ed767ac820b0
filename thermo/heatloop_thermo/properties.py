"""Coolants: water, the glycols by fraction, and coolants from a table. The one door to fluid properties.

Water and glycols are polynomials that ``heatloop_thermo.fluid_fit`` fitted to CoolProp; nothing here imports CoolProp,
whose import alone takes four seconds. Ranges, errors and known deviations: ``docs/properties.md``.
"""

from functools import lru_cache
from typing import Any, Literal, get_args

from heatloop_thermo.coolant import Coolant, CoolantState
from heatloop_thermo.coolant_table import table_coolant
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.fluid_data import fluid_data
from heatloop_thermo.polynomial import contract, horner
from heatloop_thermo.vapour import boiling_c, vapour_pressure_pa

__all__ = [
    "Coolant",
    "CoolantState",
    "GlycolKind",
    "boiling_c",
    "glycol",
    "pg25",
    "table_coolant",
    "vapour_pressure_pa",
    "water",
]

GlycolKind = Literal["MPG", "MEG", "APG", "AEG"]
"""Propylene (PG) or ethylene glycol (EG) in water; M: mass fraction, Melinder's data; A: volume fraction, ASHRAE's."""

PROPERTIES = ("density", "heat_capacity", "viscosity", "conductivity")


def water() -> Coolant:
    """Liquid water at 5 bar, 0..140 °C.

    Source
    ------
    IAPWS-95 and the IAPWS transport formulations, by way of CoolProp; fitted to better than 1e-6.

    >>> round(water().heat_capacity_j_kgk(75.0), 1)
    4192.3
    """
    return _water()


def glycol(kind: GlycolKind, fraction: float) -> Coolant:
    """A glycol solution.

    Parameters
    ----------
    kind : "MPG", "MEG" (propylene, ethylene glycol by mass) or "APG", "AEG" (by volume).
    fraction : of glycol. [-], 0.01..0.6 by mass, 0.1..0.6 by volume; 0.25 means 25 %

    Returns
    -------
    Coolant from its freezing point (or -35 °C for APG and AEG, if that is higher) to 100 °C.

    Raises
    ------
    OutOfRange : an unknown kind, or a fraction outside its range. Plain water is ``water()``: what the glycol data give
        at a fraction of zero is not quite the same.

    Source
    ------
    M: Melinder 2010; A: ASHRAE Handbook Fundamentals 2001; by way of CoolProp, whose figures are met to 2e-12.

    >>> round(glycol("MEG", 0.30).freeze_c, 1)
    -14.6
    """
    if kind not in get_args(GlycolKind):
        hint = "; PG25 is glycol('APG', 0.25), 25 % by volume" if str(kind).upper().startswith("PG") else ""
        raise OutOfRange(f"coolant kind = {kind!r} is none of {', '.join(get_args(GlycolKind))}{hint}")
    record = fluid_data()["glycols"][kind]
    basis = record["basis"]
    low, high = record["fraction_range"]
    reason = f"range of the data; 0.3 means 30 % by {basis}; plain water is water()"
    require(f"{basis} fraction of {kind}", fraction, low, high, "-", reason)
    return _glycol(kind, float(fraction))


def pg25() -> Coolant:
    """PG25, the usual coolant of GPU racks: 25 % propylene glycol by volume, -9.97..100 °C.

    Its viscosity is 12 to 17 % below one maker's sheet (see ``note``): with the sheet at hand, use ``table_coolant``.

    >>> pg25().name
    'propylene glycol 25 vol%'
    """
    return glycol("APG", 0.25)


@lru_cache(maxsize=1)
def _water() -> Coolant:
    return water_from(fluid_data()["water"])


@lru_cache(maxsize=256)
def _glycol(kind: GlycolKind, fraction: float) -> Coolant:
    return glycol_from(fluid_data()["glycols"][kind], fraction)


def water_from(record: dict[str, Any]) -> Coolant:
    """Water from its record in the coefficient file."""
    low, high = record["t_range_c"]
    return Coolant(
        name=record["name"],
        t_low_c=low,
        t_high_c=high,
        freeze_c=low,
        source=record["source"],
        verified=record["verified"],
        fit_errors=_errors(record),
        t_centre_c=record["t_centre_c"],
        t_half_k=record["t_half_k"],
        **{_field(name): tuple(record[name]["coefficients"]) for name in PROPERTIES},
        note=record["note"],
    )


def glycol_from(record: dict[str, Any], fraction: float) -> Coolant:
    """A glycol at one fraction from its record in the coefficient file: the polynomials in (u, v) contracted at v."""
    low, high = record["t_range_c"]
    v = (fraction - record["fraction_centre"]) / record["fraction_half"]
    freeze_c = horner(tuple(record["freeze_c"]["coefficients"]), v)
    return Coolant(
        name=f"{record['name']} {100.0 * fraction:.6g} {'vol' if record['basis'] == 'volume' else 'mass'}%",
        t_low_c=max(freeze_c, low),
        t_high_c=high,
        freeze_c=freeze_c,
        source=record["source"],
        verified=record["verified"],
        fit_errors=_errors(record),
        t_centre_c=record["t_centre_c"],
        t_half_k=record["t_half_k"],
        **{_field(name): contract(record[name]["coefficients"], v) for name in PROPERTIES},
        note=record["note"],
    )


def _field(name: str) -> str:
    return "log_viscosity" if name == "viscosity" else name


def _errors(record: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple((name, record[name]["max_error"]) for name in PROPERTIES)
