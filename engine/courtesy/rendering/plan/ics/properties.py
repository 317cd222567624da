"""Properties that every entry of a calendar has, and text and times in the form that calendars take."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import vText

from courtesy.instants import Instant, instant, moment
from courtesy.values import MINUTE, SECOND

if TYPE_CHECKING:
    from icalendar.cal.component import Component

    from courtesy.model.plan import Plan

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""What some reader or other takes for the end of a line."""
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HIGHEST_SEQUENCE = 2**31 - 1


class _Text(vText):
    r"""Text that arrives as it was: the library takes a backslash and a capital N for a line break, in `C:\New` too."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode("utf-8")


def text(value: str) -> _Text:
    """Any text, fit for a calendar: without control characters, lines ending in one way."""
    return _Text(_NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", value)))


def local_time(at: datetime) -> datetime:
    """A time in whole seconds, rounded up: what is permitted from a time on is permitted then.

    In its own zone where that has a name, else in UTC. Also in UTC where the clock shows it twice: RFC 5545 means the
    first of the two, and some readers the second.
    """
    whole = moment(Instant(-(-instant(at) // SECOND) * SECOND), at.tzinfo or UTC)
    named = isinstance(whole.tzinfo, ZoneInfo) and whole.tzinfo.key
    twice = whole.replace(fold=0).utcoffset() != whole.replace(fold=1).utcoffset()
    return whole if named and not twice else whole.astimezone(UTC)


def all_day(component: Component, at: datetime) -> None:
    """Put an entry on the whole day of a time, on which one is no less free."""
    component.add("dtstart", at.date())
    component.add("dtend", at.date() + timedelta(days=1))
    component.add("transp", "TRANSPARENT")


def identify(component: Component, uid: str, plan: Plan, *, summary: str, description: str) -> None:
    """Give an entry its identity, its version (which grows with the plan's `now`) and its words."""
    made = plan.now.astimezone(UTC).replace(microsecond=0)
    component.add("uid", uid)
    component.add("dtstamp", made)
    component.add("last-modified", made)
    component.add("sequence", min(max(instant(made) // MINUTE, 0), _HIGHEST_SEQUENCE))
    component.add("summary", text(" ".join(summary.split())))
    component.add("description", text(description))
    # Who looks for another position may not want everyone to know who can see the calendar.
    component.add("class", "PRIVATE")
