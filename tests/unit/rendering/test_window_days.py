"""What is told by days and weeks is what the stretches say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courtesy.instants import instant
from courtesy.model.outcome import Outcome
from courtesy.model.timetable import Stretch
from courtesy.rendering.windows.days import by_days
from courtesy.wording.times import WEEKDAYS

NEW_YORK, BEIRUT = ZoneInfo("America/New_York"), ZoneInfo("Asia/Beirut")
ZONES = (NEW_YORK, BEIRUT, ZoneInfo("UTC"))
MINUTES_OF_A_DAY = 24 * 60


def window(start: datetime, end: datetime, outcome: Outcome, *rules: str) -> Stretch:
    """A stretch of time."""
    return Stretch(start=start, end=end, outcome=outcome, rules=rules)


def test_an_hour_that_comes_twice_is_told_with_its_zone() -> None:
    """Where the clock shows a bound twice, its zone tells which of the two is meant."""
    start, first = datetime(2026, 11, 1, 0, 0, tzinfo=NEW_YORK), datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second, end = first.replace(fold=1), datetime(2026, 11, 2, 0, 0, tzinfo=NEW_YORK)
    windows = (
        window(start, first, Outcome.ALLOW),
        window(first, second, Outcome.WARN),
        window(second, end, Outcome.ALLOW),
    )
    (day,) = by_days(windows, NEW_YORK)
    expected = ["until 01:30 EDT and from 01:30 EST", "01:30 EDT to 01:30 EST"]
    assert expected == [hours.told for hours in day.hours]


def test_a_day_without_midnight_begins_when_the_clock_is_put_forward() -> None:
    """Where clocks skip midnight the day is whole all the same."""
    start = datetime(2026, 3, 27, 0, 0, tzinfo=BEIRUT)
    (days,) = by_days((window(start, datetime(2026, 3, 31, 0, 0, tzinfo=BEIRUT), Outcome.ALLOW),), BEIRUT)
    assert days.title == "Friday 27 March 2026 to Monday 30 March 2026"
    assert [hours.told for hours in days.hours] == ["all day"]


@st.composite
def timetables(draw: st.DrawFn) -> tuple[Stretch, ...]:
    """Stretches that come back daily on some weekdays, over changes of clocks, with a day on which they do not."""
    zone = draw(st.sampled_from(ZONES))
    start = datetime.combine(draw(st.dates(date(2026, 2, 20), date(2026, 4, 10))), time(draw(st.integers(0, 23))), zone)
    weekdays, holiday = draw(st.sets(st.integers(0, 6))), draw(st.integers(0, 40))
    daily = draw(st.dictionaries(st.integers(1, 23), st.sampled_from(Outcome), max_size=3))
    changes = {instant(start): (start, Outcome.DENY)}
    for ahead in range(1, draw(st.integers(2, 45))):
        day = start.date() + timedelta(days=ahead)
        open_hours = daily if day.weekday() in weekdays and ahead != holiday else {}
        for hour, outcome in {0: Outcome.DENY, **open_hours}.items():
            at = datetime.combine(day, time(hour), zone)
            changes[instant(at)] = (at, outcome)
    ordered = [changes[at] for at in sorted(changes)]
    return tuple(window(at, until, outcome, outcome.value) for (at, outcome), (until, _) in pairwise(ordered))


@given(timetables())
def test_days_tell_what_the_stretches_say(windows: tuple[Stretch, ...]) -> None:
    """Read back from its words, every full hour is what the stretch around it is."""
    zone = windows[0].start.tzinfo
    assert zone is not None
    told = {
        (day, hour): hours.rules
        for entry in by_days(windows, zone)
        for day in dates(entry.title)
        for hours in entry.hours
        for hour in full_hours(hours.told)
    }
    for stretch in windows:
        at = stretch.start.astimezone(UTC)
        while instant(at) < instant(stretch.end):
            shown = at.astimezone(zone)
            assert stretch.rules == told[shown.date(), shown.hour]
            at += timedelta(hours=1)


def dates(title: str) -> list[date]:
    """The dates that the title of some days means."""
    weekdays = set(range(7))
    which, each_week, span = title.partition(", each week from ")
    if each_week:
        numbers = [WEEKDAYS.index(name) for name in which.replace(" to ", ", ").replace(" and ", ", ").split(", ")]
        weekdays = set(range(numbers[0], numbers[1] + 1)) if " to " in which else set(numbers)
    bounds = [day_in(part) for part in (span or title).split(" to ")]
    days = (bounds[0] + timedelta(days=ahead) for ahead in range((bounds[-1] - bounds[0]).days + 1))
    return [day for day in days if day.weekday() in weekdays]


def day_in(text: str) -> date:
    """The date at the end of a text such as `Monday 23 November 2026`."""
    return datetime.strptime(" ".join(text.split()[-3:]), "%d %B %Y").replace(tzinfo=UTC).date()


def full_hours(told: str) -> list[int]:
    """The full hours that words such as `until 09:00 and from 17:00` mean."""
    found: list[int] = []
    for part in told.replace(" and ", ", ").split(", "):
        begin, end = 0, MINUTES_OF_A_DAY
        bounds = [int(word[:2]) * 60 + int(word[3:]) for word in part.split() if ":" in word]
        if part.startswith("until"):
            end = bounds[0]
        elif part.startswith("from"):
            begin = bounds[0]
        elif bounds:
            begin, end = bounds
        found.extend(hour for hour in range(24) if begin <= hour * 60 < end)
    return found
