"""The desk: what people ask for, who wins, and what they are told."""

import itertools
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from plants import image, program
from plants_desk import ANNA, BERT, CHIEF, EVE, desk, wish

from heatloop_control import desk_record as record
from heatloop_control.audit import Audit
from heatloop_control.audit_check import read, verify
from heatloop_control.desk import (
    Claim,
    Kept,
    Progress,
    Scene,
    Slot,
    ask,
    consent,
    desk_of,
    kept_of,
    lift_tag,
    make_ready,
    make_safe,
    order,
    release,
    resumed,
    seen_of,
    setpoints_of,
    standings_of,
    tag_out,
    turn,
)
from heatloop_control.mode import Event, Mode
from heatloop_control.plain import plain, shaped
from heatloop_control.scan import scan
from heatloop_control.state import Asked, first
from heatloop_sites.schema.control import Setpoints
from heatloop_thermo.errors import OutOfRange

RUN = Scene(Mode.RUN)


def codes(d, *wishes, now_s=100.0):
    return [answer.refusal.code if (answer := ask(d, w, now_s)[1]).refusal else None for w in wishes]


def test_without_any_lease_the_schedule_has_every_setpoint():
    turned = turn(desk(), RUN, 0.0, 1.0)
    assert turned.asked == Asked(None, 75.0, 100.0)
    assert {row.slot for row in turned.standings} == {Slot.SCHEDULE}
    turned = turn(turned.desk, replace(RUN, schedule={"supply": 70.0}), 1.0, 1.0)
    assert turned.standings[0].value == 70.0
    assert turned.asked.supply_c == pytest.approx(74.98), "on the ramp"


def test_a_lease_goes_from_accepted_to_verified_and_back_to_the_schedule():
    d, answer = ask(desk(), wish(72.0, ttl_s=1800.0), 0.0)
    assert (answer.progress, answer.refusal) == (Progress.ACCEPTED, None)
    was, now_s, values = [], 0.0, []
    shown = 75.0
    while now_s < 2000.0:
        now_s += 1.0
        turned = turn(d, replace(RUN, seen={"supply": shown}), now_s, 1.0)
        d, shown = turned.desk, turned.asked.supply_c
        values.append(shown)
        was += [change.became for change in turned.changes]
    assert was == ["applied", "verified", "expired"]
    assert min(values) == 72.0
    assert values[-1] == 75.0
    assert max(abs(b - a) for a, b in itertools.pairwise(values)) <= 0.02 + 1e-9
    assert d.lease(answer.ticket).progress is Progress.EXPIRED


def test_a_plant_that_does_not_follow_leaves_the_lease_unconfirmed_until_it_does():
    d, answer = ask(desk(), wish(50.0, "permit", ttl_s=3600.0), 0.0)
    d = turn(d, replace(RUN, seen={"permit": 100.0}), 1.0, 1.0).desk
    d = turn(d, replace(RUN, seen={"permit": 100.0}), 100.0, 1.0).desk
    assert d.lease(answer.ticket).progress is Progress.APPLIED
    d = turn(d, replace(RUN, seen={"permit": 100.0}), 500.0, 1.0).desk
    assert d.lease(answer.ticket).progress is Progress.UNCONFIRMED
    assert d.lease(answer.ticket).why == "permit is at 100 %"
    d = turn(d, replace(RUN, seen={"permit": 50.4}), 501.0, 1.0).desk
    assert d.lease(answer.ticket).progress is Progress.VERIFIED
    for now_s, shown, is_at in ((502.0, 80.0, Progress.VERIFIED), (900.0, None, Progress.UNCONFIRMED)):
        d = turn(d, replace(RUN, seen={"permit": shown}), now_s, 1.0).desk
        assert d.lease(answer.ticket).progress is is_at
    assert d.lease(answer.ticket).why == "permit cannot be seen"


