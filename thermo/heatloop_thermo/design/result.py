"""What a design says: frozen results in SI units, read by every report, the controller and the year."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from heatloop_thermo.design.cdu_result import CduDesign
from heatloop_thermo.design.compared import Compared
from heatloop_thermo.exchanger import Rating, Sizing
from heatloop_thermo.plant import Arrangement, Plant, SourceLoop
from heatloop_thermo.pump import HeadBudget, PumpDuty

if TYPE_CHECKING:  # a plant without a heat pump does not load it
    from heatloop_thermo.heatpump import HeatPumpDesign, Selection

Route = Literal["direct", "heat_pump", "boiler_top_up", "not_reached"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """One remark on the design: an error means the plant cannot work as typed."""

    severity: Severity
    code: str
    text: str


@dataclass(frozen=True)
class Limit:
    """One limit of a loop, how close the design comes to it, and whether it holds the temperature down.

    Parameters
    ----------
    code : stable name, for example ``source_outlet_max``.
    text : the limit in words ("containers / miners: outlet at most 80 degC").
    value, limit, unit : where the design stands and where the limit is, in the unit an engineer reads.
    margin : distance to the limit in `unit`; negative when broken.
    """

    code: str
    text: str
    value: float
    limit: float
    unit: str
    margin: float


@dataclass(frozen=True)
class BankPoint:
    """How one bank runs at the rated point: temperatures [degC], flow of one machine [m3/s], pressure drop [Pa]."""

    name: str
    inlet_c: float
    outlet_c: float
    flow_m3_s: float
    pressure_drop_pa: float


@dataclass(frozen=True)
class LoopDesign:
    """One source loop at its rated point.

    Parameters
    ----------
    loop : as typed.
    flow_kg_s : of the loop's circuit; with coolant distribution units that is not the machines'. [kg/s]
    source_inlet_c, source_outlet_c : mixed temperatures before and after the machines. [degC]
    banks : each bank's point.
    liquid_w, pump_heat_w, pipe_loss_w, lift_w, duty_w : liquid + pump heat - pipe loss + what a heat pump's compressor adds
        = duty handed to the header; pump heat and pipe loss of coolant distribution units are in theirs. [W]
    supply_max_c : hottest water this loop could give at the exchanger's cold outlet within its limits. [degC]
    held_by : the limit that sets `supply_max_c`.
    limits : every limit with its margin.
    rating, sizing : of the exchanger; None where there is none, or nothing was to be sized.
    machine, selection : heat pump and comparison of refrigerants; None where the loop needs none.
    head_budget, pump : of the loop's circuit; None where the loop hands nothing over.
    cdu : coolant distribution units; None without any, or where the loop hands nothing over.
    idle_drop_k : kelvin that units would take at the cold and at the hot end, where the loop hands nothing over. [K]
    """

    loop: SourceLoop
    flow_kg_s: float
    source_inlet_c: float
    source_outlet_c: float
    banks: tuple[BankPoint, ...]
    liquid_w: float
    pump_heat_w: float
    pipe_loss_w: float
    lift_w: float
    duty_w: float
    supply_max_c: float
    held_by: Limit
    limits: tuple[Limit, ...]
    rating: Rating | None
    sizing: Sizing | None
    head_budget: HeadBudget | None
    pump: PumpDuty | None
    machine: "HeatPumpDesign | None" = None
    selection: "Selection | None" = None
    cdu: CduDesign | None = None
    idle_drop_k: tuple[float, float] = (0.0, 0.0)

    @property
    def circuit_inlet_c(self) -> float:
        """Cold end of the loop's circuit: into the machines, or into the units before them. [degC]"""
        return float(self.cdu.rating.cold_in_c) if self.cdu else self.source_inlet_c - self.idle_drop_k[0]

    @property
    def circuit_outlet_c(self) -> float:
        """Hot end of the loop's circuit: out of the machines, or out of the units before them. [degC]"""
        return float(self.cdu.rating.cold_out_c) if self.cdu else self.source_outlet_c - self.idle_drop_k[1]

    @property
    def headroom_k(self) -> float:
        """By how much the machines may run warmer before a temperature limit of theirs holds. [K]; 0 where they run as hot as they may"""
        held = ("source_inlet_max", "source_outlet_max")
        return max(0.0, min((limit.margin for limit in self.limits if limit.code in held), default=0.0))

    @property
    def runs(self) -> bool:
        """Whether the loop hands any heat to the header."""
        return self.head_budget is not None

    @property
    def pumps_electric_w(self) -> float:
        """Electric power of all pumps of the loop, those of its coolant distribution units with them. [W]"""
        own = self.pump.electric_w * self.loop.circuit.pump.parallel if self.pump else 0.0
        return own + (self.cdu.electric_w if self.cdu else 0.0)


