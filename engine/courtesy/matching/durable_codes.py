"""How the values of one term are written for durable-rules: small whole numbers under fixed names."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple, assert_never

from courtesy.matching.errors import EngineFaultError
from courtesy.matching.kinds import Kind, checked_kind
from courtesy.model.predicate import AtLeast, AtMost, IsKnown, OneOf
from courtesy.model.truth import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from courtesy.model.predicate import Leaf, Predicate, Term
    from courtesy.values import Value

Constant = bool | int | float | str


class PropertyTest(NamedTuple):
    """One test of the engine. Sorted tests are in canonical order: equalities first, the engine finds them fastest."""

    operator: str  # empty for equality
    name: str
    code: int

    def text(self) -> str:
        """As the engine reads it."""
        test = f'{{"{self.name}":{self.code}}}'
        return f'{{"{self.operator}":{test}}}' if self.operator else test


def term_codes(truths: Iterable[Predicate], places: Mapping[Term, int] | None) -> dict[Term, TermCodes]:
    """The codes of every term that the predicates read, in order of first mention.

    `places` gives the place of each term in the tuple of values; without it they are numbered as they come. Raises
    MistypedPredicateError where a term is compared with a constant of another type.
    """
    uses: dict[Term, list[Leaf]] = {}
    first_rules: dict[Term, int] = {}
    for rule, truth in enumerate(truths):
        for leaf in leaves(truth):
            uses.setdefault(leaf.term, []).append(leaf)
            first_rules.setdefault(leaf.term, rule)
    return {
        term: TermCodes(number if places is None else places[term], first_rules[term], compared)
        for number, (term, compared) in enumerate(uses.items())
    }


class TermCodes:
    """The properties that stand for one term, made from all comparisons with it.

    `v3` is the value's place among the constants, `m3_0` whether it is in (or has one of) the first tested list of
    values, `e3` is there where the value is known. `first_rule` is the first rule that reads the term.
    """

    def __init__(self, place: int, first_rule: int, compared: Sequence[Leaf]) -> None:
        self.place = place
        self.first_rule = first_rule
        self._kind = checked_kind(compared[0])
        scalars: set[Constant] = set()
        lists: dict[frozenset[Constant], None] = {}
        self._tells_known = False
        for leaf in compared:
            checked_kind(leaf)
            match leaf:
                case AtLeast(_, bound) | AtMost(_, bound):
                    scalars.add(bound)
                case OneOf(_, values) if not values:
                    self._tells_known = True  # its negation is true of every known value
                case OneOf(_, values) if self._is_equality(values):
                    scalars |= values
                case OneOf(_, values):
                    lists[values] = None
                case IsKnown():
                    self._tells_known = True
                case _:
                    assert_never(leaf)
        self._is_ordinal = bool(scalars)
        self._lists = {values: f"m{place}_{number}" for number, values in enumerate(lists)}
        listed: set[Constant] = set() if self._kind is Kind.SET else scalars.union(*lists)
        # INVARIANT (one kind): checked_kind rejected mixed constants, so they have an order among themselves.
        self._constants: list[Constant] = sorted(scalars | listed)
        self._codes = {constant: 2 * number + 1 for number, constant in enumerate(self._constants)}

    def _is_equality(self, values: frozenset[Constant]) -> bool:
        return len(values) == 1 and self._kind is not Kind.SET

    def names(self) -> list[str]:
        """All properties that the term can put on one sheet."""
        ordinal = [f"v{self.place}"] if self._is_ordinal else []
        return [*ordinal, *self._lists.values(), *([f"e{self.place}"] if self._tells_known else [])]

    def test(self, leaf: Leaf, *, negated: bool) -> PropertyTest | None:
        """The test that passes where `leaf` is certainly true (`negated`: certainly false); None where it never is."""
        match leaf:
            case AtLeast(_, bound):
                return self._ordinal("$lt" if negated else "$gte", bound)
            case AtMost(_, bound):
                return self._ordinal("$gt" if negated else "$lte", bound)
            case OneOf(_, values) if not values:
                return self._known() if negated else None
            case OneOf(_, values) if self._is_equality(values):
                return self._ordinal("$neq" if negated else "", next(iter(values)))
            case OneOf(_, values):
                return PropertyTest("", self._lists[values], int(not negated))
            case IsKnown():
                return self._known()._replace(operator="$nex" if negated else "$ex")
            case _:
                assert_never(leaf)

    def _ordinal(self, operator: str, constant: Constant) -> PropertyTest:
        return PropertyTest(operator, f"v{self.place}", self._codes[constant])

    def _known(self) -> PropertyTest:
        return PropertyTest("$ex", f"e{self.place}", 1)

    def reader(self) -> Callable[[Value | None], str]:
        """A function from a value of the term to its part of the sheet; nothing for an unknown one.

        All texts are made here, once, so that a check only looks them up.
        """
        match self._kind:
            case Kind.NUMBER:
                return self._number_reader()
            case Kind.TEXT | Kind.BOOLEAN:
                pieces: dict[Value | None, str] = {
                    constant: self._piece(code, constant) for constant, code in self._codes.items()
                }
                return _Pieces(pieces | {None: ""}, other=self._piece(0, None)).__getitem__
            case Kind.SET:
                return self._set_reader()
            case _:
                assert_never(self._kind)

    def _number_reader(self) -> Callable[[Value | None], str]:
        constants = self._constants
        between = [self._piece(2 * number, None) for number in range(len(constants) + 1)]
        equal = [self._piece(self._codes[constant], constant) for constant in constants]
        most = len(constants)

        def read(value: Value | None) -> str:
            if value is None:
                return ""
            if value != value:  # noqa: PLR0124  not-a-number has no place among the constants
                raise EngineFaultError(_NOT_A_NUMBER)
            number = bisect_left(constants, value)  # INVARIANT (one kind), as above
            return equal[number] if number < most and constants[number] == value else between[number]

        return read

    def _set_reader(self) -> Callable[[Value | None], str]:
        known = self._known_piece()
        tested = [(values, f',"{name}":0', f',"{name}":1') for values, name in self._lists.items()]

        def read(value: Value | None) -> str:
            if value is None:
                return ""
            # INVARIANT (set): the terms of kind SET have frozensets as values.
            return "".join([no if values.isdisjoint(value) else yes for values, no, yes in tested]) + known  # type: ignore[arg-type]

        return read

    def _piece(self, code: int, constant: Constant | None) -> str:
        """The part of a sheet for a value with this code, which equals `constant` or, if None, no constant."""
        ordinal = f',"v{self.place}":{code}' if self._is_ordinal else ""
        members = (
            f',"{name}":{int(constant is not None and constant in values)}' for values, name in self._lists.items()
        )
        return ordinal + "".join(members) + self._known_piece()

    def _known_piece(self) -> str:
        return f',"e{self.place}":1' if self._tells_known else ""


_NOT_A_NUMBER = "a value on the fact sheet is not a number"


class _Pieces(dict["Value | None", str]):
    """Pieces by value; a value that no rule names has the piece `other`."""

    __slots__ = ("_other",)

    def __init__(self, pieces: Mapping[Value | None, str], other: str) -> None:
        super().__init__(pieces)
        self._other = other

    def __missing__(self, value: Value | None) -> str:
        return self._other
