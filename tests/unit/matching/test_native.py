"""The generated function: what it answers, and that nothing in a policy can break or enter its source."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from courtesy.matching.errors import MistypedPredicateError
from courtesy.matching.native import NO_MATCHES, compile_native, native_program
from courtesy.model.almanac import Almanac
from courtesy.model.facts import Matches
from courtesy.model.predicate import (
    FALSE,
    TRUE,
    All,
    AllHistory,
    Any,
    AtLeast,
    AtMost,
    Count,
    Fact,
    IsKnown,
    Not,
    OneOf,
    Predicate,
    Selector,
)
from courtesy.model.truth import terms, truth
from courtesy.values import FactType, Truth, Value

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = Fact("message.words", FactType.INTEGER)
CHANNEL = Fact("action.channel", FactType.ONE_OF)
MET = Fact("recipient.met", FactType.BOOLEAN)
ROLES = Fact("recipient.roles", FactType.SET)
COUNT = Count(Selector(), AllHistory(), 3, Almanac())

HOSTILE = ("'", '"', '"""', "\\", "\n    import os", "c0", "\0", "#", "{x}", "\N{WAVING HAND SIGN}")

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def outcome(predicate: Predicate, value: Value | None) -> Truth:
    """The truth of a predicate over one term, as the generated function tells it."""
    matches = compile_native([predicate], {terms(predicate)[0]: 0})((value,))
    return F if matches.violated else U if matches.undetermined else T


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (AtLeast(WORDS, 3), {2: F, 3: T, 4: T, None: U, 2**70: T}),
        (AtMost(WORDS, 3), {2: T, 3: T, 4: F, None: U, -(2**70): T}),
        (Not(AtLeast(WORDS, 3)), {2: T, 3: F, None: U}),
        (AtLeast(COUNT, 2**70), {2**70 - 1: F, 2**70: T, None: U}),
        (AtMost(WORDS, -5), {-5: T, -4: F}),
        (OneOf(CHANNEL, frozenset({"email"})), {"email": T, "phone": F, "Email": F, None: U}),
        (OneOf(CHANNEL, frozenset({"email", "sms"})), {"email": T, "sms": T, "phone": F, None: U}),
        (OneOf(CHANNEL, frozenset()), {"email": F, None: U}),
        (OneOf(WORDS, frozenset({1, 2})), {1: T, 2: T, 3: F, None: U}),
        (OneOf(MET, frozenset({True})), {True: T, False: F, None: U}),
        (OneOf(MET, frozenset({False})), {True: F, False: T, None: U}),
        (OneOf(MET, frozenset({True, False})), {True: T, False: T, None: U}),
        (OneOf(MET, frozenset()), {True: F, None: U}),
        (
            OneOf(ROLES, frozenset({"hr", "owner"})),
            {frozenset({"hr"}): T, frozenset({"hr", "owner"}): T, frozenset({"ceo"}): F, frozenset(): F, None: U},
        ),
        (OneOf(ROLES, frozenset({"hr"})), {frozenset({"hr", "ceo"}): T, frozenset(): F, None: U}),
        (OneOf(ROLES, frozenset()), {frozenset({"hr"}): F, frozenset(): F, None: U}),
        (IsKnown(ROLES), {frozenset(): T, None: F}),
        (Not(IsKnown(WORDS)), {0: F, None: T}),
        (All((IsKnown(WORDS), AtLeast(WORDS, 1))), {0: F, 1: T, None: F}),
        (Any((Not(IsKnown(WORDS)), AtLeast(WORDS, 1))), {0: F, 1: T, None: T}),
        (Any((AtLeast(WORDS, 1), Not(AtLeast(WORDS, 1)))), {0: T, 1: T, None: U}),
    ],
    ids=count(),
)
def test_each_kind_of_predicate(predicate: Predicate, expected: dict[Value | None, Truth]) -> None:
    """Every kind of predicate is true, false or unknown exactly where its definition says so."""
    assert expected == {value: outcome(predicate, value) for value in expected}
    assert expected == {value: truth(predicate, {terms(predicate)[0]: value}.__getitem__) for value in expected}


def test_rules_are_told_apart_by_their_place() -> None:
    """Violated and undetermined rules are named by their place in the list, ascending."""
    truths: list[Predicate] = [
        AtLeast(WORDS, 9),
        TRUE,
        FALSE,
        AtLeast(COUNT, 1),
        AtLeast(WORDS, 1),
        OneOf(MET, frozenset({True})),
    ]
    match = compile_native(truths, {WORDS: 2, COUNT: 0, MET: 1})
    assert Matches((0, 2), (3, 5)) == match((None, None, 5))
    assert Matches((2, 3, 5), ()) == match((0, False, 10))


