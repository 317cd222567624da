"""Marks the slow tests and those by which coverage is taken, and fixes what Hypothesis tries.

With COURTESY_EFFORT above 1 other examples are tried every time: for looking for what nobody has found yet.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SLOW = ("browser", "fuzz", "properties")
"""Folders whose tests try much; other slow tests bear the mark themselves."""
ROOMS = ("unit", "test_cases.py")
"""Those that have to reach the lines of the engine by themselves."""

# Every process of pytest reads the data of all tests: `yaml.safe_load` takes a tenth of the time with the parser in C.
yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A shell that starts something beside it has it pass these over, and so would every process that a test starts.
for told, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(told) is signal.SIG_IGN:
        signal.signal(told, usual)

settings.register_profile(
    "same",
    derandomize=os.environ.get("COURTESY_EFFORT", "1") == "1",
    # How long an example takes says how busy the machine is.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow folders, and then the quick ones of the rooms, and the cases."""
    for item in items:
        parts = item.path.relative_to(HERE).parts
        if parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)
        if parts[0] in ROOMS and item.get_closest_marker("slow") is None:
            item.add_marker(pytest.mark.room)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Where no coverage is taken of a test, take none of its processes either, nor by the process that runs it.

    A worker of pytest-xdist has two coverages, one of which pytest-cov does not know: that of a subprocess.
    """
    coverage = sys.modules.get("coverage")
    if coverage is None or item.get_closest_marker("no_cover") is None:
        yield
        return
    stopped: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        while (one := coverage.Coverage.current()) is not None and one not in stopped:
            one.stop()
            stopped.append(one)
        try:
            yield
        finally:
            for one in reversed(stopped):
                one.start()
