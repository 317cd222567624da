"""What another policy would have said as JSON, as `schemas/replay.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering import json_parts as parts

if TYPE_CHECKING:
    from courtesy.model.replay import Replay, ReplayedAction, UnreplayedDecision
    from courtesy.rendering.ink import Paint


def render(replay: Replay, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The replay as one object."""
    return parts.text(to_dict(replay)) + "\n"


def to_dict(replay: Replay) -> parts.Data:
    """The replay in dictionaries and scalars, ready for JSON: what changes is sorted, newly permitted first."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "policy": parts.policy(replay.policy),
        "verified": replay.verified,
        "decisions": replay.decisions,
        "actions": replay.actions,
        "counts": {
            "newly_permitted": len(replay.newly_permitted),
            "newly_refused": len(replay.newly_refused),
            "otherwise": len(replay.otherwise),
            "unreplayed": len(replay.unreplayed),
        },
        "newly_permitted": [action(one) for one in replay.newly_permitted],
        "newly_refused": [action(one) for one in replay.newly_refused],
        "otherwise": [action(one) for one in replay.otherwise],
        "unreplayed": [unreplayed(one) for one in replay.unreplayed],
        "lacking": replay.lacking,
    }


def action(one: ReplayedAction) -> parts.Data:
    """What was said of an action, and what would be."""
    return {
        "seq": one.seq,
        "id": one.id,
        "now": parts.time(one.now),
        "action": one.action,
        "policy": parts.policy(one.policy),
        "was": one.was.value,
        "would_be": one.would_be.value,
        "earliest_was": parts.time(one.earliest_was),
        "earliest": parts.time(one.earliest),
        "broken": list(one.broken),
        "kept": list(one.kept),
        "at": parts.time(one.at),
        "segment": one.segment,
    }


def unreplayed(one: UnreplayedDecision) -> parts.Data:
    """A decision that cannot be made again, and why."""
    return {"seq": one.seq, "id": one.id, "why": one.why, "facts": list(one.facts), "segment": one.segment}
