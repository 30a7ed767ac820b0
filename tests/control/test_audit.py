"""The audit log: everything is on record, and whatever is done to the record afterwards shows."""

import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from heatloop_api.cli import audit as command
from heatloop_api.usage import UsageError
from heatloop_control.audit import GENESIS, OWED_MOST, Audit, AuditUnavailable, Entry, Head, digest_of
from heatloop_control.audit_check import read, verify

ENTRY = Entry(
    utc="2026-01-19T06:00:00Z", monotonic_s=12.5, actor="Anna", role="operate", origin="127.0.0.1", request="r1", action="write",
    target="supply", before="75 degC", after="72 degC", reason="mild night", lease_until="2026-01-19T06:30:00Z",
)  # fmt: skip
COLUMNS = ["seq", *(field.name for field in fields(Entry)), "prev_hash", "hash"]


def written(path, count=6):
    """A log of some writes, the last one not completed, and its head."""
    log = Audit(path)
    for number in range(count // 2):
        seq = log.append(replace(ENTRY, request=f"r{number}"))
        if number < count // 2 - 1:
            log.complete(seq, replace(ENTRY, request=f"r{number}"), "verified", "2026-01-19T06:01:00Z", 72.5)
    log.close()
    return log.head


def tampered(path, *statements):
    """Do to the file what its owner can do, triggers or not."""
    with closing(sqlite3.connect(path)) as file:
        file.executescript("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;")
        for statement in statements:
            file.execute(*statement)
        file.commit()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audit.sqlite"


def test_a_log_as_it_was_written_is_whole_and_names_what_was_never_completed(path):
    head = written(path)
    verdict = verify(path, [head])
    assert verdict.whole
    assert (verdict.rows, verdict.head, verdict.pending) == (5, head, (5,))
    assert [entry.refers for _, entry, _, _ in read(path)] == [0, 1, 0, 3, 0]


def test_the_chain_goes_on_after_a_restart(path):
    written(path)
    log = Audit(path)
    log.append(replace(ENTRY, result="refused: outside_envelope"))
    log.close()
    assert verify(path, [log.head]).whole
    assert log.head.seq == 6


def test_an_empty_log_is_whole(path):
    Audit(path).close()
    assert verify(path, [Head(0, GENESIS)]).whole


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'Bert' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"]
)
def test_the_table_takes_new_rows_only(path, statement):
    written(path)
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError, match="new rows only"):
        file.execute(statement)


def test_a_row_is_on_the_disk_before_append_comes_back(path):
    log = Audit(path)
    log.append(ENTRY)
    assert [entry for _, entry, _, _ in read(path)] == [ENTRY]
    log.close()


@pytest.mark.parametrize(
    ("statements", "seq", "what"),
    [
        ([("UPDATE audit SET after = '90 degC' WHERE seq = 3",)], 3, "was changed: its hash does not fit"),
        ([("DELETE FROM audit WHERE seq = 2",)], 3, "row 2 is missing before it"),
        ([("DELETE FROM audit WHERE seq < 4",)], 4, "rows 1 to 3 are missing before it"),
        ([("DELETE FROM audit WHERE seq > 3",)], 5, "is missing; the log ends with row 3"),
    ],
)
def test_what_was_done_to_a_row_is_said_with_its_number(path, statements, seq, what):
    head = written(path)
    tampered(path, *statements)
    (fault,) = verify(path, [head]).faults
    assert (fault.seq, fault.what) == (seq, what)


def test_two_rows_that_changed_places_do_not_fit(path):
    head = written(path)
    swap = [("UPDATE audit SET seq = ? WHERE seq = ?", pair) for pair in ((99, 2), (2, 3), (3, 99))]
    tampered(path, *swap)
    assert {fault.seq for fault in verify(path, [head]).faults} >= {2, 3}


def test_a_row_that_was_changed_and_hashed_anew_no_longer_fits_the_next_one(path):
    head = written(path)
    _, entry, prev_hash, _ = list(read(path))[1]
    forged = digest_of(2, replace(entry, actor="Bert"), prev_hash)
    tampered(path, ("UPDATE audit SET actor = 'Bert', hash = ? WHERE seq = 2", (forged,)))
    (fault,) = verify(path, [head]).faults
    assert (fault.seq, fault.what) == (3, "does not follow row 2")


def test_a_chain_that_was_written_anew_shows_only_beside_a_head_kept_elsewhere(path, tmp_path):
    head = written(path)
    other = tmp_path / "other.sqlite"
    log = Audit(other)
    for _, entry, _, _ in read(path):
        log.append(replace(entry, actor="Bert"))
    log.close()
    assert verify(other).whole
    assert [fault.seq for fault in verify(other, [head]).faults] == [head.seq]


