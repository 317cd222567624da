"""Checked by mypy, never run: the types that callers of the public API see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, assert_type

import courtesy
from courtesy import ledger
from courtesy.testing import Clock, FixedPolicy

if TYPE_CHECKING:
    from pathlib import Path


def embedding(path: Path) -> None:
    """Every value of the journey has its own precise type."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    assert_type(policy, courtesy.Policy)
    case = policy.load_case(path)
    assert_type(case, courtesy.Case)
    verdict = policy.check_plan(case, now=datetime.now(UTC))
    assert_type(verdict, courtesy.PlanVerdict)
    assert_type(verdict.actions, tuple[courtesy.Verdict, ...])
    assert_type(verdict.actions[0].findings[0].status, courtesy.Status)
    assert_type(verdict.actions[0].earliest, datetime | None)
    assert_type(courtesy.to_dict(verdict), dict[str, Any])
    assert_type(policy.audit({}), courtesy.Audit)
    assert_type([*policy.audit_in_parts({})], list[courtesy.Part])
    assert_type(courtesy.to_html(verdict), str)
    assert_type(courtesy.to_markdown(verdict, policy.to_read(datetime.now(UTC))), str)
    assert_type(courtesy.from_dict(courtesy.PlanVerdict, courtesy.to_dict(verdict)), courtesy.PlanVerdict)
    assert_type(courtesy.from_dict(courtesy.Case, courtesy.to_dict(case), policy=policy), courtesy.Case)


def planning(policy: courtesy.Policy, case: courtesy.Case) -> None:
    """So have plans, windows, obligations and alternatives."""
    now = datetime.now(UTC)
    assert_type(policy.obligations(case, now=now), tuple[courtesy.Obligation, ...])
    proposed = case.propose("email", to=("boss",), purpose="follow_up", at=now)
    assert_type(proposed.with_(at=None), courtesy.Action)
    verdict = policy.check(case, proposed, now=now, alternatives=True)
    assert_type(verdict.missing, tuple[str, ...])
    assert_type(verdict.broken(courtesy.Level.MUST), tuple[courtesy.Finding, ...])
    assert_type(verdict.engine, courtesy.EngineReport | None)
    for alternative in verdict.alternatives or ():
        assert_type(alternative.action, courtesy.Action)
    assert_type(policy.case(zone="UTC", contacts={"a": {}}), courtesy.Case)
    windows = policy.windows(case, courtesy.Action(id="it", channel="email"), now=now)
    assert_type(windows, courtesy.Timetable)
    assert_type(windows.open, tuple[courtesy.Stretch, ...])
    plan = policy.plan(case, now=now, until=now)
    assert_type(plan, courtesy.Plan)
    assert_type(plan.conflict, courtesy.Conflict | None)
    assert_type(plan.actions[0].reason.due_by, datetime | None)
    assert_type(policy.next_steps(case, now=now).steps, tuple[courtesy.Step, ...])


def versions(path: Path) -> None:
    """So have projects, and all versions of a policy as one value."""
    project = courtesy.load_project(path)
    assert_type(project, courtesy.Project)
    policies = courtesy.load_policies("hire-wire", project=project)
    assert_type(policies, courtesy.Policies)
    assert_type(policies.versions, tuple[courtesy.Policy, ...])
    now = datetime.now(UTC)
    assert_type(policies.on(now.date()).as_pinned(), courtesy.Policy)
    case = policies.case(zone="UTC")
    assert_type(policies.check_plan(case, now=now).policy.named_by, courtesy.NamedBy | None)
    assert_type(policies.windows(case, now=now).windows[0].version, str | None)


def testing(policy: courtesy.Policy, policies: courtesy.Policies) -> None:
    """So have reports on the tests of a policy."""
    report = courtesy.run_tests(policy, words="a call", rules=["calls.hours"])
    assert_type(report, courtesy.TestReport)
    assert_type(report.results[0].state, courtesy.TestState)
    assert_type(report.results[0].differences, tuple[courtesy.TestDifference, ...])
    assert_type(report.all_problems, tuple[courtesy.TestProblem, ...])
    assert_type(courtesy.run_tests(policies).untried, tuple[courtesy.UntriedRule, ...])


def doubles() -> None:
    """So have the doubles of tests, which stand wherever a policy or a clock does."""
    clock = Clock(datetime.now(UTC))
    assert_type(clock.now(), datetime)
    assert_type(clock.advance(days=7), datetime)
    fixed = FixedPolicy("wait", earliest=clock.now(), like=courtesy.load_policy("hire-wire"))
    policy: courtesy.Policy = fixed
    assert_type(policy.case_from({}), courtesy.Case)
    assert_type(fixed.check(courtesy.Case(), now=clock.now()), courtesy.Verdict)
    assert_type(fixed.asked[0].action, courtesy.Action | None)
    assert_type(ledger.open("ledger.db", policy=fixed, clock=clock), ledger.Ledger)
    fixed.check(courtesy.Case())  # type: ignore[call-arg]
    FixedPolicy("wait", earliest="tomorrow")  # type: ignore[arg-type]


def nothing_is_any(policy: courtesy.Policy) -> None:
    """Wrong uses are type errors: an unused ignore here would fail the type check."""
    policy.check(None, now=datetime.now(UTC))  # type: ignore[arg-type]
    policy.check_plan(courtesy.Case())  # type: ignore[call-arg]
    policy.plan(courtesy.Case(), now="today")  # type: ignore[arg-type]
    courtesy.load_policy("hire-wire", matcher="both or neither")  # type: ignore[arg-type]
    policy.id = "other"  # type: ignore[misc]
