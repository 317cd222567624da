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
from courtesy.bulk.occasions import OCCASIONS, OF_ACTS, PLACES
from courtesy.bulk.predicates import is_not_true, truth
from courtesy.bulk.scene import Scene
from courtesy.bulk.selectors import TooMixedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.bulk.almanacs import Almanacs
    from courtesy.bulk.lifting.lifting import Lifting
    from courtesy.bulk.shape import Shape
    from courtesy.bulk.sql import Sql
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.vocabulary import Vocabulary


class LoweredRule(Struct, frozen=True):
    """A rule with its truth, and whether it is not kept for certain: it is false or unknown.

    `measured` are its comparisons, those of its requirement first. These are expressions over the last relation.
    `lifting` says when it lifts where it is broken; `permitted` is the instant, over the last of the relations
    `after`, which build on one by the name `broken` of the occasions on which it is not kept.
    """

    rule: CompiledRule
    truth: Sql
    not_kept: Sql
    measured: tuple[Measured, ...]
    lifting: Lifting
    broken: str
    permitted: Sql = sql.NULL
    after: tuple[tuple[str, Sql], ...] = ()

    @property
    def columns(self) -> Iterator[str]:
        """The columns of the last relation by which it is told."""
        parts = (part for one in self.measured for part in one.parts)
        for part in (self.truth, self.not_kept, *parts, *self.lifting.read.values()):
            yield from (column.name for column in part.find_all(exp.Column))


class Lowered(Struct, frozen=True):
    """The rules of a version, with the relations that tell their truth.

    The last relation has a row for each occasion that is judged, with all columns.
    """

    rules: tuple[LoweredRule, ...]
    relations: tuple[tuple[str, Sql], ...]

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
    columns = Columns(OCCASIONS, PLACES, judged)
    scene = Scene(columns, almanacs, vocabulary.facts, shape)
    lowered: list[LoweredRule] = []
    for rule in rules:
        try:
            asked = truth(rule.truth, scene), is_not_true(rule.truth, scene)
            comparisons = measured(rule, scene, told_in or vocabulary)
            lowered.append(LoweredRule(rule, *asked, comparisons, lifting(rule, scene), f"broken{len(lowered)}"))
        except TooMixedError as error:
            raise NotExpressibleError(rule.rule.id, f"it asks for {error}") from None
    wanted = {*PLACES.given, *(name for one in lowered for name in one.columns)}
    told = [_with_permitted(one, scene) for one in lowered]
    return Lowered(tuple(told), tuple(columns.selects(wanted)))


def _with_permitted(one: LoweredRule, scene: Scene) -> LoweredRule:
    """The rule with the instant from which on it would have been kept where it is broken."""
    if not one.lifting.movable:
        return one
    columns = Columns(one.broken, prefix="p")
    permitted = one.lifting.told(one.lifting.read, scene.over(columns))
    worked_out = {column.name for column in permitted.find_all(exp.Column) if column.name in columns}
    return replace(one, permitted=permitted, after=tuple(columns.selects(worked_out)) if worked_out else ())
