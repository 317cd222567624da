"""A list of waivers as JSON, as `schemas/waiver_list.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.waivers import WaiverList
    from courtesy.rendering.ink import Paint


def render(listed: WaiverList, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The list as one object."""
    return parts.text(to_dict(listed)) + "\n"


def to_dict(listed: WaiverList) -> parts.Data:
    """The list in dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": listed.policy,
        "now": parts.time(listed.now),
        "file": listed.file,
        "waivers": [
            {"state": one.state.value, **parts.waiver(one.waiver), "place": one.place} for one in listed.waivers
        ],
    }
