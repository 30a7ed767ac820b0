"""Building a map: which box the refrigerant allows, the samples, and how well the interpolation holds between them."""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np

from heatloop_thermo.errors import Infeasible, OutOfRange, ThermoError, require
from heatloop_thermo.heatpump import chebyshev
from heatloop_thermo.heatpump.design import HeatPumpDesign
from heatloop_thermo.heatpump.limits import discharge_superheat_k
from heatloop_thermo.heatpump.map import FORMAT, QUANTITIES, HeatPumpMap
from heatloop_thermo.heatpump.map_box import MapBox
from heatloop_thermo.heatpump.rate import OffDesign, off_design, rate_heat_pump, swept_share
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.numeric import Array

SAMPLE_TOLERANCE_K = 1e-4
"""Of the samples' temperatures: a thousandth of the error that is allowed between them."""
CHECKS = 12


@dataclass(frozen=True, slots=True)
class MapRange:
    """What a map shall cover.

    Parameters
    ----------
    source_low_c, source_high_c : coldest source (evaporator outlet). [degC]
    sink_low_c, sink_high_c : hottest sink (condenser outlet). [degC]
    sources, sinks, loads : samples along each. [-], 3..12; the defaults hold the power to 0.05 %
    """

    source_low_c: float
    source_high_c: float
    sink_low_c: float
    sink_high_c: float
    sources: int = 5
    sinks: int = 5
    loads: int = 4

    def __post_init__(self) -> None:
        """Refuse an empty range."""
        require("source range", self.source_high_c - self.source_low_c, 0.5, 200.0, "K", "from low to high")
        require("sink range", self.sink_high_c - self.sink_low_c, 0.5, 200.0, "K", "from low to high")
        for name, count in (("sources", self.sources), ("sinks", self.sinks), ("loads", self.loads)):
            require(name, float(count), 3.0, 12.0, "-", "samples along one axis")


def build_map(machine: HeatPumpDesign, span: MapRange) -> HeatPumpMap:
    """Solve a designed machine over a range.

    Parameters
    ----------
    machine : as designed; the same refrigerant, surfaces and compressor everywhere.
    span : range and samples. The hot end of the sink is drawn in to where the refrigerant's critical margin ends; what lies
        beyond is masked "critical_margin".

    Returns
    -------
    The map, with the largest error found at `CHECKS` points between the samples.

    Raises
    ------
    Infeasible : ``map_range``, where a corner of the range has no operating point; the message says which.
    UnsupportedArrangement : a transcritical machine.
    """
    ready = off_design(machine)
    box = _box(machine, ready, span)
    table = chebyshev.coefficients(_samples(machine, ready, box, span))
    made = HeatPumpMap(
        machine.refrigerant,
        machine.arrangement,
        box,
        table,
        machine.heat_w,
        machine.shaft_w,
        machine.build.compressor.heat_loss_fraction,
        ready.fluids[-1].critical_c,
        machine.spec.drive,
        machine.spec.part_load,
        machine.spec.limits,
    )
    worst = _worst(made, machine, ready)
    return HeatPumpMap(**{**{name: getattr(made, name) for name in made.__dataclass_fields__}, **worst})


def map_key(machine: HeatPumpDesign, span: MapRange, library: str) -> str:
    """Name under which a map may be kept on disk: the same for the same machine, range and property library.

    Parameters
    ----------
    machine, span : as for `build_map`.
    library : name and version of the property library, for example "CoolProp 8.0.0"; asking it here would load it.

    Returns
    -------
    64 hexadecimal digits.
    """
    record = [FORMAT, library, asdict(machine.spec), asdict(machine.duty), asdict(machine.build), asdict(span)]
    record += [machine.heat_w, machine.evaporator_area_m2, machine.condenser_area_m2, machine.swept_m3_s]
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()


def least_lift_k(machine: HeatPumpDesign) -> float:
    """Least lift of the map: superheat, subcooling and 3 K, so that liquid stays hotter than suction vapour. [K]"""
    return machine.build.superheat_k + machine.build.subcooling_k + 3.0


