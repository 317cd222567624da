"""What is found: a row for each rule that is broken, undecided or waived, with the comparison that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.judging.unlisted import UNLISTED_RULE, level_of_unlisted
from courtesy.model.outcome import Status, outcome_of_rule
from courtesy.model.policy import Level
from courtesy.rules.forbid import Forbid
from courtesy.rules.wait import Wait
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.bulk.lowering import Lowered, LoweredRule
    from courtesy.bulk.measures import Measured
    from courtesy.bulk.sql import Sql
    from courtesy.judging.version import Version

ACT = ("case_id", "seq", "touch_id", "at", "channel", "purpose", "sender", "contact", "copied", "zone")
"""The columns of the act in what is found."""
UNDECIDED = "undecided"
"""The relation of the occasions on which some rule is not kept for certain."""


def undecided(lowered: Lowered, concerned: Sql) -> Sql:
    """The occasions, of those `concerned`, on which some rule is not kept for certain; with all that findings take."""
    rules = list(enumerate(lowered.rules))
    broken = sql.either(*(_not_kept(one) for _, one in rules))
    columns = [sql.column(name) for name in ACT]
    for place, one in rules:
        leaf = sql.column(f"leaf{place}")
        inner = [(sql.constant(number), measured) for number, measured in enumerate(one.measured)]
        columns.append(sql.column(one.truth).as_(f"truth{place}", quoted=True))
        columns.append(_deciding(one).as_(f"leaf{place}", quoted=True))
        for name, kind in (("found", "text"), ("needed", "bigint"), ("taken", "bigint")):
            told = (
                sql.when(*((sql.equal(leaf, number), _told(measured, name)) for number, measured in inner))
                if inner
                else sql.NULL
            )
            columns.append(exp.cast(told, kind).as_(f"{name}{place}", quoted=True))
    query = exp.select(*columns).from_(lowered.judged).where(sql.both(concerned, broken))
    for name, relation in lowered.relations:
        query = query.with_(name, as_=relation)
    return query


def findings(lowered: Lowered, version: Version, concerned: Sql, *, several_zones: bool) -> Sql:
    """A row for each rule that is not kept for certain, and for each unlisted channel; of several zones the worst."""
    parts = [*_branches(lowered, version), _unlisted(version, concerned)]
    found = parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False)
    if not several_zones:
        return found
    by = [sql.column(name) for name in ("case_id", "seq", "contact", "copied", "rule")]
    order = [exp.Ordered(this=sql.column(name)) for name in ("rank", "zone")]
    place = exp.Window(this=exp.RowNumber(), partition_by=by, order=exp.Order(expressions=order))
    rank = sql.when(
        (sql.equal(sql.column("would_be"), sql.constant(Status.VIOLATED.value)), sql.constant(0)),
        otherwise=sql.constant(1),
    )
    ranked = exp.select("*", rank.as_("rank")).from_(found.subquery("found"))
    placed = exp.select("*", place.as_("place")).from_(ranked.subquery("ranked"))
    return exp.select("* EXCLUDE (rank, place)").from_(placed.subquery("placed")).where("place = 1")


def _branches(lowered: Lowered, version: Version) -> Iterator[exp.Select]:
    act = [sql.column(name) for name in ACT]
    for place, one in enumerate(lowered.rules):
        stated = one.rule.rule
        truth = sql.column(f"truth{place}")
        would_be = sql.when(
            (sql.unknown(truth), sql.constant(Status.UNDETERMINED.value)), otherwise=sql.constant(Status.VIOLATED.value)
        )
        waived = _waived(stated.id, version)
        status = sql.when((waived, sql.constant(Status.WAIVED.value)), otherwise=would_be)
        severity = sql.when(
            (waived, _severity(stated.level, Status.WAIVED)),
            (sql.unknown(truth), _severity(stated.level, Status.UNDETERMINED)),
            otherwise=_severity(stated.level, Status.VIOLATED),
        )
        yield (
            exp.select(
                *act,
                sql.constant(stated.id).as_("rule"),
                status.as_("status"),
                would_be.as_("would_be"),
                severity.as_("severity"),
                sql.constant(version.policy.version).as_("version"),
                sql.constant(one.rule.requirement.name).as_("type"),
                sql.constant(stated.level.value).as_("level"),
                _permitted(one, place).as_("permitted_from"),
                *(sql.column(f"{name}{place}").as_(name, quoted=True) for name in ("leaf", "found", "needed", "taken")),
            )
            .from_(UNDECIDED)
            .where(sql.negated(sql.surely(truth)), _concerned(one))
        )


def _unlisted(version: Version, concerned: Sql) -> exp.Select:
    """A finding for each act on a channel that the policy does not list, where that matters."""
    level = level_of_unlisted(version.policy)
    if level is None:
        concerned, level = sql.NO, Level.MAY
    nobody = {"contact": exp.cast(sql.NULL, "text"), "copied": sql.NO, "zone": exp.cast(sql.NULL, "text")}
    nothing = exp.cast(sql.NULL, "bigint")
    violated = sql.constant(Status.VIOLATED.value)
    columns = {
        **{name: nobody.get(name, sql.column(name)) for name in ACT},
        "rule": sql.constant(UNLISTED_RULE),
        "status": violated,
        "would_be": violated,
        "severity": _severity(level, Status.VIOLATED),
        "version": sql.constant(version.policy.version),
        "type": sql.constant(Forbid.name),
        "level": sql.constant(level.value),
        "permitted_from": nothing,
        "leaf": nothing,
        "found": sql.column("channel"),
        "needed": nothing,
        "taken": nothing,
    }
    known = sql.one_of(sql.column("channel"), list(version.policy.vocabulary.channels))
    query = exp.select(*(value.as_(name, quoted=True) for name, value in columns.items()))
    return query.from_("touches").where(sql.both(concerned, sql.negated(known)))


def _permitted(one: LoweredRule, place: int) -> Sql:
    """From when on an act would have been permitted, for all that a broken wait asks."""
    waits = [number for number, measured in enumerate(one.measured) if measured.required]
    if one.rule.requirement.name != Wait.name or not waits:
        return exp.cast(sql.NULL, "bigint")
    broken = sql.surely(sql.negated(sql.column(f"truth{place}")))
    decided = sql.one_of(sql.column(f"leaf{place}"), waits)
    return sql.when((sql.both(broken, decided), sql.column(f"needed{place}")))


def _severity(level: Level, status: Status) -> Sql:
    return sql.constant(outcome_of_rule(level, status).severity)


def _not_kept(one: LoweredRule) -> Sql:
    return sql.both(_concerned(one), sql.negated(sql.surely(sql.column(one.truth))))


def _concerned(one: LoweredRule) -> Sql:
    """Whether a rule is about whom an occasion is about."""
    addressed, copied = (one.rule.rule.concerns.include(copied=copied) for copied in (False, True))
    if addressed and copied:
        return sql.YES
    return sql.column("copied") if copied else sql.negated(sql.column("copied"))


def _waived(rule: str, version: Version) -> Sql:
    if version.waiving is None:
        return sql.NO
    granted = []
    for waiver, end in version.waiving.granted(rule):
        named = (("case_id", waiver.case), ("contact", waiver.contact), ("touch_id", waiver.action))
        met = [
            sql.surely(sql.equal(sql.column(name), sql.constant(wanted)))
            for name, wanted in named
            if wanted is not None
        ]
        granted.append(sql.both(sql.less(sql.column("at"), sql.constant(int(end))), *met))
    return sql.either(*granted)


def _deciding(one: LoweredRule) -> Sql:
    """The place of the comparison that decides: one that is broken, or unknown where the rule is undecided.

    A rule that forbids without asking anything is broken by what it applies to.
    """
    truth = sql.column(one.truth)
    placed = [(sql.constant(place), measured) for place, measured in enumerate(one.measured)]
    unknown = [(sql.unknown(measured.holds), place) for place, measured in placed]
    broken = [(sql.surely(sql.negated(measured.holds)), place) for place, measured in placed if measured.required]
    broken += [(sql.surely(measured.holds), place) for place, measured in placed if not measured.required]
    return sql.when(
        (sql.surely(truth), sql.NULL),
        (sql.unknown(truth), _first(unknown)),
        otherwise=_first(broken),
    )


def _first(branches: Sequence[tuple[Sql, Sql]]) -> Sql:
    return sql.when(*branches) if branches else sql.NULL


def _told(measured: Measured, name: str) -> Sql:
    if name != "found":
        return measured.needed if name == "needed" else measured.taken
    term = measured.comparison.leaf.term
    if getattr(term, "type", None) is FactType.SET:
        return sql.call("ARRAY_TO_STRING", sql.call("LIST_SORT", measured.found), sql.constant(", "))
    return exp.cast(measured.found, "text")
