"""An act on a channel that the policy does not list is judged by the policy's default, as a finding of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.outcome import Status
from courtesy.model.policy import Level
from courtesy.model.verdict import Condition, Finding
from courtesy.values import Truth
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from courtesy.model.case import Action
    from courtesy.model.policy import PolicySource

UNLISTED_RULE = "defaults.unlisted_channel"
_LEVELS = {"deny": Level.MUST, "warn": Level.SHOULD}


def unlisted_level(policy: PolicySource, action: Action) -> Level | None:
    """How binding it is that the channel is not listed; None where it is listed, or does not matter."""
    if action.channel in policy.vocabulary.channels:
        return None
    return _LEVELS.get(policy.defaults.unlisted_channel)


def unlisted_finding(policy: PolicySource, action: Action) -> Finding | None:
    """The finding on an unlisted channel, or None."""
    level = unlisted_level(policy, action)
    if level is None:
        return None
    channels = policy.vocabulary.channels
    near = nearest(action.channel, channels)
    return Finding(
        rule_id=UNLISTED_RULE,
        type="forbid",
        level=level,
        status=Status.VIOLATED,
        title="Only channels that the policy lists",
        message=f"the policy does not list the channel `{action.channel}`",
        remedy=f"Did you mean `{near}`?" if near else "Choose a channel that the policy lists.",
        conditions=(
            Condition(
                fact="action.channel",
                operator="one_of",
                expected=tuple(channels),
                observed=action.channel,
                unit=None,
                holds=Truth.FALSE,
            ),
        ),
    )
