"""Plans withstand the check of the whole, stay the same when they are made again, and leave nothing out unsaid."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from msgspec.structs import replace

from courtesy import Level, Plan, Touch, load_policy
from courtesy.instants import instant
from courtesy.model.case import History
from courtesy.model.outcome import Standing
from tests.properties.small_plans import settings_to_plan
from tests.properties.small_policies import EFFORT

if TYPE_CHECKING:
    from courtesy import Action, Case
    from tests.properties.small_plans import Setting

ROOT = Path(__file__).parents[2]


def _planned(setting: Setting) -> tuple[Case, Plan]:
    policy = setting.policy()
    case = setting.loaded(policy)
    return case, policy.plan(case, now=setting.now, until=setting.until)


@settings(max_examples=60 * EFFORT)
@given(setting=settings_to_plan())
def test_plans_withstand_the_check(setting: Setting) -> None:
    """Nothing planned is refused, nothing has the id of something else, and all lies between now and the end."""
    case, plan = _planned(setting)
    assert _planned(setting)[1] == plan
    event("conflict" if plan.conflict else "plan" if plan.actions else "nothing to do")
    if plan.conflict is not None or not plan.actions:
        assert () == plan.actions
        return
    actions = tuple(one.action for one in plan.actions)
    verdict = setting.policy().check_plan(case.with_actions(actions), now=setting.now)
    assert tuple(one.verdict for one in plan.actions) == verdict.actions
    assert not any(one.outcome.refused for one in verdict.actions)
    assert verdict.obligations == plan.obligations
    own = {action.id for action in case.actions}
    made = [action for action in actions if action.id not in own]
    known = case.history.ids if case.history is not None else frozenset()
    assert len(actions) == len({action.id for action in actions})
    assert known.isdisjoint(action.id for action in made)
    assert all(instant(setting.now) <= instant(action.at) < instant(setting.until) for action in made if action.at)


@settings(max_examples=60 * EFFORT)
@given(setting=settings_to_plan())
def test_what_is_owed_is_planned_or_said(setting: Setting) -> None:
    """With a plan all that must be done is planned, and what else is not is left out with a reason, or comes late."""
    _, plan = _planned(setting)
    if plan.conflict is not None:
        return
    said = {(one.rule_id, one.contact) for one in plan.omissions}
    for one in plan.obligations:
        if one.standing not in {Standing.MET, Standing.PLANNED}:
            late = one.missed and one.planned_for is not None
            assert one.level is not Level.MUST or (late and one.standing is Standing.OVERDUE), one
            assert (one.rule_id, one.contact) in said or late, one


@settings(max_examples=30 * EFFORT)
@given(setting=settings_to_plan())
def test_acts_keep_their_ids_when_the_first_is_done(setting: Setting) -> None:
    """Planned anew after the first act was done, acts of a kind that are still planned alike keep their ids."""
    case, plan = _planned(setting)
    own = {action.id for action in case.actions}
    if not plan.actions or case.history is None or plan.actions[0].action.id in own:
        return
    first, *rest = (one.action for one in plan.actions)
    assert first.at is not None
    now = first.at + timedelta(minutes=1)
    if now >= setting.until:
        return
    done = Touch(id=first.id, at=first.at, channel=first.channel, to=first.to, purpose=first.purpose)
    later = replace(case, history=History.of((*case.history.touches, done)))
    again = [one.action for one in setting.policy().plan(later, now=now, until=setting.until).actions]
    assert first.id not in {action.id for action in again}
    for kind in {_kind(action) for action in rest}:
        before = [action for action in rest if _kind(action) == kind]
        after = [action for action in again if _kind(action) == kind]
        if [action.at for action in before] == [action.at for action in after]:
            event("planned alike")
            assert [action.id for action in before] == [action.id for action in after]


def _kind(action: Action) -> tuple[str, str | None, tuple[str, ...]]:
    return action.channel, action.purpose, action.to


PROGRAM = """
import sys, courtesy
from datetime import datetime
policy = courtesy.load_policy("hire-wire", matcher="native")
case = policy.load_case("examples/09-fresh-interview.yaml")
print(courtesy.to_json(policy.plan(case, now=datetime.fromisoformat("2026-11-20T16:30-05:00"))))
"""


def test_a_plan_does_not_hang_on_the_order_of_sets() -> None:
    """Processes that hash text differently print the same plan."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert 1 == len(printed)
    assert load_policy("hire-wire").id.encode() in printed.pop()
