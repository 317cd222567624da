"""What becomes of an act as it is moved in time: stretches in which every rule stays as it is, found from the rules."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.facts.boundaries import boundaries
from courtesy.instants import Instant
from courtesy.model.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.judging.line import Line
    from courtesy.judging.part import Part
    from courtesy.judging.profile import Profile
    from courtesy.model.facts import Matches, Occasion
    from courtesy.model.policy import Level


class Segment(Struct, frozen=True):
    """A stretch of time, `end` exclusive, with what is violated and undetermined in it for each recipient.

    `part` is what the version that holds then says of the act.
    """

    start: Instant
    end: Instant
    matches: tuple[Matches, ...]
    part: Part

    def found(self) -> Iterator[tuple[str, Level, Status]]:
        """The rules that are violated or undetermined for any recipient, by id, in the policy's order."""
        broken = {place: Status.VIOLATED for matches in self.matches for place in matches.violated}
        unsure = {place: Status.UNDETERMINED for matches in self.matches for place in matches.undetermined}
        for place, status in sorted((*broken.items(), *unsure.items())):
            rule = self.part.profile.rules[place].rule
            yield rule.id, rule.level, status

    def violated(self, level: Level) -> tuple[str, ...]:
        """The ids of the rules of that level that are violated for any recipient, in the policy's order."""
        return _ids(self.part.profile, level, [matches.violated for matches in self.matches])

    def undetermined(self, level: Level) -> tuple[str, ...]:
        """The ids of the rules of that level that are undetermined for any recipient, in the policy's order."""
        return _ids(self.part.profile, level, [matches.undetermined for matches in self.matches])


def _ids(profile: Profile, level: Level, places: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
    if not any(places):
        return ()
    found = sorted({place for listed in places for place in listed})
    return tuple(profile.rules[place].rule.id for place in found if profile.rules[place].rule.level is level)


def segments(line: Line[Part], occasions: Sequence[Occasion], start: Instant, until: Instant) -> Iterator[Segment]:
    """The stretches from `start` to `until`, in time order, each within one version; neighbours may be alike.

    There are gaps only where no version holds. Found lazily, so that the first few are cheap. Raises as `segment_at`
    does, at the stretch that it comes to.
    """
    for part, begin, end in line.spans(start, until):
        yield from _segments(part, occasions, begin, end)


def _segments(part: Part, occasions: Sequence[Occasion], start: Instant, until: Instant) -> Iterator[Segment]:
    edges = merge(
        part.profile.waivers_end,
        *(
            boundaries(leaf, occasion, start, until)
            for occasion in occasions
            for leaf in part.profile.time_dependent(copied=occasion.copied)
        ),
    )
    begin = start
    for edge in edges:
        if begin < edge < until:
            yield segment_at(part, occasions, begin, edge)
            begin = edge
    if begin < until:
        yield segment_at(part, occasions, begin, until)


def segment_at(part: Part, occasions: Sequence[Occasion], begin: Instant, end: Instant | None = None) -> Segment:
    """The stretch that begins at an instant; without `end` that instant alone.

    Raises what `Profile.derive` and `Profile.match` do.
    """
    # INVARIANT (boundaries): between two boundaries nothing changes, so what holds at the first instant holds for all.
    moved = [replace(occasion, at=begin) for occasion in occasions]
    profile = part.profile
    matches = tuple([profile.match(profile.derive(occasion)) for occasion in moved])
    return Segment(begin, Instant(begin + 1) if end is None else end, matches, part)
