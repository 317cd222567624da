"""A clock that stands until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock

from courtesy import UnusableArgumentError


class Clock:
    """A clock that shows one time until a test moves it.

    `now()` is what it shows; the clock itself can be called, for whatever takes a `clock`: a ledger, a log, a server.
    May be used from many threads.
    """

    def __init__(self, now: datetime) -> None:
        """Show `now`, which has a time zone. Raises UnusableArgumentError."""
        self._now, self._alone = aware_time("now", now), Lock()

    def now(self) -> datetime:
        """The time that it shows, in the zone in which it was set."""
        return self._now

    __call__ = now

    def advance(
        self, by: timedelta = timedelta(0), *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Go forward by so much time, `advance(days=7)` or a `timedelta`, and give what it shows then.

        It is time that passes: on the day when clocks are put forward, 24 hours later is an hour later on the clock.
        Raises UnusableArgumentError where it would go back, which `set` can.
        """
        passed = by + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if passed < timedelta(0):
            raise UnusableArgumentError(f"expected a time that passes, found `{passed}`", "put it back by `set`")
        with self._alone:
            self._now = (self._now.astimezone(UTC) + passed).astimezone(self._now.tzinfo)
            return self._now

    def set(self, now: datetime) -> datetime:
        """Show another time, later or earlier. Raises UnusableArgumentError where it has no time zone."""
        with self._alone:
            self._now = aware_time("now", now)
            return self._now

    def __repr__(self) -> str:
        return f"<Clock {self._now.isoformat()}>"


def aware_time(name: str, given: object) -> datetime:
    """A time with a zone. Raises UnusableArgumentError."""
    if isinstance(given, datetime) and given.utcoffset() is not None:
        return given
    raise UnusableArgumentError(
        f"expected an aware datetime as `{name}`, found `{given!s:.60}`",
        "give one such as `datetime(2026, 1, 5, 9, tzinfo=UTC)`",
    )
