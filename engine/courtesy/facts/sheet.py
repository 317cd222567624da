"""Case and action become a fact sheet: the values of a policy's terms, each term made ready once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.facts.derivers import value_reader
from courtesy.facts.measuring import Measurer
from courtesy.facts.scene import Scene
from courtesy.model.facts import FactSheet

if TYPE_CHECKING:
    from collections.abc import Collection

    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Term
    from courtesy.values import Value


class Deriver:
    """Derives the same terms for one occasion after another. Safe to share between threads."""

    __slots__ = ("_places", "_readers", "_unknown", "terms")

    def __init__(self, terms: tuple[Term, ...], only: Collection[Term] | None = None) -> None:
        """Terms that are not among `only` keep their place and stay unknown."""
        self.terms = tuple(dict.fromkeys(terms))
        self._places = {term: place for place, term in enumerate(self.terms)}
        read = [place for place, term in enumerate(self.terms) if only is None or term in only]
        self._readers = tuple((place, value_reader(self.terms[place])) for place in read)
        self._unknown: list[Value | None] = [None] * len(self.terms)

    def derive(self, occasion: Occasion) -> FactSheet:
        """The values of all terms for this occasion; None is unknown."""
        scene = Scene(occasion)
        values = self._unknown.copy()
        for place, value in self._readers:
            values[place] = value(scene)
        return FactSheet(self._places, tuple(values), Measurer(scene).measure, occasion)
