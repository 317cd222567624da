"""Nothing is derived in vain: only what rules that can apply to an act read, and costly things once per text."""

from __future__ import annotations

from typing import Any

import pytest

import courtesy
from courtesy.facts.tone import lexicon
from courtesy.facts.tone.reading import tone
from courtesy.model.predicate import Count, Fact, TimeAfter, WithinHours

POLICY = courtesy.load_policy("hire-wire", matcher="native")


def read_for(**action: Any) -> set[str]:
    """The names of the facts, and the kinds of other terms, that are derived for an act."""
    profile = POLICY.dated.profiles.of(courtesy.Action(id="it", **action))
    return {term.name if isinstance(term, Fact) else type(term).__name__ for term in profile._places}


def test_a_text_message_costs_no_reading_of_its_text() -> None:
    """No rule reads the words of a text message, so they are not read."""
    assert not {name for name in read_for(channel="sms", purpose="check_in") if name.startswith("message.")}


def test_only_calls_look_at_hours() -> None:
    """Permitted hours, and with them holidays, are looked up for calls only."""
    assert "WithinHours" in read_for(channel="phone", purpose="check_in")
    assert "WithinHours" not in read_for(channel="email", purpose="follow_up")


def test_names_are_looked_for_in_public_posts_only() -> None:
    """The names of contacts are sought where a rule forbids them, and nowhere else."""
    channels = [
        channel
        for channel in POLICY.source.vocabulary.channels
        if "message.names_contacts" in read_for(channel=channel)
    ]
    assert ["public_post"] == channels


@pytest.mark.parametrize("purpose", [None, "thank_you", "follow_up", "other"])
def test_what_is_derived_is_read_by_a_rule_that_can_apply(purpose: str | None) -> None:
    """Every derived term is read by a rule of the act's profile."""
    for channel in POLICY.source.vocabulary.channels:
        profile = POLICY.dated.profiles.of(courtesy.Action(id="it", channel=channel, purpose=purpose))
        read = {term for rule in profile.rules for term in courtesy.model.truth.terms(rule.truth)}
        assert read == set(profile._places)
        assert all(isinstance(term, (Fact, Count, TimeAfter, WithinHours)) for term in read)


def test_the_tone_of_a_text_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for the tone of one text again does not measure it again."""
    text, measured = "I was glad to meet you, and I wrote this sentence for one test only.", []
    analyzer = lexicon.analyzer
    monkeypatch.setattr(lexicon, "analyzer", lambda **how: measured.append(1) or analyzer(**how))
    assert tone(text) == tone(text) == "positive"
    once = len(measured)
    assert tone(text) == "positive"
    assert once == len(measured)
