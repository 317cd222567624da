"""Names for the acts of a plan that stay the same when the plan is made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.predicate import Direction
from courtesy.planning.candidates import DRAFTED

if TYPE_CHECKING:
    from courtesy.model.case import Action, Touch
    from courtesy.planning.draft import Draft, Placed


def named(draft: Draft) -> tuple[Placed, ...]:
    """What is placed, in time order, each act with an id of its own: channel, purpose, contact and number.

    `email-follow_up-interviewer-2` is the second such e-mail, those of the history counted. So an act keeps its name
    when the plan is made anew after others have been done.
    """
    done = frozenset() if draft.case.history is None else draft.case.history.ids
    taken = {*done, *(action.id for action in draft.case.actions)}
    found: list[Placed] = []
    for one in draft.placed:
        if one.action.id.startswith(DRAFTED):
            earlier = [other.action for other in found if other.action.id not in done]  # the history counts those
            name = _name(one.action, draft, earlier, taken)
            one = replace(one, action=replace(one.action, id=name))  # noqa: PLW2901  the same act, with its name
        taken.add(one.action.id)
        found.append(one)
    return tuple(_told_what_for(one, found[place + 1 :]) for place, one in enumerate(found))


def _name(action: Action, draft: Draft, earlier: list[Action], taken: set[str]) -> str:
    touches = draft.case.history.touches if draft.case.history is not None else ()
    number = 1 + sum(_alike(touch, action) for touch in touches)
    number += sum(
        (other.channel, other.purpose, other.to) == (action.channel, action.purpose, action.to) for other in earlier
    )
    parts = (action.channel, action.purpose or "", *action.to)
    stem = "-".join(part for part in parts if part)
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _alike(touch: Touch, action: Action) -> bool:
    return (
        touch.direction is Direction.OUTBOUND
        and (touch.channel, touch.purpose) == (action.channel, action.purpose)
        and set(action.to) <= set(touch.contacts)
    )


def _told_what_for(one: Placed, later: list[Placed]) -> Placed:
    """An act that prepares another one, with the id of that one in place of its channel."""
    if one.reason.prepares is None:
        return one
    ids = [
        other.action.id
        for other in later
        if other.action.channel == one.reason.prepares and set(one.action.to) <= set(other.action.to)
    ]
    return replace(one, reason=replace(one.reason, prepares=ids[0] if ids else None))
