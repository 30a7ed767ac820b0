"""Laws of the desk, over anything that people, programmes, panels and clocks may do to it."""

import math
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from plants_desk import ANNA, BERT, CHIEF, EVE, desk

from heatloop_control.desk import (
    Claim,
    Progress,
    Scene,
    Slot,
    Wish,
    ask,
    consent,
    lift_tag,
    make_ready,
    make_safe,
    order,
    release,
    tag_out,
    turn,
)
from heatloop_control.desk.terms import Change
from heatloop_control.mode import Event, Mode

PEOPLE = st.sampled_from([ANNA, BERT, CHIEF, EVE])
NAMES = st.sampled_from(["supply", "permit", "humidity"])
ODD = st.sampled_from([math.nan, math.inf, -math.inf, 1e308, -0.0, 40.0, 80.0, 100.0, 100.0000001, -1e-9])
VALUES = st.one_of(st.floats(-50.0, 150.0), ODD)
SLOTS = st.sampled_from(list(Slot))
CLAIMS = st.builds(
    Claim,
    st.sampled_from(["supply", "permit"]),
    st.sampled_from([Slot.SAFETY, Slot.PROTECTION, Slot.PANEL]),
    st.one_of(st.none(), VALUES),
    st.just("plc-1"),
    st.just("because"),
)
TTL = st.one_of(st.floats(0.0, 400.0), ODD)
GOOD = st.tuples(
    st.just("ask"),
    st.sampled_from(["supply", "permit"]),
    st.floats(40.0, 80.0),
    st.floats(10.0, 400.0),
    st.sampled_from([ANNA, BERT]),
    st.sampled_from([Slot.OPERATOR, Slot.OPTIMISER]),
    st.just(0),
)
"""What is likely to be taken, so that there is something to break."""
STEPS = st.one_of(
    GOOD,
    st.tuples(st.just("ask"), NAMES, VALUES, TTL, PEOPLE, SLOTS, st.integers(0, 3)),
    st.tuples(st.just("turn"), st.lists(CLAIMS, max_size=3), st.sampled_from(list(Mode)), VALUES, st.floats(0.0, 60.0)),
    st.tuples(st.just("release"), NAMES, PEOPLE),
    st.tuples(st.just("consent"), PEOPLE),
    st.tuples(st.just("order"), st.sampled_from(list(Event)), PEOPLE, st.sampled_from(["r1", "r2", "r3", ""])),
    st.tuples(st.just("safe"), PEOPLE),
    st.tuples(st.just("ready"), PEOPLE),
    st.tuples(st.just("tag"), st.sampled_from(["supply", "SC-201", "nothing"]), PEOPLE),
    st.tuples(st.just("lift"), st.sampled_from(["supply", "SC-201"]), PEOPLE),
)


def holders(of, name):
    return {lease.ticket for rows in (of.leases, of.waiting) for key, lease in rows.items() if key[0] == name}


