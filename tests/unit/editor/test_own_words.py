"""Schemas with a policy's own words: they take all that the loader takes, and know every word."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import courtesy
from courtesy.editor.schema.other_files import OWN_WORDS
from courtesy.editor.schema.policy_files import policy_schema
from courtesy.editor.schema.readable import readable
from courtesy.editor.schema.reading import words_of
from courtesy.editor.schema.sentences import BY_TITLE, EVENTS, FACT_TYPES, LEVELS, OUTCOMES, UNITS
from courtesy.editor.schema.words import Words
from courtesy.loading.schemas import load_schema
from courtesy.loading.source import read_tree
from courtesy.model.fact_declarations import FACTS
from courtesy.model.policy import Level
from courtesy.model.vocabulary import EVENTS as ALL_EVENTS
from courtesy.model.vocabulary import OUTCOMES as ALL_OUTCOMES
from courtesy.selfcheck.random_children import random_child, random_parent
from courtesy.selfcheck.random_policies import random_policy
from courtesy.spans import MappingNode, Scalar, SequenceNode
from courtesy.values import DurationUnit, FactType, boolean_of, number_of
from tests.helpers.mistakes import Mistake, mistakes

if TYPE_CHECKING:
    from pathlib import Path

SEASON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_OF_DATES = {"not_on 30 February"}
"""Mistakes that only the readable schema sees."""


def _refused(schema: dict[str, Any], document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]


def _plain(text: str) -> Any:
    """What an editor reads, where it can: `yes` and dates are text for it."""

    def plain(tree: object) -> Any:
        if isinstance(tree, MappingNode):
            return {key: plain(value) for key, value in tree.items()}
        if isinstance(tree, SequenceNode):
            return [plain(value) for value in tree]
        assert isinstance(tree, Scalar)
        known = boolean_of(tree)
        number = number_of(tree) if known is None else known
        return str(tree) if number is None else number

    return plain(read_tree(text.encode(), "policy.yaml"))


@pytest.mark.parametrize("seed", range(4))
def test_what_the_loader_takes_is_taken(seed: int, tmp_path: Path) -> None:
    """A random policy, and one that changes its rules, has no word or form that its own schema refuses."""
    dice = Random(seed)  # noqa: S311  no secret
    parent = random_parent(dice, SEASON)
    child = {**random_child(dice, SEASON, parent), "extends": "./parent.yaml"}
    files = {"policy": random_policy(dice, SEASON), "parent": parent, "child": child}
    for name, document in files.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(json.dumps(document), encoding="utf-8")
        assert _refused(policy_schema(words_of(file)), document) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN_WORDS)
def test_schemas_with_own_words_are_schemas(name: str) -> None:
    """Each schema with own words is a JSON Schema of the draft that it names."""
    found = OWN_WORDS[name](words_of("hire-wire"))
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


def _without_syntax_errors() -> list[Mistake]:
    return [mistake for mistake in mistakes() if mistake.code not in {"syntax", "duplicate-key"}]


@pytest.mark.parametrize("mistake", _without_syntax_errors(), ids=lambda mistake: mistake.name)
def test_a_schema_in_words_permits_the_same(mistake: Mistake) -> None:
    """What is said in words, and told apart by shape, takes and refuses what the published schema does."""
    document = _plain(mistake.text)
    as_published = _refused(load_schema("policy"), document) == []
    in_words = _refused(readable(load_schema("policy")), document) == []
    assert in_words is (as_published and mistake.name not in _OF_DATES)


def test_every_word_that_a_schema_lists_has_a_sentence() -> None:
    """Levels, directions and all other words of the schema of policies are explained, and so are units and outcomes."""
    results = [part for part in _parts(load_schema("tests")) if part.get("title") in {"Outcome", "Whole", "Standing"}]
    unexplained = {
        word: part["title"]
        for part in (*_parts(load_schema("policy")), *results)
        for word in part.get("enum", ())
        if not BY_TITLE.get(part["title"], {}).get(word)
    }
    assert unexplained == {}
    tables = (
        (Level, LEVELS),
        (DurationUnit, UNITS),
        (FactType, FACT_TYPES),
        (ALL_EVENTS, EVENTS),
        (ALL_OUTCOMES, OUTCOMES),
    )
    for words, sentences in tables:
        assert {*words} == {*sentences}


def _parts(node: object) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [part for one in node for part in _parts(one)]
    if not isinstance(node, dict):
        return []
    return [node, *(part for one in node.values() for part in _parts(one))]


def test_every_message_is_in_words() -> None:
    """No part that has a pattern leaves its message to the editor."""
    silent = [
        part["title"] for part in _parts(policy_schema(Words())) if "pattern" in part and "errorMessage" not in part
    ]
    assert silent == []


def test_every_fact_is_a_property_of_conditions() -> None:
    """Conditions know each declared fact by its name and type, and nothing else."""
    condition = policy_schema(Words())["$defs"]["condition"]
    assert {*FACTS} <= {*condition["properties"]}
    assert condition["additionalProperties"] is False
    for name, fact in FACTS.items():
        assert f"({fact.type}" in condition["properties"][name]["description"]


# ---------------------------------------------------------------- what is being edited

HEAD = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
channels: {whatsapp: WhatsApp message}
"""


