"""A rule asks for what no act can be.

Every act that the rule applies to breaks it, whatever the case and whenever it is done: hours that are limited to dates
on which they are closed, a `require` whose conditions contradict each other or the rule's own `applies_to`, a `follow`
whose touch nobody can have got. The last is the usual one: without `to`, a `follow` looks at what went to the same
contact, so that a call to the recruiter never comes before an e-mail to anybody else. (One message to both of them
would do, which is rarely what is meant.) A `forbid`, and a `limit` of 0, are meant to be so and are no findings.

Bad:
    rules:
      - id: channels.talk-to-us-first
        level: must
        applies_to: {channel: email, recipient.roles: {none_of: [recruiter]}}
        follow: {touch: {channel: phone, roles: [recruiter]}}
Good:
    rules:
      - id: channels.talk-to-us-first
        level: must
        applies_to: {channel: email, recipient.roles: {none_of: [recruiter]}}
        follow: {touch: {channel: phone, roles: [recruiter], to: same_company}}
Why: It forbids without saying so, and its remedy leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.logic.consistency import Assumed
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.lint.subject import Linted, place_of, places_of, scope_of
from courtesy.rules.forbid import Forbid
from courtesy.rules.hours import Hours
from courtesy.rules.limit import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule

_MEANT_TO_BE = (Forbid, Limit)


def check(linted: Linted) -> Iterator[LintFinding]:
    """Rules that whatever they apply to breaks."""
    for rule in linted.rules:
        if isinstance(rule.requirement, _MEANT_TO_BE) or not linted.may_apply(rule):
            continue
        if not possible((*scope_of(rule), Demand(rule.required)), Assumed(one_addressee=True)):
            of = rule.rule
            message, fix = _told(rule)
            yield linted.found(
                Sense.NEVER_MET,
                f"`{of.id}` {message}",
                place_of(of, of.type),
                *places_of(of, "applies_to"),
                fix=fix,
            )


def _told(rule: CompiledRule) -> tuple[str, str]:
    name = rule.rule.type
    alone = not possible((Demand(rule.required),))
    if name == Hours.name and alone:
        return "is never open: no day is both one of its days and one of its dates", "correct the days or the dates"
    if name == Hours.name:
        return "can never be met: its hours are closed whenever it applies", "correct the hours, or what it applies to"
    if name in {"follow", "expect"} and possible((*scope_of(rule), Demand(rule.required))):
        whom = "the same contact, who is in none of the roles that it asks for"
        return (
            f"can never be met: its `{name}` looks at what went to {whom}",
            "write `to: same_company` beside the roles",
        )
    against = "what it asks for contradicts itself" if alone else "what it asks for contradicts what it applies to"
    return f"can never be met: {against}", "correct the condition; `forbid: true` says that it is never allowed"
