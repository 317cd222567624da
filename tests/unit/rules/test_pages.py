"""A rule type's docstring is its user page: its bad example must fail, its good one pass."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import yaml

import courtesy
from courtesy.model.verdict import Status
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.api.policies import CompiledPolicy

NOW = datetime.fromisoformat("2026-11-20T15:30-05:00")
CASE = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"contact": {"roles": ["interviewer"]}},
}


def page_of(name: str) -> dict[str, str]:
    """The labelled lines of a rule type's docstring."""
    return dict(re.findall(r"^\s*(Policy|History|Bad|Good|Why): (.+)$", RULE_TYPES[name].__doc__ or "", re.MULTILINE))


def inline_policy(rule: str, folder: Path) -> CompiledPolicy:
    """A policy with that one rule."""
    file = folder / "policy.yaml"
    file.write_text(
        f"courtesy: 1\nid: page\nversion: 1.0.0\ntitle: A page\nzone: America/New_York\ndefaults: {{calendar: US}}\n"
        f"rules:\n  - {{id: page.rule, level: must, {rule.strip()[1:-1]}}}\n",
        encoding="utf-8",
    )
    return courtesy.load_policy(file)


@pytest.mark.parametrize("name", RULE_TYPES)
@pytest.mark.parametrize(("label", "status"), [("Bad", Status.VIOLATED), ("Good", Status.SATISFIED)])
def test_examples_of_a_rule_page_do_what_they_say(name: str, label: str, status: Status, tmp_path: Path) -> None:
    """The bad example of a rule's page violates the rule, the good one satisfies it."""
    page = page_of(name)
    policy = inline_policy(page["Policy"], tmp_path)
    action = yaml.load(page[label], yaml.BaseLoader)  # noqa: S506  makes nothing but text
    action |= {} if action["channel"] == "public_post" else {"to": "contact"}
    history = yaml.load(page.get("History", "[]"), yaml.BaseLoader)  # noqa: S506  makes nothing but text
    case = policy.load_case({**CASE, "history": history, "actions": [action]})
    verdict = policy.check(case, now=NOW, all_findings=True)
    assert [status] == [finding.status for finding in verdict.actions[0].findings]


@pytest.mark.parametrize("name", RULE_TYPES)
def test_every_rule_page_is_complete(name: str) -> None:
    """The page of every rule type has a policy, a bad and a good example, and a reason."""
    assert {"Policy", "Bad", "Good", "Why"} <= set(page_of(name))
