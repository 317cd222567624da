"""The tone of a text, told by phrases and by words, and the evidence for it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.facts.message import remembered, sentence_spans, word_set
from courtesy.facts.tone import lexicon
from courtesy.facts.tone.language import is_english
from courtesy.facts.tone.phrases import hits
from courtesy.facts.tone.quotations import without_quotations
from courtesy.facts.tone.tokens import tokens
from courtesy.model.evidence import Evidence, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_POSITIVE = 0.05  # VADER's own threshold
_MOST_READ = 10_000
"""Characters that are read; of a longer text only a negative tone is known."""
_BAD = -0.5
_CURT = 4
"""Words of a sentence that says one thing alone."""
_OTHERS = word_set(
    "you your yours yourself they their them he his him she her company firm agency interviewer interviewers recruiter "
    "recruiters boss manager managers hr staff employer"
)
_ONESELF = word_set("i my me mine myself")
_ENGLISH = "en"
_PRAISE, _TROUBLE, _SARCASM = "praise", "trouble", "sarcasm"


class Reading(Struct, frozen=True):
    """A tone with the evidence for it; a tone that is None is not known.

    Where there is evidence and no tone, the evidence is weak.
    """

    tone: str | None
    evidence: tuple[Evidence, ...] = ()


class _Find(Struct, frozen=True):
    """Words of a text that tell its tone, and where they stand; `sure` where they decide by themselves."""

    kind: str
    sure: bool
    start: int
    end: int

    def words_of(self, text: str) -> str:
        """The words as they stand in the text, without the sign that ends their sentence."""
        words = text[self.start : self.end]
        return words.rstrip(".,;:!?\n ") or words


def tone(text: str) -> str | None:
    """`negative`, `neutral` or `positive`; None where it is not known."""
    return read(text).tone


def read(text: str, language: str | None = None) -> Reading:
    """The tone of a text.

    Negative where the evidence is clear. Unknown where it is weak, where the text is not English enough to tell (unless
    `language` says that it is), says nothing, or is long: only the beginning is read, as far as that takes little time.
    What stands in quotation marks is somebody else's and no evidence.
    """
    if language is None:
        return _read(text)
    return _read_as_english(text) if language.partition("-")[0] == _ENGLISH else Reading(None)


@remembered
def _read(text: str) -> Reading:
    return _judged(text, known_english=False)


@remembered
def _read_as_english(text: str) -> Reading:
    return _judged(text, known_english=True)


def _judged(text: str, *, known_english: bool) -> Reading:
    begun = lexicon.beginning(text[:_MOST_READ])
    own = without_quotations(begun)
    plain = lexicon.without_courtesy(own)
    spans = sentence_spans(own)
    found = [*_by_phrases(own, spans), *_by_words(plain, spans)]
    clear = [one for one in found if one.sure]
    if not own.strip() or not (known_english or _is_english(own, clear)):
        return Reading(None)
    if clear or found:
        return Reading("negative" if clear else None, _evidence(begun, spans, clear or found))
    if len(begun) < len(text):
        return Reading(None)
    return Reading("positive" if lexicon.score(plain) >= _POSITIVE else "neutral")


def _is_english(text: str, clear: Sequence[_Find]) -> bool:
    """Whether the text is English, going by the phrases found too; signs say the same in all languages."""
    if clear and not any(character.isalpha() for one in clear for character in one.words_of(text)):
        return True
    known = lexicon.analyzer(emojis=not text.isascii()).lexicon
    return is_english(text, known, found=sum(len(one.words_of(text).split()) for one in clear))


def _by_phrases(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_Find]:
    """Evidence by phrases: those that are evidence by themselves, and praise for what is none."""
    words = tokens(text)
    parts: dict[str, list[_Find]] = {_PRAISE: [], _TROUBLE: []}
    for hit in hits(words):
        find = _Find(hit.phrase.kind, hit.phrase.strength == "clear", words[hit.first].start, words[hit.last].end)
        if hit.phrase.kind in parts:
            parts[hit.phrase.kind].append(find)
        else:
            yield find
    yield from _sarcasm(text, spans, parts[_PRAISE], parts[_TROUBLE])


def _sarcasm(
    text: str, spans: Sequence[tuple[int, int]], praise: Sequence[_Find], trouble: Sequence[_Find]
) -> Iterator[_Find]:
    """Praise next to trouble: clear where a sentence is nothing but praise, and a neighbour tells of trouble."""
    troubled = {bisect_right(spans, (one.start, len(text))) for one in trouble}
    for one in praise:
        place = bisect_right(spans, (one.start, len(text)))
        start, end = spans[place - 1]
        curt = len(text[start:end].split()) <= _CURT
        if curt and troubled & {place - 1, place, place + 1}:
            yield _Find(_SARCASM, sure=True, start=one.start, end=one.end)
        elif place in troubled:
            other = next(t for t in trouble if bisect_right(spans, (t.start, len(text))) == place)
            if other.start >= one.end or other.end <= one.start:
                yield _Find(_SARCASM, sure=False, start=min(one.start, other.start), end=max(one.end, other.end))


def _by_words(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[_Find]:
    """Evidence by single words, in sentences about others; it is never sure."""
    for start, end in spans:
        sentence = text[start:end]
        bad = lexicon.bad_words(sentence)
        if not bad or lexicon.score(sentence) > _BAD:
            continue
        said = {token.word for token in tokens(sentence)}
        curt = len(sentence.split()) <= _CURT and not said & _ONESELF
        if not (curt or said & _OTHERS):
            continue
        where = [(start + sentence.find(word), start + sentence.find(word) + len(word)) for word in bad]
        yield _Find("bad_words", sure=False, start=min(where)[0], end=max(where)[1])


def _evidence(text: str, spans: Sequence[tuple[int, int]], found: Sequence[_Find]) -> tuple[Evidence, ...]:
    """What was found as a reader sees it: each sentence once, with its words."""
    by_sentence: dict[int, list[_Find]] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        by_sentence.setdefault(bisect_right(spans, (one.start, len(text))) - 1, []).append(one)
    evidence = []
    for place, finds in sorted(by_sentence.items()):
        start, end = spans[place]
        chosen, reached = [], -1
        for one in finds:
            if one.start >= reached:
                chosen.append(one)
                reached = one.end
        evidence.append(
            Evidence(
                kind=chosen[0].kind,
                strength=Strength.CLEAR if any(one.sure for one in finds) else Strength.WEAK,
                sentence=text[start : max(end, chosen[-1].end)],
                words=tuple(dict.fromkeys(one.words_of(text) for one in chosen)),
            )
        )
    return tuple(evidence)
