"""The native matcher: all predicates of a profile as one generated Python function.

Each predicate becomes two boolean expressions, *certainly true* and *certainly false*. In Kleene's logic these two are
computed apart from each other: `not` swaps them, `and` joins the first by `and` and the second by `or`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never, cast

from msgspec import Struct

from courtesy.matching.kinds import Kind, checked_kind
from courtesy.model.facts import Matches
from courtesy.model.predicate import All, Any, AtLeast, AtMost, IsKnown, Not, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from courtesy.model.predicate import Leaf, Predicate, Term
    from courtesy.values import Value

    Match = Callable[[tuple[Value | None, ...]], Matches]
    Constant = bool | int | float | str

NO_MATCHES = Matches((), ())
"""The answer where every rule is certainly satisfied; shared, because it is the commonest."""

# Python's parser refuses about a hundred nested parentheses; deeper expressions are cut into assignments.
_DEEPEST = 12
# Integers up to here stand in the source as they are, for reading; longer ones could exceed the parser's limit.
_LONGEST_LITERAL = 2**63


def compile_native(truths: Sequence[Predicate], terms: Mapping[Term, int]) -> Match:
    """A function from the values of `terms` (None being unknown) to the rules whose truth is false or unknown.

    `terms` gives the place of each term in the tuple of values. The function is pure and safe to share between threads.
    Raises MistypedPredicateError where a predicate compares a term with a constant of another type.
    """
    return native_program(truths, terms).function()


class NativeProgram(Struct, frozen=True):
    """The generated source with the constants it names. No text of a policy is ever part of the source."""

    source: str
    constants: Mapping[str, object]

    def function(self) -> Match:
        """The compiled function."""
        namespace: dict[str, object] = {**self.constants, "Matches": Matches, "NO_MATCHES": NO_MATCHES}
        # The source consists of operators, integers and names made here; everything that a policy says is a constant.
        exec(compile(self.source, "<native matcher>", "exec"), namespace)  # noqa: S102
        return cast("Match", namespace["match"])

    def __str__(self) -> str:
        """The source for reading, the constants listed before it."""
        listed = "".join(f"{name} = {value!r}\n" for name, value in self.constants.items())
        return f"{listed}\n{self.source}"


def native_program(truths: Sequence[Predicate], terms: Mapping[Term, int]) -> NativeProgram:
    """The program of the native matcher, before it is compiled; for debugging."""
    writer = _Writer(terms)
    for rule, truth in enumerate(truths):
        writer.add_rule(rule, truth)
    return writer.program()


class _Expression(NamedTuple):
    """Python source of a boolean; `operator` is its outermost operator, `depth` counts nested parentheses."""

    text: str
    operator: Literal["and", "or"] | None = None
    depth: int = 0


_TRUE = _Expression("True")
_FALSE = _Expression("False")


@dataclass(slots=True)
class _Writer:
    """Collects the lines, the values that they read and the constants that they name."""

    terms: Mapping[Term, int]
    lines: list[str] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    constants: dict[str, object] = field(default_factory=dict)
    names: dict[object, str] = field(default_factory=dict)
    parts: int = 0

    def add_rule(self, rule: int, truth: Predicate) -> None:
        """Lines that add `rule` to the violated or undetermined ones.

        Most rules hold for most actions, so truth is asked first, and falsehood only where a rule does not hold.
        """
        true = self.certainly(truth, wanted=True)
        if true == _TRUE:
            return
        false = self.certainly(truth, wanted=False)
        self.lines += (
            f"if not ({true.text}):",
            f"    if {false.text}:",
            f"        violated += ({rule},)",
            "    else:",
            f"        undetermined += ({rule},)",
        )

    def program(self) -> NativeProgram:
        """The program from all rules added so far."""
        body = [
            *(f"v{place} = values[{place}]" for place in sorted(self.read)),
            "violated = undetermined = ()",
            *self.lines,
            "return Matches(violated, undetermined) if violated or undetermined else NO_MATCHES",
        ]
        source = "def match(values):\n" + "".join(f"    {line}\n" for line in body)
        return NativeProgram(source, self.constants)

    def certainly(self, predicate: Predicate, *, wanted: bool) -> _Expression:
        """An expression that is true exactly where `predicate` is certainly `wanted`."""
        match predicate:
            case All(parts):
                return self.joined("and" if wanted else "or", (self.certainly(part, wanted=wanted) for part in parts))
            case Any(parts):
                return self.joined("or" if wanted else "and", (self.certainly(part, wanted=wanted) for part in parts))
            case Not(part):
                return self.certainly(part, wanted=not wanted)
            case AtLeast() | AtMost() | OneOf() | IsKnown():
                return self.leaf(predicate, wanted=wanted)
            case _:
                assert_never(predicate)

    def joined(self, operator: Literal["and", "or"], parts: Iterable[_Expression]) -> _Expression:
        """The parts joined by `and` or `or`, with constants folded away and repetitions dropped."""
        neutral, decisive = (_TRUE, _FALSE) if operator == "and" else (_FALSE, _TRUE)
        kept = [part for part in dict.fromkeys(parts) if part != neutral]
        if decisive in kept:
            return decisive
        if len(kept) <= 1:
            return kept[0] if kept else neutral
        texts = [part.text if part.operator in {operator, None} else f"({part.text})" for part in kept]
        depth = max(part.depth + (part.operator not in {operator, None}) for part in kept)
        expression = _Expression(f" {operator} ".join(texts), operator, depth)
        return expression if depth < _DEEPEST else self.named(expression)

    def named(self, expression: _Expression) -> _Expression:
        """The expression computed beforehand and named.

        It is then always computed, which costs time but is never wrong: every comparison carries its own guard against
        unknown values.
        """
        name = f"part{self.parts}"
        self.parts += 1
        self.lines.append(f"{name} = {expression.text}")
        return _Expression(name)

    def leaf(self, leaf: Leaf, *, wanted: bool) -> _Expression:
        """One comparison."""
        kind = checked_kind(leaf)
        place = self.terms[leaf.term]
        self.read.add(place)
        value = f"v{place}"
        known = _Expression(f"{value} is not None")
        match leaf:
            case IsKnown():
                return known if wanted else _Expression(f"{value} is None")
            case AtLeast(_, bound):
                return self.joined("and", (known, self.comparison(value, ">=" if wanted else "<", bound)))
            case AtMost(_, bound):
                return self.joined("and", (known, self.comparison(value, "<=" if wanted else ">", bound)))
            case OneOf(_, values):
                return self.membership(value, kind, values, wanted=wanted)
            case _:
                assert_never(leaf)

    def membership(self, value: str, kind: Kind, values: frozenset[Constant], *, wanted: bool) -> _Expression:
        """The value is one of the constants, or is known and none of them."""
        known = _Expression(f"{value} is not None")
        if not values:
            return _FALSE if wanted else known
        if kind is Kind.BOOLEAN:
            return _one_of_booleans(value, values if wanted else {True, False} - values)
        if kind is Kind.SET:
            return self.joined("and", (known, self.has_one_of(value, values, wanted=wanted)))
        test = self.equals_one_of(value, values, wanted=wanted)
        # An unknown value equals nothing, so only the test for being different needs the guard.
        return test if wanted else self.joined("and", (known, test))

    def comparison(self, value: str, operator: str, bound: float) -> _Expression:
        """`value >= bound` and its like."""
        return _Expression(f"{value} {operator} {self.constant(bound)}")

    def equals_one_of(self, value: str, values: frozenset[Constant], *, wanted: bool) -> _Expression:
        """The value equals one of the constants, or none of them."""
        if len(values) == 1:
            return _Expression(f"{value} {'==' if wanted else '!='} {self.constant(next(iter(values)))}")
        return _Expression(f"{value} {'in' if wanted else 'not in'} {self.constant(values)}")

    def has_one_of(self, value: str, values: frozenset[Constant], *, wanted: bool) -> _Expression:
        """The set has one of the constants, or none of them."""
        if len(values) == 1:
            return _Expression(f"{self.constant(next(iter(values)))} {'in' if wanted else 'not in'} {value}")
        return _Expression(f"{'not ' if wanted else ''}{value}.isdisjoint({self.constant(values)})")

    def constant(self, constant: object) -> str:
        """The source of a small integer, or the name of any other constant."""
        if type(constant) is int and abs(constant) < _LONGEST_LITERAL:
            return str(constant)
        key = (type(constant), constant)
        if key not in self.names:
            self.names[key] = f"c{len(self.names)}"
            self.constants[self.names[key]] = constant
        return self.names[key]


def _one_of_booleans(value: str, values: Iterable[Constant]) -> _Expression:
    """The value is one of the truth values. `is`, because 1 equals True to Python but is no truth value."""
    named = sorted(map(str, values))
    if len(named) != 1:
        return _Expression(f"{value} is not None") if named else _FALSE
    return _Expression(f"{value} is {named[0]}")
