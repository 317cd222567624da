"""Times and lengths of time in SQL are the texts that Python writes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from courtesy.bulk import as_text, sql
from courtesy.bulk.engines.duckdb import Session
from courtesy.facts.clock import day_number
from courtesy.instants import instant

ZONES = ("America/New_York", "Africa/Monrovia", "Asia/Kathmandu", "Europe/Amsterdam", "UTC")
FIRST, LAST = datetime(1900, 1, 1), datetime(2199, 12, 31)  # noqa: DTZ001  Hypothesis wants them so
moments = st.builds(
    lambda at, whole, zone: (at.replace(microsecond=0) if whole else at).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)),
    st.datetimes(FIRST, LAST),
    st.booleans(),
    st.sampled_from(ZONES),
)


SESSION = Session(threads=1)


def _said(text: sql.Sql) -> object:
    return SESSION.ask(f"SELECT {text.sql(dialect='duckdb')} AS said")["said"][0].as_py()


@given(moments)
def test_a_reading_is_that_of_python(moment: datetime) -> None:
    """What a clock shows has the offset that its zone had then, and a fraction of a second where there is one."""
    at = instant(moment)
    shown = at + (moment.utcoffset() or timedelta()) // timedelta(microseconds=1)
    assert moment.isoformat() == _said(as_text.reading(sql.constant(at), sql.constant(shown)))


@given(st.integers(-(2**53), 2**53) | st.integers(-(10**10), 10**10).map(lambda count: count * 10**6))
def test_seconds_are_those_of_python(length: int) -> None:
    """Whole seconds are a whole number, and others the shortest decimal of their double."""
    seconds = timedelta(microseconds=length).total_seconds()
    expected = str(int(seconds) if seconds == int(seconds) else seconds)
    assert expected == _said(as_text.seconds(sql.constant(length)))


@given(st.dates(FIRST.date(), LAST.date()))
def test_a_day_is_its_iso_date(day: date) -> None:
    """A day number is said as its date."""
    assert day.isoformat() == _said(as_text.date(sql.constant(day_number(day))))