def test_what_is_wrong_with_a_wish_is_said_by_code_and_limit():
    d = desk()
    bad = [
        wish(72.0, "humidity"),
        wish(float("nan")),
        wish(float("inf")),
        wish(80.5),
        wish(72.0, ttl_s=9.0),
        wish(72.0, ttl_s=float("nan")),
        wish(72.0, ttl_s=4 * 3600.0 + 1.0),
        wish(72.0, reason=" x "),
        wish(72.0, by=EVE),
        wish(72.0, slot=Slot.SAFETY),
        wish(72.0, version="other.0"),
    ]
    found = [
        "unknown",
        "not_a_number",
        "not_a_number",
        "outside_envelope",
        "ttl",
        "ttl",
        "ttl",
        "reason",
        "role",
        "slot",
    ]
    assert codes(d, *bad) == [*found, "stale_version"]
    assert ask(d, wish(80.5), 0.0)[1].refusal.limit == (40.0, 80.0, "degC")
    assert "80.5 degC is outside 40..80 degC" in ask(d, wish(80.5), 0.0)[1].refusal.text
    assert codes(d, wish(72.0, ttl_s=4 * 3600.0 + 1.0, by=CHIEF)) == [None]
    assert codes(d, wish(72.0, ttl_s=3601.0, by=CHIEF, slot=Slot.OPTIMISER)) == ["ttl"]


def test_two_people_who_looked_at_the_same_version_cannot_both_write():
    d = desk()
    both = wish(72.0, version=d.version("supply"))
    d, first_answer = ask(d, both, 0.0)
    d, second = ask(d, replace(both, by=BERT, value=60.0), 100.0)
    assert second.refusal.code == "stale_version"
    assert second.version == first_answer.version == d.version("supply")
    d, third = ask(d, replace(both, by=BERT, value=60.0, version=second.version), 100.0)
    assert third.refusal is None
    assert d.lease(first_answer.ticket).why == f"replaced by {third.ticket}"


def test_a_setpoint_is_not_written_more_often_than_its_dwell_allows():
    d, _ = ask(desk(), wish(72.0), 100.0)
    again = wish(71.0, version=d.version("supply"))
    assert codes(d, again, now_s=104.9) == ["dwell"]
    assert codes(d, again, now_s=105.0) == [None]


def test_release_needs_the_version_and_gives_the_setpoint_back():
    d, answer = ask(desk(), wish(72.0), 0.0)
    assert release(d, "supply", ANNA, "old.1")[1].refusal.code == "stale_version"
    assert release(d, "supply", EVE, answer.version)[1].refusal.code == "role"
    assert release(d, "nothing", ANNA, answer.version)[1].refusal.code == "unknown"
    assert release(d, "permit", ANNA, d.version("permit"))[1].refusal.code == "no_lease"
    d, released = release(d, "supply", BERT, answer.version)
    assert released.progress is Progress.RELEASED
    turned = turn(d, RUN, 1.0, 1.0)
    assert turned.standings[0].slot is Slot.SCHEDULE
    assert d.lease(answer.ticket).why == "released by Bert"


def test_the_higher_rank_wins_and_the_page_can_say_why():
    d, low = ask(desk(), wish(60.0, slot=Slot.OPTIMISER, reason="cheap heat"), 0.0)
    d, high = ask(d, wish(72.0, version=d.version("supply"), reason="cold night"), 0.0)
    d = turn(d, RUN, 1.0, 1.0).desk
    assert d.lease(high.ticket).progress is Progress.APPLIED
    assert d.lease(low.ticket).why == "outranked by operator Anna: cold night"
    panel = Claim("supply", Slot.PANEL, 65.0, "plc-1", "local mode")
    (row, _) = standings_of(d, Scene(Mode.RUN, (panel,)), 2.0)
    assert (row.slot, row.value, row.why) == (Slot.PANEL, 65.0, "local mode")
    assert row.outranked == ("operator Anna: 72 degC", "optimiser Anna: 60 degC", "schedule: 75 degC")


def test_between_two_scans_the_page_shows_no_lease_that_has_run_out():
    d, answer = ask(desk(), wish(72.0, ttl_s=60.0), 0.0)
    assert standings_of(d, RUN, 59.9)[0].ticket == answer.ticket
    assert standings_of(d, RUN, 60.0)[0].slot is Slot.SCHEDULE


def test_a_claim_of_nonsense_is_not_honoured_and_of_safety_it_is_the_safe_value():
    for value in (float("nan"), float("inf"), -3.0, 100.1):
        panel = Claim("permit", Slot.PANEL, value, "plc-1", "local mode")
        assert turn(desk(), Scene(Mode.RUN, (panel,)), 0.0, 1.0).asked.permit == 100.0
        trip = Claim("permit", Slot.SAFETY, value, "interlock", "too hot")
        assert turn(desk(), Scene(Mode.RUN, (trip,)), 0.0, 1.0).asked.permit == 0.0
    assert turn(desk(), Scene(Mode.RUN, (), {"supply": float("nan")}), 0.0, 1.0).asked.supply_c == 75.0
    with pytest.raises(OutOfRange, match="people hold leases"):
        Claim("permit", Slot.OPERATOR, 10.0, "me", "why not")


