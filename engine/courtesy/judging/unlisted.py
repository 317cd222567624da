"""An act on a channel that is neither built in nor declared: a finding of its own, by the policy's default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.outcome import Status
from courtesy.model.policy import Level
from courtesy.model.verdict import Condition, Finding
from courtesy.values import Truth
from courtesy.wording.statements import ONLY_KNOWN_CHANNELS
from courtesy.wording.synonyms import word_hint
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from courtesy.model.case import Action
    from courtesy.model.policy import PolicySource

UNLISTED_RULE = "defaults.unlisted_channel"
_LEVELS = {"deny": Level.MUST, "warn": Level.SHOULD}


def unlisted_level(policy: PolicySource, action: Action) -> Level | None:
    """How binding it is that the channel is not listed; None where it is listed, or does not matter."""
    return None if action.channel in policy.vocabulary.channels else level_of_unlisted(policy)


def level_of_unlisted(policy: PolicySource) -> Level | None:
    """How binding it is that a channel is listed; None where it does not matter."""
    return _LEVELS.get(policy.defaults.unlisted_channel)


def unlisted_finding(policy: PolicySource, action: Action) -> Finding | None:
    """The finding on an unlisted channel, or None."""
    level = unlisted_level(policy, action)
    if level is None:
        return None
    channels = policy.vocabulary.channels
    hint = word_hint(action.channel, channels)
    return Finding(
        rule_id=UNLISTED_RULE,
        type="forbid",
        level=level,
        status=Status.VIOLATED,
        title=ONLY_KNOWN_CHANNELS,
        message=f"the channel `{action.channel}` is neither built in nor declared under `channels`",
        remedy=sentence(hint or "choose a known channel, or declare this one"),
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
