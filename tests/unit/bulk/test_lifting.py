"""Since when a broken rule would have let an act pass: cases worked out by hand, held to the engine as well."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.selfcheck.audited import Past
from tests.helpers.lifted import against_proposals
from tests.unit.bulk.test_constructs import CONTACTS, POLICY

if TYPE_CHECKING:
    from courtesy.bulk.audit import Audit

EXAMPLES = yaml.safe_load((Path(__file__).parent / "lifting.yaml").read_text("utf-8").replace(": 2026", ": !!str 2026"))
MAILS = {"id": "c", "zone": "America/New_York", "contacts": CONTACTS, "interview": {"ended_at": "2026-06-01T09:00"},
         "history": [{"id": "t0", "channel": "email", "to": "ana", "at": "2026-06-02T09:00"}]}  # fmt: skip
WEEK = {"wait": {"at_least": "7 days", "after": "interview"}}


def _policy(rule: dict[str, Any], **manifest: Any) -> courtesy.Policy:
    rules = [{"id": "tried.rule", "level": "must", **rule}]
    return courtesy.parse_policy(yaml.safe_dump({**POLICY, **manifest, "rules": rules}), "policy.yaml")


def _times(audit: Audit) -> dict[str, datetime | None]:
    return {row["touch_id"]: row["permitted_from"] for row in audit.findings.to_pylist()}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["it"])
def test_a_broken_rule_tells_since_when_it_would_have_let_the_act_pass(example: dict[str, Any]) -> None:
    """Each broken rule comes with that time, as a check says it that is asked before the act."""
    policy = _policy(example["rule"])
    touches = [{"id": f"t{number}", **touch} for number, touch in enumerate(example["case"]["history"])]
    case = policy.case_from({**MAILS, **example["case"], "history": touches})
    past = Past({"c": case}, policy.vocabulary)
    expected = {name: None if at is None else datetime.fromisoformat(at) for name, at in example["lifts"].items()}
    assert expected == _times(policy.audit(past.tables, threads=1, obligations=False))
    assert [] == against_proposals(policy, past).differences


def _audited(policy: courtesy.Policy) -> Audit:
    past = Past({"c": policy.case_from(MAILS)}, policy.vocabulary)
    return policy.audit(past.tables, threads=1, obligations=False)


def test_nothing_is_promised_beyond_the_end_of_a_version() -> None:
    """A version that ends before its rule lifts tells no time."""
    whole = _audited(_policy(WEEK, valid={"until": "2026-06-09"}))
    ending = _audited(_policy(WEEK, valid={"until": "2026-06-08"}))
    assert {"t0": datetime.fromisoformat("2026-06-08T09:00-04:00")} == _times(whole)
    assert {"t0": None} == _times(ending)


def test_what_is_waived_or_undecided_waits_for_nothing() -> None:
    """Only a rule that is broken for certain, and not waived, tells a time."""
    waiver = courtesy.Waiver(rule="tried.rule", because="agreed", by="owner", until=date(2026, 6, 4), case="c")
    waived = _audited(_policy(WEEK).with_waivers([waiver]))
    undecided = _audited(_policy({"wait": {"at_least": "7 days", "after": "interview.decision_promised_for"}}))
    for audit, status in ((waived, "waived"), (undecided, "undetermined")):
        assert [status] == audit.findings["status"].to_pylist()
        assert {"t0": None} == _times(audit)


def test_a_stated_measure_of_a_text_decides_whether_a_rule_lifts() -> None:
    """Where the engine is asked, what a table states of a text is what its rule reads."""
    policy = _policy({"unless": {"message.words": {"at_most": 10}}, **WEEK})
    tables = Past({"c": policy.case_from(MAILS)}, policy.vocabulary).tables
    touches = tables["touches"]
    place = touches.schema.get_field_index("message.words")
    for words, expected in ((9, {}), (11, {"t0": datetime.fromisoformat("2026-06-08T09:00-04:00")})):
        stated = touches.set_column(place, touches.schema.field(place), [[words] * len(touches)])
        audit = policy.audit({**tables, "touches": stated}, threads=1, obligations=False)
        assert expected == _times(audit)
