"""How good or bad the words of a sentence are, by VADER: a lexicon for English. Words of trades do not count."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Any

from courtesy.deadline import look_at_the_clock
from courtesy.facts.message import pattern, word_set

_MOST_WORDS_READ = 2_500
_MOST_KNOWN_READ = 400
"""Words, and words of VADER's lexicon, that are read of a text."""
_LONGEST_TOKEN = 40

_PHRASES_OF_COURTESY = (
    r"\b(?:(?:so|very|truly|terribly|awfully)\ )?(?:sorry|regret)\ (?:to|for|about|if|that)\b"
    r"|\b(?:bother|disturb|trouble|interrupt|inconvenience|burden|impose)(?:s|ed|ing)?\ (?:you|on\ you)\b"
    r"|\bfor\ (?:the|any|this|my)\ (?:trouble|bother|inconvenience|interruption|delay|confusion|disturbance|wait)\b"
    r"|\b(?:apologi[sz]e|apologi[sz]ing|apologies|excuse\ me|pardon\ me|forgive\ me)\b"
    r"|\b(?:not|n['\u2019]t|n['\u2019]t\ ever|without|please\ don['\u2019]t)\ (?:to\ )?(?:hesitate|worry)\b"
    r"|\bno\ (?:rush|problem|problems|hurry|pressure|worries|trouble|need|obligation|hard\ feelings)\b"
    r"|\bhate\ to\ (?:bother|disturb|trouble|impose|let)\b"
    r"|\bwithout\ (?:any\ )?(?:problems?|trouble|delay|hesitation)\b"
    r"|\bwill\ miss\b|\bmiss\ (?:my|them|you|the)\b|\bworst\ case\b"
)
_WORDS_OF_TEMPER = word_set(
    "abysmal angry appalled appalling arrogance arrogant asshole atrocious awful bad badly bullshit contempt "
    "cowardly crap crappy cruel despicable despise despised detest disappointed disappointing disappointment "
    "disdain disgrace disgraceful disgust disgusted disgusting dishonest disrespect disrespected disrespectful "
    "dreadful dumb dumbass fool foolish fuck fucked fucking furious hate hated hateful hates hating hell horrible "
    "horribly horrid humiliated humiliating hypocrite idiot idiotic idiots ignorance ignorant ignored "
    "incompetence incompetent inept insult insulted insulting jerk liar liars lied lies loathe loser lousy lying "
    "mad miserable mocked mocking moron nightmare obnoxious offended outrage outraged outrageous pathetic pissed "
    "repulsive ridiculous rude rudely screwed shameful shameless shit shitty sick stupid stupidly suck sucked "
    "sucks terrible terribly unacceptable unprofessional useless vile wasted wasting worse worst worthless"
)
"""The only words that VADER holds for bad which count: those for people and how they behave.

All others, from `cancer` to `worry`, are words of somebody's trade, or of somebody's own trouble.
"""


@lru_cache(maxsize=2)
def analyzer(*, emojis: bool) -> Any:
    """VADER for letters about work; without its list of emojis it is ready sooner."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415  cold start

    class WithoutEmojis(SentimentIntensityAnalyzer):  # type: ignore[misc]  # the library has no types
        def make_emoji_dict(self) -> dict[str, str]:
            return {}

    made = SentimentIntensityAnalyzer() if emojis else WithoutEmojis()
    for word in [one for one, score in made.lexicon.items() if score < 0 and one not in _WORDS_OF_TEMPER]:
        del made.lexicon[word]
    return made


def without_courtesy(text: str) -> str:
    """The text without phrases of courtesy in which bad words mean no harm: `sorry to bother you`."""
    return str(pattern(_PHRASES_OF_COURTESY, text).sub(" ", text))


def score(text: str) -> float:
    """VADER's compound score of a text: from -1, bad, to 1, good."""
    look_at_the_clock()
    return float(analyzer(emojis=not text.isascii()).polarity_scores(text)["compound"])


def bad_words(sentence: str) -> tuple[str, ...]:
    """The words of a sentence that VADER holds for clearly bad, as they stand there."""
    lexicon = analyzer(emojis=not sentence.isascii()).lexicon
    words = (token.strip(string.punctuation) for token in sentence.split())
    return tuple(dict.fromkeys(word for word in words if lexicon.get(word.lower(), 0.0) <= _CLEARLY_BAD))


_CLEARLY_BAD = -1.4


def beginning(text: str) -> str:
    """What is read of a text: VADER goes through all of its words again for every word that it knows."""
    known, vader = 0, analyzer(emojis=not text.isascii())
    for number, token in enumerate(re.finditer(rf"\S{{1,{_LONGEST_TOKEN}}}", text)):
        word = token[0].lower()
        known += word in vader.lexicon or word.strip(string.punctuation) in vader.lexicon
        known += sum(len(vader.emojis.get(character, "").split()) for character in word)
        if number >= _MOST_WORDS_READ or known > _MOST_KNOWN_READ:
            return text[: token.start()]
    return text
