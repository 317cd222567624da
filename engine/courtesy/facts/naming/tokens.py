"""The words of a text, and what their neighbourhood says: where sentences begin, and where capitals say nothing."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from courtesy.facts.message import pattern
from courtesy.facts.naming import vocabulary as known
from courtesy.facts.naming.letters import APOSTROPHES, INVISIBLE, LONGEST, plain_spellings

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_LETTER = rf"(?![{UNSPACED}])[\p{{L}}\p{{N}}\p{{M}}{INVISIBLE}]"
_WORD = rf"(?:{_LETTER})+(?:[{APOSTROPHES}](?:{_LETTER})+)*"
_GOES_ON = frozenset(" \t\u00a0,;&/+-" + APOSTROPHES)
_LONGEST_GAP = 4
_LONGEST_ELISION = 2
_LONGEST_SUFFIX = 4
_LONGEST_CODE = 2
_MOSTLY = 0.6


class Token(NamedTuple):
    """A word of a text, from `start` to `end`; `in_tag` where it is only a part of a tag such as `#GreatDay`."""

    start: int
    end: int
    raw: str
    in_tag: bool = False


class Tokens:
    """The words of a text, each asked for by its place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[Token] = []
        for match in pattern(_WORD, text).finditer(text):
            start, end, raw = match.start(), match.end(), match[0]
            self.all.append(Token(start, end, raw))
            if start and text[start - 1] in "#\N{FULLWIDTH NUMBER SIGN}" and not raw.islower():
                self.all += _pieces_of_tag(start, raw)

    def forms(self, place: int) -> list[tuple[str, int, int]]:
        """What a word may stand for in plain spelling, with where in the text that begins and ends.

        `Jane's` is `jane`, and so is `d'Jane`; `Ayşe'den` may be `ayse`, and `O'Brien` is `obrien`.
        """
        start, end, raw, _ = self.all[place]
        if raw.isalnum() and raw.isascii() and len(raw) <= LONGEST:
            return [(raw.lower(), start, end)]
        found = [(spelling, start, end) for spelling in plain_spellings(raw)]
        cut = next((at for at in range(len(raw) - 1, 0, -1) if raw[at] in APOSTROPHES), 0)
        if cut:
            head, tail = raw[:cut], raw[cut + 1 :]
            if tail in {"s", "S"}:
                found = [(spelling, start, start + cut) for spelling in plain_spellings(head)]
            elif tail.islower() and len(tail) <= _LONGEST_SUFFIX and tail != "t":  # `don't` is not Don
                found += [(spelling, start, start + cut) for spelling in plain_spellings(head)]
            elif len(head) <= _LONGEST_ELISION and head.islower():
                found += [(spelling, start + cut + 1, end) for spelling in plain_spellings(tail)]
        return found

    def plain(self, place: int) -> str:
        """A word in its shortest plain spelling, without what marks a genitive; empty beyond the ends of the text."""
        forms = self.forms(place) if 0 <= place < len(self.all) else []
        return forms[0][0] if forms else ""

    def raw(self, place: int) -> str:
        """A word as the text has it; empty beyond the ends of the text."""
        return self.all[place].raw if 0 <= place < len(self.all) else ""

    def after(self, place: int) -> str:
        """The character behind a word; empty at the end of the text."""
        end = self.all[place].end
        return self.text[end : end + 1]

    def gap(self, place: int) -> str:
        """What stands between a word and the one before it; a line's end beyond the ends of the text."""
        if not 0 < place < len(self.all):
            return "\n"
        return self.text[self.all[place - 1].end : self.all[place].start]

    def joins(self, place: int) -> bool:
        """Whether a word may belong to the same name as the one before it."""
        gap = self.gap(place)
        if not 0 < len(gap) < _LONGEST_GAP or gap.count("\n") > 1:
            return False
        marks = gap.strip()
        if gap.startswith(".") and gap != ".":
            return len(self.raw(place - 1)) == 1 and marks == "."
        return not marks or (len(marks) == len(gap) == 1 and marks in "-.\u2010\u2011_\u00b7+" + APOSTROPHES)

    def starts(self, place: int) -> bool:
        """Whether a word begins a sentence, a line or a quotation."""
        return self._starts[place]

    def capitals_say_nothing(self, place: int) -> bool:
        """Whether most words of its sentence have capitals, as in a headline, or no other word shows."""
        first, told, capitals = self._sentences[place]
        for own in {first, place}:
            told -= _tells(self.all[own])
            capitals -= _tells(self.all[own]) and self.all[own].raw[0].isupper()
        return capitals > _MOSTLY * told if told else self.plain(place - 1) not in known.INTRODUCERS

    def marked(self, place: int, last: int | None = None) -> bool:
        """Whether a word (up to the word `last`) is written as an account: `@...`, `.../...` or in an address."""
        start, end = self.all[place].start, self.all[place if last is None else last].end
        before, text = self.text[max(start - 2, 0) : start], self.text
        if before[-1:] in {"@", "\N{FULLWIDTH COMMERCIAL AT}"}:
            return not before[:-1].isalnum()  # what follows it in an address is a domain
        if text[end : end + 1] == "@" and text[end + 1 : end + 2].isalnum():
            return True
        return before[-1:] == "/" and (before[:-1].isalnum() and "." in self._line_before(start))

    def in_tag(self, place: int) -> bool:
        """Whether a word stands behind the sign of a tag, as all of it or as a part."""
        token = self.all[place]
        return token.in_tag or self.text[max(token.start - 1, 0) : token.start] in {"#", "\N{FULLWIDTH NUMBER SIGN}"}

    def _line_before(self, end: int) -> str:
        """What of a web address stands before a place."""
        return self.text[max(end - 60, 0) : end].rsplit(None, 1)[-1] if end else ""

    @cached_property
    def _starts(self) -> list[bool]:
        return [self._begins(place) for place in range(len(self.all))]

    def _begins(self, place: int) -> bool:
        gap = self.gap(place)
        if self.all[place].in_tag or not gap:
            return False
        if gap[0] == "." and gap[1:].isspace() and "\n" not in gap:
            before = self.raw(place - 1)
            is_initial = len(before) == 1 and before != "I"
            return not (is_initial or self.plain(place - 1) in known.TITLES)
        return not set(gap) <= _GOES_ON

    @cached_property
    def _sentences(self) -> list[tuple[int, int, int]]:
        """Of the sentence of each word: its first word, how many words tell how it uses capitals, how many have one."""
        edges = [place for place, starts in enumerate(self._starts) if starts or place == 0]
        found: list[tuple[int, int, int]] = []
        for first, end in zip(edges, [*edges[1:], len(self.all)], strict=True):
            telling = [token for token in self.all[first:end] if _tells(token)]
            capitals = sum(token.raw[0].isupper() for token in telling)
            found += [(first, len(telling), capitals)] * (end - first)
        return found


def _tells(token: Token) -> bool:
    """Whether a word shows how capitals are used: the short ones have none in headlines either."""
    return len(token.raw) > _LONGEST_CODE and not token.in_tag and token.raw[0].lower() != token.raw[0].upper()


def _pieces_of_tag(start: int, raw: str) -> list[Token]:
    """The words of a tag that its capitals set apart, as in `#ThankYouAll`."""
    edges = [at for at, letter in enumerate(raw) if letter.isupper() and (at == 0 or not raw[at - 1].isupper())]
    if len(edges) < 2:  # noqa: PLR2004  a single word
        return []
    ends = [*edges[1:], len(raw)]
    return [Token(start + at, start + end, raw[at:end], in_tag=True) for at, end in zip(edges, ends, strict=True)]
