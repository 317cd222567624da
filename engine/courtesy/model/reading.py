"""What a rule has to be told to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.model.bearing import signed_leaves
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.missing import HISTORY
from courtesy.model.predicate import (
    CaseDate,
    Count,
    Fact,
    SinceInterview,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.model.requirement import is_of_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Anchor, Term

ALWAYS_KNOWN = frozenset({"action.channel", "action.tags", "action.at"})
"""Facts that every act states, or that are none where it does not."""


def facts_read(rule: CompiledRule) -> frozenset[str]:
    """The facts that a rule reads, those too that it counts from, and `history` where it looks at what has happened."""
    terms: list[Term | None] = [
        leaf.term for part in (rule.applies, rule.unless, rule.required) for leaf, _ in signed_leaves(part)
    ]
    if is_of_plan(rule.requirement):
        terms.append(rule.requirement.due)
    return frozenset(name for term in terms if term is not None for name in _of_term(term))


def _of_term(term: Term) -> Iterator[str]:
    match term:
        case Fact(name) | TimeAgainst(Fact(name)):
            yield name
        case TimeAfter(anchor):
            yield from _of_anchor(anchor)
        case Count(window=window, since=since):
            yield HISTORY
            if isinstance(window, SinceInterview):
                yield INTERVIEW_END
            yield from _of_anchor(since)
        case WithinHours():
            return
        case _:
            assert_never(term)


def _of_anchor(anchor: Anchor | None) -> tuple[str, ...]:
    match anchor:
        case CaseDate():
            return anchor.facts
        case TouchTime():
            return (HISTORY,)
        case None:
            return ()
        case _:
            assert_never(anchor)
