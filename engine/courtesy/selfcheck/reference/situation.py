"""What one rule is evaluated in: one action to one recipient at one moment, read in one time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.case import Action, Case, Contact, Touch
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.selfcheck.reference.texts import TextMeasures

Value = bool | int | float | str | frozenset[str] | datetime | date
"""What a fact can be: times are instants in UTC, or bare dates; lengths of time are microseconds."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Happening(Struct, frozen=True):
    """A touch, and its time in UTC."""

    at: datetime
    touch: Touch


class Situation(Struct, frozen=True, kw_only=True):
    """All that the truth of a rule depends on.

    `action` None stands for what is asked of the case as a whole, `recipient` None for nobody or anybody. `touches` are
    those so far in time order, None where nobody knows. `zone` None is unknown.
    """

    policy: PolicySource
    rule: Rule
    case: Case
    action: Action | None
    recipient: Contact | None
    touches: Sequence[Happening] | None
    at: datetime
    zone: ZoneInfo | None
    texts: TextMeasures

    @property
    def calendar(self) -> str | None:
        """The code of the calendar."""
        calendar = self.policy.defaults.calendar
        return None if calendar is None else str(calendar)

    @property
    def of_a_contact(self) -> bool:
        """Whether the rule is about one contact at a time."""
        return self.rule.type != "expect" or "for_each" in self.rule.body

    @property
    def past(self) -> Sequence[Happening]:
        """The touches up to the act, where they are known."""
        return [] if self.touches is None else [seen for seen in self.touches if seen.at <= self.at]

    def stated(self, fact: str) -> Value | None:
        """What the action says about a fact, or else the case; None where neither does."""
        found: Value | None = None
        if fact.startswith("attributes.") and self.action is not None:
            found = self.of_attributes(self.action.attributes.get(fact.removeprefix("attributes.")), fact)
        if found is None:
            found = self.case.facts.get(fact)
        return found.astimezone(UTC) if isinstance(found, datetime) else found

    def of_attributes(self, value: Value | None, fact: str) -> Value | None:
        """The attribute of a touch or an action, whose times are loaded as microseconds, as facts have it."""
        if self.policy.vocabulary.facts[fact].type.value == "time" and isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        return value


def zones_of(rule_zone: str | None, case: Case, recipient: Contact | None) -> tuple[ZoneInfo, ...]:
    """The zones that a rule may be read in: the one it names, or the plausible ones of the recipient, or the case's."""
    if rule_zone is not None:
        return (ZoneInfo(rule_zone),)
    names = recipient.zones if recipient is not None and recipient.zones else (case.zone,)
    return tuple(ZoneInfo(name) for name in names if name is not None)


def zone_of_rule(policy: PolicySource, rule: Rule) -> str | None:
    """The zone that a rule names; None where it leaves that to the recipient."""
    return policy.zone if rule.zone == "policy" else None if rule.zone is None else str(rule.zone)


def happenings(touches: Sequence[Touch]) -> list[Happening]:
    """The touches in time order (ties: as listed)."""
    return sorted((Happening(touch.at.astimezone(UTC), touch) for touch in touches), key=lambda seen: seen.at)
