"""Lets the tests of this folder import their helpers by name, and try the same examples at every run.

With COURTESY_EFFORT above 1 other examples are tried every time: for looking for what nobody has found yet.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
settings.register_profile("same", derandomize=os.environ.get("COURTESY_EFFORT", "1") == "1")
settings.load_profile("same")
