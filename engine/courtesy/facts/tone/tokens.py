"""A text as words and signs in small letters, each with its place: what phrases are looked for in."""

from __future__ import annotations

from typing import NamedTuple

from courtesy.facts.message import pattern

_WORD_OR_SIGN = r"[#@]?[^\W_]+(?:['\u2019\-][^\W_]+)*|\n\s*\n|[^\w\s]"
_ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'s": ""}
_WHOLE = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "let's": ("let",),
    "dont": ("do", "not"),
    "didnt": ("did", "not"),
    "cant": ("can", "not"),
    "wont": ("will", "not"),
    "im": ("i", "am"),
    "u": ("you",),
    "ur": ("your",),
}
_BREAKS = frozenset(".!?\n;\u2026\u3002")
_QUOTES = {"\u2019": "'", "\u201c": '"', "\u201d": '"'}


class Token(NamedTuple):
    """A word or a sign, and where it stands in the text; `ends` where a sentence ends with it."""

    word: str
    start: int
    end: int
    ends: bool = False


def tokens(text: str) -> list[Token]:
    """The words and signs of a text; `don't` is two words, `do` and `not`."""
    found: list[Token] = []
    for match in pattern(_WORD_OR_SIGN, text).finditer(text):
        start, end = match.span()
        word = match[0].casefold().replace("\u2019", "'")
        if not word[0].isalnum() and word[0] not in "#@":
            sign = "\n" if word[0] == "\n" else _QUOTES.get(word, word)
            found.append(Token(sign, start, end, sign in _BREAKS))
            continue
        found += (Token(part, start, end) for part in _parts(word))
    return found


def _parts(word: str) -> tuple[str, ...]:
    word = word.replace("e-", "e", 1) if word.startswith("e-") else word
    if word in _WHOLE:
        return _WHOLE[word]
    for ending, other in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: -len(ending)]
            return (stem, other) if other else (stem,)
    return (word,)
