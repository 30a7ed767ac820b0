"""Design load and pipe capacity against published figures."""

import numpy as np
import pytest

from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.greenhouse import Greenhouse, Pipes, design_load, pipe_capacity_w_m2

VERVEER_51_MM = {12: 21, 22: 43, 32: 67, 42: 93, 52: 122, 62: 152}
VERVEER_33_MM = {12: 14, 22: 29, 32: 46, 42: 64, 52: 83, 62: 104}
"""W per metre of pipe over water less air [K]; Verveer 1995."""


def test_single_glass_in_manitoba_loads_what_the_table_says():
    """6.2 W/m2K on 1.21 m2/m2 over 50.5 K is 379 W/m2, half an air change 55."""
    load = design_load(Greenhouse(), -32.0)
    assert load.transmission_w_m2 == pytest.approx(379.0, rel=0.02)
    assert load.open_w_m2 == pytest.approx(379.0 + 55.0, rel=0.1)


def test_double_film_loads_two_thirds_and_a_screen_saves_its_share():
    film = design_load(Greenhouse(glazing="double_film"), -32.0)
    assert 280.0 < film.open_w_m2 < 340.0
    bare = design_load(Greenhouse(screen=None), -32.0)
    shut = design_load(Greenhouse(), -32.0)
    assert bare.closed_w_m2 == bare.open_w_m2 == shut.open_w_m2
    assert 0.7 < shut.closed_w_m2 / shut.open_w_m2 < 0.8


def test_no_load_where_it_is_as_warm_outside_as_inside():
    load = design_load(Greenhouse(), 19.0, inside_c=18.5)
    assert load.transmission_w_m2 == 0.0
    assert load.open_w_m2 < 5.0


@pytest.mark.parametrize(("outer_m", "table"), [(51e-3, VERVEER_51_MM), (33e-3, VERVEER_33_MM)])
def test_a_metre_of_pipe_gives_what_verveer_measured(outer_m, table):
    house = Greenhouse(pipes=Pipes(rail_m_m2=1.0, rail_outer_m=outer_m, rail_inner_m=outer_m - 4e-3))
    lifts = np.array(list(table))
    ours = pipe_capacity_w_m2(house, 20.0 + lifts, 20.0 + lifts, 20.0)
    assert ours == pytest.approx(np.array(list(table.values())), rel=0.04)


def test_rail_and_grow_pipe_at_75_55_heat_a_manitoba_peak():
    """Rails 128 W/m2, grow pipes about 121."""
    both = Greenhouse(pipes=Pipes(grow_m_m2=1.655))
    assert pipe_capacity_w_m2(Greenhouse(), 75.0, 55.0, 20.0) == pytest.approx(128.0, rel=0.01)
    assert pipe_capacity_w_m2(both, 75.0, 55.0, 20.0) == pytest.approx(250.0, rel=0.02)


def test_cold_water_heats_nothing():
    assert pipe_capacity_w_m2(Greenhouse(), 15.0, 10.0, 20.0) == 0.0


@pytest.mark.parametrize("wrong", [{"supply_c": np.nan}, {"return_c": -5.0}, {"air_c": 80.0}])
def test_impossible_water_is_refused(wrong):
    with pytest.raises(OutOfRange):
        pipe_capacity_w_m2(Greenhouse(), **({"supply_c": 75.0, "return_c": 55.0, "air_c": 20.0} | wrong))


def test_pipes_that_nobody_measured_are_refused():
    with pytest.raises(OutOfRange, match="diameter"):
        pipe_capacity_w_m2(Greenhouse(pipes=Pipes(rail_outer_m=0.1, rail_inner_m=0.09)), 75.0, 55.0, 20.0)
