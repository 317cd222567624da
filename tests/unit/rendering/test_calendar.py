"""Calendars, read back by a parser that has nothing to do with the library that writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from courtesy.instants import instant
from courtesy.model.case import Action, Case, Contact, Touch
from courtesy.model.channels import Channel
from courtesy.model.nouns import Noun
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.plan import PlannedAction
from courtesy.model.policy import Level
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from courtesy.rendering.plan.ics.identity import uid
from courtesy.rendering.plan.ics.zones import timezone as vtimezone
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import (
    CASE,
    FRESH,
    HISTORY,
    IMPOSSIBLE,
    NOTHING,
    PLANS,
    UNKNOWN,
    chicago,
    new_york,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.plan import Plan

NOTE = FRESH.actions[0]


def written(plan: Plan) -> str:
    """The calendar of a plan."""
    text: str = renderer("plan", "ics")(plan, POLICY, plain)
    return text


def parsed(text: str) -> Any:
    """The calendar, as the other parser reads it: with the zones of this file, not of one that it read before."""
    zones = vars(vobject.icalendar)["__tzidMap"]
    for name in set(zones) - {"UTC"}:
        del zones[name]
    return vobject.readOne(text)


def read(plan: Plan) -> Any:
    """The calendar of a plan, as the other parser reads it."""
    return parsed(written(plan))


def entries(plan: Plan) -> list[Any]:
    """All entries of the calendar of a plan."""
    return [entry for entry in read(plan).components() if entry.name != "VTIMEZONE"]


def with_acts(*planned: PlannedAction) -> Plan:
    """The plan with other acts."""
    return replace(FRESH, actions=planned)


def at(moment: datetime, **reason: Any) -> PlannedAction:
    """The note at another time, and with another reason."""
    action, verdict = replace(NOTE.action, at=moment), replace(NOTE.verdict, at=moment)
    return replace(NOTE, action=action, verdict=verdict, reason=replace(NOTE.reason, **{"due_by": None, **reason}))


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize("name", PLANS)
def test_calendar_reads_as_recorded(name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each kind of plan gives exactly the calendar of its snapshot."""
    snapshot(f"plan/{name}.ics", written(PLANS[name]).replace("\r\n", "\n"))


@pytest.mark.parametrize("name", PLANS)
def test_lines_are_those_of_the_standard(name: str) -> None:
    """Every line ends in CR LF and has at most 75 octets, and no two runs differ."""
    data = written(PLANS[name]).encode()
    *lines, last = data.split(b"\r\n")
    assert b"" == last
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert data == written(PLANS[name]).encode()


@pytest.mark.parametrize("name", PLANS)
def test_calendar_is_told_what_it_is(name: str) -> None:
    """A calendar has its properties once each, at least one entry, and nobody is invited."""
    calendar = read(PLANS[name])
    assert ("2.0", "PUBLISH") == (calendar.version.value, calendar.method.value)
    assert calendar.contents["name"][0].value == calendar.x_wr_calname.value
    assert entries(PLANS[name])
    for entry in entries(PLANS[name]):
        assert {"attendee", "organizer"}.isdisjoint(entry.contents)
        assert "PRIVATE" == entry.contents["class"][0].value


# ---------------------------------------------------------------- times


def test_times_are_those_of_the_plan() -> None:
    """Every act stands at its instant, on the recipient's clock, by the rules that the file itself brings."""
    events = read(FRESH).vevent_list
    assert len(FRESH.actions) == len(events)
    for planned, event in zip(FRESH.actions, events, strict=True):
        moment, start = planned.verdict.at, event.dtstart
        assert moment == start.value
        assert [str(moment.tzinfo)] == start.params["X-VOBJ-ORIGINAL-TZID"]
        assert moment.replace(tzinfo=None) == start.value.replace(tzinfo=None)


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Asia/Jerusalem",
        "Pacific/Apia",
    ],
)
def test_zones_change_when_they_change(name: str) -> None:
    """At every hour of three years a reader of the file finds the offset that the zone has."""
    component = vtimezone(name, range(2026, 2029)).to_ical().decode()
    read_back = parsed(f"BEGIN:VCALENDAR\r\n{component}END:VCALENDAR\r\n").vtimezone.tzinfo
    zone = ZoneInfo(name)
    moment, end = datetime(2026, 1, 2, tzinfo=UTC), datetime(2028, 12, 30, tzinfo=UTC)
    while moment < end:
        local = moment.astimezone(zone)
        if local.fold == 0:
            assert local.utcoffset() == local.replace(tzinfo=read_back).utcoffset(), local
        moment += timedelta(hours=1)


