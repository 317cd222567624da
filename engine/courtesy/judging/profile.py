"""What checking one kind of act takes: the rules that can apply to it, the facts they read, matcher, explainers."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from courtesy.compiling.compiler import applicable, distinct_terms
from courtesy.explanation.explain import Explainer
from courtesy.facts.sheet import Deriver
from courtesy.matching.crosscheck import build_matcher
from courtesy.model.verdict import MatcherReport
from courtesy.sharing import lazily, repaired_after_fork

if TYPE_CHECKING:
    from courtesy.matching.crosscheck import Matcher, MatcherName
    from courtesy.model.case import Action
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet, Matches, Occasion
    from courtesy.model.vocabulary import Vocabulary

_UNLISTED = ""
"""Stands for every channel or purpose that the policy does not list: no rule can tell two of them apart."""


class Profile:
    """The rules that can apply to acts of one kind, with what derives, matches and explains their facts."""

    def __init__(self, rules: tuple[CompiledRule, ...], matcher: MatcherName, vocabulary: Vocabulary) -> None:
        self.rules = rules
        self._vocabulary, self._matcher_name = vocabulary, matcher
        self._truths = tuple(rule.truth for rule in rules)
        terms = distinct_terms(self._truths)
        self._places = {term: place for place, term in enumerate(terms)}
        self._deriver = Deriver(terms, vocabulary)
        self._explainers: dict[int, Explainer] = {}
        self._alone: dict[int, Profile] = {}

    @lazily
    def _matcher(self) -> Matcher:
        return build_matcher(self._matcher_name, self._truths, self._places)

    def derive(self, occasion: Occasion) -> FactSheet:
        """Measure all that these rules read."""
        return self._deriver.derive(occasion)

    def match(self, sheet: FactSheet) -> Matches:
        """Which rules are violated, which undetermined."""
        return self._matcher.match(sheet.values)

    @property
    def matchers(self) -> MatcherReport:
        """The matchers that answer here; where there are two, an answer is one in which they agree."""
        return MatcherReport.of(self._matcher.used)

    def explainer(self, rule: int) -> Explainer:
        """What explains one of the rules, by its place."""
        if rule not in self._explainers:  # a race builds it twice, to the same effect
            self._explainers[rule] = Explainer(self.rules[rule], self._places, self._vocabulary)
        return self._explainers[rule]

    def alone(self, rule: int) -> Profile:
        """A profile of one of the rules only, matched natively: for trying many times of the act."""
        if rule not in self._alone:
            self._alone[rule] = Profile((self.rules[rule],), "native", self._vocabulary)
        return self._alone[rule]


class Profiles:
    """The profiles of one policy, each built when an act first needs it."""

    def __init__(self, rules: tuple[CompiledRule, ...], matcher: MatcherName, vocabulary: Vocabulary) -> None:
        self._rules, self._matcher, self._vocabulary = rules, matcher, vocabulary
        self._built: dict[tuple[str, str | None], Profile] = {}
        self._lock = Lock()
        repaired_after_fork(self)

    @lazily
    def whole(self) -> Profile:
        """All rules of the policy, also those that cannot apply: for verdicts that list every rule."""
        return Profile(self._rules, self._matcher, self._vocabulary)

    def of(self, action: Action) -> Profile:
        """The profile of an action."""
        words, channel, purpose = self._vocabulary, action.channel, action.purpose
        key = (
            channel if channel in words.channels else _UNLISTED,
            purpose if purpose is None or purpose in words.purposes else _UNLISTED,
        )
        profile = self._built.get(key)
        return profile if profile is not None else self._build(key)

    def after_fork(self) -> None:
        """Another thread may have been building at the moment of the fork."""
        self._lock = Lock()

    def _build(self, key: tuple[str, str | None]) -> Profile:
        with self._lock:
            if key not in self._built:
                self._built[key] = Profile(applicable(self._rules, *key), self._matcher, self._vocabulary)
            return self._built[key]
