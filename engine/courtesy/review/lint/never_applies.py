"""A rule can never apply: its conditions contradict each other.

What `applies_to` asks for contradicts itself, or `unless` excepts all of it: the rule judges nothing, whatever the
case. Usually a word was meant for another key, or an `is_not` is missing.

Bad:
    rules:
      - id: timing.no-weekends
        level: must
        applies_to: {channel: email}
        hours: {days: [mon-fri]}
        unless: {channel: email}
Good:
    rules:
      - id: timing.no-weekends
        level: must
        applies_to: {channel: email}
        hours: {days: [mon-fri]}
        unless: {purpose: thank_you}
Why: People who read the policy believe that the rule protects somebody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.lint.subject import Linted, place_of, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(linted: Linted) -> Iterator[LintFinding]:
    """Rules that no act, and no contact, can be under."""
    for rule in linted.rules:
        if linted.may_apply(rule):
            continue
        of = rule.rule
        if not possible((Demand(rule.applies),)):
            message = f"`{of.id}` can never apply: what it applies to contradicts itself"
            places = [place_of(of, "applies_to", of.type)]
        else:
            message = f"`{of.id}` can never apply: its `unless` excepts all that it applies to"
            places = [place_of(of, "unless"), *places_of(of, "applies_to")]
        yield linted.found(Sense.NEVER_APPLIES, message, *places, fix="correct the condition, or take the rule out")
