"""Which versions answer here: of Courtesy, of its matchers, and of what facts about time and text are taken from."""

from __future__ import annotations

import os
import platform
import re
import sys
import zoneinfo
from contextlib import suppress
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
    found = next(filter(None, map(wanted.fullmatch, _folders(tuple(sys.path)))), None)
    return None if found is None else found[1]


@lru_cache(maxsize=1)
def _folders(searched: tuple[str, ...]) -> tuple[str, ...]:
    """What lies in the folders that modules are imported from, in their order."""
    found: list[str] = []
    for folder in searched:
        with suppress(OSError):
            found += os.listdir(folder or ".")  # noqa: PTH208  a third of the time of `iterdir`, on hundreds of names
    return tuple(found)


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
