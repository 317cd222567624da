"""What a policy prefers where its rules leave a choice: for making plans and proposing changes, never for judging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from courtesy.model.almanac import Almanac, OpenHours
from courtesy.values import HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.values import Duration


ANY_CHANNEL = "any"
"""The key of the gap between acts of whatever channel."""
USUAL_HOURS = (OpenHours(days=frozenset(range(7)), start=7 * HOUR, end=22 * HOUR),)
"""The candidate's own hours where a policy states none, and those in which everybody else is taken to be awake."""


class OptionalAct(Struct, frozen=True, kw_only=True):
    """An act that a plan may add once the obligations are met, again and again, `every` apart.

    It goes to the first contact with a role of `to` (in the order of the roles, then of the case), or to each contact
    with a role of `for_each`: one of the two is empty. The first contact with a role of `cc`, other than the
    recipient, gets a copy.
    """

    title: str
    channel: str
    purpose: str
    to: tuple[str, ...]
    for_each: tuple[str, ...]
    cc: tuple[str, ...]
    every: Duration


class Preferences(Struct, frozen=True, kw_only=True):
    """The preferences of a policy. `channels` are in order, the best first.

    `hours` are the preferred ones by channel; `own_hours` those outside which a candidate does nothing. `gaps` are the
    least time between two planned acts to one contact: by channel, and under `ANY_CHANNEL` between acts of whatever
    channel. Hours and lengths are read with `almanac`.
    """

    channels: tuple[str, ...] = ()
    hours: Mapping[str, tuple[OpenHours, ...]] = field(default_factory=dict)
    own_hours: tuple[OpenHours, ...] = USUAL_HOURS
    gaps: Mapping[str, Duration] = field(default_factory=dict)
    optional: tuple[OptionalAct, ...] = ()
    almanac: Almanac = Almanac()


NO_PREFERENCES = Preferences()
"""Those of a policy that states none."""
