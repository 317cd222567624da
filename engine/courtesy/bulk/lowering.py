"""One version of a policy as SQL: on every occasion the truth of each of its rules, and what it was measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.bulk.columns import Columns
from courtesy.bulk.errors import NotExpressibleError
from courtesy.bulk.measures import Measured, measured
from courtesy.bulk.occasions import GIVEN, OCCASIONS
from courtesy.bulk.predicates import truth
from courtesy.bulk.scene import Scene
from courtesy.bulk.selectors import TooMixedError
from courtesy.bulk.tables import columns_of_acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.bulk.almanacs import Almanacs
    from courtesy.bulk.shape import Shape
    from courtesy.bulk.sql import Sql
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.vocabulary import Vocabulary


class LoweredRule(Struct, frozen=True):
    """A rule with the column of its truth; `measured` are its comparisons, those of its requirement first."""

    rule: CompiledRule
    truth: str
    measured: tuple[Measured, ...]


class Lowered(Struct, frozen=True):
    """The rules of a version, with the relations that tell their truth.

    The last relation has a row for every occasion, with all columns.
    """

    rules: tuple[LoweredRule, ...]
    relations: tuple[tuple[str, Sql], ...]

    @property
    def judged(self) -> str:
        """The name of the last relation."""
        return self.relations[-1][0] if self.relations else OCCASIONS


def lower(rules: Sequence[CompiledRule], vocabulary: Vocabulary, almanacs: Almanacs, shape: Shape) -> Lowered:
    """The rules of acts as SQL; what it takes of clocks and calendars is asked of `almanacs`.

    `shape` is what is known of the tables. Raises NotExpressibleError, which names the rule.
    """
    columns = Columns(OCCASIONS, (*GIVEN, *columns_of_acts(vocabulary)))
    scene = Scene(columns, almanacs, vocabulary.facts, shape)
    lowered = []
    for rule in rules:
        try:
            found = columns.compute(("truth", rule.rule.id), truth(rule.truth, scene))
            lowered.append(LoweredRule(rule, found.name, measured(rule, scene, vocabulary)))
        except TooMixedError as error:
            raise NotExpressibleError(rule.rule.id, f"it asks for {error}") from None
    return Lowered(tuple(lowered), tuple(columns.selects()))
