"""Holidays, closed days and business hours in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.values import DAY
from courtesy.wording import times
from courtesy.wording.hours import on_dates, permitted_hours
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.almanac import Closed, WorkCalendar
    from courtesy.model.facts import Closing


def closed_by(closing: Closing) -> str:
    """What closes hours that would be open, their weekday and time of day being right."""
    if closing.closed is not None:
        return closed(closing.closed)
    day = times.date_and_month(closing.day)
    return f"and {day} is {'a closed date' if closing.holiday is None else f'a holiday, {closing.holiday}'}"


def closed(days: Closed) -> str:
    """`closed from 24 December to 1 January (stocktaking)`, `closed on 24 December from 12:00 on`."""
    return f"closed {_when(days)}"


def _when(days: Closed) -> str:
    begins, ends = (times.time_of_day(edge) for edge in (days.start, days.end))
    part = ""
    if not days.all_day:
        part = (
            f" from {begins} on" if days.end == DAY else f" until {ends}" if days.start == 0 else f" {begins} to {ends}"
        )
        part = part if days.dates.first == days.dates.last else f", each day{part}"
    return f"{on_dates(days.dates)}{part}{f' ({days.because})' if days.because else ''}"


def calendar_sentences(calendar: WorkCalendar) -> Iterator[str]:
    """When people work by the calendar of a policy."""
    if calendar.named:
        yield f"holidays and business days follow {whose_calendar(calendar)}"
    for code, days in calendar.weekends:
        of = "" if code == calendar.code and len(calendar.weekends) == 1 else f" of the {code} calendar"
        yield f"the weekend{of} is {times.weekdays(days)}"
    if calendar.closed:
        yield f"nobody works {joined(map(_when, calendar.closed), 'or')}"
    if calendar.hours:
        yield f"business hours are {permitted_hours(calendar.hours).removeprefix('every day ')}, on business days"


def whose_calendar(calendar: WorkCalendar) -> str:
    """`the US calendar`, `the recipient's own calendar, or the US calendar where they have none`."""
    policys = f"the {calendar.code} calendar"
    if not calendar.of_recipient:
        return policys
    return f"the recipient's own calendar{f', or {policys} where they have none' if calendar.code else ''}"
