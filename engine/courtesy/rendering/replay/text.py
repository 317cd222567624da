"""What another policy would have said as text for a terminal."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, one_line, wrapped
from courtesy.rendering.outcomes import OUTCOME_INK
from courtesy.wording.text import agree, joined, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from courtesy.model.replay import Replay, ReplayedAction
    from courtesy.rendering.ink import Paint

_INDENT = 2
_MOST_LISTED = 20


def render(replay: Replay, paint: Paint) -> str:
    """How many decisions would be others, then these: newly permitted first, and what cannot be told last."""
    return block(_lines(replay, paint))


def _lines(replay: Replay, paint: Paint) -> Iterator[str]:
    policy = replay.policy
    again = replay.decisions - len(replay.unreplayed)
    named = f"{policy.id} {policy.version} ({short_digest(policy.digest)})"
    said = f"{again:,} of {agree(replay.decisions, 'decision')} made again, {agree(replay.actions, 'action')} judged"
    yield from wrapped(f"{named}: {said}.", paint=paint, ink=Ink.STRONG)
    if not replay.verified:
        yield from wrapped("The log was not verified: that takes its key (--key-file).")
    groups = (
        ("Newly permitted", replay.newly_permitted),
        ("Newly refused", replay.newly_refused),
        ("Otherwise changed", replay.otherwise),
    )
    for title, group in groups:
        yield ""
        yield from wrapped(f"{title}: {len(group):,}", paint=paint, ink=Ink.STRONG)
        for one in islice(group, _MOST_LISTED):
            yield from _action(one, paint)
        if len(group) > _MOST_LISTED:
            yield from wrapped(f"and {len(group) - _MOST_LISTED:,} more (--format json)", indent=_INDENT)
    if replay.unreplayed:
        yield from _unreplayed(replay, paint)


def _action(one: ReplayedAction, paint: Paint) -> Iterator[str]:
    what = "the plan" if one.action is None else one.action
    was = paint(_said(one.was.value, one.earliest_was), OUTCOME_INK[one.was])
    would_be = paint(_said(one.would_be.value, one.earliest), OUTCOME_INK[one.would_be])
    record = f"record {one.seq}" if one.segment is None else f"record {one.seq} of {one_line(one.segment)}"
    yield f"  - {record}, {one.now.isoformat(timespec='minutes')}, {one_line(what)}"
    when = "" if one.at is None else f"at {one.at.isoformat(timespec='minutes')} it "
    yield f"    {when}was {was}, would be {would_be}"
    for label, rules in (("breaks", one.broken), ("no longer breaks", one.kept)):
        if rules:
            yield from wrapped(f"{label} {joined(map(one_line, rules))}", indent=_INDENT * 2)


def _said(outcome: str, earliest: datetime | None) -> str:
    return outcome if earliest is None else f"{outcome} until {earliest.isoformat(timespec='minutes')}"


def _unreplayed(replay: Replay, paint: Paint) -> Iterator[str]:
    yield ""
    yield from wrapped(f"Cannot be replayed: {len(replay.unreplayed):,}", paint=paint, ink=Ink.STRONG)
    for fact, count in replay.lacking.items():
        yield from wrapped(f"{fact}: {agree(count, 'decision')}", indent=_INDENT, label="-")
    reasons: dict[tuple[str, str | None], list[int]] = {}
    for one in replay.unreplayed:
        reasons.setdefault((one.why, one.segment), []).append(one.seq)
    for (why, segment), records in reasons.items():
        shown = [str(seq) for seq in records[:_MOST_LISTED]]
        more = len(records) - len(shown)
        listed = f"{', '.join(shown)} and {more:,} more" if more else joined(shown)
        of = "" if segment is None else f" of {one_line(segment)}"
        named = f"{'record' if len(records) == 1 else 'records'} {listed}{of}"
        yield from wrapped(f"{named}: {one_line(why)}", indent=_INDENT)
