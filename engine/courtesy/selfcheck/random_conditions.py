"""Random conditions, selectors and anchors: the parts that rules of every type are made of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courtesy.model.declaration import Changes, Kind
from courtesy.model.fact_declarations import FACTS, WEEKDAYS
from courtesy.model.vocabulary import EVENTS, OUTCOMES
from courtesy.selfcheck.dice import (
    CHANNELS,
    NOTES,
    PACES,
    PURPOSES,
    QUARTERS_A_DAY,
    RELATIONSHIPS,
    ROLES,
    STAGES,
    TAGS,
    ZONES,
    chance,
    quarters,
    some,
)
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

OWN_FACTS: Document = {
    "attributes.flag": {"type": "boolean", "title": "a flag", "says": "the flag is up", "denies": "the flag is down"},
    "attributes.level": {"type": "integer", "title": "a level", "unit": "steps"},
    "attributes.score": {"type": "number", "title": "a score", "says": "the score is {}"},
    "attributes.note": {"type": "string", "title": "a note"},
    "attributes.stage": {"type": "one_of", "title": "a stage", "values": list(STAGES)},
    "attributes.due": {"type": "time", "title": "when it is due"},
    "attributes.pace": {"type": "duration", "title": "a pace"},
    "recipient.attributes.agreed": {"type": "boolean", "title": "whether they agreed"},
    "recipient.attributes.rank": {"type": "integer", "title": "a rank"},
    "recipient.attributes.back": {"type": "time", "title": "when they are back"},
}
"""Facts of the policy's own, one of every type that there can be, and some of contacts."""
_BUILT_IN = {fact.name: fact for fact in FACTS.values() if not fact.of_calendar}
_OF_CALENDAR = tuple(fact.name for fact in FACTS.values() if fact.of_calendar)
_TYPES = {fact.name: fact.type for fact in FACTS.values()} | {
    name: FactType(declared["type"]) for name, declared in OWN_FACTS.items()
}
_OF_A_KIND: Mapping[Kind, tuple[str, ...]] = {
    Kind.CHANNEL: CHANNELS, Kind.PURPOSE: PURPOSES, Kind.ROLES: ROLES, Kind.TAGS: TAGS, Kind.WEEKDAY: WEEKDAYS,
}  # fmt: skip
_TEXTS = {"recipient.relationship": RELATIONSHIPS, "recipient.zone": ZONES, "attributes.note": NOTES}
"""What facts are compared with that can be any text."""
WORDS: Mapping[str, tuple[str, ...]] = {
    **{fact.name: _OF_A_KIND[fact.kind] for fact in FACTS.values() if fact.kind is not None},
    **{fact.name: fact.values for fact in FACTS.values() if fact.values},
    **{name: tuple(declared["values"]) for name, declared in OWN_FACTS.items() if "values" in declared},
    **_TEXTS,
}
"""What facts of text, of words and of sets are compared with."""
_MOVING = tuple(fact.name for fact in _BUILT_IN.values() if fact.changes is not Changes.NEVER)
_ALL = (*_BUILT_IN, *OWN_FACTS)
ATTRIBUTES = tuple(name for name in OWN_FACTS if name.startswith("attributes."))
DATES = ("interview", "interview.decision_promised_for", "attributes.due", "recipient.attributes.back")
"""Dates of the case that rules count from."""
_SIZES = ("at_least", "at_most", "more_than", "less_than")
_COUNTS = {
    "minute": (0, 15, 45, 90),
    "hour": (0, 1, 3, 24, 26),
    "day": (0, 1, 2, 5),
    "week": (1, 2),
    "date": (0, 1, 2, 7),
    "business day": (0, 1, 2, 3),
    "business hour": (0, 1, 4, 20),
    "month": (0, 1, 2),
    "year": (1,),
}


