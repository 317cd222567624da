"""What checking one kind of act takes: the rules that can apply to it, the facts they read, matcher, explainers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.compiler import applicable, distinct_terms
from courtesy.deadline import look_at_the_clock
from courtesy.explanation.explain import Explainer
from courtesy.facts.sheet import Deriver
from courtesy.matching.crosscheck import build_matcher
from courtesy.model.facts import Matches
from courtesy.model.origin import MatcherReport
from courtesy.model.policy import Level
from courtesy.model.predicate import TRUE
from courtesy.sharing import SharedLock, lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.instants import Instant
    from courtesy.judging.waiving import Waiving
    from courtesy.matching.crosscheck import Matcher, MatcherName
    from courtesy.model.case import Action
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.facts import FactSheet, Occasion
    from courtesy.model.predicate import Leaf, Term
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.model.waivers import Waiver

_NO_MATCHES = Matches((), ())
_UNLISTED = ""
"""Stands for every channel or purpose that the policy does not list: no rule can tell two of them apart."""


class _Side:
    """The rules of a profile about contacts who get a copy, or about those who are addressed."""

    def __init__(
        self,
        rules: tuple[CompiledRule, ...],
        places: Mapping[Term, int],
        matcher: MatcherName,
        *,
        copied: bool,
    ) -> None:
        """`rules` are all of the profile, `places` their terms' places: what is found keeps its place among them."""
        self.rules = tuple(place for place, rule in enumerate(rules) if rule.rule.concerns.include(copied=copied))
        meant = [rules[place] for place in self.rules]
        self.time_dependent = tuple(dict.fromkeys(leaf for rule in meant for leaf in rule.time_dependent))
        read = frozenset(distinct_terms(rule.truth for rule in meant))
        self.deriver = Deriver(tuple(places), read)
        self._matcher, self._places = matcher, places
        self._ids = tuple(rule.rule.id for rule in rules)
        self._truths = tuple(rule.truth if place in self.rules else TRUE for place, rule in enumerate(rules))

    @lazily
    def matcher(self) -> Matcher:
        """What matches them; the other rules hold for such a contact whatever the facts.

        Raises TooComplexError where the durable matcher is used beyond its limits.
        """
        return build_matcher(self._matcher, self._truths, self._places, self._ids)


