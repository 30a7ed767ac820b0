"""A designed heat pump at another operating point: its surfaces and its swept volume stay, its temperatures find themselves.

Both liquids keep the temperature rise of the design, that is, their flows follow the load: this is how a loop runs whose
pumps hold a return and a supply temperature. The overall coefficients then follow the flows (`PartLoad.flow_exponent`),
the isentropic efficiency follows the load (`PartLoad.droop`), superheat, subcooling and internal exchanger stay.
"""

import math
from dataclasses import dataclass, replace

from heatloop_thermo.errors import Infeasible, UnsupportedArrangement, require
from heatloop_thermo.heatpump.build import Build
from heatloop_thermo.heatpump.data import U_W_M2K
from heatloop_thermo.heatpump.design import HeatPumpDesign
from heatloop_thermo.heatpump.limits import Violation, discharge_superheat_k, violations
from heatloop_thermo.heatpump.pinch import CoolantLine, curve, least, load_over_u
from heatloop_thermo.heatpump.refrigerant import Fluids, Refrigerant
from heatloop_thermo.heatpump.result import CycleResult, RefrigerantPath
from heatloop_thermo.roots import root_of_two

TOLERANCE_K = 1e-6


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """A heat pump at one operating point; heat_w + shell_loss_w = evaporator_w + shaft_w.

    Parameters
    ----------
    source_out_c, sink_out_c, load : where it runs: coldest source, hottest sink [degC], heat over rated heat [-].
    cycle : solved.
    heat_w, evaporator_w, shaft_w, shell_loss_w, electric_w : averages over the on and off times of cycling. [W]
    speed : swept volume over installed swept volume while it runs; above 1 the compressor is too small. [-]
    discharge_superheat_k : real discharge above its dew temperature. [K]
    violations : limits that are broken, "capacity" among them.
    """

    source_out_c: float
    sink_out_c: float
    load: float
    cycle: CycleResult
    heat_w: float
    evaporator_w: float
    shaft_w: float
    shell_loss_w: float
    electric_w: float
    speed: float
    discharge_superheat_k: float
    violations: tuple[Violation, ...]

    @property
    def cop(self) -> float:
        """Heat to the sink over electric power. [-]"""
        return self.heat_w / self.electric_w


@dataclass(frozen=True, slots=True)
class OffDesign:
    """A designed machine made ready to be rated: opened refrigerants, and the design's offsets to start from.

    Not to be shared between threads.
    """

    machine: HeatPumpDesign
    fluids: Fluids

    def line_of_source(self, source_out_c: float) -> CoolantLine:
        """The source, cooled by the design's glide."""
        duty = self.machine.duty
        return CoolantLine(duty.source, source_out_c, source_out_c + duty.source_in_c - duty.source_out_c)

    def line_of_sink(self, sink_out_c: float) -> CoolantLine:
        """The sink, heated by the design's glide."""
        duty = self.machine.duty
        return CoolantLine(duty.sink, sink_out_c - (duty.sink_out_c - duty.sink_in_c), sink_out_c)

    def offsets_k(self) -> tuple[float, float]:
        """Evaporation below the source's outlet and condensation above the sink's, at the design."""
        cycle = self.machine.cycle
        assert cycle.condensing_c is not None
        return self.machine.source_c - cycle.evaporating_c, cycle.condensing_c - self.machine.sink_c

    def build_at(self, load: float) -> Build:
        """The machine with its efficiency at a load."""
        build, part = self.machine.build, self.machine.spec.part_load
        efficiency = build.compressor.isentropic_efficiency * part.efficiency_factor(load)
        return replace(build, compressor=replace(build.compressor, isentropic_efficiency=efficiency))

    def settle(
        self,
        source: CoolantLine,
        sink: CoolantLine,
        load: float,
        start: tuple[float, float],
        tolerance_k: float = TOLERANCE_K,
    ) -> tuple[float, float]:
        """Evaporating and condensing temperature at which both surfaces are just used up, from a first guess.

        Raises
        ------
        Infeasible : ``no_point``, none found.
        """
        machine, build, fluids = self.machine, self.build_at(load), self.fluids
        spread = load ** (1.0 - machine.spec.part_load.flow_exponent)  # differences over those of the design

        def residual(evaporating_c: float, condensing_c: float) -> tuple[float, float]:
            cycle = build.run(fluids, evaporating_c, condensing_c)
            need_w = machine.heat_w * cycle.evaporator_heat_j_kg / cycle.condenser_heat_j_kg
            below = self._spare_k(fluids[0], cycle.evaporator, source, -1.0, need_w, machine.evaporator_area_m2, spread)
            above = self._spare_k(
                fluids[-1], cycle.condenser, sink, 1.0, machine.heat_w, machine.condenser_area_m2, spread
            )
            return below, above

        found = root_of_two(residual, start, (-1.0, 1.0), build.bounds(fluids), tolerance_k)
        if found is None:
            place = f"{source.cold_c:.1f} / {sink.hot_c:.1f} degC and {load:.0%} load"
            raise Infeasible("no_point", f"{machine.refrigerant}: no operating point at {place}")
        return found

    def _spare_k(
        self,
        fluid: Refrigerant,
        path: RefrigerantPath,
        line: CoolantLine,
        sign: float,
        need_w: float,
        area_m2: float,
        spread: float,
    ) -> float:
        """How much wider than needed the differences in an exchanger are, in kelvin or thereabouts; 0 where it just suffices.

        Where the lines cross no surface would do: the depth of the crossing then shows the way back.
        """
        u = U_W_M2K[self.machine.spec.family]
        segments = curve(fluid, path)
        per_w = load_over_u(segments, line, sign, u)
        cross_k = min(least(fluid, path, segments, line, sign)[0], 0.0) if math.isinf(per_w) else 0.0
        scale_k = need_w / (area_m2 * max(u["evaporation"], u["condensation"]))
        return scale_k * (area_m2 / (need_w * per_w) - spread) + cross_k


