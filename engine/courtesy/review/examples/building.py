"""What is demanded of the comparisons of a rule made into sketches of situations in which it may hold."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from courtesy.instants import Instant, moment
from courtesy.model.declaration import contact_key, own_key
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.predicate import (
    AtLeast,
    AtMost,
    CaseDate,
    Count,
    Fact,
    IsKnown,
    OneOf,
    TimeAfter,
    TimeAgainst,
    TouchTime,
    WithinHours,
)
from courtesy.review.examples.sketch import FIRST_TOUCH
from courtesy.review.examples.stating import current, state_all
from courtesy.review.examples.touches import touch_of
from courtesy.review.examples.values import UNKNOWN, values_for
from courtesy.values import FactType, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.predicate import Anchor, Leaf
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.review.examples.sketch import Sketch
    from courtesy.review.examples.ways import Demands

_MOST = 12
"""How many sketches are made of one way."""
_PER_FACT = 4
_MOST_TOUCHES = 30
_VAGUE = -1
"""Stands for as many touches as are asked about, of which nobody knows what they were about."""
_FURTHER_TOUCHES = timedelta(hours=20)
_LATER_DATE = timedelta(days=20)
_AT = "action.at"


class Exact(NamedTuple):
    """Values that some things are to have, whatever is demanded: facts by name, and how many touches counts find."""

    facts: Mapping[str, Any]
    counts: Mapping[Count, int]


NOTHING = Exact({}, {})


class Builder:
    """Makes sketches from demands, in the words of one policy."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def sketches(self, demands: Demands, base: Sketch, exact: Exact = NOTHING) -> Iterator[Sketch]:
        """Sketches after the base in which the comparisons may come to what is demanded, at some time of the act."""
        values = self._values(demands, base, exact)
        if values is None:
            return
        against = [
            (leaf.term.fact.name, _sides(leaf, leaf.term, truth, base))
            for leaf, truth in demands.items()
            if isinstance(leaf.term, TimeAgainst) and leaf.term.fact.name != _AT
        ]
        names = [*values, *(name for name, _ in against)]
        for chosen in islice(product(*values.values(), *(sides for _, sides in against)), _MOST):
            sketch = base.copy()
            if state_all(sketch, dict(zip(names, chosen, strict=True)), self.vocabulary):
                yield from self._with_touches(demands, sketch, exact)

    def _values(self, demands: Demands, base: Sketch, exact: Exact) -> dict[str, list[Any]] | None:
        """The values that each fact may have; None where there is none for one of them."""
        facts: dict[str, list[tuple[Leaf, Truth]]] = {}
        for leaf, truth in demands.items():
            if isinstance(leaf.term, Fact):
                facts.setdefault(leaf.term.name, []).append((leaf, truth))
        found: dict[str, list[Any]] = {name: [value] for name, value in exact.facts.items()}
        for name, asked in facts.items():
            if name in found:
                continue
            declared = self.vocabulary.facts[name]
            if declared.local or name == _AT:  # for which the time of the act is looked for
                if any(truth is Truth.UNKNOWN for _, truth in asked):
                    found[name] = [UNKNOWN]
                continue
            values = self._known_values(declared, asked, base)
            if not values:
                return None
            found[name] = _that_first(values, current(base, name))[:_PER_FACT]
        return found

    def _known_values(self, declared: FactDeclaration, asked: list[tuple[Leaf, Truth]], base: Sketch) -> list[Any]:
        if declared.type is FactType.TIME:  # of which all that is asked here is whether it is known
            known = all(isinstance(leaf, IsKnown) and truth is Truth.TRUE for leaf, truth in asked)
            return [base.start if declared.name == INTERVIEW_END else base.start + _LATER_DATE] if known else [UNKNOWN]
        return values_for(declared, asked, self.vocabulary)

    # ---------------------------------------------------------------- touches and anchors

    def _with_touches(self, demands: Demands, sketch: Sketch, exact: Exact) -> Iterator[Sketch]:
        for leaf, truth in demands.items():
            if isinstance(leaf.term, TimeAfter) and not self._anchor(sketch, leaf.term.anchor, truth):
                return
        counts = {leaf.term: _numbers(leaf, truth) for leaf, truth in demands.items() if isinstance(leaf.term, Count)}
        counts |= {term: [number] for term, number in exact.counts.items()}
        for chosen in islice(product(*counts.values()), _MOST):
            found = sketch.copy()
            pairs = enumerate(zip(counts, chosen, strict=True))
            if all(self._touches(found, term, number, place) for place, (term, number) in pairs):
                yield from _on_its_clocks(demands, found)

    def _anchor(self, sketch: Sketch, anchor: Anchor, truth: Truth) -> bool:
        if isinstance(anchor, CaseDate):
            for name in anchor.facts if truth is Truth.UNKNOWN else ():
                sketch.state(name, None)
            if truth is not Truth.UNKNOWN and not any(_known(sketch, name) for name in anchor.facts):
                later = anchor.fact != INTERVIEW_END
                sketch.state(anchor.fact, sketch.start + _LATER_DATE if later else sketch.start)
            return True
        if truth is Truth.UNKNOWN:
            sketch.history = None
        if sketch.history is None:
            return True
        touch = touch_of(anchor.selector, sketch, sketch.start + FIRST_TOUCH, self.vocabulary)
        if touch is not None and touch not in sketch.history:
            sketch.history.append(touch)
        return touch is not None

    def _touches(self, sketch: Sketch, term: Count, number: int | None, place: int) -> bool:
        """Let there be so many touches that count, None being unknown."""
        if number is None:
            sketch.history = None
        if sketch.history is None:
            return True
        if isinstance(term.since, TouchTime) and number:
            self._anchor(sketch, term.since, Truth.TRUE)
        elif isinstance(term.since, CaseDate) and number and not any(_known(sketch, one) for one in term.since.facts):
            sketch.state(term.since.fact, sketch.start)
        vague = number == _VAGUE
        for count in range(min(term.threshold if vague else number or 0, _MOST_TOUCHES)):
            at = sketch.start + _FURTHER_TOUCHES + timedelta(minutes=30 * count + 5 * place)
            kinds = term.selector.kinds
            touch = next((one for kind in kinds if (one := touch_of(kind, sketch, at, self.vocabulary))), None)
            if touch is None:
                return False
            if vague:
                touch.pop("purpose", None)
            sketch.history.append(touch)
        return True


