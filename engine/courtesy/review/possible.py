"""In which ways a rule can come out, as far as its form tells: `forbid: true` is kept by nothing."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, assert_never

from courtesy.model.outcome import Standing, Status
from courtesy.model.predicate import All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf
from courtesy.model.reading import ALWAYS_KNOWN
from courtesy.model.requirement import is_of_plan
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import Rule
    from courtesy.model.predicate import Leaf, Predicate

    Given = Mapping[Leaf, Truth]
    """What some comparisons come to."""

_KNOWN = frozenset({Truth.FALSE, Truth.TRUE})
_ANY = frozenset(Truth)
_MOST_TWICE = 5
"""Comparisons that stand in a rule more than once and are the same in all places; any more are taken one by one."""


def possible_statuses(rule: CompiledRule) -> tuple[Status, ...]:
    """The statuses that a rule can have, were each of its comparisons free to be true, false or unknown.

    What is owed is not owed at all where it is lifted, and is never missed without a deadline.
    """
    owed = is_of_plan(rule.requirement)
    timeless = is_of_plan(rule.requirement) and rule.requirement.due is None
    found = {_status(*truths, owed=owed) for truths in _truths(rule)}
    if timeless:
        found.discard(Status.VIOLATED)
    return tuple(status for status in _ORDER if status in found)


_ORDER = (Status.VIOLATED, Status.SATISFIED, Status.NOT_APPLICABLE, Status.UNDETERMINED)


def standings_to_try(rule: Rule) -> tuple[Standing, ...]:
    """How something owed should have been tried: missed, met, and not known."""
    timed = isinstance(rule.body, dict) and "within" in rule.body
    return (Standing.OVERDUE if timed else Standing.OPEN, Standing.MET, Standing.UNDETERMINED)


def _status(applies: Truth, unless: Truth, required: Truth, *, owed: bool) -> Status:
    truth = max(applies.negated(), unless, required)
    if truth is Truth.FALSE:
        return Status.VIOLATED
    if truth is Truth.UNKNOWN:
        return Status.UNDETERMINED
    lifted = owed and unless is Truth.TRUE
    return Status.NOT_APPLICABLE if lifted or applies is Truth.FALSE else Status.SATISFIED


def _truths(rule: CompiledRule) -> Iterator[tuple[Truth, Truth, Truth]]:
    """What `applies`, `unless` and `required` can come to together."""
    opposite = rule.required == Not(rule.applies)  # forbidden wherever the rule applies
    parts = (rule.applies, rule.unless, *(() if opposite else (rule.required,)))
    counted = Counter(leaf for part in parts for leaf in _leaves(part))
    twice = [leaf for leaf, count in counted.items() if count > 1][:_MOST_TWICE]
    for values in product(*(_possible(leaf, {}) for leaf in twice)):
        given = dict(zip(twice, values, strict=True))
        for applies, unless, *required in product(*(_possible(part, given) for part in parts)):
            yield applies, unless, applies.negated() if opposite else required[0]


def _leaves(predicate: Predicate) -> Iterator[Leaf]:
    match predicate:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case AtLeast() | AtMost() | OneOf() | IsKnown():
            yield predicate
        case _:
            assert_never(predicate)


def _possible(predicate: Predicate, given: Given) -> frozenset[Truth]:
    match predicate:
        case All(parts):
            return _combined(min, Truth.TRUE, (_possible(part, given) for part in parts))
        case Any(parts):
            return _combined(max, Truth.FALSE, (_possible(part, given) for part in parts))
        case Not(part):
            return frozenset(truth.negated() for truth in _possible(part, given))
        case AtLeast(term) | AtMost(term) | OneOf(term) | IsKnown(term):
            if predicate in given:
                return frozenset({given[predicate]})
            known = isinstance(predicate, IsKnown) or (isinstance(term, Fact) and term.name in ALWAYS_KNOWN)
            return _KNOWN if known else _ANY
        case _:
            assert_never(predicate)


def _combined(
    join: Callable[[Truth, Truth], Truth], neutral: Truth, parts: Iterable[frozenset[Truth]]
) -> frozenset[Truth]:
    def both(one: frozenset[Truth], other: frozenset[Truth]) -> frozenset[Truth]:
        return frozenset(join(a, b) for a, b in product(one, other))

    return reduce(both, parts, frozenset({neutral}))
