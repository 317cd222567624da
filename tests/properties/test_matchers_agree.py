"""Random predicates on random fact sheets: both matchers and the reference meaning give the same answer.

The number of sheets is the environment's COURTESY_PARITY_SHEETS, 20,000 if it says nothing.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courtesy.matching.durable import DurableMatcher, available
from courtesy.matching.native import compile_native
from courtesy.model.almanac import Almanac, OpenHours
from courtesy.model.facts import Matches
from courtesy.model.predicate import (
    All,
    AllHistory,
    Any,
    AtLeast,
    AtMost,
    CaseDate,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    Selector,
    TimeAfter,
    WithinHours,
)
from courtesy.model.truth import leaves, terms, truth
from courtesy.values import Duration, DurationUnit, FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.model.predicate import Leaf, Predicate, Term
    from courtesy.values import Value

SHEETS = int(os.environ.get("COURTESY_PARITY_SHEETS", "20000"))
SHEETS_PER_RULESET = 50
UNKNOWN_SHARE = 0.2

_INTEGERS = (0, 1, -1, 2, 7, 604_800_000_000, 2**53, 2**53 + 1, 2**63 - 1, 2**64, 2**70, -(2**70))
_NUMBERS = (*_INTEGERS, 0.5, 1e-7, 5e-324, 1e21, 2.0**53, math.inf, -math.inf)
_TEXTS = (
    "email", "phone", "Email", "a", "a b", "", "5", "true", "None", "\0", 'say "hi"', "it's", "\\", "\n", "\u00e9",
    "e\u0301", "\N{WAVING HAND SIGN}", "\ud800",
)  # fmt: skip
_ALMANAC = Almanac()
TERMS: Mapping[FactType, tuple[Term, ...]] = {
    FactType.BOOLEAN: (
        Fact("recipient.met", FactType.BOOLEAN),
        WithinHours((OpenHours(frozenset({0}), 0, 1),), _ALMANAC),
    ),
    FactType.INTEGER: (
        Fact("message.words", FactType.INTEGER),
        Fact("action.at", FactType.TIME),
        Fact("action.local_time", FactType.TIME_OF_DAY, _ALMANAC),
        Fact("attributes.notice", FactType.DURATION),
        Count(Selector(), AllHistory(), 2, _ALMANAC),
        TimeAfter(CaseDate("interview.ended_at"), Duration(7, DurationUnit.DAY), _ALMANAC),
    ),
    FactType.NUMBER: (Fact("attributes.score", FactType.NUMBER), Fact("attributes.rate", FactType.NUMBER)),
    FactType.STRING: (Fact("recipient.relationship", FactType.STRING), Fact("action.channel", FactType.ONE_OF)),
    FactType.SET: (Fact("recipient.roles", FactType.SET), Fact("action.tags", FactType.SET)),
}


def _comparisons(among: tuple[Term, ...], constants: st.SearchStrategy[int | float]) -> st.SearchStrategy[Leaf]:
    term = st.sampled_from(among)
    return st.builds(AtLeast, term, constants) | st.builds(AtMost, term, constants)


def _memberships(
    among: tuple[Term, ...], constants: st.SearchStrategy[bool] | st.SearchStrategy[float] | st.SearchStrategy[str]
) -> st.SearchStrategy[Leaf]:
    return st.builds(OneOf, st.sampled_from(among), st.frozensets(constants, max_size=4))


_booleans = st.booleans()
_integers = st.sampled_from(_INTEGERS) | st.integers()
_numbers = st.sampled_from(_NUMBERS) | st.floats(allow_nan=False) | st.integers()
# The engine cuts texts at 64 KiB. Not among the samples, because Hypothesis would print them.
_long_texts = st.sampled_from((70_000, 70_001)).map(lambda length: "x" * length)
_texts = st.sampled_from(_TEXTS) | st.text(max_size=5) | _long_texts

LEAVES: st.SearchStrategy[Leaf] = st.one_of(
    _memberships(TERMS[FactType.BOOLEAN], _booleans),
    _comparisons(TERMS[FactType.INTEGER], _integers),
    _memberships(TERMS[FactType.INTEGER], _integers),
    _comparisons(TERMS[FactType.NUMBER], _numbers),
    _memberships(TERMS[FactType.NUMBER], _numbers),
    _memberships(TERMS[FactType.STRING], _texts),
    _memberships(TERMS[FactType.SET], _texts),
    st.builds(IsKnown, st.sampled_from([term for some in TERMS.values() for term in some])),
)


def _nested(parts: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    several = st.lists(parts, max_size=4).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, parts))


PREDICATES: st.SearchStrategy[Predicate] = st.recursive(LEAVES, _nested, max_leaves=10)
RULESETS = st.lists(PREDICATES, max_size=10)


def _interesting(constant: float | str) -> Iterator[Value]:
    """A constant and its nearest neighbours."""
    yield constant
    if isinstance(constant, str):
        yield constant + " "
        yield constant[:-1]
    elif not isinstance(constant, bool):
        if isinstance(constant, float):
            yield math.nextafter(constant, -math.inf)
            yield math.nextafter(constant, math.inf)
        if math.isfinite(constant):
            yield int(constant) - 1
            yield int(constant) + 1


def _pools(truths: Sequence[Predicate]) -> dict[Term, list[Value]]:
    """For every term the values that are worth trying: all constants of any rule, and what lies beside them."""
    pools: dict[Term, set[Value]] = {}
    for leaf in (leaf for predicate in truths for leaf in leaves(predicate)):
        pool = pools.setdefault(leaf.term, set())
        match leaf:
            case AtLeast(_, bound) | AtMost(_, bound):
                pool.update(_interesting(bound))
            case OneOf(_, values):
                pool.update(value for constant in values for value in _interesting(constant))
            case IsKnown():
                pass
    return {term: sorted(_completed(term, pool), key=repr) for term, pool in pools.items()}


def _completed(term: Term, pool: set[Value]) -> set[Value]:
    """The pool with a value that no rule names, of the term's own type."""
    if term in TERMS[FactType.BOOLEAN]:
        return {True, False}
    if term in TERMS[FactType.STRING]:
        return pool | {"named by no rule"}
    if term in TERMS[FactType.SET]:
        single = {frozenset({str(text)}) for text in pool}
        pairs = {frozenset({str(text), "named by no rule"}) for text in pool}
        return {*single, *pairs, frozenset(), frozenset(map(str, pool))}
    if term in TERMS[FactType.NUMBER]:
        return pool | {3, 0.25}
    return {3, *(value for value in pool if isinstance(value, int))}


