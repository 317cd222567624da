"""One action toward each of its recipients, and the clock on which its times are told."""

from __future__ import annotations

from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING

from courtesy.instants import Instant, find_zone
from courtesy.model.facts import Occasion

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from courtesy.model.case import Action, Case, Contact, History


def occasions_of(
    case: Case, action: Action, history: History | None, at: Instant, *, copies: bool = True
) -> tuple[Occasion, ...]:
    """The action at one moment toward each contact: those it addresses, or nobody, and then those who get a copy.

    The latter are left out where `copies` is false: no rule that matters is about them.
    Its own touch does not count for it. A contact with several plausible zones has an occasion in each of them, one
    after the other.
    """
    if history is not None:
        history = history.without(action.id)
    addressed: list[Contact | None] = [placed for name in action.to for placed in case.contacts[name].placed()]
    others = [name for name in dict.fromkeys(action.cc) if name not in action.to] if copies else []
    copied = [placed for name in others for placed in case.contacts[name].placed()]
    return (
        *[Occasion(case, action, recipient, history, at) for recipient in addressed or [None]],
        *[Occasion(case, action, recipient, history, at, copied=True) for recipient in copied],
    )


def by_recipient(occasions: tuple[Occasion, ...]) -> list[list[int]]:
    """The places of the occasions of each recipient, in their order."""
    if len(occasions) == 1:
        return [[0]]

    def whose(place: int) -> tuple[str | None, bool]:
        occasion = occasions[place]
        return None if occasion.recipient is None else occasion.recipient.id, occasion.copied

    return [list(places) for _, places in groupby(range(len(occasions)), key=whose)]


def zone_of(occasion: Occasion) -> tzinfo | None:
    """The zone of the recipient, or of the case; None where neither is known."""
    names = occasion.recipient.zones if occasion.recipient else ()
    name = names[0] if names else occasion.case.zone
    return None if name is None else find_zone(name)


def own_zone(case: Case) -> tzinfo | None:
    """The zone of the candidate; None where it is unknown."""
    return None if case.candidate_zone is None else find_zone(case.candidate_zone)


def clock_for(occasions: tuple[Occasion, ...], at: datetime) -> tzinfo:
    """The zone in which times about an action are told: the first recipient's, or that of `at` where it is unknown."""
    return zone_of(occasions[0]) or at.tzinfo or UTC
