"""How the loops stand on the header, and what the other way would be, as plain data in plant units."""

from typing import Any

from heatloop_thermo.design import Design
from heatloop_thermo.design.compared import Compared


def arrangement_payload(design: Design) -> dict[str, Any]:
    """The arrangement chosen, its stages in the direction of the header's flow, and the comparison, the one chosen first."""
    return {
        "arrangement": design.arrangement,
        "stages": [list(stage) for stage in design.stages],
        "arrangements": [_compared(one) for one in design.arrangements],
    }


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "name": one.name,
        "stages": [list(stage) for stage in one.stages],
        "reached": one.reached,
        "route": one.route,
        "supply_c": one.supply_c,
        "binding_constraint": one.binding,
        "idle": list(one.idle),
        "heat_pump_electric_kw": one.heat_pump_electric_w / 1e3,
        "pumps_electric_kw": one.pumps_electric_w / 1e3,
        "boiler_input_kw": one.boiler_input_w / 1e3,
        "bought_kw": one.bought_w / 1e3,
        "captured_kw": one.captured_w / 1e3,
        "capture_fraction": one.capture_fraction,
    }
