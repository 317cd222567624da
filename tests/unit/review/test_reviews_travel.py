"""Reports of reviews come back from JSON as they were, and so does every part of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

import courtesy
from courtesy import recording
from courtesy.model.comparison import Comparison
from courtesy.review.tests.targets import Request, reports_on
from tests.helpers.policies_with_tests import BAD, GOOD, UNREAD, policy_with_tests
from tests.helpers.recordings import KEY, filled
from tests.helpers.travelling import come_back
from tests.unit.api.test_values import REVIEWED
from tests.unit.rendering.test_lint_reports import POLICY as LINTED

if TYPE_CHECKING:
    from msgspec import Struct

UNLOGGED = "{id: a.ten, level: must, applies_to: {interview.format: video}, forbid: true}"


def test_every_report_comes_back_with_all_its_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of tests, coverage, mutation, lint, logs and replays, in which all is told that can be told."""
    monkeypatch.chdir(tmp_path)
    policy_with_tests(Path("mixed"), bad=BAD, good=f"policy: hire-wire@1.0.0\n{GOOD}", unread=UNREAD)
    policy_with_tests(Path("passed"), good=GOOD)
    policy_with_tests(Path("open"), bad=BAD, good=GOOD)
    policy_with_tests(Path("broken"))
    manifest = Path("broken/policy.yaml")
    manifest.write_text(manifest.read_text("utf-8").replace("at_least", "at_lest"), encoding="utf-8")
    passed = courtesy.load_policy("./passed")
    coverage = courtesy.coverage(courtesy.load_policy("./open"))
    log = filled(tmp_path, 2)
    log.write_text(log.read_text("utf-8").replace("wait", "deny", 1), encoding="utf-8")
    looser = courtesy.parse_policy(LINTED.replace("at_most: 4", "at_most: 5"))
    found: list[Struct] = [
        *(report for name in ("mixed", "passed", "broken") for report in reports_on(name, Request())),
        coverage,
        coverage.figure(),
        courtesy.mutate(passed, rules=["calls.hours"]),
        courtesy.mutate(courtesy.load_policy("./open")),
        courtesy.lint(courtesy.parse_policy(LINTED)),
        courtesy.compare(courtesy.parse_policy(LINTED), looser, made_up=False),
        recording.verify(log, key=KEY),
        recording.replay(filled(_made("again"), 2), looser),
        recording.replay(Path("again/log.jsonl"), courtesy.parse_policy(f"{LINTED}  - {UNLOGGED}\n")),
    ]
    kinds = {kind for one in found for kind in come_back(one)}
    assert set() == (REVIEWED | {Comparison}) - kinds


def _made(name: str) -> Path:
    folder = Path(name)
    folder.mkdir()
    return folder


def test_places_come_back() -> None:
    """So does where something stands: in a line, in a file as a whole, or nowhere."""
    report = courtesy.lint(courtesy.parse_policy(LINTED, "a.yaml"))
    for span in (report.findings[0].span, courtesy.Span("a.yaml"), courtesy.spans.NOWHERE):
        come_back(replace(report.findings[0], span=span))
    come_back(courtesy.TestProblem(code="c", message="m"))
    come_back(courtesy.TestProblem(code="c", message="m", place=courtesy.Span("a.yaml")))


@pytest.mark.parametrize("kind", [courtesy.PolicySource, courtesy.Rule, courtesy.Project, courtesy.Span, int])
def test_what_comes_back_from_files_is_refused(kind: type) -> None:
    """What has no form in JSON is refused by name, with the way in which it comes back."""
    with pytest.raises(courtesy.UnusableArgumentError, match=f"found `{kind.__name__}`") as refused:
        courtesy.from_dict(kind, {})
    assert "load_policy" in str(refused.value.help())
