"""What tests try of rules, and what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

import courtesy
from courtesy.review.tests.targets import Request, reports_on_project
from tests.helpers.policies_with_tests import GOOD, policy_with_tests

AGENCY = Path("examples/agency")
OF_AGENCY = ("northgate-1.0", "northgate-1.1", "london-1.0", "london-1.1")
PLACES = [f"{AGENCY}/policies/{name}.yaml" for name in OF_AGENCY]


def _coverage(name: str) -> courtesy.Coverage:
    project = courtesy.load_project(AGENCY / "courtesy.yaml") if "/" in name else None
    return courtesy.coverage(courtesy.load_policy(name, matcher="native", project=project))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", [pytest.param("hire-wire", marks=pytest.mark.slow), *PLACES])
def test_the_tests_of_what_is_shipped_try_all_of_it(name: str) -> None:
    """Every status that a rule can have, every way of its conditions, and every side of its bounds has a test."""
    found = _coverage(name)
    assert [(one.rule_id, one.path, gap.says) for one in found.covered for gap in one.gaps] == []
    assert (found.unread, found.open_tests) == ((), 0)


@pytest.mark.no_cover
def test_the_tests_of_the_example_agency_pass() -> None:
    """All of its policies, in all versions, say what its tests say."""
    project = courtesy.load_project(AGENCY / "courtesy.yaml")
    reports = list(reports_on_project(project, Request(project)))
    versions = {(name.rpartition("-")[0], f"{name.rpartition('-')[2]}.0") for name in OF_AGENCY}
    assert versions <= {(report.id, report.version) for report in reports}
    assert [report.place for report in reports if not report.passed] == []


def test_a_policy_without_a_file_has_no_tests_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read from text lies nowhere: the folder `tests` of wherever one is, is not read for it."""
    policy_with_tests(tmp_path, good=GOOD)
    (tmp_path / "tests" / "broken.yaml").write_text("cases: [", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    policy = courtesy.parse_policy((tmp_path / "policy.yaml").read_text("utf-8"), matcher="native")
    assert () == courtesy.run_tests(policy).files
    assert (0, 0) == (courtesy.coverage(policy).tests, courtesy.mutate(policy).tests)
