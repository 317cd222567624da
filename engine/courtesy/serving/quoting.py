"""What somebody has sent, as a message quotes it."""

from __future__ import annotations

_MOST = 60


def quoted(text: str) -> str:
    """At most 60 characters of a text in backticks; a character that cannot be printed is told by its number."""
    seen = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text[:_MOST])
    return f"`{seen}{'…' if len(text) > _MOST else ''}`"
