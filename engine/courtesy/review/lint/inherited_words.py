"""A policy changes a number that it inherits, and keeps a text that still tells the old one.

The title, the reason and the remedy of an inherited rule are inherited with it. Where a change gives the rule another
number, each of them that tells the old one has to be said anew, or to carry the number by its name (`{at_least}`). The
source needs no other words: its citation says of itself who changed what it says.

Bad:
    extends: hire-wire@^1.0
    change:
      timing.email-after-a-week:
        wait: {at_least: 10 days}
        because: Our clients take their time.
Good:
    extends: hire-wire@^1.0
    change:
      timing.email-after-a-week:
        title: A follow-up e-mail waits {at_least}
        wait: {at_least: 10 days}
        because: Our clients take their time.
Why: Recruiters read the title, and believe it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.prose.mentions import mentions
from courtesy.review.lint.prose.numbers import Numbers
from courtesy.review.lint.subject import Linted, Place, manifest_place
from courtesy.review.parts import tree_of
from courtesy.spans import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.policy import Rule

TEXTS = {"title": "title", "because": "reason", "remedy": "remedy"}
"""The texts of a rule that tell its numbers, by their keys."""


def check(linted: Linted) -> Iterator[LintFinding]:
    """Each text of a changed rule that tells a number which the rule no longer has."""
    for rule in linted.source.rules:
        told: set[str] = set()
        for key, text, place in stale_texts(linted, rule):
            if key not in told:
                told.add(key)
                message = f"`{rule.id}` is changed, and its inherited {TEXTS[key]} still says `{text}`"
                changed = manifest_place(linted.manifest, "change", rule.id)
                fix = f"say `{key}` anew in the change; a name in braces, such as `{{at_most}}`, tells the new number"
                here = Place("the change", changed.span, rule.id)
                yield linted.found(Sense.INHERITED_WORDS, message, here, place, fix=fix)


def stale_texts(linted: Linted, rule: Rule) -> Iterator[tuple[str, str, Place]]:
    """The key, the number and the place of each inherited text that tells a number from before the change."""
    parent = linted.source.parent
    before = None if parent is None else next((one for one in parent.rules if one.id == rule.id), None)
    if rule.change is None or before is None or parent is None:
        return
    old, new = Numbers(parent, before), Numbers(linted.source, rule)
    if old.all == new.all:
        return
    tree = tree_of(rule)
    for key in TEXTS:
        text = tree.get(key)
        if key in rule.change or not isinstance(text, Scalar):
            continue
        for mention in mentions(text):
            told_before = mention.values & old.all[mention.measure]
            if told_before and mention.values.isdisjoint(new.all[mention.measure]):
                yield key, mention.text, Place(f"`{key}`", text.span, rule.id)
