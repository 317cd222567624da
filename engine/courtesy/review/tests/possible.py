"""In which ways a rule can come out, as far as its form tells: `forbid: true` is kept by nothing."""

from __future__ import annotations

from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, assert_never

from courtesy.model.outcome import Standing, Status
from courtesy.model.predicate import All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf
from courtesy.model.reading import ALWAYS_KNOWN
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import Rule
    from courtesy.model.predicate import Predicate

_KNOWN = frozenset({Truth.FALSE, Truth.TRUE})
_ANY = frozenset(Truth)


def possible_statuses(rule: CompiledRule) -> tuple[Status, ...]:
    """Which of violated, satisfied and undetermined a rule can be; parts of a condition are taken one by one."""
    never_kept = rule.required == Not(rule.applies)  # forbidden wherever the rule applies
    kept = _possible(rule.unless if never_kept else Any((rule.unless, rule.required)))
    every = _possible(rule.truth)
    can_be = {
        Status.VIOLATED: Truth.FALSE in every,
        Status.SATISFIED: Truth.TRUE in kept,
        Status.UNDETERMINED: Truth.UNKNOWN in every,
    }
    return tuple(status for status, possible in can_be.items() if possible)


def standings_to_try(rule: Rule) -> tuple[Standing, ...]:
    """How something owed should have been tried: missed, met, and not known."""
    timed = isinstance(rule.body, dict) and "within" in rule.body
    return (Standing.OVERDUE if timed else Standing.OPEN, Standing.MET, Standing.UNDETERMINED)


def _possible(predicate: Predicate) -> frozenset[Truth]:
    match predicate:
        case All(parts):
            return _combined(min, Truth.TRUE, map(_possible, parts))
        case Any(parts):
            return _combined(max, Truth.FALSE, map(_possible, parts))
        case Not(part):
            return frozenset(truth.negated() for truth in _possible(part))
        case IsKnown():
            return _KNOWN
        case AtLeast(term) | AtMost(term) | OneOf(term):
            return _KNOWN if isinstance(term, Fact) and term.name in ALWAYS_KNOWN else _ANY
        case _:
            assert_never(predicate)


def _combined(
    join: Callable[[Truth, Truth], Truth], neutral: Truth, parts: Iterable[frozenset[Truth]]
) -> frozenset[Truth]:
    def both(one: frozenset[Truth], other: frozenset[Truth]) -> frozenset[Truth]:
        return frozenset(join(a, b) for a, b in product(one, other))

    return reduce(both, parts, frozenset({neutral}))
