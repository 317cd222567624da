"""A plan holds as few acts as it takes, and what is optional comes on top: never instead, never too often."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import event, given, settings

from courtesy.instants import instant
from courtesy.model.outcome import Standing
from courtesy.values import DAY, HOUR
from tests.properties.small_plans import settings_to_plan
from tests.properties.small_policies import EFFORT

if TYPE_CHECKING:
    from courtesy import Obligation
    from tests.properties.small_plans import Setting

LEAST = {"1 week": 7 * DAY - HOUR, "4 days": 4 * DAY - HOUR}
"""How long the pace of an optional act is at least, clocks being changed."""


def _met(owed: tuple[Obligation, ...]) -> set[tuple[str, str | None]]:
    """What is met, or will be by what is planned."""
    return {(one.rule_id, one.contact) for one in owed if one.standing in {Standing.MET, Standing.PLANNED}}


def _done(owed: tuple[Obligation, ...]) -> list[int]:
    """How many acts count for each, done or planned, those beyond what is needed left out."""
    return [min(one.done + one.planned, one.needed) for one in owed]


@settings(max_examples=100 * EFFORT)
@given(setting=settings_to_plan())
def test_no_act_of_a_plan_is_there_for_nothing(setting: Setting) -> None:
    """Without any one act that is made for an obligation less is done of one, or an act is no longer permitted."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    for one in plan.actions:
        due = one.reason.due_by
        if one.reason.rule_id is None or (due is not None and one.verdict.at > due):
            continue  # better late than never
        event("an act that is owed")
        actions = tuple(other.action for other in plan.actions if other is not one)
        owed = policy.obligations(case.with_actions(actions), now=setting.now)
        if _done(owed) == _done(plan.obligations):
            refused = [
                verdict.outcome.refused
                for verdict in policy._plans.check(case.with_actions(actions), setting.now).actions
            ]
            assert any(refused), one.action


@settings(max_examples=100 * EFFORT)
@given(setting=settings_to_plan())
def test_optional_acts_take_the_place_of_nothing(setting: Setting) -> None:
    """All that is met without optional acts is met with them, and they keep their pace."""
    if not setting.preferences or "optional" not in setting.preferences:
        return
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    bare = setting._replace(preferences={key: value for key, value in setting.preferences.items() if key != "optional"})
    owed = bare.policy().plan(case, now=setting.now, until=setting.until)
    if not owed.actions:
        return
    assert _met(owed.obligations) <= _met(plan.obligations)
    every = LEAST[setting.preferences["optional"][0]["every"]]
    extra = [one for one in plan.actions if one.reason.title == setting.preferences["optional"][0]["title"]]
    event("several" if len(extra) > 1 else "one" if extra else "none")
    for one, other in combinations(extra, 2):
        if one.action.to == other.action.to:
            assert instant(other.verdict.at) - instant(one.verdict.at) >= every
