"""How a rule stands to another statement of it: stricter, looser, or neither for certain, from their form alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.canonical import without_clocks
from courtesy.compiling.field_changes import HIGHER, MORE, field_changes
from courtesy.model.order import Standing
from courtesy.rules import HARDER, WIDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.order import Order
    from courtesy.model.predicate import Predicate


def standing(before: CompiledRule, after: CompiledRule) -> Standing:
    """How a rule stands to the one before: a `stricter` one refuses whatever that does, and permits nothing more.

    Both are taken to be read by one clock and calendar. A rule of another type can be compared by its conditions only.
    """
    whom = (
        HIGHER.of(before.rule.level, after.rule.level),
        MORE.of(before.rule.concerns, after.rule.concerns),
        _of_exceptions(before.rule.waivable, after.rule.waivable),
    )
    found = together((*whom, *_of_parts(before, after)))
    if found is Standing.UNCOMPARABLE:
        return together((*whom, _ordered(HARDER, before.truth, after.truth)))
    return found


def together(standings: Iterable[Standing]) -> Standing:
    """How what is made of several parts stands where each part stands so."""
    different = {one for one in standings if one is not Standing.EQUAL}
    if not different:
        return Standing.EQUAL
    return different.pop() if len(different) == 1 else Standing.UNCOMPARABLE


def _of_parts(before: CompiledRule, after: CompiledRule) -> Iterator[Standing]:
    yield _ordered(WIDER, before.applies, after.applies)
    yield _ordered(HARDER, before.unless, after.unless)
    if before.rule.type != after.rule.type:
        yield Standing.UNCOMPARABLE
        return
    for _, was, now, order in field_changes(before, after):
        if without_clocks(was) != without_clocks(now):
            yield Standing.UNCOMPARABLE if order is None else order.of(was, now)


def _ordered(order: Order, was: Predicate, now: Predicate) -> Standing:
    return Standing.EQUAL if without_clocks(was) == without_clocks(now) else order.of(was, now)


def _of_exceptions(before: bool, after: bool) -> Standing:  # noqa: FBT001  two states of one flag
    if before == after:
        return Standing.EQUAL
    return Standing.STRICTER if before else Standing.LOOSER
