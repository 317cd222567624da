"""What is looked at, and the one constructor of findings."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from courtesy.errors import CourtesyError
from courtesy.model.lint import LintFinding, LintPlace
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.parts import tree_of
from courtesy.review.tests.owners import tests_beside
from courtesy.spans import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.api.policy import Policy
    from courtesy.model.case import Case
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.lint import Sense
    from courtesy.model.policy import Rule
    from courtesy.spans import MappingNode, Span


class Place(NamedTuple):
    """A place that a finding is about: what stands there, where, and in which rule."""

    what: str
    span: Span
    rule: str | None = None


class Linted:
    """One policy as it is looked at: with what it inherits, and cases that are judged by it."""

    def __init__(self, policy: Policy, cases: Iterable[Case] = ()) -> None:
        self.policy, self.source, self.given_cases = policy, policy.source, tuple(cases)
        self.rules = policy.compiled

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The cases that are given, and those of the tests beside the policy as far as they can be read."""
        return (*self.given_cases, *_cases_of_tests(self.policy))

    @cached_property
    def of_acts(self) -> tuple[CompiledRule, ...]:
        """The rules that judge single acts."""
        return tuple(rule for rule in self.rules if not rule.requirement.of_plan)

    @cached_property
    def manifest(self) -> MappingNode | None:
        """What the policy's own manifest says; None for a policy that was made in Python."""
        return self.source.manifest

    @cached_property
    def _applying(self) -> dict[str, bool]:
        return {rule.rule.id: possible(scope_of(rule)) for rule in self.rules}

    def may_apply(self, rule: CompiledRule) -> bool:
        """Whether there may be an act that the rule is about and that nothing excepts."""
        return self._applying[rule.rule.id]

    def is_own_file(self, span: Span) -> bool:
        """Whether a place lies in one of the policy's own files."""
        return str(span.file) in self.source.files

    def found(
        self, sense: Sense, message: str, *places: Place, fix: str | None = None, word: str | None = None
    ) -> LintFinding:
        """A finding about the rule of its first place; it stands at the first that lies in the policy's own files."""
        first = next((place for place in places if self.is_own_file(place.span)), places[0])
        others = tuple(LintPlace(what=one.what, span=one.span, rule=one.rule) for one in places if one is not first)
        return LintFinding(
            sense=sense, message=message, span=first.span, help=fix, rule=places[0].rule, word=word, related=others
        )


def _cases_of_tests(policy: Policy) -> Iterator[Case]:
    """What is wrong with tests, whoever runs them is told."""
    if not Path(policy.source.location).is_file():
        return
    try:
        files = tests_beside(policy.source)
    except CourtesyError:
        return
    for test in (test for file in files for test in file.tests):
        with suppress(CourtesyError):
            yield policy.case_from(test.case)


def scope_of(rule: CompiledRule) -> tuple[Demand, ...]:
    """That a rule applies and nothing excepts from it."""
    return Demand(rule.applies), Demand(rule.unless, wanted=False)


def place_of(rule: Rule, *keys: str) -> Place:
    """Where a rule says something: the first of the keys that it has, or else its id."""
    tree = tree_of(rule)
    key = next((one for one in keys if one in tree), None)
    span = rule.span if key is None else tree.span_of(key)
    return Place(f"`{key}`" if key else f"`{rule.id}`", rule.span if span == NOWHERE else span, rule.id)


def places_of(rule: Rule, *keys: str) -> Iterator[Place]:
    """Where a rule says each of those of the keys that it has."""
    return (place_of(rule, key) for key in keys if key in tree_of(rule))


def manifest_place(manifest: MappingNode | None, *path: str) -> Place:
    """Where a manifest has a key, by the keys that lead there; its beginning where it has none."""
    span, node = (manifest.span, manifest) if manifest is not None else (NOWHERE, None)
    for key in path:
        if node is None or key not in node:
            break
        span, inner = node.span_of(key), node[key]
        node = inner if hasattr(inner, "key_spans") else None
    return Place(f"`{path[-1]}`" if path else "the manifest", span)
