"""The tables of likely fixes speak of what the schemas have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.facts.business_days import known_calendar
from courtesy.loading import hints, misplaced, shape_hints
from courtesy.loading.schemas import SCHEMAS
from courtesy.model.nouns import EVENTS
from courtesy.model.vocabulary import BUILT_IN, OUTCOMES
from courtesy.rules import RULE_TYPES
from courtesy.wording.calendar_names import CALENDARS
from courtesy.wording.synonyms import FACTS, KEYS, WORDS, meant_words

if TYPE_CHECKING:
    from collections.abc import Iterator


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _nodes(part)


NODES = [node for name in SCHEMAS for node in _nodes(courtesy.schema(name))]
TITLES = {node["title"] for node in NODES if isinstance(node.get("title"), str)}
KEYS_OF_SCHEMAS = {key for node in NODES if isinstance(node.get("properties"), dict) for key in node["properties"]}
WORDS_OF_SCHEMAS = {word for node in NODES for word in node.get("enum", ()) if isinstance(word, str)}
VALUES = {value for fact in BUILT_IN.facts.values() for value in fact.values}


def test_every_title_that_a_hint_is_found_by_is_one_of_a_schema() -> None:
    """A title that is worded anew would leave its hint behind."""
    named = {*hints._HINTS, *hints._WORDS, *(title for title, _ in hints._VALUES)}
    named |= {*shape_hints._EMPTY, *shape_hints._DATES, *shape_hints._CONDITIONS}
    assert set() == named - TITLES


def test_every_key_that_is_suggested_is_one_of_a_schema() -> None:
    """Keys that people write lead to keys that there are."""
    assert set() == {key for keys in misplaced.KEYS_OF_RULES.values() for key in keys} - KEYS_OF_SCHEMAS


def test_every_word_that_is_suggested_is_one_that_there_is() -> None:
    """Words that people write lead to words of the schemas or of the language, and facts to facts."""
    known = WORDS_OF_SCHEMAS | VALUES | {*OUTCOMES, *EVENTS}
    known |= {*BUILT_IN.channels, *BUILT_IN.purposes, *BUILT_IN.roles}
    assert set() == {word for words in WORDS.values() for word in words} - known
    assert set() == {fact for facts in FACTS.values() for fact in facts} - {*BUILT_IN.facts}
    assert set() == {*FACTS} & {*BUILT_IN.facts}


def test_every_rule_type_is_found_by_what_people_call_it() -> None:
    """A new rule type brings its synonyms along."""
    for name, kind in RULE_TYPES.items():
        for written in kind.synonyms:
            assert (name,) == meant_words(written, RULE_TYPES, misplaced.KEYS_OF_RULES)


def test_every_calendar_that_is_suggested_is_one() -> None:
    """Names that the library does not have lead to codes that it has."""
    assert [] == [code for codes in CALENDARS.values() for code in codes if not known_calendar(code)]


@pytest.mark.parametrize("key", sorted(hints._DISTINCT))
def test_a_word_of_the_language_is_never_taken_for_another(key: str) -> None:
    """Whoever writes `at_least` does not mean `at_most`: only what means the same is suggested, never what looks so."""
    meant = {*misplaced.KEYS_OF_TESTS.get(key, ())}
    told = hints.key_hint(key, sorted(hints._DISTINCT - {key})) or ""
    assert set() == {word for word in hints._DISTINCT - meant if f"mean `{word}`" in told}


@pytest.mark.parametrize(
    ("key", "known", "hint"),
    [
        ("cooldown", ["wait", "applies_to"], "did you mean `wait`?"),
        ("cooldown", ["channel", "outcome"], None),
        ("description", ["title", "because", "applies_to"], "did you mean `title`?"),
        ("notBefore", ["wait", "applies_to"], "did you mean `wait`?"),
        ("not", ["unless", "applies_to"], "did you mean `unless`?"),
        ("max", ["at_most", "per"], "did you mean `at_most`?"),
        ("max", ["limit", "applies_to"], "did you mean `limit`?"),
        ("within", ["at_most", "after"], "did you mean `at_most`?"),
        ("within", ["at_most", "per"], "did you mean `at_most` or `per`?"),
        ("for", ["at_least", "after", "or"], "did you mean `at_least`?"),
        ("from", ["at_least", "after", "or"], "did you mean `after`?"),
        ("before", ["less_than", "more_than"], "did you mean `less_than`?"),
        ("between", ["less_than", "more_than"], "write both bounds, such as `{at_least: ..., less_than: ...}`"),
        ("at_most", ["at_least", "until"], misplaced.belongs_elsewhere("at_most", ["until"])),
        ("calendar", ["defaults", "zone"], "it stands under `defaults`, such as `defaults: {calendar: GB-ENG}`"),
        ("channel", ["has", "has_not"], "what a touch must be stands under `has`, such as `has: {channel: ...}`"),
        ("outcome", ["message", "at"], "outcomes are of what has happened, which stands in the `history`"),
        ("at_most 3", ["at_most", "per"], "put a colon behind `at_most`: `at_most: 3`"),
        ("allow", ["follow", "forbid"], None),
        ("times", ["title", "zone"], None),
        ("becuase", ["because", "applies_to"], "did you mean `because`?"),
    ],
)
def test_a_key_by_another_name_is_suggested_where_it_can_stand(key: str, known: list[str], hint: str | None) -> None:
    """A key is found by its meaning in its own place, and by its looks only where hardly a letter differs."""
    assert hint == hints.key_hint(key, known)


@pytest.mark.parametrize(
    ("key", "known", "beside", "hint"),
    [
        ("within", ["at_most", "per"], ["at_most"], "did you mean `per`?"),
        ("count", ["at_most", "per", "counting"], ["at_most", "per"], "did you mean `counting`?"),
        ("severity", ["level", "applies_to"], ["level"], "`level` says it, and stands here already"),
    ],
)
def test_a_key_that_stands_there_is_not_suggested_again(
    key: str, known: list[str], beside: list[str], hint: str
) -> None:
    """Of several keys that one can mean, those are left that the mapping does not have."""
    assert hint == hints.key_hint(key, known, beside)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("not email", ["email"]),
        ("!email", ["email"]),
        ("all but hr", ["hr"]),
        ("unanswered", ["answered"]),
        ("not_hr", ["hr"]),
        ("someday", ["sunday"]),
        ("inbound", ["outbound"]),
    ],
)
def test_the_opposite_of_a_word_is_never_suggested(written: str, known: list[str]) -> None:
    """Words that look alike and mean another thing are left alone."""
    assert () == meant_words(written, known, KEYS)
