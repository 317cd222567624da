"""One version of a policy as SQL: on every occasion the truth of each of its rules, and what it was measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from sqlglot import exp

from courtesy.bulk import sql
from courtesy.bulk.columns import Columns
from courtesy.bulk.errors import NotExpressibleError
from courtesy.bulk.lifting.lifting import lifting
from courtesy.bulk.measures import Measured, measured
from courtesy.bulk.occasions import GIVEN, OCCASIONS, OF_ACTS
from courtesy.bulk.predicates import truth
from courtesy.bulk.scene import Scene
from courtesy.bulk.selectors import TooMixedError
from courtesy.bulk.tables import columns_of_acts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.bulk.almanacs import Almanacs
    from courtesy.bulk.lifting.lifting import Lifting
    from courtesy.bulk.shape import Shape
    from courtesy.bulk.sql import Sql
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.vocabulary import Vocabulary


BROKEN = "broken"
"""The relation of the occasions on which some rule is not kept for certain."""
OF_BROKEN = ("at", "zone", "calendar")
"""Its columns of the occasion that are read where it is found out when rules lift."""


class LoweredRule(Struct, frozen=True):
    """A rule with the column of its truth; `measured` are its comparisons, those of its requirement first.

    `lifting` says when it lifts where it is broken; `permitted` is the instant, over the last of the relations that
    build on `BROKEN`.
    """

    rule: CompiledRule
    truth: str
    measured: tuple[Measured, ...]
    lifting: Lifting
    permitted: Sql = sql.NULL

    @property
    def columns(self) -> Iterator[str]:
        """The columns of the last relation by which it is told."""
        yield self.truth
        for one in self.measured:
            yield from _names(*one.parts)


class Lowered(Struct, frozen=True):
    """The rules of a version, with the relations that tell their truth.

    The last relation has a row for each occasion that is judged, with all columns; those `after` build on `BROKEN`.
    """

    rules: tuple[LoweredRule, ...]
    relations: tuple[tuple[str, Sql], ...]
    after: tuple[tuple[str, Sql], ...]

    @property
    def judged(self) -> str:
        """The name of the last relation."""
        return self.relations[-1][0]


def lower(
    rules: Sequence[CompiledRule],
    vocabulary: Vocabulary,
    almanacs: Almanacs,
    shape: Shape,
    judged: Sql = OF_ACTS,
    *,
    told_in: Vocabulary | None = None,
) -> Lowered:
    """The rules of acts as SQL; what it takes of clocks and calendars is asked of `almanacs`.

    `vocabulary` are the words of the tables, and `told_in` those of the rules, where they are not the same. `shape` is
    what is known of the tables, `judged` a condition on the occasions. Raises NotExpressibleError, which names the
    rule.
    """
    columns = Columns(OCCASIONS, (*GIVEN, *columns_of_acts(vocabulary)), judged)
    scene = Scene(columns, almanacs, vocabulary.facts, shape)
    lowered = []
    for rule in rules:
        try:
            found = columns.compute(("truth", rule.rule.id), truth(rule.truth, scene))
            comparisons = measured(rule, scene, told_in or vocabulary)
            lowered.append(LoweredRule(rule, found.name, comparisons, lifting(rule, scene)))
        except TooMixedError as error:
            raise NotExpressibleError(rule.rule.id, f"it asks for {error}") from None
    read = (name for one in lowered for name in (*one.columns, *_names(*one.lifting.read.values())))
    wanted = set(read).difference(GIVEN, columns_of_acts(vocabulary))
    after = Columns(BROKEN, (*OF_BROKEN, *wanted), prefix="p")
    broken = Scene(after, almanacs, vocabulary.facts, shape)
    told = [replace(one, permitted=_permitted(one, broken)) for one in lowered]
    lifts = _names(*(one.permitted for one in told))
    return Lowered(tuple(told), tuple(columns.selects(wanted)), tuple(after.selects(lifts)))


def _names(*parts: Sql) -> Iterator[str]:
    return (column.name for part in parts for column in part.find_all(exp.Column))


def _permitted(one: LoweredRule, broken: Scene) -> Sql:
    """The instant from which on a broken rule would have been kept, as a column; nothing where there is none."""
    if not one.lifting.movable:
        return sql.NULL
    return broken.columns.compute(("permitted", one.rule.rule.id), one.lifting.told(one.lifting.read, broken))
