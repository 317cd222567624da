"""A calendar that is made again updates the entries of the first one, whatever was learned, corrected or done since."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from msgspec.structs import replace

import courtesy
from courtesy.model.case import Contact, Touch
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.calendars import entries, parsed, read
from tests.unit.rendering.usual_plans import CASE, FRESH, HISTORY, IMPOSSIBLE, chicago, new_york

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.case import Case
    from courtesy.model.plan import Plan

NORTHGATE = replace(CASE, id="northgate")


def uids(plan: Plan) -> list[str]:
    """The UIDs of all entries, in order."""
    return [entry.uid.value for entry in entries(plan)]


# ---------------------------------------------------------------- versions


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


# ---------------------------------------------------------------- which engagement, and who


def _reordered(case: Case) -> Case:
    return replace(case, contacts=dict(reversed(case.contacts.items())), facts=dict(reversed(case.facts.items())))


def _more_known(case: Case) -> Case:
    hr = replace(case.contacts["hr"], emails=("desk@example.org",), roles=frozenset({"hr", "recruiter"}))
    interviewer = replace(case.contacts["interviewer"], name="The Interviewer", zones=("America/Denver",))
    return replace(case, contacts={"interviewer": interviewer, "hr": hr, "ceo": Contact(id="ceo")})


def _ended(at: datetime | date | None) -> Callable[[Case], Case]:
    return lambda case: replace(case, facts={} if at is None else {**case.facts, "interview.ended_at": at})


def _identified(name: str) -> Callable[[Case], Case]:
    return lambda case: replace(case, id=name)


def _later(case: Case) -> Plan:
    """The plan of a case, made two days later by a newer version of the policy."""
    days = timedelta(days=2)
    policy = type(FRESH.policy)(FRESH.policy.id, "9.0.0", "sha256:99")
    return replace(FRESH, case=case, now=FRESH.now + days, until=FRESH.until + days, policy=policy)


@pytest.mark.parametrize("case", [CASE, NORTHGATE], ids=["without an id", "with an id"])
@pytest.mark.parametrize(
    "same",
    [
        _reordered,
        _more_known,
        lambda case: replace(
            case, history=HISTORY.with_touch(Touch(at=chicago(11, 23, 9), channel="phone", to=("hr",)))
        ),
        lambda case: replace(case, zone="Europe/Berlin"),
        _ended(new_york(11, 20, 15, 45)),
        _ended(date(2026, 11, 20)),
        _ended(new_york(11, 20, 15, 30).astimezone(UTC)),
    ],
    ids=["order", "people", "history", "zone of the case", "corrected time", "only the day", "other way to write it"],
)
def test_entries_are_recognised(same: Callable[[Case], Case], case: Case) -> None:
    """An engagement that is told in another order, with more history, or with more about people keeps its entries."""
    assert uids(replace(FRESH, case=case)) == uids(_later(same(case)))


@pytest.mark.parametrize("moved", [_ended(new_york(12, 1, 9)), _ended(None)], ids=["another day", "not known"])
def test_a_moved_interview_keeps_the_entries_of_a_case_with_an_id(moved: Callable[[Case], Case]) -> None:
    """An interview may move to another day if the case has an id; without one that is another engagement."""
    assert uids(replace(FRESH, case=NORTHGATE)) == uids(_later(moved(NORTHGATE)))
    assert set(uids(FRESH)).isdisjoint(uids(_later(moved(CASE))))


@pytest.mark.parametrize("plan", [FRESH, IMPOSSIBLE], ids=["plan", "no plan"])
def test_engagements_do_not_mix(plan: Plan) -> None:
    """Two engagements have no entry in common, nor has a case with an id and one without."""
    others = (_identified("northgate"), _identified("southgate"), _ended(date(2026, 11, 21)), _ended(None))
    found = [*uids(plan), *(uid for other in others for uid in uids(replace(plan, case=other(CASE))))]
    assert 5 * len(uids(plan)) == len(set(found))


# ---------------------------------------------------------------- plans as they are made

NEW_YORK = ZoneInfo("America/New_York")
EXAMPLE = Path("examples/09-fresh-interview.yaml").read_text(encoding="utf-8")


@cache
def _policy() -> courtesy.Policy:
    return courtesy.load_policy("hire-wire")


def planned(document: dict[str, Any], now: datetime) -> dict[str, str]:
    """The UIDs in the calendar of the plan for a case, until four weeks after the example's interview, by action id."""
    policy = _policy()
    plan = policy.plan(policy.case_from(document), now=now, until=datetime(2026, 12, 18, 18, tzinfo=NEW_YORK))
    events = parsed(renderer("plan", "ics")(plan, policy.source, plain)).vevent_list
    return dict(zip([one.action.id for one in plan.actions], [event.uid.value for event in events], strict=True))


