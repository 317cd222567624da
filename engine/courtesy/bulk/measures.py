"""What a rule was measured by: its comparisons, each with its truth, and the columns that tell what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.bulk import sql
from courtesy.bulk.predicates import leaf_truth
from courtesy.bulk.terms.anchors import anchored
from courtesy.bulk.terms.value import value
from courtesy.explanation.conditions import comparisons
from courtesy.facts.shifts import FROM_THE_END
from courtesy.model.declaration import Changes
from courtesy.model.predicate import CaseDate, TimeAfter, TimeAgainst, WithinHours
from courtesy.model.truth import terms

if TYPE_CHECKING:
    from courtesy.bulk.scene import Scene
    from courtesy.bulk.sql import Sql
    from courtesy.explanation.conditions import Comparison
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Anchor
    from courtesy.model.vocabulary import Vocabulary


class Measured(Struct, frozen=True):
    """One comparison of a rule. All but `comparison` are expressions over the columns of the last relation.

    `holds` is whether it came out as it is asked to, null where that is unknown. `found` is what was measured: of a
    time since an anchor the instant of the anchor, with `needed` when it was over and `taken` the place of the case
    date that it took among those which it names; of a stated time its instant, with `needed` its day where it is a
    whole one; else the value.
    """

    comparison: Comparison
    required: bool
    holds: Sql
    found: Sql
    needed: Sql
    taken: Sql

    @property
    def of_time(self) -> bool:
        """Whether it is told by more than the value that was found."""
        return isinstance(self.comparison.leaf.term, TimeAfter | TimeAgainst | WithinHours)


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
    truth = scene.columns.compute(("holds", comparison.leaf), leaf_truth(comparison.leaf, scene))
    holds = truth if comparison.positive else sql.negated(truth)
    term = comparison.leaf.term
    found, needed, taken = value(term, scene), sql.NULL, sql.NULL
    match term:
        case TimeAfter():
            # The value is the time from when it was over to the act.
            needed = sql.minus(scene.at, found)
            found, taken = _counted_from(term, scene), _taken(term.anchor, scene)
        case TimeAgainst():
            if term.fact.changes is Changes.MOMENT:
                found = scene.at
            else:
                stated = scene.moment(term.fact.name)
                found, needed = stated.at, stated.day
        case WithinHours():
            found = sql.when((sql.known(found), scene.at))
    return Measured(comparison, required, holds, found, needed, taken)


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
