"""Logs for tests: one key, a clock that is wound by hand, and randomness that is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy import recording
from courtesy.recording.keys import Keys
from courtesy.recording.language import language_of
from courtesy.recording.masking import masked_waivers
from courtesy.recording.rebuilding import rebuilt
from courtesy.recording.records import decision

if TYPE_CHECKING:
    from pathlib import Path

KEY = b"a key that only tests know"
KEYS = Keys(KEY)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SENT = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": ["hr"]}
CASE: dict[str, Any] = {
    "id": "northgate",
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-20T15:30"},
    "contacts": {"interviewer": {"roles": ["interviewer"], "name": "Nadine Fenwick"}, "hr": {"roles": ["hr"]}},
    "history": [{"channel": "handwritten_note", "purpose": "thank_you", "to": "interviewer", "at": "2026-11-20T18:00"}],
    "actions": [
        {"id": "early", "at": "2026-11-26T10:00", **SENT, "message": {"body": "Is there any news? Thank you."}},
        {"id": "late", "at": "2026-11-30T10:00", **SENT},
    ],
}


def opened(folder: Path, **options: Any) -> recording.Log:
    """The log in a folder, whose clock goes a second with each record."""
    seconds = count()
    given = {"clock": lambda: NOW + timedelta(seconds=next(seconds)), "randomness": bytes, "fsync": "never", **options}
    return recording.open(folder / "log.jsonl", **{"key": KEY, **given})


def filled(folder: Path, records: int, **options: Any) -> Path:
    """A log of so many checks, closed, and where it lies."""
    policy = courtesy.load_policy("hire-wire")
    case = policy.case_from(CASE)
    with opened(folder, **options) as log:
        for number in range(records):
            log.check(policy, case, ("early", "late")[number % 2], now=NOW + timedelta(hours=number))
    return log.path


def as_recorded(policy: courtesy.Policy, case: courtesy.Case, verdict: courtesy.PlanVerdict) -> courtesy.Case:
    """What a log has of a case, as the same policy reads it again."""
    language = language_of(policy)
    told = decision(case, verdict, language, KEYS, as_of=False)
    return policy.case_from(rebuilt(told, language, KEYS).document)


def with_masked_waivers(policy: courtesy.Policy) -> courtesy.Policy:
    """The policy with its waivers as logs name them."""
    return masked_waivers(policy, KEYS)


def judged(verdict: courtesy.PlanVerdict, *, masked: bool = False) -> object:
    """All that judges in a verdict, with ids as logs have them unless they are `masked` already."""

    def named(sort: str, name: str | None) -> str:
        return "" if name is None else name if masked else KEYS.masked(sort, name)

    actions = {
        named("act", one.id): (
            one.outcome,
            one.at.timestamp(),
            one.earliest and one.earliest.timestamp(),
            sorted(
                (f.rule_id, f.status.value, named("contact", f.recipient), f.earliest and f.earliest.timestamp())
                for f in one.findings
            ),
        )
        for one in verdict.actions
    }
    owed = sorted(
        (one.rule_id, one.standing.value, named("contact", one.contact), str(one.due_by)) for one in verdict.obligations
    )
    return verdict.outcome, actions, owed
