"""Calendars: what they hold, read back by parsers that have nothing to do with the library that writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from courtesy.model.case import Contact
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Level
from tests.unit.rendering.calendars import at, entries, parsed, read, read_by_ical, with_acts, written
from tests.unit.rendering.usual_plans import CASE, FRESH, IMPOSSIBLE, NOTHING, PLANS, UNKNOWN, chicago

if TYPE_CHECKING:
    from collections.abc import Callable

OVERDUE = replace(
    FRESH,
    actions=(),
    obligations=tuple(
        replace(owed, standing=Standing.OVERDUE, planned_for=None, due_by=chicago(11, 21, 14, 30))
        for owed in FRESH.obligations
    ),
)
EVERY = {**PLANS, "overdue": OVERDUE}
"""Plans that hold every kind of entry."""


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


@pytest.mark.parametrize("name", EVERY)
def test_calendar_is_told_what_it_is(name: str) -> None:
    """A calendar has a name and at least one entry, is no message, and nobody is invited."""
    calendar = read(EVERY[name])
    assert "2.0" == calendar.version.value
    assert {"name", "description"} <= set(calendar.contents)
    assert {"method", "x-wr-calname", "x-wr-caldesc"}.isdisjoint(calendar.contents)
    assert entries(EVERY[name])
    for entry in entries(EVERY[name]):
        assert "VEVENT" == entry.name
        assert {"attendee", "organizer"}.isdisjoint(entry.contents)
        assert "PRIVATE" == entry.contents["class"][0].value


@pytest.mark.parametrize("name", EVERY)
def test_two_readers_agree(name: str) -> None:
    """Two readers find the same entries, with the same words, at the same times, for as long."""
    text = written(EVERY[name])
    by_vobject = [
        (event.uid.value, event.summary.value, event.description.value, event.dtstart.value, _length(event))
        for event in parsed(text).vevent_list
    ]
    by_ical = [
        (event.uid, event.summary, event.description, event.dtstart, event.computed_duration)
        for event in read_by_ical(text).events
    ]
    assert by_vobject == by_ical


def _length(event: Any) -> timedelta:
    found: timedelta = event.duration.value if hasattr(event, "duration") else event.dtend.value - event.dtstart.value
    return found


def test_the_case_is_named() -> None:
    """The name of a calendar tells the day of the interview, and the id of a case that has one."""
    named = [
        read(replace(FRESH, case=replace(FRESH.case, id=name, facts=facts))).contents["name"][0].value
        for name, facts in ((None, CASE.facts), ("northgate", CASE.facts), ("northgate", {}))
    ]
    day = "Follow-up after the interview of Friday 20 November 2026"
    assert [day, f"{day} (northgate)", "Follow-up plan (northgate)"] == named


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
    ("written_as", "moment"),
    [
        ("DTSTART:20261101T063000Z", chicago(11, 1, 1, 30)),
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


def test_zones_reach_ahead_to_what_is_due() -> None:
    """The zone of an obligation that is due years later is known for that year."""
    due_by = datetime(2031, 7, 1, 12, tzinfo=ZoneInfo("Asia/Jerusalem"))
    owed = replace(FRESH.obligations[0], standing=Standing.DUE, planned_for=None, due_by=due_by)
    assert due_by - timedelta(minutes=15) == read(replace(FRESH, actions=(), obligations=(owed,))).vevent.dtstart.value


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


def test_alarms_come_before_the_start() -> None:
    """An act has one alarm, a quarter of an hour before it, whenever it is due."""
    start = chicago(11, 23, 9)
    for due_by in (None, start + timedelta(hours=5)):
        (alarm,) = read(with_acts(at(start, due_by=due_by))).vevent.valarm_list
        assert (timedelta(minutes=-15), "DISPLAY") == (alarm.trigger.value, alarm.action.value)


@pytest.mark.parametrize("name", EVERY)
def test_no_alarm_after_the_start(name: str) -> None:
    """No alarm of any entry is later than its start, which some readers would drop."""
    alarms = [alarm for entry in entries(EVERY[name]) for alarm in getattr(entry, "valarm_list", ())]
    assert all(alarm.trigger.value < timedelta() for alarm in alarms)


def test_what_is_overdue_stands_on_the_day_of_the_plan() -> None:
    """What is overdue and not planned is an entry of the whole day, with the reason why it is not planned."""
    *_, late = entries(OVERDUE)
    assert "Overdue: Each interviewer gets a connection request (to interviewer)" == late.summary.value
    assert (date(2026, 11, 23), date(2026, 11, 24)) == (late.dtstart.value, late.dtend.value)
    assert ("TRANSPARENT", "9") == (late.transp.value, late.priority.value)
    assert "Not planned: A LinkedIn connection request to interviewer cannot be decided." in late.description.value
    assert "Blocked by: The LinkedIn profile is ready to be seen" in late.description.value
    assert "Tell us: the number of recommendations on the candidate's LinkedIn profile" in late.description.value
    assert not hasattr(late, "valarm")


@pytest.mark.parametrize(
    ("hours", "alarm"),
    [(24, [timedelta(minutes=-105)]), (2, [])],
)
def test_what_is_due_ends_when_it_is_due(hours: int, alarm: list[timedelta]) -> None:
    """What is due and not planned fills the last minutes; its alarm comes two hours before they end, if still ahead."""
    due_by = (FRESH.now + timedelta(hours=hours)).astimezone(ZoneInfo("America/Chicago"))
    owed = replace(IMPOSSIBLE.obligations[0], due_by=due_by)
    (due,) = entries(replace(FRESH, actions=(), obligations=(owed,)))
    assert (due_by, timedelta(minutes=15)) == (due.dtstart.value + due.duration.value, due.duration.value)
    assert alarm == [one.trigger.value for one in getattr(due, "valarm_list", ())]
    assert ("TRANSPARENT", "1") == (due.transp.value, due.priority.value)


def test_no_plan_is_no_empty_calendar() -> None:
    """Without a plan an entry of the whole day names the reason, the rules, and what would help."""
    conflict, _ = entries(IMPOSSIBLE)
    assert date(2026, 11, 23) == conflict.dtstart.value
    assert conflict.summary.value.startswith("No follow-up plan: an e-mail to interviewer is owed within 4 days")
    assert "- A follow-up e-mail waits a full week [timing.email-after-a-week]" in conflict.description.value
    assert "may run until Friday 27 November 2026, 14:30 CST or later" in conflict.description.value
    (unknown,) = entries(UNKNOWN)
    assert "Tell us: the end of the interview (interview.ended_at) and what has happened" in unknown.description.value


def test_nothing_to_do_is_said() -> None:
    """A plan without acts says in an entry of the whole day that there is nothing to do."""
    (note,) = entries(NOTHING)
    assert "No follow-up to do until Monday 21 December 2026" == note.summary.value
    assert date(2026, 11, 23) == note.dtstart.value
