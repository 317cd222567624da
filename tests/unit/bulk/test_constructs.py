"""Constructs of the language, one by one: SQL judges the touches of a small case as the engine does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import courtesy
from courtesy.selfcheck.audit_examiner import AuditExaminer
from courtesy.selfcheck.audited import Past
from tests.helpers.compared_audits import compare

EXAMPLES = yaml.safe_load(
    (Path(__file__).parent / "constructs.yaml").read_text("utf-8").replace(": 2026", ": !!str 2026")
)
CONTACTS = {
    "ana": {"roles": ["interviewer"], "zone": "America/New_York"},
    "ben": {"roles": ["hr"], "zone": "Europe/Berlin"},
    "far": {"zones": ["Asia/Tokyo", "America/Los_Angeles"]},
}
POLICY = {
    "courtesy": 1,
    "id": "tried",
    "version": "1.0.0",
    "title": "Tried",
    "zone": "America/New_York",
    "defaults": {"calendar": "US"},
    "business_hours": {"days": ["mon-fri"], "from": "09:00", "to": "17:00"},
    "facts": {
        "attributes.due": {"type": "time", "title": "when it is due"},
        "attributes.score": {"type": "number", "title": "a score"},
    },
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["it"])
def test_sql_judges_as_the_engine_does(example: dict[str, Any]) -> None:
    """Each touch has the same truth and the same value of every comparison, and the same findings as checks have."""
    rule = {"id": "tried.rule", "level": "must", **example["rule"]}
    policy = courtesy.parse_policy(yaml.safe_dump({**POLICY, "rules": [rule]}), "policy.yaml")
    touches = [{"id": f"t{number}", **touch} for number, touch in enumerate(example["case"]["history"])]
    stated = {**example["case"], "history": touches}
    case = policy.case_from({"id": "c", "zone": "America/New_York", "contacts": CONTACTS, **stated})
    found = compare(policy.dated, policy.vocabulary, [case])
    assert [] == found.differences
    assert found.judged >= 2
    past = Past({"c": case}, policy.vocabulary)
    assert found.judged >= AuditExaminer(policy).examine(past).checked >= 1
    if "told" in example:
        rows = {
            (key[1], row.status): row.told[3]
            for key, act in past.audited_by(policy).items()
            for row in act.rows.values()
        }
        assert {tuple(key): told for *key, told in example["told"]} == rows
