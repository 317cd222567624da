"""What is written down of a decision."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.recording.masking import ACT, CONTACT, Masker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy.recording.keys import Keys, Record
    from courtesy.recording.language import Language

FORMAT = 1
CHECK, PLAN, WINDOWS, NOT_JUDGED = "check", "check_plan", "windows", "not_judged"
TORN, DROPPED = "torn_line", "refusals_dropped"
DECISIONS = frozenset({CHECK, PLAN, WINDOWS})
_TOLD = frozenset({courtesy.Status.VIOLATED, courtesy.Status.UNDETERMINED, courtesy.Status.WAIVED})


def decision(
    case: courtesy.Case,
    verdict: courtesy.Verdict | courtesy.PlanVerdict,
    language: Language,
    keys: Keys,
    *,
    as_of: bool,
) -> Record:
    """What is written of a verdict on a case, without what is written of every record."""
    of_plan = isinstance(verdict, courtesy.PlanVerdict)
    actions = verdict.actions if isinstance(verdict, courtesy.PlanVerdict) else (verdict,)
    masker = Masker(keys, language)
    return {
        "kind": PLAN if of_plan else CHECK,
        **_judged_by(verdict.policy, verdict.engine, {name for one in actions for name in one.matcher.used}),
        "now": verdict.now.isoformat(),
        **_asked(case, language, keys, as_of=as_of),
        "outcome": verdict.outcome.value,
        "actions": [_action(one, masker) for one in actions],
        "obligations": _obligations(verdict.obligations, masker) if isinstance(verdict, courtesy.PlanVerdict) else [],
    }


def windows(
    case: courtesy.Case, table: courtesy.Timetable, language: Language, keys: Keys, *, now: datetime, as_of: bool
) -> Record:
    """What is written of the times at which the action of a case is permitted."""
    return {
        "kind": WINDOWS,
        **_judged_by(table.policy, table.engine, frozenset()),
        "now": now.isoformat(),
        "until": table.until.isoformat(),
        **_asked(case, language, keys, as_of=as_of),
        "windows": [
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "outcome": one.outcome.value,
                "rules": list(one.rules),
            }
            for one in table.windows
        ],
        "then": None if table.then is None else table.then.isoformat(),
    }


def not_judged(codes: Iterable[str]) -> Record:
    """What is written where a question has a word that no policy knows: by which of our codes it was refused."""
    return {"kind": NOT_JUDGED, "codes": sorted({*codes})}


def _judged_by(policy: courtesy.PolicyReference, engine: courtesy.EngineReport | None, used: Iterable[str]) -> Record:
    return {
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "engine": {**({} if engine is None else courtesy.to_dict(engine)), "matchers": sorted(used)},
    }


def _asked(case: courtesy.Case, language: Language, keys: Keys, *, as_of: bool) -> Record:
    """The question, masked."""
    masker = Masker(keys, language)
    return {
        "as_of": as_of,
        "mask": keys.name,
        "reads": sorted(language.reads),
        "case": masker.case(case),
        "texts": masker.texts(case),
    }


def _action(verdict: courtesy.Verdict, masker: Masker) -> Record:
    return {
        "id": masker.id_of(ACT, verdict.id),
        "outcome": verdict.outcome.value,
        "permitted": verdict.permitted,
        "at": verdict.at.isoformat(),
        "earliest": None if verdict.earliest is None else verdict.earliest.isoformat(),
        "rules": [
            {
                "id": finding.rule_id,
                "status": finding.status.value,
                "recipient": None if finding.recipient is None else masker.id_of(CONTACT, finding.recipient),
            }
            for finding in verdict.findings
            if finding.status in _TOLD
        ],
    }


def _obligations(owed: Iterable[courtesy.Obligation], masker: Masker) -> list[dict[str, Any]]:
    return [
        {
            "id": one.rule_id,
            "status": one.standing.value,
            "contact": None if one.contact is None else masker.id_of(CONTACT, one.contact),
        }
        for one in owed
    ]


def written_at(at: datetime) -> str:
    """The time of a record: in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
