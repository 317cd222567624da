"""Clocks that a test moves, and the fixtures that pytest gives."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

import courtesy
import courtesy_pytest
from courtesy.testing import Clock, FixedPolicy

NEW_YORK = ZoneInfo("America/New_York")


def test_a_clock_stands_until_it_is_moved() -> None:
    """It shows what it was set to, as a method and when called, and goes forward by time that passes."""
    clock = Clock(datetime(2026, 3, 7, 12, tzinfo=NEW_YORK))
    assert clock() == clock.now() == datetime(2026, 3, 7, 12, tzinfo=NEW_YORK)
    assert datetime(2026, 3, 8, 13, tzinfo=NEW_YORK) == clock.advance(hours=24)  # clocks were put forward
    assert clock.now().tzinfo is NEW_YORK
    assert datetime(2026, 3, 8, 18, 30, 5, tzinfo=UTC) == clock.advance(timedelta(hours=1), minutes=30, seconds=5)
    assert datetime(2026, 1, 1, tzinfo=UTC) == clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    assert "<Clock 2026-01-01T00:00:00+00:00>" == repr(clock)


def test_a_clock_has_a_zone_and_goes_forward() -> None:
    """A time without a zone is refused, and so is going back by `advance`; nothing has changed then."""
    clock = Clock(datetime(2026, 1, 5, tzinfo=UTC))
    for wrong in (lambda: Clock(datetime(2026, 1, 5)), lambda: clock.set(datetime(2026, 1, 5)),  # noqa: DTZ001
                  lambda: clock.advance(days=-1)):  # fmt: skip
        with pytest.raises(courtesy.UnusableArgumentError):
            wrong()
    assert datetime(2026, 1, 5, tzinfo=UTC) == clock.now()


@pytest.mark.parametrize("courtesy_policy", ["deny", {"outcome": "deny", "rule": "own.rule"}], indirect=True)
@pytest.mark.parametrize("courtesy_clock", [datetime(2026, 5, 1, tzinfo=UTC)], indirect=True)
def test_fixtures_can_be_told_otherwise(courtesy_policy: FixedPolicy, courtesy_clock: Clock) -> None:
    """Indirect parametrization gives another outcome, or all keywords, and another time."""
    case = courtesy_policy.case(contacts={"boss": {}}, zone="UTC", actions=[{"channel": "email", "to": "boss"}])
    verdict = courtesy_policy.check(case, now=courtesy_clock.now())
    assert ("deny", datetime(2026, 5, 1, tzinfo=UTC)) == (verdict.outcome, verdict.now)


def test_fixtures_begin_anew_for_every_test(courtesy_policy: FixedPolicy, courtesy_clock: Clock) -> None:
    """Without more they allow everything on a Monday morning, and nothing was asked yet."""
    assert ([], "2026-01-05T09:00:00+00:00") == (courtesy_policy.asked, courtesy_clock.now().isoformat())


def test_pytest_imports_nothing_of_courtesy_by_itself() -> None:
    """A run of pytest that does not use the fixtures imports no module of Courtesy."""
    said = "import sys, courtesy_pytest; print([name for name in sys.modules if name.split('.')[0] == 'courtesy'])"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert "[]\n" == run.stdout


def test_assertions_of_courtesy_are_not_rewritten() -> None:
    """Pytest is told to leave the package alone, and a pytest that does it in another way is left alone."""
    hook = SimpleNamespace(_must_rewrite={"courtesy", "courtesy_pytest"})
    courtesy_pytest.pytest_addoption(SimpleNamespace(rewrite_hook=hook))  # type: ignore[arg-type]
    assert {"courtesy_pytest"} == hook._must_rewrite
    courtesy_pytest.pytest_addoption(SimpleNamespace())  # type: ignore[arg-type]
