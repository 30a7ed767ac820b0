"""The greenhouse block of a site file: defaults of the reference case, and what may be typed."""

import pytest
from pydantic import ValidationError

from heatloop_sites.greenhouses import greenhouse_of
from heatloop_sites.schema.greenhouse import Greenhouse as Block
from heatloop_thermo.errors import OutOfRange
from heatloop_thermo.greenhouse import HPS, Greenhouse, Screen


def test_an_empty_block_is_the_reference_greenhouse():
    assert greenhouse_of(Block()) == Greenhouse()


def test_what_is_typed_arrives():
    typed = {
        "glazing": "double-film",
        "screen": "none",
        "lamps": "hps",
        "day": "21 degC",
        "night": "64.4 degF",
        "humidity_max": "80 %",
        "infiltration": 2.0,
        "rails": "1.34 m/m2",
        "grow_pipes": "1.655 m/m2",
        "screen_height": "4 m",
        "mean_height": "4.5 m",
        "vents": "10 %",
    }
    house = greenhouse_of(Block.model_validate(typed), 40_000.0, 8e6, 25.0)
    assert (house.glazing, house.screen, house.lamps) == ("double_film", None, HPS)
    assert (house.climate.day_c, house.climate.humidity_max) == (21.0, 80.0)
    assert house.climate.night_c == pytest.approx(18.0)
    assert (house.leakage, house.vent_area, house.air_height_m) == (2e-4, 0.1, 4.0)
    assert (house.pipes.rail_m_m2, house.pipes.grow_m_m2) == (1.34, 1.655)
    assert (house.pipes.power_w_m2, house.pipes.spread_k) == (200.0, 25.0)


def test_a_screen_may_close_at_night_only():
    block = Block.model_validate({"screen": {"day": "-60 degC"}})
    assert greenhouse_of(block).screen == Screen(day_c=-60.0)


def test_lamps_of_another_power_keep_their_kind():
    lamps = greenhouse_of(Block.model_validate({"lamps": "led", "lamp_power": "100 W/m2"})).lamps
    assert lamps is not None
    assert (lamps.power_w_m2, lamps.par) == (100.0, 0.55)


@pytest.mark.parametrize(
    "typed",
    [
        {"glazing": "paper"},
        {"day": 19.5},
        {"rails": "1.25 m"},
        {"humidity_max": "20 %"},
        {"infiltration": -1.0},
        {"lamps": "candles"},
        {"unknown": 1},
    ],
)
def test_what_makes_no_sense_is_refused(typed):
    with pytest.raises(ValidationError):
        Block.model_validate(typed)


def test_a_cover_below_the_screen_is_refused():
    with pytest.raises(OutOfRange, match="ridge_height_m"):
        greenhouse_of(Block.model_validate({"screen_height": "6 m", "mean_height": "5 m"}))


def test_the_descriptions_name_the_defaults_of_the_core():
    core, fields = Greenhouse(), Block.model_fields
    stated = {
        "day_c": core.climate.day_c,
        "night_c": core.climate.night_c,
        "humidity_max": core.climate.humidity_max,
        "rails_m_m2": core.pipes.rail_m_m2,
        "grow_pipes_m_m2": core.pipes.grow_m_m2,
        "cover_area": core.cover_area,
        "screen_height_m": core.air_height_m,
        "mean_height_m": core.ridge_height_m,
        "vents": 100.0 * core.vent_area,
    }
    for name, value in stated.items():
        assert f"; {value:g}" in str(fields[name].description), name
