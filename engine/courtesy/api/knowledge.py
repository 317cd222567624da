"""What is known of a case at the time of a question: the history up to then, and what is to be told about it."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.api.errors import FutureTouchError
from courtesy.errors import InvalidInputError
from courtesy.explanation import notices
from courtesy.facts.hits import Same
from courtesy.instants import instant
from courtesy.model.vocabulary import EVENTS, OUTCOMES
from courtesy.spans import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime

    from courtesy.model.case import Case, History, Touch
    from courtesy.model.verdict import Notice
    from courtesy.model.vocabulary import Vocabulary


class Known(NamedTuple):
    """A case as it is known, and what a reader should know about that."""

    case: Case
    notices: tuple[Notice, ...]


def as_known(case: Case, now: datetime, vocabulary: Vocabulary, *, as_of: bool) -> Known:
    """The case as it is known at `now`; with `as_of` later touches are left out, and their number is told.

    Raises InvalidInputError for touches later than `now` where they are not to be left out: a history is what has
    happened.
    """
    history = case.history
    if history is None:
        return Known(case, ())
    known = history.until(instant(now))
    later = range(known.length, history.length)
    if later and not as_of:
        raise InvalidInputError(_premature(history, place, now) for place in later)
    told = (notices.touches_left_out(len(later), now),) if later else ()
    return Known(case if not later else replace(case, history=known), (*told, *_words_nobody_knows(known, vocabulary)))


def _premature(history: History, place: int, now: datetime) -> FutureTouchError:
    path = ("history", history.log.listed[place], "at")
    return FutureTouchError(replace(NOWHERE, path=path), history.log.touches[place].at, now)


def _words_nobody_knows(history: History, vocabulary: Vocabulary) -> tuple[Notice, ...]:
    """The notices about unknown words, found once for each history."""
    found, key = history.log.found, ("unknown words", history.length, Same(vocabulary))
    if key not in found:
        found[key] = tuple(_unknown_words(history.touches, vocabulary))
    return found[key]  # type: ignore[return-value]  # nobody else uses such keys


def _unknown_words(touches: Collection[Touch], vocabulary: Vocabulary) -> Iterator[Notice]:
    """A notice for each word of the touches that nobody has declared."""
    for field, read, known in _known_words(vocabulary):
        for word in sorted(set(map(read, touches)) - known):
            count = sum(getattr(touch, field) == word for touch in touches)
            yield notices.unknown_word(field, word, count)


@lru_cache(maxsize=64)
def _known_words(vocabulary: Vocabulary) -> tuple[tuple[str, Callable[[Touch], str], frozenset[str | None]], ...]:
    """The fields of touches that hold words, each with how to read it and the words that it can hold."""
    listed = (
        ("channel", vocabulary.channels),
        ("purpose", vocabulary.purposes),
        ("outcome", OUTCOMES),
        ("event", EVENTS),
    )
    return tuple((field, attrgetter(field), frozenset({None, *known})) for field, known in listed)
