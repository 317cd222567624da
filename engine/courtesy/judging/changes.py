"""What happens to the versions of a policy in a stretch of time: one gives way to another, or the last one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.explanation.notices import no_version, version_begins
from courtesy.instants import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.instants import Instant
    from courtesy.judging.line import Line
    from courtesy.judging.reach import Reach
    from courtesy.judging.version import Version
    from courtesy.model.verdict import Notice


def changes(line: Line[Version], start: Instant, end: Instant) -> Iterator[Notice]:
    """A notice for each change from `start` up to and including `end`, in time order."""
    before: Reach | None = None
    for version, begin, _ in line.spans(start, end):
        reach, day = version.reach, moment(begin, version.reach.zone).date()
        if before is not None and before.end != begin:
            yield no_version(reach.policy.id, *(moment(at, reach.zone).date() for at in (before.end or start, begin)))
        if before is not None:
            yield version_begins(reach.policy.id, reach.policy.version, day)
        before = reach
    if before is not None and before.end == end:
        last = before.ends() if not any(after.reach.start == end for after in line.members) else None
        if last is not None:
            yield last