def test_a_change_begins_by_the_clock_before_it() -> None:
    """The clock of New York is put forward at two and back at two, as RFC 5545 writes it."""
    text = vtimezone("America/New_York", range(2026, 2027)).to_ical().decode()
    assert "DTSTART:20260308T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "DTSTART:20261101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text


@pytest.mark.parametrize(
    ("written_as", "moment"),
    [
        ("DTSTART;TZID=America/Chicago:20261101T013000", chicago(11, 1, 1, 30)),
        ("DTSTART:20261101T073000Z", chicago(11, 1, 1, 30).replace(fold=1)),
        ("DTSTART:20261127T084500Z", datetime(2026, 11, 27, 14, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))),
        ("DTSTART:20261127T143000Z", datetime(2026, 11, 27, 14, 30, tzinfo=UTC)),
        ("DTSTART;TZID=America/Chicago:20261127T143001", chicago(11, 27, 14, 30).replace(microsecond=1)),
    ],
    ids=["first of two", "second of two", "no zone", "UTC", "rounded up"],
)
def test_times_that_need_care(written_as: str, moment: datetime) -> None:
    """A repeated hour, an offset without a zone and parts of a second are all written as one instant, not too early."""
    plan = with_acts(at(moment))
    assert f"\r\n{written_as}\r\n" in written(plan)
    assert timedelta() <= read(plan).vevent.dtstart.value - moment < timedelta(seconds=1)


def test_zones_reach_back_to_what_is_overdue() -> None:
    """The zone of an obligation that was due years ago is known for that year."""
    due_by = datetime(2019, 7, 1, 12, tzinfo=ZoneInfo("America/Chicago"))
    owed = replace(FRESH.obligations[0], standing=Standing.OVERDUE, planned_for=None, due_by=due_by)
    assert due_by == read(replace(FRESH, obligations=(owed,))).vtodo.due.value


# ---------------------------------------------------------------- acts, obligations, reasons


