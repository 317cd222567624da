"""Whatever the words and the times of an entry are, they arrive, and the file stays whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from courtesy.instants import instant
from courtesy.model.case import Action, Contact
from courtesy.model.channels import Channel
from courtesy.model.nouns import Noun
from courtesy.model.plan import PlannedAction
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.calendars import NOTE, at, parsed, read, with_acts, written
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import CASE, FRESH, chicago

if TYPE_CHECKING:
    from courtesy.model.plan import Plan


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


@pytest.mark.slow
@given((_TEXT | _ESCAPES).map(str.strip).filter(bool))
def test_text_arrives(name: str) -> None:
    """Any text without control characters reads as it was written, however it is escaped and folded."""
    event = read(named(name)).vevent
    assert f"\nTo: {name} <one@example.org>\n" in event.description.value
    assert f"E-mail to {' '.join(name.split())} (optional)" == event.summary.value


@pytest.mark.slow
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


@pytest.mark.slow
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
