"""The heat pump of a loop: candidates from the catalogue, policy, and the defaults where the site file is silent.

The core's heat pump is imported when a site has one: nobody else pays for it.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING

from heatloop_sites import catalog
from heatloop_sites.parts import origin_of
from heatloop_sites.problem import Fault
from heatloop_sites.rows import RefrigerantRow
from heatloop_sites.schema.heatpump import HeatPump
from heatloop_thermo.plant import HeatPumpToSize

if TYPE_CHECKING:
    from heatloop_thermo.heatpump import RefrigerantData

DEFAULTS = MappingProxyType(
    {
        "pinch_k": (3.0, "3 K", "usual of plate evaporators and condensers"),
        "pressure_drop_source_pa": (30e3, "30 kPa", "usual of an evaporator at its rated flow"),
        "pressure_drop_sink_pa": (30e3, "30 kPa", "usual of a condenser at its rated flow"),
        "isentropic_efficiency": (0.75, "75 %", "usual of large screw and piston compressors"),
    }
)
"""Value, text and reason of what a site file may leave out; all estimates."""


def setting(block: HeatPump, field: str) -> float:
    """A figure as typed, else its default. [SI]"""
    typed = getattr(block, field)
    return DEFAULTS[field][0] if typed is None else float(typed)


def candidates(block: HeatPump) -> tuple[RefrigerantRow, ...]:
    """Rows that the design may choose from: those named, else the whole catalogue, which then says what speaks against each.

    Raises
    ------
    Fault : an unknown name, a named one that the site itself excludes, or nothing that it allows.
    """
    if not block.refrigerant:
        rows = tuple(catalog.refrigerant(name) for name in catalog.names("refrigerant"))
        if all(excluded(row, block) for row in rows):
            classes = ", ".join(block.safety_classes)
            raise Fault(f"leaves no refrigerant of the catalogue, with safety class {classes}", "gwp_max")
        return rows
    return tuple(_named(name, block) for name in dict.fromkeys(block.refrigerant))


def excluded(row: RefrigerantRow, block: HeatPump) -> str:
    """Why the site's own rules forbid a refrigerant; empty where they do not.

    >>> excluded(catalog.refrigerant("r134a"), HeatPump())
    'has a GWP of 1430, above `gwp_max`, 150'
    """
    if row.gwp_100.value > block.gwp_max:
        return f"has a GWP of {row.gwp_100.value:g}, above `gwp_max`, {block.gwp_max:g}"
    if row.safety_class.value not in block.safety_classes:
        return f"is of safety class {row.safety_class.value}, which is not among `safety_classes`, {', '.join(block.safety_classes)}"
    return ""


def _named(name: str, block: HeatPump) -> RefrigerantRow:
    try:
        row = catalog.refrigerant(name)
    except catalog.UnknownRow as unknown:
        raise Fault(str(unknown), "refrigerant") from unknown
    against = excluded(row, block)
    if against:
        raise Fault(f"{name} {against}", "refrigerant")
    return row


def data_of(row: RefrigerantRow) -> "RefrigerantData":
    """A row as the engineering core takes it. Its ``source`` is that of its warming potential, which decides most."""
    from heatloop_thermo.heatpump import RefrigerantData  # noqa: PLC0415 a site without a heat pump does not load it

    source, verified = origin_of(row.gwp_100 if row.gwp_100.marked else row)
    return RefrigerantData(
        name=row.refrigerant,
        family=row.family,
        gwp_100=float(row.gwp_100.value),
        safety_class=row.safety_class.value,
        discharge_max_c=float(row.discharge_max.value_c),
        pressure_max_pa=float(row.pressure_max.value_pa),
        transcritical=row.transcritical,
        source=source,
        verified=verified,
    )


def heat_pump_of(block: HeatPump) -> HeatPumpToSize:
    """The heat pump that a design may choose.

    Raises
    ------
    Fault : as `candidates`.

    >>> heat_pump_of(HeatPump()).spec.pinch_k
    3.0
    """
    from heatloop_thermo.heatpump import Compressor, HeatPumpSpec, Policy  # noqa: PLC0415 as above

    rows = tuple(data_of(row) for row in candidates(block))
    spec = HeatPumpSpec(
        refrigerant=rows[0].name,
        pinch_k=setting(block, "pinch_k"),
        compressor=Compressor(setting(block, "isentropic_efficiency")),
    )
    policy = Policy(gwp_max=float(block.gwp_max), safety_classes=block.safety_classes)
    drops = setting(block, "pressure_drop_source_pa"), setting(block, "pressure_drop_sink_pa")
    return HeatPumpToSize(spec, rows, policy, *drops)
