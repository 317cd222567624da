"""Where a text names a person, in scripts that put spaces between words."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from courtesy.facts.naming import vocabulary as known
from courtesy.facts.naming.letters import APOSTROPHES, is_vowel_sign
from courtesy.facts.naming.spelling import Kind, Spelled
from courtesy.facts.naming.tokens import Tokens
from courtesy.facts.naming.vocabulary import is_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TITLES = known.TITLES | known.GIVEN_NAMES_TOO
_NO_NAMES = _TITLES | known.FOLLOWERS | known.ROLES | known.TRADES | known.DESKS | known.OFTEN_PROPER
_PROPER = known.OFTEN_PROPER | known.ALSO_PLACES
_ENDINGS_OF_VERBS = ("ing", "ed", "ly")
_HYPHENS = "-\u2010\u2011"
_SHORTEST = 2
_SHORTEST_WITHOUT_CASE = 3
_MOST_BETWEEN = 2
_GERMAN = frozenset({"und", "der", "die", "das", "ich", "ist", "mit", "ein", "eine", "habe", "war", "frau", "herr"})

_ADDED = re.compile(r"^(?:the(?=real)|)(?:the|real|iam|its|official|mr|ms|dr|prof)(?=.{5})|(?:official|phd|hr|[0-9]+)$")
"""What people add to their names in accounts: `@therealjanedoe`, `@janedoe42`."""
_IN_ACCOUNT = frozenset("._")
"""What joins the words of an account, with no space beside it."""

Stretch = tuple[int, int]
"""From where to where of a text."""


class Finder:
    """Finds names in one text."""

    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)

    def find(self, names: Mapping[str, tuple[Spelled, ...]]) -> Iterator[Stretch]:
        """The stretches of the text that mean the bearer of a name, in their order."""
        until = 0
        for place, start, end, first in self._first_words(names):
            if start < until:
                continue
            for one in names[first]:
                last = self._last(one, place)
                if last is None or not self._counts(one, place, start, last):
                    continue
                if last == place:
                    last = self._last_of_whole(one, place)
                until = max(until, end if last == place else self.tokens.forms(last)[0][2])
            if start < until:
                yield start, until

    def _first_words(self, names: Mapping[str, tuple[Spelled, ...]]) -> list[tuple[int, int, int, str]]:
        """Where the text has the first words of what is spelled."""
        return sorted((*at, first) for first in names for at in self._places.get(first, ()))

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, int, int]]]:
        """By word in plain spelling: the place of each, with where it begins and ends in the text."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for place in range(len(self.tokens.all)):
            for form, start, end in self._forms(place):
                found.setdefault(form, []).append((place, start, end))
        return found

    def _forms(self, place: int) -> Iterator[tuple[str, int, int]]:
        """What a word may stand for; as part of an account also without what people add to their names."""
        account = self.tokens.gap(place) in _IN_ACCOUNT or self.tokens.marked(place)
        for form, start, end in self.tokens.forms(place):
            yield form, start, end
            if account and (bare := _ADDED.sub("", form)) != form and bare:
                yield bare, start, end

    def _last(self, one: Spelled, place: int) -> int | None:
        """The place of the last word of what is spelled from a place on; None where it is not there."""
        last = place + len(one.words) - 1
        if last >= len(self.tokens.all):
            return None
        places = enumerate(one.words[1:], start=place + 1)
        there = all(self.tokens.joins(at) and not self._form_set(at).isdisjoint(words) for at, words in places)
        return last if there else None

    def _counts(self, one: Spelled, place: int, start: int, last: int) -> bool:
        match one.kind:
            case Kind.FULL:
                return not one.common or self._capitals(place, last) or self.tokens.marked(place, last)
            case Kind.JOINED:
                return self._counts_joined(one, place)
            case Kind.ACCOUNT:
                return self.tokens.marked(place)
            case Kind.HALF:
                return (
                    self._has_capital(start)
                    and not self._is_compound(place, place, one)
                    and self._counts_alone(one, place)
                )
            case Kind.PART:
                return self._counts_as_part(one, place, start, last)

    # ---------------------------------------------------------------- the whole name

    def _capitals(self, place: int, last: int) -> bool:
        """Whether all words from a place on begin with capitals, and not because all of the sentence does."""
        words = self.tokens.all[place : last + 1]
        if not all(_is_capital(word.raw[0]) for word in words):
            return False
        return not all(word.raw.isupper() for word in words) or not self.tokens.capitals_say_nothing(place)

    def _counts_joined(self, one: Spelled, place: int) -> bool:
        token = self.tokens.all[place]
        camel = token.raw[0].isupper() and not token.raw.isupper() and any(letter.isupper() for letter in token.raw[1:])
        if is_common(self.tokens.plain(place)):
            return self.tokens.marked(place) and camel
        return camel or self.tokens.marked(place) or (self.tokens.in_tag(place) and not one.common)

    # ---------------------------------------------------------------- a part of it

    def _counts_as_part(self, one: Spelled, place: int, start: int, last: int) -> bool:
        tokens, raw = self.tokens, self.tokens.text[start : self.tokens.all[last].end]
        if tokens.marked(place, last):
            return not one.common
        cased = raw[0].lower() != raw[0].upper()
        letters = sum(letter.isalpha() or (not cased and is_vowel_sign(letter)) for letter in raw)
        shortest = _SHORTEST if cased else _SHORTEST_WITHOUT_CASE
        if not self._has_capital(start) or letters < shortest:
            return False
        if letters == _SHORTEST and raw.isupper():  # as codes are written
            return False
        return not self._is_compound(place, last, one) and self._counts_alone(one, place)

    def _counts_alone(self, one: Spelled, place: int) -> bool:
        if self._has_title(place):
            return True
        before, after = self.tokens.plain(place - 1), self.tokens.plain(place + 1)
        if self._is_of_a_place(place) or (before == "at" and self.tokens.plain(place - 2) in known.EMPLOYED):
            return False
        if one.common:
            return self._common_counts(one, place, before, after)
        if self.tokens.plain(place) in known.ALSO_PLACES and before in known.OF_PLACES:
            return False
        return not self._is_of_somebody_else(one, place)

    def _is_of_a_place(self, place: int) -> bool:
        """Whether a street, a school or the like is meant that is called after somebody."""
        raw = self.tokens.raw(place + 1)
        called = self.tokens.gap(place + 1) == " " and raw[:1].isupper() and not raw.isupper()
        return called and self.tokens.plain(place + 1) in known.PLACES_OF_NAMES

    def _common_counts(self, one: Spelled, place: int, before: str, after: str) -> bool:
        tokens = self.tokens
        if self._speaks(place, after):
            return True
        if self._stands_with_its_own(one, place) or self._is_joined_by_the_author(place):
            return True
        if tokens.plain(place) in _PROPER:
            links = {"with", "mit"} if tokens.plain(place) in known.DATES else {"with", "mit", "to"}
            spoken = before in links and tokens.plain(place - 2) in known.TALKS
            return spoken or before in {"met", "thank"}
        if tokens.starts(place) or tokens.in_tag(place) or before in known.DETERMINERS:
            return False
        if tokens.raw(place).isupper() or tokens.capitals_say_nothing(place):  # `I WILL` only stresses it
            return False
        return not (self._is_proper(place + 1, tokens.gap(place + 1)) or self._is_proper(place - 1, tokens.gap(place)))

    def _speaks(self, place: int, after: str) -> bool:
        """Whether a word is who does what only persons do: `Will asked me`."""
        tokens = self.tokens
        if after not in known.SPEECH or tokens.gap(place + 1) != " " or tokens.raw(place).isupper():
            return False
        return tokens.plain(place) not in known.NEVER_SPEAKERS

    def _is_joined_by_the_author(self, place: int) -> bool:
        """Whether `and I` follows a word."""
        tokens = self.tokens
        return tokens.gap(place + 1) == tokens.gap(place + 2) == " " and (
            (tokens.plain(place + 1), tokens.raw(place + 2)) == ("and", "I")
        )

    def _is_proper(self, place: int, gap: str) -> bool:
        """Whether the neighbour has a capital as in the name of a place or a firm: `Wall Street`, `Young Farmers`."""
        raw, plain = self.tokens.raw(place), self.tokens.plain(place)
        if gap not in {" ", " & "} or len(raw) < _SHORTEST or not raw[0].isupper():
            return False
        return not (self.tokens.starts(place) and (plain in known.OPENERS or plain.endswith(_ENDINGS_OF_VERBS)))

    def _stands_with_its_own(self, one: Spelled, place: int) -> bool:
        """Whether another part of the name stands beside it, or its initial."""
        tokens = self.tokens
        for other, gap in ((place - 1, tokens.gap(place)), (place + 1, tokens.gap(place + 1))):
            plain, raw = tokens.plain(other), tokens.raw(other)
            if not raw or not raw[0].isupper() or tokens.raw(place).isupper() or plain == tokens.plain(place):
                continue
            initial = len(raw) == 1 and tokens.after(other) == "."
            if gap in {" ", ", "} and plain in one.own:
                return True
            if initial and gap in {" ", ". ", "."} and any(word.startswith(plain) for word in one.own):
                return True
        return False

    def _has_title(self, place: int) -> bool:
        tokens = self.tokens
        return (
            tokens.plain(place - 1) in _TITLES
            and tokens.gap(place) in {" ", ". ", ".", "\u00a0"}
            and _is_capital(tokens.raw(place - 1)[0])
            and self._has_capital(tokens.all[place].start)
        )

    def _is_of_somebody_else(self, one: Spelled, place: int) -> bool:
        """Whether another name stands beside it: `Jane Austen` is not Jane Doe, and neither is `John Doe`."""
        if one.parts == 1 or self._is_german:
            return False
        after, before = place + len(one.words), place - 1
        if self._form_set(place).isdisjoint(one.last):
            return self._is_other_name(after, self.tokens.gap(after), one) and not self._reaches_last(one, after)
        return self._is_other_name(before, self.tokens.gap(place), one) and not self._reaches_first(one, before)

    def _is_other_name(self, place: int, gap: str, one: Spelled) -> bool:
        tokens, raw = self.tokens, self.tokens.raw(place)
        if gap != " " or len(raw) < _SHORTEST or not raw[0].isupper() or raw.isupper() or tokens.all[place].in_tag:
            return False
        plain = tokens.plain(place)
        if plain in one.own or plain in _NO_NAMES or raw[-2:-1] in APOSTROPHES:
            return False
        if tokens.starts(place):
            return not (is_common(plain) or plain.endswith(_ENDINGS_OF_VERBS))
        return not tokens.capitals_say_nothing(place)

    def _last_of_whole(self, one: Spelled, place: int) -> int:
        """Where a name ends of which a text says the first part, names in the middle, and the last: `Jane Mary Doe`."""
        if one.parts == 1 or not self._form_set(place).isdisjoint(one.last):
            return place
        return self._reaches_last(one, place + 1) or place

    def _reaches_last(self, one: Spelled, place: int) -> int:
        """The place of the last part of the name behind one or two names in the middle from a place on; 0 for none."""
        for at in range(place, min(place + _MOST_BETWEEN + 1, len(self.tokens.all))):
            if self.tokens.gap(at) not in {" ", ". "} or not self.tokens.raw(at)[0].isupper():
                return 0
            if not one.last.isdisjoint(self._form_set(at)):
                return at
        return 0

    def _reaches_first(self, one: Spelled, place: int) -> bool:
        return any(self.tokens.plain(at) in one.own for at in range(max(place - _MOST_BETWEEN, 0), place))

    def _form_set(self, place: int) -> set[str]:
        return {form for form, *_ in self._forms(place)}

    def _is_compound(self, place: int, last: int, one: Spelled) -> bool:
        """Whether a hyphen binds it to another name: `Anne-Marie` is not Marie."""
        tokens = self.tokens
        beside = ((place - 1, tokens.gap(place)), (last + 1, tokens.gap(last + 1)))
        return any(
            gap in _HYPHENS and tokens.raw(other)[:1].isupper() and tokens.plain(other) not in one.own
            for other, gap in beside
            if gap
        )

    def _has_capital(self, start: int) -> bool:
        return _is_capital(self.tokens.text[start])

    @cached_property
    def _is_german(self) -> bool:
        """Whether nouns have capitals in this text, so that one beside a name need be no name."""
        return sum(word in self._places for word in _GERMAN) > 1


def _is_capital(letter: str) -> bool:
    """Whether a letter is one that names begin with; in scripts without case all are."""
    return letter == letter.title()
