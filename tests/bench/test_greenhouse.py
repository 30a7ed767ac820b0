"""A year of a greenhouse, its compiled code warm, with the error of each step beside the speed.

Errors are against steps of a minute on the same weather; docs/greenhouse.md has those against the reference model.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "thermo" / "greenhouse"))

from greenhouse_weather import made_up

from heatloop_thermo.greenhouse import LED, Greenhouse, grow

FINE = 60
"""Steps per hour that count as exact."""


@pytest.fixture(scope="module")
def weather():
    return made_up()


@pytest.mark.parametrize("lamps", [None, LED], ids=["no lamps", "LED"])
@pytest.mark.parametrize("steps", [4, 6, 12])
def test_a_year_of_a_greenhouse(benchmark, weather, lamps, steps):
    house = Greenhouse(lamps=lamps)
    exact, year = (grow(house, weather, steps_per_hour=each) for each in (FINE, steps))
    error = year.heat_j_m2 / exact.heat_j_m2 - 1.0
    assert abs(error) < 0.02
    assert year.balance_error_fraction < 1e-9
    what = f"{'no lamps' if lamps is None else 'LED'}, {3600 // steps} s steps"
    remark = f"annual heat {100.0 * error:+.2f} % off 60 s steps, energy closes to {year.balance_error_fraction:.0e}"
    benchmark.group = "A greenhouse: a year of 8,760 hours after 45 days to settle"
    benchmark.name = f"{what}: {remark}"
    benchmark.extra_info.update(what=what, times=1, remark=remark)
    benchmark.pedantic(grow, (house, weather), {"steps_per_hour": steps}, rounds=10, warmup_rounds=1)
