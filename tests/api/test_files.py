"""Output files are whole or not there, and a file that cannot be written leaves the others as they were."""

import os
import stat
from pathlib import Path

import pytest

from heatloop_api.files import CannotWriteError, write_all


def test_files_are_written_with_the_permissions_of_any_new_file(tmp_path):
    write_all({tmp_path / "a": b"one", tmp_path / "b": b"two"})
    assert (tmp_path / "a").read_bytes() == b"one"
    (tmp_path / "plain").write_bytes(b"")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_file_that_cannot_be_written_leaves_every_old_file_alone(tmp_path):
    old = tmp_path / "old"
    old.write_bytes(b"old")
    with pytest.raises(CannotWriteError, match=r"missing/x: cannot be written \(No such file or directory\)"):
        write_all({old: b"new", tmp_path / "missing" / "x": b"never"})
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_full_disk_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWriteError, match="No space left on device"):
        write_all({tmp_path / "a": b"x" * 10_000})
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_refused_as_a_target(tmp_path):
    with pytest.raises(CannotWriteError, match="it is a directory"):
        write_all({tmp_path: b"x"})


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_all({link: b"new"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_straight_and_a_full_one_reported():
    write_all({Path("/dev/null"): b"x"})
    with pytest.raises(CannotWriteError, match="/dev/full: cannot be written"):
        write_all({Path("/dev/full"): b"x"})
