"""Which of two values of a field is stricter, where that is certain: by what a locked rule may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.order import Order, Standing
from courtesy.model.predicate import All as AllOf
from courtesy.model.predicate import AllHistory, AtLeast, AtMost, Not, OneOf, Rolling
from courtesy.model.predicate import Any as AnyOf
from courtesy.values import DurationUnit

if TYPE_CHECKING:
    from courtesy.model.almanac import OpenHours
    from courtesy.model.predicate import Predicate, Window
    from courtesy.values import Duration


def _by_number(before: float, after: float) -> Standing:
    if before == after:
        return Standing.EQUAL
    return Standing.STRICTER if after > before else Standing.LOOSER


def _opposite(standing: Standing) -> Standing:
    return {Standing.STRICTER: Standing.LOOSER, Standing.LOOSER: Standing.STRICTER}.get(standing, standing)


_SCALES: dict[DurationUnit, tuple[str, int]] = {
    DurationUnit.MINUTE: ("minutes", 1),
    DurationUnit.HOUR: ("minutes", 60),
    DurationUnit.DAY: ("days", 1),
    DurationUnit.WEEK: ("days", 7),
    DurationUnit.MONTH: ("months", 1),
    DurationUnit.YEAR: ("months", 12),
}
"""Units that are always so many of another one: a day is not always 24 hours, and a month not always 30 days."""


def _by_length(before: Duration, after: Duration) -> Standing:
    (one, size), (other, other_size) = (_SCALES.get(of.unit, (of.unit.value, 1)) for of in (before, after))
    return _by_number(before.count * size, after.count * other_size) if one == other else Standing.UNCOMPARABLE


def _by_time_limit(before: Duration | None, after: Duration | None) -> Standing:
    """No limit at all is the longest."""
    if before is None or after is None:
        return _by_number(after is None, before is None)
    return _opposite(_by_length(before, after))


def _by_window(before: Window, after: Window) -> Standing:
    if isinstance(before, AllHistory) or isinstance(after, AllHistory):
        return _by_number(isinstance(after, AllHistory), isinstance(before, AllHistory))
    if isinstance(before, Rolling) and isinstance(after, Rolling):
        return _opposite(_by_length(before.length, after.length))
    return Standing.EQUAL if before == after else Standing.UNCOMPARABLE


# ---------------------------------------------------------------- hours


def _by_hours(before: tuple[OpenHours, ...], after: tuple[OpenHours, ...]) -> Standing:
    if before == after:
        return Standing.EQUAL
    if all(any(_lies_in(one, whole) for whole in before) for one in after):
        return Standing.STRICTER
    if all(any(_lies_in(one, whole) for whole in after) for one in before):
        return Standing.LOOSER
    return Standing.UNCOMPARABLE


def _lies_in(one: OpenHours, whole: OpenHours) -> bool:
    """Whether hours are open only when others are."""
    closed_no_less = (whole.holidays or not one.holidays) and set(whole.not_on) <= set(one.not_on)
    on_no_more = not whole.on or (bool(one.on) and set(one.on) <= set(whole.on))
    if not (closed_no_less and on_no_more and one.days <= whole.days):
        return False
    if whole.overnight:
        # Of a day on which they begin: till midnight, or on into the next morning.
        return one.start >= whole.start and (not one.overnight or one.end <= whole.end)
    return not one.overnight and whole.start <= one.start and one.end <= whole.end


# ---------------------------------------------------------------- conditions


def _by_condition(before: Predicate, after: Predicate) -> Standing:
    """A condition is stricter than another where whatever meets it meets the other."""
    if before == after:
        return Standing.EQUAL
    if _implies(after, before):
        return Standing.STRICTER
    return Standing.LOOSER if _implies(before, after) else Standing.UNCOMPARABLE


def _implies(one: Predicate, other: Predicate) -> bool:  # noqa: PLR0911  one arm for each pair that can be told
    """Whether a condition is never nearer to true than another: certain from their form alone."""
    if one == other:
        return True
    match one, other:
        case _, AllOf(parts):
            return all(_implies(one, part) for part in parts)
        case AnyOf(parts), _:
            return all(_implies(part, other) for part in parts)
        case AllOf(parts), _:
            return any(_implies(part, other) for part in parts)
        case _, AnyOf(parts):
            return any(_implies(one, part) for part in parts)
        case Not(part), Not(of):
            return _implies(of, part)
        case AtMost(term, bound), AtMost(of, most):
            return term == of and bound <= most
        case AtLeast(term, bound), AtLeast(of, least):
            return term == of and bound >= least
        case OneOf(term, values), OneOf(of, others):
            return term == of and values <= others
        case _:
            return False


LONGER = Order("longer", _by_length)
SHORTER = Order("shorter", lambda before, after: _opposite(_by_length(before, after)))
SOONER = Order("shorter", _by_time_limit, of_nothing=True)
"""A time limit that there need not be."""
NEARER = Order("shorter", _by_window, of_nothing=True)
"""How far back something may lie."""
SMALLER = Order("smaller", lambda before, after: _opposite(_by_number(before, after)))
LARGER = Order("larger", _by_number, of_nothing=True)
"""How many there have to be: one where nothing is said."""
INSIDE = Order("hours inside those", _by_hours)
NARROWER = Order("a condition that is harder to meet", _by_condition)
WIDER = Order("a condition that forbids more", lambda before, after: _opposite(_by_condition(before, after)))
