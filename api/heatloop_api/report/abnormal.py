"""Which tags of the schematic stand beyond a limit."""

from heatloop_sites.naming import HEADER, SOURCE, tag
from heatloop_thermo.design import Design, Limit

LOOP_PLACES = {
    "source_outlet_max": ("TT", 1),
    "source_inlet_max": ("TT", 2),
    "source_inlet_min": ("TT", 2),
    "source_flow_min": ("FT", 1),
    "source_flow_max": ("FT", 1),
    "boiling_margin": ("PT", 1),
    "pump_npsh": ("PT", 1),
}
HEADER_PLACES = {"boiling_margin": ("PT", 1), "pump_npsh": ("PT", 1)}


def abnormal_tags(design: Design) -> frozenset[str]:
    """Tags whose limit is broken at the rated point, and the supply where the target is missed."""
    found = set()
    for index, loop in enumerate(design.loops):
        found |= {tag(*_place(SOURCE, index, place)) for place in _broken(loop.limits, LOOP_PLACES)}
    found |= {tag(*_place(HEADER, 0, place)) for place in _broken(design.header_limits, HEADER_PLACES)}
    if not design.verdict.reached:
        found.add(tag("TT", HEADER, 0, 3))
    return frozenset(found)


def _broken(limits: tuple[Limit, ...], places: dict[str, tuple[str, int]]) -> list[tuple[str, int]]:
    return [places[limit.code] for limit in limits if limit.margin < 0 and limit.code in places]


def _place(area: int, index: int, place: tuple[str, int]) -> tuple[str, int, int, int]:
    letters, number = place
    return letters, area, index, number
