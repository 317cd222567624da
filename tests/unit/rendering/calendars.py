"""Calendars, written, and read back by two libraries that have nothing to do with the one that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import vobject
from ical.calendar_stream import IcsCalendarStream
from ical.timezone import IcsTimezoneInfo
from msgspec.structs import replace

from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo

    from courtesy.model.plan import Plan, PlannedAction

NOTE = FRESH.actions[0]


def written(plan: Plan) -> str:
    """The calendar of a plan."""
    text: str = renderer("plan", "ics")(plan, POLICY, plain)
    return text


def parsed(text: str) -> Any:
    """The calendar, as vobject reads it: with the zones of this file, not of one that it read before."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    # Read twice: what was UTC in 2000 it takes for no zone of the file's, and asks pytz.
    for zone in vobject.readOne(text).contents.get("vtimezone", ()):
        vobject.icalendar.registerTzid(zone.tzid.value, zone.tzinfo)
    return vobject.readOne(text)


def read(plan: Plan) -> Any:
    """The calendar of a plan, as vobject reads it."""
    return parsed(written(plan))


def entries(plan: Plan) -> list[Any]:
    """All entries of the calendar of a plan, as vobject reads them."""
    return [entry for entry in read(plan).components() if entry.name != "VTIMEZONE"]


def read_by_ical(text: str) -> Any:
    """The calendar, as ical reads it."""
    return IcsCalendarStream.calendar_from_ics(text)


def _zone_by_vobject(text: str) -> tzinfo:
    found: tzinfo = vobject.readOne(text).vtimezone.tzinfo
    return found


def _zone_by_ical(text: str) -> tzinfo:
    return IcsTimezoneInfo.from_timezone(read_by_ical(text).timezones[0])


ZONE_READERS: dict[str, Callable[[str], tzinfo]] = {"vobject": _zone_by_vobject, "ical": _zone_by_ical}
"""How each reader understands the one time zone of a calendar."""


def with_acts(*planned: PlannedAction) -> Plan:
    """The plan with other acts."""
    return replace(FRESH, actions=planned)


def at(moment: datetime, **reason: Any) -> PlannedAction:
    """The note at another time, and with another reason."""
    action, verdict = replace(NOTE.action, at=moment), replace(NOTE.verdict, at=moment)
    return replace(NOTE, action=action, verdict=verdict, reason=replace(NOTE.reason, **{"due_by": None, **reason}))
