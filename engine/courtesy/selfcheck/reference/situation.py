"""What one rule is evaluated in: one action to one recipient at one moment, read in one time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from courtesy.model.declaration import contact_key, own_key
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.selfcheck.reference.calendars import calendar
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courtesy.model.case import Action, Case, Contact, Touch
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.selfcheck.reference.calendars import Calendar
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
    those so far in time order, None where nobody knows. `place` is the zone that
    the recipient is in, `zone` the one that the rule is read in; None is unknown.
    """

    policy: PolicySource
    rule: Rule
    case: Case
    action: Action | None
    recipient: Contact | None
    touches: Sequence[Happening] | None
    at: datetime
    place: str | None
    zone: ZoneInfo | None
    texts: TextMeasures

    @property
    def week_starts(self) -> int:
        """The first day of a week for the rule: 0 for Monday to 6 for Sunday."""
        stated = self.rule.week_starts
        return self.policy.defaults.week_starts if stated is None or stated == "policy" else WEEKDAYS.index(stated)

    @property
    def calendar(self) -> Calendar:
        """The calendar that the rule is read with: the recipient's, the policy's, or the one that it names."""
        defaults, wanted = self.policy.defaults, self.rule.calendar
        if wanted is None and defaults.calendar_of_recipient:
            wanted = Scalar("recipient")
        code = defaults.calendar if wanted in {None, "policy", "recipient"} else wanted
        if wanted == "recipient" and self.recipient is not None and self.recipient.calendar is not None:
            return calendar(self.policy, self.recipient.calendar)
        return calendar(self.policy, None if code is None else str(code))

    @property
    def of_a_contact(self) -> bool:
        """Whether the rule is about one contact at a time."""
        return self.rule.type != "expect" or "for_each" in self.rule.body

    @property
    def past(self) -> Sequence[Happening]:
        """The touches up to the act, where they are known."""
        return [] if self.touches is None else [seen for seen in self.touches if seen.at <= self.at]

    def stated(self, fact: str) -> Value | None:
        """What the action says about a fact, or else the case, the recipient about its own; None where nobody does."""
        found: Value | None = None
        if (key := contact_key(fact)) is not None:
            found = None if self.recipient is None else self.recipient.attributes.get(key)
            return found.astimezone(UTC) if isinstance(found, datetime) else found
        if self.action is not None:
            found = self.attribute(self.action.attributes, fact)
        if found is None:
            found = self.case.facts.get(fact)
        return found.astimezone(UTC) if isinstance(found, datetime) else found

    def attribute(self, attributes: Mapping[str, Value], fact: str) -> Value | None:
        """What the attributes of a touch or an action, whose times are loaded as microseconds, say about a fact."""
        key = own_key(fact)
        value = None if key is None else attributes.get(key)
        if value is not None and self.policy.vocabulary.facts[fact].type.value == "time" and isinstance(value, int):
            return _EPOCH + timedelta(microseconds=value)
        return value


def places_of(case: Case, recipient: Contact | None) -> tuple[str | None, ...]:
    """The plausible zones of a contact, or else that of the case; None is unknown."""
    return recipient.zones if recipient is not None and recipient.zones else (case.zone,)


def zone_of(policy: PolicySource, rule: Rule, place: str | None) -> ZoneInfo | None:
    """The zone that a rule is read in: the one it names, or the recipient's."""
    name = policy.zone if rule.zone == "policy" else place if rule.zone is None else str(rule.zone)
    return None if name is None else ZoneInfo(name)


def happenings(touches: Sequence[Touch]) -> list[Happening]:
    """The touches in time order (ties: as listed)."""
    return sorted((Happening(touch.at.astimezone(UTC), touch) for touch in touches), key=lambda seen: seen.at)
