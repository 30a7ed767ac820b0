"""A bank with a bad key is still judged by its good ones, so that its unknown model or missing origin is not found only later."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from heatloop_sites.machine import machine_of
from heatloop_sites.problem import Path
from heatloop_sites.schema.machines import Bank


def judge_partial(data: Any, good: Mapping[Path, object]) -> Iterator[tuple[Path, str]]:
    """What is wrong with the machines of banks that are not good as a whole.

    Parameters
    ----------
    data : the file as plain data.
    good : blocks that have the right shape, by their place: they are judged elsewhere.
    """
    for i, loop in enumerate(_list(data, "source_loops")):
        for j, raw in enumerate(_list(loop, "sources")):
            path: Path = ("source_loops", i, "sources", j)
            if isinstance(raw, Mapping) and path not in good:
                bank, bad = salvage(raw)
                for fault in machine_of(bank).faults:
                    if not set(fault.path) & bad:
                        yield (*path, *fault.path), fault.text


def salvage(raw: Mapping[str, Any]) -> tuple[Bank, set[str]]:
    """A bank of the good keys of a mapping, and the keys that are bad or missing.

    >>> bank, bad = salvage({"name": "miners", "count": -3, "power": "8 kW"})
    >>> bank.power.value_w, sorted(bad)
    (8000.0, ['count'])
    """
    found: dict[str, Any] = {"name": "bank", "count": 1_000_000}
    bad: set[str] = set()
    for name, field in Bank.model_fields.items():
        if name in raw:
            try:
                found[name] = TypeAdapter(field.rebuild_annotation()).validate_python(raw[name], strict=True)
            except ValidationError:
                bad.add(name)
    return Bank.model_construct(**found), bad


def _list(data: Any, key: str) -> tuple[Any, ...]:
    value = data.get(key) if isinstance(data, Mapping) else None
    return value if isinstance(value, tuple) else ()
