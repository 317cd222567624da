"""One version of a policy as SQL: a truth value for each of its rules, on every occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.bulk.almanacs import Almanacs
from courtesy.bulk.columns import Columns
from courtesy.bulk.errors import NotExpressibleError
from courtesy.bulk.occasions import GIVEN, OCCASIONS
from courtesy.bulk.predicates import truth
from courtesy.bulk.scene import Scene
from courtesy.bulk.selectors import TooMixedError
from courtesy.bulk.tables import columns_of_acts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot import exp

    from courtesy.bulk.almanacs import Filled, Function
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.vocabulary import Vocabulary


class LoweredRule(Struct, frozen=True):
    """A rule with the column of its truth, and those of the values of its terms."""

    rule: CompiledRule
    truth: str
    values: dict[str, str]


class Lowered(Struct, frozen=True):
    """The rules of a version, with the relations that tell their truth and the tables that these look rows up in."""

    rules: tuple[LoweredRule, ...]
    relations: tuple[tuple[str, exp.Expression], ...]
    filled: tuple[Filled, ...]
    functions: tuple[Function, ...]


def lower(rules: Sequence[CompiledRule], vocabulary: Vocabulary) -> Lowered:
    """The rules of acts as SQL. Raises NotExpressibleError, which names the rule."""
    almanacs = Almanacs()
    columns = Columns(OCCASIONS, (*GIVEN, *columns_of_acts(vocabulary)))
    scene = Scene(columns, almanacs, vocabulary.facts)
    lowered = []
    for rule in rules:
        try:
            found = columns.compute(("truth", rule.rule.id), truth(rule.truth, scene))
        except TooMixedError as error:
            raise NotExpressibleError(rule.rule.id, f"it asks for {error}") from None
        lowered.append(LoweredRule(rule, found.name, {}))
    return Lowered(tuple(lowered), tuple(columns.selects()), almanacs.filled, almanacs.functions)