def test_of_two_claims_in_one_slot_the_more_careful_one_wins():
    pair = (
        Claim("permit", Slot.PROTECTION, 60.0, "hot inlet", ""),
        Claim("permit", Slot.PROTECTION, 30.0, "hotter", ""),
    )
    assert turn(desk(), Scene(Mode.RUN, pair), 0.0, 1.0).asked.permit == 30.0
    assert turn(desk(), Scene(Mode.RUN, pair[::-1]), 0.0, 1.0).asked.permit == 30.0


def test_made_safe_the_plant_stops_at_once_and_nothing_is_taken_until_it_is_made_ready():
    d, answer = ask(desk(), wish(50.0, "permit"), 0.0)
    d = turn(d, RUN, 1.0, 1.0).desk
    d, _ = order(d, Event.START, ANNA, "go on", "r1", 1.0)
    d = make_safe(d, "", 2.0)
    turned = turn(d, RUN, 2.0, 1.0)
    assert turned.asked == Asked(Event.STOP, 75.0, 0.0)
    assert turned.standings[1].who == "somebody"
    assert d.lease(answer.ticket).why == "the plant was made safe"
    d = turned.desk
    assert codes(d, wish(72.0, version=d.version("supply"))) == ["safe"]
    off = turn(d, Scene(Mode.OFF), 3.0, 1.0)
    assert off.asked == Asked(None, 75.0, 0.0)
    assert order(off.desk, Event.START, ANNA, "go on", "r2", 3.0)[1].refusal.code == "safe"
    assert make_ready(d, EVE, "all is well")[1].refusal.code == "role"
    assert make_ready(d, ANNA, "")[1].refusal.code == "reason"
    d, _ = make_ready(off.desk, ANNA, "all is well")
    assert make_ready(d, ANNA, "all is well")[1].refusal.code == "not_safe"
    assert turn(d, Scene(Mode.OFF), 4.0, 1.0).asked == Asked(None, 75.0, 100.0)


def test_an_order_acts_in_one_scan_once_and_not_after_it_is_stale():
    d = replace(desk(), mode=Mode.OFF)
    d, _ = order(d, Event.START, ANNA, "cold weather", "r1", 10.0)
    assert order(d, Event.START, ANNA, "cold weather", "r1", 10.0)[1].refusal.code == "replayed"
    assert order(d, Event.START, ANNA, "cold weather", "", 10.0)[1].refusal.code == "replayed"
    turned = turn(d, Scene(Mode.OFF), 11.0, 1.0)
    assert turned.asked.event is Event.START
    assert [(c.name, c.became) for c in turned.changes] == [("start", "applied")]
    assert turn(turned.desk, Scene(Mode.OFF), 12.0, 1.0).asked.event is None
    assert order(turned.desk, Event.START, ANNA, "cold weather", "r1", 12.0)[1].refusal.code == "replayed"
    late = turn(d, Scene(Mode.OFF), 15.1, 1.0)
    assert late.asked.event is None
    assert [(c.name, c.became) for c in late.changes] == [("start", "expired")]


def test_a_stop_is_never_outrun_late_or_refused_for_the_mode():
    d = replace(desk(), mode=Mode.STANDBY)
    d, _ = order(d, Event.STOP, ANNA, "", "r1", 0.0)
    d, _ = order(d, Event.START, BERT, "go on", "r2", 0.0)
    assert turn(d, Scene(Mode.STANDBY), 60.0, 1.0).asked.event is Event.STOP


def test_orders_that_make_no_sense_are_refused():
    d = replace(desk(), mode=Mode.RUN)
    asked = [(Event.TRIP, ANNA), (Event.STOP, EVE), (Event.START, ANNA), (Event.RESET, ANNA)]
    assert [order(d, event, by, "why not", "r", 0.0)[1].refusal.code for event, by in asked] == [
        "order",
        "role",
        "mode",
        "mode",
    ]
    tripped = replace(d, mode=Mode.ABORTED)
    assert order(tripped, Event.RESET, ANNA, "", "r", 0.0)[1].refusal.code == "reason"
    assert order(tripped, Event.RESET, ANNA, "pump mended", "r", 0.0)[1].refusal is None


