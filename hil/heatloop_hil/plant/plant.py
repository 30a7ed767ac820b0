"""The dynamic plant of a design: positions of the actuators go in, what sensors would show comes out."""

from collections.abc import Mapping
from math import prod

import numpy as np

from heatloop_hil.plant import kernel_loop as lk
from heatloop_hil.plant import kernel_plant as pk
from heatloop_hil.plant.build import coolers_of, header_part, loop_part, sink_part
from heatloop_hil.plant.parts import HeaderPart, Inputs, LoopPart, Parts, SinkPart, States, rows
from heatloop_hil.plant.sensors import Look, looks_of, positions_of
from heatloop_thermo.design import Design
from heatloop_thermo.numeric import Array

CELLS, LAYERS = 8, 24
"""Mixed cells of a pipe leg; layers of the tank. [-] More of them change a step response by less than a sensor's noise."""
STEP_S = 0.25
"""Inner step. [s]"""
Shapes = tuple[tuple[int, ...], ...]
REST_C = 15.0
"""A plant that has stood for long. [degC] estimate: buried and indoors"""


class Plant:
    """A plant that runs in time.

    Parameters
    ----------
    design : with a header that runs; its parts are the plant's.
    cold : whether it begins at the temperature of its surroundings, at rest; else at its rated point.

    Attributes
    ----------
    ambient_c : outside air. [degC]
    requests : heat that each sink asks for, of its design load. [%]
    fouling : conductance of the exchangers over the design's. [-]
    return_shift_k : what the sinks give back too warm. [K]
    """

    def __init__(self, design: Design, cold: bool = False) -> None:
        header = design.header
        assert header is not None, "a plant without a header has nothing to run"
        cooler, coolers = design.plant.dry_cooler, coolers_of(design)
        hot_day_c = cooler.design_ambient_c if cooler else 30.0
        self.design = design
        loops = [loop_part(loop, coolers.get(loop.loop.name), hot_day_c) for loop in design.loops]
        common = header_part(design, header)
        sinks = [sink_part(design, sink, common.heat_j_kgk) for sink in design.plant.sinks]
        self.parts = Parts(rows(LoopPart, loops), rows(HeaderPart, [common]), rows(SinkPart, sinks))
        self.ambient_c, self.fouling, self.return_shift_k = 0.0, 1.0, 0.0
        self.requests = [100.0] * len(sinks)
        self._values, self._positions = _empty(_state_shapes(self.parts)), _empty(_input_shapes(self.parts))
        self.attach()
        self._fill(cold)
        self._driven = positions_of(len(loops), len(sinks))
        self._looks = looks_of(design, self._states, self._values)

    def attach(self) -> None:
        """Make the parts of state and inputs views of their rows, again after a copy."""
        self._states = States(*_cut(self._values, _state_shapes(self.parts)))
        self._inputs = Inputs(*_cut(self._positions, _input_shapes(self.parts)))

    def _fill(self, cold: bool) -> None:
        """State at rest and cold, or at the rated point."""
        header, parts, states = self.design.header, self.parts, self._states
        assert header is not None
        for i, loop in enumerate(self.design.loops):
            states.supplies[i] = outlet_c = REST_C if cold else loop.circuit_outlet_c
            states.backs[i] = inlet_c = REST_C if cold else loop.circuit_inlet_c
            mixed_c = REST_C if cold else header.exchanger_out_c
            power, flow = (0.0, 0.0) if cold else (parts.loops[i].power_w, parts.loops[i].flow_kg_s)
            states.loops[i] = (outlet_c, inlet_c, mixed_c, power, flow, inlet_c, 0.0, 0.0)
        supply_c, return_c = (REST_C, REST_C) if cold else (header.supply_c, header.return_c)
        flow = 0.0 if cold else header.flow_kg_s
        states.header[:] = (flow, supply_c, return_c, supply_c, return_c, 0.0, 0.0, flow)
        states.hot_pipe[:], states.cold_pipe[:] = supply_c, return_c
        states.tank[:] = np.where(np.arange(LAYERS) < LAYERS // 2, supply_c, return_c)
        for i, sink in enumerate(parts.sinks):
            states.sinks[i] = (0.0 if cold else sink.flow_kg_s, return_c)

    def run(self, outputs: Mapping[str, float], dt_s: float) -> None:
        """Let it run on.

        Parameters
        ----------
        outputs : positions of the actuators by command tag; one that is missing is at 0. [%]
        dt_s : time, a multiple of `STEP_S`. [s]
        """
        get = outputs.get
        self._positions[:-3] = [get(tag, 0.0) for tag in self._driven]
        self._positions[-3:] = (self.ambient_c, self.fouling, self.return_shift_k)
        pk.step(self.parts, self._states, self._inputs, STEP_S, round(dt_s / STEP_S))

    def sensors(self) -> dict[str, float]:
        """What perfect sensors show, by tag, in the units of the map."""
        values, positions = self._values.tolist(), self._positions.tolist()
        looks: Look = self._looks
        shown = {tag: scale * values[place] for tag, place, scale in looks.state}
        shown |= {tag: positions[place] for tag, place in looks.positions}
        shown |= looks.fixed
        shown |= zip(looks.requests, self.requests, strict=True)
        return shown

    def shift_return(self, shift_k: float) -> None:
        """Make the water in the lower half of the tank warmer or colder at once. [K]"""
        self._states.tank[LAYERS // 2 :] += shift_k

    @property
    def stored_j(self) -> float:
        """Heat in all liquids and machines, above 0 °C. [J]"""
        parts, states = self.parts, self._states
        header = parts.header[0]
        total = header.supply_kg * states.hot_pipe.mean() + header.return_kg * states.cold_pipe.mean()
        total = header.heat_j_kgk * (total + header.tank_kg * states.tank.mean())
        for part, state, supply, back in zip(parts.loops, states.loops, states.supplies, states.backs, strict=True):
            liquid = part.supply_kg * supply.mean() + part.return_kg * back.mean() + part.hot_kg * state[lk.HOT_OUT]
            total += part.heat_j_kgk * liquid + part.machines_j_k * state[lk.OUTLET]
            total += header.heat_j_kgk * part.cold_kg * state[lk.COLD_OUT]
        return float(total)

    @property
    def lost_w(self) -> float:
        """Heat that pipes and tank lose now. [W]"""
        parts, states = self.parts, self._states
        header = parts.header[0]
        total = header.supply_loss_w_k * (states.hot_pipe.mean() - header.around_c)
        total += header.return_loss_w_k * (states.cold_pipe.mean() - header.around_c)
        total += header.tank_loss_w_k * (states.tank.mean() - header.tank_around_c)
        for part, supply, back in zip(parts.loops, states.supplies, states.backs, strict=True):
            total += part.supply_loss_w_k * (supply.mean() - part.around_c)
            total += part.return_loss_w_k * (back.mean() - part.around_c)
        return float(total)

    @property
    def delivered_w(self) -> float:
        """Heat that the sinks take now. [W]"""
        return float(self._states.header[pk.DELIVERED])

    @property
    def dumped_w(self) -> float:
        """Heat that the dry coolers take now. [W]"""
        return float(self._states.loops[:, lk.DUMPED].sum())


def _state_shapes(parts: Parts) -> Shapes:
    """Shapes of the parts of `States`."""
    loops, sinks = len(parts.loops), len(parts.sinks)
    pipes: Shapes = ((pk.STATES,), (CELLS,), (CELLS,), (LAYERS,))
    return ((loops, lk.STATES), (loops, CELLS), (loops, CELLS), *pipes, (sinks, 2))


def _input_shapes(parts: Parts) -> Shapes:
    """Shapes of the parts of `Inputs`."""
    return (len(parts.loops), 5), (3,), (len(parts.sinks),), (3,)


def _empty(shapes: Shapes) -> Array:
    """One row for all of them."""
    return np.zeros(sum(prod(shape) for shape in shapes))


def _cut(values: Array, shapes: Shapes) -> list[Array]:
    """Views of a row, one after another."""
    at, views = 0, []
    for shape in shapes:
        count = prod(shape)
        views.append(values[at : at + count].reshape(shape))
        at += count
    return views
