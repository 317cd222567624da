"""Exceptions that somebody has granted: whether one lifts a rule for a case, a contact and an action at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from courtesy.selfcheck.reference.clocks import midnight

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from courtesy.model.policy import PolicySource
    from courtesy.model.waivers import Waiver


def lifted(
    waivers: Iterable[Waiver],
    policy: PolicySource,
    rule: str,
    at: datetime,
    **named: str | None,
) -> bool:
    """Whether one of the waivers is from the rule, for what is `named` by case, contact and action, and not yet over.

    A waiver holds before the day in its `until` begins in the policy's zone.
    """
    for waiver in waivers:
        wanted = {"case": waiver.case, "contact": waiver.contact, "action": waiver.action}
        asked = {what: name for what, name in wanted.items() if name is not None}
        meant = asked.items() <= named.items() and waiver.rule == rule
        if meant and at < midnight(waiver.until, ZoneInfo(policy.zone or "UTC")):
            return True
    return False
