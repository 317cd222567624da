"""In which ways a predicate can come to be true, false or unknown: what is then to be demanded of its comparisons."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, assert_never

from courtesy.model.outcome import Status
from courtesy.model.predicate import All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf
from courtesy.model.reading import ALWAYS_KNOWN
from courtesy.model.requirement import is_of_plan
from courtesy.values import NOT, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Leaf, Predicate

    Demands = Mapping[Leaf, Truth]
    """What each of some comparisons is to come to."""

MOST = 24
"""How many ways of one part of a predicate are looked at."""
_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_WANTED: Mapping[Status, tuple[tuple[Truth, Truth, Truth], ...]] = {
    Status.VIOLATED: ((_TRUE, _FALSE, _FALSE),),
    Status.SATISFIED: (
        (_TRUE, _FALSE, _TRUE), (_TRUE, _TRUE, _FALSE), (_TRUE, _TRUE, _TRUE), (_UNKNOWN, _FALSE, _TRUE),
    ),
    Status.NOT_APPLICABLE: ((_FALSE, _FALSE, _FALSE), (_FALSE, _FALSE, _TRUE), (_FALSE, _TRUE, _TRUE)),
    Status.UNDETERMINED: (
        (_TRUE, _FALSE, _UNKNOWN), (_UNKNOWN, _FALSE, _FALSE), (_TRUE, _UNKNOWN, _FALSE), (_UNKNOWN, _FALSE, _UNKNOWN),
    ),
}  # fmt: skip
"""What `applies`, `unless` and `required` come to for each status, the most telling first."""


_OF_PLAN: Mapping[Status, tuple[tuple[Truth, Truth, Truth], ...]] = {
    **_WANTED,
    Status.SATISFIED: ((_TRUE, _FALSE, _TRUE),),
    Status.NOT_APPLICABLE: ((_FALSE, _FALSE, _FALSE), (_TRUE, _TRUE, _FALSE), (_FALSE, _TRUE, _FALSE)),
}
"""The same of what is owed, which is not owed at all where it is lifted."""


def ways_to(rule: CompiledRule, status: Status) -> Iterator[Demands]:
    """What to demand of the comparisons of a rule for it to have a status, the most telling ways first."""
    for wanted in (_OF_PLAN if is_of_plan(rule.requirement) else _WANTED)[status]:
        parts = zip((rule.applies, rule.unless, rule.required), wanted, strict=True)
        yield from together([tuple(islice(ways(part, truth), MOST)) for part, truth in parts])


def ways(predicate: Predicate, wanted: Truth) -> Iterator[Demands]:
    """The ways for a predicate to come to a truth value; at first those in which one part of it decides."""
    match predicate:
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            if wanted is not Truth.UNKNOWN or _can_be_unknown(predicate):
                yield {predicate: wanted}
        case Not(part):
            yield from ways(part, NOT[wanted])
        case All(parts):
            yield from _joined(parts, wanted, Truth.TRUE)
        case Any(parts):
            yield from _joined(parts, wanted, Truth.FALSE)
        case _:
            assert_never(predicate)


def _can_be_unknown(leaf: Leaf) -> bool:
    known = isinstance(leaf.term, Fact) and leaf.term.name in ALWAYS_KNOWN
    return not known and not isinstance(leaf, IsKnown)


def _joined(parts: Sequence[Predicate], wanted: Truth, neutral: Truth) -> Iterator[Demands]:
    """Parts of which all must be neutral, or one decides: of `all` the neutral value is true, of `any` it is false."""
    if wanted is neutral:
        yield from together([tuple(islice(ways(part, neutral), MOST)) for part in parts])
        return
    for place, part in enumerate(parts):
        rest = [tuple(islice(ways(other, neutral), 2)) for at, other in enumerate(parts) if at != place]
        yield from islice(together([tuple(islice(ways(part, wanted), MOST)), *rest]), MOST)
    if parts and wanted is not Truth.UNKNOWN:
        for part in parts:
            yield from islice(ways(part, wanted), MOST)
    if len(parts) > 1:
        yield from islice(together([tuple(islice(ways(part, wanted), 2)) for part in parts]), 2)


def together(choices: Sequence[Sequence[Demands]]) -> Iterator[Demands]:
    """One way of each, wherever they do not contradict each other."""
    for chosen in islice(product(*choices), MOST * MOST):
        joined: dict[Leaf, Truth] = {}
        if all(joined.setdefault(leaf, truth) is truth for one in chosen for leaf, truth in one.items()):
            yield joined
