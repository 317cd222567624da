"""What is measured of a text, and a text of nobody that measures the same."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import courtesy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

WORDS, SENTENCES, TONE = "message.words", "message.sentences", "message.tone"
THANKS, NAMES = "message.mentions_thanks", "message.names_contacts"
BODY = "body"
"""The key under which it is told whether the body of a text was known."""
Measured = dict[str, Any]
_MEASURING = f"""
courtesy: 1
id: measures
version: 1.0.0
title: What is measured of a text
rules:
  - {{id: text.words, level: may, require: {{{WORDS}: {{less_than: 0}}}}}}
  - {{id: text.sentences, level: may, require: {{{SENTENCES}: {{less_than: 0}}}}}}
  - {{id: text.tone, level: may, require: {{{TONE}: negative}}}}
  - {{id: text.thanks, level: may, require: {{{THANKS}: true}}}}
  - {{id: text.names, level: may, require: {{{NAMES}: true}}}}
"""
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_DESK = "desk"
_UNMEASURED = "de"
"""A language whose tone is not measured."""


@lru_cache(maxsize=1)
def _measuring() -> courtesy.Policy:
    return courtesy.parse_policy(_MEASURING, "measures", matcher="native")


def measured(message: courtesy.Message, contacts: Collection[courtesy.Contact], wanted: Collection[str]) -> Measured:
    """The wanted facts of a text in a case with these contacts, None being unknown, and whether its body is known."""
    found: Measured = {BODY: message.body is not None}
    if not any(name in wanted for name in (WORDS, SENTENCES, TONE, THANKS, NAMES)):
        return found
    people = {
        f"c{number}": courtesy.Contact(name=one.name, other_names=one.other_names, handles=one.handles, desk=one.desk)
        for number, one in enumerate(contacts)
    }
    act = courtesy.Action("email", id="text", to=(_DESK,), message=message)
    case = courtesy.Case(zone="UTC", contacts={**people, _DESK: courtesy.Contact(desk=True)}, actions=(act,))
    verdict = _measuring().check(case, act, now=_ANY_TIME, all_findings=True)
    told = {one.fact: one.observed for finding in verdict.findings for one in finding.conditions}
    return {**found, **{name: value for name, value in told.items() if name in wanted}}


def text_like(facts: Mapping[str, Any], handle: str) -> dict[str, Any]:
    """A message, as a case states it, of which the same is measured; to name somebody it has the handle."""
    message: dict[str, Any] = {}
    if facts[BODY]:
        message["body"] = _body(facts.get(WORDS), facts.get(SENTENCES))
    if facts.get(NAMES):
        message["subject"] = f"@{handle}"
    if facts.get(TONE) is not None:
        message["tone"] = facts[TONE]
    else:
        message["language"] = _UNMEASURED
    if facts.get(THANKS) is not None:
        message["mentions_thanks"] = facts[THANKS]
    return message


def _body(words: int | None, sentences: int | None) -> str:
    """A text of so many words in so many sentences; None is any number."""
    if words is None:
        words = 1 if sentences is None else sentences
    if sentences is None:
        sentences = min(words, 1)
    single, rest = max(sentences - 1, 0), words - max(sentences - 1, 0)
    long = " ".join(["word"] * rest)
    return " ".join([*["Word."] * single, *([f"{long}."] if long else [])])
