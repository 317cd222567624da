"""What tests notice of changes to a policy reads as its snapshot does, and keeps its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import yaml

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from courtesy.review.mutation.mutants import variants
from tests.helpers.policies_with_tests import GOOD, policy_with_tests

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

PARTS = Path(__file__).parents[1] / "review" / "parts.yaml"


def test_changes_are_those_that_a_person_has_read(snapshot: Callable[[str, str], None]) -> None:
    """The changes to a policy that uses every key of the language are those that lie near."""
    stated = yaml.safe_load(PARTS.read_text(encoding="utf-8"))["policy"]
    policy = courtesy.parse_policy(yaml.safe_dump(stated, sort_keys=False), "policy.yaml", matcher="native")
    told = []
    for one in variants(policy):
        done = "taken out" if one.new is None else f"made {one.new}"
        told.append(f"{one.part.rule_id} {one.part.path}: {one.old} {done}")
    snapshot("mutation/changes.txt", "\n".join(told) + "\n")


def _report(folder: Path, tests: str, monkeypatch: pytest.MonkeyPatch) -> courtesy.MutationReport:
    monkeypatch.chdir(folder)
    return courtesy.mutate(courtesy.load_policy(policy_with_tests(Path("acme"), good=tests)))


def test_a_report_reads_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Callable[[str, str], None]
) -> None:
    """What survives is told with its line and what it makes the rule say."""
    snapshot("mutation/acme.txt", renderer("mutation", "text")(_report(tmp_path, GOOD, monkeypatch), plain))


def test_a_report_on_failing_tests_reads_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: Callable[[str, str], None]
) -> None:
    """Where a test fails as it is that is told, with its sentence."""
    report = _report(tmp_path, GOOD.replace("outcome: wait", "outcome: deny"), monkeypatch)
    snapshot("mutation/failing.txt", renderer("mutation", "text")(report, plain))


def test_json_keeps_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The JSON is valid by its schema, and is what the API gives."""
    report = _report(tmp_path, GOOD, monkeypatch)
    document = json.loads(renderer("mutation", "json")(report, plain))
    jsonschema.Draft202012Validator(load_schema("mutation")).validate(document)
    assert courtesy.to_dict(report) == document
