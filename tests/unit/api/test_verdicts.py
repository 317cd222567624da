"""What a program asks of a verdict: may I, what is broken, what is missing, and what to do instead."""

from __future__ import annotations

import pickle
from datetime import datetime
from typing import Any

import pytest

import courtesy
from courtesy import Level, Outcome

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
POLICY = courtesy.load_policy("hire-wire")
CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"boss": {"roles": ["interviewer"]}, "hr": {"roles": ["hr"]}},
}
EARLY = {"id": "write", "channel": "email", "purpose": "follow_up", "to": "boss"}


def verdict(**changed: Any) -> courtesy.Verdict:
    """On the e-mail that is too early, all else unchanged."""
    return POLICY.check(POLICY.case_from({**CASE, "actions": [{**EARLY, **changed}]}), now=NOW, alternatives=True)


def test_outcomes_have_an_order() -> None:
    """The worse an outcome, the graver it is."""
    assert [outcome.severity for outcome in Outcome] == [4, 3, 2, 1, 0]
    assert Outcome.WAIT == "wait"


def test_a_verdict_tells_what_is_broken() -> None:
    """Broken rules are had by level, of a plan as of an action."""
    found = verdict()
    musts = ["channels.copy-the-hiring-department", "timing.email-after-a-week"]
    assert musts == sorted(finding.rule_id for finding in found.broken(Level.MUST))
    assert found.broken() == (*found.broken(Level.MUST), *found.broken(Level.SHOULD), *found.broken(Level.MAY))
    plan = POLICY.check_plan(POLICY.case_from({**CASE, "actions": [EARLY]}), now=NOW)
    assert found.broken(Level.MUST) == plan.broken(Level.MUST)


@pytest.mark.parametrize(
    ("changed", "outcome", "advice"),
    [
        ({"cc": "hr"}, "wait", "permitted from 2026-11-27T15:30:00-05:00"),
        ({"channel": "sms"}, "deny", "broken: `prohibitions.no-text-messages`"),
        ({"channel": "public_post", "to": None}, "undetermined", "state `message.body`"),
    ],
)
def test_what_is_not_permitted_can_be_raised(changed: dict[str, Any], outcome: str, advice: str) -> None:
    """`raise_if_refused` raises whatever is no permission, with the verdict and what to do; and nothing else."""
    found = verdict(**changed)
    with pytest.raises(courtesy.RefusedError, match=f"found the outcome `{outcome}`") as raised:
        found.raise_if_refused()
    assert advice in (raised.value.help() or "")
    assert found is raised.value.verdict
    assert str(raised.value) == str(pickle.loads(pickle.dumps(raised.value)))  # noqa: S301  our own
    verdict(channel="phone", purpose="check_in", at="2026-11-23T10:00").raise_if_refused()
    with pytest.raises(courtesy.RefusedError):
        POLICY.check_plan(POLICY.case_from({**CASE, "actions": [EARLY]}), now=NOW).raise_if_refused()


def test_an_alternative_is_a_whole_action() -> None:
    """The action of an alternative, checked as it is, comes to what is said of it; its JSON can be read again."""
    alternatives = verdict(message={"body": "Thank you for your time."}, tags=["status"]).alternatives
    assert alternatives
    case = POLICY.case_from(CASE)
    for one in alternatives:
        assert one.outcome is POLICY.check(case, one.action, now=NOW).outcome
        assert ("write", "Thank you for your time.") == (one.action.id, one.action.message and one.action.message.body)
        written = courtesy.to_dict(one)["action"]
        assert one.action == POLICY.case_from({**CASE, "actions": [written]}).actions[0]
    assert any(one.change.add_cc == ("hr",) and one.action.cc == ("hr",) for one in alternatives)
