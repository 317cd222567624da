"""How predicates and sheets are put to durable-rules, and what is refused. Runs where the library cannot."""

from __future__ import annotations

import json
from itertools import count

import pytest

from courtesy.matching import durable_encoding
from courtesy.matching.durable_encoding import Encoding, check_limits
from courtesy.matching.errors import EngineFaultError, MistypedPredicateError, TooComplexError
from courtesy.model.predicate import FALSE, TRUE, All, Any, AtLeast, AtMost, Fact, IsKnown, Not, OneOf, Predicate
from courtesy.values import FactType, Value

WORDS = Fact("message.words", FactType.INTEGER)
SCORE = Fact("attributes.score", FactType.NUMBER)
CHANNEL = Fact("action.channel", FactType.ONE_OF)
MET = Fact("recipient.met", FactType.BOOLEAN)
ROLES = Fact("recipient.roles", FactType.SET)


def flag(number: int) -> Predicate:
    """A comparison of a fact of its own."""
    return OneOf(Fact(f"attributes.flag{number}", FactType.BOOLEAN), frozenset({True}))


def checks(predicate: Predicate, *, violated: bool) -> list[list[object]]:
    """The conjunctions of the engine's rules for one predicate, without their guards."""
    rules = json.loads(Encoding([predicate]).ruleset(violated=violated).text)
    del rules["w"]
    return [rule["all"][0]["m"]["$and"][1:] for rule in rules.values()]


@pytest.mark.parametrize(
    ("predicate", "satisfied", "violated"),
    [
        (AtLeast(WORDS, 9), [[{"$gte": {"v0": 1}}]], [[{"$lt": {"v0": 1}}]]),
        (AtMost(WORDS, 9), [[{"$lte": {"v0": 1}}]], [[{"$gt": {"v0": 1}}]]),
        (Not(AtMost(WORDS, 9)), [[{"$gt": {"v0": 1}}]], [[{"$lte": {"v0": 1}}]]),
        (OneOf(CHANNEL, frozenset({"sms"})), [[{"v0": 1}]], [[{"$neq": {"v0": 1}}]]),
        (OneOf(CHANNEL, frozenset({"sms", "x"})), [[{"m0_0": 1}]], [[{"m0_0": 0}]]),
        (OneOf(CHANNEL, frozenset()), [], [[{"$ex": {"e0": 1}}]]),
        (OneOf(ROLES, frozenset({"hr"})), [[{"m0_0": 1}]], [[{"m0_0": 0}]]),
        (IsKnown(MET), [[{"$ex": {"e0": 1}}]], [[{"$nex": {"e0": 1}}]]),
        (TRUE, [[]], []),
        (FALSE, [], [[]]),
        (
            All((AtLeast(WORDS, 2), AtMost(WORDS, 4))),
            [[{"$gte": {"v0": 1}}, {"$lte": {"v0": 3}}]],
            [[{"$gt": {"v0": 3}}], [{"$lt": {"v0": 1}}]],
        ),
        (All((flag(1), FALSE, flag(2))), [], [[], [{"$neq": {"v0": 1}}], [{"$neq": {"v1": 1}}]]),
    ],
    ids=count(),
)
def test_normal_form(predicate: Predicate, satisfied: list[object], violated: list[object]) -> None:
    """Negation moves down to the comparisons, and each conjunction is one rule."""
    assert satisfied == checks(predicate, violated=False)
    assert violated == checks(predicate, violated=True)


@pytest.mark.parametrize(
    ("predicate", "pieces"),
    [
        (
            All((AtLeast(WORDS, 2), AtMost(WORDS, 4))),
            {1: ',"v0":0', 2: ',"v0":1', 3: ',"v0":2', 4: ',"v0":3', 5: ',"v0":4'},
        ),
        (AtLeast(SCORE, 5e-324), {0: ',"v0":0', 5e-324: ',"v0":1', float("inf"): ',"v0":2', 2**70: ',"v0":2'}),
        (
            All((OneOf(CHANNEL, frozenset({"a", "b"})), OneOf(CHANNEL, frozenset({"b"})))),
            {"a": ',"v0":1,"m0_0":1', "b": ',"v0":3,"m0_0":1', "\0": ',"v0":0,"m0_0":0'},
        ),
        (
            All((OneOf(ROLES, frozenset({"a", "b"})), OneOf(ROLES, frozenset({"c"})), IsKnown(ROLES))),
            {frozenset(): ',"m0_0":0,"m0_1":0,"e0":1', frozenset({"b", "c"}): ',"m0_0":1,"m0_1":1,"e0":1'},
        ),
        (OneOf(MET, frozenset({True})), {True: ',"v0":1', False: ',"v0":0'}),
        (IsKnown(WORDS), {7: ',"e0":1'}),
    ],
    ids=count(),
)
def test_values_are_written_as_small_numbers(predicate: Predicate, pieces: dict[Value | None, str]) -> None:
    """A value is written by its place among the constants; an unknown one is not written at all."""
    encoding = Encoding([predicate])
    for value, piece in pieces.items():
        assert ('{"id":"f","_g":0' + piece + "}", False) == encoding.sheet((value,))
    assert encoding.sheet((None,)) == ('{"id":"f","_g":0}', True)


