"""What a policy says of the cases of a new file of tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from courtesy.model.outcome import Status, worst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.api.policy import Policy


def rule_cases(policy: Policy, rule_id: str, base: Mapping[str, Any], bad: Mapping[str, Any]) -> dict[str, Any]:
    """The cases of a test of a rule: one that breaks it, and one that keeps it."""
    return {
        f"{rule_id} is broken": tested(policy, base, bad, rule_id),
        f"{rule_id} is kept": tested(policy, base, {}, rule_id),
    }


def tested(policy: Policy, base: Mapping[str, Any], changes: Mapping[str, Any], rule_id: str | None) -> dict[str, Any]:
    """A case of a file of tests: what differs from the base, and what the policy says of it.

    `rule_id` is the rule that the test is about. Raises InvalidInputError and OutsideValidityError.
    """
    document = {**base, **{key: value for key, value in changes.items() if key != "action"}}
    document["actions"] = [{**base["actions"][0], **changes.get("action", {})}]
    case = policy.case_from(document)
    moments = [action.at for action in case.actions if action.at is not None]
    verdict = policy.check_plan(case, now=min(moments, key=datetime.timestamp), all_findings=True)
    by_status: dict[Status, set[str]] = {status: set() for status in Status}
    for action in verdict.actions:
        for finding in action.findings:
            by_status[finding.status].add(finding.rule_id)
    said: dict[str, Any] = {
        "outcome": worst(tuple(action.outcome for action in verdict.actions)).value,
        "violated": sorted(by_status[Status.VIOLATED]),
        "undetermined": sorted(by_status[Status.UNDETERMINED]),
    }
    if rule_id in by_status[Status.SATISFIED]:
        said["satisfied"] = [rule_id]
    if any(one.rule_id == rule_id for one in verdict.obligations):
        said["obligations"] = {
            one.rule_id if one.contact is None else f"{one.rule_id} to {one.contact}": one.standing.value
            for one in verdict.obligations
        }
    return {**changes, **{key: value for key, value in said.items() if value}}
