"""An inherited rule keeps the calendar of the policy that it comes from, and this policy has another one.

Rules that count business days, or open on them, are read by the calendar, the closed days and the business hours of the
policy that wrote them: otherwise a child would change rules without a word. Where the child states a calendar of its
own, that is rarely meant.

Bad:
    extends: hire-wire@^1.0
    defaults: {calendar: GB-ENG}
Good:
    extends: hire-wire@^1.0
    defaults: {calendar: GB-ENG}
    change: {all: {calendar: policy}}
Why: The holidays of two countries are mixed, and nobody sees it until one of them comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lineage import CALENDAR_WORDS, mentions
from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, manifest_place, place_of
from courtesy.wording.text import joined, verb_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATED_BY = ("closed", "weekend", "business_hours")


def check(linted: Linted) -> Iterator[LintFinding]:
    """All such rules in one finding: one line of the manifest mends them."""
    source = linted.source
    kept = [
        rule
        for rule in source.rules
        if rule.setting is not None
        and rule.setting.with_calendar_of(source.setting) != rule.setting
        and not rule.locked
        and mentions(rule.tree, *CALENDAR_WORDS)
    ]
    if not kept or source.parent is None or linted.manifest is None:
        return
    several = len(kept) > 1
    message = (
        f"{joined(f'`{rule.id}`' for rule in kept)} {verb_for(len(kept), 'keeps')} the calendar of the policy that "
        f"{'they are' if several else 'it is'} from, not this one's"
    )
    manifest = linted.manifest
    key = next((key for key in _STATED_BY if key in manifest), None)
    place = manifest_place(manifest, key) if key else manifest_place(manifest, "defaults", "calendar")
    fix = "to change that, write `change: {all: {calendar: policy}}`"
    yield linted.found(Sense.CALENDAR_KEPT, message, place, *(place_of(rule, rule.type) for rule in kept), fix=fix)