@settings(max_examples=60)
@given(st.data())
def test_no_single_bit_of_any_row_can_be_turned_without_notice(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.sqlite"
        head = written(path)
        column = data.draw(st.sampled_from(COLUMNS))
        seq = data.draw(st.integers(1, head.seq))
        with closing(sqlite3.connect(path)) as file:
            (value,) = file.execute(f"SELECT {column} FROM audit WHERE seq = ?", (seq,)).fetchone()
        tampered(path, (f"UPDATE audit SET {column} = ? WHERE seq = ?", (turned(data.draw, value), seq)))
        verdict = verify(path, [head])
        assert not verdict.whole
        assert min(fault.seq for fault in verdict.faults) <= seq + 1


def turned(draw, value):
    """The same value with one bit turned; an empty text gets a character."""
    if isinstance(value, int):
        return value ^ (1 << draw(st.integers(3, 40)))  # no number of another row
    if isinstance(value, float):
        return value + draw(st.sampled_from([1e-9, -1.0, 0.25]))
    if not value:
        return "x"
    at = draw(st.integers(0, len(value) - 1))
    return value[:at] + chr(ord(value[at]) ^ (1 << draw(st.integers(0, 6)))) + value[at + 1 :]


@given(st.sets(st.integers(1, 5), min_size=1))
def test_no_row_can_be_removed_without_notice(gone):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.sqlite"
        head = written(path)
        tampered(path, *(("DELETE FROM audit WHERE seq = ?", (seq,)) for seq in gone))
        assert not verify(path, [head]).whole


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(0, 7))
def test_a_bit_that_turns_on_the_disk_is_noticed_or_changes_no_row(place, bit):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.sqlite"
        head = written(path)
        before = list(read(path))
        content = bytearray(path.read_bytes())
        content[place % len(content)] ^= 1 << bit
        path.write_bytes(content)
        try:
            whole = verify(path, [head]).whole
        except (sqlite3.Error, ValueError):
            return
        assert not whole or list(read(path)) == before


class Refusing:
    """A database on a disk that is full."""

    def execute(self, *_):
        raise sqlite3.OperationalError("database or disk is full")


def test_without_a_disk_nothing_that_has_to_be_on_record_happens_and_a_stop_is_recorded_later(path):
    log = Audit(path)
    real, log._file = log._file, Refusing()
    with pytest.raises(AuditUnavailable, match="disk is full"):
        log.append(ENTRY)
    stop = replace(ENTRY, action="safe", target="plant", result="applied")
    assert not log.note(stop)
    assert log.owed == 1
    log._file = real
    assert log.append(ENTRY) == 2
    assert [entry.action for _, entry, _, _ in read(path)] == ["safe", "write"]
    log.close()
    assert verify(path, [log.head]).whole


def test_what_the_disk_does_not_take_is_bounded_and_counted(path):
    log = Audit(path)
    real, log._file = log._file, Refusing()
    for _ in range(OWED_MOST + 3):
        log.note(ENTRY)
    assert (log.owed, log.lost) == (OWED_MOST, 3)
    log._file = real
    log.close()


def test_a_log_of_a_later_heatloop_is_left_alone(path):
    written(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 2")
    with pytest.raises(AuditUnavailable, match="later heatloop"):
        Audit(path)


def test_what_is_no_log_is_said_to_be_none(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>" * 500)
    with pytest.raises(AuditUnavailable, match="not a database"):
        Audit(page)
    with pytest.raises(UsageError, match="not a database"):
        command.verify(page)
    with pytest.raises(FileNotFoundError):
        verify(tmp_path / "nowhere.sqlite")
    assert not (tmp_path / "nowhere.sqlite").exists()


def run(*words):
    return typer.main.get_command(command.app)(list(words), standalone_mode=False)


def test_the_command_says_whole_or_broken_and_which_row(path, capsys):
    head = written(path)
    assert run("verify", str(path)) == 0
    assert "WHOLE: 5 rows" in capsys.readouterr().out
    assert run("verify", str(path), "--head", str(head), "--json") == 0
    assert json.loads(capsys.readouterr().out)["pending"] == [5]
    tampered(path, ("UPDATE audit SET actor = 'Bert' WHERE seq = 2",))
    assert run("verify", str(path), "--head", str(head)) == 1
    assert "row 2 was changed" in capsys.readouterr().out
    with pytest.raises(UsageError, match="SEQ:HASH"):
        run("verify", str(path), "--head", "12")
