"""Maps on disk: kept once, read back to the last bit, and no trouble of a folder or a file ever stops a design."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heatloop_sites import mapcache
from heatloop_sites.mapcache import NoCacheError, cached_map, default_folder
from heatloop_thermo.errors import Infeasible
from heatloop_thermo.heatpump import Duty, HeatPumpMap, HeatPumpSpec, MapRange, build_map, design_heat_pump
from heatloop_thermo.properties import pg25, water

pytestmark = pytest.mark.xdist_group("coolprop")
SPAN = MapRange(30.0, 52.0, 50.0, 80.0, sources=3, sinks=3, loads=3)


@pytest.fixture(scope="module")
def machine():
    return design_heat_pump(Duty(pg25(), 55.0, 45.0, water(), 55.0, 75.0, heat_w=1e6), HeatPumpSpec("R1234ze(Z)"))


@pytest.fixture(scope="module")
def solved(machine):
    """Built once for all tests here."""
    return build_map(machine, SPAN)


@pytest.fixture
def built(monkeypatch, solved):
    """What `cached_map` takes for building: the map solved before; the list says how often it was asked."""
    calls = []

    def build(machine, span):
        calls.append((machine, span))
        return solved

    monkeypatch.setattr(mapcache, "build_map", build)
    return calls


def same(one: HeatPumpMap, two: HeatPumpMap) -> bool:
    return one.to_dict() == two.to_dict()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_a_map_is_built_once_and_then_read_back_to_the_last_bit(machine, solved, built, tmp_path):
    folder = tmp_path / "not" / "there" / "yet"
    first, second = (cached_map(machine, SPAN, folder) for _ in range(2))
    assert (first.hit, first.remark, second.hit, second.remark) == (False, None, True, None)
    assert len(built) == 1
    assert same(first.map, second.map)
    assert second.map is not solved
    hours = np.linspace(35.0, 50.0, 50), np.linspace(60.0, 78.0, 50), np.linspace(2e5, 1e6, 50)
    for ours, theirs in zip(solved.evaluate(*hours), second.map.evaluate(*hours), strict=True):
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype == np.float64)
    assert len(list(folder.iterdir())) == 1, "nothing half-written is left"


def test_another_machine_range_or_version_is_another_map(machine, built, tmp_path, monkeypatch):
    cached_map(machine, SPAN, tmp_path)
    assert not cached_map(machine, replace(SPAN, sink_high_c=79.0), tmp_path).hit
    assert not cached_map(replace(machine, heat_w=2e6), SPAN, tmp_path).hit
    real = mapcache.version
    for name in ("coolprop", "heatloop"):
        with monkeypatch.context() as patch:
            patch.setattr(mapcache, "version", lambda asked, name=name: "99.0" if asked == name else real(asked))
            assert not cached_map(machine, SPAN, tmp_path).hit, f"{name} has another version"
            assert cached_map(machine, SPAN, tmp_path).hit
    assert cached_map(machine, SPAN, tmp_path).hit
    assert len(built) == len(kept(tmp_path)) == 5


def without(name):
    def spoil(text):
        data = json.loads(text)
        del data["map"][name]
        return json.dumps(data | {"sha256": mapcache._digest(data["map"])})

    return spoil


def other_format(text):
    data = json.loads(text)
    data["map"]["format"] = 0
    return json.dumps(data | {"sha256": mapcache._digest(data["map"])})


SPOILED = {
    "empty": (lambda text: "", "not JSON"),
    "cut short": (lambda text: text[: len(text) // 2], "not JSON"),
    "no text": (lambda text: b"\xff\xfe\x00", "not JSON"),
    "deeply nested": (lambda text: "[" * 200_000, "not JSON"),
    "a list": (lambda text: "[1, 2]", "not a heatloop heat pump map"),
    "somebody else's": (lambda text: '{"kind": "photograph"}', "not a heatloop heat pump map"),
    "no map in it": (lambda text: json.dumps({"kind": mapcache.KIND}), "changed since it was written"),
    "one digit off": (lambda text: text.replace('"rated_heat_w": 1', '"rated_heat_w": 2'), "changed since"),
    "under another key": (lambda text: text.replace('"key": "', '"key": "0'), "changed since"),
    "a field missing": (without("refrigerant"), "of another make"),
    "a part missing": (without("box"), "of another make"),
    "another format": (other_format, "of another make"),
    "far too large": (lambda text: text + " " * mapcache.LARGEST_BYTES, "larger than 5,000,000 bytes"),
}


@pytest.mark.parametrize(("spoil", "why"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_or_foreign_file_is_named_built_again_and_replaced(machine, solved, built, tmp_path, spoil, why):
    cached_map(machine, SPAN, tmp_path)
    (path,) = kept(tmp_path)
    text = path.read_text(encoding="utf-8")
    spoiled = spoil(text)
    assert spoiled != text
    path.write_bytes(spoiled if isinstance(spoiled, bytes) else spoiled.encode())
    again = cached_map(machine, SPAN, tmp_path)
    assert not again.hit
    assert why in again.remark
    assert str(path) in again.remark
    assert same(again.map, solved)
    assert cached_map(machine, SPAN, tmp_path).hit, "the file was replaced"
    assert len(built) == 2


def test_a_folder_where_the_file_should_be_costs_the_cache_and_nothing_else(machine, solved, built, tmp_path):
    cached_map(machine, SPAN, tmp_path)
    (path,) = kept(tmp_path)
    path.unlink()
    (path / "occupied").mkdir(parents=True)
    result = cached_map(machine, SPAN, tmp_path)
    assert "not a plain file" in result.remark
    assert "not kept" in result.remark
    assert same(result.map, solved)
    assert kept(tmp_path) == [path, path / "occupied"]


def test_a_folder_that_cannot_be_made_costs_the_cache_and_nothing_else(machine, solved, built, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = cached_map(machine, SPAN, tmp_path / "file" / "maps")
    assert not result.hit
    assert "not kept" in result.remark
    assert same(result.map, solved)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_costs_the_cache_and_nothing_else(machine, solved, built, tmp_path):
    tmp_path.chmod(0o500)
    try:
        result = cached_map(machine, SPAN, tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert "not kept" in result.remark
    assert same(result.map, solved)


@pytest.mark.parametrize("place", ["mkstemp", "fdopen", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_disk_costs_the_cache_and_nothing_else(
    machine, solved, built, tmp_path, monkeypatch, place, code
):
    owner = {"mkstemp": mapcache.tempfile, "fdopen": mapcache.os, "replace": Path}[place]
    handles = []

    def refuse(*args, **kwargs):
        handles.extend(arg for arg in args if isinstance(arg, int))
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(owner, place, refuse)
        result = cached_map(machine, SPAN, tmp_path)
    for handle in handles if place == "fdopen" else ():
        os.close(handle)
    assert not result.hit
    assert os.strerror(code) in result.remark
    assert same(result.map, solved)
    assert kept(tmp_path) == [], "nothing half-written is left"


def test_a_file_that_may_not_be_read_is_built_again(machine, solved, built, tmp_path, monkeypatch):
    cached_map(machine, SPAN, tmp_path)

    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        result = cached_map(machine, SPAN, tmp_path)
    assert not result.hit
    assert "Permission denied" in result.remark
    assert same(result.map, solved)


def test_maps_of_an_unknown_version_are_not_kept(machine, built, tmp_path, monkeypatch):
    def unknown(name):
        raise mapcache.PackageNotFoundError(name)

    monkeypatch.setattr(mapcache, "version", unknown)
    result = cached_map(machine, SPAN, tmp_path)
    assert not result.hit
    assert result.remark == "heat pump map not kept: the version of coolprop is not known"
    assert kept(tmp_path) == []


def test_the_folder_is_the_platforms(machine, built, tmp_path, monkeypatch):
    assert default_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "heatloop"
    monkeypatch.setenv("HOME", str(tmp_path))
    for relative in ({}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "caches"}):
        assert default_folder(relative) == tmp_path / ".cache" / "heatloop"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "chosen"))
    assert not cached_map(machine, SPAN).hit
    assert cached_map(machine, SPAN).hit
    assert len(list((tmp_path / "chosen" / "heatloop").iterdir())) == 1


def test_without_a_home_the_map_is_built_and_used(machine, solved, built, monkeypatch):
    def homeless(cls):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(homeless))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    with pytest.raises(NoCacheError, match="no home folder"):
        default_folder({})
    result = cached_map(machine, SPAN)
    assert "no home folder" in result.remark
    assert same(result.map, solved)


def test_what_cannot_be_mapped_is_refused_as_without_a_cache(machine, tmp_path):
    with pytest.raises(Infeasible, match="nothing is left to map"):
        cached_map(machine, MapRange(25.0, 80.0, 45.0, 85.0), tmp_path)
    assert kept(tmp_path) == []
