"""Alternatives are what they say: applied and checked again they come to what was told, and the nearest come first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from courtesy import Alternative, Change, Level, Outcome, Status
from courtesy.facts.message import words
from tests.properties.small_plans import PREFERENCES
from tests.properties.small_policies import EFFORT, MINUTE, SEASONS, cases, policy_of, rules

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Action, Case, Policy, Verdict
    from tests.properties.small_policies import Document

LONG = "Thank you for the time that you took for our conversation. " * 4
SHORT = {"level": "should", "require": {"message.words": {"at_most": 12}}}
COPY = {"level": "must", "applies_to": {"channel": "email"}, "require": {"cc.roles": ["hr"]}}
CALL = {"level": "must", "applies_to": {"channel": "phone"}, "forbid": {"action.purpose": "follow_up"}}


@st.composite
def refusals(draw: st.DrawFn) -> tuple[list[Document], Document | None, Document, datetime]:
    """Rules, preferences, a case with one or two actions, and the time of the check."""
    zone, start = draw(st.sampled_from(SEASONS))
    stated = draw(st.lists(st.one_of(rules(), st.sampled_from([SHORT, COPY, CALL])), min_size=1, max_size=4))
    case = draw(cases(zone, start))
    actions = [
        {
            "id": f"act-{number}",
            "channel": draw(st.sampled_from(["email", "phone"])),
            "purpose": draw(st.sampled_from(["follow_up", "other"])),
            "to": (to := draw(st.sampled_from(sorted(case["contacts"])))),
            "cc": [name for name in case["contacts"] if name != to and draw(st.integers(0, 2)) == 0],
            "at": (start + draw(st.integers(-600, 4000)) * MINUTE).isoformat(),
            "message": {"body": draw(st.sampled_from([LONG, "Thank you."]))},
        }
        for number in range(draw(st.integers(1, 2)))
    ]
    return stated, draw(st.sampled_from(PREFERENCES)), {**case, "actions": actions}, start


def _applied(action: Action, change: Change) -> Action:
    """The action with the change, made here anew."""
    changed = replace(
        action,
        at=change.at or action.at,
        channel=change.channel or action.channel,
        purpose=change.purpose or action.purpose,
        cc=(*(one for one in action.cc if one not in (change.drop_cc or ())), *(change.add_cc or ())),
    )
    if change.at_most_words is not None and changed.message is not None:
        body = " ".join((changed.message.body or "").split()[: change.at_most_words])
        assert words(body) <= change.at_most_words
        changed = replace(changed, message=replace(changed.message, body=body))
    return changed


def _checked(policy: Policy, case: Case, changed: Action, now: datetime) -> dict[str, Verdict]:
    actions = tuple(changed if other.id == changed.id else other for other in case.actions)
    return {one.id: one for one in policy.check_plan(case.with_actions(actions), now=now).actions}


def _broken_shoulds(verdict: Verdict) -> set[str]:
    return {one.rule_id for one in verdict.findings if one.level is Level.SHOULD and one.status is Status.VIOLATED}


@settings(max_examples=120 * EFFORT)
@given(asked=refusals())
def test_alternatives_come_to_what_they_say(
    asked: tuple[list[Document], Document | None, Document, datetime],
) -> None:
    """Each is permitted when checked again, breaks just what it says, refuses no other act, and changes something."""
    stated, preferences, document, now = asked
    policy = policy_of(stated, preferences)
    case = policy.case_from(document)
    before = {one.id: one for one in policy.check_plan(case, now=now, alternatives=True).actions}
    for action in case.actions:
        verdict = before[action.id]
        found: tuple[Alternative, ...] = verdict.alternatives or ()
        if not (verdict.outcome.refused or verdict.outcome is Outcome.WARN):
            assert found == ()
        assert len(found) <= 3
        assert len({one.description for one in found}) == len(found)
        for one in found:
            event(f"{verdict.outcome.value} to {one.outcome.value}")
            after = _checked(policy, case, _applied(action, one.change), now)
            assert (one.outcome, set(one.still)) == (after[action.id].outcome, _broken_shoulds(after[action.id]))
            assert one.outcome.permitted
            assert verdict.outcome.refused or one.outcome is Outcome.ALLOW
            assert one.change != Change()
            assert not [
                name for name, other in after.items() if other.outcome.refused and not before[name].outcome.refused
            ]


@settings(max_examples=60 * EFFORT)
@given(asked=refusals())
def test_no_single_change_is_missed(asked: tuple[list[Document], Document | None, Document, datetime]) -> None:
    """Where no alternative is given, no other time of two weeks, channel, purpose or copy alone would be permitted."""
    stated, preferences, document, now = asked
    policy = policy_of(stated, preferences)
    case = policy.case_from({**document, "actions": document["actions"][:1]})
    action = case.actions[0]
    verdict = policy.check_plan(case, now=now, alternatives=True).actions[0]
    if not verdict.outcome.refused or verdict.alternatives:
        return
    event("none")
    start = max(verdict.at, now)
    tries = [replace(action, at=start + timedelta(hours=6) * number) for number in range(14 * 4)]
    tries += [replace(action, channel=channel) for channel in (preferences or {}).get("channels", ("email", "phone"))]
    tries += [replace(action, purpose=purpose) for purpose in policy.source.vocabulary.purposes]
    tries += [replace(action, cc=(contact,)) for contact in case.contacts if contact not in action.to]
    permitted = [one for one in tries if _checked(policy, case, one, now)[action.id].outcome.permitted]
    # What lies before now may be permitted where it stands, and nobody can do it any more.
    assert [] == [one for one in permitted if one.at is None or one.at >= now]
