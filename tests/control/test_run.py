"""The runner in virtual time, on the simulated plant: takes over, holds, lets go, and survives what happens to files and wires."""

import asyncio
import errno
import json
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plants import program
from stands import Site

from heatloop_control import store
from heatloop_control.journal import BURST, Journal
from heatloop_control.mode import Event, Mode
from heatloop_control.pace import Monotonic
from heatloop_control.state import Asked
from heatloop_control.store import Writer, load, packed, unpacked

REMOTE, LOCAL = 2, 0


def drive(site: Site, runner, seconds: float, each=lambda: None) -> None:
    """Let the controller run for so long, then let go of the event loop and not of the plant."""

    async def go() -> None:
        end_s = site.clock.now() + seconds
        while site.clock.now() < end_s and await site.clock.until(runner.pace.due_s):
            await runner.turn()
            each()

    site.loop.run_until_complete(go())


def finish(site: Site, runner) -> None:
    runner.clock.stop()
    site.loop.run_until_complete(runner.run())


@pytest.fixture
def site():
    site = Site()
    yield site
    site.loop.close()


def said(site: Site, kind: str) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in site.lines]
    return [(row["code"], row["became"]) for row in rows if row["kind"] == kind]


def test_it_takes_over_a_running_plant_without_a_bump_and_holds_it(site):
    runner = site.runner(program())
    seen, permits = [], []
    drive(site, runner, 120.0, lambda: (seen.append(site.supply_c()), permits.append(site.stand.outputs["JC-101"])))
    assert [code for code, _ in said(site, "mode")] == ["selftest", "standby", "starting", "run"]
    assert site.logic.mode == REMOTE
    assert max(abs(value - 75.0) for value in seen) < 1.0
    assert min(permits) == 100.0, "machines that ran go on"
    finish(site, runner)


def test_without_the_wish_to_start_it_watches_and_writes_nothing(site):
    runner = site.runner(program(), start=False)
    drive(site, runner, 30.0)
    assert runner.state.mode is Mode.OFF
    assert site.wire.writes == 0
    assert site.logic.mode == LOCAL
    runner.ask(Event.START)
    drive(site, runner, 30.0)
    assert runner.state.mode is Mode.RUN
    runner.ask(Event.STOP)
    drive(site, runner, 5.0)
    assert runner.state.mode is Mode.STOPPING
    assert not runner.start
    finish(site, runner)


def test_what_the_desk_asks_reaches_the_scan_and_its_stop_ends_the_wish_to_start(site):
    runner, seen = site.runner(program()), []

    def desk(self, dt_s: float) -> Asked:
        seen.append((round(dt_s, 6), self.image["plc-1"].usable))
        stop = Event.STOP if len(seen) == 400 else None
        return Asked(stop, supply_c=72.0, permit=90.0)

    runner.desk = desk
    drive(site, runner, 390.0)
    assert seen[5:] == [(1.0, True)] * (len(seen) - 5), "it looks at the image of the scan that it asks"
    assert runner.state.setpoint_c == pytest.approx(72.0, abs=0.01)
    assert site.stand.outputs["JC-101"] == pytest.approx(90.0, abs=0.2)
    drive(site, runner, 30.0)
    assert runner.state.mode is Mode.STOPPING
    assert not runner.start
    finish(site, runner)


def test_a_pulled_cable_is_noticed_held_and_taken_up_again(site):
    runner = site.runner(program())
    drive(site, runner, 60.0)
    site.wire.whole = False
    drive(site, runner, 5.0)
    assert not runner.image["plc-1"].usable
    assert ("plc-1", "silent: pulled") in said(site, "plc")
    site.wire.whole = True
    seen = []
    drive(site, runner, 60.0, lambda: seen.append(site.supply_c()))
    assert runner.state.mode is Mode.RUN
    assert max(abs(value - 75.0) for value in seen) < 1.0
    assert [became for code, became in said(site, "plc")] == ["alive", "silent: pulled", "alive"], "one line each"
    finish(site, runner)


def test_when_it_ends_the_plc_goes_on_by_itself_and_the_machines_with_it(site):
    runner = site.runner(program())
    drive(site, runner, 60.0)
    finish(site, runner)
    site.clock.pass_by(12.0)
    assert site.logic.mode == LOCAL
    assert site.stand.outputs["JC-101"] == 100.0
    assert said(site, "run")[-1] == ("end", "61 scans, 0 overruns")


def test_a_controller_that_was_killed_takes_up_where_it_was(site, tmp_path):
    runner = site.runner(program(), tmp_path)
    drive(site, runner, 60.0)
    assert runner.writer.close()  # what was to be written is; nothing else of the process is left
    site.clock.pass_by(5.0)
    again = site.runner(program(), tmp_path, start=False)
    assert again.state.mode is Mode.HOLD
    assert not again.state.in_charge
    permits = []
    drive(site, again, 30.0, lambda: permits.append(site.stand.outputs["JC-101"]))
    assert again.state.mode is Mode.RUN, "nobody had to start it"
    assert min(permits) == 100.0
    finish(site, again)


