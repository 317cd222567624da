"""What a rule was measured by: its comparisons, each with its truth, and the columns that tell what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from courtesy.bulk import as_text, sql
from courtesy.bulk.predicates import leaf_truth
from courtesy.bulk.shifts import Moment
from courtesy.bulk.terms.anchors import anchored
from courtesy.bulk.terms.value import value
from courtesy.explanation.conditions import comparisons
from courtesy.facts.shifts import FROM_THE_END
from courtesy.model.declaration import Changes
from courtesy.model.predicate import CaseDate, Fact, TimeAfter, TimeAgainst, WithinHours
from courtesy.model.truth import terms
from courtesy.values import FactType

if TYPE_CHECKING:
    from courtesy.bulk.clocks import Clock
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.explanation.conditions import Comparison
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Anchor
    from courtesy.model.vocabulary import Vocabulary


class Measured(Struct, frozen=True):
    """One comparison of a rule. All but `comparison` are expressions over the columns of the last relation.

    `holds` is whether it came out as it is asked to, null where that is unknown; `found` is the value of its term.
    Of a time since an anchor `over` is the instant when it was over.

    What is told of a comparison is said in Python, once for all rows with the same text `by`. Only of times that is
    no more than a few: of these `expected` and `observed` are written in SQL, null where Python's words stand.
    """

    comparison: Comparison
    required: bool
    holds: Sql
    found: Sql
    over: Sql = sql.NULL
    by: Sql = sql.NULL
    expected: Sql = sql.NULL
    observed: Sql = sql.NULL

    @property
    def parts(self) -> tuple[Sql, ...]:
        """All expressions."""
        return self.holds, self.found, self.over, self.by, self.expected, self.observed


def measured(rule: CompiledRule, scene: Scene, vocabulary: Vocabulary) -> tuple[Measured, ...]:
    """The comparisons of a rule, those of what it requires first. Raises TooMixedError."""
    places = {term: place for place, term in enumerate(terms(rule.truth))}
    required = comparisons((rule.required,), places, vocabulary)
    others = comparisons((rule.applies, rule.unless), places, vocabulary)
    return (
        *(_measured(one, scene, required=True) for one in required),
        *(_measured(one, scene, required=False) for one in others),
    )


def _measured(comparison: Comparison, scene: Scene, *, required: bool) -> Measured:
    truth = leaf_truth(comparison.leaf, scene)
    holds = truth if comparison.positive else sql.negated(truth)
    term = comparison.leaf.term
    found = value(term, scene)
    plain = Measured(comparison, required, holds, found)
    match term:
        case TimeAfter():
            return _time_since(plain, term, scene)
        case TimeAgainst():
            stated = Moment(scene.at, sql.NULL)
            if term.fact.changes is not Changes.MOMENT:
                stated = scene.moment(term.fact.name)
            clock = scene.clock(term.almanac)
            said = sql.when(
                (sql.known(stated.at), _reading(clock, stated.at)), (sql.known(stated.day), as_text.date(stated.day))
            )
            return replace(plain, by=clock.zone, observed=said)
        case WithinHours():
            said = sql.when((sql.known(found), _reading(scene.clock(term.almanac), scene.at)))
            return replace(plain, observed=said)
        case Fact(type=FactType.SET):
            listed = sql.call("LIST_SORT", sql.call("LIST_DISTINCT", found))
            return replace(plain, by=sql.call("ARRAY_TO_STRING", listed, sql.constant(", ")))
        case _:
            return replace(plain, by=exp.cast(found, "text"))


def _time_since(plain: Measured, term: TimeAfter, scene: Scene) -> Measured:
    """The time since an anchor, or until it, against the time that was needed, both in real seconds."""
    anchor, over = _counted_from(term, scene), sql.minus(scene.at, plain.found)
    needed, passed = (
        as_text.seconds(sql.minus(anchor, end) if term.before else sql.minus(end, anchor)) for end in (over, scene.at)
    )
    known = sql.both(sql.known(anchor), sql.known(over))
    return replace(
        plain,
        over=over,
        by=exp.cast(_taken(term.anchor, scene), "text"),
        expected=sql.when((known, needed)),
        observed=sql.when((known, passed)),
    )


def _reading(clock: Clock, at: Sql) -> Sql:
    """What a clock shows, that of UTC where its zone is not known."""
    return as_text.reading(at, sql.call("COALESCE", clock.local(at), at))


def _counted_from(term: TimeAfter, scene: Scene) -> Sql:
    """The instant of an anchor: of a bare date its beginning, or its end for hours after it."""
    moment, clock = anchored(term.anchor, scene).moment, scene.clock(term.almanac)
    if moment.day is sql.NULL:
        return moment.at
    later = int(not term.before and term.duration.unit in FROM_THE_END)
    day = sql.plus(moment.day, sql.constant(later)) if later else moment.day
    return sql.when((sql.known(moment.at), moment.at), otherwise=clock.begin_of(day))


def _taken(anchor: Anchor, scene: Scene) -> Sql:
    """The place of the case date that an anchor took among those that it names."""
    if not isinstance(anchor, CaseDate) or not anchor.fallbacks:
        return sql.NULL
    stated = [scene.moment(name) for name in anchor.facts]
    known = [sql.either(sql.known(one.at), sql.known(one.day)) for one in stated]
    return sql.when(*((said, sql.constant(place)) for place, said in enumerate(known)))
