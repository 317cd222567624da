"""What could be changed about an act, time aside: every other value of each thing, and every choice among them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.facts.message import words as count_words
from courtesy.model.outcome import Outcome, Status
from courtesy.model.verdict import Change
from courtesy.planning.candidates import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.case import Action, Case
    from courtesy.model.verdict import Verdict
    from courtesy.planning.rulebook import Rulebook

_MOST_ALIKE = 8
"""Contacts in the same roles to whom a copy is tried."""


class Changed(NamedTuple):
    """An act with something changed. `place` is lower for what the policy prefers."""

    action: Action
    change: Change
    place: int


class _Piece(NamedTuple):
    """One thing with another value."""

    change: Change
    place: int


def changed_acts(
    rulebook: Rulebook, action: Action, most_words: int | None, unwelcome: tuple[str, ...], count: int
) -> Iterator[Changed]:
    """The action with `count` things changed at once, in every way but by further copies; none is checked yet.

    `most_words` is what its text has to be cut to, None where it may stay as it is; `unwelcome` are those whose copies
    may be left out.
    """
    kinds = [pieces for pieces in _pieces(rulebook, action, most_words, unwelcome) if pieces]
    for chosen in combinations(kinds, count):
        for pieces in product(*chosen):
            change = _together(pieces)
            yield Changed(_apply(action, change), change, sum(piece.place for piece in pieces))


def copied_acts(rulebook: Rulebook, case: Case, changed: Changed) -> Iterator[Changed]:
    """An act, changed or not, with a copy to one more contact each: to some of each roles, in the case's order."""
    action = changed.action
    if rulebook.policy.vocabulary.channel(action.channel).addresses_nobody:
        return
    reached = {*action.to, *action.cc, *(changed.change.drop_cc or ())}
    others = [contact for contact in case.contacts.values() if contact.id not in reached]
    alike: Counter[frozenset[str] | None] = Counter()
    for place, contact in enumerate(others):
        alike[contact.roles] += 1
        if alike[contact.roles] <= _MOST_ALIKE:
            change = Change(add_cc=(contact.id,))
            whole = _together((_Piece(changed.change, changed.place), _Piece(change, place)))
            yield Changed(_apply(action, change), whole, changed.place + place)


def _pieces(
    rulebook: Rulebook, action: Action, most_words: int | None, unwelcome: tuple[str, ...]
) -> Iterator[list[_Piece]]:
    """The other values that each thing could have, the preferred ones first."""
    if most_words is not None and action.message is not None and action.message.body is not None:
        yield [_Piece(Change(at_most_words=most_words), 0)]
    if unwelcome:
        yield [_Piece(Change(drop_cc=unwelcome), 0)]
    words, preferred = rulebook.policy.vocabulary, rulebook.preferences.channels
    if words.channel(action.channel).addresses_nobody:
        return
    # A policy that names the channels it prefers offers no others.
    channels = preferred or in_order(words.channels, rulebook.preferences)
    personal = (channel for channel in channels if not words.channel(channel).addresses_nobody)
    other = [channel for channel in personal if channel != action.channel]
    purposes = [purpose for purpose in words.purposes if purpose != action.purpose]
    yield [_Piece(Change(channel=channel), place) for place, channel in enumerate(other)]
    yield [_Piece(Change(purpose=purpose), place) for place, purpose in enumerate(purposes)]


def _together(pieces: tuple[_Piece, ...]) -> Change:
    """The pieces as one change; each of them changes another thing."""
    whole = Change()
    for change, _ in pieces:
        whole = Change(
            channel=change.channel or whole.channel,
            purpose=change.purpose or whole.purpose,
            drop_cc=change.drop_cc or whole.drop_cc,
            add_cc=change.add_cc or whole.add_cc,
            at_most_words=change.at_most_words or whole.at_most_words,
        )
    return whole


def _apply(action: Action, change: Change) -> Action:
    """The action so changed; a text that is to be shorter is cut, to have one that can be checked."""
    message = action.message
    if change.at_most_words is not None and message is not None and message.body is not None:
        message = replace(message, body=_shortened(message.body, change.at_most_words))
    return replace(
        action,
        channel=change.channel or action.channel,
        purpose=change.purpose or action.purpose,
        cc=(*(contact for contact in action.cc if contact not in (change.drop_cc or ())), *(change.add_cc or ())),
        message=message,
    )


def _shortened(body: str, most: int) -> str:
    """The beginning of a text, with at most so many words."""
    parts = body.split()
    kept = min(len(parts), most)
    while kept and count_words(" ".join(parts[:kept])) > most:
        kept -= 1
    return " ".join(parts[:kept])


def most_words(verdict: Verdict) -> int | None:
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


def unwelcome_copies(action: Action, verdict: Verdict) -> tuple[str, ...]:
    """Those who get a copy that breaks something binding or advised, in the action's order."""
    broken = {
        finding.recipient
        for finding in verdict.findings
        if finding.copied and finding.outcome in {Outcome.DENY, Outcome.WARN}
    }
    return tuple(contact for contact in dict.fromkeys(action.cc) if contact in broken)
