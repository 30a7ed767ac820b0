"""What is wrong in a site file, and where: one line per problem, all of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file, as in ``("source_loops", 0, "coolant")``."""

LONGEST = 60


def key_path(path: Sequence[str | int]) -> str:
    """Path as people read it.

    >>> key_path(("source_loops", 0, "sources", 1, "count"))
    'source_loops[0].sources[1].count'
    """
    text = ""
    for step in path:
        name = step if isinstance(step, int) or (step.isprintable() and len(step) <= LONGEST) else repr(step)[1:LONGEST]
        text += f"[{name}]" if isinstance(name, int) else f".{name}" if text else name
    return text


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    file : as the user named it.
    line : counted from 1; 0 where the problem is the file itself.
    key : path of the key, for example ``header.target``; empty where the problem is the file itself.
    text : what is wrong, what was expected, and what was found.

    >>> str(Problem("x.yaml", 14, "header.target", "is missing"))
    'x.yaml:14: header.target: is missing'
    """

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return f"{place}{self.key}: {self.text}" if self.key else place + self.text


class SiteError(Exception):
    """A site file cannot be used; ``problems`` says why, sorted by line, everything that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["SiteError"], tuple[tuple[Problem, ...]]]:
        """Let it travel between processes."""
        return SiteError, (self.problems,)


class Fault(Exception):
    """A part of a site is wrong; ``path`` is relative to that part. Becomes a `Problem` where the place is known."""

    def __init__(self, text: str, *path: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.path: Path = path


@dataclass(frozen=True)
class Origin:
    """File of a site, and the line of every key and list item in it."""

    file: str = "site"
    lines: Mapping[Path, int] = field(default_factory=lambda: MappingProxyType({}))

    def problem(self, path: Path, text: str) -> Problem:
        """Make a problem of a text, at the line of the key or of the closest mapping round it.

        >>> str(Origin("x.yaml", {("header",): 7}).problem(("header", "target"), "is missing"))
        'x.yaml:7: header.target: is missing'
        """
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Problem(self.file, self.lines.get(known, 1), key_path(path), text)
