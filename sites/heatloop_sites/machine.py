"""Facts of a bank's machine: what the site file types, else what the catalogue knows; and what is then still missing."""

from collections.abc import Iterator
from dataclasses import dataclass

from heatloop_sites import catalog
from heatloop_sites.flow_table import at_inlet, scaled
from heatloop_sites.parts import origin_of
from heatloop_sites.problem import Fault
from heatloop_sites.quantity import Typed
from heatloop_sites.rows import MachineRow
from heatloop_sites.schema.base import Mark, Verified
from heatloop_sites.schema.machines import Bank
from heatloop_sites.text import got
from heatloop_thermo.source import MachineBank

LEAVES = (
    ("power", "value_w", "power"),
    ("liquid_fraction", "value", "liquid fraction"),
    ("flow", "value_m3_s", "flow"),
    ("flow", "min_m3_s", "flow minimum"),
    ("flow", "max_m3_s", "flow maximum"),
    ("inlet", "min_c", "inlet minimum"),
    ("inlet", "max_c", "inlet maximum"),
    ("outlet", "max_c", "outlet maximum"),
    ("pressure_drop", "value_pa", "pressure drop"),
)
"""Block, field and name of every fact that a design needs of a machine."""
EXPONENT = 1.9
EXPONENT_SOURCE = "fits the published table of one GPU rack (Lenovo LP2357 for the GB300 NVL72)"
"""Exponent of dp ~ V^n where nobody says [-], and where it is from; an estimate for every other machine."""
UNMARKED = "comes from outside, so it needs an origin: `assumption`, or `source` and `verified`"


@dataclass(frozen=True)
class MachineFact:
    """One fact with its origin; ``assumption`` is None where somebody published it."""

    value: float
    text: str
    source: str
    verified: Verified
    assumption: str | None


@dataclass(frozen=True)
class Machine:
    """All facts that were found, by name, and all faults: a machine with faults has not all facts."""

    facts: dict[str, MachineFact]
    exponent: float
    exponent_assumed: bool
    faults: tuple[Fault, ...]


def machine_of(bank: Bank) -> Machine:
    """Facts of the machines of a bank, typed ones first, and everything that is wrong or missing."""
    row, faults = _row(bank)
    found: dict[str, MachineFact] = {}
    missing: dict[str, list[str]] = {}
    for group, field, name in LEAVES:
        typed = _fact(getattr(bank, group), field, bank)
        fact = typed or (_fact(getattr(row, group), field, row) if row else None)
        if fact is None:
            missing.setdefault(group, []).append(name)
        else:
            found[name] = fact
    drops = [block for block in (bank.pressure_drop, row.pressure_drop if row else None) if block is not None]
    exponents = [float(drop.exponent) for drop in drops if drop.exponent is not None]
    exponent = (*exponents, EXPONENT)[0]
    if row is not None and row.flow_table:
        found |= _from_table(row, found, exponent)
        missing = {group: left for group, names in missing.items() if (left := [n for n in names if n not in found])}
    faults += _unmarked(bank)
    if bank.model is None or row is not None:
        faults += [_missing(bank, group, names) for group, names in missing.items()]
    faults += list(_disorder(found))
    return Machine(found, exponent, not exponents, tuple(faults))


def bank_of(bank: Bank) -> MachineBank:
    """The bank as the engineering core wants it.

    Raises
    ------
    Fault : the first thing that is wrong or missing.
    OutOfRange : facts that contradict each other.
    """
    machine = machine_of(bank)
    if machine.faults:
        raise machine.faults[0]
    value = {name: fact.value for name, fact in machine.facts.items()}
    return MachineBank(
        name=bank.name,
        model=bank.model or "typed in",
        count=bank.count,
        groups=bank.groups,
        power_w=value["power"],
        liquid_fraction=value["liquid fraction"],
        flow_m3_s=value["flow"],
        flow_min_m3_s=value["flow minimum"],
        flow_max_m3_s=value["flow maximum"],
        inlet_min_c=value["inlet minimum"],
        inlet_max_c=value["inlet maximum"],
        outlet_max_c=value["outlet maximum"],
        pressure_drop_pa=value["pressure drop"],
        pressure_drop_exponent=machine.exponent,
    )


