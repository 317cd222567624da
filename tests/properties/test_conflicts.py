"""Where no plan is made there is none, and the rules that are named are those that cannot be kept together."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from msgspec.structs import replace

from courtesy import Action, Level
from courtesy.model.outcome import Standing
from tests.properties.small_plans import Setting, settings_to_plan, tiny_settings
from tests.properties.small_policies import EFFORT, policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy import Case, Policy
    from courtesy.model.plan import Plan

STEP = timedelta(hours=6)
KEPT = frozenset({Standing.MET, Standing.PLANNED})
KINDS = (("phone", "other"), ("email", "follow_up"), ("handwritten_note", "thank_you"))


def _fails(plan: Plan) -> bool:
    """Whether something that must be done has no place in a plan, for all that is known."""
    lacking = [one for one in plan.obligations if one.level is Level.MUST and one.standing not in KEPT]
    return plan.conflict is not None and not plan.conflict.missing and bool(lacking)


@settings(max_examples=40 * EFFORT)
@given(setting=tiny_settings())
def test_what_brute_force_can_plan_is_planned(setting: Setting) -> None:
    """Where trying acts at times on a coarse grid finds one or two that do all that must be done, a plan is made."""
    policy = setting.policy()
    case = setting.loaded(policy)
    plan = policy.plan(case, now=setting.now, until=setting.until)
    event("fails" if _fails(plan) else "planned")
    if _fails(plan):
        assert None is next(_brute_plans(policy, case, setting), None), plan.conflict


def _brute_plans(policy: Policy, case: Case, setting: Setting) -> Iterator[tuple[Action, ...]]:
    grid = [setting.now + step * STEP for step in range((setting.until - setting.now) // STEP)]
    acts = [Action(id="", channel=channel, purpose=purpose, to=(name,)) for channel, purpose in KINDS
            for name in case.contacts]  # fmt: skip
    for first in product(acts, grid):
        for others in ((), *(((second),) for second in product(acts, grid) if second[1] >= first[1])):
            plan = tuple(replace(act, id=f"act-{n}", at=at) for n, (act, at) in enumerate((first, *others)))
            turns = policy._plans.turns(case.with_actions(plan), setting.now)
            if all(turn.verdict.outcome.permitted for turn in turns.turns):
                owed = policy._plans.owed(case, turns, setting.now)
                if all(one.standing in KEPT for one in owed if one.level is Level.MUST):
                    yield plan
            elif len(plan) == 1:
                break  # no second act makes the first a permitted one


@settings(max_examples=120 * EFFORT)
@given(setting=settings_to_plan())
def test_conflicts_are_real_and_smallest(setting: Setting) -> None:
    """A policy of exactly the rules that are named has no plan either, and without any one of them there is one."""
    policy = setting.policy()
    plan = policy.plan(setting.loaded(policy), now=setting.now, until=setting.until)
    if plan.conflict is None or not _fails(plan):
        return
    event("proven" if "kept" in plan.conflict.message else "found")
    named = plan.conflict.rules
    assert named
    if "found" in plan.conflict.message:  # several obligations clash, and the search for the smallest set is bounded
        return
    assert _fails(_kept(setting, named)), plan.conflict
    for rule in named:
        others = tuple(other for other in named if other != rule)
        assert not others or not _fails(_kept(setting, others)), (rule, plan.conflict)


def _kept(setting: Setting, ids: tuple[str, ...]) -> Plan:
    """The plan by these rules alone, preferences left out."""
    stated = [{**rule, "id": f"random.rule-{n}"} for n, rule in enumerate(setting.rules)]
    policy = policy_of([rule for rule in stated if rule["id"] in ids])
    return policy.plan(setting.loaded(policy), now=setting.now, until=setting.until)