def test_a_trip_ends_all_leases_and_refuses_new_ones_with_the_reason():
    d, answer = ask(desk(), wish(72.0), 0.0)
    turned = turn(d, Scene(Mode.ABORTED), 1.0, 1.0)
    assert [change.why for change in turned.changes] == ["the plant tripped"]
    assert turned.desk.lease(answer.ticket).progress is Progress.RELEASED
    assert codes(turned.desk, wish(72.0, version=turned.desk.version("supply"))) == ["tripped"]


def test_a_second_person_has_to_agree_where_the_setpoint_asks_for_it():
    d, answer = ask(desk(consent=("supply",)), wish(72.0, ttl_s=60.0), 0.0)
    assert answer.progress is Progress.REQUESTED
    assert turn(d, RUN, 1.0, 1.0).standings[0].slot is Slot.SCHEDULE
    assert consent(d, answer.ticket, ANNA, 2.0)[1].refusal.code == "same_person"
    assert consent(d, answer.ticket, replace(ANNA, who=" ANNA "), 2.0)[1].refusal.code == "same_person"
    assert consent(d, answer.ticket, EVE, 2.0)[1].refusal.code == "role"
    assert consent(d, "x-9", BERT, 2.0)[1].refusal.code == "no_request"
    assert consent(d, answer.ticket, BERT, 600.0)[1].refusal.code == "no_request"
    assert consent(make_safe(d, "Eve", 2.0), answer.ticket, BERT, 2.0)[1].refusal.code == "no_request"
    agreed, yes = consent(d, answer.ticket, BERT, 300.0)
    assert yes.progress is Progress.ACCEPTED
    lease = agreed.lease(answer.ticket)
    assert (lease.until_s, lease.consent) == (360.0, "Bert")
    assert turn(agreed, RUN, 301.0, 1.0).standings[0].slot is Slot.OPERATOR
    assert turn(d, RUN, 600.0, 1.0).changes[0].why == "nobody agreed in time"


def test_a_request_does_not_displace_what_runs_until_somebody_agrees():
    d = desk(consent=("supply",))
    d, one = ask(d, wish(72.0), 0.0)
    d, _ = consent(d, one.ticket, BERT, 1.0)
    d, two = ask(d, wish(60.0, version=d.version("supply")), 10.0)
    assert standings_of(d, RUN, 11.0)[0].value == 72.0
    d, _ = consent(d, two.ticket, BERT, 12.0)
    assert standings_of(d, RUN, 12.0)[0].value == 60.0


def test_what_is_tagged_out_is_neither_written_nor_started_until_its_owner_lifts_the_tag():
    d, answer = ask(desk(), wish(72.0), 0.0)
    assert tag_out(d, "SC-999", ANNA, "bearing", 1.0)[1].refusal.code == "unknown"
    assert tag_out(d, "SC-201", EVE, "bearing", 1.0)[1].refusal.code == "role"
    assert tag_out(d, "SC-201", ANNA, "", 1.0)[1].refusal.code == "reason"
    d, _ = tag_out(d, "supply", ANNA, "sensor is calibrated", 1.0)
    assert d.lease(answer.ticket).why == "tagged out by Anna"
    refused = ask(d, wish(72.0, version=d.version("supply")), 9.0)[1].refusal
    assert (refused.code, refused.text) == ("tagged_out", "supply: tagged out by Anna: sensor is calibrated")
    d, _ = lift_tag(d, "supply", ANNA)
    assert codes(d, wish(72.0, version=d.version("supply"))) == [None]

    d, _ = tag_out(replace(d, mode=Mode.OFF), "SC-201", ANNA, "bearing", 1.0)
    assert order(d, Event.START, BERT, "go on", "r", 2.0)[1].refusal.code == "tagged_out"
    assert lift_tag(d, "SC-201", BERT)[1].refusal.code == "no_tag"
    assert lift_tag(d, "SC-201", BERT, "Anna")[1].refusal.code == "role"
    d, _ = lift_tag(d, "SC-201", CHIEF, "Anna")
    assert not d.tags


def test_a_tag_hung_after_a_start_was_ordered_holds_the_start_back():
    d, _ = order(replace(desk(), mode=Mode.OFF), Event.START, ANNA, "go on", "r", 0.0)
    d, _ = tag_out(d, "SC-201", BERT, "bearing", 0.1)
    assert turn(d, Scene(Mode.OFF), 1.0, 1.0).asked.event is None


