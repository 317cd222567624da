"""Obligations, as rules: what they lower to, to whom they are owed, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from msgspec.structs import replace

from courtesy.compiling.compiler import applicable, obligations, rules_of_acts
from courtesy.instants import Instant, instant
from courtesy.judging.profile import Profile
from courtesy.model.case import Action
from courtesy.model.facts import Occasion
from courtesy.model.outcome import Status
from courtesy.model.predicate import CaseDate, Edge, TimeAfter
from courtesy.rules.expect import Expect
from courtesy.values import DAY, Duration
from tests.helpers.rule_pages import CASE, NOW, inline_policy, page_of

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy import Policy
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet

DUE = instant(NOW.replace(day=NOW.day + 1))
A_WEEK_LATER = Instant(DUE + 7 * DAY)
CONTACTS = {"contact": {"roles": ["interviewer"]}, "desk": {"roles": ["hr"]}, "stranger": {}}
NOTE = "{channel: handwritten_note, to: contact, at: 2026-11-20T18:00}"
CALL = "{channel: phone, to: desk, at: 2026-11-23T10:00}"


def _expected(policy: Policy) -> tuple[CompiledRule, Expect]:
    (compiled,) = obligations(policy.compiled)
    assert isinstance(compiled.requirement, Expect)
    return compiled, compiled.requirement


def _judged(policy: Policy, history: str, contact: str | None = None, at: Instant = DUE) -> tuple[Status, FactSheet]:
    """How the policy's obligation stands for a contact at a time, and what was measured; no act is in sight."""
    compiled, _ = _expected(policy)
    touches = yaml.load(history, yaml.BaseLoader)  # noqa: S506  makes nothing but text
    case = policy.case_from({**CASE, "contacts": CONTACTS, "history": touches})
    recipient = None if contact is None else case.contacts[contact]
    profile = Profile((compiled,), "native", policy.source.vocabulary)
    sheet = profile.derive(Occasion(case, Action(id="", channel=""), recipient, case.history, at))
    return profile.explainer(0).status(sheet), sheet


@pytest.mark.parametrize(("label", "status"), [("Bad", Status.VIOLATED), ("Good", Status.SATISFIED)])
def test_examples_of_the_page_are_histories(label: str, status: Status, tmp_path: Path) -> None:
    """With the bad history of its page the obligation is unmet at its due time, with the good one it is met."""
    page = page_of("expect")
    policy = inline_policy(page["Policy"], tmp_path)
    assert status is _judged(policy, page[label], "contact")[0]


@pytest.mark.parametrize(
    ("contact", "status"),
    [("contact", Status.VIOLATED), ("desk", Status.NOT_APPLICABLE), ("stranger", Status.UNDETERMINED)],
)
def test_it_is_owed_to_contacts_in_the_role(contact: str, status: Status, tmp_path: Path) -> None:
    """It is owed to each contact in the role, to nobody else, and nobody knows where the roles are unknown."""
    policy = inline_policy("{expect: {act: {channel: handwritten_note}, for_each: interviewer}}", tmp_path)
    assert status is _judged(policy, "[]", contact)[0]


