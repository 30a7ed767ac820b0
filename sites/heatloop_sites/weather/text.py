"""Text of a file that a user brought: opened with care, before anything is understood of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from heatloop_sites.problem import Problem, SiteError

MAX_BYTES = 16 * 1024 * 1024
"""A year of hours takes 1.6 MB in an EPW file."""
_MOST_PROBLEMS = 8
_LONGEST_LINE = 50_000


@dataclass(frozen=True)
class TextFile:
    """Lines of a text file, without their ends, and its name for messages."""

    name: str
    lines: tuple[str, ...]

    def refuse(self, line: int, text: str) -> NoReturn:
        """Give up the file.

        Raises
        ------
        SiteError : always; ``line`` counts from 1, 0 is the file itself.
        """
        raise SiteError([Problem(self.name, line, "", text)])

    def refuse_all(self, found: list[tuple[int, str]]) -> None:
        """Give up the file if anything was found; the first few of many are said.

        Raises
        ------
        SiteError : with lines and texts.
        """
        if not found:
            return
        problems = [Problem(self.name, line, "", text) for line, text in found[:_MOST_PROBLEMS]]
        if len(found) > _MOST_PROBLEMS:
            more = len(found) - _MOST_PROBLEMS
            last = found[_MOST_PROBLEMS][0]
            problems.append(Problem(self.name, last, "", f"and {more} more like these from here on"))
        raise SiteError(problems)


def read_text(path: Path, what: str = "weather file") -> TextFile:
    """Read a text file.

    Parameters
    ----------
    path : as the user named it. what : for messages.

    Raises
    ------
    SiteError : no such file, a directory, unreadable, empty, too large, or not text.
    """
    name = str(path)

    def stop(text: str) -> NoReturn:
        raise SiteError([Problem(name, 0, "", text)])

    try:
        if path.is_dir():
            stop(f"is a directory, not a {what}")
        if path.exists() and not path.is_file():
            stop(f"is not a file, so no {what} either")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        stop(f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if not raw.strip():
        stop(f"is empty, not a {what}")
    if len(raw) > MAX_BYTES:
        stop(f"is too large for a {what}: more than {MAX_BYTES // 1024**2} MiB")
    if raw[:4] == b"PK\x03\x04":
        stop(f"is a zip archive, not a {what}; unpack it first")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        stop(f"is not text of one byte a letter; save the {what} as UTF-8")
    lines = tuple(_decoded(raw).splitlines())
    long = [line for line, text in enumerate(lines, start=1) if len(text) > _LONGEST_LINE]
    if long:
        raise SiteError(
            [Problem(name, long[0], "", f"is too long for a line of a {what}: {len(lines[long[0] - 1])} letters")]
        )
    return TextFile(name, lines)


def _decoded(raw: bytes) -> str:
    """UTF-8, or else Windows' Latin letters, in which names of places are often written; figures are the same in both."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
