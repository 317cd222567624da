"""Whether a text is English enough for its tone to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.facts.message import pattern, word_set

if TYPE_CHECKING:
    from collections.abc import Container

_WORD = r"[\p{L}][\p{L}\p{M}'\u2019]*"
_ENGLISH = word_set(
    "a about after again all am and any anyone are as at back be because been before being but by can could day "
    "did do does doing don't done down during each even ever every few first following for from get give go going "
    "good got great had has have he help her here him his how i i'd i'll i'm i've if into is isn't it it's its "
    "job just know last let like look made make many may me meet more much must my never new next no nobody not "
    "nothing now of off on once one only or other our out over own people please regarding same see she should "
    "since so some somebody still such take team than thank thanks that the their them then there these they "
    "they're this those three through time to today tomorrow too two under until up us very want was wasn't we "
    "week well were what when where which while who why will with without won't work would yes yesterday you "
    "you're your"
)
_NOT_ENGLISH = word_set(
    "aan ako al an ang auch auf aus av avec bei bin bitte ce cette che ci com como con cu da dar das de dei del "
    "della dem den der des det di die dies do du een ein eine einen el elle em en er es est et för gli haben het "
    "hier hij hindi ich ihr ihre ikaw il im ist je jest kein la las le les lo los mais med mein mer mga mi mit na "
    "nach ne ng nicht nie nous não och oder og ou para pas per po por pour på qu que qui sa salamat se sehr sich "
    "sie sind siya som su sur te til tu um un una und uns van ve vielen vom von voor vous war was wie wir yung z "
    "za zu zum zur"
)
_SHORT = 5
_ENOUGH = 0.12


def is_english(text: str, known: Container[str] = frozenset(), *, found: int = 0) -> bool:
    """Whether enough of the words are English.

    In a short text `known` words, in small letters, count as English, as do those `found` in it that are known to be.
    """
    words = [word.replace("\u2019", "'").lower() for word in pattern(_WORD, text).findall(text)]
    foreign = sum(word in _NOT_ENGLISH and word not in _ENGLISH for word in words)
    english = sum(word in _ENGLISH and word not in _NOT_ENGLISH for word in words)
    if english <= foreign or len(words) <= _SHORT:
        english += found + sum(word in known and word not in _ENGLISH and word not in _NOT_ENGLISH for word in words)
    return english > foreign and english >= _ENOUGH * len(words)
