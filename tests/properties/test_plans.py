"""Plans withstand the check, stay the same when they are made again, and where there is none the reason is real."""

from __future__ import annotations

from msgspec.structs import replace
from hypothesis import event, given, settings
from small_plans import Setting, settings_to_plan
from small_policies import EFFORT

from courtesy import Level, Touch
from courtesy.instants import instant
from courtesy.model.case import History
from courtesy.model.verdict import Standing


@settings(max_examples=150 * EFFORT, deadline=None)
@given(setting=settings_to_plan())
def test_plans_withstand_the_check(setting: Setting) -> None:
    """Nothing planned is refused, all that must be done is done, and what is left out is said."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    assert setting.policy().plan(case, now=setting.now, until=setting.until) == plan
    if plan.conflict is not None:
        event("conflict: " + ("missing" if plan.conflict.missing else "earliest" if plan.conflict.earliest else "rules" if plan.conflict.rules else "nothing"))
        assert () == plan.actions
        return
    event("plan")
    actions = tuple(one.action for one in plan.actions)
    assert actions
    ids = [action.id for action in actions]
    assert len(set(ids)) == len(ids)
    history = setting_ids(case)
    own = {action.id for action in case.actions}
    verdict = policy.check_plan(case.with_actions(actions), now=setting.now)
    assert tuple(one.verdict for one in plan.actions) == verdict.actions
    assert not any(one.outcome.refused for one in verdict.actions)
    for one in plan.actions:
        if one.action.id not in own:
            assert one.action.id not in history
            assert instant(setting.now) <= instant(one.action.at) < instant(setting.until)
    assert verdict.obligations == plan.obligations
    said = {(one.rule_id, one.contact) for one in plan.omissions}
    for one in plan.obligations:
        if one.standing is not Standing.MET:
            assert one.level is not Level.MUST, one
            assert (one.rule_id, one.contact) in said, one


def setting_ids(case):
    return frozenset() if case.history is None else case.history.ids
