"""What is measured of a text, as `messages.yaml` lists it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.facts import message
from courtesy.facts.message import mentions_thanks, sentence_spans, sentences, words
from courtesy.facts.tone import language, lexicon, quotations, reading
from courtesy.facts.tone import tokens as words_and_signs
from courtesy.facts.tone.reading import tone
from tests.helpers.recorded import Recorded, repeated
from tests.helpers.work import counted

SAID = yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text("utf-8"))
LONGEST = 100_000
READING = (message, language, lexicon, quotations, words_and_signs)
"""The modules that read texts with patterns."""


@pytest.mark.parametrize(("text", "expected"), SAID["words"].items())
def test_words(text: str, expected: int) -> None:
    """Words are counted in any script."""
    assert expected == words(text)


@pytest.mark.parametrize(("text", "expected"), SAID["sentences"].items())
def test_sentences(text: str, expected: int) -> None:
    """Sentences are counted in any script."""
    assert expected == sentences(text)


@pytest.mark.parametrize(("text", "expected"), SAID["tone"].items())
def test_tone(text: str, expected: str | None) -> None:
    """Rude texts are negative, polite ones are not, and other languages are unknown."""
    if expected == "null_or_better":
        assert tone(text) in {"neutral", "positive"}
    else:
        assert expected == tone(text)


@pytest.mark.parametrize(("text", "expected"), SAID["thanks"].items())
def test_thanks(text: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the table
    """Thanks are found in many languages, as whole words."""
    assert expected is mentions_thanks(text)


def measured(text: str) -> tuple[object, ...]:
    """All that is measured of a text, anew."""
    measures = (words, sentences, mentions_thanks, reading._read)
    return tuple(measure.__wrapped__(text) for measure in measures)


PHRASES = (
    "Thank you|no thanks|ADA|Li |Hiring\tDesk|sorry to bother you|don't hesitate|I hate|very|bad|Dr.|e.g. |p.m.|B.|..."
    "|.)|?!|\n\n|\n \n|\r\n|www.|http://x?y|a_b@c.d|3.5|:) "
)
PIECES = st.sampled_from(PHRASES.split("|")) | st.text(st.characters(max_codepoint=127), max_size=4)
ASCII = st.lists(PIECES, max_size=12).map("".join)


@given(ASCII | ASCII.map(str.swapcase))
def test_both_libraries_read_ascii_alike(text: str) -> None:
    """What is measured of a text in ASCII does not depend on the library that reads it."""
    plain = *measured(text), sentence_spans(text)
    with pytest.MonkeyPatch.context() as patch:
        for module in READING:
            patch.setattr(module, "pattern", lambda source, _: message._compiled(source, ascii_only=False))
        assert plain == (*measured(text), sentence_spans(text))


def test_ascii_has_no_emojis() -> None:
    """Without its list of emojis VADER reads ASCII as ever."""
    assert not [emoji for emoji in lexicon.analyzer(emojis=True).emojis if emoji.isascii()]
    assert lexicon.analyzer(emojis=True).lexicon == lexicon.analyzer(emojis=False).lexicon


CALLS = 12_000_000
STEPS_SIZE = 240
HOSTILE = (
    "I am so very sad. |bad a a a |a|7|'|a'|.|a.|.'| |\n|\n |(|@a|a@a.|www.|no thanks |hate to |ada |不|山田 |ไ|กำ"
    '|\u2019|"|"a|\u201c|\u201ea|> |-a|you waste my '
    "|\U0001f621 |\U0001f600 |e\u0301|\u0301\u0316|\u05b0\u0591|\ufdfa|\u1100|\u200d"
)


@pytest.mark.slow
@pytest.mark.parametrize("start", ["", "the é "], ids=["plain", "after é"])
@pytest.mark.parametrize("unit", HOSTILE.split("|"))
def test_no_text_takes_forever(start: str, unit: str) -> None:
    """The longest text that a case may hold takes few calls, whatever it repeats."""
    with counted(CALLS):
        measured(repeated(start, unit, LONGEST))


@pytest.mark.slow
@pytest.mark.parametrize("start", ["", "the é "], ids=["plain", "after é"])
@pytest.mark.parametrize("unit", HOSTILE.split("|"))
def test_no_pattern_backtracks_far(start: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as long a text takes the patterns twice as many steps: 41 seconds were seen once."""
    for module in READING:
        monkeypatch.setattr(module, "pattern", Recorded)
    taken = []
    for size in (STEPS_SIZE, 2 * STEPS_SIZE):
        Recorded.steps = 0
        measured(repeated(start, unit, size))
        taken.append(Recorded.steps)
    assert taken[1] <= 2.5 * taken[0]


def test_the_end_of_a_long_text_leaves_the_tone_unknown() -> None:
    """Beyond what is read, only a negative tone is known."""
    assert tone("I am happy to meet you. " * 1000) is None
    assert tone("I hate you and your rude company. " * 1000) == "negative"
