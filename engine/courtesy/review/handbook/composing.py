"""The whole handbook of a policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.handbook import ChangeEntry, Handbook, Row, SourceEntry
from courtesy.model.origin import PolicyReference
from courtesy.rendering.addresses import followable
from courtesy.rendering.origin_page import line_of
from courtesy.rendering.waivers.phrases import last_day, whom
from courtesy.review.handbook.compared import compared
from courtesy.review.handbook.entries import LEVELS, chapters, disabled, numbers
from courtesy.review.handbook.glance import glance
from courtesy.review.handbook.surroundings import parts
from courtesy.review.handbook.terms import choose, state, terms
from courtesy.wording import times
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from courtesy.api import Policies, Policy
    from courtesy.model.handbook import Chapter
    from courtesy.model.policy import PolicySource

_TOUCH = "touch"
_EXAMPLES = (
    "The situations are made up, and what is said of them is the engine's own verdict. Whatever only other rules ask "
    "about is left out, and is as they want it. Dates are on a real calendar, and times on the recipient's clock."
)
_EXCEPTIONS = (
    "Where a rule does not say otherwise, an exception can be granted for one case, one contact or one action, with a "
    "reason and up to a date."
)


def compose(
    policy: Policy | Policies, *, on: date, version: str | None = None, before: Policy | None = None
) -> Handbook:
    """A policy in words: the version that holds on a day in the policy's zone, or the one that is named.

    Where none holds on that day, it is the next one that will, else the last one that did. Every example in it has been
    judged by the engine. It is compared with `before`, else with the version before it among those that are given.
    Raises PolicyNotFoundError where there is no such version.
    """
    choice = choose(policy, on, version)
    older = before or choice.before
    shown = choice.policy
    source, told = shown.source, tuple(chapters(shown))
    return Handbook(
        policy=PolicyReference(shown.id, shown.version, shown.digest, shown.text_digest),
        title=shown.title,
        day=on if choice.day_matters else None,
        state=tuple(state(choice)),
        terms=tuple(terms(choice)),
        about=tuple(_about(source)),
        reading=tuple(_reading(shown, told)),
        glance=tuple(glance(shown.compiled, numbers(shown), source.vocabulary)),
        chapters=told,
        disabled=tuple(disabled(source)),
        parts=tuple(parts(shown)),
        waivers=tuple(_waivers(shown, on)),
        changes=tuple(_changes(source)),
        compared=None if older is None else compared(older, shown),
        sources=tuple(_sources(source)),
    )


def _about(source: PolicySource) -> Iterator[Row]:
    if source.parent is not None:
        yield Row("Builds on", f"{line_of(source.parent)}.")


def _reading(policy: Policy, told: tuple[Chapter, ...]) -> Iterator[Row]:
    """What helps to read the rules: how binding each is, and what else their readers may not know."""
    for level, said in LEVELS.items():
        yield Row(level.value, said)
    if any(_TOUCH in row.text for chapter in told for rule in chapter.rules for row in rule.meaning):
        yield Row(_TOUCH, "Anything that was sent or said, in whatever way: an e-mail, a call, a card.")
    yield Row("examples", _EXAMPLES)
    if any(rule.waivable for rule in policy.rules):
        yield Row("exceptions", _EXCEPTIONS)


def _waivers(policy: Policy, on: date) -> Iterator[Row]:
    """The exceptions that hold on a day, by the titles of their rules."""
    for one in policy.waivers:
        if on < one.until:
            granted = f"for {whom(one)}, until the end of {last_day(one)}, by {one.by}"
            yield Row(rule_title(one.rule, policy.source), f"{sentence(granted)} {sentence(one.because)}")


def _changes(source: PolicySource) -> Iterator[ChangeEntry]:
    """What the manifest tells of its versions, the newest first."""
    for one in sorted(source.changes, key=lambda change: change.on, reverse=True):
        because = sentence(one.because) if one.because else ""
        yield ChangeEntry(one.version, sentence(one.what), because, f"{one.by}, {times.date_and_month(one.on)}")


def _sources(source: PolicySource) -> Iterator[SourceEntry]:
    for one in source.sources.values():
        yield SourceEntry(one.title, one.publisher or "", followable(one.url))
