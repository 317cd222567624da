"""The tone of a text, measured offline with VADER, a lexicon for English."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Any

from courtesy.deadline import look_at_the_clock
from courtesy.facts.message import pattern, remembered, split_sentences, word_set

_NEGATIVE, _POSITIVE = -0.05, 0.05  # VADER's own thresholds
_STRONGLY_NEGATIVE = -0.5
_MOST_READ = 10_000
_MOST_WORDS_READ = 2_500
_MOST_KNOWN_READ = 400
"""Characters, words and words of VADER's lexicon that are read; of a longer text only a negative tone is known."""
_LONGEST_TOKEN = 40
_WORD = r"[\p{L}][\p{L}\p{M}'\u2019]*"

_PHRASES_OF_COURTESY = (
    r"\b(?:(?:so|very|truly|terribly|awfully)\ )?(?:sorry|regret)\ (?:to|for|about|if|that)\b"
    r"|\b(?:bother|disturb|trouble|interrupt|inconvenience|burden|impose)(?:s|ed|ing)?\ (?:you|on\ you)\b"
    r"|\bfor\ (?:the|any|this|my)\ (?:trouble|bother|inconvenience|interruption|delay|confusion|disturbance|wait)\b"
    r"|\b(?:apologi[sz]e|apologi[sz]ing|apologies|excuse\ me|pardon\ me|forgive\ me)\b"
    r"|\b(?:not|n['\u2019]t|n['\u2019]t\ ever|without|please\ don['\u2019]t)\ (?:to\ )?(?:hesitate|worry)\b"
    r"|\bno\ (?:rush|problem|problems|hurry|pressure|worries|trouble|need|obligation|hard\ feelings)\b"
    r"|\bhate\ to\ (?:bother|disturb|trouble|impose)\b"
    r"|\bwithout\ (?:any\ )?(?:problems?|trouble|delay|hesitation)\b"
)
_WORDS_OF_BUSINESS = word_set(
    "challenge challenged challenges challenging critical cut cutting debt delay delayed delays demand demanded "
    "demanding demands difficult drop emergency hard hesitate interruption leave limited low miss missed missing "
    "obligation pay pressure problem problems question questions risk risks security serious stop urgent "
    "unfortunately war argument arguments defect defects error errors bug bugs conflict conflicts crisis"
)
"""Words that VADER holds for negative and that say nothing about the tone of a letter about work."""

_ENGLISH = word_set(
    "a about after all am and any are as at be been but by can could did do does following for from had has have he "
    "her here him his how i i'd i'll i'm i've if into is it it's its just let me more my not of on or our please "
    "regarding she should so than thank thanks that the their them then there they this to up us was we were what "
    "when where which who will with would you you're your"
)
_NOT_ENGLISH = word_set(
    "aan al an auch auf aus av avec bei bin bitte ce cette che ci com como con cu da dar das de dei del della dem den "
    "der des det di die do du dies een ein eine einen el elle em en er es est et för gli haben het hier hij ich ihr "
    "ihre il im ist je jest kein la las le les lo los mais med mein mer mi mit não nach ne nicht nie nicht nous och "
    "och oder og ou para pas per på por pour qu que qui se sehr sich sie sind som su sur te til tu um un una und uns "
    "van ve vielen vom von voor vous war was wie wir z za zu zum zur"
)
_SHORT = 5
_ENOUGH = 0.12


@lru_cache(maxsize=2)
def _analyzer(*, emojis: bool) -> Any:
    """VADER for letters about work; without its list of emojis it is ready sooner."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415  cold start

    class WithoutEmojis(SentimentIntensityAnalyzer):  # type: ignore[misc]  # the library has no types
        def make_emoji_dict(self) -> dict[str, str]:
            return {}

    analyzer = SentimentIntensityAnalyzer() if emojis else WithoutEmojis()
    for word in _WORDS_OF_BUSINESS:
        analyzer.lexicon.pop(word, None)
    return analyzer


@remembered
def tone(text: str) -> str | None:
    """`negative`, `neutral` or `positive`; None where the text is not English enough to tell, or says nothing.

    Negative where the text as a whole is (VADER's compound at most -0.05) or any one of its sentences is strongly so
    (at most -0.5). Phrases of courtesy ("sorry to bother you") and plain words of business ("problem", "delay") do not
    count as negative. Only the beginning is read, as far as VADER can read it in good time (at most 10,000
    characters, 2,500 words, 400 words that it knows): the tone of a longer text is negative or unknown.
    """
    if not _can_be_read(text[:_MOST_READ]):
        return None
    analyzer = _analyzer(emojis=not text.isascii())
    read = _beginning(text, analyzer)
    plain = pattern(_PHRASES_OF_COURTESY, read).sub(" ", read)
    pieces = [_compound(analyzer, piece) for piece in split_sentences(plain)]
    whole = _compound(analyzer, plain)
    if whole <= _NEGATIVE or min(pieces, default=0.0) <= _STRONGLY_NEGATIVE:
        return "negative"
    if len(read) < len(text):
        return None
    return "positive" if whole >= _POSITIVE else "neutral"


def _compound(analyzer: Any, text: str) -> float:
    look_at_the_clock()
    return float(analyzer.polarity_scores(text)["compound"])


def _beginning(text: str, analyzer: Any) -> str:
    """What is read of a text: VADER goes through all of its words again for every word that it knows."""
    read = text[:_MOST_READ]
    known = 0
    for number, token in enumerate(re.finditer(rf"\S{{1,{_LONGEST_TOKEN}}}", read)):
        word = token[0].lower()
        known += word in analyzer.lexicon or word.strip(string.punctuation) in analyzer.lexicon
        known += sum(len(analyzer.emojis.get(character, "").split()) for character in word)
        if number >= _MOST_WORDS_READ or known > _MOST_KNOWN_READ:
            return read[: token.start()]
    return read


def _can_be_read(text: str) -> bool:
    """Whether enough of the words are English, or the text is nothing but emoji, which VADER knows."""
    found = [word.replace("\u2019", "'").lower() for word in pattern(_WORD, text).findall(text)]
    if not found:
        return not text.isascii() and any(character in _analyzer(emojis=True).emojis for character in text)
    foreign = sum(word in _NOT_ENGLISH for word in found)
    english = sum(word in _ENGLISH and word not in _NOT_ENGLISH for word in found)
    if english <= foreign or len(found) <= _SHORT:
        lexicon = _analyzer(emojis=not text.isascii()).lexicon
        english += sum(word in lexicon and word not in _ENGLISH and word not in _NOT_ENGLISH for word in found)
    return english > foreign and english >= _ENOUGH * len(found)
