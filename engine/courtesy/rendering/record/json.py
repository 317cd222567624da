"""What was recorded as JSON. The keys are contract (`schemas/record.schema.json`), the texts are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.document import for_json
from courtesy.rendering import json_parts as parts
from courtesy.spans import pointer

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource
    from courtesy.model.recorded import Record, Recorded
    from courtesy.rendering.ink import Paint


def render(record: Record, policy: PolicySource, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour, and names things by id
    """One object."""
    told = {
        "courtesy": parts.FORMAT_VERSION,
        "file": record.file,
        "changed": record.changes,
        "dry_run": record.dry_run,
        "entries": [_entry(entry) for entry in record.entries],
    }
    return parts.text(told) + "\n"


def _entry(of: Recorded) -> parts.Data:
    return {
        "change": of.writing.value,
        "source": of.source,
        "pointer": None if of.path is None else pointer(of.path),
        "touch": for_json(of.touch),
        "keys": list(of.keys),
        "reason": of.reason,
        "advice": of.advice,
    }
