"""Titles, reasons and remedies carry the numbers of their rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import courtesy

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "courtesy: 1\nid: p\nversion: 1.0.0\ntitle: P\nzone: America/New_York\ndefaults: {calendar: US}\nrules:\n"
    "- {id: a.b, level: must, "
)


def policy(rule: str, folder: Path) -> courtesy.Policy:
    """A policy of one rule."""
    file = folder / "policy.yaml"
    file.write_text(f"{HEAD}{rule}}}\n", encoding="utf-8")
    return courtesy.load_policy(file)


@pytest.mark.parametrize(
    ("title", "rule", "said"),
    [
        ("Wait {at_least}", "wait: {at_least: 1 days, after: interview}", "Wait 1 day"),
        ("Not before {until}", "wait: {until: 2 business days, before: interview}", "Not before 2 business days"),
        ("Within {at_most}", "deadline: {at_most: 24 hours, after: interview}", "Within 24 hours"),
        ("{at_least} ahead", "deadline: {at_least: 1 week, before: interview}", "1 week ahead"),
        ("{at_most} in {per}", "limit: {at_most: 4, per: calendar week}", "4 in calendar week"),
        ("From {from} to {to}", "hours: {from: '09:00', to: '17:00'}", "From 09:00 to 17:00"),
        ("{within} at most", "follow: {touch: {channel: email}, within: 7 days}", "7 days at most"),
        ("{at_least} in {within}", "expect: {act: {channel: email}, at_least: 2, within: 7 days}", "2 in 7 days"),
        ("Up to {at_most} words", "require: {all: [{message.words: {at_most: 150}}]}", "Up to 150 words"),
        ("More than {more_than}", "forbid: {message.words: {more_than: 9}}", "More than 9"),
        ("Within {within}", "require: {history: {has: {channel: email}, within: 1 weeks}}", "Within 1 week"),
        ("{{at_least}} and {{", "wait: {at_least: 1 day, after: interview}", "{at_least} and {"),
    ],
)
def test_a_title_carries_the_numbers_of_its_rule(title: str, rule: str, said: str, tmp_path: Path) -> None:
    """Each rule type offers its own, as they are read aloud; two braces are one."""
    assert [one.title for one in policy(f"title: '{title}', {rule}", tmp_path).rules] == [said]


def test_a_verdict_carries_them_in_every_text(tmp_path: Path) -> None:
    """Title, reason and remedy of a finding are filled in, in JSON too."""
    texts = "title: 'T {at_least}', because: 'B {at_least}', remedy: 'R {at_least}'"
    loaded = policy(f"{texts}, wait: {{at_least: 7 days, after: interview}}", tmp_path)
    case = loaded.case_from(
        {
            "zone": "America/New_York",
            "interview": {"ended_at": "2026-11-20T15:30"},
            "contacts": {"hr": {}},
            "actions": [{"channel": "email", "to": "hr", "at": "2026-11-21T10:00"}],
        }
    )
    verdict = loaded.check_plan(case, now=case.actions[0].at)
    finding = json.loads(json.dumps(courtesy.to_dict(verdict)))["actions"][0]["findings"][0]
    assert (finding["title"], finding["because"], finding["remedy"]) == ("T 7 days", "B 7 days", "R 7 days")
