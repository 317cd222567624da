"""A small policy with tests beside it, of every kind that a run can come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
courtesy: 1
id: acme
version: 1.2.0
title: How Acme follows up
zone: America/New_York
rules:
  - id: calls.hours
    level: must
    title: Calls in working hours
    applies_to: {channel: phone}
    hours: {days: [mon-fri], from: "09:00", to: "17:00"}
  - id: calls.no-texts
    level: must
    applies_to: {channel: sms}
    forbid: true
  - id: mails.wait
    level: should
    applies_to: {channel: email}
    wait: {at_least: 7 days, after: interview}
  - id: owed.note
    level: should
    expect: {act: {channel: handwritten_note}, within: 2 days, for_each: interviewer}
"""
BASE = """\
base:
  zone: America/New_York
  interview: {ended_at: 2026-11-20T15:30}
  contacts:
    interviewer: {roles: [interviewer]}
  actions:
    - {id: act, channel: phone, to: interviewer, at: 2026-11-24T10:00}
"""
GOOD = f"""\
about: when one may call
{BASE}cases:
  a call at ten is fine: {{outcome: allow, satisfied: [calls.hours]}}
  a call at eight is refused:
    at: 2026-11-24T08:00
    outcome: wait
    violated: [calls.hours]
    earliest: 2026-11-24T09:00-05:00
    says: "09:00"
"""
BAD = f"""\
about: what "our" recruiters <ask> & get, 100% true
{BASE}cases:
  a call at noon, on a weekday, is refused: {{at: 2026-11-24T12:00, outcome: wait, violated: [calls.hours]}}
  "a text is fine: 100% of the time":
    action: {{channel: sms}}
    outcome: allow
    obligations: {{owed.note to interviewer: due}}
    says: [Nobody <texts> here]
  an e-mail after three days is not answered: {{action: {{channel: email}}, at: 2026-11-23T10:00, outcome: open}}
  a call to nobody cannot be asked: {{action: {{to: interviwer}}, outcome: allow}}
"""
UNREAD = GOOD.replace("satisfied: [calls.hours]", "satisfied: [call.hours]")


def policy_with_tests(folder: Path, **tests: str) -> Path:
    """A folder with the policy, and a file of tests for each name."""
    (folder / "tests").mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for name, text in tests.items():
        (folder / "tests" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
