"""Cases told as stories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from courtesy.api import load_policy, parse_policy
from courtesy.wording.stories import Story

POLICY = parse_policy(
    """
    courtesy: 1
    id: told
    version: 1.0.0
    title: Told
    zone: America/New_York
    facts:
      attributes.urgent: {type: boolean, title: whether it is urgent}
      recipient.attributes.since: {type: time, title: first day at work}
    rules: [{id: a.rule, level: must, forbid: {attributes.urgent: true, recipient.attributes.since: 2026-01-01}}]
    """,
    matcher="native",
)
ACT = {"id": "a", "channel": "email", "purpose": "follow_up", "to": "interviewer", "at": "2026-11-20T10:00"}
USUAL: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-17T15:30"},
    "contacts": {"interviewer": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
}
ENDED = "The interview ended on Tuesday 17 November 2026, 15:30."
TOUCH = {"channel": "phone", "purpose": "check_in", "to": "interviewer"}


def _told(stated: dict[str, Any]) -> str:
    case = POLICY.case_from({**USUAL, **stated})
    return Story(case, POLICY.source.vocabulary).before()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, ENDED),
        ({"interview": {}}, ""),
        ({"interview": {"ended_at": "2026-11-17"}}, "The interview ended on Tuesday 17 November 2026."),
        (
            {"interview": {"decision_promised_for": "2026-12-01"}},
            "The promised decision date is Tuesday 1 December 2026.",
        ),
        ({"candidate": {"linkedin": {"recommendations": 1}}}, f"{ENDED} The LinkedIn profile has 1 recommendation."),
        ({"attributes": {"urgent": False}}, f"{ENDED} It is not true that it is urgent."),
        ({"history": "unknown"}, f"{ENDED} What has happened so far is not known."),
        (
            {"contacts": {"boss": {"roles": ["ceo", "owner"], "met": False}}},
            f"{ENDED} The candidate did not meet the owner and CEO in the interview.",
        ),
        (
            {"contacts": {"one": {"roles": ["hr"]}, "two": {"roles": ["hr"], "met": True}}},
            f"{ENDED} The candidate met another HR contact in the interview.",
        ),
        (
            {"contacts": {"one": {"attributes": {"since": "2026-11-02"}}}},
            f"{ENDED} Of the contact: the first day at work is Monday 2 November 2026.",
        ),
        (
            {"contacts": {"one": {"roles": ["hr"], "zone": "Europe/London"}, "two": {"roles": ["ceo"]}}},
            ("The interview ended on Tuesday 17 November 2026, 15:30 EST. "
            "The clock of the HR contact is that of London. The clock of the CEO is that of New York."),
        ),
        (
            {"history": [{**TOUCH, "at": "2026-11-18T10:00", "outcome": "no_answer"}]},
            (f"{ENDED} So far: a check-in phone call to the interviewer (no answer) "
            "on Wednesday 18 November 2026, 10:00."),
        ),
        (
            {"history": [{**TOUCH, "at": f"2026-11-{day}T10:00"} for day in (18, 19)]},
            (f"{ENDED} So far: 2 check-in phone calls to the interviewer on Wednesday 18 November 2026, 10:00 and "
            "Thursday 19 November 2026, 10:00."),
        ),
        (
            {"history": [{**TOUCH, "at": f"2026-11-18T1{hour}:00"} for hour in range(5)]},
            (f"{ENDED} So far: 5 check-in phone calls to the interviewer from Wednesday 18 November 2026, 10:00 to "
            "14:00."),
        ),
        (
            {
                "history": [
                    {"channel": "email", "direction": "inbound", "from": "interviewer", "event": "stop_request",
                     "at": "2026-11-18T10:00"},
                    {**TOUCH, "cc": "hr", "at": "2026-11-18T10:00", "tags": ["status"]},
                ]
            },
            (f"{ENDED} So far: a request to stop from the interviewer (e-mail) on Wednesday 18 November 2026, 10:00; "
            "a check-in phone call to the interviewer, copied to the HR contact, (tagged “status”) on Wednesday 18 "
            "November 2026, 10:00."),
        ),
    ],
)  # fmt: skip
def test_what_a_case_tells(stated: dict[str, Any], expected: str) -> None:
    """All that a case states stands in its story, by what people are and not by ids."""
    assert expected == _told(stated)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, "a follow-up e-mail to the interviewer on Friday 20 November 2026, 10:00"),
        (
            {"cc": "hr"},
            "a follow-up e-mail to the interviewer, copied to the HR contact, on Friday 20 November 2026, 10:00",
        ),
        ({"to": None, "channel": "public_post"}, "a public follow-up post on Friday 20 November 2026, 10:00"),
        (
            {"message": {"body": "Thank you."}, "tags": ["status"]},
            (
                "a follow-up e-mail to the interviewer on Friday 20 November 2026, 10:00. Its text: “Thank you”. "
                "The tags include “status”."
            ),
        ),
        (
            {"message": {"body": "word " * 151, "tone": "neutral"}, "attributes": {"urgent": True}},
            (
                "a follow-up e-mail to the interviewer on Friday 20 November 2026, 10:00. Its text has 151 words. "
                "The tone is neutral. It is urgent."
            ),
        ),
    ],
)
def test_what_an_act_is(stated: dict[str, Any], expected: str) -> None:
    """An act is told with its article, whom it reaches, its time, and what is known of its text."""
    case = POLICY.case_from({**USUAL, "actions": [{key: said for key, said in {**ACT, **stated}.items() if said}]})
    (action,) = case.actions
    assert action.at is not None
    story = Story(case, POLICY.source.vocabulary)
    assert expected == ". ".join(filter(None, (story.act(action, action.at), story.text(action))))


def test_people_with_names_are_called_by_them() -> None:
    """Whoever the case has a name for is told by it."""
    policy = load_policy("hire-wire", matcher="native")
    contacts = {"desk": {"name": "Front desk", "desk": True, "met": True}}
    case = policy.case_from({"zone": "Europe/London", "contacts": contacts})
    assert "The candidate met Front desk in the interview." == Story(case, policy.source.vocabulary).before()


def test_only_what_it_is_about_is_told() -> None:
    """A story about some facts leaves out all others, texts and attributes too, but for the end of the interview."""
    contacts = {"interviewer": {"roles": ["interviewer"], "met": True, "attributes": {"since": "2026-11-02"}}}
    act = {**ACT, "message": {"body": "Thanks."}, "attributes": {"urgent": True}}
    case = POLICY.case_from({**USUAL, "contacts": contacts, "attributes": {"urgent": False}, "actions": [act]})
    told = [
        (story.before(), story.text(case.actions[0]))
        for about in ((), ("recipient.met", "message.words"), ("attributes.urgent",))
        for story in [Story(case, POLICY.source.vocabulary, about=about)]
    ]
    met = "The candidate met the interviewer in the interview."
    assert [
        (ENDED, ""),
        (f"{ENDED} {met}", "Its text: “Thanks”."),
        (f"{ENDED} It is not true that it is urgent.", "It is urgent."),
    ] == told


@pytest.mark.parametrize(
    ("ended_at", "now", "verb"),
    [
        ("2026-11-17T15:30", "2026-11-17T20:29:59+00:00", "ends"),
        ("2026-11-17T15:30", "2026-11-17T20:30:00+00:00", "ended"),
        ("2026-11-17", "2026-11-16T20:30:00-05:00", "ends"),
        ("2026-11-17", "2026-11-17T00:00:00-05:00", "ended"),
    ],
)
def test_an_interview_may_lie_ahead(ended_at: str, now: str, verb: str) -> None:
    """What is still to come is told as such."""
    case = POLICY.case_from({**USUAL, "interview": {"ended_at": ended_at}})
    story = Story(case, POLICY.source.vocabulary, now=datetime.fromisoformat(now))
    assert story.before().startswith(f"The interview {verb} on Tuesday 17 November 2026")
