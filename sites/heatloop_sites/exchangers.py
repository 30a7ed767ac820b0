"""The exchanger of a loop: plates offered to the design, a data sheet, or a chosen pack of plates."""

from heatloop_sites import catalog
from heatloop_sites.parts import one_of
from heatloop_sites.problem import Fault
from heatloop_sites.rows import PlateKind, PlateRow
from heatloop_sites.schema.exchanger import Exchanger, ExchangerDatasheet, ExchangerPlates, ExchangerSize
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.exchanger import (
    ConstantUa,
    Datasheet,
    PlateExchanger,
    PlateGeometry,
    ScaledUa,
    SizingLimits,
    from_datasheet,
)
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize
from heatloop_thermo.properties import Coolant as Liquid

PORT_VELOCITY_M_S = 6.0
"""Velocity allowed in the ports of an exchanger where the site file has none. [m/s] Source: usual; estimate."""


def exchanger_of(
    block: Exchanger, hot: Liquid, cold: Liquid, static_pa: float = 0.0
) -> ExchangerToSize | ExchangerGiven:
    """The exchanger between a loop with the liquid ``hot`` and a header with ``cold``, at a gauge pressure of ``static_pa``.

    Raises
    ------
    Fault : not exactly one way of giving it, unknown plates, or a data sheet that contradicts itself.
    """
    one_of(block, "size", "datasheet", "plates")
    if block.size is not None:
        return _to_size(block.size, static_pa)
    if block.datasheet is not None:
        return ExchangerGiven(_from_sheet(block.datasheet, hot, cold))
    assert block.plates is not None
    return ExchangerGiven(_from_plates(block.plates))


def plates_of(family: PlateRow) -> tuple[PlateGeometry, ...]:
    """The plates of a family, one for each chevron angle, named family-angle."""
    return tuple(
        PlateGeometry(
            name=f"{family.name}-{angle:g}",
            kind=family.kind,
            area_m2=float(family.area_m2),
            width_m=float(family.width_m),
            gap_m=float(family.gap_m),
            enlargement=family.enlargement,
            chevron_beta_deg=float(angle),
            thickness_m=float(family.thickness_m),
            wall_conductivity_w_mk=float(family.wall_conductivity_w_mk),
            port_diameter_m=float(family.port_diameter_m),
            plates_max=family.plates_max,
            temperature_max_c=float(family.temperature_max_c),
            pressure_max_pa=float(family.pressure_max_pa),
            port_loss_coefficient=family.port_loss_coefficient,
            source=family.source,
            verified=family.verified,
        )
        for angle in family.chevrons_deg
    )


def offered(size: ExchangerSize) -> tuple[PlateGeometry, ...]:
    """Plates that the design may choose from: the families named, else all of the kind that are no reference example.

    Raises
    ------
    Fault : a family that the catalogue does not have.
    """
    if not size.families:
        kinds: tuple[PlateKind, ...] = ("gasketed", "brazed") if size.kind == "any" else (size.kind,)
        return tuple(plate for kind in kinds for name in catalog.plate_families(kind) for plate in plates_named(name))
    found: list[PlateGeometry] = []
    for i, name in enumerate(size.families):
        try:
            found += plates_named(name)
        except catalog.UnknownRow as unknown:
            raise Fault(str(unknown), "size", "families", i) from unknown
    return tuple(found)


def plates_named(name: str) -> tuple[PlateGeometry, ...]:
    """All plates of a family, or the one plate named family-angle.

    Raises
    ------
    UnknownRow : neither is in the catalogue.

    >>> [plate.name for plate in plates_named("gasketed-dn100-60")]
    ['gasketed-dn100-60']
    """
    family, _, angle = name.rpartition("-")
    if family in catalog.names("plate") and angle.isdigit():
        chosen = tuple(plate for plate in plates_of(catalog.plate_family(family)) if plate.name == name)
        if chosen:
            return chosen
        known = ", ".join(plate.name for plate in plates_of(catalog.plate_family(family)))
        raise catalog.UnknownRow(f"unknown plate {name!r}; {family} has {known}")
    return plates_of(catalog.plate_family(name))


def _to_size(size: ExchangerSize, static_pa: float) -> ExchangerToSize:
    velocity = size.port_velocity_max_m_s
    limits = SizingLimits(
        dp_hot_max_pa=float(size.pressure_drop_hot_max_pa),
        dp_cold_max_pa=float(size.pressure_drop_cold_max_pa),
        port_velocity_max_m_s=PORT_VELOCITY_M_S if velocity is None else float(velocity),
        fouling_hot_m2k_w=float(size.fouling_hot_m2k_w),
        fouling_cold_m2k_w=float(size.fouling_cold_m2k_w),
        oversurface_min=float(size.oversurface),
        pressure_max_pa=static_pa if size.design_pressure_pa is None else float(size.design_pressure_pa),
        passes_max=size.passes_max,
        correlation=size.correlation,
    )
    return ExchangerToSize(offered(size), float(size.approach_k), limits)


def _from_sheet(sheet: ExchangerDatasheet, hot: Liquid, cold: Liquid) -> ConstantUa | ScaledUa:
    point = Datasheet(
        duty_w=float(sheet.duty_w),
        hot_coolant=hot,
        hot_flow_kg_s=float(sheet.flow_hot_kg_s),
        hot_in_c=float(sheet.hot_in_c),
        hot_out_c=float(sheet.hot_out_c),
        cold_coolant=cold,
        cold_flow_kg_s=float(sheet.flow_cold_kg_s),
        cold_in_c=float(sheet.cold_in_c),
        cold_out_c=float(sheet.cold_out_c),
        dp_hot_pa=float(sheet.pressure_drop_hot_pa),
        dp_cold_pa=float(sheet.pressure_drop_cold_pa),
        area_m2=None if sheet.area_m2 is None else float(sheet.area_m2),
        plates=sheet.plates,
        fouling_margin=float(sheet.fouling_margin),
    )
    try:
        return from_datasheet(point, sheet.fidelity)
    except ThermoError as refusal:
        raise Fault(str(refusal), "datasheet") from refusal


def _from_plates(pack: ExchangerPlates) -> PlateExchanger:
    try:
        plates = plates_named(pack.plate)
    except catalog.UnknownRow as unknown:
        raise Fault(str(unknown), "plates", "plate") from unknown
    if len(plates) > 1:
        names = ", ".join(plate.name for plate in plates)
        raise Fault(f"{pack.plate} has several chevron angles; write one of {names}", "plates", "plate")
    try:
        return PlateExchanger(
            plates[0],
            pack.count,
            pack.passes_hot,
            pack.passes_cold,
            fouling_hot_m2k_w=float(pack.fouling_hot_m2k_w),
            fouling_cold_m2k_w=float(pack.fouling_cold_m2k_w),
            correlation=pack.correlation,
        )
    except ThermoError as refusal:
        raise Fault(str(refusal), "plates", "count") from refusal
