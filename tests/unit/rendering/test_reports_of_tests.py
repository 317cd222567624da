"""What became of tests, in each format, reads as its snapshot does and keeps to the rules of the format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import courtesy
from courtesy.loading.schemas import load_schema
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import plain
from courtesy.review.tests.choice import Choice
from courtesy.review.tests.targets import Request, reports_on
from tests.helpers.policies_with_tests import BAD, GOOD, UNREAD, policy_with_tests

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {"text": "txt", "json": "json", "junit": "junit.xml", "github": "github.txt"}
REPORTS = ("mixed", "passed", "none", "not-chosen", "not-loaded")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[courtesy.TestReport]]:
    """The reports of runs in which all that can be told is told."""
    monkeypatch.chdir(tmp_path)
    policy_with_tests(Path("mixed"), bad=BAD, good=f"policy: hire-wire@1.0.0\n{GOOD}", unread=UNREAD)
    policy_with_tests(Path("passed"), good=GOOD)
    policy_with_tests(Path("none"))
    policy_with_tests(Path("not-loaded"), good=GOOD)
    manifest = Path("not-loaded/policy.yaml")
    manifest.write_text(manifest.read_text("utf-8").replace("at_least", "at_lest"), encoding="utf-8")
    found = {name: list(reports_on(name, Request())) for name in REPORTS if name != "not-chosen"}
    found["not-chosen"] = list(reports_on("passed", Request(choice=Choice("a call at nine", ("mails.wait",)))))
    return found


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("format_name", FORMATS["tests"])
def test_a_report_reads_as_it_was_read(
    name: str, format_name: str, reports: dict[str, list[courtesy.TestReport]], snapshot: Callable[[str, str], None]
) -> None:
    """Each report in each format is what a person has read and found right."""
    snapshot(f"tests/{name}.{ENDINGS[format_name]}", renderer("tests", format_name)(reports[name], plain))


@pytest.mark.parametrize("name", REPORTS)
def test_json_keeps_the_contract(name: str, reports: dict[str, list[courtesy.TestReport]]) -> None:
    """The JSON of a report is valid by its schema, says whether all passed, and is what the API gives of each."""
    document = json.loads(renderer("tests", "json")(reports[name], plain))
    jsonschema.Draft202012Validator(load_schema("test_report")).validate(document)
    assert (name == "passed") is document["passed"]
    assert [courtesy.to_dict(report) for report in reports[name]] == document["policies"]


@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_read_by_those_who_count(name: str, reports: dict[str, list[courtesy.TestReport]]) -> None:
    """Counts are those of the cases, every case has a name and a class, and what did not pass is no bare case."""
    root = ET.fromstring(renderer("tests", "junit")(reports[name], plain))  # noqa: S314  our own
    assert "testsuites" == root.tag
    cases = list(root.iter("testcase"))
    assert cases
    for element in (root, *root.iter("testsuite")):
        inside = list(element.iter("testcase"))
        counted = [len(inside), *(sum(case.find(kind) is not None for case in inside) for kind in ("failure", "error"))]
        assert [str(number) for number in counted] == [element.get(key) for key in ("tests", "failures", "errors")]
    for case in cases:
        assert {"name", "classname", "time"} <= set(case.keys())
        assert "0" == case.get("time")
        assert all(told.get("message") and told.get("type") and told.text for told in case)
    broken = sum(len(case) for case in cases)
    passed = sum(report.count(courtesy.TestState.PASSED) for report in reports[name])
    assert len(cases) == broken + passed
    assert (broken == 0) is all(report.passed for report in reports[name])


def test_annotations_hold_what_github_would_read_as_its_own() -> None:
    """Line breaks, percent signs, colons and commas of sentences and messages end no annotation and no property."""
    place = courtesy.Span("a,b:c%.yaml", 3, 5, 3, 9)
    problem = courtesy.TestProblem(code="x", message="100% :: of\r\nit", place=place)
    text = renderer("tests", "github")([courtesy.TestReport(place="p", problems=(problem,))], plain)
    first, *rest = text.splitlines()
    assert (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,title=p%3A not run::100%25 :: of%0D%0Ait",
        ["p: it does not load"],
    ) == (first, rest)


def test_junit_holds_what_xml_cannot() -> None:
    """Characters that no XML may hold are replaced, and markup is text."""
    problem = courtesy.TestProblem(code="x", message='a\x00b <c> & "d" \x1b[0m')
    text = renderer("tests", "junit")([courtesy.TestReport(place="p", problems=(problem,))], plain)
    told = ET.fromstring(text).find(".//error")  # noqa: S314  our own
    assert told is not None
    assert 'a\N{REPLACEMENT CHARACTER}b <c> & "d" \N{REPLACEMENT CHARACTER}[0m' == told.text
    assert not re.search("[\x00-\x08]", text)
