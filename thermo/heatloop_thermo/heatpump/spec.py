"""What the engineer decides about a heat pump: duty, machine, limits, coefficients. Frozen; what follows is computed."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from heatloop_thermo.drive import CONSTANT_SHARE
from heatloop_thermo.errors import OutOfRange, require
from heatloop_thermo.heatpump.cycle import COMPRESSOR, Compressor
from heatloop_thermo.heatpump.data import Family
from heatloop_thermo.heatpump.limits import LIMITS, Limits
from heatloop_thermo.numeric import Num
from heatloop_thermo.properties import Coolant

Arrangement = Literal["single", "two_stage", "cascade", "transcritical"]
Severity = Literal["info", "warning", "error"]


class Remark(NamedTuple):
    """A finding on a heat pump: an error means that it cannot be built or run as typed."""

    severity: Severity
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What the heat pump has to do: cool one liquid, heat another, both in counterflow.

    Parameters
    ----------
    source, source_in_c, source_out_c : the liquid that is cooled, hot in, cold out. [degC]
    sink, sink_in_c, sink_out_c : the liquid that is heated, cold in, hot out. [degC]
    heat_w : heat of that side which ``heat_at`` names. [W]
    heat_at : "sink" (what is delivered) or "source" (what is to be cooled away).

    Raises
    ------
    OutOfRange : liquids that are not cooled and heated, or no heat.

    >>> from heatloop_thermo.properties import pg25, water
    >>> Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6).sink_out_c
    75.0
    """

    source: Coolant
    source_in_c: float
    source_out_c: float
    sink: Coolant
    sink_in_c: float
    sink_out_c: float
    heat_w: float
    heat_at: Literal["sink", "source"] = "sink"

    def __post_init__(self) -> None:
        """Refuse what is no duty."""
        require("source glide", self.source_in_c - self.source_out_c, 0.1, 200.0, "K", "the source is cooled")
        require("sink glide", self.sink_out_c - self.sink_in_c, 0.1, 200.0, "K", "the sink is heated")
        require("heat_w", self.heat_w, 1.0, 1e10, "W", "duty of a heat pump")
        if self.heat_at not in ("sink", "source"):
            raise OutOfRange(f"heat_at = {self.heat_at!r} is neither 'sink' nor 'source'")


@dataclass(frozen=True, slots=True)
class Drive:
    """From shaft to grid: an open motor behind a converter; its losses go to the machine room, not to the sink.

    Parameters
    ----------
    efficiency : shaft over electric power at the rated point. [-]; 0.92 is an estimate: motor 0.95, converter 0.97
    constant_share : of the rated losses, does not depend on the load; the rest grows with its square. [-]

    >>> round(Drive().electric_w(50e3, rated_w=100e3))
    54913
    """

    efficiency: float = 0.92
    constant_share: float = CONSTANT_SHARE

    def __post_init__(self) -> None:
        """Refuse an efficiency that none has."""
        require("drive efficiency", self.efficiency, 0.3, 1.0, "-", "shaft over electric power")
        require("constant_share", self.constant_share, 0.0, 1.0, "-", "share of the losses")

    def electric_w(self, shaft_w: Num, rated_w: float) -> Num:
        """Power from the grid for a power at the shaft, the machine running. [W]"""
        load = shaft_w / rated_w
        losses = rated_w * (1.0 / self.efficiency - 1.0)
        return shaft_w + losses * (self.constant_share + (1.0 - self.constant_share) * load * load)


