"""Figures of the two given greenhouse years, ours and the reference's, into data/greenhouse.json.

Run by ``make validation`` where the reference years are at hand; they are not part of the project, so only sums, means and
quantiles are kept. What is stored is held to the model by tests/validation/test_greenhouse.py, where the years are at hand.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "thermo" / "greenhouse"))

from greenhouse_reference import (  # noqa: E402 - beside the tests of the greenhouse
    Case,
    day_means,
    kwh,
    missing,
    monthly_kwh,
    r_squared,
    windsor_case,
    winnipeg_case,
)

FILE = HERE / "data" / "greenhouse.json"
SHARES = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0)
"""Of the hours of the year, for the load-duration curve. [%]"""


def figures(heat_w_m2: Any) -> dict[str, Any]:
    """What is kept of a year: kWh/m2 and W/m2."""
    return {
        "annual": round(kwh(heat_w_m2), 3),
        "months": [round(month, 2) for month in monthly_kwh(heat_w_m2)],
        "p99": round(float(np.nanpercentile(heat_w_m2, 99.0)), 1),
        "max": round(float(np.nanmax(heat_w_m2)), 1),
        "max_day": round(float(np.nanmax(day_means(heat_w_m2))), 1),
        "duration": [round(float(np.nanpercentile(heat_w_m2, 100.0 - share)), 1) for share in SHARES],
    }


def summary(case: Case) -> dict[str, Any]:
    return {
        "case": case.name,
        "ours": figures(case.heat_w_m2),
        "reference": figures(case.reference_w_m2),
        "r2_day": round(r_squared(day_means(case.heat_w_m2), day_means(case.reference_w_m2)), 4),
        "r2_hour": round(r_squared(case.heat_w_m2, case.reference_w_m2), 3),
        "closure": float(f"{case.year.balance_error_fraction:.0e}"),
    }


def summaries() -> list[dict[str, Any]]:
    return [summary(winnipeg_case()), summary(windsor_case())]


def main() -> None:
    if missing():
        sys.stderr.write("the reference years are not at hand; data/greenhouse.json stays as it is\n")
        return
    FILE.write_text(json.dumps({"shares": SHARES, "cases": summaries()}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
