"""Whom a rule concerns: everyone is who is addressed and who is copied; a copy is judged as if it were addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.properties.small_policies import EFFORT, MINUTE, SEASONS, cases, policy_of, rules

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Action, Case, Policy, Status
    from tests.properties.small_policies import Document


@st.composite
def copies(draw: st.DrawFn) -> tuple[Document, Document, datetime]:
    """A rule, a case whose touches have copies and whose one action copies somebody, and the time of the check."""
    zone, start = draw(st.sampled_from(SEASONS))
    rule, case = draw(rules()), draw(cases(zone, start))
    counted = rule.get("limit", {}).get("counting") or rule.get("follow", {}).get("touch")
    if counted is not None and draw(st.booleans()):
        kind = "limit" if "limit" in rule else "follow"
        key = "counting" if kind == "limit" else "touch"
        rule = {**rule, kind: {**rule[kind], key: {**counted, "copies": True}}}
    names = sorted({**case["contacts"], "ben": {}})
    history = case["history"]
    if isinstance(history, list):
        others = [draw(st.sampled_from([None, *names])) for _ in history]
        history = [
            touch if other is None else {**touch, "cc": other} for touch, other in zip(history, others, strict=True)
        ]
    act = {
        "id": "act",
        "channel": draw(st.sampled_from(["email", "phone"])),
        "purpose": "follow_up",
        "to": names[0],
        "cc": names[1:],
        "at": (start + draw(st.integers(-600, 4000)) * MINUTE).isoformat(),
    }
    contacts = {"ben": {"roles": ["hr"]}, **case["contacts"]}
    return rule, {**case, "contacts": contacts, "history": history, "actions": [act]}, start


def _found(
    policy: Policy, case: Case, action: Action, now: datetime
) -> set[tuple[str | None, Status, datetime | None]]:
    """Each contact who was judged, with how the rule stands, and until when it is broken."""
    verdict = policy.check(case, action, now=now, as_of=True, all_findings=True)
    return {(one.recipient, one.status, one.earliest) for one in verdict.findings}


@settings(max_examples=120 * EFFORT)
@given(copies())
def test_everyone_is_who_is_addressed_and_who_is_copied(drawn: tuple[Document, Document, datetime]) -> None:
    """A rule that concerns everyone finds what the same rule finds of the addressed and of the copied together."""
    rule, document, now = drawn
    policies = {whom: policy_of([{**rule, "concerns": whom}]) for whom in ("addressed", "copied", "everyone")}
    found = {}
    for whom, policy in policies.items():
        case = policy.case_from(document)
        found[whom] = _found(policy, case, case.actions[0], now)
    assert found["everyone"] == found["addressed"] | found["copied"]
    addressed, copied = ({one[0] for one in found[whom]} for whom in ("addressed", "copied"))
    assert not addressed & copied
    event(f"{len(copied)} copied")


@settings(max_examples=120 * EFFORT)
@given(copies())
def test_a_copy_is_judged_as_if_it_were_addressed(drawn: tuple[Document, Document, datetime]) -> None:
    """For a rule that concerns everyone it is all the same whether the act addresses a contact or copies them."""
    rule, document, now = drawn
    policy = policy_of([{**rule, "concerns": "everyone"}])
    case = policy.case_from(document)
    (action,) = case.actions
    plain = replace(action, to=(*action.to, *action.cc), cc=())
    assert _found(policy, case, action, now) == _found(policy, case, plain, now)
    event(", ".join(sorted({status for _, status, _ in _found(policy, case, action, now)})))