def _words(tmp_path: Path, text: str) -> Words:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return words_of(file)


def test_a_policy_that_does_not_load_still_gives_its_words(tmp_path: Path) -> None:
    """A mistake in a rule takes no word away, and its id is known."""
    words = _words(tmp_path, f"{HEAD}rules:\n  - {{id: a.b, level: maybe, forbid: true}}\n")
    assert "whatsapp" in words.channels
    assert words.own_rules == {"a.b": "a.b"}
    assert words.whole
    assert words.unread == ()


def test_a_part_whose_syntax_is_wrong_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """While a rule is half written the words above it are known, and what is lost is told with its place."""
    words = _words(
        tmp_path, f"{HEAD}rules:\n  - {{id: a.b, level:\nfacts:\n  attributes.x: {{type: boolean, title: x}}\n"
    )
    assert {"attributes.x"} == {*words.attributes}
    assert (words.whole, words.rules_whole) == (True, False)
    assert "`rules`" in words.unread[0]
    assert "policy.yaml:" in words.unread[0]


def test_words_that_cannot_be_read_leave_the_schema_open(tmp_path: Path) -> None:
    """Where a section of words is half written, a word that is not known is not refused."""
    words = _words(tmp_path, f"{HEAD}facts: {{attributes.x: {{type: bool\n")
    assert not words.whole
    rule = {"id": "a.b", "level": "must", "require": {"attributes.x": True}, "applies_to": {"channel": "telegram"}}
    assert _refused(policy_schema(words)["$defs"]["rule_file"] | {"$defs": policy_schema(words)["$defs"]}, [rule]) == []


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        ("{type: boolean}", True),
        ("{type: one_of, title: x, values: [a, b], unit: m}", True),
        ("{type: bool, title: x}", False),
        ("5", False),
    ],
)
def test_a_fact_that_is_half_written_is_known_once_it_has_a_type(tmp_path: Path, fact: str, known: bool) -> None:  # noqa: FBT001
    """A fact without its title, or with a key too many, is a fact all the same."""
    words = _words(tmp_path, f"{HEAD}facts: {{attributes.x: {fact}}}\n")
    assert ("attributes.x" in words.attributes, words.whole) == (known, known)


def test_an_unknown_parent_leaves_the_schema_open(tmp_path: Path) -> None:
    """A policy whose parent cannot be found may use words of it, and the reason is told."""
    words = _words(tmp_path, f"{HEAD}extends: nobody@^1\n")
    assert not words.whole
    assert "`nobody@^1`" in words.unread[0]


def test_every_file_of_a_policy_leads_to_its_words(tmp_path: Path) -> None:
    """The folder, the manifest, a rule file and a test of a policy stand for it, and so does a case that names it."""
    _words(tmp_path, f"{HEAD}include: [a.yaml]\n")
    (tmp_path / "a.yaml").write_text("- {id: a.b, level: must, title: Some, forbid: true}\n", encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "first.yaml").write_text("base: {}\n", encoding="utf-8")
    for path in (tmp_path, *(tmp_path / name for name in ("policy.yaml", "a.yaml", "tests/first.yaml"))):
        assert words_of(path).own_rules == {"a.b": "Some"}
    case = tmp_path / "case.yaml"
    case.write_text("policy: hire-wire\ncontacts: {}\n", encoding="utf-8")
    assert "timing.email-after-a-week" in words_of(case).own_rules


def test_a_name_that_is_none_is_told() -> None:
    """A policy that nobody knows is an error that lists those that there are."""
    with pytest.raises(courtesy.PolicyNotFoundError):
        words_of("nobody")


def test_python_asks_for_the_same_schemas() -> None:
    """`courtesy.schema_for` gives each schema with own words, and tells of one that has none."""
    assert courtesy.schema_for("hire-wire", "case") == OWN_WORDS["case"](words_of("hire-wire"))
    with pytest.raises(courtesy.UnknownSchemaError):
        courtesy.schema_for("hire-wire", "verdict")
