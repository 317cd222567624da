"""From when and until when a version of a policy holds, and which of several does."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.selfcheck.reference.clocks import midnight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from courtesy.model.policy import PolicySource


def begins(policy: PolicySource) -> datetime | None:
    """The first instant at which the version holds; None where there is none."""
    return _midnight(policy, policy.valid_from)


def ends(policy: PolicySource) -> datetime | None:
    """The first instant at which the version no longer holds; None where there is none. Dates are those of its zone."""
    return _midnight(policy, policy.valid_until)


def holds(policy: PolicySource, at: datetime) -> bool:
    """Whether the version holds at an instant."""
    return _between(begins(policy), at, ends(policy))


def holding(versions: Sequence[PolicySource], at: datetime) -> PolicySource | None:
    """The newest of several versions, listed oldest first, that holds at an instant.

    One that ends on the day on which another begins lasts until that begins, on whatever clocks.
    """
    for policy in reversed(versions):
        next_one = [other for other in versions if other.valid_from == policy.valid_until is not None]
        if _between(begins(policy), at, begins(next_one[-1]) if next_one else ends(policy)):
            return policy
    return None


def standing_in(versions: Sequence[PolicySource], at: datetime) -> PolicySource:
    """The version that stands in where none holds: the one that ended last by then, or the one that begins first."""
    ended = [policy for policy in versions if (end := ends(policy)) is not None and end <= at]
    if ended:
        return max(ended, key=lambda policy: ends(policy) or at)
    return min(versions, key=lambda policy: begins(policy) or at)


def _between(begin: datetime | None, at: datetime, end: datetime | None) -> bool:
    return (begin is None or begin <= at) and (end is None or at < end)


def _midnight(policy: PolicySource, day: date | None) -> datetime | None:
    return None if day is None else midnight(day, ZoneInfo(policy.zone or "UTC"))
