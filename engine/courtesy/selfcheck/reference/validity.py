"""From when and until when a version of a policy holds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.selfcheck.reference.clocks import midnight

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.policy import PolicySource


def ends(policy: PolicySource) -> datetime | None:
    """The first instant at which the version no longer holds; None where there is none. Dates are those of its zone."""
    return None if policy.valid_until is None else midnight(policy.valid_until, ZoneInfo(policy.zone or "UTC"))


def holds(policy: PolicySource, at: datetime) -> bool:
    """Whether the version holds at an instant."""
    begins = None if policy.valid_from is None else midnight(policy.valid_from, ZoneInfo(policy.zone or "UTC"))
    end = ends(policy)
    return (begins is None or begins <= at) and (end is None or at < end)
