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
from courtesy.model.truth import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courtesy.api.profile import Profile
    from courtesy.model.facts import Occasion


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
        compared = dict.fromkeys(leaves(self.profile.rules[self.index].truth))
        return merge(*(boundaries(leaf, self.occasion, after, until) for leaf in compared))


class Place(NamedTuple):
    """A recipient and a rule, by their places in the action's and the profile's lists."""

    recipient: int
    rule: int


class TimeSearch:
    """Finds the earliest permitted time of one action, and of each broken rule; every answer is worked out once."""

    def __init__(self, profile: Profile, occasions: Sequence[Occasion], start: Instant) -> None:
        self._profile, self._occasions = profile, occasions
        self._start, self._until = start, Instant(start + HORIZON)
        self._healed: dict[tuple[Place, Instant], Instant | None] = {}

    def of_rule(self, place: Place) -> Instant | None:
        """The first time at which one rule is not violated for one recipient."""
        return self._heal(place, self._start) if self._profile.rules[place.rule].temporal else None

    def of_action(self) -> Instant | None:
        """The first time at which no `must` is violated for any recipient."""
        return earliest(self._broken_musts, self._heal, self._start)

    def _heal(self, place: Place, at: Instant) -> Instant | None:
        key = (place, at)
        if key not in self._healed:
            clause = RuleClause(self._profile, place.rule, self._occasions[place.recipient])
            self._healed[key] = healed(clause, at, self._until)
        return self._healed[key]

    def _broken_musts(self, at: Instant) -> list[Place]:
        broken: list[Place] = []
        for recipient, occasion in enumerate(self._occasions):
            matches = self._profile.match(self._profile.derive(replace(occasion, at=at)))
            musts = (rule for rule in matches.violated if self._profile.rules[rule].rule.level is Level.MUST)
            broken.extend(Place(recipient, rule) for rule in musts)
        return broken
