"""What random policies and random cases draw from. All times lie on quarters of an hour: brute force relies on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")
Document = dict[str, Any]
"""A policy or a case as plain data, in the shape of its file."""

QUARTER = timedelta(minutes=15)
QUARTERS_A_DAY = 96

ZONES = (
    "America/New_York", "Europe/Berlin", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham",
    "America/Santiago", "UTC",
)  # fmt: skip
"""Clocks changed by an hour and by half of one, at midnight and in the night, on either hemisphere, and never."""

SEASONS = tuple(
    datetime(2026, month, day, tzinfo=UTC)
    for month, day in (
        (3, 7),  # New York puts the clock forward
        (3, 28),  # Europe forward
        (4, 4),  # Lord Howe, Chatham and Santiago back
        (9, 5),  # Santiago forward, at midnight
        (9, 26),  # Chatham forward
        (10, 3),  # Lord Howe forward
        (10, 24),  # Europe back
        (10, 31),  # New York back
        (11, 20),  # nothing special
        (12, 24),  # holidays
    )
)
"""Days around which all times of one policy and its cases lie."""

CHANNELS = ("email", "phone", "linkedin_message", "in_person", "whatsapp")
ADDRESSING_NOBODY = ("public_post", "board")
PURPOSES = ("thank_you", "follow_up", "other", "negotiate")
ROLES = ("interviewer", "hr", "owner", "scout")
TAGS = ("first", "urgent", "status")
STAGES = ("early", "middle", "late")
NOTES = ("plain", "no", "5", "\N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}")
RELATIONSHIPS = ("friend", "stranger")
PACES = ("90 minutes", "1 day", "24 hours", "1 week", "2 business days")


def dice(*seed: object) -> Random:
    """The random numbers that these values seed: the same ones on every machine."""
    return Random("/".join(map(str, seed)))  # noqa: S311  not for secrets


def chance(random: Random, share: float) -> bool:
    """True in that share of all throws."""
    return random.random() < share


def some(random: Random, pool: Sequence[_T], most: int = 2) -> list[_T]:
    """One to `most` different members of a pool."""
    return random.sample(pool, random.randint(1, min(most, len(pool))))


def quarters(random: Random, season: datetime, first_day: int, last_day: int) -> datetime:
    """A quarter of an hour between two days of a season."""
    return season + QUARTER * random.randint(first_day * QUARTERS_A_DAY, last_day * QUARTERS_A_DAY)