def test_of_two_controllers_the_newer_is_obeyed_and_the_older_stops_writing_until_it_is_gone(site):
    older = site.runner(program())
    drive(site, older, 30.0)
    newer = site.runner(program(), start=True)
    drive_both(site, older, newer, 40.0)
    (first, second) = (runner.bus.links[0].tally for runner in (older, newer))
    assert "another controller has taken over" in first.last_trouble
    assert (older.state.mode, newer.state.mode) == (Mode.HOLD, Mode.RUN)
    assert second.refused == 0
    written = site.wire.writes
    drive(site, older, 1.0)
    assert site.wire.writes == written, "the older one is silent"
    drive(site, older, 60.0)
    assert older.state.mode is Mode.RUN, "and takes over when nobody has the plant any more"
    assert site.logic.mode == REMOTE
    assert site.stand.outputs["JC-101"] == 100.0
    for runner in (older, newer):
        finish(site, runner)


def drive_both(site: Site, one, other, seconds: float) -> None:
    """Two controllers of one plant, turn about."""

    async def go() -> None:
        end_s = site.clock.now() + seconds
        while site.clock.now() < end_s:
            runner = min((one, other), key=lambda each: each.pace.due_s)
            await site.clock.until(runner.pace.due_s)
            await runner.turn()

    site.loop.run_until_complete(go())


def test_a_state_from_before_a_start_of_the_machine_is_too_old_but_its_trips_stay(site, tmp_path, monkeypatch):
    runner = site.runner(program(), tmp_path)
    drive(site, runner, 30.0)
    tripped = replace(runner.state, mode=Mode.ABORTED)
    for state, mode in ((runner.state, Mode.OFF), (tripped, Mode.ABORTED)):
        content = packed(state, program())
        with monkeypatch.context() as patch:
            patch.setattr(store, "boot_id", lambda: "another start")
            found = unpacked(content, program())
        assert found.state.mode is mode
        assert "too old" in found.remark
        assert found.state.guards == state.guards
    finish(site, runner)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda text: text[: len(text) // 2], "no state file"),
        (lambda text: text.replace(b'"run"', b'"off"'), "checksum"),
        (lambda text: b"", "no state file"),
        (lambda text: b"\xff\xfe\x00", "no state file"),
        (lambda text: resealed(text, lambda body: body.update(program="0" * 16)), "another program"),
        (lambda text: resealed(text, lambda body: body.update(format=99)), "another program"),
        (lambda text: resealed(text, lambda body: body["state"].pop("mode")), "is no State"),
        (lambda text: resealed(text, lambda body: body["state"].update(mode="flying")), "is no Mode"),
        (lambda text: resealed(text, lambda body: body["state"].update(setpoint_c="nan")), "is no float"),
        (lambda text: resealed(text, lambda body: body["state"]["outputs"].update({"SC-101": 250.0})), "does not fit"),
        (lambda text: resealed(text, lambda body: body["state"].update(alarms=[])), "does not fit"),
    ],
)
def test_a_state_file_that_is_not_whole_or_not_ours_is_refused(site, tmp_path, spoil, why):
    runner = site.runner(program(), tmp_path)
    drive(site, runner, 30.0)
    finish(site, runner)
    path = tmp_path / "state.json"
    assert load(path, program()).state is not None
    path.write_bytes(spoil(path.read_bytes()))
    again = site.runner(program(), tmp_path, start=False)
    assert why in said(site, "file")[-1][1]
    assert again.state.mode is Mode.OFF
    assert not again.state.outputs, "it begins from what the actuators do"
    again.writer.close()


def resealed(content: bytes, change) -> bytes:
    """The file with something changed and a checksum that fits."""
    body = json.loads(content.split(b"\n")[0])
    change(body)
    text = json.dumps(body, separators=(",", ":"))
    return f"{text}\n{store.sha256(text.encode()).hexdigest()}\n".encode()


def test_a_folder_that_cannot_be_read_is_a_remark(tmp_path):
    (tmp_path / "state.json").mkdir()
    assert "cannot be read" in load(tmp_path / "state.json", program()).remark


def test_a_full_disk_is_said_and_control_goes_on(site, tmp_path, monkeypatch):
    runner = site.runner(program(), tmp_path)

    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    whole = store.write_whole
    monkeypatch.setattr(store, "write_whole", full)
    drive(site, runner, 30.0, lambda: settled(runner.writer))
    assert runner.state.mode is Mode.RUN
    assert "No space left" in runner.troubles()[0]
    assert any("No space left" in became for _, became in said(site, "file"))
    assert len(said(site, "file")) == 3, "no state from before, well, full: one line each"
    monkeypatch.setattr(store, "write_whole", whole)
    drive(site, runner, 10.0, lambda: settled(runner.writer))
    assert runner.troubles() == []
    assert said(site, "file")[-1] == ("write", "well")
    finish(site, runner)
    assert (tmp_path / "state.json").exists()


