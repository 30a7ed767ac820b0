"""The reference site as text, to be spoilt by the tests."""

from pathlib import Path

import pytest

import heatloop_sites

BITFOREST = (Path(heatloop_sites.__path__[0]) / "data" / "bitforest.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def bitforest() -> str:
    return BITFOREST


@pytest.fixture(scope="session")
def edit():
    """Replace parts of a text, each of which must be there; the first place of each is changed."""

    def edited(text: str, *changes: tuple[str, str]) -> str:
        for old, new in changes:
            assert old in text, f"the reference site has no {old!r} any more"
            text = text.replace(old, new, 1)
        return text

    return edited


@pytest.fixture(scope="session")
def line_of():
    """Line of the first place of a piece of text, counted from 1."""

    def found(text: str, piece: str) -> int:
        assert piece in text
        return text[: text.index(piece)].count("\n") + 1

    return found
