"""Rules between blocks: the same name twice, a sink that returns hotter water than it gets, a coolant beyond its range."""

from collections.abc import Iterator, Mapping

from pydantic_core import PydanticCustomError

from heatloop_sites.exchangers import exchanger_of
from heatloop_sites.parts import coolant_of
from heatloop_sites.problem import Fault, Path
from heatloop_sites.quantity import Typed
from heatloop_sites.rules import Found, twice
from heatloop_sites.schema.base import Block
from heatloop_sites.schema.circuit import Coolant
from heatloop_sites.schema.control import Envelope
from heatloop_sites.schema.exchanger import Exchanger
from heatloop_sites.schema.plant import Sink
from heatloop_sites.units import TEMPERATURE
from heatloop_thermo.errors import ThermoError
from heatloop_thermo.properties import Coolant as Liquid
from heatloop_thermo.properties import pg25, water

Wrong = tuple[Path, str]
_WHAT = {"source_loops": "loop", "sources": "bank", "sinks": "sink", "plcs": "PLC", "piping": "run"}


def judge_whole(data: object, found: Found) -> Iterator[Wrong]:
    """Everything that is wrong between the good blocks of a file, as path and text.

    Parameters
    ----------
    data : the file as plain data.
    found : every block that has the right shape, by its place.
    """
    yield from _names(found)
    target, header = _target(data), _liquid(found, ("header", "coolant"))
    yield from _sinks(found, target, header)
    yield from _exchangers(found, header)
    yield from _nothing_between(data)
    if target is not None and header is not None and target > header.t_high_c:
        yield (
            ("header", "target"),
            f"is above the range of {header.name}, {header.t_high_c:g} degC (got '{target.text}')",
        )
    envelope = found.get(("control", "setpoints", "supply"))
    if target is not None and isinstance(envelope, Envelope) and not envelope.min_c <= target <= envelope.max_c:
        yield ("control", "setpoints", "supply"), f"does not contain `header.target`, {target.text}"


def _names(found: Found) -> Iterator[Wrong]:
    lists: dict[Path, list[tuple[Path, Block]]] = {}
    for path, block in found.items():
        if path and isinstance(path[-1], int) and hasattr(block, "name"):
            lists.setdefault(path[:-1], []).append((path, block))
    for path, blocks in lists.items():
        yield from twice(sorted(blocks, key=lambda pair: str(pair[0][-1]).zfill(9)), _WHAT.get(str(path[-1]), "part"))


def _target(data: object) -> Typed | None:
    """The header's target, readable even where the rest of the header is not."""
    header = data.get("header") if isinstance(data, Mapping) else None
    try:
        return TEMPERATURE.parse(header.get("target") if isinstance(header, Mapping) else None)
    except PydanticCustomError:
        return None


def _liquid(found: Found, path: Path) -> Liquid | None:
    block = found.get(path)
    try:
        return coolant_of(block) if isinstance(block, Coolant) else None
    except (Fault, ThermoError):
        return None  # said at the coolant itself


def _machines_liquid(found: Found, cdu: Path) -> Liquid | None:
    """What goes through the machines before a coolant distribution unit."""
    return _liquid(found, (*cdu, "coolant")) if (*cdu, "coolant") in found else pg25()


def _sinks(found: Found, target: Typed | None, header: Liquid | None) -> Iterator[Wrong]:
    for path, sink in found.items():
        if not isinstance(sink, Sink) or not isinstance(sink.return_c, Typed):
            continue
        got = f"(got '{sink.return_c.text}')"
        if target is not None and sink.return_c >= target:
            yield (*path, "return"), f"must be below `header.target`, {target.text} {got}"
        if header is not None and sink.return_c < header.t_low_c:
            yield (*path, "return"), f"is below the range of {header.name}, {header.t_low_c:.3g} degC {got}"


def _nothing_between(data: object) -> Iterator[Wrong]:
    loops = data.get("source_loops") if isinstance(data, Mapping) else None
    for i, loop in enumerate(loops if isinstance(loops, tuple) else ()):
        if isinstance(loop, Mapping) and not {"exchanger", "heat_pump"} & set(loop):
            yield ("source_loops", i, "exchanger"), "is missing: a loop needs an `exchanger`, a `heat_pump`, or both"


def _exchangers(found: Found, header: Liquid | None) -> Iterator[Wrong]:
    for path, block in found.items():
        if not isinstance(block, Exchanger):
            continue
        hot = _liquid(found, (*path[:-1], "coolant"))
        if path[-2] == "cdu":
            hot, cold = _machines_liquid(found, path[:-1]), _liquid(found, (*path[:-2], "coolant"))
        else:
            cold = header
        if block.datasheet is not None and (hot is None or cold is None):
            continue  # its balance needs both liquids, and what is wrong with them is said there
        try:
            exchanger_of(block, hot or water(), cold or water())
        except Fault as fault:
            yield (*path, *fault.path), fault.text
        except ThermoError as refusal:
            yield path, str(refusal)
