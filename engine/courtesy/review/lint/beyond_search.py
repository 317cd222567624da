"""A bound lies beyond anything that is looked at.

An earliest time is looked for over ten years. A wait, a window or a deadline that is longer than that says "never" or
"always" with a number, and verdicts cannot tell when it ends; a message cannot have as many words as some limits would
allow. Usually a digit or the unit is wrong.

Bad:
    rules:
      - {id: timing.wait, level: must, wait: {at_least: 999999 weeks, after: interview}}
Good:
    rules:
      - {id: timing.wait, level: must, wait: {at_least: 26 weeks, after: interview}}
Why: Nobody means a wait until the year 21000.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.bounds import MAX_BODY, SEARCHED_DAYS
from courtesy.model.lint import LintFinding, Sense
from courtesy.model.rule_parts import PartKind
from courtesy.review.lint.subject import Linted, Place, manifest_place
from courtesy.review.parts import parts_of
from courtesy.spans import MappingNode
from courtesy.values import DAY, Duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.rule_parts import RulePart

_LENGTHS = frozenset({PartKind.BOUND, PartKind.WINDOW})
_OF_TEXTS = ("message.words", "message.sentences")
_MOST_WORDS = MAX_BODY // 2
"""A text of that many characters has no more words than this, each with a space."""


def check(linted: Linted) -> Iterator[LintFinding]:
    """Lengths of time of rules and gaps that nothing looks as far as, and numbers of words that no text has."""
    for rule in linted.source.rules:
        for part in parts_of(linted.source, rule):
            place = Place(f"`{part.path}`", part.span, rule.id)
            if part.kind in _LENGTHS and _is_stretch(part) and _too_long(part.value):
                message = f"`{part.value}` in `{rule.id}` is longer than the ten years that are looked at"
                yield linted.found(Sense.BEYOND_SEARCH, message, place, fix=_FIX)
            elif part.kind is PartKind.BOUND and any(name in part.keys for name in _OF_TEXTS) and _too_many(part):
                message = f"`{part.value}` in `{rule.id}` is more than any message can have"
                yield linted.found(Sense.BEYOND_SEARCH, message, place, fix=_FIX)
    yield from _of_gaps(linted)


_FIX = "check the number and its unit"


def _is_stretch(part: RulePart) -> bool:
    """Whether a length is one in which something is looked for, and no value that a fact is compared with."""
    return not any("." in str(key) for key in part.keys)


def _too_long(text: str) -> bool:
    length = Duration.parse(text)
    return length is not None and length.nominal_microseconds > SEARCHED_DAYS * DAY


def _too_many(part: RulePart) -> bool:
    return part.value.isdigit() and int(part.value) > _MOST_WORDS


def _of_gaps(linted: Linted) -> Iterator[LintFinding]:
    preferences = None if linted.manifest is None else linted.manifest.get("preferences")
    gaps = preferences.get("gaps") if isinstance(preferences, MappingNode) else None
    for channel, gap in gaps.items() if isinstance(gaps, MappingNode) else ():
        if _too_long(gap):
            message = f"the gap of `{gap}` is longer than the ten years that are looked at"
            yield linted.found(
                Sense.BEYOND_SEARCH,
                message,
                manifest_place(linted.manifest, "preferences", "gaps", channel),
                fix=_FIX,
                word=f"gaps.{channel}",
            )
