"""Which versions answer here: of Courtesy, of its matchers, and of what facts about time and text are taken from."""

from __future__ import annotations

import platform
import re
import sys
import zoneinfo
from functools import lru_cache
from pathlib import Path

from courtesy._version import __version__
from courtesy.model.origin import EngineReport

_ANY_ZONE = "Europe/London"
_LONGEST_HEAD = 100


@lru_cache(maxsize=1)
def engine_report() -> EngineReport:
    """The versions of this process, found once. None is what is not installed, or does not tell its version."""
    return EngineReport(
        courtesy=__version__,
        python=platform.python_version(),
        durable=_installed("durable_rules"),
        time_zones=_time_zones(),
        holidays=_installed("holidays"),
        tone=_installed("vadersentiment"),
    )


def _installed(name: str) -> str | None:
    """The version of a library by the name of its folder: `importlib.metadata` costs more than a whole check."""
    wanted = re.compile(rf"{name}-(\d[^-]*)\.dist-info", re.IGNORECASE)
    for folder in sys.path:
        try:
            names = [entry.name for entry in Path(folder or ".").iterdir()]
        except OSError:
            continue
        if found := next(filter(None, map(wanted.fullmatch, names)), None):
            return found[1]
    return None


def _time_zones() -> str | None:
    """The version of the zones from where `zoneinfo` reads them: the system's, or those of the library tzdata."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / _ANY_ZONE).is_file():
            return _system_zones(folder)
    return _installed("tzdata")


def _system_zones(folder: Path) -> str | None:
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with (folder / name).open(encoding="ascii", errors="replace") as file:
                head = file.readline(_LONGEST_HEAD)
        except OSError:
            continue
        if found := re.search(r"\d{4}[a-z]+", head):
            return found[0]
    return None
