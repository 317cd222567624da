"""A channel is a value: what is known of it is declared with it, by the language or by a policy alike."""

from __future__ import annotations

import ast
from datetime import datetime
from pathlib import Path

import pytest

import courtesy
from courtesy.model.channels import CHANNEL_ALIASES, CHANNELS, Channel
from courtesy.model.nouns import Noun
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain

ENGINE = Path(__file__).parents[3] / "engine" / "courtesy"
NAMED_BESIDE = {
    "model/fact_declarations.py": {"in_person", "phone"},
    "recording/texts.py": {"email"},
    "review/lint/other_number.py": {"email"},
    "serving/agents/prompts.py": {"email"},
    "serving/http/openapi_parts.py": {"phone"},
    "serving/http/own.py": {"email"},
    "wording/synonyms.py": {*CHANNELS},
    "wording/meant/touches.py": {*CHANNELS},
}
"""Words of other kinds that read the same, what people mean by a word, and acts that stand for any other one."""
_EXAMPLES = ("selfcheck/", "rules/", "review/examples/")
"""What draws situations at random, or makes them up for people to read."""

POLICY = courtesy.parse_policy(
    """
courtesy: 1
id: studio
version: 1.0.0
title: A studio
channels:
  whatsapp: WhatsApp message
  chalk: {}
  video_call: {noun: video call, verb: Call by video, minutes: 45, busy: true}
  round_mail: {noun: hour-long round mail, article: an, plural: round mails, by_email: true}
  board: {noun: notice on the board, verb: Pin it up, addresses_nobody: true}
rules:
  - id: calls.owed
    level: must
    expect: {act: {channel: video_call}, for_each: [hr], within: 7 days, after: interview}
  - id: calls.wait
    level: must
    applies_to: {channel: [video_call, round_mail]}
    wait: {at_least: 3 days, after: interview}
"""
)
CASE = POLICY.case_from(
    {
        "zone": "Europe/Berlin",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "contacts": {"desk": {"roles": ["hr"], "emails": ["desk@example.org"]}},
    }
)
NOW = datetime.fromisoformat("2026-11-20T16:00+01:00")


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "whatsapp": Channel(Noun("WhatsApp message")),
        "chalk": Channel(Noun("chalk")),
        "video_call": Channel(Noun("video call"), verb="Call by video", minutes=45, busy=True),
        "round_mail": Channel(Noun("hour-long round mail", "an", "round mails"), by_email=True),
        "board": Channel(Noun("notice on the board"), verb="Pin it up", addresses_nobody=True),
        "nobody_declared_it": Channel(Noun("nobody declared it")),
        "phone": CHANNELS["phone"],
    }.items(),
)
def test_a_policy_declares_of_a_channel_what_the_language_does(name: str, expected: Channel) -> None:
    """A text is the noun; a mapping says more; what is left out is as usual."""
    assert expected == POLICY.source.vocabulary.channel(name)


def test_an_own_channel_stands_in_calendars_as_long_and_as_busy_as_declared() -> None:
    """The length of a planned act and whether it takes all the time come from its channel."""
    calendar = renderer("plan", "ics")(POLICY.plan(CASE, now=NOW), POLICY.source, plain)
    assert "DURATION:PT45M" in calendar
    assert "TRANSP:OPAQUE" in calendar


def test_who_goes_by_email_has_addresses_in_the_calendar() -> None:
    """The addresses of the recipients are listed for acts on a channel that uses them, whatever its name."""
    act = CASE.propose("round_mail", to=("desk",), at=datetime.fromisoformat("2026-11-24T10:00+01:00"))
    case = CASE.with_actions((act,))
    calendar = renderer("plan", "ics")(POLICY.plan(case, now=NOW), POLICY.source, plain)
    assert "desk@example.org" in calendar.replace("\r\n ", "")


def test_advice_is_given_with_the_verb_of_the_channel() -> None:
    """What is refused now is told with the channel's own verb for a later time."""
    verdict = POLICY.check(CASE, CASE.propose("video_call", to=("desk",)), now=NOW, alternatives=True)
    assert "Call by video on Monday 23 November 2026, 15:30 CET or later" in {
        one.description for one in verdict.alternatives or ()
    }


def test_what_addresses_nobody_has_no_recipient() -> None:
    """An act on such a channel needs no `to`, and may have none."""
    assert courtesy.Outcome.ALLOW is POLICY.check(CASE, CASE.propose("board"), now=NOW).outcome
    with pytest.raises(courtesy.InvalidInputError, match="expected no `to` in a notice on the board, found `to`"):
        POLICY.case_from({"contacts": {"desk": {}}, "actions": [{"channel": "board", "to": "desk"}]})


def test_no_room_of_the_engine_knows_a_channel_by_name() -> None:
    """Beside their declarations, what people mean by a word, and made-up acts, no module says a channel's id."""
    ids = {*CHANNELS} | {*CHANNEL_ALIASES} - {"x"}  # `x` is the mark of what is not met, too
    found = {}
    for file in ENGINE.rglob("*.py"):
        name = file.relative_to(ENGINE).as_posix()
        said = {node.value for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Constant)}
        said = {value for value in said if value in ids} - NAMED_BESIDE.get(name, set())
        if said and not name.startswith((*_EXAMPLES, "model/channels.py")):
            found[name] = said
    assert {} == found
