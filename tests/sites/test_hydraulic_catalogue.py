"""Catalogue of pipes and pumps: the tables against a second table, and every row usable as it stands."""

import math
from dataclasses import fields
from pathlib import Path

import pytest
from fluids.piping import nearest_pipe
from ruamel.yaml import YAML

import heatloop_sites
from heatloop_thermo.pipe import Pipe
from heatloop_thermo.pump import PumpType, operate, select_pump

CATALOGUE = Path(heatloop_sites.__path__[0]) / "catalog"
PIPES = YAML(typ="safe", pure=True).load(CATALOGUE / "pipes.yaml")
PUMPS = YAML(typ="safe", pure=True).load(CATALOGUE / "pumps.yaml")["pumps"]
SIZES = [(schedule, size) for schedule in PIPES["schedules"] for size in schedule["sizes"]]
MARKS = {"manufacturer", "secondary", "estimate"}
FACTOR = {"mm": 1e-3, "m3/h": 1.0 / 3600.0, "m": 1.0, "%": 0.01}


def si(text):
    number, unit = text.split()
    return float(number) * FACTOR[unit]


def inches(nps):
    return sum(int(part.partition("/")[0]) / int(part.partition("/")[2] or 1) for part in nps.split())


def kind_of(row, mains_hz=50):
    units = {"flow_min": "flow_min_m3_s", "flow_max": "flow_max_m3_s", "head_max": "head_max_m"}
    known = {field.name for field in fields(PumpType)}
    values = {units.get(key, key): value for key, value in row.items()}
    return PumpType(
        **{
            key: si(value) if isinstance(value, str) and value.split()[-1] in FACTOR else value
            for key, value in values.items()
            if key in known
        },
        mains_hz=mains_hz,
    )


@pytest.mark.parametrize(("schedule", "size"), SIZES, ids=[f"{s['schedule']} NPS {z['nps']}" for s, z in SIZES])
def test_each_pipe_has_the_dimensions_of_its_standard(schedule, size):
    _, inner, outer, wall = nearest_pipe(NPS=inches(size["nps"]), schedule=schedule["schedule"])
    assert si(size["outer_diameter"]) == pytest.approx(outer, abs=1e-9)
    assert si(size["wall"]) == pytest.approx(wall, abs=1e-9)
    assert si(size["outer_diameter"]) - 2.0 * si(size["wall"]) == pytest.approx(inner, abs=1e-9)


@pytest.mark.parametrize("schedule", PIPES["schedules"], ids=lambda schedule: schedule["schedule"])
def test_a_schedule_runs_from_half_an_inch_to_twelve_without_a_gap(schedule):
    names = ["1/2", "3/4", "1", "1 1/4", "1 1/2", "2", "2 1/2", "3", "3 1/2", "4", "5", "6", "8", "10", "12"]
    diameters = [15, 20, 25, 32, 40, 50, 65, 80, 90, 100, 125, 150, 200, 250, 300]
    assert [(size["nps"], size["dn"]) for size in schedule["sizes"]] == list(zip(names, diameters, strict=True))


@pytest.mark.parametrize(("schedule", "size"), SIZES[:: len(SIZES) // 7])
def test_a_row_makes_a_pipe(schedule, size):
    outer, wall = si(size["outer_diameter"]), si(size["wall"])
    Pipe("row", outer - 2.0 * wall, outer, si(schedule["roughness"]["value"]), 10.0)


@pytest.mark.parametrize("row", PUMPS, ids=lambda row: row["name"])
@pytest.mark.parametrize("mains_hz", [50, 60])
def test_each_kind_of_pump_serves_a_duty_in_the_middle_of_its_range(row, mains_hz):
    kind = kind_of(row, mains_hz)
    flow = math.sqrt(kind.flow_min_m3_s * kind.flow_max_m3_s)
    pump = select_pump(kind, flow, 0.25 * kind.head_max_m)
    assert 0.5 < pump.bep_efficiency < 0.85
    assert operate(pump, flow, 0.25 * kind.head_max_m, 1000.0, 30.0).limits == ()


def test_names_are_unique_and_say_the_poles():
    names = [row["name"] for row in PUMPS]
    assert len(set(names)) == len(names)
    assert all(name.endswith(f"{row['poles']}-pole") for name, row in zip(names, PUMPS, strict=True))


@pytest.mark.parametrize(
    ("name", "constant"),
    [
        ("end-suction-4-pole", 128.07),
        ("end-suction-2-pole", 130.27),
        ("close-coupled-4-pole", 128.46),
        ("close-coupled-2-pole", 130.77),
        ("inline-4-pole", 132.30),
        ("inline-2-pole", 133.69),
        ("multistage-2-pole", 133.95),
    ],
)
def test_the_constants_are_those_of_annex_iii_at_mei_040(name, constant):
    assert next(row for row in PUMPS if row["name"] == name)["mei_constant"] == constant


def test_every_row_says_where_it_is_from_and_how_far_it_was_checked():
    rows = [*PIPES["schedules"], *(s["roughness"] for s in PIPES["schedules"]), *PIPES["insulation"], *PUMPS]
    assert all(row["source"] and row["verified"] in MARKS for row in rows)
