"""People, acts, rules and times of one plan, by the names that its readers know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.predicate import Direction
from courtesy.rendering import titles
from courtesy.wording import times
from courtesy.wording.acts import act_noun
from courtesy.wording.people import called
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import joined, plural_noun

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courtesy.model.case import Touch
    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource, Rule

_USUAL_OUTCOME = "delivered"


def short_day(moment: datetime) -> tuple[str, str, str]:
    """Weekday, day with month, and year, where there is little room: `Mon`, `23 Nov`, `2026`."""
    weekday, number, month, year = times.day(moment).split(" ")
    return weekday[:3], f"{number} {month[:3]}", year


class Names(Struct, frozen=True):
    """How to say what a plan names."""

    plan: Plan
    policy: PolicySource

    def contact(self, contact_id: str) -> str:
        """A contact by name, or by id where the case gives no name."""
        return called(contact_id, self.plan.case)

    def contacts(self, contact_ids: Iterable[str]) -> str:
        """Several contacts."""
        return joined(map(self.contact, contact_ids))

    def channel(self, channel: str) -> str:
        """One act on a channel: `e-mail`."""
        return self.policy.vocabulary.words_for("channel", channel)

    def channels(self, channel: str) -> str:
        """All acts on a channel: `e-mails`."""
        return plural_noun(self.policy.vocabulary.noun_for("channel", channel))

    def act(self, channel: str, purpose: str | None) -> str:
        """An act with a capital letter, without whom it goes to: `Follow-up e-mail`."""
        return titles.capital(act_noun(channel, purpose, self.policy.vocabulary).name)

    def touch(self, touch: Touch) -> str:
        """What happened: `Phone call to hr (no answer)`, `E-mail from hr (reply)`."""
        side = "from" if touch.direction is Direction.INBOUND else "to"
        people = f" {side} {self.contacts(touch.contacts)}" if touch.contacts else ""
        notes = [touch.event] if touch.event else []
        if touch.outcome != _USUAL_OUTCOME:
            notes.append(touch.outcome)
        remark = f" ({', '.join(note.replace('_', ' ') for note in notes)})" if notes else ""
        return f"{self.act(touch.channel, touch.purpose)}{people}{remark}"

    def rule(self, rule_id: str) -> Rule | None:
        """A rule of the policy; None for what only judges like a rule."""
        return next((rule for rule in self.policy.rules if rule.id == rule_id), None)

    def rules(self, rule_ids: Iterable[str]) -> str:
        """Rules by their titles."""
        return "; ".join(rule_title(rule_id, self.policy) for rule_id in rule_ids)

    def fact(self, name: str) -> str:
        """A fact by its title alone."""
        return titles.fact(name, self.policy).removesuffix(f" ({name})")

    def day(self, moment: datetime) -> str:
        """`Mon 23 Nov`, with the year where it is not that of the plan's beginning."""
        weekday, day, year = short_day(moment)
        return f"{weekday} {day}" if moment.year == self.plan.now.year else f"{weekday} {day} {year}"

    def time(self, moment: datetime) -> str:
        """`Mon 23 Nov, 17:00 EST`."""
        return f"{self.day(moment)}, {times.clock(moment)} {times.zone_name(moment)}"

    def own_time(self, moment: datetime) -> str:
        """The same on the clock of whom the plan is for."""
        return self.time(moment.astimezone(self.plan.now.tzinfo))

    def stretch(self, start: datetime, end: datetime) -> str:
        """`Mon 23 Nov, 09:00 to 17:00 EST`, naming day and zone twice only where they differ."""
        start, end = times.whole_minutes(start, end)
        if times.zone_name(start) != times.zone_name(end):
            return f"{self.time(start)} to {self.time(end)}"
        until = self.time(end) if start.date() != end.date() else f"{times.clock(end)} {times.zone_name(end)}"
        return f"{self.day(start)}, {times.clock(start)} to {until}"