def test_nothing_of_an_earlier_start_of_the_controller_fits_the_next_one():
    old = desk("monday")
    assert codes(desk("tuesday"), wish(72.0, version=old.version("supply"))) == ["stale_version"]


def test_tags_and_safe_outlive_the_controller_and_leases_do_not():
    d, _ = ask(desk("monday"), wish(72.0, version="monday.0"), 0.0)
    d, _ = tag_out(d, "SC-201", ANNA, "bearing", 1.0)
    d = make_safe(d, "Eve", 2.0, "smoke")
    content = json.loads(json.dumps(plain(kept_of(d))))
    again = resumed(desk("tuesday"), shaped(Kept, content))
    assert (again.tags, again.safe, dict(again.leases)) == (d.tags, d.safe, {})
    assert turn(again, RUN, 0.0, 1.0).asked == Asked(Event.STOP, 75.0, 0.0)
    gone = Kept((replace(d.tags[0], target="SC-999"),), None)
    assert not resumed(desk(), gone).tags


def test_every_answer_makes_a_row_and_what_is_refused_has_its_code(tmp_path):
    log, d = Audit(tmp_path / "audit.sqlite"), turn(desk(), RUN, 0.0, 1.0).desk
    utc = ("2026-01-19T06:00:00Z", "2026-01-19T06:10:00Z")
    for value in (90.0, 72.0):
        asked = wish(value)
        new, answer = ask(d, asked, 1.0)
        row = record.of_wish(d, asked, answer, "127.0.0.1", "r1", utc, 1.0)
        seq, d = log.append(row), new
    turned = turn(d, RUN, 700.0, 1.0)
    ends = [end for change in turned.changes if (end := record.end_of(change))]
    log.complete(seq, row, ends[0], "2026-01-19T06:11:40Z", 700.0)
    released = release(turned.desk, "supply", ANNA, "old")[1]
    log.note(record.of_action("release", "supply", ANNA, "", released, "cli", "r2", utc[0], 701.0))
    log.close()
    rows = [entry for _, entry, _, _ in read(log.path)]
    results = ["refused: outside_envelope", "pending", "expired: its time ran out", "refused: stale_version"]
    assert [entry.result for entry in rows] == results
    assert (rows[1].before, rows[1].after, rows[1].lease_until) == ("75 degC", "72 degC", utc[1])
    assert (rows[0].lease_until, rows[2].refers) == ("", 2)
    assert verify(log.path).pending == ()


def test_the_envelope_is_the_narrower_one_of_site_file_and_program():
    typed = Setpoints.model_validate({"supply": {"min": "60 degC", "max": "90 degC", "ramp": "1 K/min"}})
    supply = setpoints_of(program(), typed)["supply"]
    assert (supply.low, supply.high) == (60.0, 80.0)
    assert supply.ramp.up_per_s == pytest.approx(1.0 / 60.0)
    fast = Setpoints.model_validate({"supply": {"min": "60 degC", "max": "90 degC", "ramp": "20 K/min"}})
    assert setpoints_of(program(), fast)["supply"].ramp.up_per_s == float("inf"), "the scan's own is slower"
    with pytest.raises(OutOfRange, match="default"):
        setpoints_of(program(), Setpoints.model_validate({"supply": {"min": "60 degC", "max": "70 degC"}}))


def test_the_real_scan_verifies_what_the_desk_was_asked():
    rows = program()
    outputs = {output.command: 50.0 for output in rows.outputs}
    state = replace(first(rows), mode=Mode.RUN, in_charge=True, setpoint_c=75.0, outputs=outputs)
    d, answer = ask(desk_of(rows, Setpoints(), "b"), wish(74.0, ttl_s=600.0), 0.0)
    for second in range(1, 300):
        picture = image()
        scene = Scene(state.mode, seen=seen_of(rows, state, picture))
        turned = turn(d, scene, float(second), 1.0)
        d, state = turned.desk, scan(rows, state, picture, turned.asked, 1.0).state
    assert state.setpoint_c == 74.0
    assert d.lease(answer.ticket).progress is Progress.VERIFIED
    assert seen_of(rows, replace(state, mode=Mode.HOLD), picture)["supply"] is None
