"""The rules of a policy, each as its entry in the handbook, by section."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from courtesy.model.handbook import Chapter, DisabledEntry, Row, RuleEntry
from courtesy.model.policy import Level
from courtesy.model.requirement import is_of_plan
from courtesy.rendering.citation import origin
from courtesy.rendering.policy_page import meaning
from courtesy.review.handbook.ancestry import Ancestry
from courtesy.review.handbook.examples import Examples
from courtesy.rules.forbid import Forbid
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api import Policy
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource

LEVELS = {
    Level.MUST: "It has to be kept: an action that breaks it is refused.",
    Level.SHOULD: "It is advised: an action that breaks it is permitted, with a warning.",
    Level.MAY: "It is a hint: an action that breaks it is permitted all the same.",
}
_OWED = {
    Level.MUST: "It has to be done: a plan that misses it is refused.",
    Level.SHOULD: "It is advised: a plan that misses it gets a warning.",
    Level.MAY: "It is a suggestion: a plan may do without it.",
}


_MISSING = {False: "breaks", True: "keeps"}


def numbers(policy: Policy) -> dict[str, int]:
    """The place of each rule in the handbook, from 1 on."""
    return {rule.rule.id: place for place, rule in enumerate(_ordered(policy), 1)}


def chapters(policy: Policy) -> Iterator[Chapter]:
    """The rules by section, in the order in which the policy comes to each."""
    places, ancestry, examples = numbers(policy), Ancestry(policy), Examples(policy)
    for section, rules in groupby(_ordered(policy), key=_section):
        entries = tuple(_entry(policy, rule, places, ancestry, examples) for rule in rules)
        yield Chapter(section.replace("_", " ").capitalize(), entries)


def disabled(source: PolicySource) -> Iterator[DisabledEntry]:
    """The rules that the policy does without."""
    for one in source.disabled:
        who = sentence(f"a rule of {one.rule.author}, disabled by {one.by}")
        yield DisabledEntry(one.rule.id, one.rule.title or one.rule.id, who, sentence(one.because))


def _ordered(policy: Policy) -> list[CompiledRule]:
    """The rules with those of one section together."""
    sections = list(dict.fromkeys(map(_section, policy.compiled)))
    return sorted(policy.compiled, key=lambda rule: sections.index(_section(rule)))


def _section(rule: CompiledRule) -> str:
    return rule.rule.id.partition(".")[0]


def _entry(
    policy: Policy, compiled: CompiledRule, places: Mapping[str, int], ancestry: Ancestry, examples: Examples
) -> RuleEntry:
    rule, found = compiled.rule, tuple(examples.of(compiled))
    missing = [kept for kept in _MISSING if all(one.kept is not kept for one in found)]
    return RuleEntry(
        id=rule.id,
        number=places[rule.id],
        title=rule.title or rule.id,
        level=rule.level,
        binding=(_OWED if compiled.requirement.of_plan else LEVELS)[rule.level],
        meaning=tuple(Row(label, said) for label, said in meaning(policy.source, compiled)),
        examples=found,
        no_example=_no_example(compiled, missing),
        background=tuple(Row(label, said) for label, said in _background(policy.source, compiled, ancestry)),
    )


def _no_example(rule: CompiledRule, missing: list[bool]) -> str:
    """Why examples are missing: there can be none, or none was found."""
    if isinstance(rule.requirement, Forbid) and rule.requirement.always and missing == [True]:
        return ""
    if is_of_plan(rule.requirement) and rule.requirement.due is None and missing == [False]:
        return "It has no deadline, so that it is never overdue."
    return (
        f"No example was found that {joined((_MISSING[kept] for kept in missing), 'or')} this rule." if missing else ""
    )


def _background(source: PolicySource, compiled: CompiledRule, ancestry: Ancestry) -> Iterator[tuple[str, str]]:
    rule = compiled.rule
    if rule.remedy:
        yield "To do", sentence(rule.remedy)
    if rule.because:
        yield "Why", sentence(rule.because)
    if rule.source is not None:
        yield "Source", f"{origin(rule.source, source, interpretation=rule.interpretation)}."
    elif rule.interpretation:
        yield "Source", "The policy's interpretation."
    yield from ancestry.rows(rule)
