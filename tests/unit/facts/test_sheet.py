"""What is unknown, what is counted, and what a measurement tells."""

from __future__ import annotations

from datetime import date

import pytest
from fact_helpers import NOT_VOID, at, duration, measurement, occasion, touch, value, when

from courtesy.facts.business_days import known_calendar, near_calendars
from courtesy.facts.derivers import FACT_DERIVERS
from courtesy.model.case import Contact, Message
from courtesy.model.predicate import (
    AllHistory,
    Almanac,
    CaseDate,
    Count,
    Direction,
    Fact,
    FieldTest,
    HoursWindow,
    Recipients,
    Rolling,
    Selector,
    SinceInterview,
    TimeAfter,
    TouchTime,
    Which,
    WithinHours,
)
from courtesy.model.vocabulary import FACTS
from courtesy.values import DAY, HOUR, FactType

NOW = at("2026-11-27T15:30")
ALMANAC = Almanac(calendar="US")
FOLLOW_UPS = Selector((FieldTest("purpose", frozenset({"follow_up"})), NOT_VOID))
WEEK = Rolling(duration("7 days"))
SENT = touch("2026-11-25T10:00")
UNSAID = touch("2026-11-26T10:00", purpose=None)


def fact(name: str) -> Fact:
    """A built-in fact as rules read it."""
    return Fact(name, FACTS[name].type, ALMANAC if FACTS[name].local else None)


def test_every_declared_fact_has_one_deriver() -> None:
    """The vocabulary and the derivers name the same facts."""
    assert list(FACTS) == list(FACT_DERIVERS)


@pytest.mark.parametrize(
    ("threshold", "history", "expected"),
    [
        (1, (SENT, UNSAID), 1),
        (2, (SENT, UNSAID), None),
        (3, (SENT, UNSAID), 1),
        (1, (UNSAID,), None),
        (1, (), 0),
        (1, None, None),
    ],
)
def test_count_is_known_where_the_unknown_cannot_matter(
    threshold: int, history: tuple[object, ...] | None, expected: int | None
) -> None:
    """A count with doubtful touches is known where both its ends lie on one side of the threshold."""
    term = Count(FOLLOW_UPS, WEEK, threshold, ALMANAC)
    assert value(term, occasion(NOW, history=history)) == expected  # type: ignore[arg-type]  # touches


def test_missing_facts_are_named() -> None:
    """An unknown value names the facts that would settle it."""
    count = Count(FOLLOW_UPS, WEEK, 1, ALMANAC)
    wait = TimeAfter(CaseDate("interview.ended_at"), duration("7 days"), ALMANAC)
    case = Count(FOLLOW_UPS, SinceInterview(), 1, ALMANAC)
    hours = WithinHours((HoursWindow(frozenset({0}), 9 * HOUR, 17 * HOUR),), ALMANAC)
    bare = {"interview.ended_at": date(2026, 11, 20)}
    assert measurement(count, occasion(NOW, history=None)).missing == ("history",)
    assert measurement(count, occasion(NOW, history=(UNSAID,))).missing == ("history.purpose",)
    assert measurement(count, occasion(NOW, history=(SENT,), zones=())).missing == ("recipient.zone",)
    assert measurement(case, occasion(NOW, history=(SENT,))).missing == ("interview.ended_at",)
    assert measurement(wait, occasion(NOW)).missing == ("interview.ended_at",)
    assert measurement(wait, occasion(NOW, zones=(), facts=bare)).missing == ("recipient.zone",)
    assert measurement(hours, occasion(NOW, zones=())).missing == ("recipient.zone",)
    assert measurement(fact("message.words"), occasion(NOW)).missing == ("message.body",)
    assert measurement(fact("action.weekday"), occasion(NOW, zones=())).missing == ("recipient.zone",)
    assert measurement(fact("recipient.asked_to_stop"), occasion(NOW, history=None)).missing == ("history",)


def test_last_touch_that_may_not_match_is_unknown() -> None:
    """A doubtful touch after the last certain one leaves the last one unknown, the first one known."""
    last = TimeAfter(TouchTime(Which.LAST, FOLLOW_UPS), duration("0 minutes"), ALMANAC)
    first = TimeAfter(TouchTime(Which.FIRST, FOLLOW_UPS), duration("0 minutes"), ALMANAC)
    both = occasion(NOW, history=(SENT, UNSAID))
    assert value(last, both) is None
    assert value(first, both) == NOW - at("2026-11-25T10:00")
    assert measurement(first, both).touches == (SENT,)
    assert measurement(last, occasion(NOW)).missing == ()


def test_touches_of_others_and_of_the_future_do_not_count() -> None:
    """Only touches of the same contact at or before the act count, failed ones never."""
    others = (touch("2026-11-26T10:00", to=("other",)), touch("2026-11-27T15:30:01"))
    failed = (touch("2026-11-26T10:00", outcome="failed"),)
    term = Count(FOLLOW_UPS, WEEK, 1, ALMANAC)
    assert value(term, occasion(NOW, history=(*others, *failed))) == 0
    assert (
        value(Count(Selector((NOT_VOID,), to=Recipients.ANYONE), WEEK, 1, ALMANAC), occasion(NOW, history=others)) == 1
    )
    assert value(Count(Selector(to=Recipients.SAME_COMPANY), WEEK, 1, ALMANAC), occasion(NOW, history=others)) == 0
    assert value(term, occasion(NOW, history=None, addressed=False)) == 0


