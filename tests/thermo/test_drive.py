"""Motors and drives: the efficiency classes as published, second opinions on part load, and the chain of losses."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from fluids.constants import hp
from fluids.pump import CSA_motor_efficiency, VFD_efficiency, motor_efficiency_underloaded
from hypothesis import given
from hypothesis import strategies as st

from heatloop_thermo.drive import (
    Motor,
    drive_efficiency,
    drive_loss_w,
    electric_w,
    motor_efficiency,
    motor_loss_w,
    next_motor_w,
)
from heatloop_thermo.errors import Infeasible, OutOfRange

DATA = Path(__file__).parent / "data"
BANDS = json.loads((DATA / "bands.json").read_text(encoding="utf-8"))
LINES = (DATA / "ie3_50hz.csv").read_text().splitlines()
IE3_50HZ = [
    (float(row["kw"]), poles, float(row[f"poles_{poles}"]))
    for row in csv.DictReader(line for line in LINES if not line.startswith("#"))
    for poles in (2, 4)
    if row[f"poles_{poles}"]
]
HORSEPOWER = [
    (1, 0.75),
    (5, 3.7),
    (7.5, 5.5),
    (15, 11),
    (25, 18.5),
    (50, 37),
    (75, 55),
    (100, 75),
    (150, 110),
    (200, 150),
]

motors = st.builds(
    Motor,
    rated_w=st.floats(0.75e3, 150e3),
    poles=st.sampled_from([2, 4]),
    mains_hz=st.sampled_from([50, 60]),
    on_drive=st.booleans(),
)


@pytest.mark.parametrize(("kw", "poles", "percent"), IE3_50HZ)
def test_efficiency_at_50_hz_is_the_class_limit_of_the_standard(kw, poles, percent):
    """The interpolation formula of the standard gives its own table within its rounding."""
    assert Motor(kw * 1e3, poles, 50).rated_efficiency * 100.0 == pytest.approx(percent, **BANDS["ie3"])


@pytest.mark.parametrize(("horsepower", "kw"), HORSEPOWER)
@pytest.mark.parametrize("poles", [2, 4])
def test_efficiency_at_60_hz_is_that_of_a_premium_motor(horsepower, kw, poles):
    premium = CSA_motor_efficiency(horsepower * hp, closed=True, poles=poles, high_efficiency=True)
    assert Motor(kw * 1e3, poles, 60).rated_efficiency == pytest.approx(premium, abs=0.0051)


@given(motor=motors)
def test_between_two_sizes_the_efficiency_lies_between_theirs(motor):
    low, high = (Motor(w, motor.poles, motor.mains_hz).rated_efficiency for w in (0.75e3, 150e3))
    assert low <= motor.rated_efficiency <= high


@pytest.mark.parametrize("kw", [3.7, 7.5, 15, 30, 75])
@pytest.mark.parametrize("load", [0.5, 0.6, 0.75, 0.9, 1.0])
def test_part_load_of_a_motor_agrees_with_the_doe_curves(kw, load):
    motor = Motor(kw * 1e3, 4, 60, on_drive=False)
    reference = motor.rated_efficiency * motor_efficiency_underloaded(kw * 1e3, load)
    assert motor_efficiency(motor, load * kw * 1e3) == pytest.approx(reference, abs=0.012)


@pytest.mark.parametrize("horsepower", [5, 10, 20, 30, 50, 60, 75, 100, 200])
@pytest.mark.parametrize("load", [0.125, 0.25, 0.42, 0.5, 0.75, 1.0])
def test_efficiency_of_a_drive_agrees_with_the_doe_table(horsepower, load):
    """The table goes by the output of the drive; ours by the shaft, so the motor is taken out of the comparison."""
    rated = horsepower * hp
    motor = Motor(rated, 4, 60)
    output = load * rated
    ours = output / (output + drive_loss_w(motor, output))
    assert ours == pytest.approx(VFD_efficiency(rated, load), abs=0.025 if load < 0.4 else 0.012)


@given(motor=motors, load=st.floats(0.01, 1.25))
def test_the_chain_of_efficiencies_and_the_sum_of_losses_say_the_same(motor, load):
    shaft = load * motor.rated_w
    electric = electric_w(motor, shaft)
    assert electric == pytest.approx(shaft + motor_loss_w(motor, shaft) + drive_loss_w(motor, shaft), rel=1e-14)
    chain = motor_efficiency(motor, shaft) * drive_efficiency(motor, shaft)
    assert shaft / electric == pytest.approx(chain, rel=1e-12)
    assert shaft < electric


@given(motor=motors, one=st.floats(0.0, 1.25), other=st.floats(0.0, 1.25))
def test_more_at_the_shaft_takes_more_from_the_grid(motor, one, other):
    low, high = sorted((one, other))
    if high > low + 1e-9:
        assert electric_w(motor, high * motor.rated_w) > electric_w(motor, low * motor.rated_w)


@given(rated=st.floats(0.75e3, 150e3), load=st.floats(0.05, 1.0))
def test_a_drive_costs_its_own_losses_and_harmonics_in_the_motor(rated, load):
    on, off = Motor(rated, on_drive=True), Motor(rated, on_drive=False)
    assert drive_loss_w(off, load * rated) == 0.0
    assert drive_efficiency(off, load * rated) == 1.0
    assert motor_loss_w(on, load * rated) == pytest.approx(1.15 * motor_loss_w(off, load * rated), rel=1e-12)


def test_a_year_of_hours_gives_what_each_hour_gives():
    motor, shaft = Motor(15e3), np.linspace(0.0, 15e3, 7)
    np.testing.assert_allclose(electric_w(motor, shaft), [electric_w(motor, float(w)) for w in shaft], rtol=1e-14)
    assert type(electric_w(motor, 7e3)) is float


@given(shaft=st.floats(0.0, 150e3), mains_hz=st.sampled_from([50, 60]))
def test_the_next_motor_is_the_smallest_that_suffices(shaft, mains_hz):
    rated = next_motor_w(shaft, mains_hz)
    assert rated >= shaft
    assert next_motor_w(rated, mains_hz) == rated
    assert rated == 750.0 or next_motor_w(rated * 0.999, mains_hz) == rated
    assert rated == 750.0 or shaft > 0.55 * rated  # neighbouring sizes are less than a factor of 1.7 apart
    Motor(rated, 4, mains_hz)  # and it is in the tables


def test_the_sizes_are_those_of_the_mains():
    assert (next_motor_w(3500.0, 50), next_motor_w(3500.0, 60)) == (4000.0, 3700.0)


def test_above_the_largest_motor_the_limit_is_named():
    with pytest.raises(Infeasible, match="200 kW") as caught:
        next_motor_w(201e3, 50)
    assert caught.value.binding == "motor_size"


@pytest.mark.parametrize(
    "bad", [{"rated_w": 500.0}, {"rated_w": math.nan}, {"poles": 6}, {"mains_hz": 16}, {"rated_w": 2e5}]
)
def test_a_motor_outside_the_tables_is_refused(bad):
    with pytest.raises(OutOfRange):
        Motor(**({"rated_w": 7500.0} | bad))


@pytest.mark.parametrize("shaft", [-1.0, math.nan, 10.1 * 7500.0])
def test_a_negative_an_unknown_and_an_absurd_power_are_refused(shaft):
    for law in (electric_w, motor_loss_w, drive_loss_w, motor_efficiency, drive_efficiency):
        with pytest.raises(OutOfRange):
            law(Motor(7500.0), shaft)
    with pytest.raises(OutOfRange):
        next_motor_w(math.nan)
