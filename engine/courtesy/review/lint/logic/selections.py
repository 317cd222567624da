"""Whether all touches that one selector means are meant by another one, and whether it can mean any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.predicate import Recipients

if TYPE_CHECKING:
    from courtesy.model.predicate import FieldTest, Selector

_ONE_VALUE = frozenset({"channel", "purpose", "outcome", "event"})
"""The fields of which a touch has one value at most."""
_WIDTH = {Recipients.SAME_CONTACT: 0, Recipients.SAME_COMPANY: 1, Recipients.ANYONE: 2}


def means_no_less(selector: Selector, whole: Selector) -> bool:
    """Whether `whole` means every touch that `selector` means."""
    return all(any(_within(kind, other) for other in whole.kinds) for kind in selector.kinds)


def _within(one: Selector, other: Selector) -> bool:
    return (
        (other.direction is None or other.direction is one.direction)
        and _WIDTH[one.to] <= _WIDTH[other.to]
        and _copies_fit(one, other)
        and set(other.same) <= set(one.same)
        and all(any(_implies(test, wanted) for test in one.tests) for wanted in other.tests)
    )


def _copies_fit(one: Selector, other: Selector) -> bool:
    """Who gets a copy is among those whose touch it is: roles are then those of other people as well."""
    if one.copies == other.copies:
        return True
    by_role = any(test.field == "roles" for test in other.tests)
    return not by_role and (other.copies or other.to is Recipients.ANYONE)


def _implies(test: FieldTest, other: FieldTest) -> bool:
    if test == other:
        return True
    if test.field != other.field or test.zone != other.zone or _of_times(test, other):
        return False
    if not test.negated and not other.negated:
        return test.allowed <= other.allowed
    if test.negated and other.negated:
        return other.allowed <= test.allowed
    return other.negated and test.field in _ONE_VALUE and test.allowed.isdisjoint(other.allowed)


def _of_times(*tests: FieldTest) -> bool:
    """Whether values may be dates, which are equal to every time that lies in them."""
    return any(not isinstance(value, str | bool | float) for test in tests for value in test.allowed)


def means_nothing(selector: Selector) -> bool:
    """Whether no touch can be meant, since what is asked of one field contradicts itself."""
    return all(_contradicts_itself(kind) for kind in selector.kinds)


def _contradicts_itself(selector: Selector) -> bool:
    left: dict[str, frozenset[object]] = {}
    for test in selector.tests:
        if test.field in _ONE_VALUE and not test.negated:
            left[test.field] = left.get(test.field, test.allowed) & test.allowed
    for test in selector.tests:
        if test.field in left and test.negated:
            left[test.field] -= test.allowed
    return any(not values for values in left.values())
