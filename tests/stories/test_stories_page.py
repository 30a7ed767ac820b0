"""docs/stories.md and its pictures say what the designs of the shipped sites say now."""

import re
from xml.etree import ElementTree as ET

import pytest
import storybook

from heatloop_sites.load import shipped

pytestmark = pytest.mark.xdist_group("coolprop")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
STALE = "out of date: make stories"
LARGEST_BYTES = 60_000


@pytest.fixture(scope="module")
def fresh():
    return storybook.page()


@pytest.fixture(scope="module")
def committed():
    return storybook.PAGE.read_text(encoding="utf-8")


def test_the_page_is_what_the_designs_give_now(fresh, committed):
    assert committed.splitlines() == fresh[0].splitlines(), STALE


def test_every_picture_is_there_small_whole_and_shown_and_no_other(fresh, committed):
    stored = {path.name: path for path in storybook.PICTURES.glob("story-*.svg")}
    assert stored.keys() == fresh[1].keys() == set(re.findall(r"\(img/(story-[\w-]+\.svg)\)", committed))
    for path in stored.values():
        assert path.stat().st_size < LARGEST_BYTES
        assert ET.parse(path).getroot().get("viewBox")


def test_the_pictures_are_what_the_designs_give_now(fresh):
    """Text and shapes alike, figures within a tenth: the last bit of a design is not the same on every processor."""
    for name, picture in fresh[1].items():
        stored = (storybook.PICTURES / name).read_text(encoding="utf-8")
        assert NUMBER.split(stored) == NUMBER.split(picture), f"{name} is {STALE}"
        numbers = [[float(found) for found in NUMBER.findall(text)] for text in (stored, picture)]
        assert numbers[0] == pytest.approx(numbers[1], abs=0.11), f"{name} is {STALE}"


def test_the_same_design_gives_the_same_bytes(fresh):
    design = storybook.sized("bitforest")
    again = storybook.pictures("bitforest", design, storybook.payload(design, ""))
    assert {name: fresh[1][name] for name in again} == again


def test_every_shipped_site_has_its_story_with_the_verdict_in_its_own_words(committed):
    assert set(storybook.CHANGES) == set(shipped())
    sections = committed.split("\n## ")[1:]
    assert [section.partition(":")[0] for section in sections] == list(storybook.CHANGES)
    for name, section in zip(storybook.CHANGES, sections, strict=True):
        assert storybook.sized(name).verdict.text in section
        for part in ("The place", "What heatloop says", "Why", "What to change next", "Published", "Assumed"):
            assert f"**{part}" in section, f"{name}: {part}"


def test_no_figure_with_a_unit_is_typed_into_the_words():
    for name in storybook.CHANGES:
        words = (storybook.HERE / "text" / f"{name}.md").read_text(encoding="utf-8")
        typed = re.findall(
            r"\d[\d.,]*\s*(?:°C|K\b|kW|MW|kPa|bar|%|plates|L/min|m[²³]?\b)", re.sub(r"\{[^}]*\}", "", words)
        )
        assert not typed, f"text/{name}.md: {typed} should be a place in the design"


def test_what_a_story_would_change_has_to_be_in_its_site_once():
    with pytest.raises(ValueError, match=r"'target: 99 degC' is there 0 times"):
        storybook.varied("bitforest", {"target: 99 degC": "target: 75 degC"})
    with pytest.raises(ValueError, match="not once"):
        storybook.varied("bitforest", {"standby: 1": "standby: 0"})
