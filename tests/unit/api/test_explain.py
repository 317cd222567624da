"""A verdict without words is the same verdict."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import courtesy

if TYPE_CHECKING:
    from courtesy import Finding, Verdict

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
POLICY = courtesy.load_policy("hire-wire", matcher="native")
FOLDER = Path(__file__).parents[3] / "examples"
EXAMPLES = [FOLDER / f"{name}.yaml" for name in ("01-allow", "02-warn", "03-wait", "04-deny", "05-undetermined")]


def decided(verdict: Verdict) -> object:
    """All of a verdict that is no word."""

    def of(finding: Finding) -> object:
        return (
            finding.rule_id,
            finding.type,
            finding.level,
            finding.status,
            finding.recipient,
            finding.copied,
            finding.zone,
            finding.earliest,
            finding.missing,
        )

    return verdict.id, verdict.outcome, verdict.at, verdict.earliest, verdict.missing, [*map(of, verdict.findings)]


@pytest.mark.parametrize("all_findings", [False, True])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_verdict_without_words_decides_the_same(example: Path, *, all_findings: bool) -> None:
    """Outcome, rules, statuses, recipients and earliest times are the same; what is said is left out."""
    case = POLICY.load_case(example)
    plan = POLICY.check_plan(case, now=NOW, all_findings=all_findings)
    bare = POLICY.check_plan(case, now=NOW, all_findings=all_findings, explain=False)
    assert (plan.outcome, plan.obligations) == (bare.outcome, bare.obligations)
    assert [*map(decided, plan.actions)] == [*map(decided, bare.actions)]
    assert not any(finding.message or finding.conditions for one in bare.actions for finding in one.findings)
    for action in case.actions:
        alone = POLICY.check(case, action.id, now=NOW, all_findings=all_findings)
        assert decided(alone) == decided(
            POLICY.check(case, action.id, now=NOW, all_findings=all_findings, explain=False)
        )


def test_alternatives_need_what_is_explained() -> None:
    """Alternatives are found from what is explained, and cannot be asked for without it."""
    case = POLICY.load_case(EXAMPLES[0])
    with pytest.raises(courtesy.UnusableArgumentError):
        POLICY.check_plan(case, now=NOW, alternatives=True, explain=False)
