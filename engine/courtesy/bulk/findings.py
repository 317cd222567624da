"""What is found: a row for each rule that is broken, undecided or waived, with the comparison that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.columns import REST
from courtesy.facts.outlook import END
from courtesy.judging.unlisted import UNLISTED_RULE, level_of_unlisted
from courtesy.model.outcome import Status, outcome_of_rule
from courtesy.model.policy import Level
from courtesy.rules.forbid import Forbid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.bulk.lowering import Lowered, LoweredRule
    from courtesy.bulk.measures import Measured
    from courtesy.bulk.sql import Sql
    from courtesy.judging.version import Version

JUDGED = "judged"
"""The relation of the occasions that are judged."""
FOUND = "found"
"""The relation of findings."""
OF_FOUND = ("touch_no", "contact", "copied", "rule", "leaf", "status", "permitted_from", "by", "expected", "observed")
"""Its columns that are told: `rule` is its place among those of `rules_of`, `leaf` that of the comparison
that decided among those of the rule, and `status` that in `STATUSES`."""
STATUSES = (Status.VIOLATED, Status.UNDETERMINED, Status.WAIVED)
_OCCASION = ("touch_no", "case_no", "at", "contact", "copied")
_NO_TEXT = exp.cast(sql.NULL, "text")


class FoundRule(NamedTuple):
    """A rule of which there are findings, as it is told. `measured` are its comparisons."""

    rule: str
    type: str
    level: str
    measured: tuple[Measured, ...] = ()


def rules_of(lowered: Lowered, version: Version) -> Sequence[FoundRule]:
    """The rules of which there may be findings, in the order in which these are told."""
    found = [
        FoundRule(one.rule.rule.id, one.rule.requirement.name, one.rule.rule.level.value, one.measured)
        for one in lowered.rules
    ]
    level = level_of_unlisted(version.policy) or Level.MAY
    return sorted((*found, FoundRule(UNLISTED_RULE, Forbid.name, level.value)), key=lambda one: one.rule)


def judged(lowered: Lowered, *, several_zones: bool) -> Sql:
    """The occasions that are judged, with all columns by which rules are, and of which findings tell."""
    own = (*_OCCASION, "zone") if several_zones else _OCCASION
    columns = dict.fromkeys((*own, *(name for one in lowered.rules for name in (*one.columns, *_read_after(one)))))
    query = exp.select(*map(sql.column, columns)).from_(lowered.judged)
    return _with(query, lowered.relations)


def _read_after(one: LoweredRule) -> Iterator[str]:
    """The columns of what is judged that are read where it is found out when a rule lifts."""
    made = {made.alias for _, query in one.after for made in query.find_all(exp.Alias)}
    for _, query in one.after:
        read = {column.name for column in query.find_all(exp.Column) if column.table == REST and not column.is_star}
        yield from sorted(read - made)


def findings(lowered: Lowered, version: Version, concerned: Sql, *, several_zones: bool) -> Sql:
    """A row for each rule that is not kept for certain, and for each unlisted channel; of several zones the worst."""
    order = [one.rule for one in rules_of(lowered, version)]
    zone = sql.column("zone") if several_zones else _NO_TEXT
    parts = [_branch(one, version, order.index(one.rule.rule.id), zone) for one in lowered.rules]
    parts.append(_unlisted(version, concerned, order.index(UNLISTED_RULE)))
    found = parts[0] if len(parts) == 1 else exp.union(*parts, distinct=False)
    relations = [relation for one in lowered.rules for relation in (_broken(one), *one.after)]
    if not several_zones:
        return _with(found, relations)
    by = [sql.column(name) for name in ("touch_no", "contact", "copied", "rule")]
    worst = [exp.Ordered(this=sql.column(name)) for name in ("unknown", "zone")]
    place = exp.Window(this=exp.RowNumber(), partition_by=by, order=exp.Order(expressions=worst))
    placed = exp.select("*", place.as_("place")).from_(found.subquery(FOUND))
    return _with(exp.select("* EXCLUDE (place)").from_(placed.subquery("placed")).where("place = 1"), relations)


def _with(query: exp.Query, relations: Sequence[tuple[str, Sql]]) -> exp.Query:
    for name, relation in relations:
        query = query.with_(name, as_=relation, copy=False)  # else all that came before is copied each time
    return query


def _broken(one: LoweredRule) -> tuple[str, Sql]:
    """The occasions on which a rule is not kept, each with the comparison that decided."""
    deciding = exp.cast(_deciding(one), "integer").as_("leaf")
    return one.broken, exp.select("*", deciding).from_(JUDGED).where(_not_kept(one))


def _branch(one: LoweredRule, version: Version, rule: int, zone: Sql) -> exp.Select:
    """The findings of one rule."""
    stated = one.rule.rule
    unknown, waived = sql.unknown(one.truth), _waived(stated.id, version)
    number = sql.when((waived, sql.constant(2)), (unknown, sql.constant(1)), otherwise=sql.constant(0))
    statuses = dict(enumerate(STATUSES))
    columns = {
        "touch_no": sql.column("touch_no"),
        "contact": sql.column("contact"),
        "copied": sql.column("copied"),
        "zone": zone,
        "rule": sql.constant(rule),
        "leaf": sql.column("leaf"),
        "unknown": unknown,
        "status": number,
        "severity": sql.chosen(number, {place: _severity(stated.level, one) for place, one in statuses.items()}),
        "permitted_from": exp.cast(_permitted(one, waived, version), "bigint"),
        **{name: exp.cast(_of_leaf(one, name), "text") for name in ("by", "expected", "observed")},
    }
    last = one.after[-1][0] if one.after else one.broken
    return exp.select(*(value.as_(name, quoted=True) for name, value in columns.items())).from_(last)


def _unlisted(version: Version, concerned: Sql, rule: int) -> exp.Select:
    """A finding for each act on a channel that the policy does not list, where that matters."""
    level = level_of_unlisted(version.policy)
    if level is None:
        concerned, level = sql.NO, Level.MAY
    nothing = exp.cast(sql.NULL, "bigint")
    columns = {
        "touch_no": sql.column("touch_no"),
        "contact": nothing,
        "copied": sql.NO,
        "zone": _NO_TEXT,
        "rule": sql.constant(rule),
        "leaf": exp.cast(sql.NULL, "integer"),
        "unknown": sql.NO,
        "status": sql.constant(0),
        "severity": _severity(level, Status.VIOLATED),
        "permitted_from": nothing,
        "by": sql.column("channel"),
        "expected": _NO_TEXT,
        "observed": _NO_TEXT,
    }
    known = sql.one_of(sql.column("channel"), list(version.policy.vocabulary.channels))
    query = exp.select(*(value.as_(name, quoted=True) for name, value in columns.items()))
    return query.from_("touches").where(sql.both(concerned, sql.negated(known)))


def _of_leaf(one: LoweredRule, name: str) -> Sql:
    """What is told of the comparison that decided."""
    told = {place: getattr(measured, name) for place, measured in enumerate(one.measured)}
    return sql.chosen(sql.column("leaf"), told)


def _permitted(one: LoweredRule, waived: Sql, version: Version) -> Sql:
    """From when on an act would have been permitted by a broken rule, as long as the version holds; `ASK` of some."""
    if not one.lifting.movable:
        return sql.NULL
    broken = sql.both(sql.surely(sql.negated(one.truth)), sql.negated(waived))
    in_time = sql.surely(sql.less(one.permitted, sql.constant(int(version.reach.cut(END)))))
    return sql.when((sql.both(broken, in_time), one.permitted))


def _severity(level: Level, status: Status) -> Sql:
    return sql.constant(outcome_of_rule(level, status).severity)


def _not_kept(one: LoweredRule) -> Sql:
    return sql.both(_concerned(one), one.not_kept)


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
        named = ((waiver.case, "case_no", "cases", "case_no", "case_id"),
                 (waiver.contact, "contact", "contacts", "contact_no", "contact_id"),
                 (waiver.action, "touch_no", "touches", "touch_no", "touch_id"))  # fmt: skip
        met = [_is_named(wanted, *where) for wanted, *where in named if wanted is not None]
        granted.append(sql.both(sql.less(sql.column("at"), sql.constant(int(end))), *met))
    return sql.either(*granted)


def _is_named(wanted: str, column: str, table: str, number: str, name: str) -> Sql:
    """Whether a number stands for what has that name in a table."""
    numbers = exp.select(sql.column(number)).from_(table).where(sql.equal(sql.column(name), sql.constant(wanted)))
    return sql.surely(exp.In(this=sql.column(column), query=numbers.subquery()))


def _deciding(one: LoweredRule) -> Sql:
    """The place of the comparison that decides: one that is broken, or unknown where the rule is undecided.

    A rule that forbids without asking anything is broken by what it applies to.
    """
    placed = [(sql.constant(place), measured) for place, measured in enumerate(one.measured)]
    unknown = [(sql.unknown(measured.holds), place) for place, measured in placed]
    broken = [(sql.surely(sql.negated(measured.holds)), place) for place, measured in placed if measured.required]
    broken += [(sql.surely(measured.holds), place) for place, measured in placed if not measured.required]
    return sql.when(
        (sql.surely(one.truth), sql.NULL),
        (sql.unknown(one.truth), sql.when(*unknown)),
        otherwise=sql.when(*broken),
    )
