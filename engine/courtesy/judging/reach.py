"""How far a version of a policy reaches: what lies beyond its end it does not promise, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.explanation.notices import search_gave_up, version_ends
from courtesy.facts.clock import LocalClock, clock_of, day_number
from courtesy.instants import Instant, moment

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import tzinfo

    from courtesy.explanation.earliest import Answer
    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Notice

_UTC = LocalClock(ZoneInfo("UTC"))


class Reach:
    """From when and until when a version holds, `end` exclusive; None where it has no such bound.

    Its dates are those of the policy's zone, of UTC where it states none.
    """

    def __init__(self, policy: PolicySource) -> None:
        clock = (None if policy.zone is None else clock_of(policy.zone)) or _UTC
        self._policy, self.zone = policy, clock.zone
        self.start, self.end = (
            None if day is None else clock.start_of_day(day_number(day))
            for day in (policy.valid_from, policy.valid_until)
        )

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
        until = self._policy.valid_until
        return None if until is None else version_ends(self._policy.id, self._policy.version, until, action)

    def _is_never(self, answer: Answer) -> bool:
        if answer.at is not None:
            return False
        return answer.looked_until is None or (self.end is not None and self.end <= answer.looked_until)