class World:
    """A desk with a clock, and a record of what was taken."""

    def __init__(self, second_person):
        self.desk, self.now_s = desk(consent=second_person), 0.0
        self.taken, self.turned, self.last = {}, None, None
        self.versions = {name: {self.desk.version(name)} for name in ("supply", "permit")}

    def do(self, step):
        before = self.desk
        getattr(self, step[0])(*step[1:])
        for name, seen in self.versions.items():
            version = self.desk.version(name)
            assert version == before.version(name) or version not in seen, "a version never comes back"
            if holders(before, name) != holders(self.desk, name):
                assert version != before.version(name), "every change of who holds a setpoint is a new version"
            seen.add(version)

    def ask(self, name, value, ttl_s, by, slot, back):
        known = max(self.desk.versions.get(name, 0) - back, 0)
        wish = Wish(name, value, "a reason", ttl_s, by, f"b.{known}", slot)
        stale = wish.version != self.desk.version(name)
        before = self.desk
        self.desk, answer = ask(self.desk, wish, self.now_s)
        if answer.refusal is not None:
            assert self.desk == before, "a refusal changes nothing"
            return
        assert not stale, "who looked at an older version writes nothing"
        assert answer.ticket not in self.taken
        self.taken[answer.ticket] = (wish, self.now_s)

    def turn(self, claims, mode, scheduled, dt_s):
        self.now_s += dt_s
        scene = Scene(mode, tuple(claims), {"supply": scheduled, "permit": scheduled}, {"supply": scheduled})
        before = self.desk
        self.turned = turn(self.desk, scene, self.now_s, dt_s)
        self.desk = self.turned.desk
        self.law_of_envelopes()
        self.law_of_ramps(before, dt_s)
        self.law_of_ranks(claims)
        self.law_of_events(before, mode)

    def law_of_envelopes(self):
        asked = self.turned.asked
        assert 40.0 <= asked.supply_c <= 80.0
        assert 0.0 <= asked.permit <= 100.0

    def law_of_ramps(self, before, dt_s):
        rows = {row.name: row for row in self.turned.standings}
        was = before.given.get("supply")
        if was is not None and rows["supply"].slot > Slot.PROTECTION:
            assert abs(self.turned.asked.supply_c - was) <= 0.02 * dt_s + 1e-9

    def law_of_ranks(self, claims):
        for row in self.turned.standings:
            above = [claim.slot for claim in claims if claim.name == row.name and claim.slot <= Slot.PROTECTION]
            assert not above or row.slot <= min(above), "safety and protection always win"
            if row.slot <= Slot.PROTECTION:
                assert self.turned.desk.given[row.name] == row.value, "and at once"
            if self.desk.safe is not None and row.name == "permit":
                assert (row.slot, row.value) == (Slot.SAFETY, 0.0) or claims
            if row.ticket:
                wish, _ = self.taken[row.ticket]
                lease = self.desk.lease(row.ticket)
                assert self.now_s < lease.until_s <= self.now_s + wish.ttl_s, "a lease that has run out never wins"
                assert row.value == wish.value
                assert row.slot is wish.slot
                assert wish.by is not EVE

    def law_of_events(self, before, mode):
        event = self.turned.asked.event
        if before.safe is not None:
            assert event in {None, Event.STOP}
        assert event in {None, Event.START, Event.STOP, Event.RESET}
        assert event is not Event.START or not before.tags
        assert mode is not Mode.ABORTED or not self.desk.leases

    def release(self, name, by):
        self.desk, _ = release(self.desk, name, by, self.desk.version(name))

    def consent(self, by):
        for lease in tuple(self.desk.waiting.values()):
            self.desk, answer = consent(self.desk, lease.ticket, by, self.now_s)
            assert answer.refusal or (by.who != lease.wish.by.who and by is not EVE)

    def order(self, event, by, request):
        known = request in self.desk.requests
        self.desk, answer = order(self.desk, event, by, "a reason", request, self.now_s)
        assert not (known and answer.refusal is None), "no order acts twice"

    def safe(self, by):
        self.desk = make_safe(self.desk, by.who, self.now_s)
        assert not self.desk.leases

    def ready(self, by):
        self.desk, _ = make_ready(self.desk, by, "all is well")

    def tag(self, target, by):
        self.desk, _ = tag_out(self.desk, target, by, "a note", self.now_s)

    def lift(self, target, by):
        self.desk, _ = lift_tag(self.desk, target, by)


@settings(max_examples=80)
@given(st.lists(STEPS, max_size=40), st.sampled_from([(), ("supply",)]))
def test_whatever_happens_no_law_of_the_desk_is_broken(steps, second_person):
    world = World(second_person)
    for step in steps:
        world.do(step)
        live = world.desk.leases.values()
        assert all(lease.progress not in {Progress.EXPIRED, Progress.RELEASED, Progress.REFUSED} for lease in live)
        assert all(key == (lease.wish.name, lease.wish.slot) for key, lease in world.desk.leases.items())
        if second_person:
            on_supply = [lease for lease in live if lease.wish.name == "supply"]
            assert all(lease.consent and lease.consent != lease.wish.by.who for lease in on_supply)


@given(st.floats(10.0, 14400.0), st.floats(0.0, 20000.0))
def test_a_lease_wins_until_its_time_is_over_and_never_after(ttl_s, later_s):
    d, _ = ask(desk(), Wish("permit", 30.0, "a reason", ttl_s, ANNA, "b.0"), 0.0)
    permit = turn(d, Scene(Mode.RUN), later_s, 1.0).asked.permit
    assert permit == (30.0 if later_s < ttl_s else 100.0)


@given(st.floats(40.0, 80.0), st.integers(1, 20))
def test_a_message_that_comes_again_writes_nothing_the_second_time(value, later):
    message = Wish("supply", value, "a reason", 600.0, ANNA, "b.0")
    d, taken = ask(desk(), message, 0.0)
    for again in range(later):
        d, answer = ask(d, message, 10.0 * (again + 1))
        assert answer.refusal.code == "stale_version"
    assert tuple(lease.ticket for lease in d.leases.values()) == (taken.ticket,)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 7.0]), min_size=1, max_size=60))
def test_every_end_of_a_lease_is_told_exactly_once(steps_s):
    d, answer = ask(desk(), Wish("supply", 72.0, "a reason", 30.0, ANNA, "b.0"), 0.0)
    told: list[Change] = []
    now_s = 0.0
    for dt_s in steps_s:
        now_s += dt_s
        turned = turn(d, Scene(Mode.RUN), now_s, dt_s)
        d, told = turned.desk, [*told, *turned.changes]
    ends = [row for row in told if row.became == "expired"]
    assert [row.ticket for row in ends] == ([answer.ticket] if now_s >= 30.0 else [])
    assert replace(d, leases={}).lease(answer.ticket) is not None or now_s < 30.0
