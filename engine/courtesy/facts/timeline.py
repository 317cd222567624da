"""The history: which touches a selector means, how many there are, which is the first or the last."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from courtesy.errors import FaultError
from courtesy.model.predicate import Direction, FieldTest, Recipients, Selector, TouchTime, Which
from courtesy.values import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courtesy.facts.scene import Scene
    from courtesy.model.case import Touch
    from courtesy.values import Value

    Test = Callable[[Touch, Scene], bool | None]
    """Whether a touch passes; None where that is unknown."""


class Sought(Word):
    """Why a touch or a moment that was looked for is not there."""

    ABSENT = "there is none"
    UNKNOWN = "it cannot be told"


class UnknownFieldError(FaultError):
    """A selector names a field that touches do not have; compiling should have rejected it."""

    code = "unknown-field"

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field

    def __str__(self) -> str:
        return f"a selector reads the unknown field `{self.field}`"


class TouchMatcher:
    """A selector made ready. Fields that are always known are looked at first, so that most touches cost little."""

    __slots__ = ("_channels", "_direction", "_not_channels", "_not_outcomes", "_outcomes", "_tests", "selector")

    def __init__(self, selector: Selector) -> None:
        self.selector = selector
        self._direction = selector.direction
        self._channels, self._not_channels = _bounds_of(selector, "channel")
        self._outcomes, self._not_outcomes = _bounds_of(selector, "outcome")
        tests = [(f"history.{t.field}", _test(t)) for t in selector.tests if t.field not in {"channel", "outcome"}]
        if selector.to is Recipients.SAME_COMPANY:
            tests.insert(0, ("history.to", _same_company))
        tests += [(f"history.{field}", _same(field)) for field in selector.same]
        self._tests = tuple(tests)

    def hits(  # noqa: C901, PLR0912  the hot loop of every check: one call per touch would double its cost
        self, touches: Iterable[Touch], scene: Scene
    ) -> Iterator[tuple[Touch, bool]]:
        """The touches that match, in the order given, each with whether that is certain."""
        person = None
        if self.selector.to is Recipients.SAME_CONTACT:
            if scene.recipient is None:
                return
            person = scene.recipient.id
        direction, channels, not_channels = self._direction, self._channels, self._not_channels
        outcomes, not_outcomes, tests = self._outcomes, self._not_outcomes, self._tests
        for touch in touches:
            if direction is not None and touch.direction is not direction:
                continue
            if channels is not None and touch.channel not in channels:
                continue
            if person is not None and person not in touch.contacts:
                continue
            if not_outcomes and touch.outcome in not_outcomes:
                continue
            if not_channels and touch.channel in not_channels:
                continue
            if outcomes is not None and touch.outcome not in outcomes:
                continue
            certain = True
            for _, test in tests:
                passed = test(touch, scene)
                if passed is None:
                    certain = False
                elif not passed:
                    break
            else:
                yield touch, certain

    def concerns_nobody(self, scene: Scene) -> bool:
        """Whether nothing can match because the act has no recipient."""
        return scene.recipient is None and self.selector.to is Recipients.SAME_CONTACT

    def count(self, scene: Scene, start: int | None, end: int) -> tuple[int, int]:
        """How many touches in [start, end] match for certain, and at most; `start` None is the beginning.

        The history must be known.
        """
        certain_count = possible_count = 0
        for _, certain in self.hits(within(scene, start, end), scene):
            possible_count += 1
            certain_count += certain
        return certain_count, possible_count

    def unknowns(self, touches: Iterable[Touch], scene: Scene) -> tuple[str, ...]:
        """The names of the fields whose absence leaves open whether these touches match."""
        names = dict.fromkeys(
            name
            for touch, certain in self.hits(touches, scene)
            if not certain
            for name, test in self._tests
            if test(touch, scene) is None
        )
        return tuple(names)


@lru_cache(maxsize=1024)
def matcher_of(selector: Selector) -> TouchMatcher:
    """The matcher of a selector, made once."""
    return TouchMatcher(selector)


def within(scene: Scene, start: int | None, end: int) -> tuple[Touch, ...]:
    """The touches of a known history in [start, end], oldest first; `start` None is the beginning."""
    history = scene.history
    if history is None:
        return ()
    instants = history.instants
    first = bisect_right(instants, start - 1) if start is not None else 0
    return history.touches[first : bisect_right(instants, end)]


def finder(anchor: TouchTime, matcher: TouchMatcher) -> Callable[[Scene], Touch | Sought]:
    """How to find the first or last matching touch at or before the act, walking from the end it is nearest to.

    A touch met on the way that may or may not match leaves the answer unknown.
    """
    backwards = anchor.which is Which.LAST

    def find(scene: Scene) -> Touch | Sought:
        history = scene.history
        if matcher.concerns_nobody(scene):
            return Sought.ABSENT
        if history is None:
            return Sought.UNKNOWN
        places = range(bisect_right(history.instants, scene.at))
        ordered = map(history.touches.__getitem__, reversed(places) if backwards else places)
        for touch, certain in matcher.hits(ordered, scene):
            return touch if certain else Sought.UNKNOWN
        return Sought.ABSENT

    return find


def has_event(scene: Scene, event: str) -> bool | None:
    """Whether the recipient has sent such an inbound event at or before the act; None where that is unknown."""
    if scene.recipient is None:
        return False
    if scene.history is None:
        return None
    first = scene.history.first_events.get((scene.recipient.id, event))
    return first is not None and first <= scene.at


def _bounds_of(selector: Selector, field: str) -> tuple[frozenset[object] | None, frozenset[object]]:
    """What all tests of a field together allow (None: everything), and what they exclude."""
    allowed: frozenset[object] | None = None
    excluded: frozenset[object] = frozenset()
    for test in selector.tests:
        if test.field == field and test.negated:
            excluded |= test.allowed
        elif test.field == field:
            allowed = test.allowed if allowed is None else allowed & test.allowed
    return allowed, excluded


def _test(test: FieldTest) -> Test:  # noqa: C901  one short branch per field
    """The test of a field that can be unknown, or can hold several values."""
    allowed, wanted = test.allowed, not test.negated
    match test.field:
        case "purpose":

            def purpose(touch: Touch, _: Scene) -> bool | None:
                if touch.purpose is None:
                    return None if touch.direction is Direction.OUTBOUND else False
                return (touch.purpose in allowed) is wanted

            return purpose
        case "event":
            return lambda touch, _: touch.event is not None and (touch.event in allowed) is wanted
        case "tags":
            return lambda touch, _: allowed.isdisjoint(touch.tags) is not wanted
        case "roles":

            def roles(touch: Touch, scene: Scene) -> bool | None:
                known = [contact.roles for name in touch.contacts if (contact := scene.case.contacts.get(name))]
                if any(roles is not None and not allowed.isdisjoint(roles) for roles in known):
                    return wanted
                return None if None in known else not wanted

            return roles
        case field if field.startswith("attributes."):
            name = field[len("attributes.") :]

            def attribute(touch: Touch, _: Scene) -> bool | None:
                value = touch.attributes.get(name)
                if isinstance(value, frozenset):
                    return allowed.isdisjoint(value) is not wanted
                return None if value is None else (value in allowed) is wanted

            return attribute
        case field:
            raise UnknownFieldError(field)


def _same(field: str) -> Test:
    """The test that a touch has the action's own value in a field."""
    match field:
        case "channel":
            return lambda touch, scene: touch.channel == scene.action.channel
        case "tags":
            return lambda touch, scene: touch.tags == scene.action.tags
        case "purpose":

            def purpose(touch: Touch, scene: Scene) -> bool | None:
                if touch.purpose is None and touch.direction is Direction.INBOUND:
                    return False
                return _equal(touch.purpose, scene.action.purpose)

            return purpose
        case field if field.startswith("attributes."):
            name = field[len("attributes.") :]
            return lambda touch, scene: _equal(touch.attributes.get(name), scene.action.attributes.get(name))
        case field:
            raise UnknownFieldError(field)


def _equal(one: Value | None, other: Value | None) -> bool | None:
    return None if one is None or other is None else one == other


def _same_company(touch: Touch, scene: Scene) -> bool:
    contacts = scene.case.contacts
    return any(name in contacts for name in touch.contacts)
