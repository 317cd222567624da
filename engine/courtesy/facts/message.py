"""Measurements of a text: words, sentences, thanks. Pure functions of the text, remembered for recent texts."""

from __future__ import annotations

import math
import re
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
_LONGEST_REMEMBERED = 20_000
_OF_ASCII = {"L": "a-z", "Lu": "a-z", "N": "0-9", "Sentence_Terminal": "!?."}
_NOT_ASCII = r"\x80"
_UNSPACED = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_CLUSTERS_PER_WORD = 3
_OWN_WORD = r"\p{Han}\p{Hiragana}\p{Katakana}ー" + _UNSPACED
_LETTER = rf"(?![{_OWN_WORD}])[\p{{L}}\p{{N}}\p{{M}}]"
_WORD = rf"""
  (?=[_\p{{L}}\p{{N}}\p{{M}}{_OWN_WORD}])(?:
    (?:https?://|www\.)\S+
  | (?<![\w.+\-])[a-z0-9_][a-z0-9_.+\-]{{0,63}}+@[\w\-]{{1,63}}+(?:\.[\w\-]{{1,63}}+)++
  | (?P<unspaced>[{_UNSPACED}]+)
  | \p{{Han}}\p{{M}}*
  | \p{{Hiragana}}[\p{{Hiragana}}ー\p{{M}}]*
  | \p{{Katakana}}[\p{{Katakana}}ー\p{{M}}]*
  | (?:{_LETTER})+(?:[.,:'\u2019·\-\u2010\u2011\u200c\u200d](?:{_LETTER})+)*
  )
"""
_ABBREVIATIONS = (
    r"[\p{Lu}] mr ms mx dr st jr sr no vs co mrs etc e\.g i\.e a\.m p\.m inc ltd z\.b bzw prof dept corp approx"
)
_NOT_ABBREVIATED = "".join(rf"(?<!\b{abbreviation})" for abbreviation in _ABBREVIATIONS.split())
_SENTENCE_END = rf"""
    (?=[.])(?<![.]){_NOT_ABBREVIATED}[.]++(?=["'\u201d\u2019»)\]]*+(?:\s|$))
  | (?:(?![.])[\p{{Sentence_Terminal}}…])+
  | \n\s*\n
"""
_SHORTEST_LOOSE_SENTENCE = 4
_THANKS = r"""
    \b(?:thanks|thank|thankful|thankfully|grateful|gratefully|gratitude|thx
      |appreciate[sd]?|appreciating|appreciation|appreciative|much\ obliged|indebted
      |thankyou|thank-you|thanku|thnx|tysm|cheers\ for
      |meant\ (?:a\ lot|so\ much|a\ great\ deal|the\ world|much)\ (?:to\ (?:me|us)\ )?(?:that|to|for)
      |(?:i|we)\ (?:really\ |greatly\ |truly\ |very\ much\ )?(?:valued|treasured|cherished)
      |dank|danke|danken|bedanken?|bedanke|dankbar|dankeschön|herzlichen?\ dank|dankbaar|dankjewel|bedankt|dankuwel
      |merci|remercie|remercier|remercions|remerciements?|reconnaissante?
      |gracias|agradezco|agradecemos|agradecer|agradecid[oa]s?|agradecimiento
      |obrigad[oa]s?|agradeço|agradecemos|grazie|ringrazio|ringraziamo|ringraziare|ringraziamenti
      |tack|tackar|takk|takker|tak|kiitos|kiitän|dziękuję|dziękujemy|dzięki|děkuji|děkuju|ďakujem|köszönöm
      |köszönjük
      |mulțumesc|multumesc|hvala|благодаря|спасибо|благодарю|благодарим|признателен|признательна|дякую|ευχαριστώ|ευχαριστούμε
      |teşekkür|teşekkürler|terima\ kasih|asante|salamat|shukran|þakka|þakkir|takk\ fyrir|gràcies|graciñas|grazas
      |eskerrik|mila\ esker|diolch|go\ raibh\ maith
      |aitäh|tänan|paldies|pateicos|ačiū|dėkoju|zahvaljujem|zahvalan|zahvalna|faleminderit|grazzi|blagodarya
      |хвала|захваљујем|благодарам|ধন্যবাদ|நன்றி|धन्यवाद|शुक्रिया|आभार|تشكر|متشكرم|متشکرم|سپاس|ممنون)\b
  | ありがと|感謝|お礼|御礼|谢谢|謝謝|感谢|多谢|多謝|감사|고맙|ขอบคุณ|ขอบพระคุณ|cảm\ ơn|cám\ ơn|شكر|תודה
"""
_NOT_THANKS = (
    r"\bthanks?,?\ but\ no\ thanks?\b|\bthanks\ to\ an?\b"
    r"|\bthank\ you\ to\ (?:answer|reply|stop|leave|call|explain|stay|keep|refrain|mind|read)\b"
    r"|\bthanks?\ (?:you\ )?for\ nothing\b"
    r"|\bno\ thanks?\b(?!\s+again)|\bthank\ (?:god|goodness|heavens?)\b|\bthanks?\ to\ (?:no|nobody)\b"
)


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(listed.split())


