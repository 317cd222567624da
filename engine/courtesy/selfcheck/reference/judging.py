"""How each rule stands to an action and a recipient, and what that comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.selfcheck.reference import deadline, follow, forbid, hours, limit, require, wait
from courtesy.selfcheck.reference.conditions import holds as condition_holds
from courtesy.selfcheck.reference.situation import Situation, places_of, zone_of
from courtesy.selfcheck.reference.truth import Kleene, either, no
from courtesy.selfcheck.reference.waivers import lifted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from courtesy.model.case import Action, Case
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.model.waivers import Waiver
    from courtesy.selfcheck.reference.scalars import Part
    from courtesy.selfcheck.reference.situation import Happening
    from courtesy.selfcheck.reference.texts import TextMeasures

HOLDS: dict[str, Callable[[Part, Situation], Kleene]] = {
    "forbid": forbid.holds,
    "require": require.holds,
    "wait": wait.holds,
    "deadline": deadline.holds,
    "limit": limit.holds,
    "hours": hours.holds,
    "follow": follow.holds,
}
"""Every rule type that judges single actions."""
UNLISTED = "defaults.unlisted_channel"
_WORST_FIRST = ("violated", "undetermined", "satisfied", "not_applicable")
_WAIVABLE = {"violated", "undetermined"}
_UNLISTED_LEVELS = {"deny": "must", "warn": "should"}

Place = tuple[str, str | None]
"""A rule and a recipient (None: nobody is addressed), by their ids."""


class Trial(Struct, frozen=True):
    """One action that can be tried at any time, all else unchanged; `touches` are those known at its turn."""

    policy: PolicySource
    texts: TextMeasures
    case: Case
    action: Action
    touches: Sequence[Happening] | None
    waivers: tuple[Waiver, ...] = ()

    @property
    def places(self) -> Iterator[tuple[Rule, str | None]]:
        """Every rule with every contact whom it concerns."""
        addressed, copied = self.action.to or (None,), [one for one in self.action.cc if one not in self.action.to]
        for rule in self.policy.rules:
            if rule.type in HOLDS:
                for recipient in {"addressed": addressed, "copied": copied}.get(rule.concerns, (*addressed, *copied)):
                    yield rule, recipient

    def situations(self, rule: Rule, recipient: str | None, at: datetime) -> list[Situation]:
        """What a rule is evaluated in, if the action is done at a time, once in each plausible zone."""
        contact = None if recipient is None else self.case.contacts[recipient]
        return [
            Situation(
                policy=self.policy,
                rule=rule,
                case=self.case,
                action=self.action,
                recipient=contact,
                touches=self.touches,
                at=at,
                place=place,
                zone=zone_of(self.policy, rule, place),
                texts=self.texts,
            )
            for place in places_of(self.case, contact)
        ]

    def status(self, rule: Rule, recipient: str | None, at: datetime) -> str:
        """How a rule stands for a recipient if the action is done at a time: kept only where every zone keeps it."""
        found = {_status(rule, situation) for situation in self.situations(rule, recipient, at)}
        status = next(status for status in _WORST_FIRST if status in found)
        named = {"case": self.case.id, "contact": recipient, "action": self.action.id}
        if status in _WAIVABLE and lifted(self.waivers, self.policy, rule.id, at, **named):
            return "waived"
        return status

    def statuses(self, at: datetime) -> dict[Place, str]:
        """How every rule stands for every recipient."""
        return {(rule.id, recipient): self.status(rule, recipient, at) for rule, recipient in self.places}

    @property
    def unlisted(self) -> str | None:
        """How binding it is that the policy does not list the channel; None where it lists it, or does not mind."""
        if self.action.channel in self.policy.vocabulary.channels:
            return None
        return _UNLISTED_LEVELS.get(self.policy.defaults.unlisted_channel)

    def worst(self, statuses: dict[Place, str]) -> str:
        """What statuses come to: `refused`, `undetermined`, `warn` or `allow`."""
        levels = {rule.id: rule.level.value for rule in self.policy.rules}
        found = {(levels[rule], status) for (rule, _), status in statuses.items()}
        found.add((self.unlisted or "none", "violated"))
        if ("must", "violated") in found:
            return "refused"
        if ("must", "undetermined") in found:
            return "undetermined"
        return "warn" if ("should", "violated") in found else "allow"


def _status(rule: Rule, situation: Situation) -> str:
    applies = True if rule.applies_to is None else condition_holds(rule.applies_to, situation)
    if applies is False:
        return "not_applicable"
    truth = either((no(applies), either(_ways_to_keep(rule, situation))))
    return "satisfied" if truth else "undetermined" if truth is None else "violated"


def _ways_to_keep(rule: Rule, situation: Situation) -> Iterator[bool | None]:
    """What each is enough to keep a rule that applies."""
    if rule.unless is not None:
        yield condition_holds(rule.unless, situation)
    yield HOLDS[rule.type](rule.body, situation)
