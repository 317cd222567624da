"""The tone of a text: what is clear, weak or none, and how well it is told on labelled texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.facts.tone import phrases
from courtesy.facts.tone.quotations import without_quotations
from courtesy.facts.tone.reading import read, tone
from courtesy.facts.tone.tokens import tokens
from courtesy.model.evidence import Evidence, Strength
from courtesy.wording.evidence import told_by
from tests.helpers.tones import FOUND, LABELS, Labelled, confusion, in_use, labelled

CASES = yaml.safe_load(Path(__file__).with_name("tone.yaml").read_text("utf-8"))
ALL = list(labelled())
PARTS = {
    "tuned on": [one for one in ALL if not one.kept_away],
    "kept away": [one for one in ALL if one.kept_away and one.round != "third"],
    "third round": [one for one in ALL if one.round == "third"],
}


@pytest.mark.parametrize("one", list(in_use()), ids=lambda one: one.text[:40])
def test_texts_met_in_use(one: Labelled) -> None:
    """What was told wrong in use is told right: bad texts are negative, and decent ones pass without a question."""
    assert (tone(one.text) == "negative") is one.bad
    assert one.bad or not read(one.text).evidence


@pytest.mark.parametrize("part", PARTS)
def test_figures(part: str) -> None:
    """On the labelled texts as many are told right as RESULTS.md says, of each label and part."""
    counted = confusion(tone, PARTS[part])
    assert CASES["figures"][part] == {label: [counted[label][one] for one in FOUND] for label in LABELS}


def test_the_aims_are_met() -> None:
    """Of texts kept away at most 5 % of the decent ones are called negative, at most 40 % of the bad ones missed."""
    counted = confusion(tone, [one for one in ALL if one.kept_away])
    for bad, most in ((False, 0.05), (True, 0.4)):
        total = sum(counted[label].total() for label in LABELS if LABELS[label] is bad)
        negative = sum(counted[label]["negative"] for label in LABELS if LABELS[label] is bad)
        assert (total - negative if bad else negative) / total <= most


def test_enough_texts_are_labelled() -> None:
    """There are 400 texts and more, of every label in each part, and a third of those tuned on is kept away."""
    assert len({one.text for one in ALL}) == len(ALL) >= 400
    assert all(any(one.label == label for one in part) for label in LABELS for part in PARTS.values())
    assert len(PARTS["kept away"]) + len(PARTS["third round"]) >= len(ALL) / 3


@pytest.mark.parametrize(("text", "expected"), CASES["readings"].items())
def test_evidence(text: str, expected: dict[str, Any]) -> None:
    """The reading of a text has the tone, the kinds, sentences and words that decided, or that leave it open."""
    reading = read(text, expected.get("language"))
    found = [[one.kind, one.strength.value, one.sentence, *one.words] for one in reading.evidence]
    assert (expected["tone"], expected.get("evidence", [])) == (reading.tone, found)


PIECES = st.sampled_from(CASES["pieces"])


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_evidence_stands_in_the_text(text: str) -> None:
    """A negative tone has clear evidence, an open one weak evidence or none; sentences and words are the text's own."""
    reading = read(text)
    strengths = {one.strength for one in reading.evidence}
    assert (reading.tone == "negative") is (Strength.CLEAR in strengths)
    assert reading.tone in {"negative", None} or not strengths
    assert all(one.sentence in text and all(words in text for words in one.words) for one in reading.evidence)
    assert told_by(reading.evidence) is not None


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_quotations_keep_places(text: str) -> None:
    """Blanks stand in place of what is quoted, so that all else stays where it was."""
    assert len(text) == len(without_quotations(text))
    assert all(text[one.start : one.end] for one in tokens(text))


def test_every_word_of_a_phrase_can_be_met() -> None:
    """Texts are made into words as the phrases are written, so that no phrase waits for a word that never comes."""
    listed = {phrase for found in phrases._by_first_word().values() for phrase in found}
    words = {word for phrase in listed for place in phrase.places for word in place.words or ()}
    assert [] == sorted(word for word in words if [one.word for one in tokens(word)] != [word])


def test_every_kind_has_words() -> None:
    """A finding can tell every kind of evidence that there is."""
    kinds = {phrase.kind for found in phrases._by_first_word().values() for phrase in found if phrase.strength}
    for kind in (*kinds, "sarcasm"):
        assert told_by([Evidence(kind=kind, strength=Strength.CLEAR, sentence="This.", words=("This",))])
