"""A site file to a `Site`: every problem found at once, each with file, line and key. The only module that reads site files."""

from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from heatloop_sites.messages import explain
from heatloop_sites.parse import MAX_BYTES, Parsed, parse
from heatloop_sites.partial import judge_partial
from heatloop_sites.problem import Origin, Path, Problem, SiteError
from heatloop_sites.rules import judge
from heatloop_sites.schema.base import Block
from heatloop_sites.schema.site import Site
from heatloop_sites.text import did_you_mean
from heatloop_sites.whole import judge_whole

_SHIPPED = FilePath(__file__).parent / "data"


def load(site: str | FilePath) -> Site:
    """Read and check a site.

    Parameters
    ----------
    site : path of a site file, or the name of a shipped site.

    Raises
    ------
    SiteError : with every problem of the file.

    >>> load("bitforest").source_loops[0].sources[0].count
    360
    """
    path = resolve(site)
    return load_text(_read(path), str(site) if FilePath(site) == path else str(path))


def load_text(text: str, file: str = "site") -> Site:
    """Check a site that is already text.

    Parameters
    ----------
    text : YAML. file : name for messages.

    Raises
    ------
    SiteError : with every problem of the text.
    """
    parsed = parse(text, file)
    if not isinstance(parsed.data, dict):
        raise SiteError([Problem(file, 1, "", "must be a mapping, lines of `key: value`, from `heatloop: 1` on")])
    site, problems = check(parsed)
    if site is None or problems:
        raise SiteError(problems)
    return site.read_from(parsed.origin)


def check(parsed: Parsed) -> tuple[Site | None, list[Problem]]:
    """Hold a parsed file against the schema and the rules.

    Returns
    -------
    The site (None where its shape is wrong) and every problem: of syntax, of shape, and of the rules for all good blocks.
    """
    notes: list[tuple[Any, Block]] = []
    site, problems = None, list(parsed.problems)
    said = {problem.key for problem in problems}
    try:
        site = Site.model_validate(parsed.data, context=notes)
    except ValidationError as error:
        errors = [item for item in error.errors(include_url=False) if not _is_echo(item)]
        found = [_shape(parsed.origin, item) for item in errors]
        problems += [problem for problem in found if problem.key not in said]
    blocks = {parsed.places[id(raw)]: block for raw, block in notes}
    wrong = [*judge(blocks), *judge_whole(parsed.data, blocks), *judge_partial(parsed.data, blocks)]
    problems += [parsed.origin.problem(path, text) for path, text in wrong]
    return site, problems


def _is_echo(error: Any) -> bool:
    """Whether a list is called too short only because its entries are bad, which is said at the entries."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _shape(origin: Origin, error: Any) -> Problem:
    path: Path = error["loc"]
    while len(path) > 1 and path not in origin.lines and path[:-1] in origin.lines and path[-1] in ("value", 0):
        path = path[:-1]  # a short form: `power: 3` is `power: {value: 3}`, `refrigerant: r717` a list of one
    return origin.problem(path, explain(error))


def resolve(site: str | FilePath) -> FilePath:
    """Path of a site: a path as it is, or the file of a shipped site by its name.

    Raises
    ------
    SiteError : neither a file nor a shipped site.
    """
    path, names = FilePath(site), shipped()
    if path.is_file() or (path.exists() and str(site) not in names):
        return path
    if str(site) in names:
        return _SHIPPED / f"{site}.yaml"
    known = did_you_mean(str(site), names) if not path.suffix and path.name == str(site) else ""
    raise SiteError([Problem(str(site), 0, "", f"is neither a file nor a shipped site{known}")])


def shipped() -> tuple[str, ...]:
    """Names of the sites that come with the package.

    >>> "bitforest" in shipped()
    True
    """
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yaml")))


def _read(path: FilePath) -> str:
    name = str(path)
    try:
        if path.is_dir():
            raise SiteError([Problem(name, 0, "", "is a directory, not a site file")])
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SiteError([Problem(name, 0, "", f"cannot be read: {error.strerror or error}")]) from error
    if len(raw) > MAX_BYTES:
        raise SiteError([Problem(name, 0, "", f"is too large for a site file: more than {MAX_BYTES // 1024} KiB")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SiteError([Problem(name, line, "", "is not UTF-8 text; save it as UTF-8")]) from error