class Conditions:
    """Draws parts of rules for one policy; with a calendar they may ask for business days, and with hours for these."""

    def __init__(self, random: Random, season: datetime, *, calendar: bool, hours: bool = False) -> None:
        self.random, self.season, self.calendar = random, season, calendar
        of_business = {"business day": calendar, "business hour": calendar and hours}
        self.units = tuple(unit for unit in _COUNTS if of_business.get(unit, True))

    def condition(self, depth: int = 2) -> Document:
        """A condition: one or two facts, a question to the history, or a combination of conditions."""
        random = self.random
        if depth and chance(random, 0.25):
            kind = random.choice(("all", "any", "not"))
            if kind == "not":
                return {"not": self.condition(depth - 1)}
            return {kind: [self.condition(depth - 1) for _ in range(random.randint(1, 2))]}
        if chance(random, 0.2):
            return {"history": self.history()}
        return dict(self.fact() for _ in range(random.randint(1, 2)))

    def about_the_act(self) -> Document:
        """A condition that tells apart acts of different kinds, which most rules begin with."""
        found: Document = {"channel": some(self.random, CHANNELS, 3)}
        if chance(self.random, 0.3):
            found["purpose"] = some(self.random, PURPOSES, 3)
        if chance(self.random, 0.15):
            found["tags"] = some(self.random, TAGS)
        return found

    def history(self) -> Document:
        """`{has: SELECTOR, within: D, since: X}` or `has_not`."""
        found: Document = {self.random.choice(("has", "has_not")): self.selector()}
        if chance(self.random, 0.5):
            found["within"] = self.stretch()
        if chance(self.random, 0.4):
            found["since"] = self.anchor()
        return found

    def selector(self) -> Document:
        """Which touches are meant."""
        random = self.random
        found: Document = {}
        for key, share, pool in (
            ("channel", 0.6, CHANNELS),
            ("purpose", 0.25, PURPOSES),
            ("tags", 0.15, TAGS),
            ("roles", 0.15, ROLES),
            ("outcome", 0.15, OUTCOMES),
        ):
            if chance(random, share):
                found[key] = self._word_test(pool, has_several=key in {"tags", "roles"})
        if chance(random, 0.3):
            found["direction"] = random.choice(("inbound", "any", "outbound"))
            if found["direction"] == "inbound" and chance(random, 0.5):
                found["event"] = self._word_test(EVENTS, has_several=False)
        if chance(random, 0.3):
            found["to"] = random.choice(("same_contact", "same_company", "anyone"))
        if chance(random, 0.25):
            found["copies"] = chance(random, 0.8)
        if chance(random, 0.15):
            found["same"] = some(random, ("channel", "purpose", "tags", random.choice(ATTRIBUTES)))
        if chance(random, 0.1):
            name = random.choice(ATTRIBUTES)
            found[name] = self.literal(name)
        return found or {"channel": random.choice(CHANNELS)}

    def anchor(self) -> str | Document:
        """A date of the case, or the first or last touch of some kind."""
        if chance(self.random, 0.4):
            return {self.random.choice(("first", "last")): self.selector()}
        return self.random.choice(DATES)

    def duration(self) -> str:
        """`7 days` and its like, in every unit."""
        unit = self.random.choice(self.units)
        return self._counted(self.random.choice(_COUNTS[unit]), unit)

    def stretch(self) -> str:
        """A duration that a window can have: not nothing."""
        unit = self.random.choice(self.units)
        return self._counted(self.random.choice([count for count in _COUNTS[unit] if count]), unit)

    def _counted(self, count: int, unit: str) -> str:
        return f"{count} {unit}{'' if count == 1 else 's'}"

    def literal(self, name: str) -> Any:  # noqa: PLR0911  one return for each type
        """A value that the fact is compared with."""
        random = self.random
        match _TYPES[name]:
            case FactType.ONE_OF | FactType.SET | FactType.STRING:
                return random.choice(WORDS[name])
            case FactType.BOOLEAN:
                return chance(random, 0.5)
            case FactType.INTEGER:
                return random.choice((0, 1, 2, 3, 7))
            case FactType.NUMBER:
                return random.choice((0, 0.5, 1, 2.25, -1.5))
            case FactType.DURATION:
                return random.choice(PACES)
            case FactType.TIME_OF_DAY:
                return time_of_day(random, latest=QUARTERS_A_DAY - 1)
            case FactType.TIME:
                at = quarters(random, self.season, -4, 6).astimezone(ZoneInfo(random.choice(ZONES)))
                return at.date().isoformat() if chance(random, 0.25) else at.isoformat()

    def fact(self) -> tuple[str, Any]:
        """A fact with a test of it."""
        random = self.random
        of_business = _OF_CALENDAR * 3 if self.calendar else ()
        name = random.choice((*_ALL, *_MOVING, *_MOVING, "recipient.met", *of_business))
        if chance(random, 0.12):
            return name, {"exists": chance(random, 0.5)}
        if name in WORDS:
            return name, self._word_test(WORDS[name], has_several=_TYPES[name] is FactType.SET)
        if _TYPES[name] is FactType.BOOLEAN or chance(random, 0.15):
            value = self.literal(name)
            return name, random.choice((value, {"is": value}, {"is_not": value}))
        bounds = {word: self.literal(name) for word in some(random, _SIZES)}
        return name, bounds

    def _word_test(self, pool: tuple[str, ...], *, has_several: bool) -> Any:
        words = some(self.random, pool, 3)
        if has_several and chance(self.random, 0.3):
            return {"includes": words}
        return self.random.choice((words[0], words, {"is": words[0]}, {"is_not": words[0]}, {"none_of": words}))


def time_of_day(random: Random, latest: int = QUARTERS_A_DAY) -> str:
    """A quarter of an hour on the clock."""
    minutes = timedelta(minutes=15 * random.randint(0, latest)) // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"
