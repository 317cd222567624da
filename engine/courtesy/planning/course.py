"""One act at whatever time: what it comes to, stretch by stretch, as far as anybody has asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from courtesy.deadline import look_at_the_clock
from courtesy.instants import Instant
from courtesy.judging.occasions import occasions_of
from courtesy.judging.search import first_permitted
from courtesy.judging.segments import segment_at, segments
from courtesy.judging.windows import meaning
from courtesy.model.case import Action
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
        self._line = rulebook.binding(action)
        self._case, self._action, self._history = case, action, history
        copies = any(part.profile.about(copied=True) for part in self._line.members)
        self._occasions = occasions_of(case, action, history, Instant(0), copies=copies)
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
        if self._known and self._line.holds(at):
            return self._following(at)
        return self._learned(segment_at(self._line.nearest(at), self._occasions, at))

    def holds(self, at: Instant) -> bool:
        """Whether a version of the policy holds at an instant."""
        return self._line.holds(at)

    def better(self, than: Stretch, until: Instant, wanted: Collection[Outcome]) -> Stretch | None:
        """The first stretch after another one, up to `until` and while a version holds, that comes to better.

        `wanted` are the outcomes that need every rule behind the other one to hold: a rule that no time can change is
        as it was as long as its version holds, so that nothing needs to be looked for there.
        """
        rules = than.rules
        for part, begin, end in self._line.spans(than.start, until):
            at = begin
            if at > than.start:
                rules = self.at(at).rules
            while at < end and part.profile.movable.issuperset(rules):
                look_at_the_clock()
                stretch = self.at(at)
                if stretch.outcome in wanted:
                    return stretch
                at = stretch.end
        return None

    def earliest(self, start: Instant) -> Stretch | None:
        """The first stretch from `start` on in which it is not refused, however far ahead; None where there is none."""
        if self._earliest is None or not _still_first(self._earliest, start):
            self._earliest = start, self._search(start)
        found = self._earliest[1]
        return None if found is None else self.at(found)

    def _search(self, start: Instant) -> Instant | None:
        part = self._line.nearest(start)
        parts = (part, *self._line.after(part))
        return first_permitted(parts, self._case, self._action, self._history, start).at

    def _following(self, at: Instant) -> Stretch:
        """The stretch from an instant on; those that follow each other are found by one search."""
        segment = next(self._ahead, None) if at == self._frontier else None
        if segment is None:
            self._ahead = segments(self._line, self._occasions, at, Instant(at + _AT_A_TIME))
            segment = next(self._ahead)
        self._frontier = segment.end
        return self._learned(segment)

    def _learned(self, segment: Segment) -> Stretch:
        """The stretch that a segment is, kept as one with the stretch before where that is alike."""
        stretch = Stretch(segment.start, segment.end, *meaning(segment))
        place = bisect_right(self._starts, segment.start)
        before = self._known[place - 1] if place else None
        if (
            before is not None
            and before.end == stretch.start
            and before[2:] == stretch[2:]
            and not self._begins(stretch)
        ):
            self._known[place - 1] = before._replace(end=stretch.end)
        else:
            self._starts.insert(place, stretch.start)
            self._known.insert(place, stretch)
        return stretch

    def _begins(self, stretch: Stretch) -> bool:
        """Whether a version begins where a stretch does: what it refuses may be movable where it was not before."""
        return any(part.reach.start == stretch.start for part in self._line.members)


def _still_first(found: tuple[Instant, Instant | None], start: Instant) -> bool:
    """Whether what was found from an earlier time on is also what is found from `start` on."""
    asked, first = found
    return asked <= start and (first is None or start <= first)


def kind_of(action: Action) -> tuple[object, ...]:
    """What tells acts apart that can come to something else at the same time."""
    fields = (getattr(action, name) for name in Action.__struct_fields__ if name not in _OF_ITSELF)
    return tuple(frozenset(field.items()) if isinstance(field, Mapping) else field for field in fields)
