"""What a heat pump's design says in words: what was decided on the way, what is tight, what was assumed."""

from collections.abc import Iterator

from heatloop_thermo.heatpump.build import Build
from heatloop_thermo.heatpump.limits import Violation
from heatloop_thermo.heatpump.result import CycleResult
from heatloop_thermo.heatpump.spec import HeatPumpSpec, Remark


def remarks(
    spec: HeatPumpSpec,
    build: Build,
    result: CycleResult,
    broken: tuple[Violation, ...],
    subcooler: tuple[float, float] | None,
) -> tuple[Remark, ...]:
    """All remarks, errors first; ``subcooler`` is what `improve.subcooler_gain` found."""
    rows = [Remark("error", f"heat_pump_{v.code}", v.text + ".") for v in broken]
    return (*rows, *_vacuum(spec, result), *_cure(spec, build), *_subcooling(result, subcooler), *_assumed(spec))


def _vacuum(spec: HeatPumpSpec, result: CycleResult) -> Iterator[Remark]:
    low, least = result.evaporating_pa, spec.limits.evaporating_min_pa
    if low < least:
        text = (
            f"{result.refrigerant} evaporates at {low / 1e5:.2f} bar, below {least / 1e5:.2f} bar: a leak draws air in."
        )
        yield Remark("warning", "heat_pump_vacuum", text)


def _cure(spec: HeatPumpSpec, build: Build) -> Iterator[Remark]:
    if build.superheat_k > spec.superheat_k:
        text = (
            f"Superheat raised from {spec.superheat_k:g} to {build.superheat_k:g} K: the ideal compression of "
            f"{build.refrigerants[0]} would pass through its dome."
        )
        yield Remark("info", "heat_pump_superheat", text)
    if build.ihx_effectiveness > spec.ihx_effectiveness:
        text = (
            f"Internal heat exchanger of effectiveness {build.ihx_effectiveness:.2f} added: the ideal compression of "
            f"{build.refrigerants[0]} would pass through its dome."
        )
        yield Remark("info", "heat_pump_internal_exchanger", text)
    if build.upper_ihx_effectiveness > 0.0:
        text = (
            f"Internal heat exchanger of effectiveness {build.upper_ihx_effectiveness:.2f} keeps the upper circuit dry."
        )
        yield Remark("info", "heat_pump_internal_exchanger", text)
    if build.arrangement == "two_stage" and build.intercooler == "flash_gas":
        name = build.refrigerants[0]
        text = f"The flash tank gives only vapour to the high stage, unmixed with liquid: saturated {name} would be compressed wet."
        yield Remark("info", "heat_pump_flash_gas", text)


def _subcooling(result: CycleResult, subcooler: tuple[float, float] | None) -> Iterator[Remark]:
    """The liquid's warmth above the sink's inlet is lost in the valve unless a subcooler takes it."""
    if subcooler is not None and subcooler[1] > 1.005:
        text = (
            f"The liquid leaves the condenser at {result.condenser.end.t_c:.0f} degC; a subcooler of {subcooler[0]:.0f} K "
            f"would raise the COP by {subcooler[1] - 1.0:.1%}."
        )
        yield Remark("info", "heat_pump_subcooler", text)


def _assumed(spec: HeatPumpSpec) -> Iterator[Remark]:
    c = spec.compressor
    text = (
        f"Assumed: isentropic efficiency {c.isentropic_efficiency:g}, volumetric {c.volumetric_efficiency:g}, drive "
        f"{spec.drive.efficiency:g}; surfaces by overall coefficients for plates. A maker's sheet overrides them."
    )
    yield Remark("info", "heat_pump_assumptions", text)
