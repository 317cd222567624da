"""Codes of calendars, as policies and cases write them: whether there are such calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import UnknownCalendarError
from courtesy.facts.business_days import known_calendar, near_calendars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import PolicySource
    from courtesy.spans import Scalar

_NO_CODES = frozenset({"policy", "recipient"})


def calendar_problem(code: Scalar) -> UnknownCalendarError | None:
    """What is wrong with a code; None where there is a calendar of that code."""
    return None if known_calendar(code) else UnknownCalendarError(code.span, code, near_calendars(code))


def calendar_problems(policy: PolicySource) -> Iterator[UnknownCalendarError]:
    """What is wrong with the codes that a policy names."""
    named = (policy.defaults.calendar, *(rule.calendar for rule in policy.rules))
    for code in named:
        if code is not None and code not in _NO_CODES and (problem := calendar_problem(code)) is not None:
            yield problem
