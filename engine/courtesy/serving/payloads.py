"""What answers to other programs are made of, whatever they come over."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.places import places

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import Action, Case, Policies, Policy, Verdict

Json = dict[str, Any]


def versions(verdict: Verdict) -> Json:
    """Which policy judged, in which version, and by which engine."""
    told = courtesy.to_dict(verdict)
    return {"policy": told["policy"], "engine": told["engine"], "matcher": told["matcher"]}


def broken(verdict: Verdict) -> list[Json]:
    """The rules that the act breaks, worst first, each with what was measured and what would put it right."""
    order = list(courtesy.Level)
    return [
        {
            "rule": one.rule_id,
            "level": str(one.level),
            "title": one.title,
            "recipient": one.recipient,
            "message": one.message,
            "because": one.because,
            "remedy": one.remedy,
            "earliest": _text(one.earliest),
        }
        for one in sorted(verdict.broken(), key=lambda one: order.index(one.level))
    ]


def missing(verdict: Verdict, case: Case, action: Action, policy: Policies | Policy) -> list[Json]:
    """The facts that would settle what is undetermined, each with its type and the places where it is stated."""
    declared = policy.vocabulary.facts
    wanted: dict[str, list[str]] = {}
    for finding in verdict.findings:
        if finding.outcome is courtesy.Outcome.UNDETERMINED:
            for name in finding.missing:
                found = places(name, case, action, finding.recipient)
                wanted.setdefault(name, []).extend(place for place in found if place not in wanted.get(name, ()))
    return [
        {
            "fact": name,
            "type": str(declared[name].type) if name in declared else None,
            "title": declared[name].title if name in declared else None,
            "at": at,
        }
        for name, at in wanted.items()
    ]


def permitted_until(
    policy: Policies | Policy, case: Case, action: Action, verdict: Verdict, deadline: float
) -> datetime | None:
    """When a permitted act, moved on in time, would first be refused or open.

    None where that is not in the weeks that are looked at.
    """
    start = verdict.at
    timetable = policy.windows(case, action, now=start, deadline=deadline)
    for stretch in timetable.windows:
        if not stretch.outcome.permitted:
            return None if stretch.start.astimezone(UTC) <= start.astimezone(UTC) else stretch.start
    return None


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
