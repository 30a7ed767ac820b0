"""The dry coolers of a design in plant units."""

from typing import Any

from heatloop_thermo.design import Design
from heatloop_thermo.design.rejection import LoopCooler, loop_coolers
from heatloop_thermo.errors import Infeasible


def rejector_payload(design: Design) -> dict[str, Any] | None:
    """Capacity and design day of all dry coolers, and the one of each loop; None where the site has none.

    ``coolers`` is empty where the air is too hot for the machines (a finding says so); ``refused`` says why none can be built.
    """
    cooler = design.plant.dry_cooler
    if cooler is None or design.rejector_w is None:
        return None
    coolers: tuple[LoopCooler, ...] = ()
    refused = None
    try:
        coolers = loop_coolers(design)
    except Infeasible as refusal:
        refused = str(refusal)
    return {
        "capacity_kw": design.rejector_w / 1e3,
        "design_ambient_c": cooler.design_ambient_c,
        "approach_k": cooler.approach_k,
        "fans": sum(one.cooler.fans for one in coolers),
        "fan_electric_kw": sum(float(one.at_design.fan_w) for one in coolers) / 1e3,
        "coolers": [_cooler(one) for one in coolers],
        "refused": refused,
    }


def _cooler(one: LoopCooler) -> dict[str, Any]:
    at = one.at_design
    return {
        "loop": one.loop,
        "duty_kw": one.duty_w / 1e3,
        "heat_kw": float(at.heat_w) / 1e3,
        "outlet_c": float(at.outlet_c),
        "fans": one.cooler.fans,
        "face_area_m2": one.cooler.face_area_m2,
        "fan_electric_kw": float(at.fan_w) / 1e3,
        "fan_w_per_kw": one.fan_w_per_kw,
        "dp_kpa": float(at.dp_pa) / 1e3,
    }
