"""The investment of a design, item by item: by correlation, or as the user typed it.

Who owns what: the miner the machines' side (exchangers, heat pumps, loops, dry coolers), the grower the rest. What for:
``cooling`` is needed to run the machines at all, ``boiler`` to heat without them, ``recovery`` only to use their heat,
``mining`` are the machines themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from heatloop_thermo.boiler import Energy as Fuel
from heatloop_thermo.design import Design, LoopDesign
from heatloop_thermo.economics import correlation as price
from heatloop_thermo.economics.correlation import TERMS, Band
from heatloop_thermo.economics.currency import converted
from heatloop_thermo.plant import Circuit, PumpSpec, Verified
from heatloop_thermo.pump import PumpDuty

Owner = Literal["miner", "grower"]
OWNERS: tuple[Owner, Owner] = ("miner", "grower")
Role = Literal["recovery", "cooling", "boiler", "mining"]

BOILERS: dict[Fuel, str] = {"electricity": "electric boiler", "gas": "gas boiler"}
"""Name of the item for each energy."""


@dataclass(frozen=True)
class CostItem:
    """One row of the investment.

    Parameters
    ----------
    item : kind of equipment; a typed item of the same name takes the place of all its rows.
    part : which one: name of the loop, "header"; empty where there is one only.
    role, owner : what for, and whose.
    quantity, unit : what the price was made from.
    price : with its band. [currency of `currency.PRICE_YEAR`]
    lifetime_year : after which it is replaced. [year]
    upkeep_fraction : fixed operation and maintenance over the price. [1/year]
    upkeep_per_mwh : variable, for a MWh of its heat. [currency/MWh]
    source, verified : of the price.
    typed : whether the user gave it.
    """

    item: str
    part: str
    role: Role
    owner: Owner
    quantity: float
    unit: str
    price: Band
    lifetime_year: float
    upkeep_fraction: float
    upkeep_per_mwh: float
    source: str
    verified: Verified
    typed: bool = False


@dataclass(frozen=True)
class TypedCost:
    """What the user knows of an item: its price, and what else of it; None leaves what the item's kind has.

    Parameters
    ----------
    item : its name; that of a kind of equipment replaces the correlation's rows, any other adds a row.
    price : installed. [currency]
    lifetime_year, owner, role : None for the kind's own; for a new item the horizon, the miner, recovery.
    source, verified : who says so.
    """

    item: str
    price: Band
    lifetime_year: float | None = None
    owner: Owner | None = None
    role: Role | None = None
    source: str = "site file"
    verified: Verified = "estimate"


def capex_of(design: Design, currency: str, years: int, typed: Iterable[TypedCost] = ()) -> tuple[CostItem, ...]:
    """Every item that a design needs, priced.

    Parameters
    ----------
    design : sized.
    currency : wanted.
    years : horizon, the life of an item that nobody knows. [year]
    typed : prices known by the user, each in place of the rows of its name, or beside them.

    Returns
    -------
    Rows: exchangers, heat pumps, loops, header, tank, boiler, dry coolers, what was added, installation. A typed price includes
    installation. A typed boiler that the plant does not have stands for a reference system only (`boiler_item`).
    """
    typed = tuple(typed)
    rows = (*_loops(design, currency), *_header(design, currency), *_rest(design, currency))
    for cost in (cost for cost in typed if cost.item.casefold() != "installation"):
        rows = _with(rows, cost, years)
    rows = (*rows, *_installation(row for row in rows if not row.typed))
    for cost in (cost for cost in typed if cost.item.casefold() == "installation"):
        rows = _with(rows, cost, years)
    return rows


def boiler_item(capacity_w: float, fuel: Fuel, currency: str, typed: Iterable[TypedCost] = ()) -> CostItem:
    """The boiler of a capacity [W]; a typed item of its name takes its place."""
    band = price.boiler_price(capacity_w, fuel, currency)
    row = _row(BOILERS[fuel], "", "boiler", "grower", capacity_w / 1e3, "kW", band, currency)
    for cost in typed:
        if cost.item.casefold() == row.item:
            row = _replaced(row, cost)
    return row


def cooler_items(capacity_w: float, currency: str, typed: Iterable[TypedCost] = ()) -> tuple[CostItem, ...]:
    """A dry cooler of a capacity [W] and its installation; a typed item of its name takes the place of both."""
    band = price.cooler_price(capacity_w, currency)
    row = _row("dry cooler", "", "cooling", "miner", capacity_w / 1e3, "kW", band, currency)
    known = [_replaced(row, cost) for cost in typed if cost.item.casefold() == row.item]
    return tuple(known[-1:]) or (row, *_installation((row,)))


def _row(
    item: str,
    part: str,
    role: Role,
    owner: Owner,
    quantity: float,
    unit: str,
    band: Band,
    currency: str,
    kind: str = "",
) -> CostItem:
    terms = TERMS[kind or item]
    variable = converted(terms.upkeep_eur_per_mwh, "EUR", 2023, currency)
    life, share = terms.lifetime_year, terms.upkeep_fraction
    origin = (terms.source, terms.verified)
    return CostItem(item, part, role, owner, quantity, unit, band, life, share, variable, *origin)


def _loops(design: Design, currency: str) -> Iterator[CostItem]:
    for loop in design.loops:
        area = _area_m2(loop)
        if area is not None:
            band = price.exchanger_price(area, currency)
            yield _row("plate exchanger", loop.loop.name, "recovery", "miner", area, "m2", band, currency)
        if loop.machine is not None:
            heat = loop.machine.heat_w
            band = price.heat_pump_price(heat, currency)
            yield _row("heat pump", loop.loop.name, "recovery", "miner", heat / 1e3, "kW", band, currency)
        if loop.pump is not None:
            yield _pumps(loop.pump, loop.loop.circuit.pump, ("loop", loop.loop.name, "cooling", "miner"), currency)
        yield from _pipes(loop.loop.circuit, ("loop", loop.loop.name, "cooling", "miner"), currency)


def _area_m2(loop: LoopDesign) -> float | None:
    if loop.sizing is not None:
        return loop.sizing.rating.area_m2
    return None if loop.rating is None else loop.rating.area_m2


def _header(design: Design, currency: str) -> Iterator[CostItem]:
    if design.header is None:
        return
    if design.header.pump is not None:
        yield _pumps(design.header.pump, design.plant.header.pump, ("header", "", "recovery", "grower"), currency)
    yield from _pipes(design.plant.header, ("header", "", "recovery", "grower"), currency)


Whose = tuple[str, str, Role, Owner]
"""Prefix of the item's name, part, role, owner."""


