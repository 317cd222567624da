"""Texts with so many words and sentences, of a tone, that say thanks or name somebody, as people would write them."""

from __future__ import annotations

from itertools import cycle

from courtesy.facts.message import sentences, words

HANDLE = "@interviewer"
"""By what account a contact is named in a text: an account is nobody's name."""
_THANKS = "Thank you for your time."
_KIND = "It was a pleasure to meet you."
_PLAIN = "I am writing about the position."
_UNKIND = "The interview was awful, and you were rude."
_UNCLEAR = "Unbelievable."
_MORE = (
    "I have worked in two teams of this kind.",
    "In the first I looked after the plans and the budget.",
    "In the second I trained the people who came after me.",
    "I can send you the papers on both.",
    "The dates that we spoke about are still open.",
)
UNKNOWN_TONE = "unknown"
_LONGEST = 3000
"""How many words or sentences are still written."""


def text(
    *,
    thanks: bool | None,
    tone: str | None,
    names: bool | None,
    of_words: int | None = None,
    of_sentences: int | None = None,
) -> str | None:
    """A text of which all that is given holds; None where it has too few words for that."""
    if max(of_words or 0, of_sentences or 0) > _LONGEST:
        return None
    needed = [*([_THANKS] if thanks else []), *_of_tone(tone), *([f"I met {HANDLE}."] if names else [])]
    if tone is None and not needed:
        needed = [_PLAIN]
    said = _shortened(needed, of_words, of_sentences)
    if said is None:
        return None
    more = cycle(_MORE)
    while of_sentences is not None and len(said) < of_sentences:
        said.append(next(more))
    if of_words is None:
        return " ".join(said)
    if words(" ".join(said)) > of_words:
        said = [_head(one, max(1, of_words // len(said))) for one in said]
    while (lacking := of_words - words(" ".join(said))) > 0:
        sentence = next(more)
        if of_sentences is not None:
            added = " ".join(sentence.rstrip(".").lower().split()[:lacking])
            said[-1] = f"{said[-1].rstrip('.')} and {added}." if lacking > 1 else f"{said[-1].rstrip('.')} again."
            said[-1] = _head(said[-1], words(said[-1]) - max(0, words(" ".join(said)) - of_words))
        else:
            said.append(_head(sentence, lacking))
    found = " ".join(said)
    fits = words(found) == of_words and (of_sentences is None or sentences(found) == of_sentences)
    return found if fits else None


def _of_tone(tone: str | None) -> list[str]:
    known = {"negative": [_UNKIND], "positive": [_KIND], "neutral": [_PLAIN], UNKNOWN_TONE: [_UNCLEAR]}
    return [] if tone is None else known.get(tone, [])


def _shortened(needed: list[str], of_words: int | None, of_sentences: int | None) -> list[str] | None:
    """What has to be said, in no more words and sentences than there may be."""
    if of_sentences == 0 or of_words == 0:
        return []
    said = list(needed)
    if of_sentences is not None and len(said) > of_sentences:
        joined = " and ".join(one.rstrip(".") for one in said[of_sentences - 1 :])
        said = [*said[: of_sentences - 1], f"{joined}."]
    return said


def _head(sentence: str, most: int) -> str:
    """The first words of a sentence."""
    listed = sentence.rstrip(".").split()
    return sentence if len(listed) <= most else f"{' '.join(listed[: max(1, most)])}."