def off_design(machine: HeatPumpDesign) -> OffDesign:
    """Make a design ready to be rated in the caller's thread.

    Raises
    ------
    UnsupportedArrangement : a transcritical machine, whose gas cooler pressure would have to be optimised at every point.
    """
    if machine.arrangement == "transcritical":
        raise UnsupportedArrangement("transcritical machines have no off-design model here")
    return OffDesign(machine, machine.build.open())


def rate_heat_pump(
    machine: HeatPumpDesign,
    source_out_c: float,
    sink_out_c: float,
    load: float,
    ready: OffDesign | None = None,
    start: tuple[float, float] | None = None,
) -> OperatingPoint:
    """The machine at one operating point.

    Parameters
    ----------
    machine : as designed.
    source_out_c : source at the evaporator's outlet; its inlet is hotter by the design's glide. [degC]
    sink_out_c : sink at the condenser's outlet; its inlet is colder by the design's glide. [degC]
    load : heat to the sink over the design's. [-], 0 < load <= ``load_max``; below ``load_min`` the machine cycles
    ready : from `off_design`, to save opening the refrigerants again.
    start : first guess of evaporating and condensing temperature. [degC]; None: the design's distances

    Returns
    -------
    The point, even where it breaks a limit: ``violations`` then says which.

    Raises
    ------
    OutOfRange : a load, or temperatures beyond a liquid's or the refrigerant's data.
    Infeasible : ``no_point``, ``no_lift``.
    UnsupportedArrangement : a transcritical machine.

    >>> from heatloop_thermo.heatpump.design import design_heat_pump
    >>> from heatloop_thermo.heatpump.spec import Duty, HeatPumpSpec
    >>> from heatloop_thermo.properties import pg25, water
    >>> machine = design_heat_pump(Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6), HeatPumpSpec("R1234ze(Z)"))
    >>> round(rate_heat_pump(machine, 45.0, 75.0, 1.0).cop / machine.cop, 6)
    1.0
    >>> rate_heat_pump(machine, 45.0, 75.0, 0.5).cycle.condensing_c < machine.cycle.condensing_c
    True
    """
    ready = ready or off_design(machine)
    part = machine.spec.part_load
    require("load", load, 1e-6, part.load_max, "-", "heat over rated heat")
    steady = max(load, part.load_min)
    if start is None:
        below_k, above_k = ready.offsets_k()
        shrink = steady ** (1.0 - part.flow_exponent)  # differences shrink with the load
        start = source_out_c - shrink * below_k, sink_out_c + shrink * above_k
    at = ready.settle(ready.line_of_source(source_out_c), ready.line_of_sink(sink_out_c), steady, start)
    cycle = ready.build_at(steady).run(ready.fluids, *at)
    running_w = steady * machine.heat_w
    speed = swept_share(machine, cycle, running_w)
    shaft_w = running_w * cycle.work_j_kg / cycle.condenser_heat_j_kg
    duty_cycle = load / steady
    running_electric_w = float(machine.spec.drive.electric_w(shaft_w, machine.shaft_w))
    return OperatingPoint(
        source_out_c,
        sink_out_c,
        load,
        cycle,
        load * machine.heat_w,
        load * machine.heat_w * cycle.evaporator_heat_j_kg / cycle.condenser_heat_j_kg,
        duty_cycle * shaft_w,
        load * machine.heat_w * cycle.heat_loss_j_kg / cycle.condenser_heat_j_kg,
        running_electric_w * (part.cycling * duty_cycle + 1.0 - part.cycling),
        speed,
        discharge_superheat_k(cycle, ready.fluids),
        _broken(machine, ready, cycle, speed),
    )


def swept_share(machine: HeatPumpDesign, cycle: CycleResult, heat_w: float) -> float:
    """Volume to be swept for a heat over the volume installed, of the compressor that is worse off. [-]"""
    swept = zip(cycle.swept_volume_m3_s(heat_w), machine.swept_m3_s, strict=True)
    return max(now / installed for now, installed in swept)


def _broken(machine: HeatPumpDesign, ready: OffDesign, cycle: CycleResult, speed: float) -> tuple[Violation, ...]:
    broken = violations(cycle, ready.fluids, machine.spec.limits)
    if speed <= 1.0:
        return broken
    text = f"{machine.refrigerant}: the compressor would have to sweep {speed:.2f} of its installed volume"
    return (*broken, Violation("capacity", text, speed, 1.0))
