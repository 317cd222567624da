"""What the waivers of a version come to: from when on each no longer holds, and what it lifts until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.judging.reach import begin_of
from courtesy.model.facts import Matches
from courtesy.model.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from courtesy.instants import Instant
    from courtesy.model.facts import Occasion
    from courtesy.model.policy import PolicySource
    from courtesy.model.waivers import Waiver


class Waiving:
    """The waivers of one version, by the rules that they are from, each until an instant."""

    def __init__(self, waivers: Iterable[Waiver], policy: PolicySource) -> None:
        """Dates are those of the policy's zone, of UTC where it states none."""
        self._of: dict[str, list[tuple[Waiver, Instant]]] = {}
        for waiver in waivers:
            self._of.setdefault(waiver.rule, []).append((waiver, begin_of(policy, waiver.until)))

    @property
    def rules(self) -> AbstractSet[str]:
        """The ids of the rules that some waiver is from."""
        return self._of.keys()

    @property
    def by_action(self) -> bool:
        """Whether some waiver names an action, so that it matters what an action is called."""
        return any(waiver.action is not None for listed in self._of.values() for waiver, _ in listed)

    def ends(self, rules: Iterable[str]) -> set[Instant]:
        """The instants at which waivers from these rules cease to hold."""
        return {end for rule in rules for _, end in self._of.get(rule, ())}

    def holding(self, rule: str, occasion: Occasion) -> tuple[Waiver, ...]:
        """The waivers from a rule that hold on an occasion, at its time."""
        return tuple(waiver for waiver, end in self._meant(rule, occasion) if occasion.at < end)

    def ended(self, rule: str, occasion: Occasion) -> tuple[Waiver, ...]:
        """The waivers from a rule that held on such an occasion and no longer do at its time."""
        return tuple(waiver for waiver, end in self._meant(rule, occasion) if occasion.at >= end)

    def granted(self, rule: str) -> Sequence[tuple[Waiver, Instant]]:
        """The waivers from a rule, each with the instant at which it ceases to hold."""
        return self._of.get(rule, ())

    def lift(self, matches: Matches, occasion: Occasion, ids: Sequence[str]) -> Matches:
        """The matches with what is waived on the occasion set apart; `ids` are the rules by their places."""
        waived = {
            place: status
            for status, places in ((Status.VIOLATED, matches.violated), (Status.UNDETERMINED, matches.undetermined))
            for place in places
            if self.holding(ids[place], occasion)
        }
        if not waived:
            return matches
        return Matches(
            tuple(place for place in matches.violated if place not in waived),
            tuple(place for place in matches.undetermined if place not in waived),
            tuple(sorted(waived.items())),
        )

    def _meant(self, rule: str, occasion: Occasion) -> list[tuple[Waiver, Instant]]:
        contact = None if occasion.recipient is None else occasion.recipient.id
        case, action = occasion.case.id, occasion.action.id
        return [one for one in self._of.get(rule, ()) if one[0].is_for(case, contact, action)]