def test_only_terms_that_rules_read_are_written() -> None:
    """Values of terms that no predicate reads neither stand on the sheet nor count as unknown."""
    encoding = Encoding([AtLeast(WORDS, 1)], {CHANNEL: 0, WORDS: 1})
    assert encoding.sheet((None, 1)) == ('{"id":"f","_g":0,"v1":1}', False)


def test_equal_conjunctions_are_one_rule() -> None:
    """The engine crashes on 256 rules that end alike, so equal conjunctions are one rule with several owners."""
    alike = All((flag(1), flag(2)))
    ruleset = Encoding([alike, FALSE, All((flag(2), flag(1), flag(2))), Any((alike, flag(3)))]).ruleset(violated=False)
    assert ruleset.owners == {"c0": (0, 2, 3), "c1": (3,)}


@pytest.mark.parametrize(("rules", "per_guard"), [(1, 1), (33, 32), (1024, 32), (1025, 512), (4000, 512)])
def test_no_node_of_the_engine_gets_crowded(rules: int, per_guard: int) -> None:
    """At most 32 conjunctions share all their guards, and no node has more than 33 different tests below it."""
    text = Encoding([AtLeast(WORDS, number) for number in range(rules)]).ruleset(violated=True).text
    below: dict[str, set[str]] = {}
    rules_of_engine = json.loads(text)
    del rules_of_engine["w"]
    for rule in rules_of_engine.values():
        path = ""
        for check in rule["all"][0]["m"]["$and"]:
            below.setdefault(path, set()).add(json.dumps(check))
            path += json.dumps(check)
    assert max(map(len, below.values())) <= 33
    assert len(below[""]) <= per_guard


def _any_of_two(first: int) -> Predicate:
    return Any((flag(first), flag(first + 1)))


@pytest.mark.parametrize(
    ("truths", "rule", "message"),
    [
        (
            [TRUE, All(tuple(_any_of_two(2 * n) for n in range(9)))],
            1,
            "at most 256 combinations of conditions in one rule",
        ),
        ([TRUE, FALSE, Any(tuple(All((flag(2 * n), flag(2 * n + 1))) for n in range(9)))], 2, "in one rule"),
        ([All(tuple(AtLeast(WORDS, n) for n in range(257)))], 0, "in one rule"),
        (
            [All(tuple(AtLeast(WORDS, 250 * rule + n) for n in range(250))) for rule in range(17)],
            16,
            "at most 4000 combinations of conditions in all rules together, found 4250",
        ),
        ([flag(n) for n in range(239)], 238, "at most 240 different facts"),
        ([Any((OneOf(WORDS, frozenset({n, n + 1})), TRUE)) for n in range(300)], 0, "at most 240 different facts"),
    ],
    ids=range(6),
)
def test_limits(truths: list[Predicate], rule: int, message: str) -> None:
    """What the engine cannot be trusted with is refused, naming the rule and what to do."""
    with pytest.raises(TooComplexError, match=message) as caught:
        check_limits(truths)
    assert rule == caught.value.rule
    assert "split" in (caught.value.help() or "")


@pytest.mark.parametrize(
    "truths",
    [
        [All(tuple(_any_of_two(2 * n) for n in range(8)))],
        [flag(n) for n in range(238)],
        [AtLeast(WORDS, n) for n in range(4000)],
        [All((FALSE, *(_any_of_two(2 * n) for n in range(60))))],
    ],
    ids=range(4),
)
def test_limits_are_not_too_narrow(truths: list[Predicate]) -> None:
    """Everything up to the limits is taken."""
    check_limits(truths)


def test_names_of_one_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two properties that are one to the engine are never used together."""
    monkeypatch.setattr(durable_encoding, "_hash", lambda name: len(name) if name.startswith("v") else name)
    with pytest.raises(TooComplexError, match="one hash"):
        check_limits([flag(1), flag(2)])


@pytest.mark.parametrize(("name", "expected"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_hash_is_the_engines(name: str, expected: int) -> None:
    """The hash is 32-bit FNV-1a, by its published test values; names known to collide do."""
    assert expected == durable_encoding._hash(name)
    assert durable_encoding._hash("p_euwceqth") == durable_encoding._hash("p_bnlxqjsf")


def test_not_a_number_is_a_fault() -> None:
    """Not-a-number has no place in any order and is refused."""
    with pytest.raises(EngineFaultError, match="not a number"):
        Encoding([AtLeast(SCORE, 1)]).sheet((float("nan"),))


def test_mixed_types_are_a_fault() -> None:
    """A term that is compared with constants of another type is refused."""
    with pytest.raises(MistypedPredicateError):
        Encoding([AtLeast(WORDS, 1), OneOf(WORDS, frozenset({"1"}))])
