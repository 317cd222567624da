"""Predicates as a ruleset that durable-rules can be trusted with, and fact sheets to match.

The engine answers rightly only inside narrow bounds; outside them it invents or loses hits, never returns, or crashes.
So it is given nothing but small whole numbers under fixed names, compared with small whole numbers:

* A predicate becomes its *disjunctive normal form*, negations moved down to the comparisons. Every distinct conjunction
  is one rule of the engine (256 rules that end in the same test crash it), owned by all predicates that contain it.
  The engine's own `$or` fires once per branch and `$not` does not nest, so neither is used.
* A value is replaced by its place among the constants it is compared with: `2i + 1` equals constant `i`, `2i` lies just
  below it. Python compares once, exactly; the engine never sees a text, a fraction or a big number (it cuts texts at
  64 KiB, compares `5` with `"5"`, clamps integers and cannot parse `5e-324`).
* An unknown value is an absent property. Every test of an absent property fails, negated or not, so a hit means
  *certainly true*.
* Every conjunction begins with one or two *guards*, which always hold and are shared by 32 conjunctions at most.
  Without them 65 hits on one level are an error, 512 tests under one node never return, 128 `$nex` crash. They
  also keep the engine's own hidden state fact, which has none of our properties, from matching anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.matching.durable_codes import PropertyTest, term_codes
from courtesy.matching.errors import TooComplexError
from courtesy.model.predicate import All, Any, AtLeast, AtMost, IsKnown, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courtesy.model.predicate import Predicate, Term
    from courtesy.values import Value

MOST_CONJUNCTIONS_PER_RULE = 256
MOST_CONJUNCTIONS = 4000  # the engine refuses 4097 rules
MOST_PROPERTIES = 240  # the engine refuses a sheet with 253

# How many conjunctions share a guard: the engine holds 64 pending matches, 127 `$nex` and 511 tests per node.
_PER_GUARD = 32
_GUARDS_PER_LEVEL = 16  # where two levels are needed

_SHEET_START = '{"id":"f","_g":0'
"""Every sheet has the same id, so a fact that was left behind shows, and `_g` for the guards to test."""

RETRACTION = '{"id":"f"}'
SELF_TEST_RULE = "w"
SELF_TEST_HIT = '{"id":"f","_w":1}'
SELF_TEST_MISS = '{"id":"f"}'

# Names that the engine or the guards use. It knows a property by the 32-bit hash of its name alone.
_RESERVED_NAMES = (
    "id", "sid", "$s", "_g", "_w", "$forward", "$i", "$and", "$or", "$ex", "$nex", "$eq", "$neq", "$lt", "$lte", "$gt",
    "$gte", "$mt", "$imt", "$iall", "$iany",
)  # fmt: skip

Conjunction = frozenset[PropertyTest]
_ALWAYS: frozenset[Conjunction] = frozenset({frozenset()})
_NEVER: frozenset[Conjunction] = frozenset()


class Ruleset(NamedTuple):
    """Text for the engine, and for each rule in it the places of the predicates that hold where it fires."""

    text: str
    owners: Mapping[str, tuple[int, ...]]


def check_limits(truths: Sequence[Predicate]) -> None:
    """Make sure that the durable matcher can be trusted with a list of predicates.

    Raises TooComplexError, which names the rule that goes too far.
    """
    encoding = Encoding(truths)
    encoding.owners(violated=True)
    encoding.owners(violated=False)


class Encoding:
    """How one list of predicates is put to the engine. `places` gives the place of each term in the tuple of values."""

    def __init__(self, truths: Sequence[Predicate], places: Mapping[Term, int] | None = None) -> None:
        self._truths = tuple(truths)
        self._codes = term_codes(self._truths, places)
        self._check_properties()
        self._readers = tuple(codes.reader() for codes in self._codes.values())
        self._places = tuple(codes.place for codes in self._codes.values())

    def sheet(self, values: Sequence[Value | None]) -> tuple[str, bool]:
        """The engine's fact sheet for the values, and whether any value that is read is unknown."""
        read = [values[place] for place in self._places]
        pieces = [piece(value) for piece, value in zip(self._readers, read, strict=True)]
        return _SHEET_START + "".join(pieces) + "}", None in read

    def ruleset(self, *, violated: bool) -> Ruleset:
        """The ruleset that hits where predicates are certainly false (`violated`), or certainly true."""
        return _written(self.owners(violated=violated))

    def owners(self, *, violated: bool) -> dict[Conjunction, list[int]]:
        """All conjunctions, and the predicates that each of them makes false (`violated`) or true."""
        owners: dict[Conjunction, list[int]] = {}
        for rule, truth in enumerate(self._truths):
            try:
                conjunctions = self._conjunctions(truth, negated=violated)
            except _TooManyError as error:
                raise _too_many_for_a_rule(rule, error.needed) from None
            for conjunction in conjunctions:
                owners.setdefault(conjunction, []).append(rule)
            if len(owners) > MOST_CONJUNCTIONS:
                raise _too_many_in_all(rule, len(owners))
        return owners

    def _conjunctions(self, predicate: Predicate, *, negated: bool) -> frozenset[Conjunction]:
        """The alternatives of which one must hold in full for `predicate` to be certainly true, or false if negated."""
        match predicate:
            case Not(part):
                return self._conjunctions(part, negated=not negated)
            case All(parts) | Any(parts):
                alternatives = [self._conjunctions(part, negated=negated) for part in parts]
                return _either(alternatives) if isinstance(predicate, Any) is not negated else _together(alternatives)
            case AtLeast() | AtMost() | OneOf() | IsKnown():
                test = self._codes[predicate.term].test(predicate, negated=negated)
                return _NEVER if test is None else frozenset({frozenset({test})})
            case _:
                assert_never(predicate)

    def _check_properties(self) -> None:
        """Too many properties are refused by the engine; two names of one hash are one property to it."""
        seen = {_hash(name): name for name in _RESERVED_NAMES}
        count = len(("id", "_g"))
        for codes in self._codes.values():
            for name in codes.names():
                count += 1
                if count > MOST_PROPERTIES:
                    raise _too_many_properties(codes.first_rule)
                if seen.setdefault(_hash(name), name) != name:
                    raise _colliding_names(codes.first_rule)