def _example() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(EXAMPLE.replace("2026-11-20T15:30", "'2026-11-20T15:30'"))
    return found


@cache
def _first() -> dict[str, str]:
    return planned(_example(), datetime(2026, 11, 20, 16, 30, tzinfo=NEW_YORK))


def test_a_name_learned_later_keeps_all_entries() -> None:
    """The example, planned again with names and addresses, has the entries of the first plan."""
    case = _example()
    case["contacts"]["interviewer"] |= {"name": "The Interviewer", "emails": ["interviewer@example.org"]}
    case["contacts"]["second_interviewer"] |= {"name": "The Manager"}
    assert len(_first()) > 5
    assert _first() == planned(case, datetime(2026, 11, 20, 16, 30, tzinfo=NEW_YORK))


def test_a_corrected_interview_keeps_all_entries() -> None:
    """The example, planned again with an interview that ended a quarter of an hour later, has the same entries."""
    case = _example() | {"interview": {"ended_at": "2026-11-20T15:45"}}
    assert _first() == planned(case, datetime(2026, 11, 20, 16, 30, tzinfo=NEW_YORK))


@pytest.mark.parametrize("with_ids", [True, False], ids=["with the ids of the plan", "without"])
def test_a_newer_plan_has_entries_of_the_first(with_ids: bool) -> None:  # noqa: FBT001  one of two ways to record
    """When some acts are done, a newer plan has all other entries of the first one, and none but these."""
    done = {
        "handwritten_note-thank_you-second_interviewer-1": "2026-11-20T16:45-05:00",
        "linkedin_connection-interviewer-1": "2026-11-24T10:00-06:00",
        "email-follow_up-interviewer-1": "2026-11-27T14:30-06:00",
    }
    touches = []
    for name, at in done.items():
        channel, *purpose, contact, _ = name.split("-")
        touches.append({"channel": channel, "to": contact, "at": at} | ({"purpose": purpose[0]} if purpose else {}))
        if with_ids:
            touches[-1]["id"] = name
    newer = planned(_example() | {"history": touches}, datetime(2026, 11, 28, 9, tzinfo=NEW_YORK))
    assert newer.items() <= _first().items()
    assert not newer.keys() & done.keys()
    assert {"email-follow_up-interviewer-2", "email-follow_up-interviewer-3"} <= newer.keys()


CLASH = """
courtesy: 1
id: clash
version: 1.0.0
title: Two rules that clash
rules:
  - id: obligations.debrief-call
    title: A debrief call within an hour of the interview
    level: must
    expect: {act: {channel: phone}, within: 1 hour, after: interview}
  - id: timing.office-hours
    title: Calls in office hours
    level: must
    applies_to: {channel: phone}
    hours: {days: [mon-fri], from: "09:00", to: "17:00"}
"""


def test_titles_of_entries_are_for_people(tmp_path: Path) -> None:
    """The title of an entry names rules by their titles, without ids and without Markdown."""
    file = tmp_path / "clash.yaml"
    file.write_text(CLASH, encoding="utf-8")
    policy = courtesy.load_policy(str(file))
    case = policy.case(zone="America/New_York", interview={"ended_at": "2026-11-20T18:30"}, contacts={"hr": {}})
    plan = policy.plan(case, now=datetime(2026, 11, 20, 18, 40, tzinfo=NEW_YORK))
    events = parsed(renderer("plan", "ics")(plan, policy.source, plain)).vevent_list
    clash, owed = (event.summary.value for event in events)
    titles = "“A debrief call within an hour of the interview” and “Calls in office hours”"
    assert f"No follow-up plan: {titles} cannot both be kept" == clash
    assert "Still to do: A debrief call within an hour of the interview" == owed
