"""Frozen dataclasses as plain data and back, by their annotations: what a state file holds.

The way back is strict: whatever does not fit is refused, and so is what is no number.
"""

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Misfit(ValueError):
    """Plain data that is not of the shape that was asked for."""


def plain(value: object) -> object:
    """Numbers, texts, lists and mappings that JSON can hold.

    >>> from heatloop_control.pi import PiState
    >>> plain(PiState(1.0, 2.0))
    {'integral': 1.0, 'wish': 2.0}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no infinity
    return value


def shaped(kind: type[T], data: object) -> T:
    """A value of a type, from plain data.

    Parameters
    ----------
    kind : dataclass, enum, tuple, mapping of text, number, text, truth value, or a choice of them with None.
    data : from `plain`.

    Raises
    ------
    Misfit : for data of another shape.

    >>> from heatloop_control.pi import PiState
    >>> shaped(PiState, {"integral": 1.0, "wish": 2.0})
    PiState(integral=1.0, wish=2.0)
    """
    made: T = _shaped(kind, data)
    return made


def _shaped(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        inner = [each for each in get_args(kind) if each is not type(None)]
        return None if data is None else _shaped(inner[0], data)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind, data)
    if origin is tuple:
        return _tuple(get_args(kind), data)
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(data, dict), kind, data)
        return {str(key): _shaped(get_args(kind)[1], each) for key, each in data.items()}
    return _scalar(kind, data)


def _dataclass(kind: Any, data: Any) -> Any:
    hints = get_type_hints(kind)
    _require(isinstance(data, dict) and set(data) == {field.name for field in fields(kind)}, kind, data)
    return kind(**{name: _shaped(hints[name], each) for name, each in data.items()})


def _enum(kind: type[Enum], data: Any) -> Enum:
    try:
        return kind(data)
    except ValueError as error:
        raise Misfit(f"{data!r} is no {kind.__name__}") from error


def _tuple(inner: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    _require(isinstance(data, list), tuple, data)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_shaped(inner[0], each) for each in data)
    _require(len(inner) == len(data), tuple, data)
    return tuple(_shaped(one, each) for one, each in zip(inner, data, strict=True))


def _scalar(kind: Any, data: Any) -> Any:
    if kind is float:
        value = float(data) if isinstance(data, str) and data in {"inf", "-inf"} else data
        _require(isinstance(value, float | int) and not isinstance(value, bool), kind, data)
        return float(value)
    _require(type(data) is kind, kind, data)
    return data


def _require(fits: bool, kind: Any, data: Any) -> None:
    if not fits:
        raise Misfit(f"{str(data)[:60]!r} is no {getattr(kind, '__name__', kind)}")