def _row(bank: Bank) -> tuple[MachineRow | None, list[Fault]]:
    if bank.model is None:
        return None, []
    try:
        row = catalog.machine(bank.model)
    except catalog.UnknownRow as unknown:
        return None, [Fault(str(unknown), "model")]
    if row.cooling == "immersion":
        return None, [Fault(f"{row.title} cannot stand in a liquid loop: {row.refused}", "model")]
    return row, []


def _fact(block: Mark | None, field: str, outer: Mark) -> MachineFact | None:
    value = getattr(block, field, None)
    if block is None or not isinstance(value, Typed):
        return None
    mark = block if block.marked else outer
    return MachineFact(float(value), value.text, *origin_of(mark), mark.assumption)


def _from_table(row: MachineRow, found: dict[str, MachineFact], exponent: float) -> dict[str, MachineFact]:
    """Flow and pressure drop that a published table gives at the hottest inlet, where nobody has typed them."""
    inlet, flow = found.get("inlet maximum"), found.get("flow")
    point = at_inlet(row.flow_table, inlet.value, exponent) if inlet else None
    if inlet is None or point is None:
        return {}
    if flow is not None:
        point = scaled(point, flow.value, exponent)
    origin = origin_of(row)
    made = {
        "flow": MachineFact(point.flow_m3_s, point.flow_text, *origin, None),
        "pressure drop": MachineFact(point.pressure_drop_pa, point.pressure_drop_text, *origin, None),
    }
    return {name: fact for name, fact in made.items() if name not in found}


def _unmarked(bank: Bank) -> list[Fault]:
    if bank.marked:
        return []
    groups = dict.fromkeys(group for group, _, _ in LEAVES)
    blocks = [(group, getattr(bank, group)) for group in (*groups, "hashrate")]
    return [Fault(UNMARKED, group) for group, block in blocks if block is not None and not block.marked]


def _missing(bank: Bank, group: str, names: list[str]) -> Fault:
    keys = " and ".join(_key(group, name) for name in names)
    several = len(names) > 1
    if bank.model:
        text = f"{keys} of {bank.model} {'are' if several else 'is'} not published: type {'them' if several else 'it'}"
    else:
        text = f"{keys} {'are' if several else 'is'} missing: without a `model` every fact is typed"
    return Fault(f"{text}, with `assumption`, or `source` and `verified`", group)


def _key(group: str, name: str) -> str:
    tail = {"minimum": ".min", "maximum": ".max"}.get(name.rpartition(" ")[2], "")
    return f"`{group}{tail}`"


def _disorder(facts: dict[str, MachineFact]) -> Iterator[Fault]:
    def value(name: str) -> float:
        return facts[name].value if name in facts else float("nan")

    def text(name: str) -> str:
        return f"the {name}, {facts[name].text}"

    if value("inlet minimum") >= value("inlet maximum"):
        yield Fault(f"must be below {text('inlet maximum')} (got {got(facts['inlet minimum'].text)})", "inlet", "min")
    if value("inlet maximum") > value("outlet maximum"):
        yield Fault(
            f"must not be above {text('outlet maximum')} (got {got(facts['inlet maximum'].text)})", "inlet", "max"
        )
    if value("flow minimum") > value("flow maximum"):
        yield Fault(f"must not be above {text('flow maximum')} (got {got(facts['flow minimum'].text)})", "flow", "min")
    elif value("flow") < value("flow minimum"):
        yield Fault(f"must not be below {text('flow minimum')} (got {got(facts['flow'].text)})", "flow", "value")
    elif value("flow") > value("flow maximum"):
        yield Fault(f"must not be above {text('flow maximum')} (got {got(facts['flow'].text)})", "flow", "value")
