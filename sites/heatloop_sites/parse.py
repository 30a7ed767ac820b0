"""YAML text to plain data, with the line of every key; only what a site file needs of YAML, and nothing that runs code.

ruamel.yaml reads YAML 1.2, so that ``no`` stays a word. Its composer gives nodes with their place; the plain data are made of
them here, so that duplicate keys, empty values and tags are all found in one go.
"""

import itertools
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from heatloop_sites.problem import Origin, Path, Problem, SiteError

MAX_BYTES = 256 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 24

_CORE = "tag:yaml.org,2002:"
_KINDS = {"str", "int", "float", "bool", "null", "timestamp", "merge", "value"}


@dataclass(frozen=True)
class Parsed:
    """A document as plain data: dicts, tuples, text, int, float, bool.

    Parameters
    ----------
    data : the document.
    origin : file and lines.
    problems : duplicate keys, empty values and the like; the rest of the data is good.
    places : path of each mapping in ``data``, by its identity.
    """

    data: Any
    origin: Origin
    problems: tuple[Problem, ...]
    places: Mapping[int, Path]


def parse(text: str, file: str) -> Parsed:
    r"""Read one YAML document.

    Parameters
    ----------
    text : of the file. file : its name, for messages.

    Raises
    ------
    SiteError : the text is not YAML, is empty, too large, or nested beyond reason.

    >>> parsed = parse("a: {b: 1}\nc: [x, y]", "x.yaml")
    >>> parsed.data, parsed.origin.lines["c", 1]
    ({'a': {'b': 1}, 'c': ('x', 'y')}, 2)
    """
    if len(text) > MAX_BYTES:
        _stop(file, 0, f"is too large for a site file: {len(text) // 1024} KiB, at most {MAX_BYTES // 1024} KiB")
    reader = _Reader(file)
    try:
        if _brackets(text) > 4 * MAX_DEPTH:
            raise RecursionError  # the scanner would take seconds to find out
        node = _compose(text, file)
        if node is None:
            _stop(file, 0, "is empty; `heatloop schema` and the shipped sites show what belongs in it")
        data = reader.read(node, ())
    except RecursionError:
        _stop(file, 0, "is nested too deeply")
    if reader.nodes > MAX_NODES:
        _stop(file, 0, f"unfolds to more than {MAX_NODES} values; write less by aliases")
    return Parsed(data, Origin(file, reader.lines), tuple(reader.problems), reader.places)


def _brackets(text: str) -> int:
    """How deep brackets are nested at most; those in quotes and remarks count too, which is on the safe side."""
    steps = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[][{}]", text))
    return max(itertools.accumulate(steps, initial=0))


def _compose(text: str, file: str) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415  (only where a file is read: 40 ms)
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ruamel warns about future YAML versions; what counts is said below
            return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _stop(file, mark.line + 1 if mark else 1, _syntax(error, text, mark))
    except (YAMLError, ValueError, OverflowError, AttributeError, TypeError, IndexError) as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        _stop(file, line, f"is not YAML: {_first_line(error) or 'a character that YAML does not allow'}")


def _syntax(error: Any, text: str, mark: Any) -> str:
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or "\\t" in str(error.problem):
        return "is not YAML: a tab; indent with spaces"
    what = " ".join(part for part in (error.context, error.problem) if part)
    return f"is not YAML: {' '.join(what.split())}; look at indentation, quotes and colons here and just above"


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "").strip()


def _stop(file: str, line: int, text: str) -> NoReturn:
    raise SiteError([Problem(file, line, "", text)])


class _Reader:
    """Turns nodes into data and notes what is odd on the way; lives for one document."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.places: dict[int, Path] = {}
        self.nodes = 0

    def read(self, node: Any, path: Path) -> Any:
        """Give the plain data of a node."""
        self.nodes += 1
        if len(path) > MAX_DEPTH:
            raise RecursionError
        self.lines.setdefault(path, node.start_mark.line + 1)
        if self.nodes > MAX_NODES:
            return {}
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return tuple(self.read(item, (*path, i)) for i, item in enumerate(node.value))
        return self._scalar(node, path)

    def _mapping(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.places[id(found)] = path
        for key, line, value in self._items(node, path):
            here = (*path, key)
            if key in found or here in self.lines:
                first = self.lines[here]
                self.problems.append(
                    Origin(self.file, {here: line}).problem(here, f"appears twice (first on line {first})")
                )
                continue
            self.lines[here] = line
            data = self.read(value, here)
            if data is not None:
                found[key] = data
        return found

    def _items(self, node: Any, path: Path) -> Iterator[tuple[str, int, Any]]:
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.id == "scalar":
                yield str(key.value), line, value
            else:
                self.problems.append(Origin(self.file, {path: line}).problem(path, "has a key that is not a word"))

    def _scalar(self, node: Any, path: Path) -> Any:
        tag, text = str(node.tag), str(node.value)
        if not tag.startswith(_CORE):
            self._note(path, f"has the tag {tag}; site files have none")
            return None
        kind = tag.removeprefix(_CORE)
        if kind not in _KINDS:
            self._note(path, f"has the tag !!{kind}; site files have none")
            return None
        if kind == "null":
            self._note(path, "has no value; give one, or delete the key")
            return None
        return _value(kind, text)

    def _note(self, path: Path, text: str) -> None:
        self.problems.append(Origin(self.file, self.lines).problem(path, text))


def _value(kind: str, text: str) -> Any:
    plain = text.replace("_", "")
    try:
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int":
            return int(plain, 0) if plain.lstrip("+-").startswith(("0x", "0o")) else int(plain)
        if kind == "float":
            return float(plain.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return text
