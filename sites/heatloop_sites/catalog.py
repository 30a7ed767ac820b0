"""The equipment catalogue: machines, distribution units, plates, pumps, pipes, insulation, refrigerants, each number with its source.

A file is split into its rows as text first; only the rows that are asked for are read as YAML (3 ms each), so that a design
does not wait for the whole catalogue.
"""

import re
import textwrap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from heatloop_sites.parse import parse
from heatloop_sites.quantity import Typed
from heatloop_sites.rows import (
    CduRow,
    InsulationRow,
    MachineRow,
    PlateKind,
    PlateRow,
    PumpRow,
    RefrigerantRow,
    ScheduleRow,
)
from heatloop_sites.schema.base import Block, Mark
from heatloop_sites.text import did_you_mean

Kind = Literal["machine", "cdu", "plate", "pump", "pipe", "insulation", "refrigerant"]
AnyRow = MachineRow | CduRow | PlateRow | PumpRow | ScheduleRow | InsulationRow | RefrigerantRow
R = TypeVar("R", MachineRow, CduRow, PlateRow, PumpRow, ScheduleRow, InsulationRow, RefrigerantRow)

_SOURCES: Mapping[Kind, tuple[tuple[str, ...], str, type[AnyRow]]] = {
    "machine": (("miners.yaml", "racks.yaml"), "machines", MachineRow),
    "cdu": (("cdus.yaml",), "cdus", CduRow),
    "plate": (("plates.yaml",), "plates", PlateRow),
    "pump": (("pumps.yaml",), "pumps", PumpRow),
    "pipe": (("pipes.yaml",), "schedules", ScheduleRow),
    "insulation": (("pipes.yaml",), "insulation", InsulationRow),
    "refrigerant": (("refrigerants.yaml",), "refrigerants", RefrigerantRow),
}
_FOLDER = Path(__file__).parent / "catalog"
_ITEM = re.compile(r'^  - \{?(?:name|schedule): "?([\w.-]+)', re.MULTILINE)


class UnknownRow(LookupError):
    """The catalogue has no such row; the text names close ones."""


class Fact(NamedTuple):
    """One number of a row, as printed by its source: ``what`` it is, value and unit as typed, and who says so."""

    what: str
    value: str
    unit: str
    source: str
    verified: str


def names(kind: Kind | None = None) -> tuple[str, ...]:
    """Names of all rows, or of those of one kind, in the order of the files.

    >>> "avalon-a1566ha-460t" in names("machine"), names("pipe")
    (True, ('40', '80', '10S'))
    """
    kinds = get_args(Kind) if kind is None else (kind,)
    return tuple(name for each in kinds for name in _texts(each))


def kind_of(name: str) -> Kind:
    """Which kind of row a name is.

    Raises
    ------
    UnknownRow : no kind has it.
    """
    found: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if name in _texts(kind))
    if not found:
        raise UnknownRow(f"the catalogue has no {name!r}{did_you_mean(name, names())}")
    return found[0]


def row(name: str) -> AnyRow:
    """Row of any kind by its name.

    Raises
    ------
    UnknownRow : no kind has it.
    """
    return _row(kind_of(name), name)


def machine(name: str) -> MachineRow:
    """Miner or rack by name; `UnknownRow` where there is none.

    >>> machine("avalon-a1566ha-460t").power.value_w
    8200.0
    """
    return _typed(MachineRow, "machine", name)


def cdu(name: str) -> CduRow:
    """Coolant distribution unit by name; `UnknownRow` where there is none."""
    return _typed(CduRow, "cdu", name)


def plate_family(name: str) -> PlateRow:
    """Family of plates by name; `UnknownRow` where there is none."""
    return _typed(PlateRow, "plate", name)


def plate_families(kind: PlateKind) -> tuple[str, ...]:
    """Names of the families of a kind that a design may choose from: not the published reference examples.

    >>> plate_families("brazed")[0]
    'brazed-dn20'
    """
    texts = _texts("plate").items()
    return tuple(name for name, text in texts if f"\nkind: {kind}\n" in text and "\nreference: true" not in text)


