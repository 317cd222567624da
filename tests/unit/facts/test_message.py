"""What is measured of a text, as `messages.yaml` lists it."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
import yaml

from courtesy.facts.message import mentions_thanks, sentences, words
from courtesy.facts.names import names_in
from courtesy.facts.tone import tone

SAID = yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text("utf-8"))
NAMES = ("Ada Byron-King", "Dr. José Li", "The Hiring Desk", "山田 太郎")
MEBIBYTE = 1 << 20


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


@pytest.mark.parametrize(("text", "expected"), SAID["names"].items())
def test_names(text: str, expected: list[str]) -> None:
    """Names are found regardless of case, as whole words."""
    assert expected == list(names_in(text, NAMES))


@pytest.mark.parametrize("unit", ["I am so very sad. ", "a", "'", ".", " ", "不", "\n", "a.", "ไ", "@a", "no "])
def test_long_texts_take_no_more_than_seconds(unit: str) -> None:
    """A text of a mebibyte is measured in bounded time, whatever it repeats."""
    text = unit * (MEBIBYTE // len(unit.encode()))
    begin = perf_counter()
    tone(text)
    assert perf_counter() - begin < 2
    for measure in (words, sentences, mentions_thanks):
        measure(text)
    names_in(text, NAMES)
    assert perf_counter() - begin < 20


def test_the_end_of_a_long_text_leaves_the_tone_unknown() -> None:
    """Beyond what is read, only a negative tone is known."""
    assert tone("I am happy to meet you. " * 1000) is None
    assert tone("I hate you and your rude company. " * 1000) == "negative"
