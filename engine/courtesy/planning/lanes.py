"""The time around a plan: when acts of each kind are open, with all of the plan done, and what is never permitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.explanation.description import describe
from courtesy.instants import instant
from courtesy.judging.windows import survey
from courtesy.model.case import Action
from courtesy.model.plan import ClosedChannel, Lane
from courtesy.model.predicate import Direction
from courtesy.planning.candidates import DRAFTED, addressed_on, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.planning.draft import Draft
    from courtesy.planning.rulebook import Rulebook


def lanes(rulebook: Rulebook, draft: Draft, now: datetime, until: datetime) -> tuple[Lane, ...]:
    """A lane for each channel and contact of the plan and of the history: by contact, then in the policy's order."""
    found = []
    for action in _kinds(rulebook, draft):
        seen = survey(rulebook.binding(action), draft.case, action, draft.history, start=now, until=until)
        found.append(
            Lane(
                channel=action.channel,
                contact=action.to[0] if action.to else None,
                description=describe(action, draft.case, rulebook.policy.vocabulary),
                windows=seen.windows,
            )
        )
    return tuple(found)


def closed_channels(rulebook: Rulebook, draft: Draft, now: datetime, until: datetime) -> tuple[ClosedChannel, ...]:
    """The channels that are forbidden at every time, toward everybody and whatever the purpose; and by which rules.

    What is closed only because something has not been done yet is none of them.
    """
    found = []
    for channel, declared in rulebook.policy.vocabulary.channels.items():
        closing: dict[str, None] = {}
        for to in addressed_on(declared, draft.case.contacts):
            rules = _forbidden(rulebook, draft, Action(id=DRAFTED, channel=channel, to=to), now, until)
            if not rules:
                break
            closing |= dict.fromkeys(rules)
        else:
            if closing:
                found.append(ClosedChannel(channel=channel, rules=tuple(closing)))
    return tuple(found)


def _forbidden(rulebook: Rulebook, draft: Draft, action: Action, now: datetime, until: datetime) -> tuple[str, ...]:
    """The `forbid` rules that refuse an action at every time; empty where it is permitted at any."""
    found: dict[str, None] = {}
    for segment in rulebook.stretches(draft.case, action, draft.history, instant(now), instant(until)):
        refusing, _ = rulebook.blocks(draft.case, action, draft.history, segment)
        forbidding = [rule for rule in refusing if rulebook.forbids(rule, segment.start)]
        if not forbidding:
            return ()
        found |= dict.fromkeys(forbidding)
    return tuple(found)


def _kinds(rulebook: Rulebook, draft: Draft) -> Iterator[Action]:
    """One act for each channel and contact: as it is planned first, or as it was done last."""
    planned: dict[tuple[str, str], Action] = {}
    for one in draft.placed:
        for contact in one.action.to:
            act = one.action
            kind = Action(id=DRAFTED, channel=act.channel, purpose=act.purpose, to=(contact,), cc=act.cc)
            planned.setdefault((act.channel, contact), kind)
    known = rulebook.policy.vocabulary.channels
    for touch in reversed(draft.case.history.touches if draft.case.history is not None else ()):
        if touch.direction is Direction.OUTBOUND and touch.channel in known:
            for contact in touch.contacts:
                if contact in draft.case.contacts:
                    done = Action(id=DRAFTED, channel=touch.channel, purpose=touch.purpose, to=(contact,))
                    planned.setdefault((touch.channel, contact), done)
    channels = in_order(known, rulebook.preferences)
    for contact in draft.case.contacts:
        yield from (planned[channel, contact] for channel in channels if (channel, contact) in planned)
