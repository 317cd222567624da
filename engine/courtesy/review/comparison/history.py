"""Tables of what was done, judged by both versions: how many touches turn, by which rules, and some of them in full."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TypedDict, cast

from msgspec.structs import replace

from courtesy.bulk.errors import AuditUnavailableError
from courtesy.errors import CourtesyError, FaultError
from courtesy.model.audit_report import AuditedTouch
from courtesy.model.touch_history import TouchHistory, TurnedDuty, TurnedRule, TurnedTouch
from courtesy.model.turn import Side, Turn
from courtesy.wording.rule_titles import rule_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from courtesy.api import Policy
    from courtesy.bulk.turning import TurnedBy
    from courtesy.bulk.turning_duties import TurnedOwed
    from courtesy.model.case import Action, Case


class Allowed(TypedDict):
    """What DuckDB may take."""

    memory: str | None
    threads: int | None


_MOST = 2
"""So many touches of each turn are examples."""


class GivenHistory(NamedTuple):
    """Tables of past touches: those that a version reads, in its words; each call gives them once more.

    The others are as of `Policy.audit`: with `as_of` later touches are left out.
    """

    tables: Callable[[Policy], Mapping[str, object]]
    as_of: datetime | None = None
    obligations: bool = True
    memory: str | None = None
    threads: int | None = None


def read_by_both(old: Policy, new: Policy, tables: Mapping[str, object]) -> Callable[[Policy], Mapping[str, object]]:
    """Tables as `Policy.audit` takes them, of which each version passes over what only the other one declares.

    Raises AuditUnavailableError.
    """
    with AuditUnavailableError.unless_there():
        from courtesy.bulk.both import kept, tables_for  # noqa: PLC0415  an extra
    held = kept(tables)
    others = {old.digest: new, new.digest: old}
    return lambda of: tables_for(of.vocabulary, others[of.digest].vocabulary, held)


def compare_history(old: Policy, new: Policy, given: GivenHistory) -> TouchHistory:
    """What two pinned versions make of all touches, whatever their dates.

    Raises what `Policy.audit` does, and FaultError.
    """
    with AuditUnavailableError.unless_there():
        from courtesy.bulk.audit import done_in  # noqa: PLC0415  an extra
        from courtesy.bulk.turning import Turning  # noqa: PLC0415  an extra
    policies = {Side.OLD: old, Side.NEW: new}
    allowed: Allowed = {"memory": given.memory, "threads": given.threads}
    with (
        TemporaryDirectory(prefix="courtesy-history-") as folder,
        Turning(Path(folder) / "turning.duckdb", **allowed) as turning,
    ):
        for side, policy in policies.items():
            tables = given.tables(policy)
            turning.take(
                side, policy.audit_in_parts(tables, as_of=given.as_of, obligations=given.obligations, **allowed)
            )
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
            owed_as_of=turning.as_of,
            duties=tuple(_duty(one, policies) for one in turning.duties.turned()),
        )


def _duty(found: TurnedOwed, policies: Mapping[Side, Policy]) -> TurnedDuty:
    titles = [rule_title(found.rule, policies[side].source) for side in (Side.NEW, Side.OLD)]
    return TurnedDuty(
        rule_id=found.rule,
        level=found.level,
        title=next((title for title in titles if title != found.rule), found.rule),
        old=found.old,
        new=found.new,
        obligations=found.obligations,
        cases=found.cases,
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
