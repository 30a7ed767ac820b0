"""Everything that a year gives, gathered for those who read it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatloop_thermo.design import Design, Finding
from heatloop_thermo.kpi import Kpi
from heatloop_thermo.plant import Provenance
from heatloop_thermo.weather import Weather
from heatloop_thermo.year.result import Year

if TYPE_CHECKING:  # dispatch and greenhouse bring their compiled kernels along
    from heatloop_thermo.dispatch.compare import Contender
    from heatloop_thermo.economics.coverage import Coverage
    from heatloop_thermo.economics.money import Money
    from heatloop_thermo.economics.risk import Bar, Distribution
    from heatloop_thermo.greenhouse.steady import DesignLoad
    from heatloop_thermo.greenhouse.year import GreenhouseYear


@dataclass(frozen=True, eq=False)
class GreenhouseResult:
    """What the year says of a greenhouse.

    Parameters
    ----------
    area_m2 : of the floor. [m2]
    wanted : with all the heat that it asks for, `greenhouse.grow`: this is its demand.
    lived : with what the plant gave it; None where nobody worked that out, and ``wanted`` stands for it.
    load : steady load on the design night, `greenhouse.design_load`; None where nobody asked.
    """

    area_m2: float
    wanted: "GreenhouseYear"
    lived: "GreenhouseYear | None" = None
    load: "DesignLoad | None" = None

    @property
    def climate(self) -> "GreenhouseYear":
        """The climate that the crop had."""
        return self.wanted if self.lived is None else self.lived


@dataclass(frozen=True, eq=False)
class YearResult:
    """A simulated year with what was made of it.

    Parameters
    ----------
    weather : that the year was simulated with.
    year : of the plant, hour by hour.
    kpi : of that year, `heatloop_thermo.kpi.achieved`.
    greenhouse, money : None where the site has none, or no prices.
    tornado, distribution : of the money, `economics.risk.tornado` and `monte_carlo`; empty and None where nobody asked.
    dispatch : every method on the year, `dispatch.compare.compare`; empty where nobody asked.
    area_scan : other areas and tanks, `economics.coverage.scan`; None where nobody asked.
    findings : of the year, beside those of the design.
    provenance : numbers from outside that only the year needs (weather, greenhouse, dispatch); plant and money bring their own.
    site_digest : of the site file, so that a result can be traced to its input.
    """

    weather: Weather
    year: Year
    kpi: Kpi
    greenhouse: GreenhouseResult | None = None
    money: "Money | None" = None
    tornado: "tuple[Bar, ...]" = ()
    distribution: "Distribution | None" = None
    dispatch: "tuple[Contender, ...]" = ()
    area_scan: "Coverage | None" = None
    findings: tuple[Finding, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    site_digest: str = ""

    @property
    def design(self) -> Design:
        """The design whose year it is."""
        return self.year.design
