"""Random policies in the policy language: every rule type, window, anchor and kind of fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from courtesy.model.declaration import Subject
from courtesy.model.fact_declarations import FACTS, WEEKDAYS
from courtesy.model.policy import Concerns
from courtesy.model.predicate import Period
from courtesy.selfcheck.dice import ROLES, ZONES, chance, quarters, some
from courtesy.selfcheck.random_calendars import CALENDARS, random_calendar, random_dates, random_window
from courtesy.selfcheck.random_conditions import DATES, OWN_FACTS, Conditions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

    _Part = TypeVar("_Part")

LIKELY = {
    "wait": 4,
    "limit": 4,
    "hours": 4,
    "deadline": 2,
    "follow": 2,
    "forbid": 3,
    "require": 3,
    "expect": 2,
}
"""Every rule type, with how often it is drawn."""
_OF_AN_ACT = ("'same'", *(repr(fact.name) for fact in FACTS.values() if fact.of.of_an_act))
_OF_A_CONTACT = (
    "'same_contact'",
    "'recipient.attributes.",
    *(repr(fact.name) for fact in FACTS.values() if fact.of is Subject.CONTACT),
)


def random_policy(random: Random, season: datetime) -> Document:
    """A policy as a mapping of the shape of its file; its times lie around `season`."""
    defaults: Document = {"unlisted_channel": random.choice(("deny", "warn", "allow"))}
    if (calendar := random.choice((*CALENDARS, None, "US", "recipient", ["recipient", "US"]))) is not None:
        defaults["calendar"] = calendar
    if chance(random, 0.5):
        defaults["week_starts"] = random.choice(WEEKDAYS)
    valid = _valid(random, season) if chance(random, 0.15) else {}
    days = random_calendar(random, season, calendar) if calendar is not None else {}
    writer = _Rules(random, season, calendar=calendar is not None, hours="business_hours" in days)
    return {
        "courtesy": 1,
        "id": "random",
        "version": "1.0.0",
        "title": "Random",
        "sources": {"chance": {"title": "Chance"}},
        "zone": random.choice(ZONES),
        "defaults": defaults,
        **valid,
        **days,
        "channels": {"whatsapp": "WhatsApp message", "board": {"noun": "notice", "addresses_nobody": True}},
        "purposes": {"negotiate": "negotiation"},
        "roles": {"scout": "scout"},
        "facts": OWN_FACTS,
        "rules": [writer.rule(number) for number in range(1, random.randint(1, 6) + 1)],
    }


def _valid(random: Random, season: datetime) -> Document:
    """From when and until when the policy holds: most of the time."""
    first, last = (quarters(random, season, *days).date().isoformat() for days in ((-9, -1), (2, 20)))
    return {"valid": random.choice(({"from": first}, {"until": last}, {"from": first, "until": last}))}


class _Rules:
    """Draws rules for one policy."""

    def __init__(self, random: Random, season: datetime, *, calendar: bool, hours: bool) -> None:
        self.random, self.season, self.calendar = random, season, calendar
        self.parts = Conditions(random, season, calendar=calendar, hours=hours)
        self.bodies: dict[str, Callable[[], Any]] = {
            "wait": self.wait,
            "deadline": self.deadline,
            "limit": self.limit,
            "hours": self.hours,
            "follow": self.follow,
            "forbid": lambda: True if chance(random, 0.1) else self.parts.condition(),
            "require": self.parts.condition,
        }

    def rule(self, number: int) -> Document:
        """A rule of any type."""
        random = self.random
        kind = random.choices(list(LIKELY), list(LIKELY.values()))[0]
        found: Document = {
            "id": f"random.rule-{number}",
            "level": random.choices(("must", "should", "may"), (6, 3, 1))[0],
        }
        if kind == "expect":
            return {**found, **self.obligation()}
        if chance(random, 0.6):
            found["applies_to"] = self.parts.about_the_act() if chance(random, 0.7) else self.parts.condition()
        if chance(random, 0.25):
            found["unless"] = self.parts.condition()
        if chance(random, 0.2):
            found["zone"] = random.choice((*ZONES, "policy", "policy"))
            found["week_starts"] = ("policy", *WEEKDAYS)[number % 8]  # no draw of its own: it would change every seed
        if self.calendar and chance(random, 0.15):
            found["calendar"] = random.choice(("recipient", *CALENDARS))
        if chance(random, 0.4):
            found["concerns"] = random.choice(list(Concerns)).value
        if chance(random, 0.3):
            found |= {"title": "A rule", "because": "Chance.", "remedy": "Try again.", "interpretation": True}
            found["source"] = {"ref": "chance", "section": "Dice", "paragraph": 1}
        return {**found, kind: self.bodies[kind]()}

    def wait(self) -> Document:
        """`{at_least: D, after: X}`, or `{until: D, before: X}`."""
        if chance(self.random, 0.3):
            return {"until": self.parts.duration(), **self._before()}
        return {"at_least": self.parts.duration(), **self._after()}

    def deadline(self) -> Document:
        """`{at_most: D, after: X}`, or `{at_least: D, before: X}`."""
        if chance(self.random, 0.3):
            return {"at_least": self.parts.duration(), **self._before()}
        return {"at_most": self.parts.duration(), **self._after()}

    def _before(self) -> Document:
        date = self.random.choice(DATES)
        return {"before": date, **self._instead_of(date)}

    def _after(self) -> Document:
        anchor = self.parts.anchor()
        return {"after": anchor, **self._instead_of(anchor)}

    def _instead_of(self, anchor: str | Document) -> Document:
        """Perhaps the dates that take the place of one that is unknown."""
        if not isinstance(anchor, str) or not chance(self.random, 0.4):
            return {}
        others = some(self.random, [date for date in DATES if date != anchor])
        return {"or": others if len(others) > 1 or chance(self.random, 0.3) else others[0]}

    def limit(self) -> Document:
        """`{at_most: N, per: W, since: X, counting: SELECTOR}`."""
        since: Document = {}
        if chance(self.random, 0.3):
            anchor = self.parts.anchor()
            since = {"since": anchor, **self._instead_of(anchor)}
        periods = (*(f"calendar {period.value}" for period in Period), "case")
        window = self.random.choice(periods) if chance(self.random, 0.4) else self.parts.stretch()
        counted = {} if chance(self.random, 0.2) else {"counting": self.parts.selector()}
        per = {} if since and chance(self.random, 0.5) else {"per": window}
        return {"at_most": self.random.choice((0, 1, 1, 1, 2, 3)), **per, **since, **counted}

    def hours(self) -> Any:
        """One window, or a list of them."""
        if chance(self.random, 0.7):
            return self._window()
        return [self._window() for _ in range(self.random.randint(1, 3))]

    def _window(self) -> Document:
        random = self.random
        found = random_window(random)
        if self.calendar and chance(random, 0.3):
            found["holidays"] = chance(random, 0.2)
        for key in ("not_on", "on"):
            if chance(random, 0.15):
                named = [random_dates(random, self.season) for _ in range(random.randint(1, 2))]
                found[key] = [*named, "day_before_holiday"] if self.calendar and chance(random, 0.4) else named
        return found or {"days": "mon-fri"}

    def follow(self) -> Document:
        """`{touch: SELECTOR, within: D}`."""
        within = {"within": self.parts.stretch()} if chance(self.random, 0.5) else {}
        return {"touch": self.parts.selector(), **within}

    def obligation(self) -> Document:
        """`{act: SELECTOR, at_least: N, within: D, after: X, for_each: ROLES}`, perhaps with conditions."""
        random, parts = self.random, self.parts
        to_each = chance(random, 0.6)
        beyond = _OF_AN_ACT if to_each else (*_OF_AN_ACT, *_OF_A_CONTACT)
        kinds = [_without(("'direction'", *beyond), parts.selector) for _ in range(random.choice((1, 1, 1, 2, 3)))]
        expected: Document = {"act": kinds if len(kinds) > 1 else kinds[0]}
        if to_each:
            expected["for_each"] = some(random, ROLES)
        if chance(random, 0.3):
            expected["at_least"] = random.choice((1, 2, 3))
        if chance(random, 0.6):
            expected["within"] = parts.duration()
        if chance(random, 0.5):
            expected |= _without(beyond, self._after)
        found: Document = {"expect": expected}
        if chance(random, 0.25):
            found["applies_to"] = _without(beyond, parts.condition)
        if chance(random, 0.25):
            found["unless"] = _without(beyond, parts.condition)
        if chance(random, 0.2):
            found["zone"] = random.choice((*ZONES, "policy"))
        return found


def _without(words: tuple[str, ...], draw: Callable[[], _Part]) -> _Part:
    """The first part drawn that has none of the words."""
    while True:
        found = draw()
        if not any(word in repr(found) for word in words):
            return found
