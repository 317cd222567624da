"""What is unknown, what is counted, and what a measurement tells."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from courtesy.facts.business_days import known_calendar
from courtesy.facts.calendar_names import near_calendars
from courtesy.model.almanac import OpenHours
from courtesy.model.case import Contact, Message
from courtesy.model.facts import Mention
from courtesy.model.predicate import (
    AllHistory,
    CaseDate,
    Count,
    Direction,
    Fact,
    FieldTest,
    Recipients,
    Rolling,
    Selector,
    SinceInterview,
    TimeAfter,
    TouchTime,
    Which,
    WithinHours,
)
from courtesy.values import DAY, HOUR, FactType
from tests.unit.facts.fact_helpers import (
    ALMANAC,
    NOT_VOID,
    at,
    duration,
    fact,
    measurement,
    occasion,
    touch,
    value,
    when,
)

NOW = at("2026-11-27T15:30")
FOLLOW_UPS = Selector((FieldTest("purpose", frozenset({"follow_up"})), NOT_VOID))
WEEK = Rolling(duration("7 days"))
SENT = touch("2026-11-25T10:00")
UNSAID = touch("2026-11-26T10:00", purpose=None)


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
    hours = WithinHours((OpenHours(frozenset({0}), 9 * HOUR, 17 * HOUR),), ALMANAC)
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


def test_of_an_act_that_addresses_nobody_the_touches_are_those_of_nobody() -> None:
    """The same contact are then the touches that address nobody, the same company all; unknown with the history."""
    posted, sent = touch("2026-11-26T10:00", to=()), touch("2026-11-26T11:00")
    alike, company = (
        Count(Selector(to=to), WEEK, 9, ALMANAC) for to in (Recipients.SAME_CONTACT, Recipients.SAME_COMPANY)
    )
    for term, expected in ((alike, (posted,)), (company, (posted, sent))):
        of_nobody = occasion(NOW, history=(posted, sent), addressed=False, case_zone="America/New_York")
        assert measurement(term, of_nobody).certain == expected
        assert measurement(term, occasion(NOW, history=(posted, sent))).certain == (sent,)
    unknown = occasion(NOW, history=None, addressed=False, case_zone="America/New_York")
    assert measurement(Count(FOLLOW_UPS, WEEK, 1, ALMANAC), unknown).missing == ("history",)


def test_same_fields_equal_those_of_the_action() -> None:
    """`same` compares a touch with the action, and an unknown side leaves it open."""
    term = Count(Selector(same=("channel", "purpose", "tags", "attributes.job")), AllHistory(), 1, ALMANAC)
    sent = touch("2026-11-25T10:00", attributes={"job": "a"})
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "a"})) == 1
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "b"})) == 0
    assert value(term, occasion(NOW, history=(sent,))) is None
    assert value(term, occasion(NOW, history=(sent,), attributes={"job": "a"}, tags=frozenset({"x"}))) == 0


@pytest.mark.parametrize(
    ("act", "case", "theirs", "expected", "missing"),
    [
        ("a", {}, {"job": "a"}, 1, ()),
        (None, {"attributes.job": "a"}, {"job": "a"}, 1, ()),
        ("b", {"attributes.job": "a"}, {"job": "a"}, 0, ()),
        (None, {}, {"job": "a"}, None, ("attributes.job",)),
        ("a", {}, {}, None, ("history.attributes.job",)),
        (None, {"attributes.job": "a"}, {}, None, ("history.attributes.job",)),
        (None, {}, {}, None, ("attributes.job", "history.attributes.job")),
    ],
)
def test_what_is_missing_for_same_is_told_of_the_right_side(
    act: str | None, case: dict[str, str], theirs: dict[str, str], expected: int | None, missing: tuple[str, ...]
) -> None:
    """An attribute is the action's, or else the case's, against the touch's own; whichever lacks it is named."""
    term = Count(Selector(same=("attributes.job",)), AllHistory(), 1, ALMANAC)
    sent = touch("2026-11-25T10:00", attributes=theirs)
    measured = measurement(term, occasion(NOW, history=(sent,), facts=case, attributes={"job": act} if act else {}))
    assert (expected, missing) == (measured.value, measured.missing)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "missing"),
    [
        ("follow_up", "follow_up", 1, ()),
        ("follow_up", "thank_you", 0, ()),
        (None, "follow_up", None, ("action.purpose",)),
        ("follow_up", None, None, ("history.purpose",)),
        (None, None, None, ("action.purpose", "history.purpose")),
    ],
)
def test_a_missing_purpose_is_named_where_it_is_missing(
    ours: str | None, theirs: str | None, expected: int | None, missing: tuple[str, ...]
) -> None:
    """With `same: purpose` the act's purpose may be missing, or the touch's, or both."""
    term = Count(Selector(same=("purpose",)), AllHistory(), 1, ALMANAC)
    measured = measurement(term, occasion(NOW, history=(touch("2026-11-25T10:00", purpose=theirs),), purpose=ours))
    assert (expected, missing) == (measured.value, measured.missing)


