"""Instruments and actuators of a plant: the list that a PLC is programmed from.

Which ones there are follows from the plant alone: two temperatures and a flow around every hand-over, the actual position of everything
that moves. How they lie in the registers is for `heatloop_sites.points.place`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SITE, SOURCE, TANK, tag
from heatloop_sites.points.point import Role
from heatloop_thermo.plant import Plant

TANK_SENSORS = 6
"""Temperatures along the height of the tank, from the top. Enough to see where the warm water ends. estimate"""
LIQUID_C = (-50.0, 150.0)
AIR_C = (-60.0, 60.0)
PRESSURE_BAR = (0.0, 16.0)
PERCENT = (0.0, 100.0)
FEEDBACK = (-2.0, 102.0)  # a position transmitter may sit a little beside its ends
HEADROOM = 1.5  # a sensor's range over the largest value that is meant to be
BELOW_ZERO = -0.02  # of its range: a sound transmitter may show a little less than nothing


@dataclass(frozen=True, slots=True)
class Wanted:
    """A point before it has a place in the registers; see `heatloop_sites.points.point.Point`."""

    tag: str
    name: str
    what: str
    role: Role
    unit: str
    low: float
    high: float
    fail_value: float | None = None


def wanted(plant: Plant) -> tuple[Wanted, ...]:
    """Every point of a plant, in the order of the areas: loops, header, sinks, tank, boiler, heat pumps, surroundings."""
    return (
        *(point for index in range(len(plant.loops)) for point in _loop(plant, index)),
        *_header(plant),
        *(point for index in range(len(plant.sinks)) for point in _sink(plant, index)),
        *_tank(plant),
        *_boiler(plant),
        *(point for index, loop in enumerate(plant.loops) if loop.heat_pump for point in _heat_pump(plant, index)),
        _air("TT", SITE, 0, 1, "site.ambient", "outside air"),
    )


def _loop(plant: Plant, index: int) -> Iterator[Wanted]:
    loop, area = plant.loops[index], SOURCE
    name, power_kw = loop.name, loop.electric_w / 1e3
    yield Wanted(
        tag("JT", area, index),
        f"{name}.power",
        f"{name}: electric power of the machines",
        "measurement",
        "kW",
        *_from_zero(power_kw),
    )
    yield _water("TT", area, index, 1, f"{name}.outlet", f"{name}: machines' outlet")
    yield _water("TT", area, index, 2, f"{name}.inlet", f"{name}: machines' inlet")
    yield _water("TT", area, index, 3, f"{name}.cold_out", f"{name}: header water out of the hand-over")
    yield _water("TT", area, index, 4, f"{name}.hot_out", f"{name}: coolant out of the hand-over")
    yield _flow(area, index, f"{name}.flow", f"{name}: flow", loop.design_flow_m3_s)
    yield _pressure(area, index, f"{name}.pressure", f"{name}: pump suction, absolute")
    yield from _driven("SC", "ST", area, index, 1, f"{name}.pump", f"{name}: pump speed", fail=60.0)
    if plant.dry_cooler is not None:
        yield from _driven(
            "TCV", "ZT", area, index, 2, f"{name}.cooler_valve", f"{name}: valve to the dry cooler", 100.0
        )
        yield from _driven("SC", "ST", area, index, 2, f"{name}.fans", f"{name}: fans of the dry cooler", 100.0)
    yield from _driven("JC", "JA", area, index, 1, f"{name}.permit", f"{name}: power the machines may draw", 80.0)


def _header(plant: Plant) -> Iterator[Wanted]:
    flow_m3_s = _heat_flow_m3_s(plant, sum(loop.liquid_w for loop in plant.loops))
    yield _water("TT", HEADER, 0, 1, "header.exchangers_out", "header: out of the exchangers")
    yield _water("TT", HEADER, 0, 2, "header.exchangers_in", "header: into the exchangers")
    yield _water("TT", HEADER, 0, 3, "header.supply", "header: supply to the sinks")
    yield _flow(HEADER, 0, "header.flow", "header: flow through the exchangers", flow_m3_s)
    yield _pressure(HEADER, 0, "header.pressure", "header: pump suction, absolute")
    yield from _driven("SC", "ST", HEADER, 0, 1, "header.pump", "header: pump speed", 50.0)
    yield from _driven("TCV", "ZT", HEADER, 0, 1, "header.recirculation", "header: recirculation valve", 0.0)


def _sink(plant: Plant, index: int) -> Iterator[Wanted]:
    sink = plant.sinks[index]
    flow_m3_s = _heat_flow_m3_s(plant, sink.design_load_w)
    yield _water("TT", SINK, index, 1, f"{sink.name}.supply", f"{sink.name}: supply")
    yield _water("TT", SINK, index, 2, f"{sink.name}.return", f"{sink.name}: return")
    yield _flow(SINK, index, f"{sink.name}.flow", f"{sink.name}: flow", flow_m3_s)
    what = f"{sink.name}: heat that its own control asks for, of the design load"
    yield Wanted(tag("YT", SINK, index), f"{sink.name}.request", what, "measurement", "%", *PERCENT)
    yield from _driven("SC", "ST", SINK, index, 1, f"{sink.name}.pump", f"{sink.name}: pump speed", 40.0)


def _tank(plant: Plant) -> Iterator[Wanted]:
    if plant.tank_volume_m3 is not None:
        for layer in range(1, TANK_SENSORS + 1):
            yield _water(
                "TT", TANK, 0, layer, f"tank.layer_{layer}", f"tank: layer {layer} of {TANK_SENSORS} from the top"
            )


def _boiler(plant: Plant) -> Iterator[Wanted]:
    if plant.boiler is not None:
        span = _from_zero(plant.boiler.capacity_w / 1e3)
        yield Wanted(tag("JT", BOILER, 0), "boiler.heat", "boiler: heat output", "measurement", "kW", *span)
        yield _water("TT", BOILER, 0, 1, "boiler.outlet", "boiler: outlet")
        yield from _driven("JC", "JA", BOILER, 0, 1, "boiler.load", "boiler: load", 0.0)


def _heat_pump(plant: Plant, index: int) -> Iterator[Wanted]:
    loop = plant.loops[index]
    what = f"{loop.name}: heat pump"
    yield Wanted(
        tag("JT", HEAT_PUMP, index),
        f"{loop.name}.heat_pump_power",
        f"{what}, electric power",
        "measurement",
        "kW",
        *_from_zero(loop.liquid_w / 1e3),
    )
    yield from _driven("SC", "ST", HEAT_PUMP, index, 1, f"{loop.name}.heat_pump", f"{what}, capacity", 0.0)


def _heat_flow_m3_s(plant: Plant, heat_w: float) -> float:
    """Header flow that carries a heat between the target and the coldest return."""
    water, return_c = plant.header.coolant, min(sink.return_c for sink in plant.sinks)
    lift_j_kg = water.enthalpy_j_kg(plant.target_c) - water.enthalpy_j_kg(return_c)
    return heat_w / lift_j_kg / water.density_kg_m3(return_c)


def _driven(
    command: str, actual: str, area: int, index: int, place: int, name: str, what: str, fail: float
) -> tuple[Wanted, Wanted]:
    """What is asked of an actuator, and what it really does."""
    return (
        Wanted(tag(command, area, index, place), name, what, "command", "%", *PERCENT, fail_value=fail),
        Wanted(tag(actual, area, index, place), f"{name}_actual", f"{what}, actual", "actual", "%", *FEEDBACK),
    )


def _water(letters: str, area: int, index: int, place: int, name: str, what: str) -> Wanted:
    return Wanted(tag(letters, area, index, place), name, what, "measurement", "degC", *LIQUID_C)


def _air(letters: str, area: int, index: int, place: int, name: str, what: str) -> Wanted:
    return Wanted(tag(letters, area, index, place), name, what, "measurement", "degC", *AIR_C)


def _pressure(area: int, index: int, name: str, what: str) -> Wanted:
    return Wanted(tag("PT", area, index), name, what, "measurement", "bar", *PRESSURE_BAR)


def _flow(area: int, index: int, name: str, what: str, design_m3_s: float) -> Wanted:
    return Wanted(tag("FT", area, index), name, what, "measurement", "m3/h", *_from_zero(3600.0 * design_m3_s))


def _from_zero(most: float) -> tuple[float, float]:
    """Range of a sensor for something that is never negative."""
    return BELOW_ZERO * HEADROOM * most, HEADROOM * most