@dataclass(frozen=True)
class HeaderDesign:
    """The header at its rated point: temperatures at the sinks [degC], flow [kg/s], losses and pump heat [W].

    ``boiler_w`` is the heat that the boiler adds to lift the flow to the target (0 unless topping up).
    """

    supply_c: float
    return_c: float
    exchanger_out_c: float
    exchanger_in_c: float
    flow_kg_s: float
    pipe_loss_w: float
    pump_heat_w: float
    boiler_w: float
    head_budget: HeadBudget
    pump: PumpDuty | None


@dataclass(frozen=True)
class HeatBalance:
    """Where the heat of the machines goes at the rated point. [W], all positive

    source = liquid + air; liquid + pump heats + lift = delivered (without boiler) + rejected + pipe losses, closed to
    `error_fraction`. ``lift_w`` is what heat pumps add to the heat that they take, ``heat_pump_electric_w`` what they draw.
    ``captured_w`` is the liquid heat that reaches the header (liquid less the loops' pipe losses);
    ``capture_fraction`` is that over the electric power of the machines. [-]
    """

    source_w: float
    liquid_w: float
    air_w: float
    captured_w: float
    delivered_w: float
    rejected_w: float
    pipe_loss_w: float
    pump_heat_w: float
    lift_w: float
    heat_pump_electric_w: float
    boiler_w: float
    capture_fraction: float
    error_fraction: float


@dataclass(frozen=True)
class Verdict:
    """Is the target reached, how, and what binds.

    ``supply_c`` is the supply that the route gives; ``direct_max_c`` the hottest without any lift, of the loops that can give
    any, each at its limit; ``binding_constraint`` a stable code; ``text`` one or two sentences.
    """

    target_c: float
    reached: bool
    route: Route
    supply_c: float
    direct_max_c: float
    binding_constraint: str
    text: str


@dataclass(frozen=True)
class Design:
    """The whole design: read-only, complete, with every finding.

    Parameters
    ----------
    header : None where no loop hands heat over.
    header_limits : boiling, freezing and cavitation limits of the header's circuit.
    rejector_w : capacity of the dry cooler, typed or found; None without one. [W]
    demand_w : design load of all sinks. [W]
    arrangement, stages : how the loops that run stand on the header: one stage where they are in parallel.
    arrangements : both arrangements compared, the one chosen first; empty where only one was looked at.
    """

    plant: Plant
    verdict: Verdict
    heat: HeatBalance
    loops: tuple[LoopDesign, ...]
    header: HeaderDesign | None
    header_limits: tuple[Limit, ...]
    rejector_w: float | None
    demand_w: float
    findings: tuple[Finding, ...] = field(default=())
    arrangement: Arrangement = "parallel"
    stages: tuple[tuple[str, ...], ...] = ()
    arrangements: tuple[Compared, ...] = ()

    @property
    def pumps_electric_w(self) -> float:
        """Electric power of all pumps that run. [W]"""
        top = self.header.pump if self.header else None
        own = top.electric_w * self.plant.header.pump.parallel if top else 0.0
        return own + sum(loop.pumps_electric_w for loop in self.loops)
