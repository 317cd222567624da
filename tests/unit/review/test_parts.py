"""The parts of a rule: all that judges is in one of them, at its place in the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.model.rule_parts import PartKind, RulePart
from courtesy.review.parts import WORDS, parts_of
from courtesy.rules import RULE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = yaml.safe_load(Path(__file__).with_name("parts.yaml").read_text(encoding="utf-8"))
SCHEMA = load_schema("policy")["$defs"]

INNER = {"history_test", "hours_window", "anchor", "selector", "test"}
"""What rules are made of, beside their types: every key of these is in a part too."""


@pytest.fixture(scope="module")
def parts() -> dict[str, tuple[RulePart, ...]]:
    """The parts of rules that together use every key of the language, by the rules' ids."""
    policy = courtesy.parse_policy(yaml.safe_dump(DATA["policy"], sort_keys=False), "policy.yaml")
    return {rule.id: parts_of(policy.source, rule) for rule in policy.rules}


def _keys(parts: Iterator[RulePart]) -> set[object]:
    return {key for part in parts for key in part.keys}


def test_every_key_of_a_rule_is_in_a_part(parts: dict[str, tuple[RulePart, ...]]) -> None:
    """Each key that the schema has for rules of some type is in a part, unless it is only read by people."""
    rule: dict[str, Any] = SCHEMA["rule"]["properties"]
    found = _keys(part for each in parts.values() for part in each)
    assert rule.keys() - WORDS - found == set()
    for name in sorted(INNER):
        assert (name, SCHEMA[name]["properties"].keys() - found) == (name, set())
    for kind in RULE_TYPES:
        in_its_rules = _keys(part for each in parts.values() for part in each if part.keys[0] == kind)
        assert (kind, rule[kind].get("properties", {}).keys() - in_its_rules) == (kind, set())


def test_parts_are_those_that_a_person_has_read(parts: dict[str, tuple[RulePart, ...]]) -> None:
    """Each part has the kind, the path and the value that stand in the data."""
    found = {
        rule: [f"{part.kind.value} {part.path}{f': {part.value}' if part.value else ''}" for part in each]
        for rule, each in parts.items()
    }
    assert found == DATA["parts"]


def test_no_two_parts_of_a_rule_have_one_path(parts: dict[str, tuple[RulePart, ...]]) -> None:
    """A path names one part."""
    for each in parts.values():
        assert len({part.path for part in each}) == len(each)


def test_a_part_stands_where_it_was_written() -> None:
    """What a policy changes of an inherited rule has its place in its own file, the rest in the parent's."""
    place = Path("examples/agency/policies/northgate-1.0.yaml")
    project = courtesy.load_project(place.parent.parent / "courtesy.yaml")
    policy = courtesy.load_policy(place, project=project)
    rule = next(rule for rule in policy.rules if rule.id == "timing.email-after-a-week")
    files = {part.path: Path(part.span.file).name for part in parts_of(policy.source, rule)}
    assert files["wait.at_least"] == "northgate-1.0.yaml"
    assert files["wait.after"] == "timing.yaml"
    assert next(part for part in parts_of(policy.source, rule) if part.path == "wait.at_least").kind is PartKind.BOUND
