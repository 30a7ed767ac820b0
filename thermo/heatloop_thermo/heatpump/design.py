"""A heat pump designed for a duty: temperatures from the pinches, compression kept dry, limits checked, surfaces found."""

from dataclasses import dataclass, replace

from heatloop_thermo.errors import Infeasible, ThermoError
from heatloop_thermo.heatpump.build import Build, solve_pinches
from heatloop_thermo.heatpump.cure import cured, lack_k
from heatloop_thermo.heatpump.data import U_W_M2K
from heatloop_thermo.heatpump.ideal import carnot_cop, lorenz_cop
from heatloop_thermo.heatpump.improve import best_pressure, subcooler_gain
from heatloop_thermo.heatpump.limits import Violation, violations
from heatloop_thermo.heatpump.pinch import CoolantLine, Match, match
from heatloop_thermo.heatpump.refrigerant import Fluids
from heatloop_thermo.heatpump.remarks import remarks
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.heatpump.spec import Arrangement, Duty, HeatPumpSpec, Remark


@dataclass(frozen=True, slots=True)
class HeatPumpDesign:
    """A heat pump at its rated point.

    Heat closes: heat_w + shell_loss_w = evaporator_w + shaft_w. The drive's losses go to the machine room.

    Parameters
    ----------
    duty, spec : as typed.
    build : what was decided on the way: arrangement, superheat, internal exchanger.
    cycle : states and compressions, per kg through the condenser.
    evaporator, condenser : zones, pinch and differences.
    heat_w, evaporator_w, shaft_w, shell_loss_w, electric_w : at the rated point. [W]
    evaporator_area_m2, condenser_area_m2 : by `U_W_M2K`. [m2]
    swept_m3_s : of each compressor, with the capacity margin. [m3/s]
    violations : limits that are broken; empty for a machine that can be built.
    remarks : what was decided and what is tight.
    """

    duty: Duty
    spec: HeatPumpSpec
    build: Build
    cycle: CycleResult
    evaporator: Match
    condenser: Match
    heat_w: float
    evaporator_w: float
    shaft_w: float
    shell_loss_w: float
    electric_w: float
    evaporator_area_m2: float
    condenser_area_m2: float
    swept_m3_s: tuple[float, ...]
    violations: tuple[Violation, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def refrigerant(self) -> str:
        """Its name; "lower / upper" in a cascade."""
        return self.cycle.refrigerant

    @property
    def arrangement(self) -> Arrangement:
        """Single, two_stage, cascade, transcritical."""
        return self.build.arrangement

    @property
    def feasible(self) -> bool:
        """Whether all limits are kept."""
        return not self.violations

    @property
    def cop(self) -> float:
        """Heat to the sink over electric power. [-]"""
        return self.heat_w / self.electric_w

    @property
    def cop_shaft(self) -> float:
        """Heat to the sink over shaft power. [-]"""
        return self.heat_w / self.shaft_w

    @property
    def source_c(self) -> float:
        """Coldest temperature at which heat is taken: the source's outlet. [degC]"""
        return self.duty.source_out_c

    @property
    def sink_c(self) -> float:
        """Hottest temperature at which heat is given: the sink's outlet. [degC]"""
        return self.duty.sink_out_c

    @property
    def discharge_c(self) -> float:
        """Hottest discharge. [degC]"""
        return self.cycle.discharge_c

    @property
    def carnot_cop(self) -> float:
        """Of the ideal machine between `source_c` and `sink_c`. [-]"""
        return carnot_cop(self.source_c, self.sink_c)

    @property
    def lorenz_cop(self) -> float:
        """Of the ideal machine between both gliding liquids. [-]"""
        return lorenz_cop(self.duty.source_in_c, self.duty.source_out_c, self.duty.sink_in_c, self.duty.sink_out_c)

    @property
    def carnot_fraction(self) -> float:
        """`cop` over `carnot_cop`. [-]"""
        return self.cop / self.carnot_cop


def design_heat_pump(duty: Duty, spec: HeatPumpSpec) -> HeatPumpDesign:
    """Design a heat pump for a duty.

    Parameters
    ----------
    duty : two liquids and their temperatures, and how much heat.
    spec : the machine.

    Returns
    -------
    The design, even where it breaks a limit: ``violations`` then says which. With arrangement "auto" a single stage is
    tried first, then two stages where that cures what is broken.

    Raises
    ------
    OutOfRange : temperatures beyond a liquid's or the refrigerant's data.
    Infeasible : no such cycle at all: ``evaporating_critical``, ``condensing_critical``, ``pinch``, ``no_lift``,
        ``wet_compression``, ``no_flash_gas``.

    >>> from heatloop_thermo.properties import pg25, water
    >>> rack = Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6)
    >>> machine = design_heat_pump(rack, HeatPumpSpec("R1234ze(Z)"))
    >>> round(machine.cop, 2), round(machine.cycle.evaporating_c, 1), round(machine.cycle.condensing_c, 1)
    (6.3, 41.3, 76.1)
    """
    if spec.arrangement != "auto":
        return _design(duty, spec, spec.arrangement)
    try:
        first = _design(duty, spec, "single")
    except Infeasible as refused:
        if spec.transcritical and refused.binding in ("condensing_critical", "pinch"):
            return _design(duty, spec, "transcritical")
        raise
    codes = {violation.code for violation in first.violations}
    if spec.transcritical and "critical_margin" in codes:
        return _design(duty, spec, "transcritical")
    if codes and codes <= {"discharge_max", "ratio_max"}:
        return _two_stages(duty, spec, first)
    return first


def _two_stages(duty: Duty, spec: HeatPumpSpec, first: HeatPumpDesign) -> HeatPumpDesign:
    """Two stages where they keep the limits that one breaks; else the one, with a word on the attempt."""
    why = "; ".join(violation.text for violation in first.violations)
    try:
        second = _design(duty, spec, "two_stage")
    except ThermoError as refused:
        tried = str(refused)
    else:
        if second.feasible:
            stages = Remark("info", "heat_pump_two_stage", f"Two stages with a flash tank, since with one: {why}.")
            return replace(second, remarks=(stages, *second.remarks))
        tried = "; ".join(violation.text for violation in second.violations)
    vain = Remark("info", "heat_pump_two_stage", f"Two stages do not cure it: {tried}. A cascade may.")
    return replace(first, remarks=(*first.remarks, vain))


def _design(duty: Duty, spec: HeatPumpSpec, arrangement: Arrangement) -> HeatPumpDesign:
    names = (spec.refrigerant, spec.upper) if arrangement == "cascade" and spec.upper else (spec.refrigerant,)
    build = Build(
        arrangement,
        names,
        spec.superheat_k,
        spec.subcooling_k,
        spec.compressor,
        spec.evaporator_loss,
        spec.condenser_loss,
        spec.ihx_effectiveness,
        cascade_pinch_k=spec.cascade_pinch_k,
    )
    fluids = build.open()
    source = CoolantLine(duty.source, duty.source_out_c, duty.source_in_c)
    sink = CoolantLine(duty.sink, duty.sink_in_c, duty.sink_out_c)
    if arrangement == "transcritical":
        build = best_pressure(build, spec, fluids, source, sink)
    at = solve_pinches(build, fluids, source, sink, spec.pinch_k)
    result = build.run(fluids, *at)
    for _ in range(4):
        if lack_k(build, fluids, result) <= 0.0:
            break
        free_k = min(spec.superheat_max_k, source.hot_c - spec.pinch_k - at[0])
        build = cured(build, fluids, result, free_k)
        at = solve_pinches(build, fluids, source, sink, spec.pinch_k, at)
        result = build.run(fluids, *at)
    else:
        raise Infeasible("wet_compression", f"{' / '.join(names)}: compression does not stay dry")
    return _rated(duty, spec, build, fluids, (source, sink), result)


def _rated(
    duty: Duty,
    spec: HeatPumpSpec,
    build: Build,
    fluids: Fluids,
    lines: tuple[CoolantLine, CoolantLine],
    result: CycleResult,
) -> HeatPumpDesign:
    below = match(fluids[0], result.evaporator, lines[0], -1.0)
    above = match(fluids[-1], result.condenser, lines[1], 1.0)
    share = result.evaporator_heat_j_kg / result.condenser_heat_j_kg
    heat_w = duty.heat_w if duty.heat_at == "sink" else duty.heat_w / share
    shaft_w = heat_w * result.work_j_kg / result.condenser_heat_j_kg
    u = U_W_M2K[spec.family]
    margin = 1.0 + spec.part_load.capacity_margin
    broken = violations(result, fluids, spec.limits)
    return HeatPumpDesign(
        duty,
        spec,
        build,
        result,
        below,
        above,
        heat_w,
        heat_w * share,
        shaft_w,
        heat_w * result.heat_loss_j_kg / result.condenser_heat_j_kg,
        float(spec.drive.electric_w(shaft_w, shaft_w)),
        heat_w * share * sum(zone.share / (u[zone.name] * zone.mean_difference_k) for zone in below.zones),
        heat_w * sum(zone.share / (u[zone.name] * zone.mean_difference_k) for zone in above.zones),
        tuple(margin * volume for volume in result.swept_volume_m3_s(heat_w)),
        broken,
        remarks(spec, build, result, broken, subcooler_gain(build, fluids, *lines, spec.pinch_k, result)),
    )
