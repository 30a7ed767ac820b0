"""What the tags of a plant mean, and what they read at the rated point; `heatloop_sites.naming` numbers them."""

from dataclasses import dataclass

from heatloop_sites.naming import HEADER, SINK, SOURCE, TANK, tag
from heatloop_thermo.design import Design, LoopDesign


@dataclass(frozen=True)
class Tag:
    """One point of measurement: its tag, what it means, and the value at the rated point in plant units (None: no figure)."""

    name: str
    what: str
    value: float | None
    unit: str

    @property
    def text(self) -> str:
        """Value and unit as printed beside the tag."""
        if self.value is None:
            return ""
        digits = 0 if abs(self.value) >= 1000 else 1
        return f"{self.value:,.{digits}f} {self.unit}"


def rated_tags(design: Design) -> tuple[Tag, ...]:
    """Every point of measurement that the schematic shows, with its value at the rated point."""
    points = [point for index, loop in enumerate(design.loops) for point in _loop_tags(index, loop, len(design.loops))]
    points.extend(_header_tags(design))
    for index, sink in enumerate(design.plant.sinks):
        points.append(Tag(tag("TT", SINK, index, 2), f"{sink.name}: return", sink.return_c, "°C"))
    return tuple(points)


def _loop_tags(index: int, loop: LoopDesign, loops: int) -> list[Tag]:
    name, circuit = loop.loop.name, loop.loop.circuit
    flow_m3_h = loop.flow_kg_s / circuit.coolant.density_kg_m3(loop.circuit_inlet_c) * 3600.0
    hot, cold = ("evaporator", "condenser") if loop.machine else ("exchanger, hot side", "exchanger, cold side")
    hot_out_c, cold_out_c = _outlets_c(loop)
    cold_out = Tag(tag("TT", SOURCE, index, 3), f"{name}: {cold} out", cold_out_c, "°C")
    return [
        Tag(tag("TT", SOURCE, index, 1), f"{name}: machines' outlet", loop.source_outlet_c, "°C"),
        Tag(tag("TT", SOURCE, index, 2), f"{name}: machines' inlet", loop.source_inlet_c, "°C"),
        Tag(tag("FT", SOURCE, index), f"{name}: flow", flow_m3_h, "m³/h"),
        Tag(tag("PT", SOURCE, index), f"{name}: pump suction, absolute", circuit.static_pressure_pa / 1e5, "bar"),
        *([cold_out] if loops > 1 else []),  # a single loop's is the header's TT-201
        Tag(tag("TT", SOURCE, index, 4), f"{name}: {hot} out", hot_out_c, "°C"),
        *(_cdu_tags(index, loop) if loop.loop.cdu else []),
    ]


def _cdu_tags(index: int, loop: LoopDesign) -> list[Tag]:
    """What the loop's own circuit reads at the coolant distribution units."""
    name = loop.loop.name
    return [
        Tag(tag("TT", SOURCE, index, 5), f"{name}: out of the CDU, to the header", loop.circuit_outlet_c, "°C"),
        Tag(tag("TT", SOURCE, index, 6), f"{name}: into the CDU, from the header", loop.circuit_inlet_c, "°C"),
    ]


def _outlets_c(loop: LoopDesign) -> tuple[float | None, float | None]:
    """Where the loop's and the header's liquid leave exchanger or heat pump."""
    if loop.machine is not None:
        return loop.machine.duty.source_out_c, loop.machine.duty.sink_out_c
    return (loop.rating.hot_out_c, loop.rating.cold_out_c) if loop.rating else (None, None)


def _header_tags(design: Design) -> list[Tag]:
    header, circuit = design.header, design.plant.header
    flow_m3_h = header.flow_kg_s / circuit.coolant.density_kg_m3(header.exchanger_in_c) * 3600.0 if header else None
    points = [
        Tag(tag("TT", HEADER, 0, 1), "header: out of the exchangers", header.exchanger_out_c if header else None, "°C"),
        Tag(tag("TT", HEADER, 0, 2), "header: into the exchangers", header.exchanger_in_c if header else None, "°C"),
        Tag(tag("TT", HEADER, 0, 3), "header: supply at the sinks", header.supply_c if header else None, "°C"),
        Tag(tag("FT", HEADER, 0), "header: flow", flow_m3_h, "m³/h"),
        Tag(tag("PT", HEADER, 0), "header: pump suction, absolute", circuit.static_pressure_pa / 1e5, "bar"),
    ]
    if design.plant.tank_volume_m3 is not None:
        points.append(Tag(tag("TT", TANK, 0, 1), "tank: top", None, "°C"))
        points.append(Tag(tag("TT", TANK, 0, 2), "tank: bottom", None, "°C"))
    return points
