"""Output files: whole or not at all, and a clear word when they cannot be written."""

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path


class CannotWriteError(Exception):
    """An output file cannot be written; the text says which one and why."""


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, each one whole or not at all.

    Parameters
    ----------
    contents : bytes by path. All are written beside their targets first and renamed at the end, so that a full disk or a
        missing folder leaves every old file as it was. Devices and pipes are written straight.

    Raises
    ------
    CannotWriteError : naming the file and the reason; nothing is left behind.
    """
    staged: list[tuple[str, Path, Path]] = []
    path = Path()
    try:
        for path, data in contents.items():
            target = Path(os.path.realpath(path))
            if target.exists() and not target.is_file() and not target.is_dir():
                target.write_bytes(data)
                continue
            staged.append((_stage(target, data), target, path))
        while staged:
            temporary, target, path = staged[0]
            os.replace(temporary, target)  # noqa: PTH105 - the very call that is atomic
            staged.pop(0)
    except OSError as error:
        raise CannotWriteError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        for temporary, _, _ in staged:
            Path(temporary).unlink(missing_ok=True)


def _stage(target: Path, data: bytes) -> str:
    """Write beside the target, on the same file system, with the permissions that the target has or would get."""
    if target.is_dir():
        raise IsADirectoryError(21, "it is a directory")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected")
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
