"""Lints a policy with its own eyes: what it inherits is looked at, and told only where the policy itself causes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.api.policy import Policy
from courtesy.model.lint import IgnoredFinding, LintReport, Sense
from courtesy.review.lint import unused_ignore
from courtesy.review.lint.senses import SENSES
from courtesy.review.lint.subject import Linted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.model.case import Case
    from courtesy.model.lint import LintFinding


def lint_policy(policy: Policy, cases: Iterable[Case]) -> LintReport:
    """What makes no sense in a policy, and in what the cases come to by it."""
    linted = Linted(policy, cases)
    inherited = _of_parent(linted)
    found = [one for one in _all(linted) if one.identity not in inherited]
    ignored, findings, hit = [], [], set()
    for one in found:
        ignores = [ignore for ignore in policy.source.lint_ignores if ignore.is_of(one)]
        hit.update(ignores)
        if ignores:
            ignored.append(IgnoredFinding(finding=one, because=ignores[0].because))
        else:
            findings.append(one)
    unused = (
        ignore for ignore in policy.source.lint_ignores if ignore not in hit and _was_looked_for(ignore.sense, linted)
    )
    findings += unused_ignore.told(linted, unused)
    return LintReport(
        policy=policy.id,
        version=policy.version,
        digest=policy.digest,
        findings=tuple(sorted(findings, key=_order)),
        ignored=tuple(sorted(ignored, key=lambda one: _order(one.finding))),
    )


def _all(linted: Linted) -> list[LintFinding]:
    return [finding for sense in SENSES.values() for finding in sense.check(linted)]


def _of_parent(linted: Linted) -> set[tuple[str | None, ...]]:
    """What makes no sense in the policy that it builds on."""
    parent = linted.source.parent
    if parent is None:
        return set()
    return {one.identity for one in _all(Linted(Policy(parent, matcher="native"), linted.given_cases))}


def _was_looked_for(sense: Sense, linted: Linted) -> bool:
    """Whether the sense could be found out: what is found in cases, only with cases."""
    return sense is not Sense.UNDECIDABLE_CASES or bool(linted.cases)


def _order(finding: LintFinding) -> tuple[object, ...]:
    span = finding.span
    return str(span.file), span.line, span.column, list(Sense).index(finding.sense), finding.message