def _sides(leaf: Leaf, term: TimeAgainst, truth: Truth, base: Sketch) -> list[Any]:
    """Times that a fact may state so as to lie on the wanted side of the marks, or at one of them."""
    if (
        truth is Truth.UNKNOWN
        or not isinstance(leaf, AtLeast | AtMost | OneOf)
        or not isinstance(leaf.term, TimeAgainst)
    ):
        return [UNKNOWN]
    found: list[Any] = []
    for mark in term.marks:
        if isinstance(mark, date):
            found += [mark + timedelta(days=days) for days in (0, 1, -1)]
        elif base.start.tzinfo is not None:
            at = moment(Instant(mark), base.start.tzinfo)
            found += [at + timedelta(seconds=seconds) for seconds in (0, 1, -1)]
    if isinstance(leaf, OneOf):
        return found if truth is Truth.TRUE else [*found[1:], found[0]]
    after = isinstance(leaf, AtLeast) is (truth is Truth.TRUE)
    return [found[1], found[0], found[2]] if after else [found[2], found[0], found[1]]


def _that_first(values: list[Any], kept: Any) -> list[Any]:
    """The values, with the one first that need not be changed."""
    return [kept, *(value for value in values if value is not kept)] if kept in values else values


def _known(sketch: Sketch, name: str) -> bool:
    if (key := contact_key(name)) is not None:
        return key in sketch.contact.get("attributes", {})
    return name in sketch.facts or (own_key(name) or "") in sketch.own


def _numbers(leaf: Leaf, truth: Truth) -> Sequence[int | None]:
    """How many touches there may be for a comparison to come to that."""
    if truth is Truth.UNKNOWN:
        kinds = leaf.term.selector.kinds if isinstance(leaf.term, Count) else ()
        asks = any(test.field == "purpose" for kind in kinds for test in kind.tests)
        return [_VAGUE, None] if asks else [None]
    if not isinstance(leaf, AtLeast | AtMost):
        return [0]
    bound = int(leaf.bound)
    if isinstance(leaf, AtLeast):
        return [bound] if truth is Truth.TRUE else list(dict.fromkeys((max(0, bound - 1), 0)))
    return [bound] if truth is Truth.TRUE else [bound + 1]


def _on_its_clocks(demands: Demands, sketch: Sketch) -> Iterator[Sketch]:
    """Where hours are to be unknown nobody knows in which zone; where a time is, perhaps not since when."""
    open_terms = [leaf.term for leaf, truth in demands.items() if truth is Truth.UNKNOWN]
    if not any(isinstance(term, WithinHours) for term in open_terms):
        yield sketch
    if any(isinstance(term, WithinHours | TimeAfter) for term in open_terms):
        other = sketch.copy()
        other.clocks = False
        yield other
