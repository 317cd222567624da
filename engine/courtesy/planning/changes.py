"""What could be changed about an act, time aside: every other value of each thing, and every choice among them."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.facts.message import words as count_words
from courtesy.model.verdict import Change, Status
from courtesy.planning.candidates import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.case import Action, Case
    from courtesy.model.verdict import Verdict
    from courtesy.planning.ground import Ground

_ADDRESSES_NOBODY = frozenset({"public_post"})


class Changed(NamedTuple):
    """An act with something changed. `place` is lower for what the policy prefers."""

    action: Action
    change: Change
    place: int


class _Piece(NamedTuple):
    """One thing with another value."""

    change: Change
    place: int


def changed_acts(ground: Ground, case: Case, action: Action, verdict: Verdict, count: int) -> Iterator[Changed]:
    """The action with `count` things changed at once, in every way; none of them is checked yet."""
    kinds = [pieces for pieces in _pieces(ground, case, action, verdict) if pieces]
    for chosen in combinations(kinds, count):
        for pieces in product(*chosen):
            change = _together(pieces)
            changed = _apply(action, change)
            if change.cc is None or ground.asks_for_copies(changed):
                yield Changed(changed, change, sum(piece.place for piece in pieces))


def _pieces(ground: Ground, case: Case, action: Action, verdict: Verdict) -> Iterator[list[_Piece]]:
    """The other values that each thing could have, the preferred ones first."""
    most = _most_words(verdict)
    if most is not None and action.message is not None and action.message.body is not None:
        yield [_Piece(Change(words=most), 0)]
    if action.channel in _ADDRESSES_NOBODY:
        return
    words, preferred = ground.policy.vocabulary, ground.preferences.channels
    copies = [contact for contact in case.contacts if contact not in (*action.to, *action.cc)]
    # A policy that names the channels it prefers offers no others.
    channels = preferred or in_order(words.channels, ground.preferences)
    other = [channel for channel in channels if channel != action.channel and channel not in _ADDRESSES_NOBODY]
    purposes = [purpose for purpose in words.purposes if purpose != action.purpose]
    yield [_Piece(Change(cc=(contact,)), place) for place, contact in enumerate(copies)]
    yield [_Piece(Change(channel=channel), place) for place, channel in enumerate(other)]
    yield [_Piece(Change(purpose=purpose), place) for place, purpose in enumerate(purposes)]


def _together(pieces: tuple[_Piece, ...]) -> Change:
    """The pieces as one change; each of them changes another thing."""
    whole = Change()
    for change, _ in pieces:
        whole = Change(
            channel=change.channel or whole.channel,
            purpose=change.purpose or whole.purpose,
            cc=change.cc or whole.cc,
            words=change.words or whole.words,
        )
    return whole


def _apply(action: Action, change: Change) -> Action:
    """The action so changed; a text that is to be shorter is cut, to have one that can be checked."""
    message = action.message
    if change.words is not None and message is not None and message.body is not None:
        message = replace(message, body=_shortened(message.body, change.words))
    return replace(
        action,
        channel=change.channel or action.channel,
        purpose=change.purpose or action.purpose,
        cc=(*action.cc, *(change.cc or ())),
        message=message,
    )


def _shortened(body: str, most: int) -> str:
    """The beginning of a text, with at most so many words."""
    parts = body.split()
    kept = min(len(parts), most)
    while kept and count_words(" ".join(parts[:kept])) > most:
        kept -= 1
    return " ".join(parts[:kept])


def _most_words(verdict: Verdict) -> int | None:
    """The most words that the text may have, where it has more."""
    bounds = [
        int(condition.expected) - (condition.operator == "less_than")
        for finding in verdict.findings
        if finding.status is Status.VIOLATED
        for condition in finding.conditions
        if condition.fact == "message.words"
        and condition.operator in {"at_most", "less_than"}
        and isinstance(condition.expected, int | float)
    ]
    return max(min(bounds), 1) if bounds else None
