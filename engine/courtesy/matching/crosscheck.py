"""Chooses the matchers and holds them against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, get_args

from courtesy.errors import InvalidInputError
from courtesy.matching import durable_encoding
from courtesy.matching.durable import DurableMatcher, available
from courtesy.matching.errors import (
    DurableUnavailableError,
    MatchersDisagreeError,
    TooComplexError,
    TooComplexRuleError,
    UnknownMatcherError,
)
from courtesy.matching.native import compile_native

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courtesy.model.facts import Matches
    from courtesy.model.predicate import Predicate, Term
    from courtesy.spans import Span
    from courtesy.values import Value

MatcherName = Literal["auto", "both", "native", "durable"]
"""Which matchers are to be asked: `auto` asks both where both can be had, `both` demands them."""
MATCHER_NAMES: tuple[MatcherName, ...] = get_args(MatcherName)


class Matcher(Protocol):
    """Decides which rules are violated and which undetermined; safe to share between threads."""

    @property
    def used(self) -> tuple[str, ...]:
        """The names of the engines that answer."""

    def match(self, values: tuple[Value | None, ...], /) -> Matches:
        """The rules for which the values of the terms, None being unknown, decide or fail to decide."""


def available_matchers(which: MatcherName = "auto") -> tuple[str, ...]:
    """The matchers that answer where `which` is asked for: `durable` where it can be imported, and `native`.

    Raises UnknownMatcherError for another name, and DurableUnavailableError where `durable` is demanded (by `durable`
    or `both`) and cannot be had.
    """
    if which not in MATCHER_NAMES:
        raise UnknownMatcherError(which, MATCHER_NAMES)
    if which == "native" or (which == "auto" and not available()):
        return NativeMatcher.used
    if not available():
        raise DurableUnavailableError(which)
    return DurableMatcher.used if which == "durable" else CrossCheck.used


def check_limits(rules: Sequence[tuple[str, Span, Predicate]]) -> None:
    """Make sure that the durable matcher can be trusted with rules, given with their ids and places in a file.

    Raises InvalidInputError with every rule that is too complex.
    """
    try:
        durable_encoding.check_limits([truth for _, _, truth in rules])
    except TooComplexError as error:
        alone = [found for rule in range(len(rules)) if (found := _too_complex_alone(rules, rule))]
        raise InvalidInputError(alone or [_problem(rules[error.rule], error)]) from error


def _too_complex_alone(rules: Sequence[tuple[str, Span, Predicate]], rule: int) -> TooComplexRuleError | None:
    try:
        durable_encoding.check_limits([rules[rule][2]])
    except TooComplexError as error:
        return _problem(rules[rule], error)
    return None


def _problem(rule: tuple[str, Span, Predicate], error: TooComplexError) -> TooComplexRuleError:
    rule_id, span, _ = rule
    return TooComplexRuleError(span, rule_id, error)


def build_matcher(
    which: MatcherName, truths: Sequence[Predicate], terms: Mapping[Term, int], rule_ids: Sequence[str]
) -> Matcher:
    """A matcher for the predicates of rules; `terms` gives the place of each term in the tuple of values.

    Raises as `available_matchers` does, and TooComplexError where the durable matcher is used beyond its limits.
    """
    asked = available_matchers(which)
    if asked == NativeMatcher.used:
        return NativeMatcher(truths, terms)
    durable = DurableMatcher(truths, terms)
    return durable if asked == DurableMatcher.used else CrossCheck(durable, NativeMatcher(truths, terms), rule_ids)


class NativeMatcher:
    """The generated function alone."""

    __slots__ = ("match",)
    used: tuple[str, ...] = ("native",)

    def __init__(self, truths: Sequence[Predicate], terms: Mapping[Term, int]) -> None:
        self.match = compile_native(truths, terms)


class CrossCheck:
    """Asks two matchers and answers only where both say the same."""

    __slots__ = ("_durable", "_native", "_rule_ids")
    used: tuple[str, ...] = ("durable", "native")

    def __init__(self, durable: Matcher, native: Matcher, rule_ids: Sequence[str]) -> None:
        self._durable = durable
        self._native = native
        self._rule_ids = rule_ids

    def match(self, values: tuple[Value | None, ...], /) -> Matches:
        """The answer of both. Raises MatchersDisagreeError; a disagreement is never resolved by picking one."""
        native = self._native.match(values)
        durable = self._durable.match(values)
        if native != durable:
            raise MatchersDisagreeError(durable=durable, native=native, rule_ids=self._rule_ids)
        return native
