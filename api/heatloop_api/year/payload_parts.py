"""Greenhouse, performance figures, dispatch and area scan as plain data in plant units."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from heatloop_api.year.result import GreenhouseResult
from heatloop_thermo.kpi import Kpi

if TYPE_CHECKING:  # the dispatch brings its compiled kernels along
    from heatloop_thermo.dispatch.compare import Contender
    from heatloop_thermo.economics.coverage import Coverage

METHODS = {
    "always_on": "always on",
    "heat_following": "heat following",
    "rule": "heat-aware rule",
    "rolling": "optimum, rolling forecast",
    "perfect": "optimum, perfect forecast",
}
SETPOINT_TOLERANCE_K = 1.0
"""An hour's mean air this much below the setpoint still counts as at it: the band of the heating. [K]"""
HUMID = 0.9
"""Relative humidity above which a crop is in danger. [-] estimate"""
JOULE_PER_MWH, SQUARE_METRES_PER_HECTARE = 3.6e9, 1e4


def kpi_payload(kpi: Kpi) -> dict[str, Any]:
    """Performance figures; None where a share would divide by nought."""
    return {
        "capture_fraction": kpi.capture_fraction,
        "erf": kpi.erf,
        "ere": kpi.ere,
        "pue": kpi.pue,
        "heat_cop": kpi.heat_cop,
        "hours_below_target": kpi.hours_below_target,
        "kelvin_hours_below_target": kpi.kelvin_hours_below_target,
        "peak_demand_kw": kpi.peak_demand_w / 1e3,
        "tank_cycles": kpi.tank_cycles,
        "coverage_fraction": kpi.coverage_fraction,
        "use_fraction": kpi.use_fraction,
        "unmet_fraction": kpi.unmet_fraction,
        "running_fraction": kpi.running_fraction,
    }


def greenhouse_payload(greenhouse: GreenhouseResult | None) -> dict[str, Any] | None:
    """Heat that the greenhouse asks for, per square metre of floor, its hottest hour, and the climate that the crop had."""
    if greenhouse is None:
        return None
    wanted, climate, load = greenhouse.wanted, greenhouse.climate, greenhouse.load
    below_k = np.maximum(climate.setpoint_c - climate.air_c, 0.0)
    below_k = np.where(below_k > SETPOINT_TOLERANCE_K, below_k, 0.0)
    return {
        "area_m2": greenhouse.area_m2,
        "demand_kwh_m2": float(wanted.heat_w_m2.sum()) / 1e3,
        "peak_w_m2": float(wanted.heat_w_m2.max()),
        "design_load_w_m2": load.open_w_m2 if load else None,
        "design_load_screened_w_m2": load.closed_w_m2 if load else None,
        "air_min_c": float(climate.air_low_c.min()),
        "air_max_c": float(climate.air_c.max()),
        "hours_below_setpoint": float(np.count_nonzero(below_k)),
        "kelvin_hours_below_setpoint": float(below_k.sum()),
        "humidity_mean": float(climate.humidity.mean()),
        "hours_humid": float(np.count_nonzero(climate.humidity > HUMID)),
        "lamps_kwh_m2": float(climate.lamp_w_m2.sum()) / 1e3,
        "transpiration_kg_m2": float(climate.transpiration_kg_m2s.sum()) * 3600.0,
        "balance_error_fraction": climate.balance_error_fraction,
    }


def dispatch_payload(contenders: "Sequence[Contender]", currency: str) -> dict[str, Any] | None:
    """Every method beside the optimum with perfect forecast; None where nobody compared.

    Parameters
    ----------
    contenders : as `heatloop_thermo.dispatch.compare.compare` gives them, the best last.
    currency : of the sums.
    """
    if not contenders:
        return None
    plans = [
        {
            "method": one.plan.method,
            "text": METHODS[one.plan.method],
            "profit": one.account.profit,
            "penalty": one.account.penalty,
            "gap": one.gap,
            "gap_fraction": one.gap_fraction,
            "it_mwh": one.account.electric_j / JOULE_PER_MWH,
            "used_mwh": one.account.used_j / JOULE_PER_MWH,
            "dumped_mwh": one.account.dumped_j / JOULE_PER_MWH,
            "boiler_mwh": one.account.boiler_j / JOULE_PER_MWH,
            "unmet_mwh": one.account.unmet_j / JOULE_PER_MWH,
        }
        for one in contenders
    ]
    return {"currency": currency, "plans": plans}


def scan_payload(scan: "Coverage | None") -> list[dict[str, Any]]:
    """Other areas and tanks, the tank per hectare too."""
    if scan is None:
        return []
    columns = (scan.area_m2, scan.tank_m3, scan.coverage_fraction, scan.use_fraction, scan.peak_w)
    return [
        {
            "area_m2": area_m2,
            "tank_m3": tank_m3,
            "tank_m3_ha": round(tank_m3 / area_m2 * SQUARE_METRES_PER_HECTARE, 3),
            "covered_fraction": covered,
            "used_fraction": used,
            "peak_kw": peak_w / 1e3,
        }
        for area_m2, tank_m3, covered, used, peak_w in zip(*(one.ravel().tolist() for one in columns), strict=True)
    ]
