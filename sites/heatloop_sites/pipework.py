"""Pipe runs of a site file to pipes with a bore, loss coefficients and insulation."""

from heatloop_sites import catalog
from heatloop_sites.problem import Fault
from heatloop_sites.rows import InsulationRow, PipeSize, ScheduleRow
from heatloop_sites.schema.circuit import Run
from heatloop_sites.text import did_you_mean
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.fittings import total_k
from heatloop_thermo.pipe import Pipe


def pipe_of(run: Run) -> Pipe:
    """A run of pipe, with the bore of its schedule and the loss coefficients of its fittings.

    Raises
    ------
    Fault : no such schedule, size or insulating material, or a figure that no pipe has.
    """
    pipes, material = schedule_of(run), insulation_of(run)
    size = _size(run, pipes)
    bore = size.outer_diameter_m - 2.0 * size.wall_m
    try:
        return Pipe(
            name=run.name,
            inner_diameter_m=bore,
            outer_diameter_m=float(size.outer_diameter_m),
            roughness_m=float(pipes.roughness.value_m),
            length_m=float(run.length_m),
            fittings_k=total_k(run.fittings.counts, bore),
            insulation_thickness_m=float(run.insulation.value_m),
            insulation_conductivity_w_mk=float(run.insulation.conductivity_w_mk or material.conductivity_w_mk),
            ambient_c=float(run.surroundings_c),
        )
    except ThermoError as refusal:
        raise Fault(str(refusal)) from refusal


def schedule_of(run: Run) -> ScheduleRow:
    """Catalogue row of the run's schedule; a `Fault` where there is none."""
    try:
        return catalog.schedule(run.schedule)
    except catalog.UnknownRow as unknown:
        known = did_you_mean(run.schedule, catalog.names("pipe"))
        raise Fault(f"the catalogue has no pipe schedule {run.schedule!r}{known}", "schedule") from unknown


def insulation_of(run: Run) -> InsulationRow:
    """Catalogue row of the run's insulation; a `Fault` where there is none."""
    try:
        return catalog.insulation(run.insulation.material)
    except catalog.UnknownRow as unknown:
        raise Fault(str(unknown), "insulation", "material") from unknown


def _size(run: Run, pipes: ScheduleRow) -> PipeSize:
    if (run.nps is None) == (run.dn is None):
        raise Fault("needs exactly one of `nps` (inches) and `dn` (millimetres)")
    key = "dn" if run.nps is None else "nps"
    wanted: float = getattr(run, key)
    near = sorted(pipes.sizes, key=lambda size: abs(getattr(size, key) - wanted))
    if getattr(near[0], key) == wanted:
        return near[0]
    names = ", ".join(f"{value:g}" for value in sorted(getattr(size, key) for size in near[:4]))
    raise Fault(f"schedule {pipes.schedule} has no size {wanted:g}; the nearest are {names}", key)
