"""What the page says of the greenhouse is within its bands, and is what the model says now, where the reference years are at hand."""

import re

import greenhouse_cases
import greenhouse_numbers
import pytest

pytestmark = pytest.mark.xdist_group("greenhouse")
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def test_every_figure_is_within_its_band():
    lines = list(greenhouse_cases.greenhouse().lines())
    assert len(lines) > 20
    assert not [line for line in lines if not line.within]


def test_the_picture_is_what_is_stored():
    committed, fresh = greenhouse_cases.PICTURE.read_text(encoding="utf-8"), greenhouse_cases.greenhouse_svg()
    assert NUMBER.split(committed) == NUMBER.split(fresh)
    numbers = [[float(found) for found in NUMBER.findall(text)] for text in (committed, fresh)]
    assert numbers[0] == pytest.approx(numbers[1], abs=1.0)


@pytest.mark.skipif(
    greenhouse_numbers.missing(), reason="the reference years are not part of the project (../shared/data)"
)
def test_what_is_stored_is_what_the_model_says():
    for old, new in zip(greenhouse_cases.stored()["cases"], greenhouse_numbers.summaries(), strict=True):
        for side in ("ours", "reference"):
            for key, value in new[side].items():
                assert old[side][key] == pytest.approx(value, rel=0.002, abs=0.2), (new["case"], side, key)
        assert old["r2_day"] == pytest.approx(new["r2_day"], abs=0.002)
