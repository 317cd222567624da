"""Measurements of a text: words, sentences, thanks. Pure functions of the text, remembered for recent texts."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
_LONGEST_REMEMBERED = 20_000
_UNSPACED = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_CLUSTERS_PER_WORD = 3
_OWN_WORD = r"\p{Han}\p{Hiragana}\p{Katakana}ー" + _UNSPACED
_LETTER = rf"[[\p{{L}}\p{{N}}\p{{M}}]--[{_OWN_WORD}]]"
_WORD = rf"""
    (?P<address>(?:https?://|www\.)\S+|(?<![\w.+\-])[a-z0-9_][a-z0-9_.+\-]{{0,63}}+@[\w\-]{{1,63}}+(?:\.[\w\-]{{1,63}}+)++)
  | (?P<unspaced>[{_UNSPACED}]+)
  | \p{{Han}}\p{{M}}*
  | \p{{Hiragana}}[\p{{Hiragana}}ー\p{{M}}]*
  | \p{{Katakana}}[\p{{Katakana}}ー\p{{M}}]*
  | {_LETTER}+(?:[.,:'’·\-‐‑\u200c\u200d]{_LETTER}+)*
"""
_ABBREVIATIONS = "mr|mrs|ms|mx|dr|prof|st|jr|sr|no|vs|etc|e\\.g|i\\.e|a\\.m|p\\.m|approx|dept|inc|ltd|co|corp|z\\.b|bzw"
_SENTENCE_END = rf"""
    (?<!\b(?:{_ABBREVIATIONS}|\p{{Lu}}))(?<![.])[.]++(?=["'”’»)\]]*(?:\s|$))
  | [[\p{{Sentence_Terminal}}…]--[.]]+
  | \n\s*\n
"""
_SHORTEST_LOOSE_SENTENCE = 4
_THANKS = r"""
    \b(?:thanks|thank|thankful|thankfully|grateful|gratefully|gratitude|thx
      |appreciate[sd]?|appreciating|appreciation|appreciative|much\ obliged|indebted
      |dank|danke|danken|bedanken?|bedanke|dankbar|dankeschön|herzlichen?\ dank|dankbaar|dankjewel|bedankt|dankuwel
      |merci|remercie|remercier|remercions|remerciements?|reconnaissante?
      |gracias|agradezco|agradecemos|agradecer|agradecid[oa]s?|agradecimiento
      |obrigad[oa]s?|agradeço|agradecemos|grazie|ringrazio|ringraziamo|ringraziare|ringraziamenti
      |tack|tackar|takk|takker|tak|kiitos|kiitän|dziękuję|dziękujemy|dzięki|děkuji|děkuju|ďakujem|köszönöm|köszönjük
      |mulțumesc|multumesc|hvala|благодаря|спасибо|благодарю|благодарим|признателен|признательна|дякую|ευχαριστώ|ευχαριστούμε
      |teşekkür|teşekkürler|terima\ kasih|asante|salamat|shukran|धन्यवाद|शुक्रिया|आभार|تشكر|متشكرم|متشکرم|سپاس|ممنون)\b
  | ありがと|感謝|お礼|御礼|谢谢|謝謝|感谢|多谢|多謝|감사|고맙|ขอบคุณ|ขอบพระคุณ|cảm\ ơn|شكر|תודה
"""
_NOT_THANKS = r"\bno\ thanks?\b(?!\s+again)|\bthank\ (?:god|goodness|heavens?)\b|\bthanks?\ to\ (?:no|nobody)\b"


def remembered(measure: Callable[[str], _T]) -> Callable[[str], _T]:
    """Keep a measurement for the texts seen last; very long ones are measured anew, not kept."""
    recent = lru_cache(maxsize=256)(measure)

    @wraps(measure)
    def measured(text: str) -> _T:
        return recent(text) if len(text) <= _LONGEST_REMEMBERED else measure(text)

    return measured


@lru_cache(maxsize=32)
def pattern(source: str) -> Any:  # noqa: ANN401  the library has no types
    """A compiled pattern: verbose, case-insensitive, with set operations and Unicode properties."""
    import regex

    return regex.compile(source, regex.VERBOSE | regex.IGNORECASE | regex.VERSION1)


@remembered
def words(text: str) -> int:
    """How many words a text has, in any script.

    Words are runs of letters and digits, inner apostrophes, hyphens, points and commas included (`don't`,
    `follow-up`, `3.5`); an address is one word, emoji and punctuation are none. Where a script puts no spaces between
    words, each Chinese character and each run of kana is one word, and a run of Thai, Lao, Khmer or Burmese is taken
    for one word per three characters as readers see them (rounded up).
    """
    count = 0
    for match in pattern(_WORD).finditer(text):
        count += _estimate(match[0]) if match["unspaced"] else 1
    return count


@remembered
def sentences(text: str) -> int:
    """How many sentences a text has, in any script.

    Sentences end with a terminator of any script or with their paragraph. A paragraph without a terminator counts
    from four words on, so that greeting and signature are none; any text with a word has at least one sentence.
    """
    count = begin = 0
    for match in pattern(_SENTENCE_END).finditer(text):
        count += _is_sentence(text[begin:match.start()], terminated=not match[0].isspace())
        begin = match.end()
    count += _is_sentence(text[begin:], terminated=False)
    return count or int(words(text) > 0)


def split_sentences(text: str) -> list[str]:
    """The pieces of a text between the ends of sentences, lines included."""
    return [piece for piece in pattern(_SENTENCE_END + r"| \n").split(text) if piece.strip()]


@remembered
def mentions_thanks(text: str) -> bool:
    """Whether a text says thanks, in English or another widely written language."""
    return bool(pattern(_THANKS).search(pattern(_NOT_THANKS).sub(" ", text)))


def _estimate(run: str) -> int:
    clusters = len(pattern(r"\X").findall(run))
    return -(-clusters // _CLUSTERS_PER_WORD)


def _is_sentence(piece: str, *, terminated: bool) -> bool:
    seen = 0
    for match in pattern(_WORD).finditer(piece):
        seen += _estimate(match[0]) if match["unspaced"] else 1
        if terminated or seen >= _SHORTEST_LOOSE_SENTENCE:
            return True
    return False
