"""The part of the description about policies that come from a source."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_TEXT_OR_NULL: Json = {"type": ["string", "null"]}
_COUNT: Json = {"type": "integer", "minimum": 0}


def _time(what: str) -> Json:
    return {"type": ["string", "null"], "description": f"{what} ISO 8601 with an offset; null is never."}


_STAGE: Json = {"enum": ["fetch", "verify", "store", "load", "test", "activate"]}
_FAILURE: Json = {
    "type": ["object", "null"],
    "description": "Why the last look at the source failed; null where it did not.",
    "properties": {"stage": _STAGE, "code": _TEXT, "message": _TEXT, "help": _TEXT_OR_NULL, "at": _TEXT},
    "required": ["stage", "code", "message", "help", "at"],
}
_POLICY: Json = {
    "type": "object",
    "properties": {"id": _TEXT, "version": _TEXT, "digest": _TEXT},
    "required": ["id", "version", "digest"],
}
_FIELDS: Json = {
    "source": _TEXT,
    "revision": {"type": ["integer", "null"], "description": "The one that is active; null where none is."},
    "content": {**_TEXT_OR_NULL, "description": "The digest of its files."},
    "policies": {"type": "array", "items": _POLICY},
    "tests": {**_COUNT, "description": "How many ran and passed."},
    "activated": _time("Since when it is active."),
    "signed_by": {**_TEXT_OR_NULL, "description": "The key that has signed it, by its fingerprint."},
    "expires_at": _time("From when on it must not be used."),
    "tried": _time("When the source was last looked at."),
    "checked": _time("When the source last held what is active."),
    "failure": _FAILURE,
    "failures": {"type": "object", "additionalProperties": _COUNT, "description": "Looks that failed, by stage."},
    "waiting": {**_TEXT_OR_NULL, "description": "What is at hand and not active yet, in words."},
    "hindrances": {"type": "array", "items": _TEXT, "description": "Why it should not be relied on."},
}
STORE: Json = {
    "type": "object",
    "description": "Where policies come from that can change, and what came of it.",
    "properties": _FIELDS,
    "required": list(_FIELDS),
}
