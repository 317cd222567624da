"""Rules by their titles, and what decides like a rule and is none of the policy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.statements import ONLY_KNOWN_CHANNELS

if TYPE_CHECKING:
    from courtesy.model.policy import PolicySource

OWN_HOURS = "preferences.own_hours"
WAKING_HOURS = "preferences.waking_hours"
WORKING_DAYS = "preferences.working_days"
"""The ids of what closes a time to plans that the policy permits."""
_UNLISTED = {
    "defaults.unlisted_channel": ONLY_KNOWN_CHANNELS,
    OWN_HOURS: "Nothing outside the candidate's own hours",
    WAKING_HOURS: "What has no deadline waits until its recipients are awake",
    WORKING_DAYS: "What has no deadline waits for a working day",
}
"""What decides like a rule and is none of the policy's rules."""


def rule_title(rule_id: str, policy: PolicySource) -> str:
    """A rule by its title; by its id where it has none."""
    stated = next((rule.title for rule in policy.rules if rule.id == rule_id), None)
    return stated or _UNLISTED.get(rule_id, rule_id)
