"""When an act is permitted, as text and as Markdown."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from courtesy.model.case import Action
from courtesy.model.outcome import Outcome
from courtesy.model.timetable import Stretch, Timetable
from courtesy.rendering import renderer
from courtesy.rendering.ink import Ink, plain
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import FRESH, LANES, chicago, new_york

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = {"text": "txt", "markdown": "md"}
NEW_YORK = ZoneInfo("America/New_York")
NOTE, EMAIL, PHONE, CONNECTION = (
    Timetable(
        policy=FRESH.policy,
        action=Action(id="proposed", channel=lane.channel),
        description=lane.description,
        start=lane.windows[0].start,
        until=lane.windows[-1].end,
        windows=lane.windows,
    )
    for lane in LANES
)


def _window(start: datetime, end: datetime, outcome: Outcome, *rules: str) -> Stretch:
    return Stretch(start=start, end=end, outcome=outcome, rules=rules)


def _nightly(start: datetime, days: int, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Open by day, closed from 22:00 to 08:00 and warned about until 09:00."""
    day, bounds = start.date(), []
    for ahead in range(days):
        for hour, outcome in ((8, Outcome.WARN), (9, Outcome.ALLOW), (22, Outcome.WAIT)):
            bounds.append((datetime.combine(day + timedelta(days=ahead), time(hour), zone), outcome))
    bounds = [(start, Outcome.WAIT), *((at, outcome) for at, outcome in bounds if at > start)]
    rules = {Outcome.WAIT: ("timing.no-nights",), Outcome.WARN: ("timing.phone-in-business-hours",), Outcome.ALLOW: ()}
    return tuple(
        _window(at, until, outcome, *rules[outcome])
        for (at, outcome), (until, _) in pairwise(
            (*bounds, (datetime.combine(day + timedelta(days), time(), zone), None))
        )
    )


_CLOSED = _window(new_york(11, 23, 9), new_york(12, 21, 9), Outcome.DENY, "prohibitions.no-text-messages")
_IN_KATHMANDU = timezone(timedelta(hours=5, minutes=45))
WINDOWS = {
    "open": replace(NOTE, windows=(replace(NOTE.windows[0], outcome=Outcome.ALLOW, rules=()),)),
    "advised-against": NOTE,
    "later": EMAIL,
    "later-again": replace(EMAIL, then=chicago(12, 21, 9)),
    "best-later": replace(
        PHONE,
        start=new_york(11, 22, 9),
        until=new_york(11, 23, 17),
        windows=(
            _window(new_york(11, 22, 9), new_york(11, 23, 9), Outcome.WARN, "timing.phone-in-business-hours"),
            _window(new_york(11, 23, 9), new_york(11, 23, 17), Outcome.ALLOW),
        ),
    ),
    "daily": PHONE,
    "nightly": replace(
        PHONE,
        start=datetime(2026, 3, 5, 7, 30, tzinfo=NEW_YORK),
        until=datetime(2026, 3, 12, 0, 0, tzinfo=NEW_YORK),
        windows=_nightly(datetime(2026, 3, 5, 7, 30, tzinfo=NEW_YORK), 7, NEW_YORK),
    ),
    "undetermined": replace(CONNECTION, missing=("candidate.linkedin.recommendations",)),
    "closed": replace(PHONE, description="", windows=(_CLOSED,)),
    "closed-until": replace(
        PHONE,
        windows=(
            replace(
                _CLOSED,
                outcome=Outcome.WAIT,
                rules=("frequency.email-once-a-week", "defaults.unlisted_channel", "nobody.knows"),
            ),
        ),
        then=new_york(12, 22, 9),
    ),
}


def _shown(windows: Timetable, format_name: str) -> str:
    text: str = renderer("windows", format_name)(windows, POLICY, plain)
    return text


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("name", WINDOWS)
def test_windows_are_rendered_as_recorded(name: str, format_name: str, snapshot: Callable[[str, str], None]) -> None:
    """Each kind of windows reads in each format exactly as its snapshot does."""
    snapshot(f"windows/{name}.{SUFFIXES[format_name]}", _shown(WINDOWS[name], format_name))


@pytest.mark.parametrize("name", WINDOWS)
def test_text_fits_a_terminal(name: str) -> None:
    """No line is longer than 80 columns."""
    assert [line for line in _shown(WINDOWS[name], "text").splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", WINDOWS)
def test_colour_changes_no_word(name: str) -> None:
    """With colour the same words stand in the same places as without."""

    def braces(text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m"

    coloured = renderer("windows", "text")(WINDOWS[name], POLICY, braces)
    for ink in Ink:
        coloured = coloured.replace(f"\x1b[{ink.value}m", "")
    assert _shown(WINDOWS[name], "text") == coloured.replace("\x1b[0m", "")


@pytest.mark.parametrize("format_name", SUFFIXES)
def test_control_characters_do_not_reach_the_terminal(format_name: str) -> None:
    """A name cannot move the cursor, and Markdown does not take it for markup."""
    text = _shown(replace(EMAIL, description="mail\x1b[2J to\n<b>"), format_name)
    assert ("\x1b" in text, "<b>" in text) == (False, format_name == "text")


def test_hours_are_those_of_the_recipient() -> None:
    """The reader is told on whose clocks hours are read, by offset where the zone has no name."""
    start = datetime(2026, 3, 5, 9, 0, tzinfo=_IN_KATHMANDU)
    stretches = tuple(
        _window(start + timedelta(hours=hour), start + timedelta(hours=hour + 1), outcome)
        for hour, outcome in enumerate((Outcome.ALLOW, Outcome.WARN) * 4)
    )
    shown = replace(PHONE, start=start, until=stretches[-1].end, windows=stretches)
    assert "Hours are local time in UTC+05:45." in _shown(shown, "text")
