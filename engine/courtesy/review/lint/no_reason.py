"""A change has no reason.

A policy that builds on another one and changes how a rule judges keeps the other's `because`, which is the reason of
the other's number: a change says its own. Changes of words alone need none, nor does a rule that is only to be read by
the policy's own clock and calendar (`zone`, `calendar`, `week_starts`). An entry of `changes:`, which people read who
ask what is new, needs one too.

Bad:
    extends: hire-wire@^1.0
    change:
      frequency.persistent-contact: {limit: {at_most: 3}}
Good:
    extends: hire-wire@^1.0
    change:
      frequency.persistent-contact: {limit: {at_most: 3}, because: Our market is a small one.}
Why: Nobody knows a year later whether the number may be changed back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, Place, manifest_place
from courtesy.review.parts import WORDS
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.spans import Span

_READ_BY = frozenset({"zone", "calendar", "week_starts"})


def check(linted: Linted) -> Iterator[LintFinding]:
    """Changes of rules, and entries of the list of changes, without a `because`."""
    for rule in linted.source.rules:
        change = rule.change
        if change is not None and change.keys() - WORDS - _READ_BY and "because" not in change:
            yield linted.found(
                Sense.NO_REASON,
                f"the change of `{rule.id}` has no reason of its own",
                Place("the change", _span(linted, rule.id), rule.id),
                fix="say why in `because` beside it",
            )
    listed = () if linted.manifest is None else linted.manifest.get("changes", ())
    for entry in listed:
        if isinstance(entry, MappingNode) and "because" not in entry:
            message = f"the change of {entry['version']} on {entry['on']} has no reason"
            place = Place("`what`", entry.span_of("what"))
            yield linted.found(
                Sense.NO_REASON, message, place, fix="say why in `because`", word=f"{entry['version']} {entry['what']}"
            )


def _span(linted: Linted, rule_id: str) -> Span:
    changes = {} if linted.manifest is None else linted.manifest.get("change", {})
    return manifest_place(linted.manifest, "change", rule_id if rule_id in changes else "all").span
