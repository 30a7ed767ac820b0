"""The two output streams of a command: readable on any terminal, quiet when the reader leaves, honest when the disk is full."""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

PLAIN = {
    "°": "deg", "²": "2", "³": "3", "·": ".", "×": "x", "–": "-", "—": "-", "−": "-", "→": "->", "…": "...", "≥": ">=", "≤": "<=",
    "Δ": "d", "±": "+/-", "½": "1/2", "η": "eta", "µ": "u", "“": '"', "”": '"', "’": "'", "✓": "+", "●": "*", "▲": "!", "■": "#",
    "█": "#", "─": "-", "│": "|", "é": "e", "ü": "ue", "ö": "oe", "ä": "ae",
}  # fmt: skip
"""What a character becomes where the terminal cannot show it."""


def prepare() -> None:
    """Make both streams exist and never fail on a character."""
    codecs.register_error("heatloop", _plainly)
    sys.stdout = _usable(sys.stdout)
    sys.stderr = _usable(sys.stderr)


def is_utf8(stream: TextIO) -> bool:
    """Say whether a stream can show every character."""
    return (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").startswith("utf")


def reader_left(error: BaseException) -> bool:
    """Say whether an error only means that nobody reads on (typer turns a broken pipe into an exit)."""
    cause = error.__context__ if isinstance(error, SystemExit) else error
    return isinstance(cause, BrokenPipeError)


def abandon() -> None:
    """Point standard output at nothing, so that the interpreter does not complain about it on the way out."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        sys.stdout = io.StringIO()


@contextmanager
def busy(text: str) -> Iterator[None]:
    """Show on a terminal that work goes on; a file or a pipe gets nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield


def _usable(stream: TextIO | None) -> TextIO:
    if stream is None:
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="heatloop")
    return stream


def _plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    bad = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in bad), error.end