def test_same_fields_equal_those_of_the_action() -> None:
    """`same` compares a touch with the action, and an unknown side leaves it open."""
    term = Count(Selector(same=("channel", "purpose", "tags", "attributes.job")), AllHistory(), 1, ALMANAC)
    sent = touch("2026-11-25T10:00", attributes={"job": "a"})
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "a"})) == 1
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "b"})) == 0
    assert value(term, occasion(NOW, history=(sent,))) is None
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "a"}, tags=frozenset({"x"}))) == 0


def test_since_an_anchor_is_inclusive() -> None:
    """A touch at the anchor itself counts; after something that never happened nothing does."""
    replies = Selector((FieldTest("event", frozenset({"reply"})),), direction=Direction.INBOUND)
    term = Count(FOLLOW_UPS, AllHistory(), 1, ALMANAC, since=TouchTime(Which.LAST, replies))
    reply = touch("2026-11-25T10:00", direction=Direction.INBOUND, event="reply")
    assert value(term, occasion(NOW, history=(SENT, reply))) == 1
    assert value(term, occasion(NOW, history=(touch("2026-11-25T09:59:59"), reply))) == 0
    assert value(term, occasion(NOW, history=(SENT,))) == 0


def test_roles_and_meeting() -> None:
    """An interviewer has been met; everyone else who gets the message is in `cc.roles`."""
    hr = Contact(id="hr", roles=frozenset({"hr"}))
    boss = Contact(id="boss", roles=frozenset({"ceo"}))
    of = occasion(NOW, contacts=(hr, boss), cc=("hr",), to=("anna", "boss"))
    assert value(fact("cc.roles"), of) == {"hr", "ceo"}
    assert value(fact("recipient.met"), of) is True
    nobody = occasion(NOW, addressed=False)
    assert value(fact("recipient.roles"), nobody) == frozenset()
    assert value(fact("recipient.met"), nobody) is False
    assert value(fact("recipient.relationship"), nobody) is None


def test_a_stop_counts_from_its_moment_on() -> None:
    """A stop request holds at its own instant and later, not before."""
    stop = touch("2026-11-27T15:30", direction=Direction.INBOUND, event="stop_request")
    asked = fact("recipient.asked_to_stop")
    before, later = at("2026-11-27T15:29:59"), at("2026-11-27T15:30:01")
    assert [value(asked, occasion(now, history=(stop,))) for now in (before, NOW, later)] == [False, True, True]


def test_readings_that_differ_between_plausible_zones_are_unknown() -> None:
    """Local time is known only where all plausible zones agree; hours must hold in all of them."""
    both = occasion(NOW, zones=("America/New_York", "Europe/Berlin"))
    hours = WithinHours((HoursWindow(frozenset({4}), 9 * HOUR, 17 * HOUR),), ALMANAC)
    assert value(fact("action.local_time"), both) is None
    assert value(fact("action.weekday"), both) == "friday"
    assert value(fact("action.business_day"), both) is True
    assert value(hours, both) is False
    assert value(hours, occasion(NOW)) is True
    assert value(fact("recipient.zone"), both) is None


def test_stated_times_and_attributes() -> None:
    """Times are instants, a bare date begins with its day, and the action's attributes come first."""
    decided = fact("interview.decision_promised_for")
    facts = {"interview.decision_promised_for": date(2026, 11, 30), "attributes.job": "case"}
    job = Fact("attributes.job", FactType.STRING)
    assert value(decided, occasion(NOW, facts=facts)) == at("2026-11-30T00:00")
    assert value(job, occasion(NOW, facts=facts)) == "case"
    assert value(job, occasion(NOW, facts=facts, attributes={"job": "act"})) == "act"
    fallback = TimeAfter(CaseDate("interview.decision_promised_for", "interview.ended_at"), duration("1 day"), ALMANAC)
    ended = occasion(NOW, facts={"interview.ended_at": when("2026-11-20T15:30")})
    assert value(fallback, ended) == 6 * DAY
    assert measurement(fallback, ended).due == when("2026-11-21T15:30")


def test_a_known_subject_settles_what_it_can() -> None:
    """Without a body, thanks and names in the subject are known, their absence is not."""
    anna = (Contact(id="ada", name="Ada Byron"),)
    said = occasion(NOW, contacts=anna, message=Message(subject="Thank you, Ada"))
    unsaid = occasion(NOW, contacts=anna, message=Message(subject="Hello"))
    assert value(fact("message.mentions_thanks"), said) is True
    assert measurement(fact("message.names_contacts"), said).names == ("Ada Byron",)
    assert value(fact("message.mentions_thanks"), unsaid) is None
    assert value(fact("message.names_contacts"), unsaid) is None
    assert value(fact("message.words"), unsaid) is None


def test_calendars_are_checked_with_near_matches() -> None:
    """Countries and their regions are calendars; a slip has near matches."""
    assert known_calendar("US")
    assert known_calendar("DE-BY")
    assert not known_calendar("US-XX")
    assert not known_calendar("")
    assert "DE-BY" in near_calendars("de_by")


def test_absurd_durations_are_cut_off() -> None:
    """The longest durations that can be written end in the far future instead of failing."""
    facts = {"interview.ended_at": when("2026-11-20T15:30")}
    for unit in ("minutes", "hours", "days", "weeks", "dates", "business days"):
        term = TimeAfter(CaseDate("interview.ended_at"), duration(f"999999 {unit}"), ALMANAC)
        found = measurement(term, occasion(NOW, facts=facts))
        assert isinstance(found.value, int)
        assert found.value < 0
        assert value(Count(FOLLOW_UPS, Rolling(term.duration), 1, ALMANAC), occasion(NOW, history=(SENT,))) == 1
