"""Ids of decisions: UUIDs of version 7, which sort by time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_VERSION, _VARIANT = 7 << 76, 2 << 62
_RANDOM = (0xFFF << 64) | ((1 << 62) - 1)


def decision_id(at: datetime, randomness: Callable[[int], bytes]) -> str:
    """An id made from a time, to the millisecond, and from ten bytes of randomness (RFC 9562, 5.7)."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    return str(UUID(int=milliseconds << 80 | _VERSION | _VARIANT | int.from_bytes(randomness(10), "big") & _RANDOM))
