"""A rule type's docstring is its user page: its bad example must fail, its good one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from courtesy.model.outcome import Status
from courtesy.rules import RULE_TYPES
from tests.helpers.rule_pages import CASE, NOW, inline_policy, page_of

if TYPE_CHECKING:
    from pathlib import Path

OF_ACTS = [name for name, kind in RULE_TYPES.items() if not kind.of_plan]
"""The page of the other one is tried in `test_expect.py`."""


@pytest.mark.parametrize("name", OF_ACTS)
@pytest.mark.parametrize(("label", "status"), [("Bad", Status.VIOLATED), ("Good", Status.SATISFIED)])
def test_examples_of_a_rule_page_do_what_they_say(name: str, label: str, status: Status, tmp_path: Path) -> None:
    """The bad example of a rule's page violates the rule, the good one satisfies it."""
    page = page_of(name)
    policy = inline_policy(page["Policy"], tmp_path)
    action = yaml.load(page[label], yaml.BaseLoader)  # noqa: S506  makes nothing but text
    action |= {} if action["channel"] == "public_post" else {"to": "contact"}
    history = yaml.load(page.get("History", "[]"), yaml.BaseLoader)  # noqa: S506  makes nothing but text
    case = policy.case_from({**CASE, "history": history, "actions": [action]})
    verdict = policy.check(case, now=case.actions[0].at or NOW, as_of=True, all_findings=True)
    assert [status] == [finding.status for finding in verdict.findings]


@pytest.mark.parametrize("name", RULE_TYPES)
def test_every_rule_page_is_complete(name: str) -> None:
    """The page of every rule type has a policy, a bad and a good example, and a reason."""
    assert {"Policy", "Bad", "Good", "Why"} <= set(page_of(name))
