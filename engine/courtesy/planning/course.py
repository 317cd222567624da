"""One act at whatever time: what it comes to, stretch by stretch, as far as anybody has asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.deadline import look_at_the_clock
from courtesy.instants import Instant
from courtesy.judging.occasions import occasions_of
from courtesy.judging.search import TimeSearch
from courtesy.judging.segments import segment_at, segments
from courtesy.judging.unlisted import unlisted_level
from courtesy.judging.windows import meaning
from courtesy.model.case import Action
from courtesy.model.policy import Level
from courtesy.values import DAY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.judging.segments import Segment
    from courtesy.model.case import Case, History
    from courtesy.model.outcome import Outcome
    from courtesy.planning.rulebook import Rulebook

_AT_A_TIME = 60 * DAY
"""How far stretches are looked for at once."""
_OF_ITSELF = {"id", "at"}
"""Fields of an act that no rule reads."""


class Stretch(NamedTuple):
    """A stretch of time, `end` exclusive, in which an act comes to the same, with the rules behind it."""

    start: Instant
    end: Instant
    outcome: Outcome
    rules: tuple[str, ...]


class Course:
    """What one act comes to as its time moves and all else stays as it is. What has been found is kept.

    Refused is `deny` here, whether or not a later time is not.
    """

    def __init__(self, rulebook: Rulebook, case: Case, action: Action, history: History | None) -> None:
        self._profile, self._unlisted = rulebook.binding(action), unlisted_level(rulebook.policy, action)
        self._reach = rulebook.reach
        copies = bool(self._profile.about(copied=True))
        self._occasions = occasions_of(case, action, history, Instant(0), copies=copies)
        self._movable = {rule.rule.id for rule in self._profile.rules if rule.time_dependent}
        self._known: list[Stretch] = []
        self._starts: list[Instant] = []
        self._ahead: Iterator[Segment] = iter(())
        self._frontier: Instant | None = None
        self._earliest: tuple[Instant, Instant | None] | None = None

    def at(self, at: Instant) -> Stretch:
        """What it comes to at an instant, and from then on."""
        place = bisect_right(self._starts, at) - 1
        if place >= 0 and at < self._known[place].end:
            known = self._known[place]
            return Stretch(at, known.end, known.outcome, known.rules)
        # Most acts are asked about once: where the stretch ends is looked for when they are asked about again.
        return self._learned(segment_at(self._profile, self._occasions, at)) if not self._known else self._following(at)

    def better(self, than: Stretch, until: Instant, wanted: Collection[Outcome]) -> Stretch | None:
        """The first stretch after another one, up to `until` and while the version holds, that comes to better.

        `wanted` are the outcomes that need every rule behind the other one to hold: a rule that no time can change is
        as it was, so that nothing needs to be looked for.
        """
        if not self._movable.issuperset(than.rules):
            return None
        at, end = than.start, self._reach.cut(until)
        while at < end:
            look_at_the_clock()
            stretch = self.at(at)
            if stretch.outcome in wanted:
                return stretch
            at = stretch.end
        return None

    def earliest(self, start: Instant) -> Stretch | None:
        """The first stretch from `start` on in which it is not refused, however far ahead; None where there is none."""
        if self._unlisted is Level.MUST:
            return None
        if self._earliest is None or not _still_first(self._earliest, start):
            self._earliest = start, self._search(start)
        found = self._earliest[1]
        return None if found is None else self.at(found)

    def _search(self, start: Instant) -> Instant | None:
        moved = [replace(occasion, at=start) for occasion in self._occasions]
        sheets = [self._profile.derive(occasion) for occasion in moved]
        matches = [self._profile.match(sheet) for sheet in sheets]
        return self._reach.within(TimeSearch(self._profile, moved, sheets, matches).of_action())

    def _following(self, at: Instant) -> Stretch:
        """The stretch from an instant on; those that follow each other are found by one search."""
        segment = next(self._ahead, None) if at == self._frontier else None
        if segment is None:
            self._ahead = segments(self._profile, self._occasions, at, Instant(at + _AT_A_TIME))
            segment = next(self._ahead)
        self._frontier = segment.end
        return self._learned(segment)

    def _learned(self, segment: Segment) -> Stretch:
        """The stretch that a segment is, kept as one with the stretch before where that is alike."""
        stretch = Stretch(segment.start, segment.end, *meaning(segment, self._profile, self._unlisted))
        place = bisect_right(self._starts, segment.start)
        before = self._known[place - 1] if place else None
        if before is not None and before.end == stretch.start and before[2:] == stretch[2:]:
            self._known[place - 1] = before._replace(end=stretch.end)
        else:
            self._starts.insert(place, stretch.start)
            self._known.insert(place, stretch)
        return stretch


def _still_first(found: tuple[Instant, Instant | None], start: Instant) -> bool:
    """Whether what was found from an earlier time on is also what is found from `start` on."""
    asked, first = found
    return asked <= start and (first is None or start <= first)


def kind_of(action: Action) -> tuple[object, ...]:
    """What tells acts apart that can come to something else at the same time."""
    fields = (getattr(action, name) for name in Action.__struct_fields__ if name not in _OF_ITSELF)
    return tuple(frozenset(field.items()) if isinstance(field, Mapping) else field for field in fields)
