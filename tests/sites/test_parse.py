"""YAML text to plain data: what is let in, what is refused, and at which line."""

import pytest

from heatloop_sites.parse import MAX_BYTES, parse
from heatloop_sites.problem import SiteError


def refusal(text):
    with pytest.raises(SiteError) as caught:
        parse(text, "x.yaml")
    (problem,) = caught.value.problems
    return problem


def test_values_are_plain_and_every_key_and_item_has_its_line():
    text = "# a comment\na: 1\nb:\n  - x: 2.5\n    y: true\n  - 'no'\nc: {d: no, e: 0x10}\n"
    parsed = parse(text, "x.yaml")
    assert parsed.data == {"a": 1, "b": ({"x": 2.5, "y": True}, "no"), "c": {"d": "no", "e": 16}}
    assert not parsed.problems
    lines = parsed.origin.lines
    assert [lines[path] for path in (("a",), ("b",), ("b", 0), ("b", 0, "y"), ("b", 1), ("c", "e"))] == [
        2,
        3,
        4,
        5,
        6,
        7,
    ]


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "2026-01-01", "1:30", "<<"])
def test_words_stay_words(word):
    assert parse(f"a: {word}", "x.yaml").data == {"a": word}


def test_an_alias_is_unfolded_and_each_copy_has_its_own_place():
    parsed = parse("a: &p {x: 1}\nb: *p\n", "x.yaml")
    assert parsed.data == {"a": {"x": 1}, "b": {"x": 1}}
    assert sorted(parsed.places.values()) == [(), ("a",), ("b",)]


def test_duplicate_keys_empty_values_and_tags_are_all_reported_at_their_lines():
    text = "a: 1\nb:\nc: !!python/object:os.system ls\na: 2\nd: !mine 3\n? [x]\n: 1\n"
    parsed = parse(text, "x.yaml")
    found = sorted((problem.line, problem.key, problem.text.split(";")[0]) for problem in parsed.problems)
    assert found == [
        (2, "b", "has no value"),
        (3, "c", "has the tag !!python/object:os.system"),
        (4, "a", "appears twice (first on line 1)"),
        (5, "d", "has the tag !mine"),
        (6, "", "has a key that is not a word"),
    ]
    assert parsed.data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 0, "is empty"),
        ("# only a comment\n", 0, "is empty"),
        ("a: 1\n\tb: 2\n", 2, "a tab; indent with spaces"),
        ("a: [1, 2\n", 2, "is not YAML"),
        ("a: 'x\n", 2, "is not YAML"),
        ("a: 1\n b: 2\n", 2, "is not YAML"),
        ("a: @x\n", 1, "is not YAML"),
        ("a: *nowhere\n", 1, "is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "is not YAML"),
        ("a: 1\nb: \x07\n", 2, "is not YAML"),
        ("a" * (MAX_BYTES + 1), 0, "is too large"),
        ("[" * 2000, None, "nested too deeply"),
        ("a: &a [*a]\n", 0, "nested too deeply"),
        ("[" * 40 + "]" * 40, 0, "nested too deeply"),
    ],
)
def test_what_is_no_good_yaml_is_one_clear_problem(text, line, message):
    problem = refusal(text)
    assert message in problem.text
    assert line is None or problem.line == line
    assert "\n" not in str(problem)


def test_a_bomb_of_aliases_is_refused_before_it_unfolds():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert "aliases" in refusal("\n".join(lines)).text


@pytest.mark.parametrize(
    ("text", "value"), [(".inf", float("inf")), ("-.INF", -float("inf")), ("1e3", 1000.0), ("0o17", 15), ("-7", -7)]
)
def test_numbers_are_read_as_yaml_1_2_says(text, value):
    assert parse(f"a: {text}", "x.yaml").data == {"a": value}


def test_a_number_too_long_to_be_one_stays_text():
    assert isinstance(parse(f"a: {'9' * 5000}", "x.yaml").data["a"], str | int)


def test_deep_brackets_are_refused_before_the_scanner_spends_seconds_on_them(monkeypatch):
    def never(_text, _file):
        raise AssertionError("the scanner was asked")

    monkeypatch.setattr("heatloop_sites.parse._compose", never)
    assert "nested too deeply" in refusal("[{" * 500).text
