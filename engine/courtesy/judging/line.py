"""Versions of one policy by their dates: which of them holds when. One by itself is a line of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.instants import Instant
    from courtesy.judging.reach import Reach


class Dated(Protocol):
    """What is of one version."""

    @property
    def reach(self) -> Reach:
        """When it holds."""


D = TypeVar("D", bound=Dated)


class Line(Generic[D]):
    """Something of each version of a policy, in time order; no two hold at once, and there may be gaps."""

    __slots__ = ("members",)

    def __init__(self, members: Sequence[D]) -> None:
        self.members = tuple(members)

    def holds(self, at: Instant) -> bool:
        """Whether any of them holds at an instant."""
        return any(member.reach.holds(at) for member in self.members)

    def cut(self, until: Instant) -> Instant:
        """A time, or the end of the last of them where that comes before it."""
        return self.members[-1].reach.cut(until)

    def nearest(self, at: Instant) -> D:
        """The one that holds at an instant; where none does, the last one before, or the first."""
        found = self.members[0]
        for member in self.members[1:]:
            if member.reach.start is not None and member.reach.start > at:
                break
            found = member
        return found

    def after(self, member: D) -> tuple[D, ...]:
        """Those that follow one of them."""
        return self.members[self.members.index(member) + 1 :]

    def spans(self, start: Instant, until: Instant) -> Iterator[tuple[D, Instant, Instant]]:
        """Each that holds between two instants, with from when to when."""
        for member in self.members:
            begin = member.reach.start
            first, end = start if begin is None else max(start, begin), member.reach.cut(until)
            if first < end:
                yield member, first, end
