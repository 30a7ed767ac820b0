"""Parameters of the dynamic plant, as its kernels take them: SI, one row for each loop, one for the header, the tank, each sink.

Everything that the steady state depends on comes from the design; what only the dynamics depend on (masses of metal, lags) is an estimate
and stands in `heatloop_hil.plant.build`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from heatloop_thermo.numeric import Array

Row = TypeVar("Row", bound=tuple[Any, ...])


class LoopPart(NamedTuple):
    """One source loop.

    Flows [kg/s], heat capacities [J/(kg K)], powers and duties at the rated point [W], temperatures [degC], masses of liquid [kg],
    conductances [W/K], times [s]; ``speed`` is the rated pump speed. [%]
    """

    power_w: float
    liquid_share: float
    flow_kg_s: float
    heat_j_kgk: float
    speed: float
    pump_heat_w: float
    machines_j_k: float
    rise_s: float
    supply_kg: float
    supply_loss_w_k: float
    return_kg: float
    return_loss_w_k: float
    around_c: float
    kind: float  # 0 hands nothing over, 1 exchanger, 2 heat pump
    ua_w_k: float
    wall_share: float
    hot_kg: float
    cold_kg: float
    cold_flow_kg_s: float
    evaporator_w: float
    cop: float
    source_out_c: float
    sink_out_c: float
    cooler_ua_w_k: float
    cooler_air_w_k: float


class HeaderPart(NamedTuple):
    """The header; units as in `LoopPart`."""

    flow_kg_s: float
    heat_j_kgk: float
    speed: float
    pump_heat_w: float
    supply_kg: float
    supply_loss_w_k: float
    return_kg: float
    return_loss_w_k: float
    around_c: float
    tank_kg: float
    tank_loss_w_k: float
    tank_around_c: float
    boiler_w: float
    boiler_s: float


class SinkPart(NamedTuple):
    """A sink: flow at full request [kg/s], share of the difference to its room that the water keeps [-], room [degC], liquid in it [kg]."""

    flow_kg_s: float
    kept: float
    room_c: float
    mass_kg: float


class Parts(NamedTuple):
    """The whole plant, each kind as rows of a structured array (`rows`); ``header`` has one row."""

    loops: Sequence[LoopPart]
    header: Sequence[HeaderPart]
    sinks: Sequence[SinkPart]


def rows(kind: type[Row], parts: Sequence[Row]) -> Sequence[Row]:
    """Rows of a structured array with the names of the parts' fields: one compiled kernel then serves plants of every size.

    >>> float(rows(SinkPart, [SinkPart(10.0, 0.6, 20.0, 600.0)])[0].kept)
    0.6
    """
    fields = kind._fields  # type: ignore[attr-defined]  # of a NamedTuple
    table = np.array([tuple(part) for part in parts], dtype=[(name, "f8") for name in fields])
    made: Sequence[Row] = table.view(np.recarray)  # type: ignore[assignment]  # rows with the names of the part
    return made


class States(NamedTuple):
    """Everything that changes: rows of the loops and the liquid in their legs, header and its legs, tank, sinks."""

    loops: Array
    supplies: Array
    backs: Array
    header: Array
    hot_pipe: Array
    cold_pipe: Array
    tank: Array
    sinks: Array


class Inputs(NamedTuple):
    """Positions of the actuators [%], and surroundings.

    ``loops``: pump speed, valve, fans, permit, heat pump of each; ``header``: pump speed, recirculation, boiler; ``sinks``: pumps;
    ``around``: outside air [degC], conductance of the exchangers over the design's [-], what sinks give back too warm. [K]
    """

    loops: Array
    header: Array
    sinks: Array
    around: Array
