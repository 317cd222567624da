"""What lint finds, in every format."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.model.lint import Sense
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import plain
from courtesy.review.lint.pages import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
zone: America/New_York
channels: {whatsapp: WhatsApp message, telegram: Telegram message}
lint:
  ignore:
    - {sense: unused-word, word: whatsapp, because: "Our branches use it, 100% of them."}
rules:
  - {id: a.four, title: "At most five contacts: a week", level: must, limit: {at_most: 4, per: 7 days}}
  - {id: a.nine, level: must, limit: {at_most: 9, per: 7 days}}
"""
ENDINGS = {"text": "txt"}
PAGES = tuple(map(page_of, Sense))
REGION = {"startLine", "startColumn", "endLine", "endColumn"}


def _rendered(name: str, *policies: str) -> str:
    reports = [courtesy.lint(courtesy.parse_policy(policy, "policies/a policy.yaml")) for policy in policies]
    rendered: str = renderer("lint", name)(reports, plain, *((PAGES,) if name == "sarif" else ()))
    return rendered


@pytest.mark.parametrize("name", FORMATS["lint"])
def test_findings_are_as_recorded(name: str, snapshot: Callable[[str, str], None]) -> None:
    """Findings and what is ignored read in each format exactly as the snapshot does."""
    text = _rendered(name, POLICY)
    if name == "sarif":  # without what explains the senses, which the manual shows, and the version
        log = json.loads(text)
        log["runs"][0]["tool"]["driver"] = {"name": log["runs"][0]["tool"]["driver"]["name"]}
        text = json.dumps(log, indent=2) + "\n"
    snapshot(f"lint/findings.{ENDINGS.get(name, name)}", text)


def test_json_keeps_the_contract() -> None:
    """What is printed is valid by its schema, and each report is what the API gives."""
    printed = json.loads(_rendered("json", POLICY, POLICY))
    jsonschema.Draft202012Validator(load_schema("lint")).validate(printed)
    report = courtesy.lint(courtesy.parse_policy(POLICY, "policies/a policy.yaml"))
    assert [courtesy.to_dict(report)] * 2 == printed["reports"]


def _run() -> dict[str, Any]:
    log = json.loads(_rendered("sarif", POLICY))
    assert {"$schema", "version", "runs"} == set(log)
    assert "2.1.0" == log["version"]
    (run,) = log["runs"]
    return dict(run)


def test_sarif_explains_its_rules() -> None:
    """Every sense is a rule of the run, with a name, what it finds, and how it is explained; results refer to them."""
    run = _run()
    rules = run["tool"]["driver"]["rules"]
    assert [sense.value for sense in Sense] == [rule["id"] for rule in rules]
    for rule in rules:
        assert re.fullmatch(r"(?:[A-Z][a-z]+)+", rule["name"])
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"]
        assert {"text", "markdown"} == set(rule["help"])
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_points_at_places() -> None:
    """Each result has a region in a file by its address, seen from the root of the repository, and a message."""
    results = _run()["results"]
    assert results
    for result in results:
        assert "error" == result["level"]
        assert result["message"]["text"].endswith(".")
        for location in (*result["locations"], *result["relatedLocations"]):
            file = location["physicalLocation"]["artifactLocation"]
            assert {"uri": "policies/a%20policy.yaml", "uriBaseId": "%SRCROOT%"} == file
            region = location["physicalLocation"]["region"]
            assert REGION == set(region)
            assert min(region.values()) > 0
    (ignored,) = [result for result in results if "suppressions" in result]
    assert "Our branches use it, 100% of them." == ignored["suppressions"][0]["justification"]


def test_fingerprints_stay_where_lines_move() -> None:
    """A finding has the same fingerprint after an edit elsewhere, and no two findings share one."""

    def prints(policy: str) -> list[str]:
        log = json.loads(_rendered("sarif", policy))
        return [result["partialFingerprints"]["courtesyLint/v1"] for result in log["runs"][0]["results"]]

    moved = POLICY.replace("rules:", "# a remark\n\nrules:").replace("title: Acme", "title: Acme Ltd")
    assert prints(POLICY) == prints(moved)
    assert len(set(prints(POLICY))) == len(prints(POLICY))


def test_a_policy_without_files_has_places_nowhere() -> None:
    """A rule that was made in Python is looked at, and its finding stands in no line."""
    policy = courtesy.parse_policy(POLICY)
    nine = policy.rules[1]
    made = courtesy.Rule(id="a.two", level=nine.level, type=nine.type, body=nine.body)
    report = courtesy.lint(courtesy.Policy(policy.source.with_rule(made)))
    (found,) = [finding for finding in report.findings if finding.rule == "a.two"]
    assert Sense.NEVER_DECIDES is found.sense
    for name in FORMATS["lint"]:
        assert "a.two" in renderer("lint", name)([report], plain, *((PAGES,) if name == "sarif" else ()))


def test_ignores_are_in_no_digest() -> None:
    """What lint passes over changes neither what judges nor what is read."""
    without = re.sub(r"lint:\n.*\n.*\n", "", POLICY)
    one, other = courtesy.parse_policy(POLICY), courtesy.parse_policy(without)
    assert (one.digest, one.text_digest) == (other.digest, other.text_digest)
    assert 1 == len(one.source.lint_ignores)
