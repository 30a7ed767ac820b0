"""From an exception to what the user reads and the exit code."""

from typer import Abort, TyperException

from heatloop_api.files import CannotWriteError
from heatloop_api.usage import UsageError
from heatloop_sites.problem import SiteError
from heatloop_thermo.errors import ThermoError

BAD_INPUT, BUG, INTERRUPTED = 2, 3, 130


def explain(error: BaseException) -> tuple[list[str], int]:
    """Put an error into lines and an exit code.

    >>> explain(UsageError("--report and --xlsx name the same file"))
    (['heatloop: --report and --xlsx name the same file'], 2)
    >>> explain(KeyError("x"))[1]
    3
    """
    if isinstance(error, SiteError):
        return [_one_line(problem) for problem in error.problems], BAD_INPUT
    if isinstance(error, TyperException):
        return [f"heatloop: {_one_line(error.format_message())} (see heatloop --help)"], BAD_INPUT
    if isinstance(error, OSError):
        return [f"heatloop: {error.filename or 'standard output'}: {error.strerror or _one_line(error)}"], BAD_INPUT
    if isinstance(error, ThermoError | UsageError | CannotWriteError):
        return [f"heatloop: {_one_line(error)}"], BAD_INPUT
    if isinstance(error, KeyboardInterrupt | Abort):
        return ["heatloop: interrupted"], INTERRUPTED
    text = f"heatloop: a bug of heatloop: {type(error).__name__}: {_one_line(error)} (please report it with the site file and --debug)"
    return [text], BUG


def _one_line(words: object) -> str:
    return " ".join(str(words).split())