def _either(alternatives: Iterable[frozenset[Conjunction]]) -> frozenset[Conjunction]:
    return _bounded(_NEVER.union(*alternatives))


def _together(alternatives: Sequence[frozenset[Conjunction]]) -> frozenset[Conjunction]:
    """Every choice of one conjunction from each part, put together."""
    if not all(alternatives):
        return _NEVER  # a part that can never hold; said first, so that its neighbours are not multiplied in vain
    product = _ALWAYS
    for part in alternatives:
        product = _bounded(frozenset(left | right for left in product for right in part))
    return product


class _TooManyError(Exception):
    def __init__(self, needed: int) -> None:
        super().__init__()
        self.needed = needed


def _bounded(conjunctions: frozenset[Conjunction]) -> frozenset[Conjunction]:
    if len(conjunctions) > MOST_CONJUNCTIONS_PER_RULE:
        raise _TooManyError(len(conjunctions))
    return conjunctions


def _written(owners: Mapping[Conjunction, Sequence[int]]) -> Ruleset:
    """The ruleset's text.

    Both orders are canonical: tests within a rule, so that equal beginnings are shared nodes of the engine, and rules
    among each other, so that neighbours under one guard begin alike.
    """
    in_order = sorted((sorted(conjunction), rules) for conjunction, rules in owners.items())
    two_levels = len(in_order) > _PER_GUARD * _PER_GUARD
    rules = [f'"{SELF_TEST_RULE}":{{"all":[{{"m":{{"_w":1}}}}]}}']
    named: dict[str, tuple[int, ...]] = {}
    for number, (tests, places) in enumerate(in_order):
        guards = _guards(number // _PER_GUARD, two_levels=two_levels)
        checks = ",".join([*guards, *(test.text() for test in tests)])
        rules.append(f'"c{number}":{{"all":[{{"m":{{"$and":[{checks}]}}}}]}}')
        named[f"c{number}"] = tuple(places)
    return Ruleset("{" + ",".join(rules) + "}", named)


def _guards(group: int, *, two_levels: bool) -> list[str]:
    """Tests that hold on every sheet (`_g` is 0), others for each group, so that each group is a node of its own."""
    path = divmod(group, _GUARDS_PER_LEVEL) if two_levels else (group,)
    return [f'{{"$lt":{{"_g":{step + 1}}}}}' for step in path]


def _hash(name: str) -> int:
    """FNV-1a with 32 bits, as the engine computes it."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _too_many_for_a_rule(rule: int, needed: int) -> TooComplexError:
    what = "combinations of conditions in one rule"
    return TooComplexError(
        rule, what, MOST_CONJUNCTIONS_PER_RULE, needed, "split the rule, or use fewer `any` within `all`"
    )


def _too_many_in_all(rule: int, needed: int) -> TooComplexError:
    what = "combinations of conditions in all rules together"
    return TooComplexError(
        rule, what, MOST_CONJUNCTIONS, needed, "split the policy, or use fewer `any` within `all` in this rule"
    )


def _too_many_properties(rule: int) -> TooComplexError:
    what = "different facts and lists of values that rules compare"
    return TooComplexError(rule, what, MOST_PROPERTIES, MOST_PROPERTIES + 1, "split the policy into several")


def _colliding_names(rule: int) -> TooComplexError:
    what = "properties with one hash"
    return TooComplexError(rule, what, 1, 2, "change the order of the rules, or split the policy")