def test_acts_are_told_with_their_reasons() -> None:
    """An act that is optional or not certain is tentative, and calls take up their time."""
    events = read(FRESH).vevent_list
    assert ["CONFIRMED", "CONFIRMED", *["TENTATIVE"] * 3] == [event.status.value for event in events]
    assert ["TRANSPARENT", "OPAQUE", *["TRANSPARENT"] * 3] == [event.transp.value for event in events]
    assert [30, 15, 15, 15, 15] == [event.duration.value // timedelta(minutes=1) for event in events]
    assert ["Follow-up", "Handwritten note"] == events[0].categories.value
    assert "Why: Each interviewer is thanked by hand. A card written by hand shows" in events[0].description.value
    assert "late is better than never" in events[0].description.value
    assert "Against advice: A thank-you note is mailed within 24 hours" in events[0].description.value
    assert "Source: A guide to following up" in events[0].description.value
    assert "Note: Messages are short." in events[2].description.value


def test_what_the_case_itself_proposes_is_confirmed() -> None:
    """An act that no obligation asks for is optional, unless it is the case's own."""
    own = FRESH.actions[2]
    proposed = replace(with_acts(own), case=CASE.with_actions((own.action,)))
    assert ["TENTATIVE", "CONFIRMED"] == [read(plan).vevent.status.value for plan in (with_acts(own), proposed)]
    may = with_acts(at(chicago(11, 24, 9), level=Level.MAY))
    assert "TENTATIVE" == read(may).vevent.status.value


def test_an_act_that_is_not_certain_names_what_is_missing() -> None:
    """An undetermined act is tentative, and says which fact would settle it."""
    unknown = replace(FRESH.actions[2].verdict.findings[0], level=Level.MUST)
    verdict = replace(FRESH.actions[1].verdict, outcome=Outcome.UNDETERMINED, findings=(unknown,))
    event = read(with_acts(replace(FRESH.actions[1], verdict=verdict))).vevent
    assert ("TENTATIVE", "Check-in phone call to HR desk (not certain yet)") == (
        event.status.value,
        event.summary.value,
    )
    assert "Tell us: the text of the message (message.body)." in event.description.value


def test_an_act_that_prepares_another_names_it() -> None:
    """An act that must come before another says which."""
    first = at(chicago(11, 23, 9), prepares=FRESH.actions[1].action.id)
    event = read(with_acts(first, FRESH.actions[1])).vevent
    assert "Comes before: Check-in phone call to HR desk." in event.description.value


def test_addresses_stand_where_they_are_needed() -> None:
    """An e-mail says to which address it goes, and nothing is said where none is known."""
    people = {
        "interviewer": Contact(id="interviewer", emails=("one@example.org", "two@example.org")),
        "hr": replace(CASE.contacts["hr"], emails=("desk@example.org",)),
    }
    told = read(replace(FRESH, case=replace(CASE, contacts=people))).vevent_list[2].description.value
    assert "\nTo: interviewer <one@example.org>\nCopy to: HR desk <desk@example.org>\n" in told
    assert "To:" not in read(FRESH).vevent_list[2].description.value


def test_alarms_come_before_the_act_and_before_it_is_due() -> None:
    """An alarm a quarter of an hour before the act, and one two hours before it is due where that is later."""
    start, due_by = chicago(11, 23, 9), chicago(11, 23, 14, 30)
    soon, late = (read(with_acts(at(start, due_by=due))).vevent for due in (due_by, start + timedelta(hours=2)))
    assert [timedelta(minutes=-15), due_by - timedelta(hours=2)] == [a.trigger.value for a in soon.valarm_list]
    assert [timedelta(minutes=-15)] == [alarm.trigger.value for alarm in late.valarm_list]
    assert {"DISPLAY"} == {alarm.action.value for alarm in soon.valarm_list}
    assert "\r\nTRIGGER;VALUE=DATE-TIME:20261123T183000Z\r\n" in written(with_acts(at(start, due_by=due_by)))


def test_what_stays_owed_is_a_to_do() -> None:
    """An obligation that is due or overdue and not planned is a to-do, with the reason why it is not planned."""
    overdue = replace(FRESH.obligations[2], standing=Standing.OVERDUE, due_by=chicago(11, 21, 14, 30))
    due = replace(IMPOSSIBLE.obligations[0], due_by=new_york(11, 27, 12))
    late, later = entries(replace(FRESH, actions=(), obligations=(FRESH.obligations[0], overdue, due)))
    assert "Overdue: Each interviewer gets a connection request (to interviewer)" == late.summary.value
    assert (chicago(11, 21, 14, 30), "NEEDS-ACTION", "9") == (late.due.value, late.status.value, late.priority.value)
    assert "Not planned: A LinkedIn connection request to interviewer cannot be decided." in late.description.value
    assert "Blocked by: The LinkedIn profile is ready to be seen" in late.description.value
    assert "Tell us: the number of recommendations on the candidate's LinkedIn profile" in late.description.value
    assert not hasattr(late, "valarm")
    assert (new_york(11, 27, 12), new_york(11, 27, 10)) == (later.due.value, later.valarm.trigger.value)


def test_no_plan_is_no_empty_calendar() -> None:
    """Without a plan there is no event, but a to-do that names the reason, the rules, and what would help."""
    conflict, owed = entries(IMPOSSIBLE)
    assert ("VTODO", "VTODO") == (conflict.name, owed.name)
    assert conflict.summary.value.startswith("No follow-up plan: an e-mail to interviewer is owed within 4 days")
    assert "- A follow-up e-mail waits a full week [timing.email-after-a-week]" in conflict.description.value
    assert "may run until Friday 27 November 2026, 14:30 CST or later" in conflict.description.value
    (unknown,) = entries(UNKNOWN)
    assert "Tell us: the end of the interview (interview.ended_at) and what has happened" in unknown.description.value


def test_nothing_to_do_is_said() -> None:
    """A plan without acts says in a journal entry that there is nothing to do."""
    (note,) = entries(NOTHING)
    assert ("VJOURNAL", "No follow-up to do until Monday 21 December 2026") == (note.name, note.summary.value)
    assert date(2026, 11, 23) == note.dtstart.value


# ---------------------------------------------------------------- a second import


def uids(plan: Plan) -> list[str]:
    """The UIDs of all entries, in order."""
    return [entry.uid.value for entry in entries(plan)]


def imported(*plans: Plan) -> dict[str, tuple[tuple[int, datetime], datetime]]:
    """What a calendar holds after those imports: of each UID the newest version, and when it is to be done."""
    held: dict[str, tuple[tuple[int, datetime], datetime]] = {}
    for plan in plans:
        for event in read(plan).vevent_list:
            version = int(event.sequence.value), event.dtstamp.value
            if event.uid.value not in held or held[event.uid.value][0] < version:
                held[event.uid.value] = version, event.dtstart.value
    return held


def test_a_second_import_updates() -> None:
    """A plan made a day later moves the entries of the first one and adds none; an older one changes nothing."""
    moved = tuple(
        replace(planned, verdict=replace(planned.verdict, at=planned.verdict.at + timedelta(days=1)))
        for planned in reversed(FRESH.actions)
    )
    later = replace(FRESH, now=FRESH.now + timedelta(days=1), actions=moved)
    assert len(FRESH.actions) == len(imported(FRESH, later))
    assert imported(later) == imported(FRESH, later) == imported(FRESH, later, FRESH)
    assert {planned.verdict.at for planned in moved} == {start for _, start in imported(FRESH, later).values()}


@pytest.mark.parametrize(
    "seconds",
    [1, 59, 60, 86_400, 10**9],
)
def test_versions_grow(seconds: int) -> None:
    """Whatever time lies between two plans, the later one is the newer version."""
    one, two = (read(replace(FRESH, now=now)).vevent for now in (FRESH.now, FRESH.now + timedelta(seconds=seconds)))
    assert (int(one.sequence.value), one.dtstamp.value) < (int(two.sequence.value), two.dtstamp.value)
    assert one.dtstamp.value == one.last_modified.value == FRESH.now
    assert int(two.sequence.value) < 2**31


def _reordered(case: Case) -> Case:
    return replace(case, contacts=dict(reversed(case.contacts.items())), facts=dict(reversed(case.facts.items())))


def _with_address(case: Case) -> Case:
    hr = replace(case.contacts["hr"], emails=("desk@example.org",), roles=frozenset({"hr", "recruiter"}))
    return replace(case, contacts={**case.contacts, "hr": hr, "ceo": Contact(id="ceo")})


@pytest.mark.parametrize(
    "same",
    [
        _reordered,
        _with_address,
        lambda case: replace(
            case, history=HISTORY.with_touch(Touch(at=chicago(11, 23, 9), channel="phone", to=("hr",)))
        ),
        lambda case: replace(case, zone="Europe/Berlin"),
        lambda case: replace(
            case, facts={**case.facts, "interview.ended_at": new_york(11, 20, 15, 30).astimezone(UTC), "case.x": True}
        ),
    ],
    ids=["order", "addresses learned", "history", "zone of the case", "other way to write the time"],
)
def test_entries_are_recognised(same: Callable[[Case], Case]) -> None:
    """An engagement that is told in another order, with more history or with more about people keeps its entries."""
    newer = replace(
        FRESH,
        case=same(CASE),
        now=FRESH.now + timedelta(days=2),
        until=FRESH.until + timedelta(days=2),
        policy=replace_version(FRESH),
    )
    assert uids(FRESH) == uids(newer)


def replace_version(plan: Plan) -> Any:
    """The plan's policy in a newer version."""
    return type(plan.policy)(plan.policy.id, "9.0.0", "sha256:99")


def _contact(**changed: Any) -> Callable[[Case], Case]:
    return lambda case: replace(
        case, contacts={name: replace(contact, **changed) for name, contact in case.contacts.items()}
    )


@pytest.mark.parametrize(
    "other",
    [
        lambda case: replace(case, facts={"interview.ended_at": new_york(11, 20, 15, 31)}),
        lambda case: replace(case, facts={"interview.ended_at": date(2026, 11, 20)}),
        lambda case: replace(case, facts={}),
        _contact(name="Someone else"),
    ],
    ids=["another time", "a day", "unknown", "other people"],
)
def test_engagements_do_not_mix(other: Callable[[Case], Case]) -> None:
    """Two engagements have no entry in common."""
    assert set(uids(FRESH)).isdisjoint(uids(replace(FRESH, case=other(CASE))))
    assert len(uids(FRESH)) == len(set(uids(FRESH)))


def test_addresses_tell_people_without_names_apart() -> None:
    """A contact without a name is known by its first address, in any letters; nobody known is nobody."""
    of = [
        uid("act", "a", ("x",), Case(contacts={"x": Contact(id="x", emails=emails)}))
        for emails in ((), ("one@example.org",), ("ONE@example.org", "two@example.org"), ("two@example.org",))
    ]
    assert of[1] == of[2]
    assert 3 == len(set(of))
    assert of[0] == uid("act", "a", ("x",), Case())


# ---------------------------------------------------------------- any text


def named(name: str) -> Plan:
    """The weekly e-mail, to somebody of that name, with a copy; its summary and description bear the name."""
    contact = Contact(id="interviewer", name=name, emails=("one@example.org",))
    planned = FRESH.actions[2]
    verdict = replace(planned.verdict, description=f"e-mail to {name}")
    return replace(
        FRESH,
        case=replace(CASE, contacts={**CASE.contacts, "interviewer": contact}),
        actions=(replace(planned, verdict=verdict),),
    )


_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
_ESCAPES = st.text(st.sampled_from("\\\\nN;:,\"^' =é中😀\u200d"), min_size=1)


@given((_TEXT | _ESCAPES).map(str.strip).filter(bool))
def test_text_arrives(name: str) -> None:
    """Any text without control characters reads as it was written, however it is escaped and folded."""
    event = read(named(name)).vevent
    assert f"\nTo: {name} <one@example.org>\n" in event.description.value
    assert f"E-mail to {' '.join(name.split())} (optional)" == event.summary.value


@given(st.text(st.characters() | st.sampled_from("\r\n\t\x0b\x85\u2028\ud800")))
def test_no_text_breaks_the_file(name: str) -> None:
    """Whatever a name is made of, the file has its lines and its entries and no control characters."""
    text = written(named(name))
    allowed = text.replace("\r\n", "").replace("\t", "")
    assert not [c for c in allowed if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029"]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert 1 == len(parsed(text).vevent_list)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b"])
