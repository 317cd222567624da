"""One part of a rule made measurable: what an occasion shows of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.facts.exits import exits_from
from courtesy.facts.hours import hours_clock
from courtesy.facts.moments import calendar_for, clock_for
from courtesy.facts.scene import Scene
from courtesy.facts.sheet import Deriver
from courtesy.facts.touch_matching import matcher_of
from courtesy.instants import instant
from courtesy.model.predicate import CalendarPeriod, Count, Fact, IsKnown, Rolling, TimeAfter, TimeAgainst, WithinHours
from courtesy.model.reading import ALWAYS_KNOWN
from courtesy.model.rule_parts import POSITIONS, TRUTHS, Sight
from courtesy.model.truth import leaves, terms, truth
from courtesy.values import DAY, HOUR, SECOND, Duration, FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.almanac import OpenHours
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Predicate, Selector

_OF_TRUTH = {Truth.TRUE: Sight.TRUE, Truth.FALSE: Sight.FALSE, Truth.UNKNOWN: Sight.UNKNOWN}


class Probe(ABC):
    """Measures one part. `shows` are the sights that a case can give of it."""

    shows: tuple[Sight, ...]

    @abstractmethod
    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """What an occasion shows of the part; nothing where it is far from a bound."""


class OfCondition(Probe):
    """A condition: whether it holds. Where nothing in it can be unknown, nobody has to show that."""

    def __init__(self, predicate: Predicate, shows: tuple[Sight, ...] | None = None) -> None:
        self.predicate = predicate
        open_to = any(
            not isinstance(leaf, IsKnown) and not (isinstance(leaf.term, Fact) and leaf.term.name in ALWAYS_KNOWN)
            for leaf in leaves(predicate)
        )
        self.shows = shows or (TRUTHS if open_to else TRUTHS[:2])
        self._deriver = Deriver(terms(predicate))

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """Whether it holds."""
        yield _OF_TRUTH[truth(self.predicate, self._deriver.derive(occasion).value_of)]


class OfBound(Probe):
    """A bound that a fact is compared with, or how many touches count: the values beside it, and itself."""

    shows: tuple[Sight, ...] = POSITIONS

    def __init__(
        self,
        term: Fact | Count | TimeAgainst,
        bound: float,
        unit: float = 1,
        shows: tuple[Sight, ...] = POSITIONS,
    ) -> None:
        self.term, self.bound, self.unit = term, bound, unit
        least = None if isinstance(term, TimeAgainst) else 0
        sides = {Sight.BEFORE: bound - unit, Sight.AT: bound, Sight.AFTER: bound + unit}
        self.shows = tuple(sight for sight in shows if least is None or sides[sight] >= least)
        self._deriver = Deriver((term,))

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """On which side of it the value lies, if it lies near."""
        value = self._deriver.derive(occasion).values[0]
        if isinstance(value, int | float):
            yield from _near(value - self.bound, self.unit)


class OfTime(Probe):
    """A length of time from or to an anchor: within one unit of its end, or at it."""

    shows: tuple[Sight, ...] = POSITIONS

    def __init__(self, term: TimeAfter) -> None:
        length = term.duration
        beside = [Duration(count, length.unit) for count in (length.count - 1, length.count + 1) if count >= 0]
        self.term = term
        self._one = Duration(1, length.unit).nominal_microseconds if length.count == 0 else 0
        self._deriver = Deriver((term, *(replace(term, duration=one) for one in beside)))

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """On which side of its end the act lies, if it lies near."""
        passed, *beside = (value if isinstance(value, int) else None for value in self._deriver.derive(occasion).values)
        if passed is None:
            return
        if passed == 0:
            yield Sight.AT
        elif abs(passed) <= self._one or any(one is not None and one * passed <= 0 for one in beside):
            yield Sight.BEFORE if passed < 0 else Sight.AFTER


class OfWindow(Probe):
    """A stretch of time in which touches count: a touch that is about to leave it, leaves it now, or has just left."""

    shows: tuple[Sight, ...] = POSITIONS

    def __init__(self, term: Count) -> None:
        self.term = term
        window = term.window
        self._closed = isinstance(window, Rolling) and window.closed
        unit = Duration(1, window.length.unit).nominal_microseconds if isinstance(window, Rolling) else DAY
        self._unit = unit
        self.ends = isinstance(window, Rolling | CalendarPeriod)

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """How near the touches that would count are to its end."""
        scene = Scene(occasion)
        exits = exits_from(self.term, clock_for(self.term, scene), calendar_for(self.term, scene))
        if exits is None or occasion.history is None:
            return
        found = [
            occasion.at - edge + self._closed
            for touch in matcher_of(self.term.selector).between(scene, None, occasion.at)
            for edge in exits.of(instant(touch.at))
        ]
        for away in found:
            yield from _near(away, self._unit)


class OfClock(Probe):
    """A time of day at which hours begin or end: within an hour of it, on the days of these hours."""

    shows: tuple[Sight, ...] = POSITIONS

    def __init__(self, hours: OpenHours, edge: int, term: WithinHours) -> None:
        whole = replace(hours, start=0, end=DAY)
        self.edge = edge
        self._days = Deriver((WithinHours((whole,), term.almanac, own=term.own),))
        self._term = term

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """How near the time of the act is to it."""
        clock = hours_clock(self._term, Scene(occasion))
        if clock is None or not self._days.derive(occasion).values[0]:
            return
        local = clock.local(occasion.at) % DAY
        away = local - self.edge
        if self.edge == DAY and local < HOUR:
            away = local
        yield from _near(away - away % SECOND if away >= 0 else away, HOUR)


class OfField(Probe):
    """A field that touches must have: a touch that has it, and one that it alone leaves out."""

    def __init__(self, selector: Selector, without: Selector, shows: tuple[Sight, ...] = TRUTHS[:2]) -> None:
        self.shows, self.selector, self.without = shows, selector, without
        self._with, self._without = matcher_of(selector), matcher_of(without)

    def sights(self, occasion: Occasion) -> Iterator[Sight]:
        """Whether there is a touch that has it, and one that has all but it."""
        scene = Scene(occasion)
        touches = () if occasion.history is None else occasion.history.until(occasion.at).touches
        kept = [self._with.judged(touch, scene) is True for touch in touches]
        if any(kept):
            yield Sight.TRUE
        if any(
            not has and self._without.judged(touch, scene) is True for touch, has in zip(touches, kept, strict=True)
        ):
            yield Sight.FALSE


def _near(away: float, unit: float) -> Iterator[Sight]:
    if away == 0:
        yield Sight.AT
    elif abs(away) <= unit:
        yield Sight.BEFORE if away < 0 else Sight.AFTER


def unit_of(fact_type: FactType, bound: float) -> float:
    """How far beside a bound of a fact of that type values are still near it."""
    match fact_type:
        case FactType.TIME_OF_DAY:
            return HOUR
        case FactType.DURATION:
            return max(HOUR, DAY if bound >= DAY else HOUR)
        case _:
            return 1
