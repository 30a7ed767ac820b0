"""From the greenhouse of a site file to that of the engineering core."""

from dataclasses import replace
from typing import Any

from heatloop_sites.schema.greenhouse import Greenhouse as Block
from heatloop_sites.schema.greenhouse import GreenhouseScreen
from heatloop_thermo.greenhouse.house import Greenhouse
from heatloop_thermo.greenhouse.parts import HPS, LED, Climate, Glazing, Lamps, Pipes, Screen

GLAZING: dict[str, Glazing] = {
    "single-glass": "single_glass",
    "double-glass": "double_glass",
    "double-film": "double_film",
    "twin-wall": "twin_wall",
}
LAMPS = {"none": None, "led": LED, "hps": HPS}


def greenhouse_of(
    block: Block, area_m2: float | None = None, design_load_w: float | None = None, spread_k: float | None = None
) -> Greenhouse:
    """The greenhouse that a block of a site file describes.

    Parameters
    ----------
    block : as typed.
    area_m2, design_load_w : of the sink; together they are the installed heat over floor, 300 W/m2 where either is missing.
    spread_k : supply less return of the sink; by default 20 K.

    Raises
    ------
    OutOfRange : a greenhouse that cannot be built.

    >>> greenhouse_of(Block(), 20_000.0, 5e6, 20.0).pipes.power_w_m2
    250.0
    """
    return Greenhouse(
        glazing=GLAZING[block.glazing],
        screen=_screen(block.screen),
        lamps=_lamps(block),
        climate=Climate(
            **_typed(day_c=block.day_c, night_c=block.night_c, humidity_max=_scaled(block.humidity_max, 100.0))
        ),
        pipes=_pipes(block, area_m2, design_load_w, spread_k),
        **_typed(
            cover_area=block.cover_area,
            air_height_m=block.screen_height_m,
            ridge_height_m=block.mean_height_m,
            vent_area=block.vents,
            leakage=_scaled(block.infiltration, Greenhouse().leakage),
        ),
    )


def _typed(**values: float | None) -> dict[str, Any]:
    """What was typed, as plain floats; for the rest the core has its own defaults."""
    return {name: float(value) for name, value in values.items() if value is not None}


def _scaled(value: float | None, by: float) -> float | None:
    return None if value is None else value * by


def _pipes(block: Block, area_m2: float | None, design_load_w: float | None, spread_k: float | None) -> Pipes:
    power = design_load_w / area_m2 if area_m2 is not None and design_load_w is not None else None
    lengths = _typed(rail_m_m2=block.rails_m_m2, grow_m_m2=block.grow_pipes_m_m2)
    return Pipes(**lengths, **_typed(power_w_m2=power, spread_k=spread_k))


def _screen(block: GreenhouseScreen | str | None) -> Screen | None:
    if block is None or isinstance(block, str):
        return None if block == "none" else Screen()
    return Screen(**_typed(day_c=block.day_c, night_c=block.night_c))


def _lamps(block: Block) -> Lamps | None:
    lamps = LAMPS[block.lamps]
    if lamps is None or block.lamp_power_w_m2 is None:
        return lamps
    return replace(lamps, power_w_m2=float(block.lamp_power_w_m2))
