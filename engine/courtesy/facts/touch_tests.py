"""What a selector asks of one touch, field by field: whether it passes, and what is missing where nobody can tell."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import FaultError
from courtesy.facts.clock import clock_of, day_number
from courtesy.model.declaration import own_key
from courtesy.model.missing import ZONE
from courtesy.model.predicate import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.facts.clock import LocalClock
    from courtesy.facts.scene import Scene, Stated
    from courtesy.model.case import Touch
    from courtesy.model.predicate import FieldTest
    from courtesy.values import Value

    Passes = Callable[[Touch, Scene], bool | None]
    Names = Callable[[Touch, Scene], tuple[str, ...]]
    Whom = Callable[[Touch], tuple[str, ...]]
    """The contacts whom a touch reached, as far as they count."""


class TouchTest(NamedTuple):
    """One thing that is asked: whether a touch passes (None: unknown), and the names of the facts that would tell."""

    passes: Passes
    missing: Names


class UnknownFieldError(FaultError):
    """A selector names a field that touches do not have; compiling should have rejected it."""

    code = "unknown-field"

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def __str__(self) -> str:
        return f"a selector reads the unknown field `{self.field}`"


def same_company(whom: Whom) -> TouchTest:
    """A touch of any contact of the case; every touch of the case where the act addresses nobody."""

    def passes(touch: Touch, scene: Scene) -> bool:
        return scene.recipient is None or any(name in scene.case.contacts for name in whom(touch))

    return TouchTest(passes, _of_the_touch("to"))


def field_test(test: FieldTest, whom: Whom) -> TouchTest:
    """The test of a field that can be unknown, or can hold several values."""
    return TouchTest(_passes(test, whom), _of_the_touch(test.field))


def _of_the_touch(field: str) -> Names:
    names = (f"history.{field}",)
    return lambda _, __: names


def _passes(test: FieldTest, whom: Whom) -> Passes:  # noqa: C901  one short branch per field
    allowed, wanted = test.allowed, not test.negated
    match test.field:
        case "purpose":

            def purpose(touch: Touch, _: Scene) -> bool | None:
                if touch.purpose is None:
                    return None if touch.direction is Direction.OUTBOUND else not wanted
                return (touch.purpose in allowed) is wanted

            return purpose
        case "event":
            return lambda touch, _: (touch.event in allowed) is wanted
        case "tags":
            return lambda touch, _: allowed.isdisjoint(touch.tags) is not wanted
        case "roles":

            def roles(touch: Touch, scene: Scene) -> bool | None:
                known = [contact.roles for name in whom(touch) if (contact := scene.case.contacts.get(name))]
                if any(roles is not None and not allowed.isdisjoint(roles) for roles in known):
                    return wanted
                return None if None in known else not wanted

            return roles
        case field if (key := own_key(field)) is not None:
            days = tuple(day for day in allowed if isinstance(day, date))
            own = None if test.zone is None else clock_of(test.zone)

            def attribute(touch: Touch, scene: Scene) -> bool | None:
                value = touch.attributes.get(key)
                if isinstance(value, frozenset):
                    return allowed.isdisjoint(value) is not wanted
                if value is None or value in allowed or not days:
                    return None if value is None else (value in allowed) is wanted
                inside = [_lies_in(value, day, own or scene.clock()) for day in days]
                return None if None in inside else any(inside) is wanted

            return attribute
        case field:
            raise UnknownFieldError(field)


# ---------------------------------------------------------------- equal to the action's own


def same(field: str) -> TouchTest:
    """A touch has the action's own value in a field."""
    match field:
        case "channel":
            return TouchTest(lambda touch, scene: touch.channel == scene.action.channel, _of_the_touch(field))
        case "tags":
            return TouchTest(lambda touch, scene: touch.tags == scene.action.tags, _of_the_touch(field))
        case "purpose":
            return _equal("action.purpose", field, lambda touch: touch.purpose)
        case field if (key := own_key(field)) is not None:
            return _equal(field, field, lambda touch: touch.attributes.get(key))
        case field:
            raise UnknownFieldError(field)


def own_value(field: str) -> Callable[[Scene], Stated | None]:
    """How to find the value that such a field must equal: the action's own, for attributes else the case's."""
    if own_key(field) is not None:
        return lambda scene: scene.stated(field)
    return attrgetter(f"action.{field}")


def _equal(fact: str, field: str, theirs: Callable[[Touch], Value | None]) -> TouchTest:
    """The touch's value equals that of the fact, as it is known of the action."""
    ours = own_value(field)

    def passes(touch: Touch, scene: Scene) -> bool | None:
        value = theirs(touch)
        if value is None and field == "purpose" and touch.direction is Direction.INBOUND:
            return False  # what comes from them has no purpose
        own = ours(scene)
        if value is None or own is None:
            return None
        return _lies_in(value, own, scene.clock()) if isinstance(own, date) else value == own

    def missing(touch: Touch, scene: Scene) -> tuple[str, ...]:
        lacking = ((fact, ours(scene)), (f"history.{field}", theirs(touch)))
        return tuple(name for name, value in lacking if value is None) or (ZONE,)

    return TouchTest(passes, missing)


def _lies_in(at: Value, day: date, clock: LocalClock | None) -> bool | None:
    """Whether a time lies in a bare date, which is a whole local day; None where no clock is known."""
    return None if clock is None else isinstance(at, int) and clock.day(at) == day_number(day)
