"""Case and action become a fact sheet: the values of a policy's terms, each term made ready once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.facts.derivers import value_reader
from courtesy.facts.measuring import Measurer
from courtesy.facts.scene import Scene
from courtesy.model.facts import FactSheet

if TYPE_CHECKING:
    from courtesy.model.facts import Occasion
    from courtesy.model.predicate import Term
    from courtesy.model.vocabulary import Vocabulary


class Deriver:
    """Derives the same terms for one occasion after another. Safe to share between threads."""

    __slots__ = ("_places", "_values", "terms", "vocabulary")

    def __init__(self, terms: tuple[Term, ...], vocabulary: Vocabulary) -> None:
        self.terms = tuple(dict.fromkeys(terms))
        self.vocabulary = vocabulary
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._values = tuple(value_reader(term) for term in self.terms)

    def derive(self, occasion: Occasion) -> FactSheet:
        """The values of all terms for this occasion; None is unknown."""
        scene = Scene(occasion)
        return FactSheet(self._places, tuple([value(scene) for value in self._values]), Measurer(scene).measure)
