"""Coolant distribution units of a loop: what the site file types, else what the catalogue knows, else the defaults here."""

from types import MappingProxyType

from heatloop_sites import catalog
from heatloop_sites.exchangers import PORT_VELOCITY_M_S, exchanger_of, plates_named
from heatloop_sites.machine import UNMARKED
from heatloop_sites.problem import Fault
from heatloop_sites.rows import CduRow
from heatloop_sites.schema.base import Mark, key_of
from heatloop_sites.schema.cdu import Cdu
from heatloop_sites.schema.circuit import Circuit, Coolant
from heatloop_sites.schema.plant import SourceLoop
from heatloop_sites.schema.pump import Pump
from heatloop_thermo.exchanger import PlateGeometry, SizingLimits
from heatloop_thermo.plant import ExchangerGiven, ExchangerToSize
from heatloop_thermo.properties import Coolant as Liquid

DEFAULT_MODEL = "nvidia-dsx"
"""Row of the catalogue whose approach is the default."""
DEFAULTS = MappingProxyType(
    {
        "pressure_drop_hot_max": (60e3, "60 kPa", "usual of plate exchangers between pumped liquids"),
        "pressure_drop_cold_max": (60e3, "60 kPa", "usual of plate exchangers between pumped liquids"),
        "fouling_hot": (1e-5, "0.00001 m2*K/W", "treated and filtered coolant"),
        "fouling_cold": (1e-5, "0.00001 m2*K/W", "treated coolant of a closed loop"),
        "oversurface": (0.1, "10 %", "usual beyond what the fouled duty needs"),
    }
)
"""Value, text and reason of what an `approach` leaves open of the exchanger; all estimates."""
FACTS = MappingProxyType({"capacity_w": "value_w", "flow_max_m3_s": "value_m3_s", "head_max_pa": "value_pa"})
"""What one unit manages: field of the site file, and field of the value in the catalogue."""


def row_of(block: Cdu) -> CduRow | None:
    """Row of the catalogue, where one is named.

    Raises
    ------
    Fault : the catalogue has no such unit.
    """
    try:
        return catalog.cdu(block.model) if block.model else None
    except catalog.UnknownRow as unknown:
        raise Fault(str(unknown), "model") from unknown


def checked(block: Cdu) -> None:
    """Refuse units that contradict themselves.

    Raises
    ------
    Fault : both ways of giving the exchanger, an unknown model, a fact of one unit without origin.
    """
    row_of(block)
    if block.exchanger is not None and block.approach_k is not None:
        raise Fault("does not go with `exchanger`, whose own approach counts", "approach")
    for field in FACTS:
        if getattr(block, field) is not None and not block.marked:
            raise Fault(UNMARKED, key_of(field))


def fact(block: Cdu, field: str) -> float | None:
    """What one unit manages: as typed, else the model's. [SI]; None where nobody says

    >>> fact(Cdu(model="coolit-chx2000"), "capacity_w")
    2000000.0
    """
    typed = getattr(block, field)
    if typed is None:
        found = published(block, field)
        typed = found[0] if found else None
    return None if typed is None else float(typed)


def published(block: Cdu, field: str) -> tuple[float, Mark] | None:
    """What the catalogue says of a model [SI], and the block that says so; None where it does not."""
    row = row_of(block)
    short = getattr(row, key_of(field)) if row else None
    if row is None or short is None:
        return None
    return getattr(short, FACTS[field]), short if short.marked else row


def approach_of(block: Cdu) -> tuple[float, Mark]:
    """Approach of units whose exchanger is to be sized [K], and the block that says so.

    >>> approach_of(Cdu())[0], approach_of(Cdu(model="coolit-chx2000"))[0]
    (4.0, 5.0)
    """
    if block.approach_k is not None:
        return block.approach_k, block
    row = row_of(block)
    row = row if row and row.approach else catalog.cdu(DEFAULT_MODEL)
    assert row.approach is not None, DEFAULT_MODEL
    return row.approach.value_k, row.approach if row.approach.marked else row


def cdu_exchanger(block: Cdu, cold: Liquid, hot: Liquid, static_pa: float) -> ExchangerToSize | ExchangerGiven:
    """The exchanger of one unit, to be sized or given.

    Raises
    ------
    Fault : as `heatloop_sites.exchangers.exchanger_of`, below ``exchanger``.
    """
    if block.exchanger is not None:
        try:
            return exchanger_of(block.exchanger, hot, cold, static_pa)
        except Fault as fault:
            raise Fault(fault.text, "exchanger", *fault.path) from fault
    given = {name: value for name, (value, _, _) in DEFAULTS.items()}
    limits = SizingLimits(
        dp_hot_max_pa=given["pressure_drop_hot_max"],
        dp_cold_max_pa=given["pressure_drop_cold_max"],
        port_velocity_max_m_s=PORT_VELOCITY_M_S,
        fouling_hot_m2k_w=given["fouling_hot"],
        fouling_cold_m2k_w=given["fouling_cold"],
        oversurface_min=given["oversurface"],
        pressure_max_pa=static_pa,
    )
    return ExchangerToSize(default_plates(), float(approach_of(block)[0]), limits)


def default_plates() -> tuple[PlateGeometry, ...]:
    """Plates that are offered where only an approach is typed: every gasketed and brazed family."""
    families = (name for kind in ("gasketed", "brazed") for name in catalog.plate_families(kind))
    return tuple(plate for name in families for plate in plates_named(name))


def machines_circuit(loop: SourceLoop) -> Circuit:
    """The machines' own circuit as if it had been typed in full.

    >>> loop = SourceLoop.model_construct(cdu=Cdu(), static_pressure_pa=2e5, lowest_ambient_c=None)
    >>> machines_circuit(loop).coolant.fluid
    'PG25'
    """
    block = loop.cdu
    assert block is not None
    return Circuit.model_construct(
        coolant=block.coolant or Coolant(fluid="PG25"),
        pump=block.pump or Pump(type="close-coupled-4-pole"),
        piping=block.piping,
        components=block.components,
        static_pressure_pa=loop.static_pressure_pa if block.static_pressure_pa is None else block.static_pressure_pa,
        lowest_ambient_c=loop.lowest_ambient_c if block.lowest_ambient_c is None else block.lowest_ambient_c,
    )
