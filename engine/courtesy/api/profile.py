"""What checking one kind of act takes: the rules that can apply to it, the facts they read, the matcher."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from courtesy.compiling.compiler import applicable, distinct_terms
from courtesy.facts.sheet import Deriver
from courtesy.matching.crosscheck import build_matcher
from courtesy.model.truth import terms

if TYPE_CHECKING:
    from courtesy.matching.crosscheck import Matcher, MatcherName
    from courtesy.model.case import Action
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet, Matches, Occasion
    from courtesy.model.vocabulary import Vocabulary

_UNLISTED = ""
"""Stands for every channel that the policy does not list: no rule can tell two of them apart."""


class Profile:
    """The rules that can apply to acts of one channel and purpose, with what derives and matches their facts."""

    def __init__(self, rules: tuple[CompiledRule, ...], matcher: MatcherName, vocabulary: Vocabulary) -> None:
        self.rules = rules
        self._vocabulary = vocabulary
        self._matcher_name = matcher
        self._truths = tuple(rule.truth for rule in rules)
        self._terms = distinct_terms(self._truths)
        self._deriver = Deriver(self._terms, vocabulary)
        self._single: dict[int, Deriver] = {}

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher of these rules; built at the first match."""
        return build_matcher(self._matcher_name, self._truths, {term: place for place, term in enumerate(self._terms)})

    def derive(self, occasion: Occasion) -> FactSheet:
        """Measure all that these rules read."""
        return self._deriver.derive(occasion)

    def match(self, sheet: FactSheet) -> Matches:
        """Which rules are violated, which undetermined."""
        return self.matcher.match(sheet.values)

    def single(self, index: int) -> Deriver:
        """What measures one rule alone."""
        if index not in self._single:  # a race builds it twice, to the same effect
            self._single[index] = Deriver(terms(self._truths[index]), self._vocabulary)
        return self._single[index]


class Profiles:
    """The profiles of one policy, each built when an act first needs it."""

    def __init__(self, rules: tuple[CompiledRule, ...], matcher: MatcherName, vocabulary: Vocabulary) -> None:
        self._rules, self._matcher, self._vocabulary = rules, matcher, vocabulary
        self._built: dict[tuple[str, str | None], Profile] = {}
        self._lock = Lock()

    def of(self, action: Action) -> Profile:
        """The profile of an action."""
        channel = action.channel if action.channel in self._vocabulary.channels else _UNLISTED
        key = (channel, action.purpose)
        profile = self._built.get(key)
        return profile if profile is not None else self._build(key)

    def _build(self, key: tuple[str, str | None]) -> Profile:
        with self._lock:
            if key not in self._built:
                self._built[key] = Profile(applicable(self._rules, *key), self._matcher, self._vocabulary)
            return self._built[key]
