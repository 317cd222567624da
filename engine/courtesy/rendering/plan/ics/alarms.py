"""What reminds of an entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm

from courtesy.rendering.plan.ics.properties import local_time, text

_BEFORE_START = timedelta(minutes=15)
# Time enough for a note or a call. What is due is mostly so at the clock time of the interview, so this is by day.
_BEFORE_DUE = timedelta(hours=2)


def before_start(summary: str) -> Alarm:
    """A quarter of an hour before the entry starts."""
    return _alarm(-_BEFORE_START, summary)


def before_due(due_by: datetime | None, since: datetime, summary: str) -> Alarm | None:
    """Two hours before it is due; None where that is not after `since`. It stays when the entry is moved."""
    if due_by is None or (at := local_time(due_by).astimezone(UTC) - _BEFORE_DUE) <= since:
        return None
    return _alarm(at, f"Due in two hours: {summary}")


def _alarm(trigger: timedelta | datetime, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    # The library does not say what kind of value a time is, and readers would take it for a length.
    alarm.add("trigger", trigger, {"VALUE": "DATE-TIME"} if isinstance(trigger, datetime) else {})
    alarm.add("description", text(summary))
    return alarm
