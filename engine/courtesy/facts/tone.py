"""The tone of a text, measured offline with VADER, a lexicon for English."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from courtesy.facts.message import pattern, remembered, split_sentences

_NEGATIVE, _POSITIVE = -0.05, 0.05  # VADER's own thresholds
_STRONGLY_NEGATIVE = -0.5
_LONGEST_READ = 10_000
"""Characters that are read; of a longer text only a negative tone is known."""

_PHRASES_OF_COURTESY = (
    r"\b(?:(?:so|very|truly|terribly|awfully)\ )?(?:sorry|regret)\ (?:to|for|about|if|that)\b"
    r"|\b(?:bother|disturb|trouble|interrupt|inconvenience|burden|impose)(?:s|ed|ing)?\ (?:you|on\ you)\b"
    r"|\bfor\ (?:the|any|this|my)\ (?:trouble|bother|inconvenience|interruption|delay|confusion|disturbance|wait)\b"
    r"|\b(?:apologi[sz]e|apologi[sz]ing|apologies|excuse\ me|pardon\ me|forgive\ me)\b"
    r"|\b(?:not|n['’]t|n['’]t\ ever|without|please\ don['’]t)\ (?:to\ )?(?:hesitate|worry)\b"
    r"|\bno\ (?:rush|problem|problems|hurry|pressure|worries|trouble|need|obligation|hard\ feelings)\b"
    r"|\bhate\ to\ (?:bother|disturb|trouble|impose)\b"
    r"|\bwithout\ (?:any\ )?(?:problems?|trouble|delay|hesitation)\b"
)
_WORDS_OF_BUSINESS = (
    "challenge challenged challenges challenging critical cut cutting debt delay delayed delays demand demanded "
    "demanding demands difficult drop emergency hard hesitate interruption leave limited low miss missed missing "
    "obligation pay pressure problem problems question questions risk risks security serious stop urgent "
    "unfortunately war argument arguments defect defects error errors bug bugs conflict conflicts crisis"
).split()
"""Words that VADER holds for negative and that say nothing about the tone of a letter about work."""

_ENGLISH = frozenset(
    "a about after all am and any are as at be been but by can could did do does following for from had has have he "
    "her here him his how i i'd i'll i'm i've if into is it it's its just let me more my not of on or our please "
    "regarding she should so than thank thanks that the their them then there they this to up us was we were what "
    "when where which who will with would you you're your".split()
)
_NOT_ENGLISH = frozenset(
    "aan al an auch auf aus av avec bei bin bitte ce cette che ci com como con cu da dar das de dei del della dem den "
    "der des det di die do du dies een ein eine einen el elle em en er es est et för gli haben het hier hij ich ihr "
    "ihre il im ist je jest kein la las le les lo los mais med mein mer mi mit não nach ne nicht nie nicht nous och "
    "och oder og ou para pas per på por pour qu que qui se sehr sich sie sind som su sur te til tu um un una und uns "
    "van ve vielen vom von voor vous war was wie wir z za zu zum zur".split()
)
_SHORT = 5
_ENOUGH = 0.12


@lru_cache(maxsize=1)
def _analyzer() -> Any:  # noqa: ANN401  the library has no types
    from vaderSentiment.vaderSentiment import (
        SentimentIntensityAnalyzer,
    )

    analyzer = SentimentIntensityAnalyzer()
    for word in _WORDS_OF_BUSINESS:
        analyzer.lexicon.pop(word, None)
    return analyzer


@remembered
def tone(text: str) -> str | None:
    """`negative`, `neutral` or `positive`; None where the text is not English enough to tell, or says nothing.

    Negative where the text as a whole is (VADER's compound at most -0.05) or any one of its sentences is strongly so
    (at most -0.5). Phrases of courtesy ("sorry to bother you") and plain words of business ("problem", "delay") do not
    count as negative. Only the first 10,000 characters are read: the tone of a longer text is negative or unknown.
    """
    read = text[:_LONGEST_READ]
    if not _can_be_read(read):
        return None
    score = _analyzer().polarity_scores
    plain = pattern(_PHRASES_OF_COURTESY).sub(" ", read)
    pieces = [_compound(score, piece) for piece in split_sentences(plain)]
    whole = _compound(score, plain)
    if whole <= _NEGATIVE or min(pieces, default=0.0) <= _STRONGLY_NEGATIVE:
        return "negative"
    if len(text) > _LONGEST_READ:
        return None
    return "positive" if whole >= _POSITIVE else "neutral"


def _compound(score: Any, text: str) -> float:  # noqa: ANN401  the library has no types
    return float(score(text)["compound"])


def _can_be_read(text: str) -> bool:
    """Whether enough of the words are English, or the text is nothing but emoji, which VADER knows."""
    found = [word.replace("’", "'").lower() for word in pattern(r"\p{L}[\p{L}\p{M}'’]*").findall(text)]
    if not found:
        return any(character in _analyzer().emojis for character in text)
    foreign = sum(word in _NOT_ENGLISH for word in found)
    english = sum(word in _ENGLISH and word not in _NOT_ENGLISH for word in found)
    if english <= foreign or len(found) <= _SHORT:
        lexicon = _analyzer().lexicon
        english += sum(word in lexicon and word not in _ENGLISH and word not in _NOT_ENGLISH for word in found)
    return english > foreign and english >= _ENOUGH * len(found)