def test_a_state_folder_that_is_not_there_is_said_and_control_goes_on(site, tmp_path):
    runner = site.runner(program(), tmp_path / "nowhere")
    drive(site, runner, 20.0, lambda: settled(runner.writer))
    assert runner.state.mode is Mode.RUN
    assert "No such file" in runner.troubles()[0]
    finish(site, runner)


def test_a_disk_that_hangs_holds_nothing_up(site, tmp_path, monkeypatch):
    import threading

    free = threading.Event()
    monkeypatch.setattr(store, "write_whole", lambda path, content: free.wait(30.0))
    runner = site.runner(program(), tmp_path)
    drive(site, runner, 20.0)
    assert runner.state.mode is Mode.RUN
    monkeypatch.setattr(type(runner.writer), "hanging_s", lambda self: 6.0)
    drive(site, runner, 2.0)
    assert runner.troubles() == ["files: writing hangs for 6 s"]
    assert not runner.writer.close(patience_s=0.01), "and the end does not wait for it"
    free.set()


def settled(writer: Writer) -> None:
    """Wait until the writer has nothing to do."""
    for _ in range(2000):
        with writer._there:
            if not writer._wanted and writer._begun_s is None:
                return
            writer._there.wait(0.001)
    raise AssertionError("the writer does not come to rest")


def test_a_machine_that_slept_takes_over_anew_from_what_the_actuators_do(site):
    runner = site.runner(program())
    drive(site, runner, 60.0)
    site.clock.pass_by(40.0)
    assert site.logic.mode == LOCAL
    site.logic.outputs["SC-301"] = 30.0  # somebody at the panel
    site.clock.pass_by(0.5)
    permits, alone = [], site.stand.outputs["SC-301"]
    assert alone < 40.0
    drive(site, runner, 1.0)
    assert runner.state.outputs["SC-301"] < alone + 5.0, "not where it was before"
    drive(site, runner, 30.0, lambda: permits.append(site.stand.outputs["JC-101"]))
    assert any("taking over anew" in became for _, became in said(site, "timing"))
    assert runner.state.mode is Mode.RUN
    assert min(permits) == 100.0
    assert runner.pace.missed == 39
    finish(site, runner)


def test_no_step_of_the_date_reaches_the_loop(site, monkeypatch):
    def date():
        raise AssertionError("the loop asked for the date")

    monkeypatch.setattr(time, "time", date)

    async def story() -> int:
        site.clock = Monotonic(speed=200.0)
        runner = site.runner(program())
        runner.after_turn = lambda self: self.clock.stop() if self.pace.turns == 5 else None
        await runner.run()
        return runner.pace.turns

    assert asyncio.run(story()) == 6


def test_the_snapshot_says_what_a_page_needs(site, tmp_path):
    runner = site.runner(program(), tmp_path)
    drive(site, runner, 30.0)
    finish(site, runner)
    shown = json.loads((tmp_path / "status.json").read_bytes())
    assert shown["mode"] == "run"
    value, quality, age_s = shown["readings"]["TT-201"]
    assert (round(value), quality, age_s) == (75, "good", 0.0)
    assert shown["outputs"]["JC-101"] == 100.0
    assert shown["plcs"]["plc-1"]["alive"] is True
    assert shown["plcs"]["plc-1"]["confirmed"] is True
    assert shown["timing"]["turns"] == 31
    assert shown["troubles"] == []


def test_the_service_manager_hears_that_it_is_ready_alive_and_stopping(site, tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(str(tmp_path / "notify"))
        there.settimeout(5.0)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        runner = site.runner(program())
        drive(site, runner, 3.0)
        monkeypatch.setattr(runner.bus, "read", None)
        with pytest.raises(TypeError):
            drive(site, runner, 1.0)
        monkeypatch.undo()
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        finish(site, runner)
        heard = [there.recv(100).decode() for _ in range(5)]
    assert heard == ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_an_abstract_or_missing_service_manager_is_no_trouble(monkeypatch):
    from heatloop_control.notify import notify

    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/at/all")
    assert not notify("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind("\0heatloop-test")
        monkeypatch.setenv("NOTIFY_SOCKET", "@heatloop-test")
        assert notify("READY=1")
        assert there.recv(100) == b"READY=1"


def test_the_journal_is_never_flooded_and_says_what_it_left_out():
    now_s, lines = [0.0], []
    journal = Journal(lambda: now_s[0], lines.append)
    for _ in range(100):
        journal.note("plc", "plc-1", "silent")
    assert len(lines) == BURST
    journal.note("plc", "plc-2", "silent")
    assert len(lines) == BURST + 1, "each kind and code by itself"
    now_s[0] = 11.0
    journal.note("plc", "plc-1", "alive")
    assert json.loads(lines[-1])["left_out"] == 100 - BURST
