"""How far a version of a policy reaches: what lies beyond its end it does not promise, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.explanation.notices import search_gave_up, version_ends
from courtesy.facts.clock import LocalClock, clock_of, day_number
from courtesy.instants import Instant, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, tzinfo

    from courtesy.explanation.earliest import Answer
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Notice

_UTC = LocalClock(ZoneInfo("UTC"))


class Reach:
    """From when and until when a version holds, `end` exclusive; None where it has no such bound."""

    def __init__(self, policy: PolicySource, start: Instant | None = None, end: Instant | None = None) -> None:
        self.policy, self.start, self.end, self.zone = policy, start, end, _clock(policy).zone

    @classmethod
    def of(cls, policy: PolicySource) -> Reach:
        """That of one version by itself: its dates are those of the policy's zone, of UTC where it states none."""
        return cls(policy, _begin(policy, policy.valid_from), _begin(policy, policy.valid_until))

    def holds(self, at: Instant) -> bool:
        """Whether the version holds at an instant."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def cut(self, until: Instant) -> Instant:
        """A time, or the end of the version where that comes before it."""
        return until if self.end is None else min(until, self.end)

    def within(self, answer: Answer) -> Instant | None:
        """The time that was found, if the version still holds then."""
        return answer.at if answer.at is not None and (self.end is None or answer.at < self.end) else None

    def notice(self, answers: Collection[Answer], zone: tzinfo, action: str | None = None) -> Notice | None:
        """Why no later time is given, where one of the answers leaves open whether there is one.

        The answers are about rules that must all be kept: where one of them never can be, there is nothing to tell.
        """
        if any(self._is_never(answer) for answer in answers):
            return None
        if any(answer.at is not None and not self.holds(answer.at) for answer in answers):
            return self.ends(action)
        looked = [answer.looked_until for answer in answers if answer.at is None and answer.looked_until is not None]
        return search_gave_up(moment(min(looked), zone), action) if looked else None

    def ends(self, action: str | None = None) -> Notice | None:
        """That the version ceases to hold; None where it does not."""
        if self.end is None:
            return None
        return version_ends(self.policy.id, self.policy.version, moment(self.end, self.zone).date(), action)

    def _is_never(self, answer: Answer) -> bool:
        if answer.at is not None:
            return False
        return answer.looked_until is None or (self.end is not None and self.end <= answer.looked_until)


def reaches(policies: Sequence[PolicySource]) -> Iterator[Reach]:
    """When each of several versions of a policy holds, in time order: of two that hold at once the one listed later.

    One that another interrupts is listed twice.
    """
    begun = {policy.valid_from: policy for policy in policies if policy.valid_from is not None}
    # A version ends where the next one begins, on whatever clocks that has its dates.
    bounds = [
        (_begin(policy, policy.valid_from), None if end is None else _begin(begun.get(end, policy), end))
        for policy, end in ((policy, policy.valid_until) for policy in policies)
    ]
    whole = [Reach(policy, *bound) for policy, bound in zip(policies, bounds, strict=True)]
    edges: list[Instant | None] = [None, *sorted({edge for bound in bounds for edge in bound if edge is not None})]
    open_: Reach | None = None
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        holding = [reach.policy for reach in whole if _covers(reach, start)]
        newest = holding[-1] if holding else None
        if open_ is not None and open_.policy is newest:
            open_ = Reach(open_.policy, open_.start, end)
            continue
        if open_ is not None:
            yield open_
        open_ = None if newest is None else Reach(newest, start, end)
    if open_ is not None:
        yield open_


def _covers(reach: Reach, start: Instant | None) -> bool:
    """Whether a version holds from an instant on; None is before all time."""
    return reach.start is None if start is None else reach.holds(start)


def begin_of(policy: PolicySource, day: date) -> Instant:
    """When a day begins in the policy's zone, in UTC where it states none."""
    return _clock(policy).start_of_day(day_number(day))


def _begin(policy: PolicySource, day: date | None) -> Instant | None:
    return None if day is None else begin_of(policy, day)


def _clock(policy: PolicySource) -> LocalClock:
    return (None if policy.zone is None else clock_of(policy.zone)) or _UTC
