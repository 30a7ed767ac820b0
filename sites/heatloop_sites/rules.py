"""What no single key can show: orders of temperature, things that exclude each other, names, origins, catalogue entries.

A rule looks at one good block and yields a `Fault` for everything that is wrong with it. Rules judge whatever blocks are good,
whether or not others are not, so that a file's problems come all at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from heatloop_sites.cdus import checked
from heatloop_sites.climates import known
from heatloop_sites.heatpumps import candidates
from heatloop_sites.machine import UNMARKED, bank_of, machine_of
from heatloop_sites.parts import coolant_of, pump_of
from heatloop_sites.pipework import pipe_of
from heatloop_sites.problem import Fault, Path
from heatloop_sites.quantity import Typed
from heatloop_sites.schema.base import Block, Mark
from heatloop_sites.schema.cdu import Cdu
from heatloop_sites.schema.circuit import Coolant, CoolantTable, Run
from heatloop_sites.schema.control import Envelope
from heatloop_sites.schema.dispatch import Dispatch
from heatloop_sites.schema.dispatch import faults_of as dispatch_faults
from heatloop_sites.schema.exchanger import ExchangerDatasheet
from heatloop_sites.schema.heatpump import HeatPump
from heatloop_sites.schema.machines import Bank
from heatloop_sites.schema.money import Economics
from heatloop_sites.schema.place import Ambient
from heatloop_sites.schema.plant import Sink
from heatloop_sites.schema.pump import Curve, Pump
from heatloop_sites.schema.weather import WeatherSource
from heatloop_sites.schema.weather import faults_of as weather_faults
from heatloop_thermo.errors import ThermoError

Found = Mapping[Path, Block]
B = TypeVar("B", bound=Block)

MUST_BE_MARKED = (Ambient, CoolantTable, Curve, ExchangerDatasheet, Sink)


def judge(found: Found) -> Iterator[tuple[Path, str]]:
    """Everything that is wrong with the good blocks of a file, as path and text.

    Parameters
    ----------
    found : every block that has the right shape, by its place.
    """
    for path, block in found.items():
        for fault in (*_mark(block), *(fault for rule in RULES.get(type(block), ()) for fault in rule(block))):
            yield (*path, *fault.path), fault.text


def tried(build: Callable[[B], object]) -> Callable[[B], Iterator[Fault]]:
    """A rule that lets a part be built, and passes on why it cannot."""

    def rule(block: B) -> Iterator[Fault]:
        try:
            build(block)
        except Fault as fault:
            yield fault
        except ThermoError as refusal:
            yield Fault(str(refusal))

    return rule


def _mark(block: Block) -> Iterator[Fault]:
    if not isinstance(block, Mark):
        return
    if block.source is not None and block.verified is None:
        yield Fault("needs `verified` beside it: manufacturer, secondary or estimate", "source")
    if block.source is None and block.verified is not None:
        yield Fault("says nothing without `source`", "verified")
    if isinstance(block, MUST_BE_MARKED) and not block.marked:
        yield Fault(UNMARKED)


def _ambient(block: Ambient) -> Iterator[Fault]:
    if block.design_min_c >= block.design_max_c:
        yield Fault(
            f"must be below `design_max`, {_text(block.design_max_c)} (got '{_text(block.design_min_c)}')", "design_min"
        )
    if block.extreme_min_c is not None and block.extreme_min_c > block.design_min_c:
        low = _text(block.design_min_c)
        yield Fault(f"must not be above `design_min`, {low} (got '{_text(block.extreme_min_c)}')", "extreme_min")


def _bank(block: Bank) -> Iterator[Fault]:
    faults = machine_of(block).faults
    yield from faults or tried(bank_of)(block)
    if block.groups > block.count:
        yield Fault(f"must not be more than the {block.count} machines (got {block.groups})", "groups")


def _coolant_table(block: CoolantTable) -> Iterator[Fault]:
    for i, (before, after) in enumerate(zip(block.rows, block.rows[1:], strict=False), start=1):
        if after.t_c <= before.t_c:
            yield Fault(f"must rise from row to row (got {_text(after.t_c)} after {_text(before.t_c)})", "rows", i, "t")


def _datasheet(block: ExchangerDatasheet) -> Iterator[Fault]:
    pairs = (("hot_out", "hot_in"), ("cold_in", "cold_out"), ("cold_out", "hot_in"), ("cold_in", "hot_out"))
    for lower, higher in pairs:
        low, high = getattr(block, f"{lower}_c"), getattr(block, f"{higher}_c")
        if low >= high:
            yield Fault(f"must be below `{higher}`, {_text(high)} (got '{_text(low)}')", lower)


def _sink(block: Sink) -> Iterator[Fault]:
    if block.kind == "profile" and block.profile is None:
        yield Fault("is missing: a sink of kind `profile` follows a file of hourly loads", "profile")
    if block.kind != "profile" and block.profile is not None:
        yield Fault(f"does not go with kind {block.kind}", "profile")
    if block.kind != "greenhouse" and block.area_m2 is not None:
        yield Fault(f"does not go with kind {block.kind}", "area")


def _economics(block: Economics) -> Iterator[Fault]:
    for name, value in (*block, *((("capex", i), cost) for i, cost in enumerate(block.capex))):
        path = name if isinstance(name, tuple) else (name,)
        if isinstance(value, Mark):
            if not (block.marked or value.marked):
                yield Fault(UNMARKED, *path)
            yield from (Fault(*wrong, *path) for wrong in _foreign(value, block.currency))


def _foreign(block: Block, currency: str) -> Iterator[tuple[str]]:
    for _, value in block:
        if isinstance(value, Typed) and value.currency not in {"", currency}:
            yield (f"must be in {currency}, the site's currency (got '{value.text}')",)


def _envelope(block: Envelope) -> Iterator[Fault]:
    if block.min_c >= block.max_c:
        yield Fault(f"must be below `max`, {_text(block.max_c)} (got '{_text(block.min_c)}')", "min")


def _text(value: float | None) -> str:
    return value.text if isinstance(value, Typed) else f"{value}"


def twice(blocks: Iterable[tuple[Path, Block]], what: str, key: str = "name") -> Iterator[tuple[Path, str]]:
    """Names that stand more than once among blocks of a list."""
    seen: dict[str, Path] = {}
    for path, block in blocks:
        name = str(getattr(block, key)).casefold()
        if name in seen:
            yield (*path, key), f"is the name of another {what} already (got {getattr(block, key)!r})"
        seen.setdefault(name, path)


def _pump(block: Pump) -> object:
    return pump_of(block, 50)  # the mains change the speed, never whether there is such a pump


def _weather(block: WeatherSource) -> Iterator[Fault]:
    yield from weather_faults(block)
    if block.synthetic is not None:
        try:
            known(block.synthetic)
        except Fault as fault:
            yield Fault(fault.text, "synthetic")


RULES: Mapping[type[Block], tuple[Callable[[Any], Iterator[Fault]], ...]] = {
    Ambient: (_ambient,),
    Bank: (_bank,),
    Cdu: (tried(checked),),
    Coolant: (tried(coolant_of),),
    CoolantTable: (_coolant_table,),
    Dispatch: (dispatch_faults,),
    Economics: (_economics,),
    Envelope: (_envelope,),
    ExchangerDatasheet: (_datasheet,),
    HeatPump: (tried(candidates),),
    Pump: (tried(_pump),),
    Run: (tried(pipe_of),),
    Sink: (_sink,),
    WeatherSource: (_weather,),
}
