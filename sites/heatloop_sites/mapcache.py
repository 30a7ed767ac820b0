"""Heat-pump maps kept on disk between runs: what took a third of a second to solve is read back in a millisecond.

A cache may fail in many ways and none of them is the caller's trouble: whatever is wrong with folder or file, the map is built
and used, and the result says what was wrong.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from heatloop_thermo.errors import ThermoError
from heatloop_thermo.heatpump.design import HeatPumpDesign
from heatloop_thermo.heatpump.map import HeatPumpMap
from heatloop_thermo.heatpump.map_build import MapRange, build_map, map_key

KIND = "heatloop heat pump map"
LARGEST_BYTES = 5_000_000
"""A map of the usual samples has some 20 kB, one of the most samples some 350; a larger file is none of ours and is not read."""


@dataclass(frozen=True, slots=True)
class CacheResult:
    """A map, and how it was come by.

    Parameters
    ----------
    map : ready to be evaluated, the same to the last bit whether read or built.
    hit : whether it was read from disk.
    remark : what was wrong with folder or file; None where all went as it should. A map that was not there yet is no remark.
    """

    map: HeatPumpMap
    hit: bool
    remark: str | None = None


class NoCacheError(Exception):
    """A folder or file that cannot be used; the message says why. Never leaves `cached_map`."""


def cached_map(machine: HeatPumpDesign, span: MapRange, folder: Path | None = None) -> CacheResult:
    """Read the map of a machine where it was kept, else build and keep it.

    Parameters
    ----------
    machine, span : as for `heatloop_thermo.heatpump.build_map`.
    folder : where maps are kept, made if need be; `default_folder` if None.

    Returns
    -------
    The map. Its file is found by machine, range, CoolProp's version and heatloop's: another of any of these builds anew.

    Raises
    ------
    As `build_map`, for a machine or range that cannot be mapped; nothing for folder or file.
    """
    remarks: list[str] = []
    try:
        folder = folder or default_folder(os.environ)
        key = map_key(machine, span, library())
    except NoCacheError as problem:
        return CacheResult(build_map(machine, span), hit=False, remark=f"heat pump map not kept: {problem}")
    path = folder / f"heat-pump-{key}.json"
    try:
        return CacheResult(read(path, key), hit=True)
    except FileNotFoundError:
        pass
    except (NoCacheError, OSError) as problem:
        remarks.append(f"heat pump map built again: {path}: {_reason(problem)}")
    made = build_map(machine, span)
    try:
        write(path, key, made)
    except OSError as problem:
        remarks.append(f"heat pump map not kept: {path}: {_reason(problem)}")
    return CacheResult(made, hit=False, remark="; ".join(remarks) or None)


def default_folder(environment: Mapping[str, str]) -> Path:
    """Where caches belong: ``heatloop`` in ``XDG_CACHE_HOME``, or in ``.cache`` of the home folder.

    Parameters
    ----------
    environment : usually ``os.environ``. A relative ``XDG_CACHE_HOME`` does not count, as its convention says.

    Raises
    ------
    NoCacheError : without a home folder.

    >>> default_folder({"XDG_CACHE_HOME": "/var/cache/me"}).as_posix()
    '/var/cache/me/heatloop'
    """
    chosen = Path(environment.get("XDG_CACHE_HOME", ""))
    if chosen.is_absolute():
        return chosen / "heatloop"
    try:
        return Path.home() / ".cache" / "heatloop"
    except RuntimeError as problem:
        raise NoCacheError(f"no home folder and no XDG_CACHE_HOME: {problem}") from problem


def library() -> str:
    """What a map depends on beyond machine and range: CoolProp's version and heatloop's, without loading either.

    Raises
    ------
    NoCacheError : where one is not installed as a distribution, so that nobody could tell whether a kept map is out of date.
    """
    try:
        return f"CoolProp {version('coolprop')}, heatloop {version('heatloop')}"
    except PackageNotFoundError as problem:
        raise NoCacheError(f"the version of {problem.name} is not known") from problem


def read(path: Path, key: str) -> HeatPumpMap:
    """Read a map that `write` kept.

    Raises
    ------
    NoCacheError : a file that is not what was kept under this key.
    OSError : a file that is not there (FileNotFoundError) or cannot be read.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise NoCacheError(f"larger than {LARGEST_BYTES:,} bytes")
    if not path.is_file():
        raise NoCacheError("not a plain file")
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as problem:
        raise NoCacheError("not JSON") from problem
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise NoCacheError(f"not a {KIND}")
    if data.get("key") != key or data.get("sha256") != _digest(data.get("map")):
        raise NoCacheError("changed since it was written")
    try:
        return HeatPumpMap.from_dict(data["map"])
    except (ThermoError, AttributeError, KeyError, TypeError, ValueError) as problem:
        raise NoCacheError(f"of another make ({problem})") from problem


def write(path: Path, key: str, made: HeatPumpMap) -> None:
    """Keep a map: the whole file or none, even when several processes write at once or one is ended while it writes.

    Raises
    ------
    OSError : a folder that cannot be made or written, a full disk.
    """
    plain = made.to_dict()
    text = json.dumps({"kind": KIND, "key": key, "sha256": _digest(plain), "map": plain})
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".heat-pump-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _digest(plain: Any) -> str:
    """Of a map as plain data; a figure written and read again has the same."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _reason(problem: Exception) -> str:
    """Why, without the path that an OSError repeats."""
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem) or type(problem).__name__
