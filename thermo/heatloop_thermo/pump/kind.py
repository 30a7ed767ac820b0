"""Kinds of pump, and a pump of a kind for a duty.

No maker's catalogue stands behind this: the best efficiency point is laid where the duty wants it, as if a pump of
every size were on sale, and its efficiency is the least that European law allows on the market, so a bought pump is at
least as good. A maker's curve, typed in as a `PumpCurve`, replaces all of it.
"""

import math
from dataclasses import dataclass, replace

from heatloop_thermo.drive import Motor, next_motor_w
from heatloop_thermo.errors import Infeasible, require
from heatloop_thermo.pump.curve import PumpCurve
from heatloop_thermo.pump.duty import PREFERRED

SPECIFIC_SPEEDS = (6.0, 80.0)
"""Range of n sqrt(Q) / H^0.75 of a stage in Regulation (EU) 547/2012; 1/min, m3/s, m."""
SLIP = 1.0 / 30.0
"""Slip behind the nominal speeds 1,450 and 2,900 1/min on 50 Hz mains. [-]"""
MOTOR_MARGIN = 0.15
"""Motor power above the shaft power at full speed and the duty flow. [-] Source: as usual up to 100 kW. estimate."""


@dataclass(frozen=True)
class PumpType:
    """A kind of pump, as dimensionless curves and the range in which makers offer it; a row of the catalogue.

    Parameters
    ----------
    name : of the row.
    poles : of its motor, 2 or 4. [-]
    mei_constant : constant C of Regulation (EU) 547/2012, annex III, at minimum efficiency index 0.40. [%]
    shutoff_head_ratio : head at no flow over BEP head. [-], above 1
    suction_specific_speed : n sqrt(Q) / NPSH^0.75 at the BEP, in 1/min, m3/s, m.
    flow_min_m3_s, flow_max_m3_s : range of BEP flow on 50 Hz mains. [m3/s]
    head_max_m : highest BEP head on 50 Hz mains. [m]
    stages_max : 1 for a single-stage pump. [-]
    flow_min_fraction, flow_max_fraction, speed_min_fraction : as in `PumpCurve`
    source, verified : of the row.
    mains_hz : mains that it will run on: 50 or 60. [Hz]; a fact of the site, not of the catalogue
    """

    name: str
    poles: int
    mei_constant: float
    shutoff_head_ratio: float
    suction_specific_speed: float
    flow_min_m3_s: float
    flow_max_m3_s: float
    head_max_m: float
    stages_max: int
    flow_min_fraction: float
    flow_max_fraction: float
    speed_min_fraction: float
    source: str
    verified: str
    mains_hz: int = 50

    def __post_init__(self) -> None:
        """Refuse a kind of pump that cannot exist."""
        require(f"{self.name}: shutoff_head_ratio", self.shutoff_head_ratio, 1.001, 4.0, "-", "a stable curve falls")
        nss_reason = "from a poor inlet to an inducer"
        require(f"{self.name}: suction_specific_speed", self.suction_specific_speed, 50.0, 600.0, "1/min", nss_reason)
        require(f"{self.name}: mei_constant", self.mei_constant, 100.0, 160.0, "%", "constants of the regulation")
        require(f"{self.name}: stages_max", float(self.stages_max), 1.0, 100.0, "-", "at least one stage")

    @property
    def speed_rpm(self) -> float:
        """Nominal speed on its mains [1/min]: 1,450 or 2,900 at 50 Hz, 1,740 or 3,480 at 60 Hz."""
        return 120.0 * self.mains_hz / self.poles * (1.0 - SLIP)


def bep_efficiency(specific_speed: float, flow_m3_s: float, mei_constant: float) -> float:
    """Least efficiency at the BEP that a clean-water pump may have in the European market.

    Parameters
    ----------
    specific_speed : n sqrt(Q) / H^0.75 per stage, in 1/min, m3/s, m. [1/min], 6..80
    flow_m3_s : BEP flow at the nominal speed on 50 Hz mains. [m3/s], at least 5 m3/h
    mei_constant : C of the kind of pump. [%]

    Returns
    -------
    Efficiency. [-]

    Raises
    ------
    OutOfRange : outside the ranges of the regulation.

    Source
    ------
    Commission Regulation (EU) No 547/2012, annex III, minimum efficiency index 0.40. secondary.

    >>> round(bep_efficiency(30.0, 100.0 / 3600.0, 128.07), 3)
    0.784
    """
    require("specific_speed", specific_speed, *SPECIFIC_SPEEDS, "1/min", "Regulation (EU) 547/2012")
    require("flow_m3_s", flow_m3_s, 5.0 / 3600.0, 1.0, "m3/s", "Regulation (EU) 547/2012")
    x, y = math.log(specific_speed), math.log(3600.0 * flow_m3_s)
    return (88.59 * x + 13.46 * y - 11.48 * x * x - 0.85 * y * y - 0.38 * x * y - mei_constant) / 100.0


