"""Values of a fact for which comparisons come to what is demanded of them, the most ordinary first."""

from __future__ import annotations

from datetime import UTC
from enum import Enum
from typing import TYPE_CHECKING, Any

from courtesy.instants import Instant, moment
from courtesy.model.predicate import AtLeast, AtMost, IsKnown, OneOf
from courtesy.model.truth import leaf_truth
from courtesy.values import HOUR, MINUTE, FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.predicate import Leaf
    from courtesy.model.vocabulary import Vocabulary

    Demand = tuple[Leaf, Truth]


class Nothing(Enum):
    """What stands for a fact that is not known."""

    UNKNOWN = "unknown"


UNKNOWN = Nothing.UNKNOWN
_USUAL = {
    "action.channel": ("email", "phone", "handwritten_note", "linkedin_message"),
    "action.purpose": ("follow_up", "check_in", "thank_you"),
    "recipient.roles": ("interviewer", "hr", "recruiter"),
    "cc.roles": ("hr", "recruiter", "interviewer"),
    "action.tags": ("status",),
}
_STEPS = {FactType.INTEGER: (1,), FactType.NUMBER: (1, 0.5), FactType.DURATION: (MINUTE, 1_000_000)}


def values_for(fact: FactDeclaration, demands: Sequence[Demand], vocabulary: Vocabulary) -> list[Any]:
    """The values, or `UNKNOWN`, for which each comparison of the fact comes to what is demanded of it."""
    found: list[Any] = []
    for value in (*_candidates(fact, [leaf for leaf, _ in demands], vocabulary), UNKNOWN):
        known = None if value is UNKNOWN else value
        if value not in found and all(leaf_truth(leaf, known) is truth for leaf, truth in demands):
            found.append(value)
    return found


def _candidates(fact: FactDeclaration, leaves: Sequence[Leaf], vocabulary: Vocabulary) -> Iterator[Any]:
    match fact.type:
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.ONE_OF | FactType.STRING:
            yield from _words(fact, leaves, vocabulary)
        case FactType.SET:
            yield from _sets(fact, leaves, vocabulary)
        case _:
            yield from _numbers(fact, leaves)


def _words(fact: FactDeclaration, leaves: Sequence[Leaf], vocabulary: Vocabulary) -> Iterator[str]:
    named = [str(value) for leaf in leaves if isinstance(leaf, OneOf) for value in sorted(leaf.values, key=str)]
    usual = _USUAL.get(fact.name, ())
    yield from (word for word in usual if word in named)
    yield from (*named, *usual, *(vocabulary.values_of(fact) or (() if fact.type is FactType.ONE_OF else ("other",))))


def _sets(fact: FactDeclaration, leaves: Sequence[Leaf], vocabulary: Vocabulary) -> Iterator[frozenset[str]]:
    named = list(dict.fromkeys(_words(fact, leaves, vocabulary)))
    wanted = [leaf.values for leaf in leaves if isinstance(leaf, OneOf)]
    for word in named:
        yield frozenset({word})
    yield frozenset()
    # Of several lists one of each: `includes: [a, b]`.
    if len(wanted) > 1:
        yield frozenset(str(min(values, key=str)) for values in wanted)


def _numbers(fact: FactDeclaration, leaves: Sequence[Leaf]) -> Iterator[int | float]:
    """What the comparisons name, the numbers beside it, and the number that is nearest to what is usual."""
    steps = _STEPS.get(fact.type, (1,))
    least = 0 if fact.type is not FactType.NUMBER else None
    for leaf in leaves:
        bounds: list[Any] = []
        if isinstance(leaf, AtLeast | AtMost):
            bounds = [leaf.bound]
        elif isinstance(leaf, OneOf):
            bounds = sorted(leaf.values, key=float)
        for bound in bounds:
            near = [bound, *(bound + side * step for step in steps for side in (1, -1))]
            yield from (one for one in near if least is None or one >= least)
    if all(isinstance(leaf, IsKnown) for leaf in leaves) or not leaves:
        yield 1
    yield from (one for one in (0, -1.0, 1_000_000.0) if least is None or one >= least)


def written(value: Any, fact: FactDeclaration) -> Any:
    """A value of a fact as a case file has it: `36 hours`, a time with its offset, the words of a set in a list."""
    match value:
        case frozenset():
            return sorted(value)
        case int() if fact.type is FactType.DURATION:
            hours, rest = divmod(value, HOUR)
            return f"{value // MINUTE} minutes" if rest else f"{hours} hours"
        case int() if fact.type is FactType.TIME:
            return moment(Instant(value), UTC).isoformat()
        case _:
            return value
