"""Pairs of policies that differ in one thing, and what a comparison says of them in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.comparison import Comparison, Example, Line, Trial

_MANIFEST = {
    "courtesy": 1,
    "id": "northgate",
    "title": "Northgate",
    "zone": "Europe/London",
    "defaults": {"unlisted_channel": "deny", "calendar": "GB-ENG"},
    "sources": {"handbook": {"title": "The handbook"}},
}
_ALWAYS = {"id": "always.there", "level": "may", "applies_to": {"channel": "pinterest"}, "forbid": True}
_RULE = {"id": "rule.one", "level": "must"}


def pair(stated: dict[str, Any]) -> tuple[courtesy.Policy, courtesy.Policy]:
    """The two policies of a pair: a rule each (or none) beside those of both, in a manifest each."""
    return _policy(stated, "old", "1.0.0"), _policy(stated, "new", "1.1.0")


def _policy(stated: dict[str, Any], side: str, version: str) -> courtesy.Policy:
    own = [] if stated.get(side) is None else [{**_RULE, **stated[side]}]
    document = {**_MANIFEST, "version": version, **stated.get(f"{side}_manifest", {})}
    document["rules"] = [_ALWAYS, *stated.get("both", []), *own]
    return courtesy.parse_policy(as_file(document), matcher="native")


def said(found: Comparison) -> list[str]:
    """All that is said otherwise, a line each."""
    return [
        *(f"{change.how.value}: {_line(line)}" for change in found.rules for line in change.lines),
        *(f"{change.effect.value}: {_line(change.line)}" for change in found.settings),
        *(f"read otherwise: {rule}" for rule in found.affected),
        *(f"note: {note.what} ({note.by})" for note in found.notes),
    ]


def effect(found: Comparison) -> str:
    """What all of it does to single acts."""
    return "identical" if found.identical else found.effect.value


def shown(found: Comparison) -> list[str]:
    """How the verdicts turn on what was made up, each turn once."""
    return list(dict.fromkeys(told for trial in found.trials or () for told in _shown(trial)))


def _line(line: Line) -> str:
    read = "" if line.judges else " (read)"
    return f"{line.label}{read}: {line.old or 'nothing'} > {line.new or 'nothing'}"


def _shown(trial: Trial) -> Iterator[str]:
    if trial.unseen is not None:
        yield f"unseen: {trial.unseen.value}"
    elif not trial.examples and not trial.masked:
        yield "nothing found"
    yield from map(_turn, trial.examples)
    yield from (f"masked by {', '.join(one.masked_by)}" for one in trial.masked)


def _turn(example: Example) -> str:
    if example.duty is not None:
        return f"owed: {example.duty.old} > {example.duty.new}"
    assert example.change is not None
    return example.change.turn.value
