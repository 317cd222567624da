"""How much an agent may send, and how much is done at once."""

from __future__ import annotations

from typing import Any

from courtesy.serving.agents.budget import written
from courtesy.serving.agents.errors import TooLargeError

MAX_QUESTION_BYTES = 256 * 1024
MAX_TOUCHES = 2_000
MAX_ACTIONS = 100
MAX_CONTACTS = 200
MAX_WAITING = 64
"""Questions that wait while others are answered."""
AT_ONCE = 4
"""Questions that are answered at the same time, each in a thread of its own."""
DEADLINE = 10.0
"""Seconds that an answer may take where nobody says otherwise."""


def check_size(arguments: dict[str, Any]) -> None:
    """Raises TooLargeError where a question is larger than the server reads."""
    size = len(written(arguments).encode(errors="replace"))
    if size > MAX_QUESTION_BYTES:
        raise TooLargeError("bytes of arguments", size, MAX_QUESTION_BYTES)
    case = arguments.get("case")
    if not isinstance(case, dict):
        return
    for key, what, limit in (
        ("history", "touches", MAX_TOUCHES),
        ("actions", "actions", MAX_ACTIONS),
        ("contacts", "contacts", MAX_CONTACTS),
    ):
        part = case.get(key)
        if isinstance(part, list | dict) and len(part) > limit:
            raise TooLargeError(what, len(part), limit)
