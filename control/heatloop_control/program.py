"""The program of one site: which tags belong together, and the figures by which they are controlled. Frozen; a scan only reads it.

`heatloop_control.derive` makes it from a design; a value typed in the site file wins.
"""

from dataclasses import dataclass

from heatloop_control.alarm import Alarm
from heatloop_control.hysteresis import Hysteresis
from heatloop_control.interlock import Interlock
from heatloop_control.pi import Pi
from heatloop_control.ramp import Ramp


@dataclass(frozen=True, slots=True)
class Output:
    """One actuator.

    Parameters
    ----------
    command, actual : tags of what is asked, and of what it does.
    ramp : fastest change that the controller asks for. [%/s]
    rest : position in OFF and STANDBY. [%]
    fail : position that it takes when the wire is dead. [%]
    least : smallest output while its part of the plant runs. [%]
    """

    command: str
    actual: str
    ramp: Ramp
    rest: float
    fail: float
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceProgram:
    """Control of one source loop.

    Parameters
    ----------
    name : of the loop.
    power, outlet, inlet, flow : tags of the machines' power [kW], temperatures [degC], flow [m3/h].
    pump, permit : speed of the loop's pump; power that the machines may draw.
    valve, fans : of the dry cooler; None without one.
    lift : capacity of the heat pump; None without one.
    rated_kw : electric power of all machines. [kW]
    heat_share : heat that reaches the header over electric power, at the rated point. [-]
    lag_s : heat that the flow of the loop does not bring along arrives after this. [s]
    inertia_kj_k : heat that the loop swallows when its temperature climbs with that of the supply. [kJ/K]
    rated_speed : pump speed at the rated point. [%]
    outlet_c, inlet_c : at which the override on the outlet speeds up the pump, and at which the dry cooler begins to help. [degC]
    lift_c : inlet that the heat pump holds. [degC]
    lead_k : outlet over the supply at the rated point; infinite behind a heat pump, where neither follows the other. [K]
    cold_out : tag of the header's water out of the hand-over. [degC]
    outlet_pi, inlet_pi, lift_pi : controllers; the first two act in reverse (hotter: more).
    flow_proven_m3_h : flow that proves the pump. [m3/h]
    """

    name: str
    power: str
    outlet: str
    inlet: str
    flow: str
    pump: Output
    permit: Output
    valve: Output | None
    fans: Output | None
    lift: Output | None
    rated_kw: float
    heat_share: float
    lag_s: float
    inertia_kj_k: float
    rated_speed: float
    outlet_c: float
    inlet_c: float
    lift_c: float
    lead_k: float
    cold_out: str
    outlet_pi: Pi
    inlet_pi: Pi
    lift_pi: Pi
    flow_proven_m3_h: float


@dataclass(frozen=True, slots=True)
class HeaderProgram:
    """Control of the supply temperature by the flow through the exchangers.

    Parameters
    ----------
    supply, back, flow : tags out of and into the exchangers [degC], flow [m3/h].
    cold : tag of the water that comes back before any recirculation is mixed in: bottom of the tank, or return of a sink. [degC]
    pump, recirculation : speed; valve that keeps the least flow through the exchangers.
    trim : of the supply, at the rated rise: it corrects the flow that the feed-forward reckons. [% of that flow]
    speed_k_kw : pump speed that a heat needs, times the rise of the water: speed = this * kW / K. [% K/kW]
    rise_k : of the water at the rated point. [K]
    target_c, low_c, high_c : scheduled setpoint, and the envelope of any other. [degC]
    setpoint_ramp : fastest change of the setpoint. [K/s]
    flow_proven_m3_h : flow that proves the pump. [m3/h]
    rated_speed : pump speed at the rated point. [%]
    feedforward : whether the heat says what the flow has to be; False leaves all to the trim, for a baseline to compare with.
    """

    supply: str
    back: str
    cold: str
    flow: str
    pump: Output
    recirculation: Output
    trim: Pi
    speed_k_kw: float
    rise_k: float
    target_c: float
    low_c: float
    high_c: float
    setpoint_ramp: Ramp
    flow_proven_m3_h: float
    rated_speed: float
    feedforward: bool = True


@dataclass(frozen=True, slots=True)
class SinkProgram:
    """Control of one sink's pump: tag of the heat that it asks for [%], its pump, and the speed at the design load. [%]"""

    request: str
    pump: Output
    rated_speed: float


@dataclass(frozen=True, slots=True)
class BoilerProgram:
    """Control of the boiler.

    Parameters
    ----------
    supply : tag of the water to the sinks. [degC]
    load : output of the boiler.
    lit : levels of the supply at which it starts and stops, with least times.
    wait_s : the supply has to be cold for so long. [s]
    pi : of the supply while it is lit.
    target_c : what it holds. [degC]
    """

    supply: str
    load: Output
    lit: Hysteresis
    wait_s: float
    pi: Pi
    target_c: float


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that a scan has to know about a site.

    Parameters
    ----------
    lifelines : tags whose readings prove that a PLC is alive; without any of them for `lost_after_s`, the plant holds. [s]
    sources, header, sinks, boiler : control of the parts.
    interlocks : rows in the order of what they protect.
    alarms : what a person is told.
    prove_s, prove_within_s : flows have to stand so long; a start that does not prove them in time fails. [s]
    cool_k, cool_s : a stop lasts until the rise across the machines is below this [K], and at least so long. [s]
    hold_max_s : a plant that stays blind for longer is stopped. [s]
    """

    lifelines: tuple[str, ...]
    sources: tuple[SourceProgram, ...]
    header: HeaderProgram
    sinks: tuple[SinkProgram, ...]
    boiler: BoilerProgram | None
    interlocks: tuple[Interlock, ...]
    alarms: tuple[Alarm, ...]
    lost_after_s: float = 3.0
    prove_s: float = 10.0
    prove_within_s: float = 300.0
    cool_k: float = 2.0
    cool_s: float = 300.0
    hold_max_s: float = 900.0

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Every actuator, in the order of the areas."""
        rows: list[Output | None] = []
        for source in self.sources:
            rows += [source.pump, source.valve, source.fans, source.permit, source.lift]
        rows += [self.header.pump, self.header.recirculation, *(sink.pump for sink in self.sinks)]
        rows.append(self.boiler.load if self.boiler else None)
        return tuple(row for row in rows if row is not None)
