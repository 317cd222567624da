"""Tables of what was done, judged by both versions: how many touches turn, by which rules, and some of them in full."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec.structs import replace

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.errors import CourtesyError, FaultError
from courtesy.model.audit_report import AuditedTouch
from courtesy.model.touch_history import TouchHistory, TurnedRule, TurnedTouch
from courtesy.model.turn import Side, Turn
from courtesy.wording.rule_titles import rule_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from courtesy.api import Policy
    from courtesy.bulk.turning import TurnedBy
    from courtesy.model.case import Action, Case

_MOST = 2
"""So many touches of each turn are examples."""


class GivenHistory(NamedTuple):
    """Tables of past touches: those that a version reads, in its words; each call gives them once more.

    With `as_of` later touches are left out.
    """

    tables: Callable[[Policy], Mapping[str, object]]
    as_of: datetime | None = None


def given_history(old: Policy, new: Policy, tables: Mapping[str, object], as_of: datetime | None) -> GivenHistory:
    """Tables as `Policy.audit` takes them, of which each version passes over what only the other one declares.

    Raises AuditUnavailableError.
    """
    try:
        from courtesy.bulk.both import kept, tables_for  # noqa: PLC0415  an extra
    except ModuleNotFoundError as error:
        raise AuditUnavailableError(error.name or "duckdb") from error
    held = kept(tables)
    others = {old.digest: new, new.digest: old}
    return GivenHistory(lambda of: tables_for(of.vocabulary, others[of.digest].vocabulary, held), as_of)


def compare_history(old: Policy, new: Policy, given: GivenHistory) -> TouchHistory:
    """What two pinned versions make of all touches, whatever their dates.

    Raises what `Policy.audit` does, and FaultError.
    """
    try:
        from courtesy.bulk.audit import done_in  # noqa: PLC0415  an extra
        from courtesy.bulk.turning import Turning  # noqa: PLC0415  an extra
    except ModuleNotFoundError as error:
        raise AuditUnavailableError(error.name or "duckdb") from error
    policies = {Side.OLD: old, Side.NEW: new}
    with TemporaryDirectory(prefix="courtesy-history-") as folder, Turning(Path(folder) / "turning.duckdb") as turning:
        for side, policy in policies.items():
            parts = policy.audit_in_parts(given.tables(policy), as_of=given.as_of, obligations=False)
            turning.take(side, parts)
        turning.lay_beside()
        judged = turning.judged()
        some = [one for turn in Turn for one in turning.some(turn, _MOST)]
        wanted = {(one.case_id, one.touch_id) for one in some}
        was, now = (done_in(given.tables(one), wanted, one.vocabulary) if wanted else {} for one in (old, new))
        return TouchHistory(
            touches=judged.touches,
            cases=judged.cases,
            first=judged.first,
            last=judged.last,
            outcomes=turning.outcomes(),
            rules=tuple(_rule(one, policies[one.by]) for one in turning.rules()),
            examples=tuple(
                TurnedTouch(
                    case_id=one.case_id,
                    turn=one.turn,
                    old=_judged(*was[one.case_id, one.touch_id], old),
                    new=_judged(*now[one.case_id, one.touch_id], new),
                )
                for one in some
            ),
        )


def _rule(found: TurnedBy, policy: Policy) -> TurnedRule:
    return TurnedRule(
        turn=found.turn,
        by=found.by,
        rule_id=found.rule,
        level=found.level,
        title=rule_title(found.rule, policy.source),
        touches=found.touches,
    )


def _judged(case: Case, action: Action, policy: Policy) -> AuditedTouch:
    """What the engine says of a touch, by one version. That it is done and looked back at goes for every touch."""
    at = cast("datetime", action.at)
    read = policy.to_read(at)
    try:
        verdict = policy.check(case, action, now=at, as_of=True)
    except FaultError:
        raise
    except CourtesyError as error:
        return AuditedTouch(touch_id=action.id, at=at, policy=read, verdict=None, why=str(error))
    return AuditedTouch(touch_id=action.id, at=at, policy=read, verdict=replace(verdict, notices=()))