def _pumps(duty: PumpDuty, spec: PumpSpec, whose: Whose, currency: str) -> CostItem:
    where, part, role, owner = whose
    count = spec.parallel + spec.standby
    band = price.pump_price(duty.motor_rated_w, currency).times(count)
    return _row(f"{where} pumps", part, role, owner, float(count), "pumps", band, currency, "pumps")


def _pipes(circuit: Circuit, whose: Whose, currency: str) -> Iterator[CostItem]:
    where, part, role, owner = whose
    runs = (*circuit.supply, *circuit.return_)
    if not runs:
        return
    bands = [price.pipe_price(run.length_m, run.inner_diameter_m, currency) for run in runs]
    band = Band(sum(b.low for b in bands), sum(b.expected for b in bands), sum(b.high for b in bands))
    length = sum(run.length_m for run in runs)
    yield _row(f"{where} pipes", part, role, owner, length, "m", band, currency, "pipes")


def _rest(design: Design, currency: str) -> Iterator[CostItem]:
    plant = design.plant
    if plant.tank_volume_m3 is not None:
        band = price.tank_price(plant.tank_volume_m3, currency)
        yield _row("tank", "", "recovery", "grower", plant.tank_volume_m3, "m3", band, currency)
    if plant.boiler is not None:
        yield boiler_item(plant.boiler.capacity_w, plant.boiler.energy, currency)
    if design.rejector_w is not None:
        band = price.cooler_price(design.rejector_w, currency)
        yield _row("dry cooler", "", "cooling", "miner", design.rejector_w / 1e3, "kW", band, currency)


_EX_WORKS = ("plate exchanger", "loop pumps", "header pumps", "dry cooler")


def _installation(rows: Iterable[CostItem]) -> Iterator[CostItem]:
    """One row for each role and owner that buys something ex works."""
    groups: dict[tuple[Role, Owner], float] = {}
    for row in rows:
        if row.item in _EX_WORKS:
            groups[row.role, row.owner] = groups.get((row.role, row.owner), 0.0) + row.price.expected
    for (role, owner), bought in groups.items():
        band = price.installation_price(Band(bought, bought, bought))
        yield _row("installation", f"{role}, {owner}", role, owner, bought, "ex works", band, "USD")


def _with(rows: tuple[CostItem, ...], cost: TypedCost, years: int) -> tuple[CostItem, ...]:
    """Rows with a typed item in place of those of its name, or at the end."""
    same = [row for row in rows if row.item == cost.item.casefold()]
    if not same and cost.item.casefold() in BOILERS.values():
        return rows
    if not same:
        new = CostItem(cost.item, "", "recovery", "miner", 1.0, "-", cost.price, years, 0.0, 0.0, "", "estimate")
        return (*rows, _replaced(new, cost))
    merged = replace(same[0], part="", quantity=sum(row.quantity for row in same))
    at = rows.index(same[0])
    kept = [row for row in rows[at:] if row not in same]
    return (*rows[:at], _replaced(merged, cost), *kept)


def _replaced(row: CostItem, cost: TypedCost) -> CostItem:
    return replace(
        row,
        price=cost.price,
        lifetime_year=row.lifetime_year if cost.lifetime_year is None else cost.lifetime_year,
        owner=cost.owner or row.owner,
        role=cost.role or row.role,
        source=cost.source,
        verified=cost.verified,
        typed=True,
    )
