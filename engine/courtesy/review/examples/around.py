"""In which ways a case can show something of one part of a rule: what to demand, and what values things are to have."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.model.outcome import Status
from courtesy.model.predicate import AllHistory, AtLeast, AtMost, Count, Fact, FieldTest, OneOf, TimeAgainst
from courtesy.model.rule_parts import Sight
from courtesy.model.truth import terms
from courtesy.review.examples.building import NOTHING, Exact
from courtesy.review.examples.ways import MOST, together, ways, ways_to
from courtesy.review.probing.probes import OfBound, OfCondition, OfField, OfWindow
from courtesy.values import FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.predicate import Leaf, Selector
    from courtesy.review.examples.ways import Demands
    from courtesy.review.probing.probes import Probe

_STATUSES = (Status.VIOLATED, Status.SATISFIED, Status.NOT_APPLICABLE, Status.UNDETERMINED)
_OF_SIGHT = {Sight.TRUE: Truth.TRUE, Sight.FALSE: Truth.FALSE, Sight.UNKNOWN: Truth.UNKNOWN}
_AWAY = {Sight.BEFORE: -1, Sight.AT: 0, Sight.AFTER: 1}
_CLOCK = frozenset({FactType.TIME_OF_DAY})


def ways_to_show(rule: CompiledRule, probe: Probe, sight: Sight) -> Iterator[tuple[Demands, Exact]]:
    """What to demand so that a case shows that of a part, the rule being broken or kept by it where that can be."""
    exact = _exact(rule, probe, sight)
    if exact is None:
        return
    own = tuple(_own(probe, sight))
    for status in _STATUSES:
        for demands in islice(ways_to(rule, status), MOST):
            for both in together([own, (demands,)]):
                yield both, exact
    for demands in own:
        yield demands, exact


def _own(probe: Probe, sight: Sight) -> Iterator[Demands]:
    """What the part by itself demands."""
    if isinstance(probe, OfCondition):
        yield from ways(probe.predicate, _OF_SIGHT[sight])
    elif isinstance(probe, OfBound) and isinstance(probe.term, TimeAgainst):
        sides: dict[Sight, tuple[Leaf, Truth]] = {
            Sight.BEFORE: (AtLeast(probe.term, 0), Truth.FALSE),
            Sight.AT: (OneOf(probe.term, frozenset({0})), Truth.TRUE),
            Sight.AFTER: (AtMost(probe.term, 0), Truth.FALSE),
        }
        leaf, truth = sides[sight]
        yield {leaf: truth}
    else:
        yield {}


def _exact(rule: CompiledRule, probe: Probe, sight: Sight) -> Exact | None:
    """The values that facts and counts are to have; None where they cannot."""
    match probe:
        case OfBound(term=Fact() as fact, bound=bound) if fact.type not in _CLOCK:
            return Exact({fact.name: bound + _AWAY[sight] * probe.unit}, {})
        case OfBound(term=Count() as count, bound=bound):
            number = int(bound) + _AWAY[sight]
            return None if number < 0 else Exact({}, {count: number})
        case OfWindow(term=count):
            return Exact({}, {count: 1})
        case OfField():
            almanac = next((term.almanac for term in terms(rule.truth) if isinstance(term, Count)), None)
            if almanac is None:
                return NOTHING
            return Exact({}, {Count(_selector(probe, sight), AllHistory(), 1, almanac): 1})
        case _:
            return NOTHING


def _selector_tests(probe: OfField) -> tuple[FieldTest, ...]:
    """The tests that only the field asks for."""
    return tuple(test for test in probe.selector.tests if test not in probe.without.tests)


def _selector(probe: OfField, sight: Sight) -> Selector:
    """Touches that have the field, or all else that is asked for and not the field."""
    if sight is Sight.TRUE:
        return replace(probe.selector, others=())
    negated = tuple(replace(test, negated=not test.negated) for test in _selector_tests(probe))
    return replace(probe.without, tests=(*probe.without.tests, *negated), others=())
