"""Where the examples of embedding lie, and the times of their case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

EMBEDDING = Path(__file__).parents[2] / "examples" / "embedding"
TOO_SOON = datetime.fromisoformat("2026-10-05T10:00-04:00")
WEEK_ONE = datetime.fromisoformat("2026-10-09T15:30-04:00")
"""From when on the mail of the case may go."""
WEEK_TWO = datetime.fromisoformat("2026-10-16T15:30-04:00")
"""From when on the next one may go, once it has gone."""
