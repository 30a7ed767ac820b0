"""What every loop aims at in a turn: the header water that comes to it, and the temperature to which it heats that.

Loops in parallel each heat a share of the flow from the header's return. In series the whole flow passes one stage after the
other; a stage is one loop, or several in parallel that hold the same temperature.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from heatloop_thermo.design.header import HeaderPoint
from heatloop_thermo.design.ring import Ring, RingPoint
from heatloop_thermo.properties import Coolant

Stages = tuple[tuple[int, ...], ...]
"""Loops by their place among those that run, stage by stage in the direction of flow."""
Aim = Callable[[Sequence[Ring], Sequence[RingPoint], HeaderPoint, float], tuple[tuple[Ring, ...], tuple[float, ...]]]
"""From rings, their last turn, the header and what the sinks lack [K] to the rings' next set points and cold inlets [degC]."""

STEP_MAX = 0.3
"""A set point moves by at most this share of its rise in one turn, so that the mixture's bend does not throw it off. [-]"""


@dataclass(frozen=True)
class InParallel:
    """Each loop heats its share of the flow from the return; those that `holds` names shift so that the sinks get the target.

    ``tops_c`` is the hottest that each may be asked for: where all that hold stand there, the sinks get what there is. [degC]
    """

    holds: tuple[bool, ...]
    tops_c: tuple[float, ...]

    def __call__(
        self, rings: Sequence[Ring], points: Sequence[RingPoint], header: HeaderPoint, miss_k: float
    ) -> tuple[tuple[Ring, ...], tuple[float, ...]]:
        """Aim: see `Aim`."""
        shift_k = miss_k / self._response(points, header) if miss_k else 0.0
        aimed = tuple(
            replace(ring, supply_c=_moved_c(ring.supply_c, shift_k, header.back_c, top_c)) if hold else ring
            for ring, hold, top_c in zip(rings, self.holds, self.tops_c, strict=True)
        )
        return aimed, (header.back_c,) * len(aimed)

    def _response(self, points: Sequence[RingPoint], header: HeaderPoint) -> float:
        """Kelvin that the mixture gains for each kelvin by which those that hold are hotter. [-]

        Each flow is heat over rise, so the mixture's rise is the harmonic mean of the rises, weighted with the heats.
        """
        heats, mixed_k = sum(point.handed.given_w for point in points), header.mixed_c - header.back_c
        return sum(
            point.handed.given_w / heats * (mixed_k / (point.handed.cold_out_c - header.back_c)) ** 2
            for point, hold in zip(points, self.holds, strict=True)
            if hold
        )


def _moved_c(supply_c: float, shift_k: float, back_c: float, top_c: float) -> float:
    """A set point moved towards where it is wanted, by a part of its rise at most in one turn, and never beyond its top. [degC]"""
    most_k = STEP_MAX * (supply_c - back_c)
    return min(supply_c + max(-most_k, min(shift_k, most_k)), max(top_c, supply_c))


@dataclass(frozen=True)
class InSeries:
    """The whole flow passes stage after stage.

    Parameters
    ----------
    water : liquid of the header.
    stages : of the rings.
    tops_c : hottest water that each stage can give. [degC]; inf for one with a heat pump
    holds : whether the last stage gives what the sinks need; else the flow is the least at which no stage is beyond its top.
    """

    water: Coolant
    stages: Stages
    tops_c: tuple[float, ...]
    holds: bool

    def __call__(
        self, rings: Sequence[Ring], points: Sequence[RingPoint], header: HeaderPoint, miss_k: float
    ) -> tuple[tuple[Ring, ...], tuple[float, ...]]:
        """Aim: see `Aim`."""
        heats = [point.next_duty_w * point.handed.given_w / point.duty_w for point in points]
        staged, back_c = [sum(heats[i] for i in stage) for stage in self.stages], header.back_c
        if self.holds:
            flow = flow_kg_s(self.water, back_c, sum(staged), rings[self.stages[-1][0]].supply_c + miss_k)
        else:
            flow, _ = least_flow_kg_s(self.water, back_c, staged, self.tops_c)
        ends = ends_c(self.water, back_c, staged, flow)
        aimed, colds = list(rings), [0.0] * len(rings)
        for stage, cold_c, hot_c in zip(self.stages, ends, ends[1:], strict=False):
            for i in stage:
                aimed[i], colds[i] = replace(rings[i], supply_c=hot_c), cold_c
        return tuple(aimed), tuple(colds)


def flow_kg_s(water: Coolant, cold_c: float, heat_w: float, hot_c: float) -> float:
    """Flow that a heat warms from one temperature to another. [kg/s]"""
    return heat_w / (water.enthalpy_j_kg(hot_c) - water.enthalpy_j_kg(cold_c))


def least_flow_kg_s(
    water: Coolant, back_c: float, staged_w: Sequence[float], tops_c: Sequence[float]
) -> tuple[float, int]:
    """Least flow that takes the heat of all stages without heating any beyond its top, and the stage that asks for it.

    Parameters
    ----------
    water, back_c : header liquid and what comes back. [degC]
    staged_w : heat of each stage, in the direction of flow. [W]
    tops_c : hottest water that each stage can give, above `back_c`. [degC]; inf where nothing limits it
    """
    given_w, flow, held = 0.0, 0.0, len(staged_w) - 1
    for i, (heat_w, top_c) in enumerate(zip(staged_w, tops_c, strict=True)):
        given_w += heat_w
        asked = 0.0 if top_c == float("inf") else flow_kg_s(water, back_c, given_w, top_c)
        if asked > flow:
            flow, held = asked, i
    return flow, held


def ends_c(water: Coolant, back_c: float, staged_w: Sequence[float], flow: float) -> tuple[float, ...]:
    """Header water before the first stage and after each one, at a flow [kg/s]. [degC]"""
    ends, enthalpy = [back_c], water.enthalpy_j_kg(back_c)
    for heat_w in staged_w:
        enthalpy += heat_w / flow
        ends.append(water.temperature_c(enthalpy))
    return tuple(ends)
