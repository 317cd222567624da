"""Pairs of policies that differ in one thing, and what a comparison says of them in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.review.comparison.composing import comparison
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from courtesy.model.comparison import Comparison, Line, Trial

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
    made = []
    for side, version in (("old", "1.0.0"), ("new", "1.1.0")):
        own = [] if stated.get(side) is None else [{**_RULE, **stated[side]}]
        document = {**_MANIFEST, "version": version, **stated.get(f"{side}_manifest", {})}
        document["rules"] = [_ALWAYS, *stated.get("both", []), *own]
        made.append(courtesy.parse_policy(as_file(document), matcher="native"))
    return made[0], made[1]


def said(stated: dict[str, Any]) -> dict[str, Any]:
    """What the comparison of a pair says: in words, what it does, and how the verdicts on made-up acts turn."""
    found = comparison(*pair(stated))
    lines = [f"{change.how.value}: {_line(line)}" for change in found.rules for line in change.lines]
    lines += [f"{change.effect.value}: {_line(change.line)}" for change in found.settings]
    lines += [f"read otherwise: {rule}" for rule in found.affected]
    lines += [f"note: {note.what} ({note.by})" for note in found.notes]
    return {
        "says": lines,
        "effect": _effect(found),
        "shown": [one for trial in found.trials or () for one in _shown(trial)],
    }


def _effect(found: Comparison) -> str:
    return "identical" if found.identical else found.effect.value


def _line(line: Line) -> str:
    read = "" if line.judges else " (read)"
    return f"{line.label}{read}: {line.old or 'nothing'} > {line.new or 'nothing'}"


def _shown(trial: Trial) -> list[str]:
    if trial.unseen is not None:
        return [f"unseen: {trial.unseen.value}"]
    turns = [
        one.change.turn.value if one.change else f"owed: {one.duty.old} > {one.duty.new}"
        for one in trial.examples
        if one.change or one.duty
    ]
    turns += [f"masked by {', '.join(one.masked_by)}" for one in trial.masked]
    return list(dict.fromkeys(turns)) or ["nothing found"]
