"""Small plans, whole: which acts they hold, when, and what for."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtesy.api import parse_policy

NOW = datetime.fromisoformat("2026-03-02T10:00:00-05:00")
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("plans.yaml").read_text("utf-8"))
BASE = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-03-01T12:00"},
    "contacts": {"interviewer": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
}


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    both = {key: {**base.get(key, {}), **value} if isinstance(value, dict) else value for key, value in changes.items()}
    return {key: value for key, value in {**base, **both}.items() if value is not None}


@pytest.mark.parametrize("sentence", CASES)
def test_plan(sentence: str) -> None:
    """The plan holds these acts at these times, each for this rule, and no others; `never` are closed channels."""
    stated = CASES[sentence]
    manifest = {
        "courtesy": 1, "id": "small", "version": "1.0.0", "title": "Small", "zone": "America/New_York",
        "rules": [{"id": f"small.rule-{number}", **rule} for number, rule in enumerate(stated["rules"])],
        **({"preferences": stated["preferences"]} if "preferences" in stated else {}),
        **stated.get("manifest", {}),
    }  # fmt: skip
    policy = parse_policy(json.dumps(manifest).encode(), "policy.json", matcher="native")
    plan = policy.plan(policy.case_from(_merged(BASE, stated.get("case", {}))), now=NOW)
    found = {
        one.action.id: f"{one.verdict.at.isoformat()} {(one.reason.rule_id or '-').removeprefix('small.')}"
        for one in plan.actions
    }
    assert [*stated["plan"].items()] == [*found.items()]
    never = {one.channel: [rule.removeprefix("small.") for rule in one.rules] for one in plan.never}
    assert stated.get("never", {}) == never
