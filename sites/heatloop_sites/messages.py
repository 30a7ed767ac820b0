"""pydantic's findings in the words of the people who write site files."""

import types
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from heatloop_sites.quantity import Unit
from heatloop_sites.schema.base import SLUG, Block
from heatloop_sites.schema.site import Site
from heatloop_sites.text import choice, did_you_mean, got

_TEXTS = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number without a unit",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "model_type": "must be a mapping, lines of `key: value`",
    "string_too_short": "must not be empty",
}

_LIMITS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
}
_NO_NAME = "must be a name: one line, not beginning or ending with a blank, without / [ ]"


def explain(error: Any) -> str:
    """One finding of pydantic as one sentence.

    Parameters
    ----------
    error : an item of ``ValidationError.errors()``; its ``loc`` has the keys of the file.
    """
    kind, loc = error["type"], error["loc"]
    if kind == "missing":
        return f"is missing{_hint(loc)}"
    if kind == "extra_forbidden":
        return f"is not a key here{did_you_mean(str(loc[-1]), _keys(loc[:-1]))}"
    text = _TEXTS.get(kind) or _text(error)
    return f"{text} (got {got(error['input'])})"


def _text(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in {"quantity", "nominal_size", "refrigerants"}:
        return str(error["msg"])
    if kind == "literal_error":
        words = [part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
        return f"must be {choice(words)}"
    if kind in _LIMITS:
        limit, key = _LIMITS[kind]
        return f"must be {limit} {context[key]:g}"
    if kind == "string_pattern_mismatch":
        return "must be of lower-case letters, digits and hyphens" if context["pattern"] == SLUG else _NO_NAME
    if kind in {"string_too_long", "too_long"}:
        return f"must have at most {context['max_length']} characters"
    if kind == "too_short":
        return f"must have at least {context['min_length']} {'entry' if context['min_length'] == 1 else 'entries'}"
    return f"is not valid: {error['msg']}"


def _hint(loc: tuple[str | int, ...]) -> str:
    field = field_at(loc)
    if field is None or not field.description:
        return ""
    example = _example(field)
    return f": {field.description}{f', for example {example}' if example else ''}"


def _example(field: FieldInfo) -> str:
    if field.examples:
        return got(field.examples[0]).strip("'") if not isinstance(field.examples[0], list) else ""
    unit = next((each for each in (*field.metadata, *_units(field.annotation)) if isinstance(each, Unit)), None)
    return unit.example if unit else ""


def _units(annotation: Any) -> tuple[Any, ...]:
    return tuple(each for part in (annotation, *get_args(annotation)) for each in getattr(part, "__metadata__", ()))


def _keys(loc: tuple[str | int, ...]) -> list[str]:
    block = block_at(loc)
    return [field.alias or name for name, field in block.model_fields.items()] if block else []


def field_at(loc: tuple[str | int, ...]) -> FieldInfo | None:
    """Field of the schema at a place of the file; None where the schema has none.

    >>> field_at(("header", "target")).description
    'supply temperature promised to the sinks'
    """
    block = block_at(loc[:-1])
    if block is None:
        return None
    return next((field for name, field in block.model_fields.items() if (field.alias or name) == loc[-1]), None)


def block_at(loc: tuple[str | int, ...]) -> type[Block] | None:
    """Class of the block at a place of the file; None where it is no block.

    >>> block_at(("source_loops", 0, "exchanger", "size")).__name__
    'ExchangerSize'
    """
    kind: Any = Site
    for step in loc:
        if isinstance(step, int):
            continue
        fields = [field for name, field in kind.model_fields.items() if (field.alias or name) == step]
        kind = block_in(fields[0].annotation) if fields else None
        if kind is None:
            return None
    return kind if isinstance(kind, type) else None


def block_in(annotation: Any) -> type[Block] | None:
    """The block that a field's annotation holds, if any: ``Tank | None`` and ``tuple[Sink, ...]`` hold one.

    >>> block_in(tuple[Block, ...]).__name__
    'Block'
    """
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, Block) else None
    if get_origin(annotation) in {Union, types.UnionType, tuple} or get_args(annotation):
        return next((found for part in get_args(annotation) if (found := block_in(part))), None)
    return None
