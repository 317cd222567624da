"""Conditions: facts with tests, combinations of conditions, questions to the history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courtesy.selfcheck.reference.counting import enough
from courtesy.selfcheck.reference.facts import value
from courtesy.selfcheck.reference.ordering import order
from courtesy.selfcheck.reference.scalars import listed, literal
from courtesy.selfcheck.reference.truth import Kleene, both, either, no

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Situation, Value

_SHORT = {"channel": "action.channel", "purpose": "action.purpose", "tags": "action.tags"}


def holds(condition: Part, situation: Situation) -> Kleene:
    """Whether all that a condition lists holds."""
    return both(_entries(condition, situation))


def _entries(condition: Part, situation: Situation) -> Iterator[Kleene]:
    for key, tree in condition.items():
        match key:
            case "all":
                yield both(holds(part, situation) for part in tree)
            case "any":
                yield either(holds(part, situation) for part in tree)
            case "not":
                yield no(holds(tree, situation))
            case "history":
                yield _history(tree, situation)
            case _:
                yield _fact(_SHORT.get(key, key), tree, situation)


def _history(question: Part, situation: Situation) -> Kleene:
    wanted = "has" in question
    per = question.get("within")
    found = enough(
        1,
        question["has" if wanted else "has_not"],
        situation,
        per=None if per is None else str(per),
        since=question.get("since"),
        inclusive=True,
    )
    return found if wanted else no(found)


def _fact(fact: str, test: Part, situation: Situation) -> Kleene:
    found = value(fact, situation)
    if not isinstance(test, dict):
        return _equals(fact, found, test, situation)
    return both(_operation(fact, found, operator, operand, situation) for operator, operand in test.items())


def _operation(fact: str, found: Value | None, operator: str, operand: Part, situation: Situation) -> Kleene:
    match operator:
        case "exists":
            return (found is not None) is (operand == "true")
        case "is" | "one_of":
            return _equals(fact, found, operand, situation)
        case "is_not" | "none_of":
            return no(_equals(fact, found, operand, situation))
        case "includes":
            return both(_equals(fact, found, one, situation) for one in listed(operand))
        case _:
            return (
                None
                if found is None
                else _bounded(order(found, literal(fact, operand, situation), situation), operator)
            )


def _equals(fact: str, found: Value | None, tree: Part, situation: Situation) -> Kleene:
    """Whether a value is one of those that are listed; of a set, whether one of them is in it."""
    if found is None:
        return None
    values = [literal(fact, item, situation) for item in listed(tree)]
    if isinstance(found, frozenset):
        return any(one in found for one in values)
    if isinstance(found, date):
        return either(_is(order(found, one, situation)) for one in values)
    return found in values


def _is(found: int | None) -> Kleene:
    return None if found is None else found == 0


def _bounded(found: int | None, operator: str) -> Kleene:
    """Whether a value that compares so with a bound is as large or as small as the bound asks."""
    if found is None:
        return None
    match operator:
        case "at_least":
            return found >= 0
        case "at_most":
            return found <= 0
        case "more_than":
            return found > 0
        case _:
            return found < 0
