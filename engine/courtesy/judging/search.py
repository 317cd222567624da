"""When a refused act becomes permitted: the facts are derived anew for other times, all else unchanged."""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from courtesy.explanation.earliest import HORIZON, earliest, healed
from courtesy.facts.boundaries import boundaries
from courtesy.instants import Instant
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.judging.profile import Profile
    from courtesy.model.facts import Matches, Occasion


class RuleClause(Struct, frozen=True):
    """One rule of a profile for one recipient, while the act's time moves."""

    profile: Profile
    index: int
    occasion: Occasion

    def violated(self, at: Instant) -> bool:
        """Whether the rule is violated if the act is done at `at`."""
        alone = self.profile.alone(self.index)
        return bool(alone.match(alone.derive(replace(self.occasion, at=at))).violated)

    def changes(self, after: Instant, until: Instant) -> Iterable[Instant]:
        """The instants in (after, until] at which any comparison of the rule can change."""
        streams = [boundaries(leaf, self.occasion, after, until) for leaf in self.profile.rules[self.index].moving]
        return streams[0] if len(streams) == 1 else merge(*streams)


class Place(NamedTuple):
    """A recipient and a rule, by their places in the action's and the profile's lists."""

    recipient: int
    rule: int


class TimeSearch:
    """Finds the earliest permitted time of one action, and of each broken rule; every answer is worked out once."""

    def __init__(
        self, profile: Profile, occasions: Sequence[Occasion], matches: Sequence[Matches], start: Instant
    ) -> None:
        """`matches` are those of the occasions as they stand; no time before `start` is looked at."""
        self._profile, self._occasions = profile, occasions
        self._start, self._until = start, Instant(start + HORIZON)
        self._matches = {occasions[0].at: matches}
        self._healed: dict[tuple[Place, Instant], Instant | None] = {}

    def of_rule(self, place: Place) -> Instant | None:
        """The first time at which one rule, violated as things stand, is not violated for one recipient."""
        if not self._profile.rules[place.rule].temporal:
            return None
        if place.rule not in self._at(self._start)[place.recipient].violated:
            return self._start
        return self._heal(place, self._start)

    def of_action(self) -> Instant | None:
        """The first time at which no `must` is violated for any recipient."""
        return earliest(self._broken_musts, self._heal, self._start)

    def _at(self, at: Instant) -> Sequence[Matches]:
        """What is violated for each recipient if the act is done at `at`."""
        if at not in self._matches:
            moved = (replace(occasion, at=at) for occasion in self._occasions)
            self._matches[at] = [self._profile.match(self._profile.derive(occasion)) for occasion in moved]
        return self._matches[at]

    def _heal(self, place: Place, broken_at: Instant) -> Instant | None:
        key = (place, broken_at)
        if key not in self._healed:
            clause = RuleClause(self._profile, place.rule, self._occasions[place.recipient])
            self._healed[key] = healed(clause, broken_at, self._until)
        return self._healed[key]

    def _broken_musts(self, at: Instant) -> list[Place]:
        rules = self._profile.rules
        return [
            Place(recipient, rule)
            for recipient, matches in enumerate(self._at(at))
            for rule in matches.violated
            if rules[rule].rule.level is Level.MUST
        ]