@pytest.mark.parametrize(
    ("rule", "history", "status"),
    [
        ("{expect: {act: {channel: phone, roles: [hr, recruiter]}}}", f"[{CALL}]", Status.SATISFIED),
        ("{expect: {act: {channel: phone, roles: [recruiter]}}}", f"[{CALL}]", Status.VIOLATED),
        ("{expect: {act: {channel: phone}, at_least: 2}}", f"[{CALL}]", Status.VIOLATED),
        ("{expect: {act: {channel: phone}, at_least: 2}}", f"[{CALL}, {CALL}]", Status.SATISFIED),
        ("{expect: {act: {channel: phone}, after: {last: {channel: email}}}}", f"[{CALL}]", Status.NOT_APPLICABLE),
        ("{expect: {act: {channel: phone}, after: {last: {channel: handwritten_note}}}}", f"[{NOTE}]", Status.VIOLATED),
        (
            "{expect: {act: {channel: phone}, after: {last: {channel: handwritten_note}}}}",
            f"[{NOTE}, {CALL}]",
            Status.SATISFIED,
        ),
        ("{expect: {act: {channel: phone}, after: interview.decision_promised_for}}", f"[{CALL}]", Status.UNDETERMINED),
        (
            "{expect: {act: {channel: phone}, after: interview.decision_promised_for, or: interview}}",
            "[]",
            Status.VIOLATED,
        ),
        ("{applies_to: {case.status: open}, expect: {act: {channel: phone}}}", "[]", Status.UNDETERMINED),
        (
            "{unless: {history: {has: {channel: handwritten_note}}}, expect: {act: {channel: phone}}}",
            f"[{NOTE}]",
            Status.SATISFIED,
        ),
    ],
)
def test_it_is_owed_once_without_a_role(rule: str, history: str, status: Status, tmp_path: Path) -> None:
    """Without `for_each` it is owed once: acts to anyone at the company count, from the anchor on."""
    assert status is _judged(inline_policy(rule, tmp_path), history, at=A_WEEK_LATER)[0]


@pytest.mark.parametrize(
    ("rule", "summary", "message"),
    [
        (
            "{expect: {act: {channel: handwritten_note, purpose: thank_you}, within: 24 hours, for_each: interviewer}}",
            "a handwritten thank-you note to each interviewer within 24 hours after the interview",
            "there is no handwritten thank-you note since the interview",
        ),
        (
            "{expect: {act: {channel: phone, roles: [hr, recruiter]}}}",
            "a phone call to an HR contact or a recruiter after the interview",
            "there is no phone call to an HR contact or a recruiter since the interview",
        ),
        (
            "{expect: {act: {channel: email, to: anyone}, at_least: 2, after: {first: {channel: phone, to: anyone}}}}",
            "at least 2 e-mails to anyone after the first phone call to anyone",
            "there is no e-mail to anyone since the first phone call to anyone; at least 2 are expected",
        ),
        (
            "{expect: {act: {channel: phone}, at_least: 2, for_each: [hr, interviewer]}}",
            "at least 2 phone calls to each interviewer or HR contact after the interview",
            "there is 1 phone call since the interview; at least 2 are expected",
        ),
        (
            "{expect: {act: {channel: phone, to: same_company}, at_least: 3, for_each: hr}}",
            "at least 3 phone calls to anyone at the company for each HR contact after the interview",
            "there is 1 phone call to anyone at the company since the interview; at least 3 are expected",
        ),
    ],
)
def test_it_says_what_is_expected_and_what_is_missing(rule: str, summary: str, message: str, tmp_path: Path) -> None:
    """The summary says what, to whom and by when; the message says what has been done and what is missing."""
    policy = inline_policy(rule, tmp_path)
    _, expected = _expected(policy)
    words = policy.source.vocabulary
    assert summary == expected.summary(words)
    history = f"[{CALL}]" if expected.for_each else "[]"
    _, sheet = _judged(policy, history, "desk" if expected.for_each else None, at=A_WEEK_LATER)
    assert message == expected.message(sheet.measure, words)


def test_the_due_time_is_counted_from_the_anchor(tmp_path: Path) -> None:
    """`within` gives a due time, and without it there is none."""
    policy = inline_policy("{expect: {act: {channel: phone}, within: 2 days}}", tmp_path)
    _, expected = _expected(policy)
    duration = Duration.parse("2 days")
    assert duration is not None
    assert expected.due == TimeAfter(CaseDate("interview.ended_at"), duration, expected.almanac, Edge.END)
    assert replace(expected, within=None).due is None


def test_acts_are_not_judged_by_obligations(tmp_path: Path) -> None:
    """No act is judged by what is owed: the rules of acts and the obligations share nothing."""
    policy = inline_policy("{expect: {act: {channel: phone}}}", tmp_path)
    assert () == rules_of_acts(policy.compiled) == applicable(policy.compiled, "phone", None)
    assert policy.compiled == obligations(policy.compiled)
