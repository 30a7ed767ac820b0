"""What the commands that run a plant need of a site: loaded, built, sized, mapped, programmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from heatloop_api.usage import UsageError
from heatloop_control.program import Program
from heatloop_sites.points import Point
from heatloop_sites.schema.control import Plc
from heatloop_sites.schema.site import Site
from heatloop_thermo.design import Design


@dataclass(frozen=True, slots=True)
class Parts:
    """A site that can be run.

    Parameters
    ----------
    site, design, points, plcs : as everywhere.
    """

    site: Site
    design: Design
    points: tuple[Point, ...]
    plcs: tuple[Plc, ...]

    @property
    def period_s(self) -> float:
        """Time between two scans. [s]"""
        typed = self.site.control.poll_period_s
        return 1.0 if typed is None else float(typed)

    def program(self) -> Program:
        """The controller's program."""
        from heatloop_control.derive import program_of

        return program_of(self.design, self.points, tuple(plc.name for plc in self.plcs))


def parts_of(site_name: str) -> Parts:
    """Load, build, size, map.

    Raises
    ------
    SiteError : the site file cannot be used. UsageError : no loop of the design hands heat over.
    """
    from heatloop_sites.build import build
    from heatloop_sites.load import load
    from heatloop_sites.registers import plcs_of, points_of_site
    from heatloop_thermo.design import size

    site = load(site_name)
    plant = build(site)
    points = points_of_site(site, plant)
    design = size(plant)
    if design.header is None:
        raise UsageError(
            f"{site_name}: no loop hands heat to the header, there is nothing to run (heatloop size {site_name})"
        )
    return Parts(site, design, points, plcs_of(site))


def reached_at(plcs: Sequence[Plc], ports: Sequence[int], timeout_s: float) -> tuple[Plc, ...]:
    """The same PLCs, reached on this machine instead of where the site file says."""
    local = {"transport": "tcp", "host": "127.0.0.1", "timeout_s": timeout_s}
    return tuple(plc.model_copy(update=local | {"port": port}) for plc, port in zip(plcs, ports, strict=True))
