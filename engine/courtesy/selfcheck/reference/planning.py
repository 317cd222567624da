"""A whole case: its actions in time order, each with the touches known at its turn, and what is owed."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from courtesy.model.case import Touch
from courtesy.selfcheck.reference.expect import by_gravity, standing
from courtesy.selfcheck.reference.judging import Trial
from courtesy.selfcheck.reference.selectors import VOID
from courtesy.selfcheck.reference.situation import Happening, Situation, happenings, places_of, zone_of
from courtesy.selfcheck.reference.validity import holding, standing_in
from courtesy.selfcheck.reference.waivers import lifted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from courtesy.model.case import Action, Case, Contact
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.model.waivers import Waiver
    from courtesy.selfcheck.reference.expect import Owed
    from courtesy.selfcheck.reference.judging import Place
    from courtesy.selfcheck.reference.texts import TextMeasures


class Turn(NamedTuple):
    """An action at its turn in a plan: when, and with what is known by then. `done` is whether it has happened."""

    at: datetime
    trial: Trial
    done: bool


class Reference(Struct, frozen=True):
    """A policy as it is written, with what measures texts; perhaps in several `versions`, listed oldest first.

    `waivers` are from rules of any of them.
    """

    policy: PolicySource
    texts: TextMeasures
    versions: tuple[PolicySource, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def policy_at(self, at: datetime) -> PolicySource:
        """The version that judges at a time, or that stands in where none holds."""
        if not self.versions:
            return self.policy
        return holding(self.versions, at) or standing_in(self.versions, at)

    def trial(self, case: Case, action: Action, touches: Sequence[Happening] | None, at: datetime) -> Trial:
        """An action to be tried at a time, with the touches known at its turn; its own is none of them."""
        others = None if touches is None else [seen for seen in touches if not _is_done(seen, action)]
        return Trial(self.policy_at(at), self.texts, case, action, others, self.waivers)

    def so_far(self, case: Case, now: datetime) -> list[Happening] | None:
        """What has happened by now, in time order; None where nobody knows."""
        if case.history is None:
            return None
        return [seen for seen in happenings(case.history.touches) if seen.at <= now]

    def turn(self, case: Case, action: Action, touches: Sequence[Happening] | None, now: datetime) -> Turn:
        """An action at its turn: as of its touch where it is done, by the touches before that; else not before now."""
        for place, seen in enumerate(touches or ()):
            if _is_done(seen, action):
                return Turn(seen.at, self.trial(case, action, (touches or ())[:place], seen.at), done=True)
        at = max(when(action, now), now.astimezone(UTC))
        return Turn(at, self.trial(case, action, touches, at), done=False)

    def turns(self, case: Case, now: datetime) -> tuple[dict[str, Turn], list[Happening] | None]:
        """Every action at its turn, by its id, and what will have happened then."""
        touches = self.so_far(case, now)
        found: dict[str, Turn] = {}
        for action in sorted(case.actions, key=lambda one: self.turn(case, one, touches, now).at):
            turn = found[action.id] = self.turn(case, action, touches, now)
            ahead = not turn.done and when(action, now) >= now
            if touches is not None and ahead and turn.trial.worst(turn.trial.statuses(turn.at)) != "refused":
                touches = _with(touches, action, turn.at)
        return found, touches

    def owed(self, case: Case, planned: Sequence[Happening] | None, now: datetime) -> dict[Place, Owed]:
        """How everything that is owed stands, by rule and contact (None: owed once)."""
        found = {}
        for rule in self.policy.rules:
            if rule.type != "expect":
                continue
            for contact in case.contacts.values() if "for_each" in rule.body else (None,):
                stands = [
                    self._standing(rule, case, contact, place, planned=planned, now=now)
                    for place in places_of(case, contact)
                ]
                owed = min((one for one in stands if one is not None), key=by_gravity, default=None)
                if owed is not None:
                    name = None if contact is None else contact.id
                    found[rule.id, name] = self._waived(owed, rule, case, name, now)
        return found

    def _waived(self, owed: Owed, rule: Rule, case: Case, contact: str | None, now: datetime) -> Owed:
        """What is owed, waived where a waiver lasts until it is missed, or is missed already and one holds now."""
        at = max(now.astimezone(UTC), owed.due or now.astimezone(UTC))
        if owed.standing in {"met", "planned"}:
            return owed
        excused = lifted(self.waivers, self.policy, rule.id, at, case=case.id, contact=contact, action=None)
        return replace(owed, standing="waived") if excused else owed

    def _standing(
        self,
        rule: Rule,
        case: Case,
        contact: Contact | None,
        place: str | None,
        *,
        planned: Sequence[Happening] | None,
        now: datetime,
    ) -> Owed | None:
        situation = Situation(
            policy=self.policy,
            rule=rule,
            case=case,
            action=None,
            recipient=contact,
            touches=self.so_far(case, now),
            at=now.astimezone(UTC),
            place=place,
            zone=zone_of(self.policy, rule, place),
            texts=self.texts,
        )
        return standing(situation, planned)


def when(action: Action, now: datetime) -> datetime:
    """When an action is to be done: now, where it does not say."""
    return (action.at or now).astimezone(UTC)


def _is_done(seen: Happening, action: Action) -> bool:
    """Whether an action was done by a touch: one that came back or was cancelled has reached nobody."""
    return seen.touch.id == action.id and seen.touch.outcome not in VOID


def _with(touches: list[Happening], action: Action, at: datetime) -> list[Happening]:
    """What will have happened once an action is done."""
    touch = Touch(
        id=action.id,
        at=at,
        channel=action.channel,
        to=action.to,
        cc=action.cc,
        purpose=action.purpose,
        tags=action.tags,
        attributes=action.attributes,
    )
    return happenings([*(seen.touch for seen in touches), touch])
