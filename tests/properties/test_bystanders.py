"""What a changed act does to the rest of a plan is what judging the whole plan again says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from courtesy import Outcome
from courtesy.instants import instant
from courtesy.planning.bystanders import Bystanders
from tests.properties.small_policies import EFFORT, MINUTE, SEASONS, cases, policy_of, rules

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Action, Case, Policy
    from tests.properties.small_policies import Document

WIDE = {
    "level": "must",
    "limit": {"at_most": 2, "per": "2 hours", "counting": {"channel": "email", "to": "anyone"}},
}
AFTER_A_CALL = {
    "level": "must",
    "applies_to": {"channel": "email"},
    "follow": {"touch": {"channel": "phone", "to": "same_company"}},
}
NOT_TWICE = {"level": "must", "forbid": {"history": {"has": {"same": ["channel", "purpose"]}, "within": "3 hours"}}}
ADVICE = {"level": "should", "forbid": {"action.purpose": "other"}}


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Document], Document, datetime]:
    """Rules, a case with several actions close together, and the time of the check."""
    zone, start = draw(st.sampled_from(SEASONS))
    own = st.sampled_from([WIDE, AFTER_A_CALL, NOT_TWICE, ADVICE])
    stated = draw(st.lists(st.one_of(rules(), own, own), min_size=1, max_size=4))
    case = draw(cases(zone, start))
    actions = [
        {
            "id": f"act-{number}",
            "channel": draw(st.sampled_from(["email", "phone"])),
            "purpose": draw(st.sampled_from(["follow_up", "other"])),
            "to": draw(st.sampled_from(sorted(case["contacts"]))),
            "at": (start + draw(st.integers(0, 20)) * 20 * MINUTE).isoformat(),
        }
        for number in range(draw(st.integers(2, 6)))
    ]
    return stated, {**case, "actions": actions}, start


def _changed(draw: st.DataObject, action: Action) -> Action:
    later = timedelta(minutes=20 * draw.draw(st.integers(0, 12)))
    channel = draw.draw(st.sampled_from(["email", "phone"]))
    assert action.at is not None
    return replace(action, at=action.at + later, channel=channel)


def _outcomes(policy: Policy, case: Case, now: datetime) -> dict[str, Outcome]:
    return {turn.action.id: turn.verdict.outcome for turn in policy._plans.turns(case, now).turns}


@settings(max_examples=150 * EFFORT)
@given(asked=plans(), data=st.data())
def test_only_what_is_concerned_is_judged_again(
    asked: tuple[list[Document], Document, datetime], data: st.DataObject
) -> None:
    """A changed act withstands just where the whole plan, judged again, gives it its outcome and refuses no other."""
    stated, document, now = asked
    policy = policy_of(stated, None)
    case = policy.case_from(document)
    before = _outcomes(policy, case, now)
    bystanders = Bystanders(policy._plans, case, policy._plans.turns(case, now))
    for action in case.actions:
        changed = _changed(data, action)
        whole = case.with_actions(tuple(changed if other is action else other for other in case.actions))
        after = _outcomes(policy, whole, now)
        if after[action.id].refused:
            continue
        harmed = any(after[name].refused and not before[name].refused for name in after if name != action.id)
        event(f"{before[action.id].value} before, {'harms' if harmed else 'harmless'}")
        assert changed.at is not None
        at = instant(changed.at)
        assert bystanders.withstand(changed, at, after[action.id]) is not harmed
        assert not any(bystanders.withstand(changed, at, other) for other in Outcome if other is not after[action.id])
