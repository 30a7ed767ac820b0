"""How values and choices read in messages."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any


def got(value: Any) -> str:
    """What was found, short enough for a message.

    >>> got("8.2 kw"), got(-3), got({"a": 1}), got(())
    ("'8.2 kw'", '-3', 'a mapping', 'a list')
    """
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, tuple | list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def close_to(word: str, words: Iterable[str], count: int = 3) -> list[str]:
    """Words that a mistyped one may have meant, the closest first.

    >>> close_to("coolnat", ["coolant", "pump"])
    ['coolant']
    """
    known = list(words)
    contained = [other for other in known if len(word) > 3 and (word.lower() in other or other in word.lower())]
    return list(dict.fromkeys(difflib.get_close_matches(word.lower(), known, n=count, cutoff=0.6) + contained))[:count]


def choice(words: Iterable[str]) -> str:
    """Words in a row, "a, b or c".

    >>> choice(["a", "b", "c"])
    'a, b or c'
    """
    known = list(words)
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}"


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Hint for an unknown word: the closest known ones, else all of them if they are few.

    >>> did_you_mean("coolnat", ["coolant", "pump"])
    "; did you mean 'coolant'?"
    """
    known = list(words)
    near = close_to(word, known)
    if near:
        return f"; did you mean {choice([repr(other) for other in near])}?"
    return f"; known are {', '.join(known)}" if len(known) <= 20 else ""
