"""From a path or a name to a site: files that cannot be read, names, fingerprints."""

import pickle

import pytest

from heatloop_sites.load import load, load_text, resolve, shipped
from heatloop_sites.parse import MAX_BYTES
from heatloop_sites.problem import Origin, Problem, SiteError
from heatloop_sites.schema import Site


def problem_of(site):
    with pytest.raises(SiteError) as caught:
        load(site)
    (problem,) = caught.value.problems
    assert "\n" not in str(problem)
    return problem


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_site_is_good_and_bears_its_own_name(name):
    assert load(name).site.name == name


def test_values_are_si_and_lists_cannot_be_changed():
    site = load("bitforest")
    bank = site.source_loops[0].sources[0]
    assert (bank.count, bank.groups) == (360, 4)
    assert bank.flow is not None
    assert bank.flow.value_m3_s == pytest.approx(12e-3 / 60.0)
    assert site.site.mains_hz == 60
    assert site.site.ambient.coldest_c == -40.7
    assert site.economics is not None
    assert site.economics.power_price.value_per_kwh == 0.035
    assert site.dry_cooler is not None
    assert site.dry_cooler.capacity_w is None
    with pytest.raises(Exception, match="frozen"):
        site.header.target_c = 80.0
    assert hash(site.header) == hash(site.header)


def test_a_site_knows_the_line_of_its_keys(bitforest, line_of):
    origin = load("bitforest").origin
    assert origin.lines["header", "target"] == line_of(bitforest, "target: 75")
    assert origin.problem(("header", "nonsense"), "x").line == line_of(bitforest, "header:")


def test_a_path_is_taken_as_it_is_and_a_name_is_looked_up(tmp_path, monkeypatch, bitforest):
    path = tmp_path / "mine.yaml"
    path.write_text(bitforest, encoding="utf-8")
    assert load(path).digest == load("bitforest").digest == load(str(path)).digest
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bitforest").mkdir()  # a folder of that name does not hide the shipped site
    assert resolve("bitforest").name == "bitforest.yaml"
    assert resolve("mine.yaml") == path.relative_to(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path, bitforest):
    path = tmp_path / "site.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + bitforest.replace("\n", "\r\n").encode())
    assert load(path).digest == load("bitforest").digest


def test_an_unknown_name_lists_what_there_is():
    assert (
        str(problem_of("bitforrest")) == "bitforrest: is neither a file nor a shipped site; did you mean 'bitforest'?"
    )
    assert "bitforest" in problem_of("elsewhere").text
    assert problem_of("no/such.yaml").text == "is neither a file nor a shipped site"


def test_a_folder_is_no_site_file(tmp_path):
    assert problem_of(tmp_path).text == "is a directory, not a site file"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 0, "is empty"),
        (b"site:\n  title: caf\xe9\n", 2, "is not UTF-8"),
        ("heatloop: 1".encode("utf-16"), 1, "is not UTF-8"),
        (b"x" * (MAX_BYTES + 1), 0, "is too large"),
        (b"\x00\x01\x02", 1, "is not YAML"),
    ],
)
def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path, content, line, message):
    path = tmp_path / "site.yaml"
    path.write_bytes(content)
    problem = problem_of(path)
    assert (problem.file, problem.line) == (str(path), line)
    assert message in problem.text


def test_a_file_that_may_not_be_read_is_one_problem(tmp_path, monkeypatch):
    path = tmp_path / "site.yaml"
    path.write_text("heatloop: 1\n", encoding="utf-8")

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert problem_of(path).text == "cannot be read: Permission denied"


def test_the_fingerprint_is_of_what_a_site_says_not_of_how_it_is_written(bitforest, edit):
    digest = load("bitforest").digest
    assert len(digest) == 16
    assert int(digest, 16) >= 0
    same = [
        bitforest + "\n# a remark\n",
        edit(bitforest, ("altitude: 239 m", "altitude:   239.0   m")),
        edit(bitforest, ("volume: 600 m3", "volume: 600000 L")),
        edit(
            bitforest, ("surroundings: 15 degC", "surroundings: 59 degF"), ("approach: 3 K", "approach: 5.4 delta_degF")
        ),
        edit(bitforest, ("heatloop: 1\n", "")) + "\nheatloop: 1\n",
    ]
    assert {load_text(text).digest for text in same} == {digest}
    other = [
        edit(bitforest, ("count: 360", "count: 361")),
        edit(bitforest, ("target: 75 degC", "target: 75.001 degC")),
        edit(bitforest, ("as comparable hydro miners run", "so we were told")),
    ]
    assert len({load_text(text).digest for text in other} | {digest}) == 4


def test_problems_sort_by_line_and_say_each_thing_once():
    problems = [Problem("x", 9, "b", "late"), Problem("x", 2, "a", "early"), Problem("x", 9, "b", "late")]
    error = SiteError(problems)
    assert str(error) == "x:2: a: early\nx:9: b: late"
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_a_site_made_without_a_file_still_says_where_by_key():
    assert str(Origin().problem(("header", "target"), "is odd")) == "site:1: header.target: is odd"
    assert isinstance(load("bitforest"), Site)