def test_no_matches_is_shared() -> None:
    """Where every rule is satisfied, the same empty answer is given again."""
    assert compile_native([], {})(()) is NO_MATCHES
    assert compile_native([AtLeast(WORDS, 1)], {WORDS: 0})((1,)) is NO_MATCHES


def test_a_number_is_no_truth_value() -> None:
    """The number 1 on the sheet of a boolean fact is neither true nor false, although Python calls it equal to True."""
    assert outcome(OneOf(MET, frozenset({True})), 1) is U
    assert outcome(OneOf(MET, frozenset({False})), 0) is U


@pytest.mark.parametrize(
    "leaf",
    [
        OneOf(MET, frozenset({1})),
        OneOf(WORDS, frozenset({True})),
        OneOf(WORDS, frozenset({"1"})),
        OneOf(CHANNEL, frozenset({"email", 1})),
        OneOf(ROLES, frozenset({1.5})),
        AtLeast(CHANNEL, 1),
        AtMost(MET, 1),
        AtLeast(WORDS, True),  # noqa: FBT003  the mistake under test
        AtMost(WORDS, float("nan")),
    ],
    ids=count(),
)
def test_mixed_types_are_a_fault(leaf: OneOf | AtLeast | AtMost) -> None:
    """A predicate that compares a term with a constant of another type is refused, not answered by Python's rules."""
    with pytest.raises(MistypedPredicateError, match="constants of another type"):
        compile_native([leaf], {leaf.term: 0})


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_a_policy_never_enter_the_source(text: str) -> None:
    """Whatever a policy compares with is a constant beside the source, and compares as itself."""
    hostile, harmless = (
        native_program([OneOf(CHANNEL, frozenset({t})), OneOf(ROLES, frozenset({t, "hr"}))], {CHANNEL: 0, ROLES: 1})
        for t in (text, "x")
    )
    assert harmless.source == hostile.source
    match = hostile.function()
    assert match((text, frozenset({text}))) == NO_MATCHES
    assert Matches((0, 1), ()) == match((text + "x", frozenset({text + "x"})))


def test_a_program_can_be_read() -> None:
    """The text of a program lists the constants and then the source."""
    program = native_program([OneOf(CHANNEL, frozenset({"email"})), AtMost(WORDS, 150)], {CHANNEL: 0, WORDS: 1})
    assert (
        str(program)
        == """\
c0 = 'email'

def match(values):
    v0 = values[0]
    v1 = values[1]
    violated = undetermined = ()
    if not (v0 == c0):
        if v0 is not None and v0 != c0:
            violated += (0,)
        else:
            undetermined += (0,)
    if not (v1 is not None and v1 <= 150):
        if v1 is not None and v1 > 150:
            violated += (1,)
        else:
            undetermined += (1,)
    return Matches(violated, undetermined) if violated or undetermined else NO_MATCHES
"""
    )


def _alternating(depth: int) -> Predicate:
    predicate: Predicate = AtLeast(WORDS, 0)
    for level in range(depth):
        other = AtMost(COUNT, level)
        predicate = Not(All((predicate, other))) if level % 3 else Any((other, predicate))
    return predicate


def _chained(depth: int) -> Predicate:
    predicate: Predicate = AtLeast(WORDS, 3)
    for _ in range(depth):
        predicate = Not(All((Any((predicate,)),)))
    return predicate


@pytest.mark.parametrize("depth", [1, 13, 64])
@pytest.mark.parametrize("build", [_alternating, _chained])
def test_deep_nesting_compiles(build: Callable[[int], Predicate], depth: int) -> None:
    """Nesting far beyond what Python's parser accepts compiles and keeps its meaning."""
    predicate = build(depth)
    match = compile_native([predicate], {WORDS: 0, COUNT: 1})
    for values in [(w, c) for w in (-1, 3, None) for c in (0, 7, 99, None)]:
        expected = truth(predicate, {WORDS: values[0], COUNT: values[1]}.__getitem__)
        found = match(values)
        assert (expected is F, expected is U) == (found.violated == (0,), found.undetermined == (0,))


def test_wide_predicates_compile() -> None:
    """Thousands of parts and hundreds of rules compile."""
    wide = All(tuple(Not(OneOf(WORDS, frozenset({number}))) for number in range(3000)))
    match = compile_native([wide] * 3 + [AtLeast(WORDS, n) for n in range(300)], {WORDS: 0})
    assert match((5000,)) is NO_MATCHES
    assert Matches((0, 1, 2), ()) == match((2999,))
