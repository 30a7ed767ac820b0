"""Alarms of a plant, derived from its limits; priorities, delays and deadbands follow the alarm list of the design basis. estimate"""

from collections.abc import Iterator, Mapping

from heatloop_control.alarm import Alarm
from heatloop_control.condition import Condition
from heatloop_control.mode import Mode
from heatloop_control.notice import DOUBT, deviation_of, frozen_of
from heatloop_control.program import BoilerProgram, HeaderProgram, Output, SourceProgram

COLD_SUPPLY_K = 3.0
"""Supply below the target that an operator has to know of. [K] estimate"""
WARM_UP_S = 1800.0
"""A cold supply is a fault after this: from cold it comes up by 3 K/min. [s] estimate"""
FROZEN_S, DOUBT_K = 600.0, 2.0
"""A sensor that shows the same figure to the last digit for so long; a supply this far from the exchangers' water. [s], [K] estimate"""
DEVIATION, DEVIATION_S = 10.0, 120.0
"""An actuator this far from what it is told, for two strokes. [%], [s] estimate"""
IDLE = frozenset({Mode.OFF.value, Mode.SELFTEST.value, Mode.STANDBY.value})


def alarms(
    sources: tuple[SourceProgram, ...],
    limits_c: Mapping[str, tuple[float, float]],
    header: HeaderProgram,
    boiler: BoilerProgram | None,
    lifelines: tuple[str, ...],
) -> tuple[Alarm, ...]:
    """Alarms in the order of their priority; arguments as for `heatloop_control.protect.interlocks`."""
    rows = [
        *(_lost(tag) for tag in lifelines),
        *(row for source in sources for row in _machines(source, *limits_c[source.name], frozenset(lifelines))),
        *_header(header, boiler, frozenset(lifelines)),
        *_doubts(sources, header, frozenset(lifelines)),
    ]
    order = ("critical", "high", "low")
    return tuple(sorted(rows, key=lambda row: order.index(row.priority)))


def _lost(tag: str) -> Alarm:
    silent = Condition(tag, "blind", delay_s=3.0)
    return Alarm(tag, f"{tag}: PLC silent", "critical", silent, "the PLC is on its own: go there, check power and wire")


def _machines(source: SourceProgram, inlet_max_c: float, outlet_max_c: float, lost: frozenset[str]) -> Iterator[Alarm]:
    name, hidden = source.name, lost
    flow = Condition(source.flow, "below", source.flow_proven_m3_h, 1.0, when_blind="hold")
    yield Alarm(
        f"{name}.flow_low",
        f"{name}: flow low",
        "critical",
        flow,
        "check pump and standby, confirm that machines are off",
        hidden | IDLE | {Mode.STARTING.value},
    )
    out = Condition(source.outlet, "above", outlet_max_c + 8.0, 2.0, 2.0, "hold")
    yield Alarm(
        f"{name}.outlet_hot",
        f"{name}: outlet hot",
        "critical",
        out,
        "confirm that heat is dumped, cut machines back",
        hidden,
    )
    into = Condition(source.inlet, "above", inlet_max_c + 1.0, 30.0, 1.0, "hold")
    yield Alarm(
        f"{name}.inlet_hot",
        f"{name}: inlet hot",
        "high",
        into,
        "check sink and dry cooler",
        hidden | {f"{name}.outlet_hot"},
    )
    for point, tag in (("inlet", source.inlet), ("outlet", source.outlet), ("flow", source.flow)):
        blind = Condition(tag, "blind", delay_s=10.0)
        yield Alarm(
            f"{name}.{point}_blind", f"{name}: {point} cannot be read", "high", blind, "check sensor and wire", hidden
        )


def _header(header: HeaderProgram, boiler: BoilerProgram | None, lost: frozenset[str]) -> Iterator[Alarm]:
    quiet = (
        lost
        | IDLE
        | {Mode.STARTING.value, Mode.CURTAILED.value, Mode.STOPPING.value, Mode.HOLD.value, Mode.ABORTED.value}
    )
    cold = Condition(header.supply, "below", header.target_c - COLD_SUPPLY_K, WARM_UP_S, 1.0, "hold")
    yield Alarm("header.supply_cold", "supply cold", "high", cold, "check feed-forward, header pump, exchanger", quiet)
    flow = Condition(header.flow, "below", header.flow_proven_m3_h, 2.0, when_blind="hold")
    yield Alarm(
        "header.flow_low",
        "header without flow",
        "high",
        flow,
        "change to the standby pump",
        lost | IDLE | {Mode.STARTING.value},
    )
    if boiler is not None:
        short = Condition(boiler.supply, "below", header.target_c - 2.0 * COLD_SUPPLY_K, 900.0, 1.0, "hold")
        yield Alarm(
            "sinks.supply_cold", "sinks get cold water", "high", short, "check boiler and tank", lost | {Mode.OFF.value}
        )


def _doubts(sources: tuple[SourceProgram, ...], header: HeaderProgram, lost: frozenset[str]) -> Iterator[Alarm]:
    """Sensors and actuators that do not tell the truth."""
    for tag in (header.supply, *(tag for source in sources for tag in (source.inlet, source.outlet))):
        still = Condition(frozen_of(tag), "above", FROZEN_S, 0.0, 0.0, "false")
        yield Alarm(frozen_of(tag), f"{tag} stands still", "high", still, "check the sensor and its wire", lost | IDLE)
    doubt = Condition(DOUBT, "above", DOUBT_K, 60.0, 0.5, "false")
    action = "compare with the exchangers' sensors, replace the one that is wrong"
    yield Alarm("header.supply_doubtful", "supply contradicts the exchangers", "high", doubt, action, lost | IDLE)
    for part in sources:
        for output in (part.pump, part.valve, part.fans):
            if output is not None:
                yield _deviation(output, lost)
    yield _deviation(header.pump, lost)
    yield _deviation(header.recirculation, lost)


def _deviation(output: Output, lost: frozenset[str]) -> Alarm:
    off = Condition(deviation_of(output), "above", DEVIATION, DEVIATION_S, 1.0, "false")
    name = f"{output.command} does not follow"
    return Alarm(deviation_of(output), name, "high", off, "check drive and actuator; go there", lost)
