"""Writes what was measured into RESULTS.md, each section by itself."""

from __future__ import annotations

import fcntl
import os
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEADING = "# Measured\n"


def machine() -> str:
    """What it was measured on, and when, in one line."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    name = model[1] if model else platform.machine()
    python = sys.version.split()[0]
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {python}, {datetime.now(UTC).date()}"


def write_section(title: str, text: str) -> None:
    """Put a section of that title into RESULTS.md in place of the one there is; all others stay as they are."""
    section = f"## {title}\n\n{text.strip()}\n"
    with RESULTS.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # several benchmarks may end at the same time
        file.seek(0)
        parts = re.split(r"^(?=## )", file.read() or _HEADING, flags=re.MULTILINE)
        places = [place for place, part in enumerate(parts) if part.startswith(f"## {title}\n")]
        parts[places[0] if places else len(parts) :] = [section, *(parts[places[0] + 1 :] if places else [])]
        file.truncate(0)
        file.write("\n".join(f"{part.rstrip()}\n" for part in parts))
