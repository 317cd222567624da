"""A policy's preferences as labelled rows of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.preferences import ANY_CHANNEL, Preferences
from courtesy.wording.acts import act_noun
from courtesy.wording.hours import permitted_hours
from courtesy.wording.text import joined, plural_noun, sentence, with_article
from courtesy.wording.touches import any_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.preferences import OptionalAct
    from courtesy.model.vocabulary import Vocabulary


def preference_rows(preferences: Preferences, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Labels and sentences; a label stands once and covers the sentences after it."""
    if preferences.channels:
        yield "First", sentence(", then ".join(vocabulary.words_for("channel", name) for name in preferences.channels))
    label = "Hours"
    for windows, channels in _by_hours(preferences).items():
        acts = joined(plural_noun(vocabulary.noun_for("channel", name)) for name in channels)
        yield label, sentence(f"{acts}: {windows}")
        label = ""
    if _is_stated(preferences):
        own = permitted_hours(preferences.own_hours)
        yield "Own", sentence(f"nothing outside the candidate's own hours: {own}")
    label = "Gaps"
    for channel, length in preferences.gaps.items():
        acts = "actions" if channel == ANY_CHANNEL else plural_noun(vocabulary.noun_for("channel", channel))
        yield label, sentence(f"at least {length} between two {acts} to the same contact")
        label = ""
    label = "Also"
    for optional in preferences.optional:
        yield label, sentence(f"{optional.title}: {_optional(optional, vocabulary)}")
        label = ""


def _is_stated(preferences: Preferences) -> bool:
    """Whether a policy prefers anything: what holds for every policy is told beside what it says itself."""
    return preferences != Preferences(almanac=preferences.almanac)


def _by_hours(preferences: Preferences) -> dict[str, list[str]]:
    """The channels that share the same hours, by these in words."""
    found: dict[str, list[str]] = {}
    for channel, windows in preferences.hours.items():
        found.setdefault(permitted_hours(windows), []).append(channel)
    return found


def _optional(optional: OptionalAct, vocabulary: Vocabulary) -> str:
    to = _in_turn(optional.to, vocabulary) if optional.to else f"each {any_in(optional.for_each, vocabulary)}"
    copied = f", copied to {_in_turn(optional.cc, vocabulary)}" if optional.cc else ""
    act = act_noun(optional.channel, optional.purpose, vocabulary).name
    return f"{act} to {to}{copied}, at least {optional.every} apart"


def _in_turn(roles: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Roles of which the first that somebody has is meant."""
    return ", or else ".join(with_article(any_in((role,), vocabulary)) for role in roles)