def _box(machine: HeatPumpDesign, ready: OffDesign, span: MapRange) -> MapBox:
    lift_k = least_lift_k(machine)
    _, above_k = ready.offsets_k()
    top_c = ready.fluids[-1].critical_c - machine.spec.limits.critical_margin_k - above_k + 1.0
    high_c = min(span.sink_high_c, top_c)
    if high_c < max(span.sink_low_c, span.source_high_c + lift_k) + 0.5:
        text = (
            f"{machine.refrigerant}: between a source of {span.source_high_c:g} degC with {lift_k:g} K of least lift and a sink "
            f"of at most {high_c:.1f} degC nothing is left to map"
        )
        raise Infeasible("map_range", text)
    return MapBox(
        span.source_low_c,
        span.source_high_c,
        span.sink_low_c,
        high_c,
        lift_k,
        span.source_high_c + lift_k > span.sink_low_c,
        machine.spec.part_load.load_min,
        machine.spec.part_load.load_max,
        "critical_margin" if top_c < span.sink_high_c else "sink_range",
    )


def _samples(machine: HeatPumpDesign, ready: OffDesign, box: MapBox, span: MapRange) -> Array:
    """Every quantity at every node, shape (sources, sinks, loads, quantities); each solved from its neighbour."""
    sources = _spread(box.source_low_c, box.source_high_c, span.sources)
    loads = _spread(box.load_low, box.load_high, span.loads)
    table = np.empty((span.sources, span.sinks, span.loads, len(QUANTITIES)))
    for i, source_c in enumerate(sources):
        for j, sink_c in enumerate(_spread(float(box.floor_c(source_c)), box.sink_high_c, span.sinks)):
            try:
                table[i, j] = _column(machine, ready, (source_c, sink_c), loads)
            except ThermoError as error:
                place = f"source {source_c:.1f} degC, sink {sink_c:.1f} degC"
                raise Infeasible("map_range", f"{machine.refrigerant} cannot be mapped at {place}: {error}") from error
    return table


def _column(machine: HeatPumpDesign, ready: OffDesign, at_c: tuple[float, float], loads: list[float]) -> Array:
    source, sink = ready.line_of_source(at_c[0]), ready.line_of_sink(at_c[1])
    below_k, above_k = ready.offsets_k()
    rows, before = [], machine.spec.part_load.load_max
    for load in reversed(loads):
        shrink = (load / before) ** (1.0 - machine.spec.part_load.flow_exponent)
        start = source.cold_c - shrink * below_k, sink.hot_c + shrink * above_k
        at = ready.settle(source, sink, load, start, SAMPLE_TOLERANCE_K)
        below_k, above_k, before = source.cold_c - at[0], at[1] - sink.hot_c, load
        rows.append(_quantities(machine, ready, ready.build_at(load).run(ready.fluids, *at)))
    return np.array(rows[::-1])


def _quantities(machine: HeatPumpDesign, ready: OffDesign, cycle: CycleResult) -> list[float]:
    ratios = [compression.pressure_ratio for compression in cycle.compressions]
    high_pa = max(compression.discharge.pressure_pa for compression in cycle.compressions)
    assert cycle.condensing_c is not None
    return [
        cycle.work_j_kg / cycle.condenser_heat_j_kg,
        float(np.log(high_pa)),
        cycle.discharge_c,
        cycle.condensing_c,
        cycle.evaporating_c,
        float(np.log(max(ratios))),
        float(np.log(min(ratios))),
        swept_share(machine, cycle, machine.heat_w),
        discharge_superheat_k(cycle, ready.fluids),
    ]


def _spread(low: float, high: float, count: int) -> list[float]:
    return [float(x) for x in 0.5 * (low + high) + 0.5 * (high - low) * chebyshev.nodes(count)]


def _worst(made: HeatPumpMap, machine: HeatPumpDesign, ready: OffDesign) -> dict[str, float | int]:
    """Largest error of the electric power at points of a fixed lattice that no sample shares (golden ratios)."""
    box, worst = made.box, 0.0
    for i in range(CHECKS):
        a, b, c = ((i + 0.5) * 0.8191725134 % 1.0, (i + 0.5) * 0.6710436067 % 1.0, (i + 0.5) * 0.5497004779 % 1.0)
        source_c = box.source_low_c + a * (box.source_high_c - box.source_low_c)
        floor_c = float(box.floor_c(source_c))
        sink_c = floor_c + b * (box.sink_high_c - floor_c)
        load = box.load_low + c * (box.load_high - box.load_low)
        exact = rate_heat_pump(machine, source_c, sink_c, load, ready)
        work = made.interpolated("work_per_heat", source_c, sink_c, load) * load * machine.heat_w
        power = float(made.drive.electric_w(work, made.rated_shaft_w))
        worst = max(worst, abs(power / exact.electric_w - 1.0))
    if not worst < 0.005:
        text = f"{machine.refrigerant}: the map errs by {worst:.2%} between its samples; narrow the range or take more samples"
        raise OutOfRange(text)
    return {"error_fraction": worst, "checks": CHECKS}
