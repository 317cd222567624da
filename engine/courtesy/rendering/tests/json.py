"""What became of tests as JSON, as `schemas/test_report.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.policy_tests import TestState
from courtesy.rendering import json_parts as parts
from courtesy.rendering.tests import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.policy_tests import (
        Expected,
        TestDifference,
        TestedFile,
        TestProblem,
        TestReport,
        TestResult,
        UntriedRule,
    )
    from courtesy.rendering.ink import Paint


def render(reports: Sequence[TestReport], paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """All reports as one object."""
    data: parts.Data = {
        "courtesy": parts.FORMAT_VERSION,
        "passed": bool(reports) and all(report.passed for report in reports),
        "counts": {state.value: sum(report.count(state) for report in reports) for state in TestState},
        "policies": [to_dict(report) for report in reports],
    }
    return parts.text(data) + "\n"


def to_dict(report: TestReport) -> parts.Data:
    """The report on one policy in dictionaries and scalars, ready for JSON."""
    return {
        "id": report.id,
        "version": report.version,
        "digest": report.digest,
        "place": report.place,
        "rules": list(report.rules),
        "passed": report.passed,
        "nothing_ran": phrases.nothing_ran(report),
        "looked_in": list(report.looked_in),
        "left_out": report.left_out,
        "chosen_by": report.chosen_by,
        "problems": [problem_to_dict(problem) for problem in report.problems],
        "files": [file_to_dict(file) for file in report.files],
        "untried": [untried_to_dict(one) for one in report.untried],
        "notices": [parts.notice(notice) for notice in report.notices],
    }


def file_to_dict(file: TestedFile) -> parts.Data:
    """A file of tests with what became of them, ready for JSON."""
    return {
        "path": file.path,
        "about": file.about,
        "problems": [problem_to_dict(problem) for problem in file.problems],
        "tests": [result_to_dict(result) for result in file.results],
    }


def result_to_dict(result: TestResult) -> parts.Data:
    """What became of one test, ready for JSON."""
    return {
        "sentence": result.sentence,
        "state": result.state.value,
        "outcome": None if result.outcome is None else result.outcome.value,
        "rules": list(result.rules),
        "differences": [difference_to_dict(one) for one in result.differences],
        "said": list(result.said),
        "seen": {status: sorted(rules) for status, rules in result.seen.items()},
        "problems": [problem_to_dict(problem) for problem in result.problems],
        **parts.place(result.place),
    }


def difference_to_dict(of: TestDifference) -> parts.Data:
    """What differs under a key, ready for JSON."""
    return {"key": of.key, "expected": _plain(of.expected), "got": _plain(of.got), **parts.place(of.place)}


def _plain(value: Expected) -> object:
    if value is None or isinstance(value, str):
        return value
    return list(value) if isinstance(value, tuple) else dict(value)


def problem_to_dict(problem: TestProblem) -> parts.Data:
    """What kept tests from being run, ready for JSON."""
    path = None if problem.place is None else problem.place.path
    return {
        "code": problem.code,
        "message": problem.message,
        "help": problem.help,
        "path": None if path is None else list(path),
        **parts.place(problem.place),
    }


def untried_to_dict(one: UntriedRule) -> parts.Data:
    """A rule that no test tries in full, ready for JSON."""
    return {"rule": one.rule_id, "never": list(one.never), **parts.place(one.place)}
