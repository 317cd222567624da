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


# ---------------------------------------------------------------- impossible plans

from itertools import combinations, product
from small_plans import tiny_settings
from courtesy import Action
from datetime import timedelta


@settings(max_examples=150 * EFFORT, deadline=None)
@given(setting=tiny_settings())
def test_what_brute_force_can_plan_is_planned(setting: Setting) -> None:
    """Where trying times on a coarse grid finds acts that meet all that must be done, a plan is made."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    musts = [one for one in plan.obligations if one.level is Level.MUST and one.standing is not Standing.MET]
    if plan.conflict is None or not musts or plan.conflict.missing:
        event("planned")
        return
    event("conflict")
    found = brute_plan(policy, case, setting)
    assert found is None, (plan.conflict, found)


def brute_plan(policy, case, setting, most=2):
    grid = []
    at = setting.now
    while at < setting.until:
        grid.append(at)
        at += timedelta(hours=6)
    kinds = [("phone", "other"), ("email", "follow_up"), ("handwritten_note", "thank_you")]
    acts = [Action(id=f"{c}-{p}", channel=c, purpose=q, to=(p,)) for c, q in kinds for p in case.contacts]
    for count in range(1, most + 1):
        for chosen in product(acts, repeat=count):
            for times in product(grid, repeat=count):
                plan = tuple(replace(act, at=when, id=f"act-{n}") for n, (act, when) in enumerate(zip(chosen, times)))
                if count == 2 and times[0] > times[1]:
                    continue
                verdict = policy._plans.check(case.with_actions(plan), setting.now)
                if all(one.outcome.permitted for one in verdict.actions) and all(
                    one.standing is Standing.MET for one in verdict.obligations if one.level is Level.MUST
                ):
                    return plan
    return None
