"""The reference of the site file as Markdown, written from the schema itself: ``python -m heatloop_sites.reference``."""

import inspect
import math
import sys
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from heatloop_sites.messages import block_in
from heatloop_sites.quantity import Unit
from heatloop_sites.schema.base import Block, Mark, Short
from heatloop_sites.schema.site import Site

INTRO = """# The site file

One YAML file describes a place. This page lists every key; it is written from the schema by `python -m heatloop_sites.reference`,
and a test holds the two together. `heatloop schema` prints the same as JSON Schema, for completion in an editor, and
`heatloop check SITE` names every problem with file, line and key. The shipped sites (`heatloop_sites/data/`) are good starting points.

## Rules
- **YAML 1.2, UTF-8, spaces, no tabs.** A key stands once; an unknown key, an empty value or a tag is an error.
- **A quantity is text with a unit**: `8.2 kW`, `12 L/min`, `75 degC`. A number alone is an error that names the unit it lacks, so is a
  unit of the wrong kind. Numbers are written plainly, with a point: `2657 kW`, not `2,657 kW`. The units in the tables are the usual
  ones; others of the same kind work too (`gpm`, `psi`, `ft`, `MJ/h`).
- **Temperatures** are in `degC` or `degF`, temperature *differences* in `K`. Shares are in `%`. Pressures are differences, or gauge.
- **Numbers from outside say where they come from.** Either `source` (who says so) with `verified` (`manufacturer`, `secondary` for
  something read second-hand, or `estimate`), or `assumption` (why this value, where nobody has published one). A block marked *origin*
  takes these three keys. They cover every number of the block; the facts of a machine may carry their own, or the bank's.
  Assumptions are listed in the findings of every design.
- **What the catalogue knows of a machine need not be typed** (`heatloop catalog NAME`). What it does not know has to be, with an origin;
  what is typed replaces the catalogue's value.
- *Short form*: where a table says so, `power: 8.2 kW` may be written for `power: {value: 8.2 kW}`.

"""


def reference() -> str:
    """The whole page.

    >>> "## `header`" in reference()
    True
    """
    sections = [_section(block, places) for block, places in _blocks().items()]
    return INTRO + "\n".join(sections)


def _blocks() -> dict[type[Block], list[str]]:
    """Every block of the schema with the places where it stands, in the order of the file."""
    found: dict[type[Block], list[str]] = {}

    def visit(block: type[Block], place: str) -> None:
        found.setdefault(block, []).append(place)
        for key, field in _fields(block):
            inner = block_in(field.annotation)
            if inner is not None:
                visit(inner, f"{place}.{key}{'[]' if _is_list(field) else ''}".lstrip("."))

    visit(Site, "")
    return found


def _section(block: type[Block], places: list[str]) -> str:
    title = "Top of the file" if block is Site else ", ".join(f"`{place}`" for place in places)
    lines = [f"## {title}", ""]
    lines += [*_about(block), "", "| key | what is expected | default | meaning |", "|---|---|---|---|"]
    own = [(key, field) for key, field in _fields(block) if not (issubclass(block, Mark) and key in Mark.model_fields)]
    lines += [f"| `{key}` | {_expected(field)} | {_default(field)} | {field.description} |" for key, field in own]
    return "\n".join([*lines, ""])


def _about(block: type[Block]) -> Iterator[str]:
    text = " ".join((inspect.getdoc(block) or "").split("\n\n")[0].split())
    marks = ["*Origin.*"] if issubclass(block, Mark) else []
    marks += ["*Short form.*"] if issubclass(block, Short) else []
    yield " ".join([text, *marks])


def _fields(block: type[Block]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in block.model_fields.items()]


def _is_list(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple


def _expected(field: FieldInfo) -> str:
    unit = unit_of(field)
    if unit is not None:
        return f"{unit.described()}, as `{_example(field, unit)}`"
    kinds = [kind for kind in _parts(field.annotation) if get_origin(kind) is Literal]
    if kinds:
        return ", ".join(f"`{value}`" for value in get_args(kinds[0]))
    inner = block_in(field.annotation)
    if inner is not None:
        return (
            "list of mappings"
            if _is_list(field)
            else "mapping, or its value alone"
            if issubclass(inner, Short)
            else "mapping"
        )
    example = f", as `{_plain(field.examples[0])}`" if field.examples else ""
    return f"{_plain_kind(field)}{example}"


def _plain_kind(field: FieldInfo) -> str:
    parts = _parts(field.annotation)
    if _is_list(field):
        return "list of names"
    if bool in parts:
        return "`true` or `false`"
    if int in parts:
        return f"whole number{_bounds(field)}"
    return f"number{_bounds(field)}" if float in parts else "text"


def _bounds(field: FieldInfo) -> str:
    found: dict[str, float] = {}
    for each in (*field.metadata, *_deep(field.annotation)):
        found |= {key: getattr(each, key) for key in ("gt", "ge", "le") if getattr(each, key, None) is not None}
    least, above = found.get("ge", -math.inf), found.get("gt", -math.inf)
    low = f", from {least:g}" if least > above else f", above {above:g}" if above > -math.inf else ""
    return low + (f", up to {found['le']:,}" if "le" in found else "")


def _parts(annotation: Any) -> list[Any]:
    """The types in an annotation, unpacked from unions, tuples and Annotated."""
    if get_origin(annotation) is Literal:
        return [annotation]
    inner = [part for each in get_args(annotation) for part in _parts(each)]
    return [annotation, *inner] if isinstance(annotation, type) else inner


def _deep(annotation: Any) -> list[Any]:
    """All metadata in an annotation, with what a pydantic Field inside has collected."""
    found = [each for part in get_args(annotation) for each in _deep(part)]
    for each in getattr(annotation, "__metadata__", ()):
        found += each.metadata if isinstance(each, FieldInfo) else [each]
    return found


def unit_of(field: FieldInfo) -> Unit | None:
    """Unit that a field's text is parsed by, if it is a quantity."""
    return next((each for each in (*field.metadata, *_deep(field.annotation)) if isinstance(each, Unit)), None)


def _example(field: FieldInfo, unit: Unit) -> str:
    return str(field.examples[0]) if field.examples else unit.example


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    value = field.get_default(call_default_factory=False)
    if value is None or value is PydanticUndefined or value == ():
        return ""
    unit = unit_of(field)
    return f"`{value * 100:g} %`" if unit and unit.unit == "-" else f"`{_plain(value)}`"


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.stdout.write(reference())