def _sheets(pools: Mapping[Term, Sequence[Value]], random: Random) -> Iterator[tuple[Value | None, ...]]:
    for _ in range(SHEETS_PER_RULESET):
        yield tuple(None if random.random() < UNKNOWN_SHARE else random.choice(pool) for pool in pools.values())


def _by_meaning(truths: Sequence[Predicate], sheet: Mapping[Term, Value | None]) -> tuple[Truth, ...]:
    return tuple(truth(predicate, sheet.__getitem__) for predicate in truths)


def _as_matches(meaning: Sequence[Truth]) -> Matches:
    return Matches(
        tuple(rule for rule, value in enumerate(meaning) if value is Truth.FALSE),
        tuple(rule for rule, value in enumerate(meaning) if value is Truth.UNKNOWN),
    )


def _agreement(*, with_durable: bool) -> Counter[Truth]:
    """Compare on all sheets; how often each truth value came out."""
    seen: Counter[Truth] = Counter()

    @settings(
        max_examples=math.ceil(SHEETS / SHEETS_PER_RULESET),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(RULESETS, st.integers(0, 2**32))
    def compare(truths: list[Predicate], seed: int) -> None:
        random = Random(seed)  # noqa: S311  not for secrets
        pools = _pools(truths)
        assert list(pools) == list(dict.fromkeys(term for predicate in truths for term in terms(predicate)))
        places = {term: place for place, term in enumerate(pools)}
        native = compile_native(truths, places)
        durable = DurableMatcher(truths, places).match if with_durable else native
        for sheet in _sheets(pools, random):
            meaning = _by_meaning(truths, dict(zip(pools, sheet, strict=True)))
            expected = _as_matches(meaning)
            assert expected == native(sheet)
            assert expected == durable(sheet)
            seen.update(meaning)

    compare()
    return seen


def test_native_agrees_with_the_meaning_of_predicates() -> None:
    """The native matcher finds what the definition of truth says, and all three truth values occur."""
    seen = _agreement(with_durable=False)
    assert set(Truth) == set(seen)
    assert min(seen.values()) > SHEETS // 20


@pytest.mark.skipif(not available(), reason="durable-rules cannot be imported here")
def test_durable_agrees_with_native_and_the_meaning_of_predicates() -> None:
    """Both matchers find what the definition of truth says, and all three truth values occur."""
    seen = _agreement(with_durable=True)
    assert set(Truth) == set(seen)
    assert min(seen.values()) > SHEETS // 20
