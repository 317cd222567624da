"""What an audit of past touches came to, for readers."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from courtesy.model.origin import EngineReport
from courtesy.model.policy import PolicySource
from courtesy.model.verdict import Verdict


class AuditedRule(Struct, frozen=True, kw_only=True):
    """A rule with so many touches that broke it, for which it cannot be told, and for which it was waived."""

    rule: str
    level: str
    title: str
    violated: int
    undetermined: int
    waived: int


class AuditedGroup(Struct, frozen=True, kw_only=True):
    """The touches of one month, channel or sender; `name` is None where that is not known.

    `broken` are the touches that a `must` refused, `undetermined` those for which that cannot be told, `warned` those
    that only broke what is advised.
    """

    name: str | None
    touches: int
    broken: int
    undetermined: int
    warned: int


class AuditedTouch(Struct, frozen=True, kw_only=True):
    """A touch of one of the worst cases.

    `verdict` is that of the engine, by the rules of `policy`; None where it gives none, with `why`.
    """

    touch_id: str
    at: datetime
    policy: PolicySource
    verdict: Verdict | None
    why: str = ""


class AuditedCase(Struct, frozen=True, kw_only=True):
    """One of the worst cases; `shown` are the first of its broken touches, `unknown` of its undetermined ones."""

    case_id: str
    broken: int
    undetermined: int
    shown: tuple[AuditedTouch, ...]
    unknown: tuple[AuditedTouch, ...] = ()


class AuditedObligation(Struct, frozen=True, kw_only=True):
    """What a rule expects, by how many obligations are overdue, undetermined or waived, in so many cases."""

    rule: str
    level: str
    title: str
    overdue: int
    undetermined: int
    waived: int
    cases: int


class AuditReport(Struct, frozen=True, kw_only=True):
    """How many touches were judged, and what came of them. `first` and `last` are the times of the first and last.

    `policy` is its id, `versions` are those that judged. `by` is what is told by; `groups` are the touches by month,
    channel and sender. `owed` is what is owed as of `as_of`, which is None where that was not judged. `words` are those
    of the touches that the policy does not know, each with its column and in how many rows it stands.
    """

    policy: str
    versions: tuple[str, ...]
    engine: EngineReport
    first: datetime | None
    last: datetime | None
    touches: int
    cases: int
    broken: int
    undetermined: int
    warned: int
    broken_cases: int
    rules: tuple[AuditedRule, ...]
    by: tuple[str, ...]
    groups: dict[str, tuple[AuditedGroup, ...]]
    worst: tuple[AuditedCase, ...]
    owed: tuple[AuditedObligation, ...] = ()
    as_of: datetime | None = None
    words: tuple[tuple[str, str, int], ...] = ()
