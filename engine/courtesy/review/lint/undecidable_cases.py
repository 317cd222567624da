"""A required rule leaves every act of the cases undecided, since none of them states the fact that it reads.

This is looked at in the tests beside the policy, and in cases that are given (`--cases`). A rule that is new and that
reads a fact of the policy's own makes every act that it applies to undetermined until somebody states the fact: mostly
it is meant for a few of them, and an `applies_to` is missing.

Bad:
    facts:
      attributes.agreed:
        type: boolean
        title: whether they agreed to texts
        says: they agreed to texts
        denies: they did not agree to texts
    rules:
      - {id: channels.agreed, level: must, require: {attributes.agreed: true}}
Good:
    facts:
      attributes.agreed:
        type: boolean
        title: whether they agreed to texts
        says: they agreed to texts
        denies: they did not agree to texts
    rules:
      - {id: channels.agreed, level: must, applies_to: {channel: sms}, require: {attributes.agreed: true}}
Why: On the morning after, nobody gets a verdict any more.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.lint import LintFinding, Sense
from courtesy.model.outcome import Status
from courtesy.model.policy import Level
from courtesy.model.predicate import Fact, TimeAgainst
from courtesy.model.truth import terms
from courtesy.review.lint.subject import Linted, place_of
from courtesy.wording.text import agree, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule

_DECIDED = frozenset({Status.VIOLATED, Status.SATISFIED, Status.WAIVED})


def check(linted: Linted) -> Iterator[LintFinding]:
    """Required rules on own facts that leave acts of the cases undetermined, and decide none."""
    asked = {rule.rule.id: facts for rule in linted.of_acts if (facts := _own_facts(rule))}
    if not asked or not linted.cases:
        return
    acts, undecided, decided = _judged(linted)
    for rule in linted.of_acts:
        of = rule.rule
        if of.id not in asked or not undecided[of.id] or decided[of.id]:
            continue
        listed = joined(f"`{name}`" for name in asked[of.id])
        whole = f"{undecided[of.id]} of {agree(acts, 'act')} in the cases"
        message = f"`{of.id}` leaves {whole} undecided and decides none: no case states {listed} where it is asked"
        fix = f"say under `applies_to` which acts it is about, or state {listed} in the cases"
        yield linted.found(Sense.UNDECIDABLE_CASES, message, place_of(of, of.type), fix=fix)


def _own_facts(rule: CompiledRule) -> tuple[str, ...]:
    """The facts of the policy's own that a required rule reads."""
    if rule.rule.level is not Level.MUST:
        return ()
    read = (term.fact if isinstance(term, TimeAgainst) else term for term in terms(rule.truth))
    names = (term.name for term in read if isinstance(term, Fact))
    return tuple(dict.fromkeys(name for name in names if own_key(name) or contact_key(name)))


def _judged(linted: Linted) -> tuple[int, Counter[str], Counter[str]]:
    """How many acts the cases propose, and how many of them each rule leaves open, and decides."""
    acts, undecided, decided = 0, Counter[str](), Counter[str]()
    for case in linted.cases:
        for action in case.actions:
            if action.at is None:
                continue
            try:
                verdict = linted.policy.check(case, action, now=action.at, as_of=True, all_findings=True)
            except CourtesyError:
                continue
            acts += 1
            undecided.update({one.rule_id for one in verdict.findings if one.status is Status.UNDETERMINED})
            decided.update({one.rule_id for one in verdict.findings if one.status in _DECIDED})
    return acts, undecided, decided