def remembered(measure: Callable[[str], _T]) -> Callable[[str], _T]:
    """Keep a measurement for the texts seen last; very long ones are measured anew, not kept."""
    recent = lru_cache(maxsize=256)(measure)

    @wraps(measure)
    def measured(text: str) -> _T:
        return recent(text) if len(text) <= _LONGEST_REMEMBERED else measure(text)

    return measured


def pattern(source: str, text: str) -> Any:
    """A compiled pattern to read this text with: verbose, case-insensitive, with Unicode properties.

    Texts in ASCII are read by the standard library, others by `regex`, which takes long to load. For both to read the
    same source, the properties in `_OF_ASCII` stand only within brackets, and the width of a lookbehind is fixed.
    """
    return _compiled(source, ascii_only=text.isascii())


@lru_cache(maxsize=2048)
def _compiled(source: str, *, ascii_only: bool) -> Any:
    if ascii_only:
        plain = re.sub(r"\\p\{(\w+)\}", lambda found: _OF_ASCII.get(found[1], _NOT_ASCII), source)
        return re.compile(plain, re.VERBOSE | re.IGNORECASE | re.ASCII)
    import regex  # noqa: PLC0415  cold start

    return regex.compile(source, regex.VERBOSE | regex.IGNORECASE | regex.VERSION1)


@remembered
def words(text: str) -> int:
    """How many words a text has, in any script.

    Words are runs of letters and digits, inner apostrophes, hyphens, points and commas included (`don't`,
    `follow-up`, `3.5`); an address is one word, emoji and punctuation are none. Where a script puts no spaces between
    words, each Chinese character and each run of kana is one word, and a run of Thai, Lao, Khmer or Burmese is taken
    for one word per three characters as readers see them (rounded up).
    """
    return _count_words(text)


@remembered
def sentences(text: str) -> int:
    """How many sentences a text has, in any script.

    Sentences end with a terminator of any script or with their paragraph. A paragraph without a terminator counts
    from four words on, so that greeting and signature are none; any text with a word has at least one sentence.
    """
    count = most = begin = 0
    for match in pattern(_SENTENCE_END + r"| \Z", text).finditer(text):
        needed = 1 if match[0].strip() else _SHORTEST_LOOSE_SENTENCE
        found = _count_words(text[begin : match.start()], enough=needed)
        count += found >= needed
        most = max(most, found)
        begin = match.end()
    return count or min(most, 1)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, lines included, with their terminators and without blanks around."""
    found, begin = [], 0
    for match in pattern(_SENTENCE_END + r"| \n | \Z", text).finditer(text):
        piece = text[begin : match.end()]
        if piece.strip():
            start = begin + len(piece) - len(piece.lstrip())
            found.append((start, start + len(piece.strip())))
        begin = match.end()
    return found


@remembered
def mentions_thanks(text: str) -> bool:
    """Whether a text says thanks, in English or another widely written language."""
    return bool(pattern(_THANKS, text).search(pattern(_NOT_THANKS, text).sub(" ", text)))


def _count_words(text: str, enough: float = math.inf) -> int:
    """The words of a text; counting ends where there are enough."""
    count = 0
    for match in pattern(_WORD, text).finditer(text):
        count += _estimate(match[0]) if match.lastgroup == "unspaced" else 1
        if count >= enough:
            break
    return count


def _estimate(run: str) -> int:
    clusters = len(pattern(r"\X", run).findall(run))
    return -(-clusters // _CLUSTERS_PER_WORD)
