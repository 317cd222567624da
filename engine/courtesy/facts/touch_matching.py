"""The history: which touches a selector means, how many there are, which is the first or the last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from courtesy.facts.hits import Same, hits_in
from courtesy.facts.touch_tests import field_test, own_value, same, same_company
from courtesy.model.predicate import Recipients, Selector, TouchTime, Which
from courtesy.values import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courtesy.facts.hits import Hits
    from courtesy.facts.scene import Scene
    from courtesy.model.case import Touch
    from courtesy.model.log import Log


class NotFound(Word):
    """Why a touch or a moment that was looked for is not there."""

    ABSENT = "there is none"
    UNKNOWN = "it cannot be told"


class TouchMatcher:
    """A selector made ready."""

    __slots__ = (
        "_channels",
        "_direction",
        "_not_channels",
        "_not_outcomes",
        "_outcomes",
        "_tests",
        "by_person",
        "of_person_alone",
        "reads",
        "selector",
    )

    def __init__(self, selector: Selector) -> None:
        self.selector = selector
        self.by_person = self.of_person_alone = selector.to is Recipients.SAME_CONTACT
        self._direction = selector.direction
        self._channels, self._not_channels = _bounds_of(selector, "channel")
        self._outcomes, self._not_outcomes = _bounds_of(selector, "outcome")
        whom = attrgetter("everyone" if selector.copies else "contacts")
        of_company = selector.to is Recipients.SAME_COMPANY
        self._tests = (
            *((same_company(whom),) if of_company else ()),
            *(field_test(test, whom) for test in selector.tests if test.field not in {"channel", "outcome"}),
            *(same(field) for field in selector.same),
        )
        self.reads: tuple[Callable[[Scene], object], ...] = tuple(own_value(field) for field in selector.same)
        if of_company or any(test.field == "roles" for test in selector.tests):
            self.reads += (_contacts, _has_no_recipient)

    def judged(  # noqa: PLR0911  what most touches fail is looked at first
        self, touch: Touch, scene: Scene
    ) -> bool | None:
        """Whether a touch matches; None where it may."""
        if self._direction is not None and touch.direction is not self._direction:
            return False
        if self._channels is not None and touch.channel not in self._channels:
            return False
        if self.selector.to is Recipients.SAME_CONTACT and not self._of_the_same(touch, scene):
            return False
        if touch.outcome in self._not_outcomes or touch.channel in self._not_channels:
            return False
        if self._outcomes is not None and touch.outcome not in self._outcomes:
            return False
        certain = True
        for test in self._tests:
            passed = test.passes(touch, scene)
            if passed is None:
                certain = False
            elif not passed:
                return False
        return certain or None

    def _of_the_same(self, touch: Touch, scene: Scene) -> bool:
        """Whether a touch is one of the recipient; where the act has none, one that addresses nobody."""
        if scene.recipient is None:
            return not touch.contacts
        person = scene.recipient.id
        return person in touch.contacts or (self.selector.copies and person in touch.cc)

    def hits(self, touches: Iterable[Touch], scene: Scene) -> Iterator[tuple[Touch, bool]]:
        """The touches that match, in the order given, each with whether that is certain."""
        for touch in touches:
            judged = self.judged(touch, scene)
            if judged is not False:
                yield touch, judged is True

    def found(self, scene: Scene, log: Log) -> Hits:
        """The touches of a log that match; each is looked at once, however often it is asked for."""
        person = scene.recipient
        zones = () if person is None else person.zones
        who, places = None, None
        if self.by_person:
            who = None if person is None else person.id
            places = log.places_of(who) if self.of_person_alone else None
        # What it depends on which touches match: the person, the clock, and what tests read beside the touches.
        key = (self, who, zones, scene.case.zone, *[reads(scene) for reads in self.reads])
        return hits_in(log, key, places, lambda touch: self.judged(touch, scene))

    def between(self, scene: Scene, start: int | None, end: int) -> tuple[Touch, ...]:
        """The touches in [start, end] that match or may match, oldest first; none where the history is unknown."""
        return self.told(scene, start, end)[0]

    def told(self, scene: Scene, start: int | None, end: int) -> tuple[tuple[Touch, ...], tuple[Touch, ...]]:
        """Those touches, and which of them match for certain."""
        history = scene.history
        if history is None:
            return (), ()
        hits = self.found(scene, history.log)
        numbers = hits.between(start, end, history.length)
        touches = hits.touches[numbers.start : numbers.stop]
        if hits.sure[numbers.stop] - hits.sure[numbers.start] == len(numbers):
            return touches, touches
        return touches, tuple(hits.touches[number] for number in numbers if hits.certain(number))

    def count(self, scene: Scene, start: int | None, end: int) -> tuple[int, int]:
        """How many touches in [start, end] match for certain, and at most; `start` None is the beginning.

        The history must be known.
        """
        history = scene.history
        assert history is not None  # noqa: S101
        hits = self.found(scene, history.log)
        numbers = hits.between(start, end, history.length)
        return hits.sure[numbers.stop] - hits.sure[numbers.start], len(numbers)

    def unknowns(self, touches: Iterable[Touch], scene: Scene) -> tuple[str, ...]:
        """The names of the facts whose absence leaves open whether these touches match."""
        names = dict.fromkeys(
            name
            for touch, certain in self.hits(touches, scene)
            if not certain
            for test in self._tests
            if test.passes(touch, scene) is None
            for name in test.missing(touch, scene)
        )
        return tuple(names)


class _AnyOf(TouchMatcher):
    """A selector with others made ready: what one of them means is meant."""

    __slots__ = ("_parts",)

    def __init__(self, selector: Selector) -> None:
        super().__init__(selector)
        self._parts = tuple(map(matcher_of, selector.kinds))
        self.by_person = any(part.by_person for part in self._parts)
        self.of_person_alone = all(part.of_person_alone for part in self._parts)
        self.reads = tuple(reads for part in self._parts for reads in part.reads)

    def judged(self, touch: Touch, scene: Scene) -> bool | None:
        """Whether a touch matches any of them; None where it may."""
        answers = [part.judged(touch, scene) for part in self._parts]
        return True if True in answers else None if None in answers else False

    def unknowns(self, touches: Iterable[Touch], scene: Scene) -> tuple[str, ...]:
        """The names of the facts whose absence leaves open whether these touches match."""
        open_ones = [touch for touch, certain in self.hits(touches, scene) if not certain]
        return tuple(dict.fromkeys(name for part in self._parts for name in part.unknowns(open_ones, scene)))


@lru_cache(maxsize=1024)
def matcher_of(selector: Selector) -> TouchMatcher:
    """The matcher of a selector, made once."""
    return _AnyOf(selector) if selector.others else TouchMatcher(selector)


def within(scene: Scene, start: int | None, end: int) -> tuple[Touch, ...]:
    """The touches of a known history in [start, end], oldest first; `start` None is the beginning."""
    history = scene.history
    if history is None:
        return ()
    log, length = history.log, history.length
    first = 0 if start is None else bisect_left(log.instants, start, hi=length)
    return tuple(log.touches[first : bisect_right(log.instants, end, hi=length)])


def finder(anchor: TouchTime, matcher: TouchMatcher) -> Callable[[Scene], Touch | NotFound]:
    """How to find the first or last matching touch at or before the act.

    Where that one may match or not the answer is unknown.
    """
    backwards = anchor.which is Which.LAST

    def find(scene: Scene) -> Touch | NotFound:
        history = scene.history
        if history is None:
            return NotFound.UNKNOWN
        hits = matcher.found(scene, history.log)
        numbers = hits.between(None, scene.at, history.length)
        if not numbers:
            return NotFound.ABSENT
        number = numbers[-1] if backwards else numbers[0]
        return hits.touches[number] if hits.certain(number) else NotFound.UNKNOWN

    return find


def has_event(scene: Scene, event: str) -> bool | None:
    """Whether the recipient has sent such an inbound event at or before the act; None where that is unknown."""
    if scene.recipient is None:
        return False
    if scene.history is None:
        return None
    first = scene.history.first_event(scene.recipient.id, event)
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


def _contacts(scene: Scene) -> object:
    """The contacts of the case, which are many."""
    return Same(scene.case.contacts)


def _has_no_recipient(scene: Scene) -> object:
    """Whether the act addresses nobody."""
    return scene.recipient is None
