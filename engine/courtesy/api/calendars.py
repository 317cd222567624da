"""Codes of calendars, as policies and cases write them: whether there are such calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import UnknownCalendarError
from courtesy.facts.business_days import known_calendar
from courtesy.facts.calendar_names import near_calendars
from courtesy.spans import MappingNode
from courtesy.wording.synonyms import meant_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.model.policy import PolicySource
    from courtesy.spans import Scalar, Span

_NO_CODES = ("policy", "recipient")


def calendar_problem(code: Scalar) -> UnknownCalendarError | None:
    """What is wrong with a code; None where there is a calendar of that code."""
    return _problem(code, code.span)


def calendar_problems(policy: PolicySource) -> Iterator[UnknownCalendarError]:
    """What is wrong with the codes that a policy names."""
    weekends = policy.weekend if isinstance(policy.weekend, MappingNode) else MappingNode({})
    named = (policy.defaults.calendar, *(rule.calendar for rule in policy.rules))
    places = [(code, code.span) for code in named if code is not None and code not in _NO_CODES]
    for code, span in (*places, *((code, weekends.span_of(code)) for code in weekends)):
        if (problem := _problem(code, span, _NO_CODES)) is not None:
            yield problem


def _problem(code: str, span: Span, words: Collection[str] = ()) -> UnknownCalendarError | None:
    if known_calendar(code):
        return None
    return UnknownCalendarError(span, code, near_calendars(code, known_calendar) or meant_words(code, words))
