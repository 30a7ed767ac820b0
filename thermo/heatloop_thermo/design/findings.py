"""Remarks on a design: what is broken, what is tight, and what was assumed."""

from collections.abc import Iterator, Sequence

from heatloop_thermo.design.cdu_result import CduDesign
from heatloop_thermo.design.result import Finding, Limit, LoopDesign, Verdict
from heatloop_thermo.exchanger import Rating, Sizing
from heatloop_thermo.plant import Circuit, DryCoolerToSize, Plant, PumpGiven
from heatloop_thermo.pump import PumpDuty, pump_remarks

LIMIT_SLACK = 1e-3
"""A limit counts as broken beyond this share of its value: less than a plant's instruments resolve. [-]"""


def findings(
    plant: Plant,
    verdict: Verdict,
    loops: Sequence[LoopDesign],
    header_limits: Sequence[Limit],
    header_pump: PumpDuty | None,
    made: Sequence[Finding],
) -> tuple[Finding, ...]:
    """All remarks, errors first; `made` are those that the design came upon on its way."""
    rows = [
        *made,
        *_broken(limit for loop in loops for limit in loop.limits),
        *_broken(header_limits),
        *_verdict(verdict),
        *(row for loop in loops for row in _loop(loop)),
        *_pump("header", plant.header, header_pump),
        *_cover(plant, loops),
        *_rejector(plant.dry_cooler, loops),
        *_backup(plant),
        *_assumptions(plant),
    ]
    order = ("error", "warning", "info")
    return tuple(sorted(rows, key=lambda row: order.index(row.severity)))


def _broken(limits: Sequence[Limit] | Iterator[Limit]) -> Iterator[Finding]:
    for limit in limits:
        if limit.margin < -LIMIT_SLACK * max(1.0, abs(limit.limit)):
            text = (
                f"{limit.text} {limit.limit:.4g} {limit.unit}, but the design stands at {limit.value:.4g} {limit.unit}."
            )
            yield Finding("error", limit.code, text)


def _verdict(verdict: Verdict) -> Iterator[Finding]:
    if not verdict.reached:
        yield Finding("error", "target_not_reached", verdict.text)


def _loop(loop: LoopDesign) -> Iterator[Finding]:
    name = loop.loop.name
    if not loop.runs:
        yield Finding("error", "loop_gives_no_heat", f"{name} hands no heat to the header: {loop.held_by.text}.")
        return
    air = sum(bank.air_w for bank in loop.loop.banks)
    if air > 0:
        text = f"{name}: {air / 1e3:,.0f} kW of the machines' heat goes to the room air, not to the water."
        yield Finding("info", "heat_to_air", text)
    if loop.machine is not None:
        for remark in loop.machine.remarks:
            yield Finding(remark.severity, remark.code, f"{name} / heat pump: {remark.text}")
    if loop.rating is not None:
        yield from _exchanger(f"{name} / exchanger", loop.rating, loop.sizing)
    if loop.cdu is not None:
        yield from _exchanger(f"{name} / CDU", loop.cdu.rating, loop.cdu.sizing)
        yield from _redundancy(name, loop.cdu)
        yield from _pump(f"{name} / CDU", loop.cdu.cdu.circuit, loop.cdu.pump)
    yield from _pump(name, loop.loop.circuit, loop.pump)


def _pump(name: str, circuit: Circuit, duty: PumpDuty | None) -> Iterator[Finding]:
    """Where a pump works beside its best point, or has little in hand."""
    if duty is not None:
        typed = circuit.pump
        how = (typed.curve, 0.0) if isinstance(typed, PumpGiven) else (None, typed.head_margin)
        yield from (Finding(row.severity, row.code, row.text) for row in pump_remarks(name, duty, *how))


def _exchanger(name: str, rating: Rating, sizing: Sizing | None) -> Iterator[Finding]:
    if not rating.within_range:
        yield Finding("warning", "correlation_range", f"{name}: outside the range of its correlation; see the report.")
    if sizing is not None and rating.u_low_w_m2k and rating.u_fouled_w_m2k:
        short = 1.0 - (1.0 + sizing.oversurface_fraction) * rating.u_low_w_m2k / rating.u_fouled_w_m2k
        if short > 0:
            text = (
                f"{name}: were the lowest of three correlations right, the surface would be {short * 100:.0f} % short; "
                "ask the vendor for a guaranteed sheet and type it as datasheet."
            )
            yield Finding("info", "correlation_spread", text)


def _redundancy(name: str, made: CduDesign) -> Iterator[Finding]:
    if made.cdu.standby == 0 and made.cdu.circuit.pump.standby == 0:
        plural = "unit runs" if made.count == 1 else "units run"
        text = f"{name} / CDU: {made.count} {plural} and none waits: the first pump that fails stops machines."
        yield Finding("warning", "cdu_redundancy", text)


def _cover(plant: Plant, loops: Sequence[LoopDesign]) -> Iterator[Finding]:
    demand = plant.demand_w
    given = sum(loop.duty_w for loop in loops)
    load = f"the sinks' design load of {demand / 1e3:,.0f} kW"
    if given >= demand:
        text = f"Beyond {load} there are {(given - demand) / 1e3:,.0f} kW that go to the dry cooler even on the coldest day."
    else:
        text = f"The machines' heat covers {given / demand * 100:.0f} % of {load}; the rest is the boiler's."
    yield Finding("info", "design_load_cover", text)


def cools(loop: LoopDesign, cooler: DryCoolerToSize) -> bool:
    """Whether a loop's circuit may come back warm enough for a dry cooler in the hottest air: the machines as hot as they may run."""
    return loop.circuit_inlet_c + loop.headroom_k >= cooler.design_ambient_c + cooler.approach_k


def _rejector(cooler: DryCoolerToSize | None, loops: Sequence[LoopDesign]) -> Iterator[Finding]:
    if cooler is None:
        yield Finding("error", "no_rejector", "No dry cooler: when the sinks take no heat, the machines have to stop.")
        return
    heat = sum(loop.liquid_w for loop in loops)
    if cooler.capacity_w is not None and cooler.capacity_w < heat:
        share = f"{cooler.capacity_w / 1e3:,.0f} kW of the machines' {heat / 1e3:,.0f} kW"
        text = f"The dry cooler rejects {share}: in summer they have to be derated."
        yield Finding("warning", "rejector_small", text)
    for loop in loops:
        if not cools(loop, cooler):
            air = f"air of {cooler.design_ambient_c:g} °C with an approach of {cooler.approach_k:g} K"
            what = "the CDU's inlet" if loop.loop.cdu else "the machines' inlet"
            text = f"{loop.loop.name}: {air} cannot cool {what} to {loop.circuit_inlet_c + loop.headroom_k:.1f} °C."
            yield Finding("error", "rejector_approach", text)


def _backup(plant: Plant) -> Iterator[Finding]:
    demand = plant.demand_w
    have = plant.boiler.capacity_w if plant.boiler else 0.0
    if have < demand:
        share = f"{have / 1e3:,.0f} kW of the sinks' design load of {demand / 1e3:,.0f} kW"
        text = f"The boiler gives {share}: with the machines off, the sinks go short."
        yield Finding("warning", "backup_small", text)


def _assumptions(plant: Plant) -> Iterator[Finding]:
    for row in plant.provenance:
        if row.assumption is not None:
            quantity = f"{row.value} {row.unit}".removesuffix(" -")
            yield Finding("info", "assumption", f"{row.what} = {quantity}: {row.assumption}")