def test_a_time_is_the_same_as_a_date_that_it_lies_in() -> None:
    """A bare date of the case is a whole local day: midnight belongs to it, and the next one does not."""
    term = Count(Selector(same=("attributes.due",)), AllHistory(), 9, ALMANAC)
    times = ("2026-11-29T23:59:59", "2026-11-30T00:00:00", "2026-11-30T23:59:59", "2026-12-01T00:00:00")
    sent = tuple(touch("2026-11-25T10:00", attributes={"due": at(time)}) for time in times)
    stated = {"attributes.due": date(2026, 11, 30)}
    assert measurement(term, occasion(NOW, history=sent, facts=stated)).certain == sent[1:3]
    nowhere = measurement(replace(term, threshold=1), occasion(NOW, history=sent, facts=stated, zones=()))
    assert (None, ("recipient.zone",)) == (nowhere.value, nowhere.missing)


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


def test_several_plausible_zones_are_no_zone() -> None:
    """An occasion is judged in one zone; where somebody has several, nothing local is known until one is chosen."""
    both = occasion(NOW, zones=("America/New_York", "Europe/Berlin"))
    assert both.recipient is not None
    assert [("America/New_York",), ("Europe/Berlin",)] == [placed.zones for placed in both.recipient.placed()]
    for term in (fact("action.local_time"), fact("action.weekday"), fact("recipient.zone")):
        assert value(term, both) is None
        assert value(term, occasion(NOW)) is not None


def test_stated_times_and_attributes() -> None:
    """A stated date is known, a fall-back takes the place of an unknown one, the action's attributes come first."""
    decided = fact("interview.decision_promised_for")
    facts = {"interview.decision_promised_for": date(2026, 11, 30), "attributes.job": "case"}
    job = Fact("attributes.job", FactType.STRING)
    assert value(decided, occasion(NOW, zones=(), facts=facts)) is not None
    assert value(decided, occasion(NOW)) is None
    assert value(job, occasion(NOW, facts=facts)) == "case"
    assert value(job, occasion(NOW, facts=facts, attributes={"job": "act"})) == "act"
    fallback = TimeAfter(
        CaseDate("interview.decision_promised_for", ("interview.ended_at",)), duration("1 day"), ALMANAC
    )
    ended = occasion(NOW, facts={"interview.ended_at": when("2026-11-20T15:30")})
    assert value(fallback, ended) == 6 * DAY
    assert measurement(fallback, ended).due == when("2026-11-21T15:30")


def test_a_known_subject_settles_what_it_can() -> None:
    """Without a body, thanks and names in the subject are known, their absence is not."""
    anna = (Contact(id="ada", name="Ada Byron"),)
    said = occasion(NOW, contacts=anna, message=Message(subject="Thank you, Ada"))
    unsaid = occasion(NOW, contacts=anna, message=Message(subject="Hello"))
    assert value(fact("message.mentions_thanks"), said) is True
    assert measurement(fact("message.names_contacts"), said).mentions == (Mention(contact_id="ada", said="Ada"),)
    assert value(fact("message.mentions_thanks"), unsaid) is None
    assert value(fact("message.names_contacts"), unsaid) is None
    assert value(fact("message.words"), unsaid) is None


def test_calendars_are_checked_with_near_matches() -> None:
    """Countries and their regions are calendars; a slip has near matches."""
    assert known_calendar("US")
    assert known_calendar("DE-BY")
    assert not known_calendar("US-XX")
    assert not known_calendar("")
    assert "DE-BY" in near_calendars("de_by", known_calendar)


def test_absurd_durations_are_cut_off() -> None:
    """The longest durations that can be written end in the far future instead of failing."""
    facts = {"interview.ended_at": when("2026-11-20T15:30")}
    for unit in ("minutes", "hours", "days", "weeks", "dates", "months", "years"):
        term = TimeAfter(CaseDate("interview.ended_at"), duration(f"999999 {unit}"), ALMANAC)
        found = measurement(term, occasion(NOW, facts=facts))
        assert isinstance(found.value, int)
        assert found.value < 0
        assert value(Count(FOLLOW_UPS, Rolling(term.duration), 1, ALMANAC), occasion(NOW, history=(SENT,))) == 1
