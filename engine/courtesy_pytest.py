"""Fixtures for whoever tests with pytest a program that embeds Courtesy.

Every run of pytest reads this file where Courtesy is installed: nothing of Courtesy is imported before a test asks.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from courtesy.testing import Clock, FixedPolicy

_MONDAY_MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Keep pytest from rewriting the assertions of Courtesy, as it does with all that comes with a plugin.

    That would make its import take twice the time. There is no public way to say so; where this one is gone, it is only
    slower.
    """
    marked = getattr(getattr(pluginmanager, "rewrite_hook", None), "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("courtesy")


@pytest.fixture
def courtesy_clock(request: pytest.FixtureRequest) -> Clock:
    """A clock that stands at Monday 5 January 2026, 09:00 UTC, until the test moves it.

    Indirect parametrization gives another time.
    """
    from courtesy.testing import Clock  # noqa: PLC0415  see above

    return Clock(getattr(request, "param", _MONDAY_MORNING))


@pytest.fixture
def courtesy_policy(request: pytest.FixtureRequest) -> FixedPolicy:
    """A policy that allows everything, and keeps what it was asked.

    Indirect parametrization gives another outcome, or the keywords of a `FixedPolicy`.
    """
    from courtesy.testing import FixedPolicy  # noqa: PLC0415  see above

    wanted = getattr(request, "param", "allow")
    return FixedPolicy(**wanted) if isinstance(wanted, dict) else FixedPolicy(wanted)
