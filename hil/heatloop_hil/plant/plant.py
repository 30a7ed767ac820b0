"""The dynamic plant of a design: positions of the actuators go in, what sensors would show comes out."""

from collections.abc import Mapping

import numpy as np

from heatloop_hil.plant import kernel_loop as lk
from heatloop_hil.plant import kernel_plant as pk
from heatloop_hil.plant.build import coolers_of, header_part, loop_part, sink_part
from heatloop_hil.plant.parts import Inputs, Parts, States
from heatloop_sites.naming import BOILER, HEADER, HEAT_PUMP, SINK, SITE, SOURCE, TANK, tag
from heatloop_sites.points.plan import TANK_SENSORS
from heatloop_thermo.design import Design

CELLS, LAYERS = 8, 24
"""Mixed cells of a pipe leg; layers of the tank. [-] More of them change a step response by less than a sensor's noise."""
STEP_S = 0.25
"""Inner step. [s]"""


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
    """

    def __init__(self, design: Design, cold: bool = False) -> None:
        header = design.header
        assert header is not None, "a plant without a header has nothing to run"
        cooler, coolers = design.plant.dry_cooler, coolers_of(design)
        hot_day_c = cooler.design_ambient_c if cooler else 30.0
        self.design = design
        loops = tuple(loop_part(loop, coolers.get(loop.loop.name), hot_day_c) for loop in design.loops)
        common = header_part(design, header)
        sinks = tuple(sink_part(design, sink, common.heat_j_kgk) for sink in design.plant.sinks)
        self.parts = Parts(loops, common, sinks)
        self.ambient_c, self.fouling = 0.0, 1.0
        self.requests = [100.0] * len(sinks)
        self.positions: dict[str, float] = {}
        self._states = self._filled(cold)

    def _filled(self, cold: bool) -> States:
        """State at rest and cold, or at the rated point."""
        design, header, parts = self.design, self.design.header, self.parts
        assert header is not None
        rest_c, count = 15.0, len(parts.loops)
        loops, hot, back = np.zeros((count, lk.STATES)), np.zeros((count, CELLS)), np.zeros((count, CELLS))
        for i, loop in enumerate(design.loops):
            hot[i] = outlet_c = rest_c if cold else loop.circuit_outlet_c
            back[i] = inlet_c = rest_c if cold else loop.circuit_inlet_c
            mixed_c = rest_c if cold else header.exchanger_out_c
            power, flow = (0.0, 0.0) if cold else (parts.loops[i].power_w, parts.loops[i].flow_kg_s)
            loops[i] = (outlet_c, inlet_c, mixed_c, power, flow, inlet_c, 0.0, 0.0)
        supply_c, return_c = (rest_c, rest_c) if cold else (header.supply_c, header.return_c)
        flow = 0.0 if cold else header.flow_kg_s
        common = np.array([flow, supply_c, return_c, supply_c, return_c, 0.0, 0.0, flow])
        tank = np.where(np.arange(LAYERS) < LAYERS // 2, supply_c, return_c)
        sinks = np.array([(0.0 if cold else sink.flow_kg_s, return_c) for sink in parts.sinks])
        pipes = np.full(CELLS, supply_c), np.full(CELLS, return_c)
        return States(loops, hot, back, common, *pipes, tank, sinks)

    def run(self, outputs: Mapping[str, float], dt_s: float) -> None:
        """Let it run on.

        Parameters
        ----------
        outputs : what the PLC puts out, by command tag. [%]
        dt_s : time, a multiple of `STEP_S`. [s]
        """
        self.positions = dict(outputs)
        actual = np.array([self._of_loop(i, outputs) for i in range(len(self.parts.loops))])
        common = [
            outputs.get(name, 0.0) for name in (tag("SC", HEADER, 0), tag("TCV", HEADER, 0), tag("JC", BOILER, 0))
        ]
        pumps = [outputs.get(tag("SC", SINK, i), 0.0) for i in range(len(self.parts.sinks))]
        inputs = Inputs(actual, np.array(common), np.array(pumps), float(self.ambient_c), float(self.fouling))
        pk.step(self.parts, self._states, inputs, STEP_S, round(dt_s / STEP_S))

    def _of_loop(self, i: int, outputs: Mapping[str, float]) -> list[float]:
        """Pump, valve, fans, permit, heat pump of a loop. [%]"""
        names = (
            tag("SC", SOURCE, i),
            tag("TCV", SOURCE, i, 2),
            tag("SC", SOURCE, i, 2),
            tag("JC", SOURCE, i),
            tag("SC", HEAT_PUMP, i),
        )
        return [outputs.get(name, 0.0) for name in names]

    def sensors(self) -> dict[str, float]:
        """What perfect sensors show, by tag, in the units of the map."""
        rows: dict[str, float] = {tag("TT", SITE, 0): float(self.ambient_c)}
        for i in range(len(self.parts.loops)):
            rows |= self._loop_sensors(i)
        rows |= self._header_sensors()
        for i, request in enumerate(self.requests):
            rows[tag("TT", SINK, i, 1)] = float(self._states.header[pk.SUPPLY])
            rows[tag("TT", SINK, i, 2)] = float(self._states.sinks[i, 1])
            rows[tag("FT", SINK, i)] = self._m3_h(self._states.sinks[i, 0])
            rows[tag("YT", SINK, i)] = request
        return rows

    def _loop_sensors(self, i: int) -> dict[str, float]:
        state, loop = self._states.loops[i], self.design.loops[i]
        density = loop.loop.circuit.coolant.density_kg_m3(loop.circuit_inlet_c)
        speed = self.positions.get(tag("SC", SOURCE, i), 0.0)
        rows = {
            tag("JT", SOURCE, i): state[lk.POWER] / 1e3,
            tag("TT", SOURCE, i, 1): state[lk.OUTLET],
            tag("TT", SOURCE, i, 2): state[lk.INLET],
            tag("TT", SOURCE, i, 3): state[lk.COLD_OUT],
            tag("TT", SOURCE, i, 4): state[lk.HOT_OUT],
            tag("FT", SOURCE, i): 3600.0 * state[lk.FLOW] / density,
            tag("PT", SOURCE, i): loop.loop.circuit.static_pressure_pa / 1e5,
            tag("ST", SOURCE, i): speed,
            tag("ZT", SOURCE, i, 2): self.positions.get(tag("TCV", SOURCE, i, 2), 0.0),
            tag("ST", SOURCE, i, 2): self.positions.get(tag("SC", SOURCE, i, 2), 0.0),
            tag("JA", SOURCE, i): 100.0 * state[lk.POWER] / self.parts.loops[i].power_w,
        }
        if loop.loop.heat_pump is not None:
            rows[tag("JT", HEAT_PUMP, i)] = state[lk.LIFT] / 1e3
            rows[tag("ST", HEAT_PUMP, i)] = self.positions.get(tag("SC", HEAT_PUMP, i), 0.0)
        return {name: float(value) for name, value in rows.items()}

    def _header_sensors(self) -> dict[str, float]:
        state, plant = self._states.header, self.design.plant
        rows = {
            tag("TT", HEADER, 0, 1): state[pk.MIXED],
            tag("TT", HEADER, 0, 2): state[pk.BACK],
            tag("TT", HEADER, 0, 3): state[pk.SUPPLY],
            tag("FT", HEADER, 0): self._m3_h(state[pk.FLOW]),
            tag("PT", HEADER, 0): plant.header.static_pressure_pa / 1e5,
            tag("ST", HEADER, 0): self.positions.get(tag("SC", HEADER, 0), 0.0),
            tag("ZT", HEADER, 0): self.positions.get(tag("TCV", HEADER, 0), 0.0),
        }
        if plant.tank_volume_m3 is not None:
            for k in range(TANK_SENSORS):
                rows[tag("TT", TANK, 0, k + 1)] = self._states.tank[round(k * (LAYERS - 1) / (TANK_SENSORS - 1))]
        if plant.boiler is not None:
            rows[tag("JT", BOILER, 0)] = state[pk.BOILER] / 1e3
            rows[tag("TT", BOILER, 0)] = state[pk.SUPPLY]
            rows[tag("JA", BOILER, 0)] = 100.0 * state[pk.BOILER] / self.parts.header.boiler_w
        return {name: float(value) for name, value in rows.items()}

    def _m3_h(self, flow_kg_s: float) -> float:
        header = self.design.header
        assert header is not None
        return float(3600.0 * flow_kg_s / self.design.plant.header.coolant.density_kg_m3(header.exchanger_in_c))

    @property
    def delivered_w(self) -> float:
        """Heat that the sinks take now. [W]"""
        return float(self._states.header[pk.DELIVERED])

    @property
    def dumped_w(self) -> float:
        """Heat that the dry coolers take now. [W]"""
        return float(self._states.loops[:, lk.DUMPED].sum())
