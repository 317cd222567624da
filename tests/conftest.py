"""Lets every test import the helpers of this folder by name, and Hypothesis try the same examples at every run.

With COURTESY_EFFORT above 1 other examples are tried every time: for looking for what nobody has found yet.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))
settings.register_profile(
    "same",
    derandomize=os.environ.get("COURTESY_EFFORT", "1") == "1",
    # How long an example takes says how busy the machine is.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")