def test_line_ends_are_one(line_end: str) -> None:
    """Lines of a text stay lines, whatever ends them, and none begins a property of its own."""
    plan = named(f"one{line_end}ATTENDEE:mailto:x@example.org")
    assert "\nTo: one\nATTENDEE:mailto:x@example.org <" in read(plan).vevent.description.value
    assert "attendee" not in read(plan).vevent.contents


def test_long_text_survives() -> None:
    """A hundred thousand characters arrive whole."""
    name = "né; " * 25_000 + "end"
    assert f"To: {name} <" in read(named(name)).vevent.description.value


def test_policy_words_are_escaped_in_lists() -> None:
    """A channel whose name has commas and backslashes is one category."""
    own = {"phone": Channel(Noun("call, or \\Note;"))}
    words = replace(POLICY.vocabulary, channels={**POLICY.vocabulary.channels, **own})
    text = renderer("plan", "ics")(with_acts(FRESH.actions[1]), replace(POLICY, vocabulary=words), plain)
    assert ["Follow-up", "Call, or \\Note;"] == parsed(text).vevent.categories.value


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  the zone is put to it
    st.sampled_from(("America/Chicago", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca")),
)
def test_any_time_arrives(utc: datetime, name: str) -> None:
    """Whatever the time and the zone, the reader finds that instant, rounded up to the second."""
    moment = utc.replace(tzinfo=UTC).astimezone(ZoneInfo(name))
    found = read(replace(with_acts(at(moment)), now=moment, until=moment)).vevent.dtstart.value
    assert -(-instant(moment) // 1_000_000) * 1_000_000 == instant(found)


def test_act_without_recipient() -> None:
    """A post that goes to nobody has an entry like any other."""
    action = Action(id="post", channel="public_post", at=chicago(12, 1, 9))
    verdict = replace(NOTE.verdict, id="post", at=chicago(12, 1, 9), description="", findings=())
    plan = with_acts(PlannedAction(action=action, verdict=verdict, reason=replace(NOTE.reason, due_by=None)))
    assert "Post" == read(plan).vevent.summary.value
