"""Random cases: unknown facts, times around changes of clocks, and histories that nobody would expect."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courtesy.instants import readings
from courtesy.model.fact_declarations import TONES
from courtesy.model.vocabulary import EVENTS, OUTCOMES, VOID_OUTCOMES
from courtesy.selfcheck.dice import (
    ADDRESSING_NOBODY,
    CHANNELS,
    NOTES,
    PACES,
    PURPOSES,
    QUARTER,
    QUARTERS_A_DAY,
    RELATIONSHIPS,
    ROLES,
    SEASONS,
    STAGES,
    TAGS,
    ZONES,
    chance,
    dice,
    quarters,
    some,
)
from courtesy.selfcheck.random_calendars import CALENDARS

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document

NAMES = {"ana": "Ana Lima", "ben": "Ben", "cy": "\N{CYRILLIC CAPITAL LETTER ZE}\N{CYRILLIC SMALL LETTER O}\u044f"}
_OTHER_NAMES = {"ana": "Anita", "ben": "B. Roe", "cy": "Zoya"}
_SUBJECTS = ("Our talk", "Re: Your awful manners", "Your awful process", "AW: Thank you")
_BODIES = (
    "Thank you for the interview.",
    "This was awful, and you are rude.",
    "Ben and @zoya, when do you decide? I can call.",
    "",
)
UNDECLARED = "zoology"
"""A purpose that nobody declares."""
Kind = tuple[str, str | None]
"""A channel and a purpose, None being unknown."""


def _stated(random: Random) -> Document:
    """What may be stated of a text; it has dice of its own, so that what else is thrown stays as it was."""
    found: Document = {"tone": random.choice(TONES), "mentions_thanks": chance(random, 0.5)}
    found["language"] = random.choice(("en", "de"))
    return {name: value for name, value in found.items() if chance(random, 0.1)}


def random_kinds(random: Random) -> list[Kind]:
    """The kinds of acts that the cases of one policy propose: each costs a profile, so there are few."""
    purposes = (*PURPOSES, None)
    kinds: list[Kind] = [(channel, random.choice(purposes)) for channel in random.sample(CHANNELS, 3)]
    odd = random.choice((*ADDRESSING_NOBODY, "pigeon", "x"))
    return [*kinds, (odd, "other")] if chance(random, 0.5) else kinds


def random_case(random: Random, season: datetime, kinds: list[Kind], actions: int) -> tuple[Document, datetime]:
    """A case with that many actions as a mapping of the shape of its file, and the time of the check."""
    now = quarters(random, season, -3, 3)
    return _Cases(random, season, now).case(kinds, actions), now


def random_past(random: Random, season: datetime, kinds: list[Kind]) -> Document:
    """A case of what was done, as a mapping of the shape of its file, for who looks back."""
    return _Cases(random, season, quarters(random, season, -3, 3)).past(kinds)


@lru_cache(maxsize=len(SEASONS))
def clock_changes(season: datetime) -> tuple[datetime, ...]:
    """When clocks are changed around a season, wherever anybody lives."""
    quarters_around = [season + QUARTER * number for number in range(-QUARTERS_A_DAY, 3 * QUARTERS_A_DAY)]
    zones = [ZoneInfo(name) for name in ZONES]
    return tuple(
        at
        for at in quarters_around
        if any(at.astimezone(zone).utcoffset() != (at - QUARTER).astimezone(zone).utcoffset() for zone in zones)
    )


class _Cases:
    """Draws one case."""

    def __init__(self, random: Random, season: datetime, now: datetime) -> None:
        self.random, self.season, self.now = random, season, now
        self.looks_back = chance(random, 0.1)
        self.zone = None if chance(random, 0.15) else random.choice(ZONES)
        self.moments = [quarters(random, season, -4, 4) for _ in range(3)]

    def case(self, kinds: list[Kind], actions: int) -> Document:
        """The whole case."""
        random = self.random
        names = random.sample(sorted(NAMES), random.randint(1, len(NAMES)))
        found: Document = {} if self.zone is None else {"zone": self.zone}
        interview = self.known(0.8, ended_at=self.time_or_date(-8, 1))
        interview |= self.known(0.4, decision_promised_for=self.time_or_date(-2, 5))
        found["interview"] = interview | self.known(0.4, format=random.choice(("in_person", "phone", "video")))
        linkedin = self.known(0.5, profile_polished=chance(random, 0.5), recommendations=random.randint(0, 3))
        found["candidate"] = {"linkedin": linkedin}
        found["case"] = self.known(0.5, status=random.choice(("open", "offered", "rejected")))
        found["contacts"] = {name: self.contact(name) for name in names}
        if chance(random, 0.1):
            found["history"] = "unknown"
        elif chance(random, 0.9):
            found["history"] = [self.touch(kinds, names, actions) for _ in range(random.choice((0, 1, 2, 3, 5, 8, 12)))]
        found["attributes"] = self.attributes(0.5, dates=True)
        found["actions"] = [self.action(number, kinds, names) for number in range(1, actions + 1)]
        return found

    def known(self, share: float, **values: Any) -> Document:
        """Each of the values, or not: what is absent is unknown."""
        return {key: value for key, value in values.items() if chance(self.random, share)}

    def contact(self, name: str) -> Document:
        """A contact with what is known of it."""
        random = self.random
        roles = random.sample(ROLES, random.randint(0, 2))
        found = self.known(0.75, name=NAMES[name], roles=roles)
        found |= self.known(0.2, desk=chance(random, 0.8))
        found |= self.known(0.4, calendar=random.choice(CALENDARS))
        found |= self.known(0.3, met=chance(random, 0.5), relationship=random.choice(RELATIONSHIPS))
        if chance(random, 0.1):
            found["desk"] = True
        if "met" in found:  # no draw of its own, which would make other cases of every seed
            found |= {"other_names": [_OTHER_NAMES[name]], "handles": [f"@{name}"]}
        own = self.known(0.5, agreed=chance(random, 0.5), rank=random.randint(0, 3), back=self.time_or_date(-4, 5))
        found |= {"attributes": own} if own else {}
        clocks = random.random()
        if clocks < 0.4:  # noqa: PLR2004  as likely as that
            found["zone"] = random.choice(ZONES)
        elif clocks < 0.55:  # noqa: PLR2004  as likely as that
            found["zones"] = some(random, ZONES, 3)
        return found

    def touch(self, kinds: list[Kind], names: list[str], actions: int) -> Document:
        """Something that happened, often at the instant of something else; in a look back, perhaps later than now."""
        random = self.random
        channel, purpose = random.choice(kinds) if chance(random, 0.7) else (random.choice(CHANNELS), "other")
        odd_moment = random.choice(self.moments) - QUARTER * random.choice((0, 0, 96, 4 * 26, 7 * 96, 1))
        at = odd_moment if chance(random, 0.3) else quarters(random, self.season, -12, 3)
        if at > self.now and not self.looks_back:
            at = self.now - (at - self.now)
        found: Document = {"channel": channel, "at": self.written(at)}
        if purpose is not None and chance(random, 0.8):
            found["purpose"] = purpose if chance(random, 0.95) else UNDECLARED
        if chance(random, 0.25):
            found |= {"direction": "inbound", "from": random.choice(names), "event": random.choice(EVENTS)}
        elif channel not in ADDRESSING_NOBODY:
            found["to"] = some(random, names)
        if chance(random, 0.3):
            found["cc"] = some(random, names)
        if chance(random, 0.3):
            found["outcome"] = random.choice((*OUTCOMES, "xylophone"))
        if chance(random, 0.05):
            found["id"] = f"act-{random.randint(1, actions)}"
        return found | self.known(0.3, tags=some(random, TAGS)) | self.known(0.3, attributes=self.attributes(0.3))

    def action(self, number: int, kinds: list[Kind], names: list[str]) -> Document:
        """Something proposed."""
        random = self.random
        channel, purpose = random.choice(kinds)
        found: Document = {"id": f"act-{number}", "channel": channel}
        if purpose is not None:
            found["purpose"] = purpose
        if channel not in ADDRESSING_NOBODY:
            found["to"] = random.choice(names) if chance(random, 0.8) else some(random, names, 3)
        if chance(random, 0.95):
            at = random.choice(self.moments) if chance(random, 0.3) else quarters(random, self.season, -2, 6)
            found["at"] = self.written(at)
        message = self.message(len(repr(found)))
        found |= self.known(0.3, cc=some(random, names), tags=some(random, TAGS), message=message)
        return found | self.known(0.2, attributes=self.attributes(0.4))

    def message(self, seed: object) -> Document:
        """A text, and what is stated of it."""
        found = self.known(0.8, subject=self.random.choice(_SUBJECTS), body=self.random.choice(_BODIES))
        return found | _stated(dice("stated", seed))

    def past(self, kinds: list[Kind]) -> Document:
        """A case of what was done: every touch has an id, and what went out is also the action that it was."""
        found = {**self.case(kinds, 1), "actions": []}
        history = found["history"] = [] if found.get("history") == "unknown" else found.get("history", [])
        changes = clock_changes(self.season)
        for number, touch in enumerate(history):
            touch["id"] = f"act-{number}"
            if changes and chance(self.random, 0.1):
                near = self.random.choice(changes) + QUARTER * self.random.randint(-5, 5)
                touch["at"] = self.written(near - timedelta(days=self.random.choice((0, 0, 1, 7))))
            away = touch.get("outcome") in VOID_OUTCOMES or touch.get("direction") == "inbound"
            if not away and touch.get("purpose") != UNDECLARED:
                act = {key: said for key, said in touch.items() if key not in {"direction", "outcome"}}
                found["actions"].append(act | self.known(0.3, message=self.message((len(repr(act)), number))))
        return found

    def attributes(self, share: float, *, dates: bool = False) -> Document:
        """Values for facts of the policy's own, of every type."""
        random = self.random
        return self.known(
            share,
            flag=chance(random, 0.5),
            level=random.randint(0, 3),
            score=random.choice((0, 0.5, 1, 2.25, -1.5)),
            note=random.choice(NOTES),
            stage=random.choice(STAGES),
            due=self.time_or_date(-4, 5) if dates else self.written(quarters(random, self.season, -4, 5)),
            pace=random.choice(PACES),
        )

    def time_or_date(self, first_day: int, last_day: int) -> str:
        """A time, or a bare date."""
        at = quarters(self.random, self.season, first_day, last_day)
        return at.date().isoformat() if chance(self.random, 0.3) else self.written(at)

    def written(self, at: datetime) -> str:
        """The time as a file has it: with an offset, or as the clocks of the case show it if they show it once."""
        if self.zone is not None and chance(self.random, 0.4):
            zone = ZoneInfo(self.zone)
            local = at.astimezone(zone).replace(tzinfo=None, fold=0)
            if len(readings(local, zone)) == 1:
                return local.isoformat()
        return at.astimezone(ZoneInfo(self.random.choice(ZONES))).isoformat()
