"""What an act comes to at any one time, found by asking every rule anew: the brute force of these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.instants import Instant, instant
from courtesy.model.facts import Occasion
from courtesy.model.policy import Level
from courtesy.values import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy import Policy
    from courtesy.model.case import Action, Case
    from courtesy.model.facts import Matches

REFUSED, UNDETERMINED, WARN, ALLOW = "refused", "undetermined", "warn", "allow"


class Meaning(NamedTuple):
    """What an act comes to, and the rules behind it in the policy's order."""

    outcome: str
    rules: tuple[str, ...]


class Trial:
    """One act of a case, to be tried at any time, all else unchanged."""

    def __init__(self, policy: Policy, case: Case, action: Action, recipients: tuple[str, ...] | None = None) -> None:
        """`recipients` are those to look at; where none are named, all whom the action reaches."""
        self._profile = policy.dated.profiles.of(action)
        self._case, self._action = case, action
        self._history = None if case.history is None else case.history.without(action.id)
        reached = (*action.to, *action.cc) if recipients is None else recipients
        self._recipients = [
            (placed, name not in action.to) for name in reached for placed in case.contacts[name].placed()
        ]
        self._known: dict[tuple[Matches, ...], Meaning] = {}

    def at(self, when: int) -> Meaning:
        """What the act comes to at an instant."""
        case, action, history, profile = self._case, self._action, self._history, self._profile
        matches = tuple([
            profile.match(profile.derive(Occasion(case, action, recipient, history, Instant(when), copied)))
            for recipient, copied in self._recipients
        ])  # fmt: skip
        found = self._known.get(matches)
        if found is None:
            found = self._known[matches] = self._meaning(matches)
        return found

    def refused(self, when: int) -> bool:
        """Whether the act is refused at an instant."""
        return self.at(when).outcome == REFUSED

    def _meaning(self, matches: tuple[Matches, ...]) -> Meaning:
        violated = {rule for one in matches for rule in one.violated}
        undetermined = {rule for one in matches for rule in one.undetermined}
        for outcome, rules, level in (
            (REFUSED, violated, Level.MUST),
            (UNDETERMINED, undetermined, Level.MUST),
            (WARN, violated, Level.SHOULD),
        ):
            stated = [(place, self._profile.rules[place].rule) for place in sorted(rules)]
            if named := tuple(rule.id for _, rule in stated if rule.level is level):
                return Meaning(outcome, named)
        return Meaning(ALLOW, ())


def minutes(start: datetime, end: datetime) -> Iterator[int]:
    """The instants of [start, end) that lie whole minutes after `start`."""
    return iter(range(instant(start), instant(end), MINUTE))