def pump(name: str) -> PumpRow:
    """Kind of pump by name; `UnknownRow` where there is none."""
    return _typed(PumpRow, "pump", name)


def schedule(name: str) -> ScheduleRow:
    """Pipes of one wall-thickness class; `UnknownRow` where there is none."""
    return _typed(ScheduleRow, "pipe", name.upper().removeprefix("SCH").strip())


def insulation(name: str) -> InsulationRow:
    """Insulating material by name; `UnknownRow` where there is none."""
    return _typed(InsulationRow, "insulation", name)


def refrigerant(name: str) -> RefrigerantRow:
    """Refrigerant by name, or by its ASHRAE number; `UnknownRow` where there is none.

    >>> refrigerant("R1233zd(E)").name
    'r1233zd-e'
    """
    plain = name.lower().replace("(", "-").removesuffix(")")
    return _typed(RefrigerantRow, "refrigerant", plain if plain in _texts("refrigerant") else name)


def facts(block: Mark) -> tuple[Fact, ...]:
    """Every number of a row (or of any marked block) with its source: that of the fact, else that of the row.

    >>> facts(machine("avalon-a1566ha-460t"))[0][:3]
    ('power', '8200', 'W')
    """
    return tuple(_facts(block, "", block.source or "", block.verified or "estimate"))


def _facts(block: Block, prefix: str, source: str, verified: str) -> list[Fact]:
    found: list[Fact] = []
    for name, field in type(block).model_fields.items():
        value, key = getattr(block, name), field.alias or name
        what = f"{prefix} {key}".strip() if key != "value" else prefix
        what = what.replace("_", " ")
        if isinstance(value, Mark):
            own = (value.source or source, value.verified or verified)
            found += _facts(value, what, *own)
        elif isinstance(value, tuple):
            for item in value:
                found += (
                    _facts(item, what, source, verified)
                    if isinstance(item, Block)
                    else [_fact(what, item, source, verified)]
                )
        elif isinstance(value, float | int) and not isinstance(value, bool):
            found.append(_fact(what, value, source, verified))
        elif isinstance(value, str) and key == "value":
            found.append(Fact(what, value, "-", source, verified))
    return found


def _fact(what: str, value: float, source: str, verified: str) -> Fact:
    number, unit = split_unit(value.text) if isinstance(value, Typed) else (f"{value:g}", "-")
    return Fact(what, number, unit, source, verified)


def split_unit(text: str) -> tuple[str, str]:
    """Number and unit of a typed quantity, as text.

    >>> split_unit("8.2 kW")
    ('8.2', 'kW')
    """
    match = re.match(r"([-+.\deE]*\d\.?)\s*(.*)", text)
    return (match[1], match[2]) if match else (text, "-")


def _typed(cls: type[R], kind: Kind, name: str) -> R:
    found = _row(kind, name)
    assert isinstance(found, cls)
    return found


@cache
def _row(kind: Kind, name: str) -> AnyRow:
    texts = _texts(kind)
    if name not in texts:
        raise UnknownRow(f"unknown {kind} {name!r}{did_you_mean(name, texts)}")
    parsed = parse(texts[name], f"catalogue of {kind}s, {name}")
    assert not parsed.problems, parsed.problems
    try:
        return _SOURCES[kind][2].model_validate(parsed.data)
    except ValidationError as error:
        raise AssertionError(f"catalogue row {name} is broken: {error}") from error


@cache
def _texts(kind: Kind) -> dict[str, str]:
    """YAML text of each row of a kind."""
    file_names, section, _ = _SOURCES[kind]
    found: dict[str, str] = {}
    for file_name in file_names:
        text = (_FOLDER / file_name).read_text(encoding="utf-8")
        _, _, rest = text.partition(f"\n{section}:\n")
        body = re.split(r"^\S", rest, maxsplit=1, flags=re.MULTILINE)[0]
        starts = [*_ITEM.finditer(body)]
        ends = [match.start() for match in starts[1:]] + [len(body)]
        for match, end in zip(starts, ends, strict=True):
            found[match[1]] = textwrap.dedent("    " + body[match.start() + 4 : end])
    return found
