"""A timetable as JSON. The keys are contract (`schemas/windows.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource
    from courtesy.model.timetable import Timetable
    from courtesy.rendering.ink import Paint


def render(windows: Timetable, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour, and names things by id
    """One object."""
    return parts.text(to_dict(windows)) + "\n"


def to_dict(windows: Timetable) -> parts.Data:
    """The windows in lists, dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": parts.policy(windows.policy),
        "engine": parts.engine(windows.engine),
        "action": parts.act(windows.action),
        "description": windows.description,
        "start": parts.time(windows.start),
        "until": parts.time(windows.until),
        "windows": [parts.stretch(window) for window in windows.windows],
        "then": parts.time(windows.then),
        "missing": list(windows.missing),
        "notices": [parts.notice(notice) for notice in windows.notices],
    }
