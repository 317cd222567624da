"""From when and until when something holds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def validity(since: date | None, until: date | None) -> str:
    """`from 2026-01-01 until 2027-01-01, the first day on which it no longer holds`; empty where it always does."""
    parts = [] if since is None else [f"from {since.isoformat()}"]
    if until is not None:
        parts.append(f"until {until.isoformat()}, the first day on which it no longer holds")
    return " ".join(parts)