def select_pump(
    pump_type: PumpType,
    flow_m3_s: float,
    head_m: float,
    margin: float = 0.10,
    bep_fraction: float = 1.0,
    density_kg_m3: float = 1000.0,
) -> PumpCurve:
    """Give the pump of a kind that a duty asks for.

    Parameters
    ----------
    pump_type : kind, with the mains of the site.
    flow_m3_s, head_m : duty of this one pump. [m3/s], [m]
    margin : head in hand: at full speed the pump gives (1 + margin) times ``head_m`` at ``flow_m3_s``. [-], 0..1
    bep_fraction : where the duty lies, over BEP flow, at the speed that gives just ``head_m``. [-], 0.7..1.2
    density_kg_m3 : heaviest liquid that will be pumped, for the motor. [kg/m3]

    Returns
    -------
    Its curve, with motor and drive.

    Raises
    ------
    OutOfRange : for arguments that make no duty.
    Infeasible : ``pump_flow_range``, ``pump_head_max``, ``pump_specific_speed`` or ``motor_size``: makers offer none.

    >>> kind = PumpType("x", 4, 128.07, 1.2, 155.0, 0.0017, 0.2, 90.0, 1, 0.3, 1.25, 0.4, "EU 547/2012", "estimate")
    >>> pump = select_pump(kind, 0.037, 15.0)
    >>> round(pump.head_m(0.037), 2), round(pump.bep_efficiency, 3), pump.motor.rated_w
    (16.5, 0.809, 11000.0)
    """
    require("flow_m3_s", flow_m3_s, 1e-9, 10.0, "m3/s", "duty of one pump")
    require("head_m", head_m, 1e-3, 1e4, "m", "duty of one pump")
    require("margin", margin, 0.0, 1.0, "-", "head in hand at full speed")
    require("bep_fraction", bep_fraction, *PREFERRED, "-", "preferred operating region")
    ratio, square = pump_type.shutoff_head_ratio, bep_fraction**2
    shape = ratio - (ratio - 1.0) * square  # head over BEP head at the duty
    speed = (ratio / ((1.0 + margin) * shape + (ratio - 1.0) * square)) ** 0.5
    bep_flow, bep_head = flow_m3_s / (bep_fraction * speed), head_m / (speed**2 * shape)
    n = pump_type.speed_rpm
    efficiency, stages = _stages(pump_type, bep_flow, bep_head)
    curve = PumpCurve(
        name=f"{pump_type.name}, {stages} stages" if stages > 1 else pump_type.name,
        speed_rpm=n,
        shutoff_head_m=ratio * bep_head,
        bep_flow_m3_s=bep_flow,
        bep_head_m=bep_head,
        bep_efficiency=efficiency,
        npsh_bep_m=(n * bep_flow**0.5 / pump_type.suction_specific_speed) ** (4.0 / 3.0),
        motor=Motor(1500.0, pump_type.poles, pump_type.mains_hz),  # stands in until the shaft power is known
        flow_min_fraction=pump_type.flow_min_fraction,
        flow_max_fraction=pump_type.flow_max_fraction,
        speed_min_fraction=pump_type.speed_min_fraction,
        source=pump_type.source,
        verified=pump_type.verified,
    )
    shaft = curve.shaft_w(flow_m3_s, density_kg_m3) * (1.0 + MOTOR_MARGIN)
    rated = next_motor_w(shaft, pump_type.mains_hz)
    return replace(curve, motor=replace(curve.motor, rated_w=rated))


def _stages(pump_type: PumpType, bep_flow_m3_s: float, bep_head_m: float) -> tuple[float, int]:
    """Efficiency and number of stages: the best of what the kind allows, on the nominal speed of 50 Hz mains."""
    scale = 50.0 / pump_type.mains_hz
    flow, head = bep_flow_m3_s * scale, bep_head_m * scale**2
    low, high = pump_type.flow_min_m3_s, pump_type.flow_max_m3_s
    if not low <= flow <= high:
        text = f"best point {flow * 3600:.1f} m3/h, made for {low * 3600:.1f}..{high * 3600:.1f} m3/h (at 50 Hz)"
        raise Infeasible("pump_flow_range", f"{pump_type.name}: {text}")
    if head > pump_type.head_max_m:
        text = f"best point {head:.1f} m, made for up to {pump_type.head_max_m:g} m (at 50 Hz)"
        raise Infeasible("pump_head_max", f"{pump_type.name}: {text}")
    n, (slow, fast) = pump_type.speed_rpm * scale, SPECIFIC_SPEEDS
    speeds = {stages: n * flow**0.5 / (head / stages) ** 0.75 for stages in range(1, pump_type.stages_max + 1)}
    offered = [
        (bep_efficiency(ns, flow, pump_type.mei_constant), -stages)
        for stages, ns in speeds.items()
        if slow <= ns <= fast
    ]
    if not offered:
        text = f"specific speed {speeds[1]:.1f} 1/min in one stage, made for {slow:g}..{fast:g}"
        raise Infeasible("pump_specific_speed", f"{pump_type.name}: {text}")
    efficiency, stages = max(offered)
    return efficiency, -stages
