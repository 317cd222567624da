"""Checked by mypy, never run: the types that callers of the public API see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, assert_type

import courtesy

if TYPE_CHECKING:
    from pathlib import Path


def embedding(path: Path) -> None:
    """Every value of the journey has its own precise type."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    assert_type(policy, courtesy.CompiledPolicy)
    case = policy.load_case(path)
    assert_type(case, courtesy.Case)
    verdict = policy.check_plan(case, now=datetime.now(UTC))
    assert_type(verdict, courtesy.Verdict)
    assert_type(verdict.actions, tuple[courtesy.ActionVerdict, ...])
    assert_type(verdict.actions[0].findings[0].status, courtesy.Status)
    assert_type(verdict.actions[0].earliest, datetime | None)
    assert_type(courtesy.to_dict(verdict), dict[str, object])


def nothing_is_any(policy: courtesy.CompiledPolicy) -> None:
    """Wrong uses are type errors: an unused ignore here would fail the type check."""
    policy.check(None, now=datetime.now(UTC))  # type: ignore[arg-type]
    policy.check_plan(courtesy.Case())  # type: ignore[call-arg]
    courtesy.load_policy("hire-wire", matcher="both or neither")  # type: ignore[arg-type]
    policy.policy = policy  # type: ignore[assignment]
