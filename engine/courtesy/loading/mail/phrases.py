"""The phrases in `received.yaml` as patterns. Only what reads sent and received mail loads them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PHRASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "received.yaml").read_text(encoding="utf-8"),
    Loader=_LOADER,  # noqa: S506  a safe one, and ours
)


def _headers(section: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(said, re.DOTALL) for name, said in _PHRASES[section].items()}


def _any_of(section: str) -> re.Pattern[str]:
    """A pattern for texts in lower case."""
    said = "|".join(phrase for phrases in _PHRASES[section].values() for phrase in phrases)
    return re.compile(rf"(?:^|(?<=\W)|(?<=[\u3000-\u9fff\uac00-\ud7af]))(?:{said})")


PROGRAMS, PERHAPS_PROGRAMS = _headers("headers"), _headers("perhaps")
SUBJECTS = tuple(start for starts in _PHRASES["subjects"].values() for start in starts)
STOP, INVITATION, TURNED_DOWN = _any_of("stop"), _any_of("invitation"), _any_of("turned_down")
