"""Marks the slow tests, and fixes what Hypothesis tries.

With COURTESY_EFFORT above 1 other examples are tried every time: for looking for what nobody has found yet.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
SLOW = ("browser", "fuzz", "properties")
"""Folders whose tests try much; other slow tests bear the mark themselves."""

# Every process of pytest reads the data of all tests: `yaml.safe_load` takes a tenth of the time with the parser in C.
yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

settings.register_profile(
    "same",
    derandomize=os.environ.get("COURTESY_EFFORT", "1") == "1",
    # How long an example takes says how busy the machine is.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow folders."""
    for item in items:
        if item.path.relative_to(HERE).parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)
