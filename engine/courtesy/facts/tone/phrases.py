"""The phrases in `phrases.txt`, and where a text has them.

A phrase is a row of places. A place is a word or several (`time|day`), a name for several (`@they`), any one word
(`_`), up to four words of one sentence (`...`), or the beginning (`^`) or end (`$`) of a sentence; `?` behind a place
says that it may be empty. Words are as `tokens.py` makes them: `don't` is `do not`.
A heading `[kind strength]` stands above the phrases of a kind.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.facts.message import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.facts.tone.tokens import Token

_FILE = Path(__file__).with_name("phrases.txt")
_LONGEST_GAP = 4
_BEFORE = 3
"""How many words before a phrase can deny it."""
_DENIALS = word_set("not never no nobody none nothing without hardly neither nor barely rarely")


class _Place(Struct, frozen=True):
    """What may stand at a place: one of the words, any one (`words` None), or a gap; with `end`, a sentence may end."""

    words: frozenset[str] | None = None
    gap: bool = False
    end: bool = False
    optional: bool = False


class Phrase(Struct, frozen=True):
    """A phrase of a kind; `strength` is empty for phrases that are no evidence by themselves."""

    kind: str
    strength: str
    places: tuple[_Place, ...]
    opens: bool = False
    """Whether it stands at the beginning of a sentence."""

    def can_be_in(self, words: set[str]) -> bool:
        """Whether a text of these words has one for every place that needs one."""
        needed = (place.words for place in self.places if not (place.optional or place.end or place.words is None))
        return all(not one.isdisjoint(words) for one in needed)


class Hit(Struct, frozen=True):
    """A phrase that a text has, from one token to another."""

    phrase: Phrase
    first: int
    last: int


def hits(tokens: Sequence[Token]) -> Iterator[Hit]:
    """Every phrase that stands in a text, undenied, from left to right."""
    here = {token.word for token in tokens}
    by_first = {word: [one for one in _by_first_word().get(word, ()) if one.can_be_in(here)] for word in here}
    for number, token in enumerate(tokens):
        for phrase in by_first[token.word]:
            if phrase.opens and number and not tokens[number - 1].ends:
                continue
            last = _last(phrase, tokens, number)
            if last is not None and not _denied(tokens, number):
                yield Hit(phrase, number, last)


def _last(phrase: Phrase, tokens: Sequence[Token], first: int) -> int | None:
    """The last token of a phrase that begins at `first`, by its shortest reading; None where it is not there."""
    at = {first}
    for place in phrase.places:
        reached = set(at) if place.optional else set()
        for here in at:
            if place.gap:
                reached |= _over_gap(tokens, here)
                continue
            if place.end and (here == len(tokens) or tokens[here].ends):
                reached.add(here)
            if here < len(tokens) and (place.words is None or tokens[here].word in place.words):
                reached.add(here + 1)
        if not reached:
            return None
        at = reached
    return min(at) - 1


def _over_gap(tokens: Sequence[Token], here: int) -> set[int]:
    reached = {here}
    for further in range(here, min(here + _LONGEST_GAP, len(tokens))):
        if tokens[further].ends:
            break
        reached.add(further + 1)
    return reached


def _denied(tokens: Sequence[Token], first: int) -> bool:
    """Whether a negation stands before the phrase in its sentence; one that begins with a negation means it."""
    if tokens[first].word in _DENIALS:
        return False
    for number in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if tokens[number].ends:
            return False
        if tokens[number].word in _DENIALS:
            return True
    return False


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in _phrases():
        for word in phrase.places[0].words or ():
            found.setdefault(word, []).append(phrase)
    return found


def _phrases() -> Iterator[Phrase]:
    made: dict[str, _Place] = {}
    names: dict[str, frozenset[str]] = {}
    kind = strength = ""
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("# ") or not line.strip():
            continue
        if line.startswith("["):
            kind, _, strength = line.strip("[]").partition(" ")
        elif " = " in line:
            name, _, words = line.partition(" = ")
            names[name] = frozenset(words.split("|"))
        else:
            opens = line.startswith("^ ")
            places = []
            for written in line.removeprefix("^ ").split():
                if written not in made:
                    made[written] = _place(written, names)
                places.append(made[written])
            while places[0].optional:
                if opens:
                    yield Phrase(kind, strength, tuple(places), opens)
                del places[0]
            yield Phrase(kind, strength, tuple(places), opens)


def _place(written: str, names: dict[str, frozenset[str]]) -> _Place:
    optional = len(written) > 1 and written.endswith("?") and not written.endswith("|?")
    bare = written[:-1] if optional else written
    if bare == "...":
        return _Place(gap=True)
    if bare == "_":
        return _Place(optional=optional)
    words = frozenset[str]().union(*(names.get(word, {word}) for word in bare.split("|")))
    return _Place(words - {"$"}, end="$" in words, optional=optional)
