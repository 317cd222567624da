"""What is asked of a touch beside its kind, in words: "to a recruiter", "tagged “urgent”", "on the same channel"."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from courtesy.model.predicate import Direction, FieldTest, Recipients
from courtesy.model.vocabulary import VOID_OUTCOMES
from courtesy.wording.acts import stands_before
from courtesy.wording.statements import item, one_of, title_of
from courtesy.wording.text import joined, quoted, with_article, without_article

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from courtesy.model.predicate import Selector
    from courtesy.model.vocabulary import Vocabulary

_REACHED = FieldTest("outcome", VOID_OUTCOMES, negated=True)
"""The compiler's own test: touches that reached nobody are never meant."""
_SETS = frozenset({"tags", "roles"})


class Tests:
    """The tests of a selector, those of a field with one value taken together."""

    def __init__(self, selector: Selector) -> None:
        own = [test for test in selector.tests if test.field == "outcome"] == [_REACHED]
        self.every = tuple(test for test in selector.tests if not own or test != _REACHED)

    def allowed(self, field: str) -> frozenset[str] | None:
        """The values that all tests of the field allow; None where none of them lists what it allows."""
        listed = [test.allowed for test in self.every if test.field == field and not test.negated]
        return frozenset(map(str, frozenset.intersection(*listed) - self.excluded(field))) if listed else None

    def excluded(self, field: str) -> frozenset[str]:
        """The values that tests of the field exclude."""
        tests = (test.allowed for test in self.every if test.field == field and test.negated)
        return frozenset(map(str, frozenset[object]().union(*tests)))


def listed(field: str, values: Iterable[object], vocabulary: Vocabulary, conjunction: str = "or") -> str:
    """Values of a field in words: `a recruiter or an HR contact`."""
    return joined((item(field, str(value), vocabulary) for value in sorted(values, key=str)), conjunction)


_SIDES = {Direction.OUTBOUND: "to", Direction.INBOUND: "from", None: "to or from"}
_AMONG = {Direction.OUTBOUND: "it went to", Direction.INBOUND: "it came from", None: "it went to or came from"}


def people(selector: Selector, vocabulary: Vocabulary) -> Iterable[str]:
    """Whom a touch went to or came from; nothing is said of what went to the same contact."""
    side = _SIDES[selector.direction]
    tests = [test for test in selector.tests if test.field == "roles"]
    roles = [(test.negated, listed("roles", test.allowed, vocabulary)) for test in tests]
    match selector.to:
        case Recipients.SAME_CONTACT if roles:
            held = joined(f"{'no one who is' if negated else 'someone who is'} {said}" for negated, said in roles)
            yield f"{side} the same contact, with {held} among those {_AMONG[selector.direction]}"
        case Recipients.SAME_CONTACT:
            yield from () if selector.direction is Direction.OUTBOUND else (f"{side} them",)
        case Recipients.SAME_COMPANY | Recipients.ANYONE:
            beyond = selector.to is Recipients.ANYONE
            named = [f"{side} {said}{' anywhere' if beyond else ''}" for negated, said in roles if not negated]
            barred = [f"{side} no one who is {said}" for negated, said in roles if negated]
            yield joined((*(named or [f"{side} anyone{'' if beyond else ' at the company'}"]), *barred))
        case _:
            assert_never(selector.to)


def described(tests: Tests, vocabulary: Vocabulary) -> Iterable[str]:
    """What else is asked of a touch."""
    for field in ("channel", "event", "purpose"):
        excluded = tests.excluded(field)
        if not excluded or tests.allowed(field) is not None:
            continue
        if field == "purpose" and not all(map(stands_before, excluded)):
            yield f"whose purpose is {_none_of(field, excluded, vocabulary)}"
            continue
        nouns = (with_article(vocabulary.noun_for(field, value)) for value in sorted(excluded))
        yield f"other than {joined(nouns, 'or')}"
    outcomes, void = tests.allowed("outcome"), tests.excluded("outcome")
    if outcomes is not None:
        yield f"whose outcome is {listed('outcome', outcomes, vocabulary) or 'none'}"
    elif void:
        yield f"whose outcome is {_none_of('outcome', void, vocabulary)}"
    for test in tests.every:
        if test.field == "tags":
            tags = joined((quoted(str(tag)) for tag in sorted(test.allowed, key=str)), "or")
            yield f"not tagged {tags}" if test.negated else f"tagged {tags}"
        elif test.field in vocabulary.facts:
            declared = vocabulary.facts[test.field]
            yield f"for which {one_of(declared, test.allowed, vocabulary, positive=not test.negated)}"


def _none_of(field: str, values: Collection[str], vocabulary: Vocabulary) -> str:
    return (
        f"neither {listed(field, values, vocabulary, 'nor')}"
        if len(values) > 1
        else f"not {listed(field, values, vocabulary)}"
    )


def same(name: str, vocabulary: Vocabulary) -> str:
    """In what a touch is to be like the act."""
    if name == "channel":
        return "on the same channel"
    if name not in vocabulary.facts:
        return f"with the same {name}"
    return f"with the same {without_article(title_of(vocabulary.facts[name]))}"
