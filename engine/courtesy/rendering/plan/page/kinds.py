"""What a stretch of time comes to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.outcome import Outcome
from courtesy.rendering import titles

if TYPE_CHECKING:
    from courtesy.model.timetable import Stretch
    from courtesy.rendering.plan.page.names import Names


class Kind(Struct, frozen=True):
    """What a stretch of time comes to: its mark in the style sheet, its words, and what they mean."""

    id: str
    word: str
    meaning: str


KINDS = {
    Outcome.ALLOW: Kind("open", "Open", "nothing stands in the way"),
    Outcome.WARN: Kind("warned", "Against advice", "permitted, but goes against some advice"),
    Outcome.UNDETERMINED: Kind("undecided", "Not decided", "something must be known first"),
    Outcome.WAIT: Kind("closed", "Closed for now", "not permitted yet"),
    Outcome.DENY: Kind("refused", "Closed", "not permitted"),
}


def kind_of(window: Stretch) -> Kind:
    """What a stretch comes to."""
    return KINDS[window.outcome]


def why(window: Stretch, names: Names) -> str:
    """Why a stretch is what it is."""
    return names.rules(window.rules) if window.rules else titles.capital(kind_of(window).meaning)
