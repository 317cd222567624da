"""All that a text can say to mean a person, made ready to be looked up word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from courtesy.facts.naming.letters import APOSTROPHES, LETTERLIKE_APOSTROPHES, plain_spellings
from courtesy.facts.naming.vocabulary import PARTICLES, is_common, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HYPHENS = re.compile(r"[-\u2010\u2011]")
_MAC = re.compile(r"(Ma?c)([A-Z].*)")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}{LETTERLIKE_APOSTROPHES}]")
_MOST_WRITINGS = 32
_SHORTEST_HALF = 4
_SHORTEST_ACCOUNT = 3

Words = tuple[tuple[str, ...], ...]
"""Words one after another, each in its plain spellings."""


class Kind(Enum):
    """How much of a name it is."""

    FULL = 0
    PART = 1
    JOINED = 2
    """The full name as one word."""
    ACCOUNT = 3
    """The initial and the last name as one word."""
    HALF = 4
    """Half of a last name with a hyphen."""


class Spelled(NamedTuple):
    """Something that means a person: `words`, after the first of which it is looked up.

    `common` is whether all its words are common ones. `parts` is how many parts the whole name has, `own` are its words
    in all their spellings, `last` the spellings of its last part.
    """

    kind: Kind
    words: Words
    common: bool
    parts: int
    own: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=1024)
def spelled(words: tuple[str, ...]) -> Mapping[str, tuple[Spelled, ...]]:
    """What a text can say to mean whoever bears a name of these words, by the first word in plain spelling."""
    found: defaultdict[str, list[Spelled]] = defaultdict(list)
    for one in dict.fromkeys(_spelled(words)):
        for first in one.words[0]:
            found[first].append(one)
    return {first: tuple(ones) for first, ones in found.items()}


def _spelled(words: tuple[str, ...]) -> Iterator[Spelled]:
    places = [place for place, word in enumerate(words) if not _is_particle(place, words)]
    writings = {place: _writings(words, place) for place in places}
    own = frozenset(spelling for word in words for one in _apart(word) for spelling in one)
    last = frozenset(first for one in writings[places[-1]] for first in one[0])
    parts = len(places)

    def made(kind: Kind, spelling: Words) -> Spelled:
        known = is_word if kind is Kind.FULL else is_common
        return Spelled(kind, spelling, all(any(map(known, word)) for word in spelling), parts, own, last)

    if parts > 1:
        for one in _full(words, places, writings):
            yield made(Kind.FULL, one)
            joined = tuple("".join(pieces) for pieces in islice(product(*one), _MOST_WRITINGS))
            yield made(Kind.JOINED, (joined,))._replace(common=all(any(map(is_word, word)) for word in one))
        initials = dict.fromkeys(spelling[0] for spelling in writings[places[0]][0][0])
        accounts = tuple(i + name for i in initials for name in last if len(name) >= _SHORTEST_ACCOUNT)
        if accounts and not any(is_common(one) for one in accounts):
            yield made(Kind.ACCOUNT, (accounts,))
    for place in places:
        for one in writings[place]:
            if sum(len(word[0]) for word in one) > 1:
                yield made(Kind.PART, one)
    if parts > 1:
        for half in _halves(words[places[-1]]):
            yield made(Kind.HALF, (half,))


def _full(words: tuple[str, ...], places: list[int], writings: dict[int, list[Words]]) -> Iterator[Words]:
    """The whole name: with its particles, without them, and without the names in the middle."""
    whole = [writings[place] if place in writings else [_apart(word)] for place, word in enumerate(words)]
    bare = [writings[place] for place in places]
    for ones in (whole, bare, [bare[0], bare[-1]]):
        for chosen in islice(product(*ones), _MOST_WRITINGS):
            yield tuple(word for one in chosen for word in one)


def _is_particle(place: int, words: tuple[str, ...]) -> bool:
    return 0 < place < len(words) - 1 and not PARTICLES.isdisjoint(plain_spellings(words[place]))


def _writings(words: tuple[str, ...], place: int) -> list[Words]:
    """One part of a name: as one word, as the words that hyphens and apostrophes make of it, joined with particles."""
    word = words[place]
    found: list[Words] = []
    joined = plain_spellings(_HYPHENS.sub("", word))
    if joined:
        found.append((joined,))
    for pieces in (
        _HYPHENS.split(word),
        _HYPHENS.split(_APOSTROPHE.sub("-", word)),
        _MAC.sub(r"\1-\2", word).split("-"),
    ):
        apart = tuple(spelling for piece in pieces if (spelling := plain_spellings(piece)))
        if apart:
            found.append(apart)
    before = place
    while before > 0 and _is_particle(before - 1, words):
        before -= 1
        found.append((plain_spellings("".join(words[before : place + 1])),))
    return list(dict.fromkeys(found))


def _apart(word: str) -> Words:
    return tuple(spelling for piece in _HYPHENS.split(word) if (spelling := plain_spellings(piece)))


def _halves(word: str) -> Iterable[tuple[str, ...]]:
    pieces = _HYPHENS.split(word)
    if len(pieces) > 1 and all(piece[:1].isupper() for piece in pieces):
        yield from (plain_spellings(piece) for piece in pieces if len(piece) >= _SHORTEST_HALF)