class Profile:
    """The rules that can apply to acts of one kind, with what derives, matches and explains their facts."""

    def __init__(
        self,
        rules: tuple[CompiledRule, ...],
        matcher: MatcherName,
        vocabulary: Vocabulary,
        waiving: Waiving | None = None,
    ) -> None:
        self.rules = rules
        self._vocabulary = vocabulary
        self._ids = tuple(rule.rule.id for rule in rules)
        # Most policies have no waivers, and most kinds of acts none of theirs.
        self.waiving = None if waiving is None or waiving.rules.isdisjoint(self._ids) else waiving
        terms = distinct_terms(rule.truth for rule in rules)
        self._places = {term: place for place, term in enumerate(terms)}
        self._addressed = _Side(rules, self._places, matcher, copied=False)
        self._copied = _Side(rules, self._places, matcher, copied=True)
        self._explainers: dict[int, Explainer] = {}
        self._alone: dict[int, Profile] = {}

    def derive(self, occasion: Occasion) -> FactSheet:
        """Measure all that the rules about such a recipient read. Raises DeadlineExceededError."""
        look_at_the_clock()  # whatever is searched, at every step facts are derived
        return self._side(copied=occasion.copied).deriver.derive(occasion)

    def match(self, sheet: FactSheet) -> Matches:
        """Which of the rules about such a recipient are violated, which undetermined, and what of both is waived.

        Raises MatchersDisagreeError, EngineFaultError where durable-rules fails, and TooComplexError.
        """
        side = self._side(copied=sheet.copied)
        matches = side.matcher.match(sheet.values) if side.rules else _NO_MATCHES
        return matches if self.waiving is None else self.waiving.lift(matches, sheet.occasion, self._ids)

    def about(self, *, copied: bool) -> tuple[int, ...]:
        """The rules about contacts who get a copy, or who are addressed, by their places."""
        return self._side(copied=copied).rules

    def time_dependent(self, *, copied: bool) -> tuple[Leaf, ...]:
        """The comparisons of those rules whose truth can change with the time of the act alone, each once."""
        return self._side(copied=copied).time_dependent

    def _side(self, *, copied: bool) -> _Side:
        return self._copied if copied else self._addressed

    @property
    def matchers(self) -> MatcherReport:
        """The matchers that answer here; where there are two, an answer is one in which they agree."""
        return MatcherReport.of(self._addressed.matcher.used)

    def explainer(self, rule: int) -> Explainer:
        """What explains one of the rules, by its place."""
        if rule not in self._explainers:  # a race builds it twice, to the same effect
            self._explainers[rule] = Explainer(self.rules[rule], self._places, self._vocabulary)
        return self._explainers[rule]

    @lazily
    def ids(self) -> frozenset[str]:
        """The ids of the rules."""
        return frozenset(self._ids)

    @lazily
    def movable(self) -> frozenset[str]:
        """The ids of those that time can change."""
        return frozenset(rule.rule.id for rule in self.rules if rule.time_dependent)

    def waivers_from(self, rule: int, occasion: Occasion) -> tuple[Waiver, ...]:
        """The waivers from one of the rules, by its place, that hold on an occasion."""
        return () if self.waiving is None else self.waiving.holding(self._ids[rule], occasion)

    def waivers_ended(self, rule: int, occasion: Occasion) -> tuple[Waiver, ...]:
        """The waivers from one of the rules, by its place, that held on such an occasion, and no longer do."""
        return () if self.waiving is None else self.waiving.ended(self._ids[rule], occasion)

    @lazily
    def waivers_end(self) -> tuple[Instant, ...]:
        """The instants at which waivers from the rules cease to hold, ascending."""
        return () if self.waiving is None else tuple(sorted(self.waiving.ends(self._ids)))

    @lazily
    def moved(self) -> tuple[Profile, tuple[int, ...]]:
        """The `must`s that the time of the act alone can break, as a profile of their own, and their places here.

        With those from which there are waivers, which end.
        """
        binding = ((place, rule) for place, rule in enumerate(self.rules) if rule.rule.level is Level.MUST)
        waived = () if self.waiving is None else self.waiving.rules
        places = tuple(place for place, rule in binding if rule.time_dependent or rule.rule.id in waived)
        return self._of(places), places

    def alone(self, rule: int) -> Profile:
        """A profile of one of the rules only, matched natively: for trying many times of the act."""
        if rule not in self._alone:
            self._alone[rule] = self._of((rule,))
        return self._alone[rule]

    def _of(self, places: tuple[int, ...]) -> Profile:
        return Profile(tuple(self.rules[place] for place in places), "native", self._vocabulary, self.waiving)


class Profiles:
    """The profiles of one policy, each built when an act first needs it."""

    def __init__(
        self,
        rules: tuple[CompiledRule, ...],
        matcher: MatcherName,
        vocabulary: Vocabulary,
        waiving: Waiving | None = None,
    ) -> None:
        self._rules, self._matcher, self._vocabulary, self._waiving = rules, matcher, vocabulary, waiving
        self._built: dict[tuple[str, str | None], Profile] = {}
        self._of_rules: dict[tuple[str, ...], Profile] = {}
        self._lock = SharedLock()

    @lazily
    def whole(self) -> Profile:
        """All rules of the policy, also those that cannot apply: for verdicts that list every rule."""
        return Profile(self._rules, self._matcher, self._vocabulary, self._waiving)

    def of(self, action: Action) -> Profile:
        """The profile of an action."""
        vocabulary, channel, purpose = self._vocabulary, action.channel, action.purpose
        key = (
            channel if channel in vocabulary.channels else _UNLISTED,
            purpose if purpose is None or purpose in vocabulary.purposes else _UNLISTED,
        )
        profile = self._built.get(key)
        return profile if profile is not None else self._build(key)

    def _build(self, key: tuple[str, str | None]) -> Profile:
        with self._lock:
            if key not in self._built:
                rules = applicable(self._rules, *key)
                names = tuple(rule.rule.id for rule in rules)
                if names not in self._of_rules:  # many purposes are the same to all rules
                    self._of_rules[names] = Profile(rules, self._matcher, self._vocabulary, self._waiving)
                self._built[key] = self._of_rules[names]
            return self._built[key]
