"""Blocks of a site file to parts of a plant; each raises a `Fault` (or the core's own `ThermoError`) where it cannot."""

from heatloop_sites import catalog
from heatloop_sites.problem import Fault
from heatloop_sites.schema.base import Block, Mark, Verified
from heatloop_sites.schema.circuit import Coolant, CoolantTable
from heatloop_sites.schema.pump import Curve, Pump
from heatloop_thermo import properties
from heatloop_thermo.drive import Motor
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.plant import PumpGiven, PumpSpec, PumpToSize
from heatloop_thermo.properties import Coolant as Liquid
from heatloop_thermo.pump import PumpCurve, PumpType

HEAD_MARGIN = 0.10
"""Allowance on the computed head where the site file has none. [-] Source: usual in plant design; estimate."""
CURVE_FIGURES = ("speed_rpm", "shutoff_head_m", "bep_flow_m3_s", "bep_head_m", "bep_efficiency", "npsh_bep_m")


def one_of(block: Block, *keys: str) -> str:
    """Which one of several keys is there.

    Raises
    ------
    Fault : none of them is, or more than one.
    """
    there = [key for key in keys if getattr(block, key) is not None]
    if len(there) == 1:
        return there[0]
    names = ", ".join(f"`{key}`" for key in keys)
    raise Fault(f"needs exactly one of {names} (got {' and '.join(f'`{key}`' for key in there) or 'none'})")


def origin_of(mark: Mark) -> tuple[str, Verified]:
    """Source and verification of a marked block; an assumption is an estimate."""
    if mark.source and mark.verified and not mark.assumption:
        return mark.source, mark.verified
    return mark.source or "assumption in the site file", "estimate"


def coolant_of(block: Coolant) -> Liquid:
    """The liquid of a circuit."""
    if one_of(block, "fluid", "table") == "table":
        assert block.table is not None
        if block.fraction is not None:
            raise Fault("does not go with `table`", "fraction")
        return _table(block.table)
    if block.fluid in {"water", "PG25"}:
        if block.fraction is not None:
            raise Fault(f"does not go with {block.fluid}", "fraction")
        return properties.water() if block.fluid == "water" else properties.pg25()
    assert block.fluid is not None
    if block.fraction is None:
        raise Fault(f"is missing: {block.fluid} needs its share of glycol, for example 30 %", "fraction")
    try:
        return properties.glycol(block.fluid, float(block.fraction))  # type: ignore[arg-type]  # water and PG25 are done
    except ThermoError as refusal:
        raise Fault(str(refusal), "fraction") from refusal


def _table(table: CoolantTable) -> Liquid:
    source, verified = origin_of(table)
    try:
        return properties.table_coolant(
            name=table.name,
            t_c=[float(row.t_c) for row in table.rows],
            density_kg_m3=[float(row.density_kg_m3) for row in table.rows],
            heat_capacity_j_kgk=[float(row.heat_capacity_j_kgk) for row in table.rows],
            viscosity_pa_s=[float(row.viscosity_pa_s) for row in table.rows],
            conductivity_w_mk=[float(row.conductivity_w_mk) for row in table.rows],
            freeze_c=float(table.freeze_c),
            source=source,
            verified=verified,
        )
    except ThermoError as refusal:
        raise Fault(str(refusal), "table") from refusal


def pump_of(block: Pump, mains_hz: int) -> PumpSpec:
    """The pump of a circuit, to be chosen or given."""
    if one_of(block, "type", "curve") == "curve":
        assert block.curve is not None
        if block.head_margin is not None:
            raise Fault("does not go with `curve`: the curve says what head there is", "head_margin")
        return PumpGiven(_curve(block.curve, mains_hz), block.parallel, block.standby)
    assert block.type is not None
    try:
        row = catalog.pump(block.type)
    except catalog.UnknownRow as unknown:
        raise Fault(str(unknown), "type") from unknown
    kind = PumpType(
        name=row.name,
        poles=row.poles,
        mei_constant=row.mei_constant,
        shutoff_head_ratio=row.shutoff_head_ratio,
        suction_specific_speed=row.suction_specific_speed,
        flow_min_m3_s=float(row.flow_min_m3_s),
        flow_max_m3_s=float(row.flow_max_m3_s),
        head_max_m=float(row.head_max_m),
        stages_max=row.stages_max,
        flow_min_fraction=float(row.flow_min_fraction),
        flow_max_fraction=float(row.flow_max_fraction),
        speed_min_fraction=float(row.speed_min_fraction),
        source=row.source,
        verified=row.verified,
        mains_hz=mains_hz,
    )
    margin = HEAD_MARGIN if block.head_margin is None else float(block.head_margin)
    return PumpToSize(kind, margin, block.parallel, block.standby)


def _curve(curve: Curve, mains_hz: int) -> PumpCurve:
    source, verified = origin_of(curve)
    try:
        motor = Motor(float(curve.motor.rated_w), curve.motor.poles, mains_hz, curve.motor.drive)
    except ThermoError as refusal:
        raise Fault(str(refusal), "curve", "motor") from refusal
    figures = {name: float(getattr(curve, name)) for name in CURVE_FIGURES}
    try:
        return PumpCurve(name="pump", motor=motor, source=source, verified=verified, **figures)
    except ThermoError as refusal:
        raise Fault(str(refusal), "curve") from refusal