@dataclass(frozen=True, slots=True)
class PartLoad:
    """How the machine runs below its rated heat.

    Parameters
    ----------
    load_min : least heat over rated heat without switching off and on. [-]; 0.25 is an estimate for speed control
    load_max : most heat over rated heat that the motor allows. [-]; 1.1 is an estimate
    droop : isentropic efficiency falls by droop x (1 - load)^2 of itself. [-]; 0.2 is an estimate: 5 % at half load
    cycling : 1 less the power that on-off operation costs, over the power at ``load_min``. [-]; 0.9 is the default of
        EN 14825 for water units (secondary): at vanishing load, a tenth of the power still flows
    flow_exponent : overall coefficients grow with load^n, as both liquids' flows follow the load. [-]; 0.6 is an estimate
    capacity_margin : swept volume installed beyond the rated point's. [-]; 0.05 is an estimate
    """

    load_min: float = 0.25
    load_max: float = 1.1
    droop: float = 0.2
    cycling: float = 0.9
    flow_exponent: float = 0.6
    capacity_margin: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what is no part-load behaviour."""
        require("load_min", self.load_min, 0.05, 1.0, "-", "least load without cycling")
        require("load_max", self.load_max, 1.0, 1.5, "-", "overload of the motor")
        require("droop", self.droop, 0.0, 0.5, "-", "loss of efficiency")
        require("cycling", self.cycling, 0.0, 1.0, "-", "EN 14825's degradation coefficient")
        require("flow_exponent", self.flow_exponent, 0.0, 1.0, "-", "of load in the overall coefficients")
        require("capacity_margin", self.capacity_margin, 0.0, 1.0, "-", "spare swept volume")

    def efficiency_factor(self, load: float) -> float:
        """Isentropic efficiency over its rated value. [-]"""
        return 1.0 - self.droop * (1.0 - load) ** 2


@dataclass(frozen=True, slots=True)
class HeatPumpSpec:
    """How the machine is to be built.

    Parameters
    ----------
    refrigerant : the (lower) circuit's.
    pinch_k : smallest difference in evaporator and in condenser. [K], 0.2..30
    superheat_k, subcooling_k : evaporator outlet above dew, condenser outlet below bubble. [K]
    compressor, drive, part_load, limits : see there.
    evaporator_loss, condenser_loss : pressure drop over inlet pressure. [-]; 0.02 is an estimate, about half a kelvin
    arrangement : "auto" (single stage, or two where discharge or ratio ask for it; transcritical where the sink is too hot
        to condense and the catalogue allows it), "single", "two_stage", "cascade", "transcritical".
    ihx_effectiveness : internal heat exchanger asked for. [-]
    superheat_max_k : most superheat that the evaporator shall give against wet compression; beyond, an internal heat
        exchanger does it. [K]; 10 is an estimate
    upper : the upper circuit's refrigerant in a cascade.
    cascade_pinch_k : between both circuits of a cascade. [K]
    """

    refrigerant: str
    pinch_k: float = 3.0
    superheat_k: float = 5.0
    subcooling_k: float = 5.0
    compressor: Compressor = COMPRESSOR
    drive: Drive = Drive()
    part_load: PartLoad = PartLoad()
    limits: Limits = LIMITS
    family: Family = "halocarbon"
    evaporator_loss: float = 0.02
    condenser_loss: float = 0.02
    arrangement: Literal["auto"] | Arrangement = "auto"
    ihx_effectiveness: float = 0.0
    superheat_max_k: float = 10.0
    transcritical: bool = False
    upper: str | None = None
    cascade_pinch_k: float = 4.0

    def __post_init__(self) -> None:
        """Refuse what cannot be built."""
        require("pinch_k", self.pinch_k, 0.2, 30.0, "K", "smallest difference in evaporator and condenser")
        require("superheat_max_k", self.superheat_max_k, 0.0, 60.0, "K", "what an evaporator can give")
        require("superheat_k", self.superheat_k, 0.0, 60.0, "K", "vapour above its dew temperature")
        require("subcooling_k", self.subcooling_k, 0.0, 80.0, "K", "liquid below its bubble temperature")
        require("cascade_pinch_k", self.cascade_pinch_k, 0.2, 30.0, "K", "between the circuits")
        if self.arrangement == "cascade" and self.upper is None:
            raise OutOfRange("upper = None: a cascade needs the refrigerant of its upper circuit")
